"""A condition as two books say it in; the answer sets for which only one of them holds, counted exactly, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from ..conditions import FALSE, TRUE, UNDECIDED, atoms, held, parts, questions_read
from ..model import AllOf, Answer, Atom, Condition, Question
from .standings import TooMany, Way, ways

Questions: TypeAlias = Mapping[str, Question]

STATES = 50_000
"""Residual conditions that are held in mind at once; a guidance that is called by many rules could need more."""

WITNESSES = 12
"""How many of the smallest answer sets are kept for each change, so that one of them can be shown to be askable."""

Change: TypeAlias = tuple[int, int]
"""The value in the old book and in the new one."""

Witness: TypeAlias = tuple[tuple[str, Answer | None], ...]
"""Question -> answer, in the order read; None is no answer."""


class Count(NamedTuple):
    """How many combinations that the atoms tell apart, how many sets of answers these are, and the smallest ones."""

    combinations: int
    sets: int
    witnesses: tuple[tuple[int, Witness], ...]


class Difference(NamedTuple):
    """Each change of value with its count; unchanged values are among them. `questions` is what was counted over."""

    questions: tuple[str, ...]
    counts: dict[Change, Count]

    @property
    def space(self) -> tuple[int, int]:
        """Give all combinations that the atoms tell apart, and all sets of answers."""
        return sum(each.combinations for each in self.counts.values()), sum(each.sets for each in self.counts.values())

    @property
    def changed(self) -> dict[Change, Count]:
        """Give only what has another value now."""
        return {change: count for change, count in self.counts.items() if change[0] != change[1]}

    def total(self, changes: tuple[Change, ...]) -> Count:
        """Add up some changes."""
        found = [self.counts[change] for change in changes if change in self.counts]
        witnesses = sorted((witness for count in found for witness in count.witnesses), key=lambda each: each[0])
        return Count(sum(each.combinations for each in found), sum(each.sets for each in found), tuple(witnesses))


GAINED: tuple[Change, ...] = ((FALSE, TRUE), (UNDECIDED, TRUE))
LOST: tuple[Change, ...] = ((TRUE, FALSE), (TRUE, UNDECIDED))
OPENED: tuple[Change, ...] = ((FALSE, UNDECIDED),)
SETTLED: tuple[Change, ...] = ((UNDECIDED, FALSE),)


def shape(condition: Condition | None, questions: Questions) -> object:
    """Give what a condition says, whatever the order and the shorthand it is written in; equal shapes mean the same."""
    if condition is None:
        return None
    if isinstance(condition, Atom):
        question = questions[condition.question]
        options = frozenset((option.code, option.absence, option.unknown) for option in question.options)
        about = (question.id, question.kind, options, question.asked_when is None)
        return about, frozenset(held(condition, question)), condition.at_least, condition.or_unknown
    inner = frozenset(shape(part, questions) for part in parts(condition))
    return next(iter(inner)) if len(inner) == 1 else (isinstance(condition, AllOf), inner)


def difference(
    old: Condition | None, new: Condition | None, before: Questions, after: Questions, absent: int = FALSE
) -> Difference:
    """Compare two conditions over every way to answer the questions that they read; raise TooMany.

    A condition that is not there has the value `absent`: false for a rule, true for a gate.
    """
    read = tuple(dict.fromkeys((*_read(new), *_read(old))))
    spaces = []
    for name in read:
        sides = [(book.get(name), tuple(_atoms(each, name))) for book, each in ((before, old), (after, new))]
        spaces.append(ways(sides[0], sides[1]))
    first = (_residual(old, read, absent), _residual(new, read, absent))
    counts = _Counter(read, tuple(spaces)).count(first, 0)
    return Difference(read, dict(sorted(counts.items())))


def _read(condition: Condition | None) -> tuple[str, ...]:
    return () if condition is None else questions_read(condition)


def _atoms(condition: Condition | None, question: str) -> Iterator[Atom]:
    """Give the atoms that read a question, each once."""
    if condition is not None:
        yield from dict.fromkeys(atom for atom in atoms(condition) if atom.question == question)


Residual: TypeAlias = "int | tuple[int, int] | tuple[bool, frozenset[Residual]]"
"""What is left of a condition when some questions are answered: its value; an atom as (question, atom); or all/any."""


def _residual(condition: Condition | None, read: tuple[str, ...], absent: int) -> Residual:
    if condition is None:
        return absent
    places = {}
    for index, name in enumerate(read):
        places.update({atom: (index, at) for at, atom in enumerate(_atoms(condition, name))})

    def build(part: Condition) -> Residual:
        if isinstance(part, Atom):
            return places[part]
        return _join(isinstance(part, AllOf), [build(inner) for inner in parts(part)])

    return build(condition)


def _join(is_all: bool, found: list[Residual]) -> Residual:  # noqa: FBT001 (which of two operators)
    """Put parts together: the least or the greatest of their values, as far as these are known."""
    least, most = (FALSE, TRUE) if is_all else (TRUE, FALSE)
    if least in found:
        return least
    left = frozenset(part for part in found if part != most)
    if not left:
        return most
    return next(iter(left)) if len(left) == 1 else (is_all, left)


def _put(residual: Residual, index: int, values: tuple[int, ...]) -> Residual:
    """Answer one question."""
    if isinstance(residual, int):
        return residual
    head, tail = residual
    if isinstance(tail, frozenset):
        return _join(bool(head), [_put(part, index, values) for part in tail])
    return values[tail] if head == index else residual


class _Counter:
    """Counts question by question; what is left alike is counted once."""

    def __init__(self, read: tuple[str, ...], spaces: tuple[tuple[Way, ...], ...]) -> None:
        self._read, self._spaces = read, spaces
        self._known: dict[tuple[int, tuple[Residual, Residual]], dict[Change, Count]] = {}

    def count(self, left: tuple[Residual, Residual], index: int) -> dict[Change, Count]:
        if index == len(self._spaces):
            return {(_settled(left[0]), _settled(left[1])): Count(1, 1, ((0, ()),))}
        known = self._known.get((index, left))
        if known is not None:
            return known
        if len(self._known) >= STATES:
            raise TooMany
        found: dict[Change, list[Count]] = {}
        for way in self._spaces[index]:
            rest = (_put(left[0], index, way.values[0]), _put(left[1], index, way.values[1]))
            for change, count in self.count(rest, index + 1).items():
                found.setdefault(change, []).append(self._before(index, way, count))
        counts = {change: _added(each) for change, each in found.items()}
        self._known[index, left] = counts
        return counts

    def _before(self, index: int, way: Way, count: Count) -> Count:
        """Put this question's answer in front of what follows."""
        size = len(way.example or ()) + (not way.answered)
        first = (self._read[index], way.example)
        witnesses = tuple((size + rest, (first, *following)) for rest, following in count.witnesses)
        return Count(count.combinations, way.sets * count.sets, witnesses)


def _settled(residual: Residual) -> int:
    assert isinstance(residual, int)  # noqa: S101 (every atom's question was answered)
    return residual


def _added(counts: list[Count]) -> Count:
    witnesses = sorted((witness for each in counts for witness in each.witnesses), key=lambda found: found[0])
    combinations, sets = sum(each.combinations for each in counts), sum(each.sets for each in counts)
    return Count(combinations, sets, tuple(witnesses[:WITNESSES]))
