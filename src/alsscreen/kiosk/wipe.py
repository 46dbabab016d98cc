"""A terminal and a process in; both without a trace of a person, as far as the system lets us, out."""

from __future__ import annotations

import gc
from contextlib import suppress
from typing import TYPE_CHECKING

from .mouse import OFF

if TYPE_CHECKING:
    from prompt_toolkit.output import Output

_CLEAR = "\x1b[0m\x1b[H\x1b[2J\x1b[3J"
"""Attributes off, the screen erased, then what had scrolled out of it (xterm, tmux and the Linux console know 3J)."""

GOODBYE = f"{OFF}\x1b[?2004l{_CLEAR}\x1b[?25h"
"""The same for good: no mouse, no paste marks, and the cursor is seen again."""

_PR_SET_DUMPABLE, _MCL_CURRENT, _MCL_FUTURE = 4, 1, 2
"""linux/prctl.h and asm-generic/mman.h"""


def clear(output: Output) -> None:
    """Erase the screen and what scrolled out of it."""
    output.write_raw(_CLEAR)
    output.flush()


def forget() -> None:
    """Let go of what libraries remember: prompt_toolkit keeps each text whose width it was asked for."""
    from prompt_toolkit import utils

    cache = getattr(utils, "_CHAR_SIZES_CACHE", None)
    if isinstance(cache, dict):
        cache.clear()
        with suppress(AttributeError):
            cache._long_strings.clear()  # type: ignore[attr-defined]  # noqa: SLF001 (there is no other way)
    gc.collect()


def harden() -> bool:
    """Allow no core dump and no look from other programs; say whether the memory is kept out of the swap.

    Linux only; elsewhere it does what there is. Memory is locked only where there is no limit to it: with one, a later
    allocation would fail in the middle of a session.
    """
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ImportError, OSError, AttributeError):
        import ctypes

        system = ctypes.CDLL(None, use_errno=True)
        system.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        return may_lock() and system.mlockall(_MCL_CURRENT | _MCL_FUTURE) == 0
    return False


def may_lock() -> bool:
    """Say whether this process may lock all of its memory."""
    with suppress(ImportError, OSError, AttributeError):
        import resource

        return resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] == resource.RLIM_INFINITY
    return False
