"""A whole rule book, answers to it, and their evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from .words import Level

if TYPE_CHECKING:
    from .origins import Citation, Evidence, Source, Unit
    from .questions import Flow, Question, Section, Sign, Stop
    from .rules import Guidance, Rule
    from .screens import Region, ScreensFile


class Approval(NamedTuple):
    """Who approved this very book; `unreviewed` until a named clinician signs."""

    state: str = "unreviewed"
    by: str | None = None


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All that `rules/` says, read and checked. Dictionaries by id keep the order of the files."""

    id: str
    version: str
    sha256: str
    approval: Approval
    signs: dict[str, Sign]
    sections: dict[str, Section]
    questions: dict[str, Question]
    stops: tuple[Stop, ...]
    flows: dict[str, Flow]
    guidance: dict[str, Guidance]
    rules: dict[str, Rule]
    citations: dict[str, Citation]
    source: Source
    units: dict[str, Unit]
    evidence: dict[str, Evidence]
    regions: dict[str, Region]
    screens: ScreensFile


Answer: TypeAlias = tuple[str, ...]
"""Codes in the question's own order; of a `text` question one text."""

Answers: TypeAlias = dict[str, Answer]
"""Question id -> answer. A question that is not there has not been answered."""


Status: TypeAlias = Literal["fired", "not-fired", "undecided"]
State: TypeAlias = Literal[
    "answered", "not-sure", "declined", "unanswered", "hidden", "gate-undecided", "not-in-flow"
]  # fmt: skip


class Reading(NamedTuple):
    """How one question stood when the rules read it, the codes that counted, and whether it leaves something open."""

    question: str
    state: State
    answer: Answer
    open: bool = False


class Verdict(NamedTuple):
    """What became of one rule, and the questions it read, in the order of its condition; see `readings`."""

    rule: str
    status: Status
    reads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The answers judged by every rule. `guidance` pairs an id with the rules that called it, most urgent first."""

    flow: str
    level: Level
    complete: bool
    open: tuple[str, ...]
    may_rise_to: Level | None
    ignored: tuple[str, ...]
    guidance: tuple[tuple[str, tuple[str, ...]], ...]
    verdicts: tuple[Verdict, ...]
    readings: dict[str, Reading]
    """Each question of the flow as it stood."""
