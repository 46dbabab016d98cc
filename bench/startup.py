"""A command in; the seconds until it has shown a text, or has ended, out."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from typing import TypeAlias

PATIENCE = 30.0
"""Seconds after which something must be wrong."""

SIZE = struct.pack("HHHH", 24, 80, 0, 0)
"""Rows and columns of the terminal: what most of them begin with."""

Step: TypeAlias = tuple[str, bytes]
"""A text to wait for, and what is typed when it is there."""

_ESCAPES = re.compile(rb"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[()][0-9A-Z]|[=>78])|\s")
_WHERE_AM_I, _TOP_LEFT = b"\x1b[6n", b"\x1b[1;1R"


def until_end(command: Sequence[str]) -> float:
    """Run a command to its end."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def until_said(command: Sequence[str], text: str, typed: bytes = b"") -> float:
    """Run a command with pipes, `typed` waiting in one of them, until it has written a text into the other."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
    ) as process:
        try:
            os.write(process.stdin.fileno(), typed)  # type: ignore[union-attr]
            return _follow(process.stdout.fileno(), [(text, b"")], start)  # type: ignore[union-attr]
        finally:
            process.kill()


def until_drawn(command: list[str], steps: Sequence[Step]) -> float:
    """Run a command in a terminal of its own until it has drawn the text of the last step."""
    start = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, SIZE)
        os.execvpe(command[0], command, _environment())  # noqa: S606 (a shell would cost time)
    try:
        return _follow(terminal, steps, start)
    finally:
        os.kill(child, signal.SIGKILL)
        os.close(terminal)
        os.waitpid(child, 0)


def _follow(output: int, steps: Sequence[Step], start: float) -> float:
    """Read until each text in turn is there, whatever escape codes and line ends stand in it."""
    seen = b""
    for text, typed in steps:
        wanted = _ESCAPES.sub(b"", text.encode())
        while wanted not in _ESCAPES.sub(b"", seen):
            if not select.select([output], [], [], PATIENCE)[0]:
                raise TimeoutError(f"{text!r} did not come; what came: {seen[-500:]!r}")
            chunk = os.read(output, 65536)
            if not chunk:
                raise EOFError(f"it ended before {text!r}; what came: {seen[-500:]!r}")
            if _WHERE_AM_I in chunk:
                os.write(output, _TOP_LEFT)
            seen += chunk
        seconds = time.perf_counter() - start
        if typed:
            seen = b""
            os.write(output, typed)
    return seconds


def _environment() -> dict[str, str]:
    """Leave nothing to the machine that could choose another door, other words or another language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ALSSCREEN_", "LC_", "PYTHON"))}
    kept.pop("ACCESSIBLE", None)
    return kept | {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
