"""Print how often the rule book would alarm the ordinary adults of a synthetic waiting room."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain
from pathlib import Path

from room_figures import Frequencies, Scenario, Side, load
from room_measure import (
    ALARMS,
    Outcome,
    RuleShare,
    asked_summary,
    judgement_share,
    level_share,
    measure,
    rule_share,
    single,
)

from alsscreen import rulebook
from alsscreen.model import LEVELS, RuleBook

PEOPLE = 20_000
SEED = 2026
SMALLER = 4
"""The low and the high run, the other flow and the runs of --drivers have this part of the people: the first."""

SIDES: tuple[Side, ...] = ("low", "high")
SINGLE = 100
"""People who have one complaint and no other, for each complaint."""

TOP = 10

ABOUT = """\
A SYNTHETIC WAITING ROOM. Made-up people; no epidemiology; nobody was asked.
{people:,} adults who never were answer the questionnaire (rule book {id} {version}, {digest}; seed {seed}).

How it is made   Complaints are drawn with published frequencies, by age and, where it matters, by sex; independently,
                 save a few links (slow legs and falls, panic and worry). How such a person fills in the questionnaire
                 is assumed. Every number, its source or its reason: tools/frequencies.yaml.
What it is for   To see how often we would alarm ordinary people, and which rule and which assumption does it. The
                 questionnaire is not meant for everybody in a waiting room; this is the hardest use of it.
