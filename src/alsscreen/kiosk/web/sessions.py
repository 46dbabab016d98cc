"""Tokens and the time in; each browser's own session, as long as its guard lets it live, out; in memory alone."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from ...model import Answer
from ..day import Bell, Shop
from ..guard import Guard, Moment
from ..pinpad import PinPad
from ..staff import Door
from .journey import Journey

TOKEN_BYTES = 16
"""128 bits (OWASP, session management: at least 64 of entropy)."""

STEP_BYTES = 8
"""A page's own mark: it is used once, and only by whoever has the cookie too."""

MOST = 500
"""Sessions at once: more than any clinic's tablets; a flood of starts ends here."""

Aside: TypeAlias = Literal["", "help", "number", "support", "stop", "look", "pin", "staff"]


@dataclass(slots=True)
class Look:
    """How pages look and answer for this person; gone with the session."""

    contrast: Literal["plain", "dark", "light"] = "plain"
    size: Literal["normal", "larger"] = "normal"
    single: bool = False


@dataclass(slots=True)
class Session:
    """One person at one browser. `step` marks the page that may answer next; `past` is the reply before."""

    station: str
    guard: Guard
    journey: Journey
    bell: Bell
    pad: PinPad
    step: str = ""
    past: tuple[str, str, Answer] = ("", "", ())
    draft: Answer = ()
    error: str = ""
    note: str = ""
    aside: Aside = ""
    look: Look = field(default_factory=Look)

    def turn(self) -> None:
        """Begin a new page: what belonged to the one before is void."""
        self.step = secrets.token_urlsafe(STEP_BYTES)


class Sessions:
    """All that are open. Nothing of one that is over is kept but how many there were."""

    def __init__(self, shop: Shop, clock: Callable[[], float], stations: tuple[str, ...]) -> None:
        self.shop, self.clock, self.stations = shop, clock, stations
        self.begun: Counter[str] = Counter()
        self.rung: dict[str, float] = {}
        pin, demo = shop.config.staff.pin, bool(shop.screens.facts.demo)
        self.doors = {name: Door(pin, clock, free=demo and pin is None) for name in stations}
        self._open: dict[str, Session] = {}

    def __len__(self) -> int:
        return len(self._open)

    def begin(self, station: str) -> tuple[str, Session] | None:
        """Begin a session under a new token; None when there are too many."""
        self.sweep()
        if len(self._open) >= MOST:
            return None
        guard = Guard(self.shop.config.guard_times).begin(self.clock())
        bell = Bell(self.shop.config.staff.signal, self.clock, self.shop.screens)
        session = Session(station, guard, Journey(self.shop), bell, PinPad(self.doors[station]))
        session.turn()
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self._open[token] = session
        return token, session

    def find(self, token: str, station: str) -> Session | None:
        """Give the session of a token at its station; one whose time is over is erased instead."""
        session = self._open.get(token)
        if session is None or session.station != station:
            return None
        if self.moment(session).phase == "over":
            self.end(token)
            return None
        return session

    def knows(self, token: str) -> bool:
        """Say whether there is such a session."""
        return token in self._open

    def moment(self, session: Session) -> Moment:
        """Say what holds for a session now."""
        return session.guard.at(self.clock())

    def touch(self, session: Session) -> None:
        """Note that somebody is there."""
        session.guard = session.guard.touch(self.clock())

    def admit(self, session: Session) -> None:
        """Let staff in; of the person whose screen it was nothing is left."""
        session.journey, session.draft, session.aside = Journey(self.shop), (), "staff"

    def settle(self, session: Session) -> None:
        """Keep an emergency on the screen and call staff; or note that it was dismissed."""
        now = self.clock()
        if session.journey.shown.urgent and session.guard.held is None:
            session.guard = session.guard.hold(now)
            self.ring(session)
        elif not session.journey.shown.urgent:
            session.guard = session.guard.release(now)

    def ring(self, session: Session) -> None:
        """Call staff; who, and why, is not said."""
        session.bell.ring()
        self.rung[session.station] = self.clock()

    def end(self, token: str) -> None:
        """Erase a session."""
        self._open.pop(token, None)

    def end_all(self) -> None:
        """Erase every session."""
        for token in tuple(self._open):
            self.end(token)

    def sweep(self) -> None:
        """Erase every session whose time is over; to be called about once a second."""
        for token in [token for token, session in self._open.items() if self.moment(session).phase == "over"]:
            self.end(token)
        for session in self._open.values():
            session.bell.said()  # a bell that hangs is given up when somebody looks

    def at(self, station: str) -> int:
        """Count the sessions that are open at a station."""
        return sum(session.station == station for session in self._open.values())
