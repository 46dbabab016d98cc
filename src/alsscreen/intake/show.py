"""A claim code in; the one page of that person, as they agreed to it, and what today's rule book would say, out."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from ..model import Problem, ProblemsError
from ..review.telling import show, tell_json
from . import claim, cli
from .books import Books
from .list_ import age
from .record import Intake
from .store import Apart, Kept, Store


def arguments(parser: ArgumentParser) -> None:
    """Add the options of this task."""
    cli.arguments(parser)
    cli.wanted(parser, many=False)
    cli.books(parser)
    parser.add_argument("--keep-unread", action="store_true", help="do not mark it as read")


def run(options: Namespace) -> int:
    """Show one intake and mark it as read; give 1 when there is none, several, or one that does not fit."""
    store, books = cli.store(options), Books(options.rules, options.books)
    kept = one(store, options.which)
    findings, notes = judged(books, kept)
    notes += list(cli.warnings(options))
    if not options.keep_unread:
        notes += _marked(store, kept)
    if options.json:
        return tell_json({"file": kept.name, "intake": kept.intake.model_dump(mode="json")}, findings, notes)
    show(_lines(kept, dt.datetime.now(dt.UTC)))
    show(f"note: {note}" for note in notes)
    show(str(problem) for problem in findings)
    return 1 if findings else 0


def one(store: Store, which: str) -> Kept:
    """Find the one intake that is meant; raise ProblemsError."""
    wanted = cli.matcher((which,))
    found: list[Kept] = []
    apart: list[Apart] = []
    for each in store.each(cli.Progress("opened")):
        if isinstance(each, Apart):
            apart.append(each)
        elif wanted(each):
            found.append(each)
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(each.name[:12] for each in found)
        what, remedy = f"{len(found)} intakes are meant by this", f"Name the file, one of {names}"
        raise ProblemsError((Problem(which, 0, 0, "several", what, remedy),))
    said = f"; {len(apart)} files do not open" if apart else ""
    remedy = "Ask for the code once more, or see `alsscreen intake list`"
    raise ProblemsError((Problem(which, 0, 0, "no-intake", f"no intake bears this{said}", remedy),))


def _marked(store: Store, kept: Kept) -> list[Problem]:
    """Mark it as read; where that cannot be, say so: somebody else will read it again."""
    try:
        store.mark_read(kept)
    except ProblemsError as error:
        return list(error.problems)
    return []


def _lines(kept: Kept, now: dt.datetime) -> Iterator[str]:
    given = kept.intake
    yield from given.page.splitlines()
    yield "-" * 78
    yield f"Intake {claim.shown(given.claim)}, {age(given.hour, now)} old, file {kept.name}."
    yield f"Sent to {given.consent.controller}, for {given.consent.reader}, to be kept for {given.consent.days} days."
    yield f"Sensitive answers: {'sent' if given.sensitive else 'kept back, if there were any'}."


def judged(books: Books, kept: Kept) -> tuple[list[Problem], list[Problem]]:
    """Evaluate by the rule book that wrote it, then by today's; give what does not fit, and what differs."""
    given = kept.intake
    found = books.of(given)
    if found is None:
        written = f"{given.rule_book.id} {given.rule_book.version} (sha256 {given.rule_book.sha256[:12]})"
        what = f"the rule book that wrote it, {written}, is not here; the page is as it was then"
        notes = [*books.problems, Problem(kept.name, 0, 0, "no-book", what, "Name the older books with --books")]
        return [], notes + _today(books, kept)
    try:
        level = books.evaluate(found[0], given, kept.name).level
    except ProblemsError as error:
        return list(error.problems), []
    findings = []
    if level != given.level and given.sensitive:
        what = f"it says {given.level}, but its answers give {level} by the rule book that it names"
        findings.append(Problem(kept.name, 0, 0, "other-level", what, "Do not rely on it: ask the person again"))
    return findings, [] if found[0] is books.today else _today(books, kept)


def _today(books: Books, kept: Kept) -> list[Problem]:
    """Say a word when today's rule book is another one."""
    given, today = kept.intake, books.today
    name = f"{today.id} {today.version} (sha256 {today.sha256[:12]})"
    try:
        level = books.evaluate(today, given, kept.name).level
    except ProblemsError:
        what = f"today's rule book, {name}, is another one, and does not know all of these answers"
    else:
        what = f"today's rule book, {name}, is another one; it gives {_same(given, level)}"
    return [Problem(kept.name, 0, 0, "other-book", what, "Read it as it was written")]


def _same(given: Intake, level: str) -> str:
    return f"the same level, {level}" if level == given.level else f"{level}, not {given.level}"
