"""What comes in from a terminal; the keys and touches that a hand could have made out, and nothing of a flood."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import TextIO

from prompt_toolkit.input.vt100 import Vt100Input
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

BURST = 48
"""Bytes that come at once: a key held down sends some 100 a second, a touch 24. More is a paste or a broken device."""

RATE = 300.0
"""Bytes a second over a longer time."""

QUIET = 0.25
"""Seconds without a byte after which a flood is over."""


class Sieve:
    """Judges pieces of input by their length and time alone."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last = clock()
        self._room = float(BURST)
        self._flooded = False

    def lets_in(self, length: int) -> bool:
        """Say whether a piece is fit to be read; a flood is thrown away until it has been quiet for a moment."""
        now = self._clock()
        pause, self._last = now - self._last, now
        self._room = min(RATE, self._room + pause * RATE)
        self._room -= length
        self._flooded = (self._flooded and pause < QUIET) or length > BURST or self._room < 0
        if self._flooded:
            self._room = 0.0
        return not self._flooded


class Hand(Vt100Input):
    """Standard input, through the sieve. An escape sequence that is none of ours does not fall apart into keys."""

    def __init__(self, stdin: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(stdin)
        self._sieve = Sieve(clock)

    def read_keys(self) -> list[KeyPress]:
        """Read what is there."""
        data = self._read()
        if not self._sieve.lets_in(len(data)):
            self.vt100_parser.reset()
            self._buffer = []
            return []
        self.vt100_parser.feed(data)
        found, self._buffer = self._buffer, []
        escaped = [press for press in found if press.key == Keys.Escape]
        return [] if escaped and len(found) > 1 else found

    def _read(self) -> str:
        """Read once; of a flood, the rest goes with it."""
        data = self.stdin_reader.read()
        if len(data) > BURST:
            import termios

            termios.tcflush(self._fileno, termios.TCIFLUSH)
        return data


def is_terminal(stream: TextIO | None) -> bool:
    """Say whether somebody can sit there."""
    try:
        return stream is not None and os.isatty(stream.fileno())
    except (OSError, ValueError):
        return False
