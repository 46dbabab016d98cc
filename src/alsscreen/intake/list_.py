"""A directory of sealed intakes in; who waits, the most urgent that nobody has read first, with their age, out."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from ..model import LEVELS, Level
from ..review.telling import plural, show, tell_json
from . import claim, cli
from .record import moment
from .store import Apart, Kept

OVERDUE = dt.timedelta(hours=24)
"""After which a same-day intake that nobody has read is late."""

SLACK = dt.timedelta(hours=2)
"""Hours are rounded down, and two clocks never agree."""


_LINE = "{:<10} {:<12} {:<8} {:<13} {}"
_HEADING = _LINE.format("age", "level", "code", "file", "").rstrip()


class Row(NamedTuple):
    """What a list keeps of an intake; of the answers, nothing."""

    name: str
    code: str
    hour: str
    level: Level
    may_rise_to: Level | None
    complete: bool
    other: bool
    read: bool
    book: str
    days: int


def arguments(parser: ArgumentParser) -> None:
    """Add the options of this task."""
    cli.arguments(parser)
    parser.add_argument("--unread", action="store_true", help="only those that nobody has read")


def run(options: Namespace) -> int:
    """List; give 1 when something had to be set apart, or an identity lies open."""
    store, now = cli.store(options), dt.datetime.now(dt.UTC)
    rows: list[Row] = []
    apart: list[Apart] = []
    for found in store.each(cli.Progress("opened")):
        if isinstance(found, Apart):
            apart.append(found)
        elif not (options.unread and found.read):
            rows.append(_row(found))
    rows.sort(key=_urgency)
    notes = tuple(cli.warnings(options))
    if options.json:
        facts = {"intakes": [_fact(row, now) for row in rows]}
        return tell_json(facts, [each.problem for each in apart], notes)
    show(_lines(rows, now))
    show(cli.apart_lines(apart, len(rows)))
    show(f"note: {note}" for note in notes)
    return 1 if apart else 0


def _row(kept: Kept) -> Row:
    given = kept.intake
    return Row(
        kept.name, given.claim, given.hour, given.level, given.may_rise_to, given.complete,
        given.perspective == "other", kept.read, given.rule_book.sha256[:12], given.consent.days,
    )  # fmt: skip


def _urgency(row: Row) -> tuple[bool, int, str, str]:
    """Order: not read before read, then by level, then the one that waits longest."""
    return row.read, LEVELS.index(row.level), row.hour, row.name


def _lines(rows: list[Row], now: dt.datetime) -> Iterator[str]:
    if not rows:
        yield "No intakes."
        return
    yield _HEADING
    for row in rows:
        line = _LINE.format(age(row.hour, now), row.level, claim.shown(row.code), row.name[:12], _remarks(row, now))
        yield line.rstrip()
    unread = Counter(row.level for row in rows if not row.read)
    levels = ", ".join(f"{unread[level]:,} {level}" for level in LEVELS if unread[level])
    yield ""
    yield f"{plural(len(rows), 'intake')}, {sum(unread.values()):,} not read{f' ({levels})' if levels else ''}."
    books = {row.book for row in rows}
    if len(books) > 1:
        yield f"They were written by {len(books)} rule books: {', '.join(sorted(books))}."


def _remarks(row: Row, now: dt.datetime) -> str:
    began = moment(row.hour)
    holds = (
        (row.read, "read"),
        (not row.read and row.level == "same-day" and now - began > OVERDUE, "LATE: not read for a day"),
        (row.may_rise_to, f"may rise to {row.may_rise_to}"),
        (not row.complete, "some answers are open"),
        (row.other, "answered by somebody else"),
        (due(row.hour, row.days, now), "kept longer than was told: purge it"),
        (began > now + SLACK, "dated in the future: the kiosk's clock was wrong"),
    )
    return "; ".join(words for held, words in holds if held)


def _fact(row: Row, now: dt.datetime) -> dict[str, Any]:
    waited = max((now - moment(row.hour)).total_seconds(), 0)
    return {
        "file": row.name, "code": row.code, "hour": row.hour, "age_hours": int(waited // 3600), "level": row.level,
        "may_rise_to": row.may_rise_to, "complete": row.complete, "perspective": "other" if row.other else "self",
        "read": row.read, "rule_book": row.book, "retention_days": row.days, "due": due(row.hour, row.days, now),
    }  # fmt: skip


def due(hour: str, days: int, now: dt.datetime) -> bool:
    """Say whether an intake is older than the days that the person was told."""
    return now - moment(hour) > dt.timedelta(days=days)


def age(hour: str, now: dt.datetime) -> str:
    """Say how old an intake is, in hours or days; hours are rounded, so the first is "under 1 h"."""
    hours = int((now - moment(hour)).total_seconds() // 3600)
    if hours < 1:
        return "under 1 h"
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"  # noqa: PLR2004 (two days)
