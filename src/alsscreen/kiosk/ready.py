"""A configuration, a directory of rules and this machine in; whether a kiosk may start, and why not, out.

Each check is one small function in a list; adding one touches one place.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from ..model import Approval, ProblemsError, Region, RuleBook
from ..region import GENERIC
from ..rulebook import load
from .config import Config
from .outbox import Outbox
from .words import numbered, read_words, spoken

CHECKED_FOR = 365
"""Days after which a check of the numbers is old: clinical design, section 7."""

FIRST_YEAR = 2026
"""A clock that shows less was never set; approvals and signatures have dates."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where and how the kiosk is to run; `browser`: as pages, so that it needs no terminal."""

    config: Config
    config_file: Path | None
    root: Path
    demo: bool
    browser: bool = False
    today: dt.date = field(default_factory=lambda: dt.datetime.now().astimezone().date())

    @property
    def tries(self) -> bool:
        """Say whether somebody only tries it: a demo without a file. A demo with one waives the approval alone."""
        return self.demo and self.config_file is None


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: `stop` keeps the kiosk from starting, `warn` is for staff, `fine` is for the report."""

    kind: Literal["stop", "warn", "fine"]
    text: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.text}. {self.remedy}".rstrip() if self.remedy else f"{self.text}."


@dataclass(frozen=True, slots=True)
class Ready:
    """The book and the region as the kiosk will show them, which words of a demo it must show, and all findings."""

    book: RuleBook
    region: Region
    demo: tuple[str, ...]
    findings: tuple[Finding, ...]
    outbox: Outbox | None = None

    @property
    def stops(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.kind == "stop")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.kind == "warn")


def prepare(place: Place) -> Ready:
    """Read the book once and look at everything; raise ProblemsError when there is no book to speak of."""
    book = load(place.root)
    approval, unread = _approval(place, book)
    book = spoken(replace(book, approval=approval), read_words(place.root))
    region = numbered(book.regions.get(place.config.region, book.regions[GENERIC]), place.config.numbers)
    outbox, unsent = _outbox(place.config, book, region)
    found = [*unread, *unsent, *(finding for check in CHECKS for finding in check(place, book, region))]
    return Ready(book, region, _demo(place, book, region), tuple(found), outbox)


def _outbox(config: Config, book: RuleBook, region: Region) -> tuple[Outbox | None, list[Finding]]:
    """Give the way to the clinic, where one is set up: its keys and its directory are looked at here."""
    if config.clinic is None:
        return None, []
    from ..intake.outbox import Clinic
    from ..intake.outbox import Outbox as Mail
    from ..intake.record import Consent

    told = config.clinic
    consent = Consent(controller=told.controller, reader=told.reader, days=told.days)
    try:
        outbox = Mail(Clinic(Path(told.directory), told.recipients, consent, region.id), book)
    except ProblemsError as error:
        return None, [Finding("stop", str(problem)) for problem in error.problems]
    return outbox, [Finding("fine", f"what is sent is sealed for {len(told.recipients)} public key(s)")]


def _approval(place: Place, book: RuleBook) -> tuple[Approval, list[Finding]]:
    """Give what the book's approval is worth; without the means to check one, it is worth nothing."""
    if not (place.root / "approvals").is_dir():
        return Approval(), []
    from ..review.approvals import approval_state

    signers = place.config.allowed_signers
    try:
        return approval_state(place.root, book, None if signers is None else Path(signers)), []
    except ProblemsError as error:
        return Approval(), [Finding("stop", str(problem)) for problem in error.problems]


def _demo(place: Place, book: RuleBook, region: Region) -> tuple[str, ...]:
    """Name the words that every screen of a demo must show."""
    if not place.demo:
        return ()
    names = (
        "demo" if not book.approval.by else "",
        "demo_numbers" if place.tries and not _date(region) else "",
        "demo_leave" if place.tries and place.config.staff.pin is None and not place.browser else "",
    )
    return tuple(name for name in names if name)


# ---- the checks ----------------------------------------------------------------------------------------------------


