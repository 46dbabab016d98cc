"""The page for the clinician in; a way for it to leave the kiosk, and whether it went, out.

The one seam through which anything about a person may leave: the configuration names each way, and a person chooses it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ..model import Answers, Evaluation
from .jobs import How, Job


@dataclass(frozen=True, slots=True)
class Record:
    """What one person may hand over: the answers, what they mean, and the page as it was agreed to."""

    answers: Answers
    evaluation: Evaluation
    page: str


class Sending(Protocol):
    """Something on its way; asked again and again until it is no longer `running`. A failure loses nothing."""

    @property
    def how(self) -> How: ...


class Outbox(Protocol):
    """One way out. `name` is that of its words (do_NAME, NAME_running, NAME_done, NAME_failed)."""

    @property
    def name(self) -> str: ...

    def begin(self, record: Record) -> Sending: ...


@dataclass(frozen=True, slots=True)
class Printer:
    """Paper: the page goes over standard input to the command that the clinic named; never into a file of ours."""

    command: tuple[str, ...]
    clock: Callable[[], float]
    name: str = "print"

    def begin(self, record: Record) -> Job:
        """Print the page."""
        return Job(self.command, self.clock, record.page)
