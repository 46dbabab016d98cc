"""What one person may hand over in; a way for it to leave the kiosk, and whether it went, out.

The one seam through which anything about a person may leave: the configuration names each way, and a person chooses it.
`intake.outbox.Outbox` is the other way out; it fits here without knowing of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ..model import Answers, Evaluation, Problem
from ..render.lines import Line
from .jobs import How, Job


@dataclass(frozen=True, slots=True)
class Record:
    """What one person may hand over: the answers, what they mean, and the page. `sensitive`: private ones are in it.

    `lines` are the words of that page once more, as a screen shows them.
    """

    answers: Answers
    evaluation: Evaluation
    page: str
    sensitive: bool = False
    lines: tuple[Line, ...] = ()


class Promise(Protocol):
    """What a clinic says it does with an intake: whose data it is, who reads it, and for how many days it is kept."""

    @property
    def controller(self) -> str: ...
    @property
    def reader(self) -> str: ...
    @property
    def days(self) -> int: ...


class Sending(Protocol):
    """Something on its way; asked again and again until it is no longer `running`. A failure loses nothing."""

    @property
    def how(self) -> How: ...
    @property
    def code(self) -> str:
        """Give the word for one's own intake once it is `done`; paper has none."""

    @property
    def problem(self) -> Problem | None: ...


class Outbox(Protocol):
    """One way out. `name` is that of its words (do_NAME, NAME_title, NAME_running, NAME_done, NAME_failed)."""

    @property
    def name(self) -> str: ...
    @property
    def promise(self) -> Promise | None:
        """Give what the person must be told first; None for paper, which stays in their own hand."""

    @property
    def problem(self) -> Problem | None:
        """Give what the last one failed of, for staff; it holds nothing about a person."""

    def offered(self, evaluation: Evaluation, /) -> bool: ...
    def shown(self, record: Record, /) -> tuple[tuple[str, str], ...]: ...
    def begin(self, record: Record) -> Sending: ...


class Paper(Job):
    """A page on its way to the printer."""

    code = ""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Printer:
    """Paper: the page goes over standard input to the command that the clinic named; never into a file of ours."""

    command: tuple[str, ...]
    clock: Callable[[], float]
    name: str = "print"
    promise: Promise | None = None
    problem: Problem | None = None

    def offered(self, _: Evaluation, /) -> bool:
        """Print any result."""
        return True

    def shown(self, _: Record, /) -> tuple[tuple[str, str], ...]:
        """Show nothing first: the page itself is what the person takes away."""
        return ()

    def begin(self, record: Record) -> Paper:
        """Print the page."""
        return Paper(self.command, self.clock, record.page)
