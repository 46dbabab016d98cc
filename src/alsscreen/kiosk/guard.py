"""The times of a kiosk, what happened so far and the time in; whether the session goes on, warns or is over, out.

Pure: whoever uses it (the terminal, the browser) passes a clock that cannot be set back and does what it says.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeAlias

MORE_TIME = 3
""""I need more time" makes all waiting this many times longer."""

Phase: TypeAlias = Literal["free", "open", "ending", "covered", "warning", "over"]
"""Nobody there; go on; go on, but time is nearly up; an emergency that nobody attends to, so that only the number is
shown, and not why; hide everything and count down; erase."""


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds. `idle` without a key until the warning; `warning` from there until all is erased."""

    idle: int = 120
    warning: int = 60
    longest: int = 3600
    emergency: int = 600


class Moment(NamedTuple):
    """What holds now, and for how many seconds at most."""

    phase: Phase
    left: int = 0


@dataclass(frozen=True, slots=True)
class Guard:
    """One session, or none (`begun` is None). Times are seconds of the clock that is passed in."""

    times: Times = Times()
    begun: float | None = None
    touched: float = 0.0
    held: float | None = None
    slow: bool = False

    def begin(self, now: float) -> Guard:
        """Begin a session; one that runs goes on."""
        return self if self.begun is not None else replace(self, begun=now, touched=now)

    def end(self) -> Guard:
        """Forget the session, and what it asked for."""
        return Guard(self.times)

    def touch(self, now: float) -> Guard:
        """Note that somebody is there. What is over stays over."""
        return self if self.at(now).phase in ("free", "over") else replace(self, touched=max(now, self.touched))

    def more_time(self) -> Guard:
        """Wait longer from now on."""
        return replace(self, slow=True)

    def hold(self, now: float) -> Guard:
        """Note that an emergency is on the screen: it stays until it is released, at the least for its time."""
        return self if self.held is not None else replace(self, held=now)

    def release(self, now: float) -> Guard:
        """Note that somebody has dismissed the emergency."""
        if self.held is None or self.at(now).phase == "over":
            return self
        return replace(self, held=None, touched=max(now, self.touched))

    def at(self, now: float) -> Moment:
        """Say what holds at this time."""
        if self.begun is None:
            return Moment("free")
        factor = MORE_TIME if self.slow else 1
        quiet = self.touched + self.times.idle * factor
        held = -math.inf if self.held is None else self.held + self.times.emergency
        if now < held:
            return Moment("open", math.ceil(min(quiet, held) - now)) if now < quiet else Moment("covered", 0)
        warns = max(quiet, held)
        ends = max(self.begun + self.times.longest * factor, held + self.times.warning)
        over = min(warns + self.times.warning * factor, ends)
        if now >= over:
            return Moment("over")
        if now >= warns:
            return Moment("warning", math.ceil(over - now))
        if now >= ends - self.times.warning:
            return Moment("ending", math.ceil(ends - now))
        return Moment("open", math.ceil(min(warns, ends - self.times.warning) - now))
