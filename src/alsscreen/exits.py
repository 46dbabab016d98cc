"""What went wrong in; a line that says so and the exit code out."""

from __future__ import annotations

import errno
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .model import Problem

DONE, PROBLEM, FAULT, INTERRUPTED = 0, 1, 3, 130
"""Exit codes; 2, wrong usage, is argparse's own."""

_OUTPUT_FAILED = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)

FAULT_TEXT = """\
alsscreen: this is a fault of the program, not yours ({kind}).
Please report it as the README says. ALSSCREEN_DEBUG=1 shows more; read that before you send it: it may hold answers."""


def streams() -> bool:
    """Make printing safe where the terminal knows few characters; say whether there is anywhere to print to."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123 (it stays open)
    if sys.stdout is None:
        print("alsscreen: standard output is closed, so there is nowhere to write", file=sys.stderr)
        return False
    if hasattr(sys.stdout, "reconfigure"):  # a test may have a stream of its own
        sys.stdout.reconfigure(errors="backslashreplace")
    return True


def explained(error: BaseException) -> int:
    """Say in one line what went wrong, and give the exit code. Only a fault of ours is hidden behind a switch."""
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    if isinstance(error, BrokenPipeError):
        _leave_output()
        return PROBLEM
    if isinstance(error, OSError) and error.errno in _OUTPUT_FAILED:
        _leave_output()
        print(
            f"alsscreen: the output was not written whole: {(error.strerror or 'unknown reason').lower()}",
            file=sys.stderr,
        )
        return PROBLEM
    problems = getattr(error, "problems", None)
    if problems:
        complain(problems)
        return PROBLEM
    if os.environ.get("ALSSCREEN_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    print(FAULT_TEXT.format(kind=type(error).__name__), file=sys.stderr)
    return FAULT


def complain(problems: Iterable[Problem]) -> None:
    """Print each problem, fit for a terminal."""
    from .clean import clean

    for problem in problems:
        print(clean(str(problem)), file=sys.stderr)


def _leave_output() -> None:
    """Point standard output at nothing, so that Python's own flush at the end has nothing to complain of."""
    import contextlib

    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
