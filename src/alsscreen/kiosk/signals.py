"""A process that somebody could interrupt from the keyboard in; one that ignores it, before anything heavy, out."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

KEYBOARD = ("SIGINT", "SIGQUIT", "SIGTSTP", "SIGTTIN", "SIGTTOU")
"""What a terminal sends for Ctrl-C, Ctrl-backslash and Ctrl-Z, and to a program in the background."""


@contextmanager
def deaf(descriptor: int = 0) -> Iterator[None]:
    """Let no key end, stop or print anything until the block ends; then give the terminal back as it was.

    Started in the first lines of the kiosk: a burst of Ctrl-backslash during the imports killed it five times of five
    (FACTS). The terminal itself is told too, so that what is typed before the first page is not shown.
    """
    for name in KEYBOARD:
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    with suppress(OSError, ValueError):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    before = _hush(descriptor)
    try:
        yield
    finally:
        _restore(descriptor, before)


def _hush(descriptor: int) -> list[Any] | None:
    import termios

    with suppress(termios.error):
        before = termios.tcgetattr(descriptor)
        quiet = [*before]
        quiet[3] &= ~(termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN)
        termios.tcsetattr(descriptor, termios.TCSANOW, quiet)
        return before
    return None


def _restore(descriptor: int, before: list[Any] | None) -> None:
    import termios

    if before is not None:
        with suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSAFLUSH, before)  # what was typed ahead is thrown away
