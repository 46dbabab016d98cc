"""An age or a claim code in; how many intakes that is, and after a yes these intakes deleted, out."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence

from ..model import Problem, ProblemsError
from ..review.telling import plural, show, tell_json
from . import cli
from .list_ import due
from .record import moment
from .store import Apart, Going, Kept, Store


def arguments(parser: ArgumentParser) -> None:
    """Add the options of this task."""
    cli.arguments(parser)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--older-than", metavar="DAYS", type=_days, help="those older than so many days")
    which.add_argument("--due", action="store_true", help="those kept longer than the person was told")
    which.add_argument("--code", metavar="CODE", help="the one of this claim code, or of this file")
    which.add_argument("--set-apart", action="store_true", help="delete none; put what is no intake into apart/")
    parser.add_argument(
        "--yes", action="store_true", help="do it without asking; without a terminal nothing is done otherwise"
    )


def run(options: Namespace) -> int:
    """Count, and after a yes delete; give 0 when that was done or there was nothing to do, else 1."""
    store = cli.store(options)
    meant = _meant(options)
    going: list[Going] = []
    apart: list[Apart] = []
    opened = 0
    for found in store.each(cli.Progress("opened")):
        if isinstance(found, Apart):
            apart.append(found)
            continue
        opened += 1
        if meant(found):
            going.append(found.going)
    if options.set_apart:
        return _set_apart(options, store, apart, opened)
    if options.code and len(going) > 1:
        names = ", ".join(each.name[:12] for each in going)
        what, remedy = f"{len(going)} intakes are meant by this, and one person has one", f"Name the file: {names}"
        raise ProblemsError((Problem(options.code[:40], 0, 0, "several", what, remedy),))
    return _purge(options, store, going, apart)


def _meant(options: Namespace) -> Callable[[Kept], bool]:
    now = dt.datetime.now(dt.UTC)
    if options.code is not None:
        return cli.matcher((options.code,))
    if options.due:
        return lambda kept: due(kept.intake.hour, kept.intake.consent.days, now)
    if options.older_than is not None:
        oldest = now - dt.timedelta(days=options.older_than)
        return lambda kept: moment(kept.intake.hour) < oldest
    return _none


def _none(kept: Kept) -> bool:
    return False


def _purge(options: Namespace, store: Store, going: Sequence[Going], apart: Sequence[Apart]) -> int:
    unread = [each for each in going if not each.inside]
    urgent = sum(each.level == "same-day" for each in unread)
    if options.json:
        count = store.purge(going) if options.yes else 0
        facts = {"meant": len(going), "unread": len(unread), "unread_same_day": urgent, "deleted": count}
        tell_json(facts, [], [each.problem for each in apart])
        return 0 if options.yes or not going else 1
    never = f"never read: {len(unread):,}" if unread else "all of them were read"
    same_day = f", of these same-day: {urgent:,}" if urgent else ""
    show(
        (f"{plural(len(going), 'intake')} to delete ({never}{same_day})." if going else "No intake is meant by this.",)
    )
    done = not going or _agreed(options, "Delete for good?")
    if going and done:
        count = store.purge(going)
        show((f"{plural(count, 'intake')} deleted. Copies elsewhere, such as backups, are not.",))
    elif going:
        show(("Nothing was deleted: add --yes to do it.",))
    show(cli.apart_lines(apart, len(going) or 1))
    return 0 if done else 1


def _agreed(options: Namespace, question: str) -> bool:
    return bool(options.yes) or cli.confirmed(question)


def _set_apart(options: Namespace, store: Store, apart: Sequence[Apart], opened: int) -> int:
    if apart and not opened:
        what, remedy = "nothing opens with this identity, so it may be the wrong one", "Name the right identity"
        raise ProblemsError((Problem(str(store.directory), 0, 0, "other-key", what, remedy),))
    problems = [each.problem for each in apart]
    if not options.json:
        show(map(str, problems) if problems else ("Nothing to set apart.",))
    done = not apart or (options.yes if options.json else _agreed(options, f"Put {plural(len(apart), 'file')} apart?"))
    for each in apart if done else ():
        store.set_apart(each)
    if options.json:
        tell_json({"meant": len(apart), "moved": len(apart) if done else 0}, [], problems)
    elif apart:
        show(("Put into apart/." if done else "Nothing was moved: add --yes to do it.",))
    return 0 if done else 1


def _days(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 5:  # noqa: PLR2004 (270 years)
        raise ArgumentTypeError("not a whole number of days")
    return int(text)
