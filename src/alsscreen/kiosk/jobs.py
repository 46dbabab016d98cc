"""A command of the configuration in; a running program that never blocks the kiosk, and how it ended, out."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from contextlib import suppress
from typing import Literal, TypeAlias

PATIENCE = 15.0
"""Seconds until a program that does not end has failed: a bell or a print queue answers at once."""

ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
"""All that a program is told; nothing of a person, and nothing of ours."""

How: TypeAlias = Literal["running", "done", "failed"]


class Job:
    """One program. Its only input is `text`; what it prints goes nowhere, for it could say what it was given."""

    def __init__(self, command: tuple[str, ...], clock: Callable[[], float], text: str = "") -> None:
        self._clock, self._until = clock, clock() + PATIENCE
        self._process: subprocess.Popen[bytes] | None = None
        self._how: How = "running"
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                env=ENVIRONMENT, cwd="/", start_new_session=True, close_fds=True,
            )  # fmt: skip
            self._feed(text.encode("utf-8"))
        except (OSError, ValueError):
            self._give_up()

    def _feed(self, content: bytes) -> None:
        """Write all at once: a page has some 5 kB, and a pipe takes 64 without a reader. A bell reads nothing."""
        assert self._process is not None  # noqa: S101 (for the type checker)
        assert self._process.stdin is not None  # noqa: S101
        with suppress(BrokenPipeError), self._process.stdin as stdin:
            stdin.write(content[:65536])

    @property
    def how(self) -> How:
        """Say how it stands; a program that takes too long is ended."""
        if self._how == "running" and self._process is not None:
            code = self._process.poll()
            if code is not None:
                self._how = "done" if code == 0 else "failed"
            elif self._clock() > self._until:
                self._give_up()
        return self._how

    def _give_up(self) -> None:
        self._how = "failed"
        if self._process is not None:
            with suppress(OSError):
                self._process.kill()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(1)