def _terminal(place: Place, book: RuleBook, region: Region) -> Iterator[Finding]:
    from .input import is_terminal

    if place.browser:
        return
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        yield Finding("stop", "this is no terminal", "Start it on the screen itself, as docs/kiosk/ shows")
    elif os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        yield Finding("stop", "TERM names no terminal that can fill a screen", "Set TERM, such as TERM=linux")
    else:
        yield Finding("fine", "there is a terminal")


def _clock(place: Place, book: RuleBook, region: Region) -> Iterator[Finding]:
    if place.today.year < FIRST_YEAR:
        yield Finding("stop", f"this machine thinks it is {place.today}", "Set the clock")


_MEANS = "Install what checks a signature: pip install 'alsscreen[review]'"
_LISTED = "Name allowed_signers, and see `alsscreen review approvals`"


def _approved(place: Place, book: RuleBook, region: Region) -> Iterator[Finding]:
    if book.approval.by:
        yield Finding("fine", f"the rule book is approved by {book.approval.by}")
    elif not place.demo:
        what = f"the rule book is not approved ({book.approval.state})"
        remedy = _MEANS if book.approval.state == "unchecked" else _LISTED
        yield Finding("stop", what, f"{remedy}; or show it with --unreviewed-demo")
    else:
        yield Finding("warn", f"the rule book is not approved ({book.approval.state}); every screen says so")


def _region(place: Place, book: RuleBook, region: Region) -> Iterator[Finding]:
    name = place.config.region
    if name not in book.regions and not place.tries:
        known = ", ".join(known for known in book.regions if known != GENERIC)
        yield Finding("stop", f"the rule book has no region {name}", f"There are: {known}")


def _numbers(place: Place, book: RuleBook, region: Region) -> Iterator[Finding]:
    checked = _date(region)
    remedy = "Call each number up, then write the day as checked in [numbers]"
    if checked is None:
        kind: Literal["stop", "warn"] = "warn" if place.tries else "stop"
        yield Finding(kind, f"nobody has checked the numbers of {region.name}", remedy)
    elif checked > place.today:
        yield Finding("stop", f"the numbers were checked on {checked}, which is in the future", remedy)
    elif (place.today - checked).days > CHECKED_FOR:
        yield Finding("warn", f"the numbers were checked on {checked}, over a year ago", remedy)
    else:
        yield Finding("fine", f"the numbers of {region.name} were checked on {checked}")


def _date(region: Region) -> dt.date | None:
    """Give the day of the oldest check of a region's numbers; None when one has none."""
    numbers = (region.emergency, region.advice, region.crisis, region.emergency_text)
    dates = [number.checked for number in numbers if number is not None]
    try:
        return min(dt.date.fromisoformat(date or "") for date in dates)
    except ValueError:
        return None


def _flows(place: Place, book: RuleBook, region: Region) -> Iterator[Finding]:
    for name in filter(None, (place.config.flow, place.config.optional_flow)):
        if name not in book.flows:
            yield Finding("stop", f"the rule book has no flow '{name}'", f"There are: {', '.join(book.flows)}")
    short, longer = (book.flows.get(name or "") for name in (place.config.flow, place.config.optional_flow))
    if short and longer and not set(short.questions) <= set(longer.questions):
        yield Finding("stop", f"flow '{longer.id}' does not hold all of '{short.id}'", "Name a flow that asks more")


def _staff(place: Place, book: RuleBook, region: Region) -> Iterator[Finding]:
    if place.config.staff.pin is None and not place.tries:
        yield Finding("warn", "there is no PIN, so only the system can end the kiosk", "Run `alsscreen kiosk pin`")
    if place.config.staff.signal is None:
        yield Finding("warn", "staff are not called by this program", "Name a command as signal in [staff]")


def _commands(place: Place, book: RuleBook, region: Region) -> Iterator[Finding]:
    config = place.config
    text = () if config.text is None else (config.text.larger, config.text.normal)
    printer = () if config.printer is None else (config.printer.command,)
    for command in (*printer, *((config.staff.signal,) if config.staff.signal else ()), *text):
        if shutil.which(command[0]) is None:
            yield Finding("stop", f"there is no program '{command[0]}'", "Install it, or change the configuration")


CHECKS: tuple[Callable[[Place, RuleBook, Region], Iterable[Finding]], ...] = (
    _terminal, _clock, _approved, _region, _numbers, _flows, _staff, _commands,
)  # fmt: skip