What it is not   A measure of how many people have anything. Nobody in it has undiagnosed ALS.
"""


MARKS = ("<!-- made by make waiting-room: change the tool, not this -->\n", "<!-- end of what is made -->\n")
"""What stands before and behind the tables in a page that `--write` brings up to date."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the room, or put all of it into a page."""
    options = _options(arguments)
    book, frequencies = rulebook.load(rulebook.directory()), load()
    moved = ["\n".join(drivers(book, frequencies, options.people // SMALLER, options.seed))] if _needs(options) else []
    if options.write is None:
        print(about(book, options.people, options.seed))
        print("\n\n".join(moved or tables(book, frequencies, options)))
        return
    blocks = (about(book, options.people, options.seed).rstrip(), *tables(book, frequencies, options), *moved)
    page = options.write.read_text(encoding="utf-8")
    options.write.write_text(replaced(page, "```text\n" + "\n\n".join(blocks) + "\n```\n"), encoding="utf-8")


def _needs(options: argparse.Namespace) -> bool:
    """Say whether each assumption is to be moved by itself."""
    return bool(options.drivers or options.write)


def about(book: RuleBook, people: int, seed: int) -> str:
    """Say what this is, and which book and seed it was."""
    return ABOUT.format(people=people, id=book.id, version=book.version, digest=book.sha256[:12], seed=seed)


def replaced(page: str, made: str) -> str:
    """Put what was made between the marks of a page; raise ValueError where they do not stand once each, in order."""
    (before, first, rest), (_, last, after) = page.partition(MARKS[0]), page.partition(MARKS[1])
    if not first or not last or last not in rest or page.count(first) + page.count(last) > len(MARKS):
        raise ValueError("the page needs both marks once, in order")
    return before + first + made + last + after


def tables(book: RuleBook, frequencies: Frequencies, options: argparse.Namespace) -> list[str]:
    """Give the tables, each as one text."""
    base, part = Scenario(frequencies), options.people // SMALLER
    room = measure(book, base, options.people, options.seed)
    low, high = (measure(book, Scenario(frequencies, side), part, options.seed) for side in SIDES)
    signs = measure(book, base, part, options.seed, "signs")
    by_itself = single(book, base, options.single, options.seed)
    blocks = (
        levels({"full": room, "low": low, "base": room[:part], "high": high, "signs": signs}),
        rules(rule_share(room, ALARMS)[:TOP], options.people),
        questions({"full": room, "signs": signs}),
        complaints(frequencies, room, by_itself),
        judgements(judgement_share(book, room), options.people),
    )
    return ["\n".join(block) for block in blocks]


def levels(columns: Mapping[str, Sequence[Outcome]]) -> list[str]:
    """Print the share of each level: every varied assumption low, as assumed, high; and the other flow."""
    shares = {name: level_share(outcomes) for name, outcomes in columns.items()}
    return [
        "Share of each level: flow full; of a part, every varied assumption low, as assumed, high; and flow signs",
        _row("", [f"{name:>7}" for name in columns]),
        _row("people", [f"{len(outcomes):7,}" for outcomes in columns.values()]),
        *(_row(level, [_percent(share[level]) for share in shares.values()]) for level in LEVELS),
        _row("emergency or same-day", [_percent(sum(share[level] for level in ALARMS)) for share in shares.values()]),
    ]


def rules(shares: Sequence[RuleShare], people: int) -> list[str]:
    """Print the rules that decided emergency or same-day."""
    return [
        f"Rules that decided emergency or same-day, the first {TOP}",
        "(alone: no other rule gives that level; pain: of the people, those who lost a task only because it hurts)",
        *_counted(shares, people),
    ]


def questions(flows: Mapping[str, Sequence[Outcome]]) -> list[str]:
    """Print how many questions were asked."""
    rows = {flow: asked_summary(outcomes) for flow, outcomes in flows.items()}
    return [
        "Questions asked",
        _row("", ["   mean", "    95%", "   most"]),
        *(_row(f"flow {flow}", [f"{mean:7.1f}", f"{most:7}", f"{top:7}"]) for flow, (mean, most, top) in rows.items()),
    ]


def complaints(
    frequencies: Frequencies, room: Sequence[Outcome], by_itself: Mapping[str, Sequence[Outcome]]
) -> list[str]:
    """Print the levels of people with each complaint, beside others and with no other."""
    lines = [
        f"Levels by complaint: in the room beside others | of {len(next(iter(by_itself.values())))} with no other",
        _row("", ["of room", " emerg.", "   same", "   soon", "|emerg.", "   same", "   soon", "routine", "  info."]),
    ]
    for complaint in frequencies.complaints:
        having = [outcome for outcome in room if complaint.id in outcome.complaints]
        beside, lone = level_share(having), level_share(by_itself[complaint.id])
        cells = [_percent(len(having) / len(room)), *(_percent(beside[level]) for level in LEVELS[:3])]
        lines.append(_row(complaint.name, [*cells, *(_percent(lone[level]) for level in LEVELS)]))
    return lines


def judgements(shares: Sequence[RuleShare], people: int) -> list[str]:
    """Print the rules that are judgements, those that decide the level of most people first."""
    deciding = [share for share in shares if share.people]
    return [
        f"Rules marked as a judgement that decide somebody's level ({len(deciding)} of {len(shares)})",
        *_counted(deciding, people),
        "Nobody's: " + ", ".join(share.rule for share in shares if not share.people),
    ]


def drivers(book: RuleBook, frequencies: Frequencies, number: int, seed: int) -> list[str]:
    """Print what each varied assumption does by itself, the one that moves the alarms most first."""
    moved = []
    for figure in frequencies.varied:
        low, high = (_reached(measure(book, Scenario(frequencies, side, [figure.id]), number, seed)) for side in SIDES)
        moved.append((abs(high[1] - low[1]), figure, low, high))
    moved.sort(key=lambda row: (-row[0], row[1].id))
    base = _reached(measure(book, Scenario(frequencies), number, seed))
    pair = f"{'low':>7} {'high':>7}"
    return [
        f"Each varied assumption by itself, {number:,} people",
        _row("", [f"{'its value':23}", f"{'emergency':15}", f"{'same-day or it':15}", "soon or more"]),
        _row("", [f"{'low':>7} {'base':>7} {'high':>7}", pair, pair, pair]),
        _row("as assumed", [" " * 23, *(_percent(share) + " " * 8 for share in base)]).rstrip(),
        *(
            _row(
                figure.id,
                [*(f"{value:7.4g}" for value in figure.ends), *map(_percent, chain(*zip(low, high, strict=True)))],
            )
            for _, figure, low, high in moved
        ),
    ]


def _counted(shares: Sequence[RuleShare], people: int) -> list[str]:
    lines = [_row("", ["  alone", " people", " of all", "   pain"])]
    for share in shares:
        parts = [_percent(share.people / people), _percent(share.hurts / share.people)]
        lines.append(_row(f"{share.rule} ({share.level})", [f"{share.alone:7,}", f"{share.people:7,}", *parts]))
    return lines


def _reached(outcomes: Iterable[Outcome]) -> tuple[float, float, float]:
    """Give the shares of emergency, of same-day or more, and of soon or more."""
    shares = level_share(outcomes)
    emergency, same_day, soon = accumulate(shares[level] for level in LEVELS[:3])
    return emergency, same_day, soon


def _row(name: str, cells: Iterable[str]) -> str:
    return f"{name:40}" + " ".join(cells)


def _percent(share: float) -> str:
    return f"{100 * share:6.1f}%"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE, help=f"how many (default {PEOPLE:,})")
    parser.add_argument("--seed", type=int, default=SEED, help=f"the chance (default {SEED})")
    parser.add_argument("--single", type=int, default=SINGLE, help=f"people for each complaint (default {SINGLE})")
    parser.add_argument("--drivers", action="store_true", help="what each varied assumption does by itself")
    parser.add_argument("--write", metavar="PAGE", type=Path, help="put everything between the marks of this page")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
