"""Keys on the page for staff and the time in; whether the right PIN was typed out; no digit is ever shown or kept."""

from __future__ import annotations

from ..terminal_keys import ENTER
from .staff import Door

PATIENCE = 20.0
"""Seconds without a key after which the page closes by itself."""

MOST = 12
"""Digits."""


class PinPad:
    """A page that covers the session; `door` None means that there is none."""

    def __init__(self, door: Door | None) -> None:
        self._door = door
        self.close()

    def open(self, now: float) -> None:
        """Put the page up, where there is a door."""
        self.close()
        self.is_open, self._since = self._door is not None, now

    def close(self) -> None:
        """Take the page away, and forget what was typed."""
        self.is_open, self.is_wrong = False, False
        self._typed, self._since = "", 0.0

    def tick(self, now: float) -> None:
        """Close when nobody types."""
        if self.is_open and now - self._since > PATIENCE:
            self.close()

    @property
    def typed(self) -> int:
        """Count the digits so far."""
        return len(self._typed)

    @property
    def wait(self) -> float:
        """Give the seconds until the next try is looked at."""
        return 0.0 if self._door is None else self._door.wait

    def key(self, key: str, now: float) -> bool:
        """Take a key; say whether it completed the right PIN."""
        self._since = now
        if key == "escape":
            self.close()
        elif key in ENTER and self._door is not None:
            typed, self._typed = self._typed, ""
            if self._door.opens(typed):
                self.close()
                return True
            self.is_wrong = True
        elif len(key) == 1 and key.isdigit():
            self._typed = (self._typed + key)[:MOST]
        return False
