"""One person's record in; a sealed file in the clinic's directory, and whether it is there for good, out.

It fits `kiosk.outbox.Outbox` without importing it. Nothing here asks: the kiosk's page does, before it calls `begin`.
"""

from __future__ import annotations

import datetime as dt
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, TypeAlias

from ..model import Evaluation, Problem, ProblemsError, RuleBook
from . import claim, durable
from .record import Consent, Handed, encode, hour, intake, listed, moment, passed_on
from .seal import Seal

NAME_END = ".age"
PATIENCE = 15.0
"""Seconds until a directory that does not answer has failed, as for a printer."""

FIRST_YEAR, LAST_YEAR = 2026, 2099
"""A clock that shows another year was never set."""

LAG = dt.timedelta(days=1)
"""A directory that was changed so far in the future tells that this clock went back (or that one was wrong)."""

How: TypeAlias = Literal["running", "done", "failed"]
Clock: TypeAlias = Callable[[], dt.datetime]
Told: TypeAlias = Callable[[Problem | None], None]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Clinic:
    """What a clinic decides: where to, for whose keys, what the person is told, and the region of the numbers."""

    directory: Path
    recipients: tuple[str, ...]
    consent: Consent
    region: str


class Sending:
    """One intake on its way. `done` is said only when it is there for good; then `code` is the person's claim code."""

    def __init__(self, write: Callable[[Callable[[], None]], None], code: str, directory: str, told: Told) -> None:
        self.problem: Problem | None = None
        self._told = told
        self._how: How = "running"
        self._code, self._directory = code, directory
        self._lock, self._named = threading.Lock(), False
        self._until = time.monotonic() + PATIENCE
        threading.Thread(target=self._run, args=(write,), daemon=True, name="intake").start()

    @property
    def how(self) -> How:
        """Say how it stands; a directory that does not answer (a dead network) has failed."""
        with self._lock:
            if self._how == "running" and time.monotonic() > self._until:
                self._end(_silent(self._directory, named=self._named))
            return self._how

    @property
    def code(self) -> str:
        """Give the claim code, empty until it is sent."""
        return self._code if self.how == "done" else ""

    def _run(self, write: Callable[[Callable[[], None]], None]) -> None:
        problem: Problem | None = None
        try:
            write(self._may)
        except ProblemsError as error:
            problem = error.problems[0]
        except Exception as error:  # noqa: BLE001 (a message could hold answers; the kiosk goes on)
            problem = _fault(self._directory, error)
        with self._lock:
            if self._how == "running":
                self._end(problem)

    def _end(self, problem: Problem | None) -> None:
        self._how, self.problem = ("done" if problem is None else "failed"), problem
        self._told(problem)

    def _may(self) -> None:
        """Let the file have its name, unless the person was told already that it failed."""
        with self._lock:
            if self._how != "running":
                raise ProblemsError((_silent(self._directory, named=False),))
            self._named = True


class Failed:
    """An intake that could not even be begun."""

    how: How = "failed"
    code = ""

    def __init__(self, problem: Problem) -> None:
        self.problem: Problem | None = problem


class Outbox:
    """The way to the clinic. The kiosk holds no key that opens what it sends."""

    name = "send"

    def __init__(self, clinic: Clinic, book: RuleBook, clock: Clock = _now) -> None:
        """Make ready for the day: check keys and directory, clear what a dead kiosk left; raise ProblemsError."""
        self.clinic, self.book, self._clock = clinic, book, clock
        self._seal = Seal(clinic.recipients, str(clinic.directory))
        self._same = durable.identity(clinic.directory)
        self.swept = durable.sweep(clinic.directory)
        self.problem: Problem | None = None
        """What the last intake failed of, for the staff screen; it holds nothing about a person."""

    @property
    def promise(self) -> Consent:
        """Give what the person is told before they agree."""
        return self.clinic.consent

    def offered(self, evaluation: Evaluation) -> bool:
        """Say whether sending may be offered at all: never beside an emergency, which has one thing to do."""
        return evaluation.level != "emergency"

    def shown(self, record: Handed) -> tuple[tuple[str, str], ...]:
        """Give each question and answer that would be sent besides the page, in words, for the person to see first."""
        from ..render.asked import perspective_of

        given = passed_on(self.book, record.answers, record.evaluation, sensitive=record.sensitive)
        return listed(self.book, given, perspective_of(self.book, record.answers))

    def begin(self, record: Handed) -> Sending | Failed:
        """Seal in memory and begin to write. It never raises: what goes wrong is in `problem`, and nothing is lost."""
        sending: Sending | Failed
        directory = str(self.clinic.directory)
        try:
            sending = self._begun(record)
        except ProblemsError as error:
            sending = Failed(error.problems[0])
        except Exception as error:  # noqa: BLE001 (as above)
            sending = Failed(_fault(directory, error))
        if sending.problem is not None:
            self._told(sending.problem)
        return sending

    def _told(self, problem: Problem | None) -> None:
        """Note how it ended, whether or not anybody still waits for it."""
        self.problem = problem

    def _begun(self, record: Handed) -> Sending:
        if not self.offered(record.evaluation):
            raise ProblemsError((_problem(self.clinic.directory, "emergency", *_EMERGENCY),))
        now = self._clock()
        _check_clock(now, self.clinic.directory)
        new_id, code = secrets.token_hex(16), claim.new()
        given = intake(self.book, record, self.clinic.consent, self.clinic.region, now, new_id, code=code)
        sealed = self._seal(encode(given))  # from here on nothing in the clear is held
        write = partial(self._write, new_id + NAME_END, sealed, moment(hour(now)).timestamp())
        return Sending(write, code, str(self.clinic.directory), self._told)

    def _write(self, name: str, sealed: bytes, when: float, may: Callable[[], None]) -> None:
        durable.write(self.clinic.directory, name, sealed, when=when, same=self._same, may=may)


def _check_clock(now: dt.datetime, directory: Path) -> None:
    """Refuse to date an intake by a clock that cannot be right: how soon it is read and deleted hangs on it."""
    if not FIRST_YEAR <= now.year <= LAST_YEAR:
        what = f"the clock of this machine shows the year {now.year}"
        raise ProblemsError((_problem(directory, "wrong-clock", what, "Set the clock"),))
    with durable.kindly(directory):
        changed = dt.datetime.fromtimestamp(directory.stat().st_mtime, dt.UTC)
    if changed > now + LAG:
        what = f"the clock shows {now:%Y-%m-%d}, but this directory was changed on {changed:%Y-%m-%d}"
        raise ProblemsError((_problem(directory, "wrong-clock", what, "Set the clock; if it is right, touch this"),))


_EMERGENCY = ("an emergency result is not sent: nobody may wait for it to be read", "Tell staff, or call for help")


def _problem(directory: Path | str, code: str, what: str, remedy: str) -> Problem:
    return Problem(str(directory), 0, 0, code, what, remedy)


def _fault(directory: str, error: Exception) -> Problem:
    return _problem(directory, "fault", f"a fault of the program ({type(error).__name__})", "Report it")


def _silent(directory: str, *, named: bool) -> Problem:
    if named:  # it has, or gets, its name: nobody can say whether for good
        return _problem(directory, "uncertain", "it may have been written, or not", "Look there; print it as well")
    return _problem(directory, "no-answer", f"the disk did not answer for {PATIENCE:.0f} seconds", "Look at the disk")
