"""What a clinic set up and a terminal in; one session after the other, each erased at its end, out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ..dialogue import Back, Page, Stop
from ..model import Answer
from .config import Config
from .jobs import Job
from .outbox import Outbox
from .screens import Screens
from .steps import Finished, walk
from .surface import Staff, Surface, Wiped
from .visit import Visit, Way

RINGS_AGAIN = 30.0
"""Seconds in which staff are not called twice."""

SAID = 90.0
"""Seconds for which the screen says how calling the staff went."""


class Front(Protocol):
    """A terminal, or whatever stands for one in a test."""

    surface: Surface
    look: str

    def ask(
        self, page: Page, *, any_key: str = "", message: str = "", until: Callable[[], bool] | None = None
    ) -> Answer: ...
    def wipe(self) -> None: ...


class Bell:
    """Calls staff with the command of the configuration, which is told nothing; says how that went."""

    def __init__(self, command: tuple[str, ...] | None, clock: Callable[[], float], words: Screens) -> None:
        self._command, self._clock, self._words = command, clock, words.words
        self._job: Job | None = None
        self._rung = -RINGS_AGAIN

    def ring(self) -> None:
        """Call staff, unless that was done a moment ago."""
        now = self._clock()
        if self._command is not None and (self._job is None or now - self._rung >= RINGS_AGAIN):
            self._job, self._rung = Job(self._command, self._clock), now

    def said(self) -> str:
        """Say how it went; nothing where there is no bell, or when it was long ago."""
        if self._job is None or self._clock() - self._rung > SAID:
            return ""
        how = {"running": "staff_calling", "done": "staff_called", "failed": "staff_not_called"}
        return self._words[how[self._job.how]]

    def forget(self) -> None:
        """Say nothing to the next person about the one before."""
        self._job = None


@dataclass(frozen=True, slots=True)
class Shop:
    """All that stays the same from person to person."""

    config: Config
    screens: Screens
    way: Way
    longer: Way | None
    outboxes: tuple[Outbox, ...]
    found: tuple[str, ...]
    clock: Callable[[], float]

    @property
    def warnings(self) -> tuple[str, ...]:
        """Give what staff have to mend: what was found at the start, and what the last one sent failed of."""
        return self.found + tuple(str(outbox.problem) for outbox in self.outboxes if outbox.problem is not None)


class Day:
    """Runs sessions. `run` ends with staff's PIN, or by a signal, which comes through as Interrupted."""

    def __init__(self, shop: Shop, front: Front) -> None:
        self.shop, self.front = shop, front
        self.sessions = 0
        self.bell = Bell(shop.config.staff.signal, shop.clock, shop.screens)
        front.surface.notice = self.bell.said
        front.surface.helped = self.bell.ring
        self._job: Job | None = None

    def run(self) -> None:
        """Go on until staff leave; whatever happens, nothing of a person is left."""
        erased = False
        while True:
            try:
                self.session(erased=erased)
            except (Finished, Stop, Wiped):
                erased = True
            except Staff:
                self._wipe()
                erased = False
                if self._staff():
                    return
            finally:
                self._wipe()

    def session(self, *, erased: bool) -> None:
        """Invite one person and go through the questions with them; ends with an exception."""
        self._attract(erased=erased)
        self.sessions += 1
        shop = self.shop
        self.visit(Visit(shop.screens, shop.way, shop.longer, shop.outboxes))

    def visit(self, visit: Visit) -> None:
        """Let one person answer."""
        walk(visit.steps(), self.front.ask, self._hold)

    def _attract(self, *, erased: bool) -> None:
        screens, front = self.shop.screens, self.front
        message = screens.words["erased" if erased else "attract_how"]
        while True:
            try:
                code = front.ask(screens.attract(), any_key="begin", message=message)[0]
                if code == "begin":
                    return
                if code == "more_time":
                    front.surface.guard = front.surface.guard.more_time()
                    front.ask(screens.told_more_time())
                else:
                    self._look(front.ask(screens.look())[0])
            except Back:
                continue

    def _look(self, name: str) -> None:
        """Change how it looks; larger letters are the work of a command that the clinic named."""
        text = self.shop.config.text
        if name in ("larger", "normal") and text is not None:
            self._job = Job(text.larger if name == "larger" else text.normal, self.shop.clock)
        else:
            self.front.look = name

    def _hold(self, *, on: bool) -> None:
        """Keep an emergency on the screen and call staff; or note that it was dismissed."""
        surface, now = self.front.surface, self.shop.clock()
        surface.guard = surface.guard.hold(now) if on else surface.guard.release(now)
        if on:
            self.bell.ring()

    def _staff(self) -> bool:
        """Show what staff want to know; say whether they end the kiosk."""
        screens = self.shop.screens
        try:
            return self.front.ask(screens.staff(self.sessions, self.shop.warnings)) == ("staff_leave",)
        except (Stop, Wiped, Staff):
            return False

    def _wipe(self) -> None:
        text = self.shop.config.text
        if self._job is not None and text is not None:
            Job(text.normal, self.shop.clock)
            self._job = None
        self.bell.forget()
        self.front.wipe()
