"""The rows of a ledger and the units of an article in; for each row where its unit stands now, and what is new, out.

Only equal hashes pass. What is merely like an old unit is named beside it, so that a person can compare them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple, TypeAlias

from ..model import Unit as Row
from ..source import Unit

Verdict: TypeAlias = Literal["exact", "moved", "reworded", "gone", "ambiguous"]
VERDICTS: tuple[Verdict, ...] = ("exact", "moved", "reworded", "gone", "ambiguous")

ALIKE = 0.6
"""The share of equal words from which two units are called one that was reworded; difflib's own for a close match."""

_MOST = 50
"""Units that share a word. One that more of them share says little, and to look at them all would not stay linear."""

_BEST = 5
"""Units worth comparing word by word."""


class Match(NamedTuple):
    """What became of the unit of one row: `at` is where its words stand; of a reworded one, what stands there now."""

    row: Row
    verdict: Verdict
    at: tuple[Unit, ...] = ()


class Matches(NamedTuple):
    """Every row of the ledger, in its order, and what has none."""

    rows: tuple[Match, ...]
    new: tuple[Unit, ...]


def match(rows: Sequence[Row], units: Sequence[Unit], words: dict[str, str]) -> Matches:
    """Find each row's unit by its hash. `words`: old words by a row's id, as far as the book quotes them."""
    verdicts: dict[int, Match] = {}
    pairs: list[tuple[int, int]] = []
    spare = set(range(len(units)))
    rows_of, units_of = _by_hash(rows), _by_hash(units)
    for sha256, these in rows_of.items():
        those = units_of.get(sha256, [])
        spare -= set(those)
        if len(these) == len(those):
            pairs += zip(these, those, strict=True)
        elif those:
            at = tuple(units[unit] for unit in those)
            verdicts |= {row: Match(rows[row], "ambiguous", at) for row in these}
    pairs.sort()
    in_order = _longest_rising(pairs)
    for row, unit in pairs:
        verdicts[row] = Match(rows[row], "exact" if (row, unit) in in_order else "moved", (units[unit],))
    missing = [row for row in range(len(rows)) if row not in verdicts]
    likely = _Likely(rows, units, words, sorted(in_order))
    for row, unit in likely.pairs(missing, sorted(spare)):
        verdicts[row] = Match(rows[row], "reworded", (units[unit],))
        spare.discard(unit)
    gone = {row: Match(rows[row], "gone") for row in missing if row not in verdicts}
    found = verdicts | gone
    return Matches(tuple(found[row] for row in range(len(rows))), tuple(units[unit] for unit in sorted(spare)))


def _by_hash(things: Iterable[Row | Unit]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for index, thing in enumerate(things):
        places[thing.sha256].append(index)
    return places


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Give the most pairs whose second numbers rise too: these kept their order, the others were moved."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, unit) in enumerate(pairs):
        at = bisect_left(ends, unit)
        ends[at : at + 1] = [unit]
        last[at : at + 1] = [index]
        before.append(last[at - 1] if at else -1)
    kept = set()
    index = last[-1] if last else -1
    while index >= 0:
        kept.add(pairs[index])
        index = before[index]
    return kept


class _Likely:
    """Which unit without a row is what a row without a unit became: by its words, else by its place."""

    def __init__(
        self, rows: Sequence[Row], units: Sequence[Unit], words: dict[str, str], anchors: Sequence[tuple[int, int]]
    ) -> None:
        self.rows, self.units = rows, units
        self._words = {name: _folded(text) for name, text in words.items()}
        self._row_anchors = [row for row, _ in anchors]
        self._unit_anchors = [unit for _, unit in anchors]

    def pairs(self, rows: Sequence[int], units: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Pair the likest first, each once; then what is left between the same two neighbours, if as many are."""
        left_rows, left_units = set(rows), set(units)
        for _, row, unit in sorted(self._alike(rows, units)):
            if row in left_rows and unit in left_units:
                yield row, unit
                left_rows.remove(row)
                left_units.remove(unit)
        units_in = self._in_gaps(sorted(left_units), self._unit_anchors)
        for gap, those in self._in_gaps(sorted(left_rows), self._row_anchors).items():
            if len(those) == len(units_in.get(gap, ())):
                yield from zip(those, units_in[gap], strict=True)

    def _alike(self, rows: Sequence[int], units: Sequence[int]) -> Iterator[tuple[float, int, int]]:
        """Give rows and units that share enough words; the first number is smaller the liker they are."""
        units_in = self._in_gaps(units, self._unit_anchors)
        folded = {unit: _folded(self.units[unit].text) for unit in units}
        having: dict[str, list[int]] = defaultdict(list)
        for unit in units:
            for word in set(folded[unit]):
                having[word].append(unit)
        for row in rows:
            words = self._words.get(self.rows[row].id, [])
            shared = Counter(
                unit
                for word in dict.fromkeys(words)
                if len(having.get(word, ())) <= _MOST
                for unit in having.get(word, ())
            )
            near = units_in.get(bisect_left(self._row_anchors, row), [])[:_BEST] if words else []
            for unit in dict.fromkeys([*near, *(unit for unit, _ in shared.most_common(_BEST))]):
                ratio = SequenceMatcher(None, words, folded[unit], autojunk=False).ratio()
                if ratio >= ALIKE:
                    yield -ratio, row, unit

    @staticmethod
    def _in_gaps(indices: Sequence[int], anchors: Sequence[int]) -> dict[int, list[int]]:
        """Sort what stands between the same two anchors together."""
        gaps: dict[int, list[int]] = defaultdict(list)
        for index in indices:
            gaps[bisect_left(anchors, index)].append(index)
        return gaps


def _folded(text: str) -> list[str]:
    return [word.strip("\"'()[].,:;!?").casefold() for word in text.split()]


CONTEXT = 6
"""Equal words shown on either side of a change; a report is no copy of the article."""


def changes(was: str, now: str) -> str:
    """Show what was taken out as [-words-] and what was put in as {+words+}, with a few words around."""
    old, new = was.split(), now.split()
    said: list[str] = []
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for index, (step, old_from, old_to, new_from, new_to) in enumerate(steps):
        if step == "equal":
            said += _around(old[old_from:old_to], first=index == 0, last=index == len(steps) - 1)
        else:
            said += [f"[-{' '.join(old[old_from:old_to])}-]"] * (old_to > old_from)
            said += [f"{{+{' '.join(new[new_from:new_to])}+}}"] * (new_to > new_from)
    return " ".join(said)


def _around(words: list[str], *, first: bool, last: bool) -> list[str]:
    head, tail = (0 if first else CONTEXT), (0 if last else CONTEXT)
    if len(words) <= head + tail:
        return words
    return [*words[:head], "…", *words[len(words) - tail :]]
