"""The nouns: what a rule book, its answers and a problem are made of; frozen, without behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag

FORMAT_VERSION = 1
"""The version of every file under `rules/` and of every JSON result."""

NOT_SURE = "not-sure"
DECLINED = "declined"
ANY_TICK = "any-tick"
"""In a condition's `holds`: each option that is neither an absence nor an unknown; spelt out when the book is read."""

NOTE_LENGTH = 200
"""Characters of a text answer (DESIGN, section 5: one short note for the clinician)."""

LEVELS = ("emergency", "same-day", "soon", "routine", "information")
"""Most urgent first; request priority stat, asap, urgent, routine, and plain information."""

Level: TypeAlias = Literal["emergency", "same-day", "soon", "routine", "information"]
Basis: TypeAlias = Literal["source", "corroborated", "safety"]
Kind: TypeAlias = Literal["choice", "choices", "text"]
Perspective: TypeAlias = Literal["self", "other"]
Reason: TypeAlias = Literal[
    "boilerplate", "lead-in", "promotion", "duplicate", "mechanism",
    "treatment", "prognosis", "statistic", "contested", "not-askable",
]  # fmt: skip


# ---- problems ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong: where (file, 1-based line and column), what, and the remedy. 0 means no such place."""

    file: str
    line: int
    column: int
    code: str
    what: str
    remedy: str

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{place}: {self.what}. {self.remedy} [{self.code}]"


class ProblemsError(Exception):
    """Everything that is wrong with what a person gave us; `problems` is never empty."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


# ---- values as YAML writes them ------------------------------------------------------------------------------------
# The reader leaves every plain scalar as text, so a schema says where a number or a truth value is meant.


def _flag(value: object) -> object:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _count(value: object) -> object:
    canonical = isinstance(value, str) and value.isascii() and value.isdigit() and (value == "0" or value[0] != "0")
    return int(str(value)) if canonical and len(str(value)) < 10 else value  # noqa: PLR2004 (nine digits are plenty)


Flag: TypeAlias = Annotated[bool, BeforeValidator(_flag)]
Count: TypeAlias = Annotated[int, BeforeValidator(_count), Field(ge=0)]
Version: TypeAlias = Annotated[int, BeforeValidator(_count), Field(ge=FORMAT_VERSION, le=FORMAT_VERSION)]
Id: TypeAlias = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Text: TypeAlias = Annotated[str, Field(min_length=1, max_length=2000)]
Sha256: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Noun(BaseModel):
    """What all nouns share: nothing is coerced, nothing unknown is accepted, nothing changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


# ---- conditions ----------------------------------------------------------------------------------------------------


class Atom(Noun):
    """Question `question` holds one of the options `holds` (of a checklist: at least `at_least` of them)."""

    question: Id
    holds: Annotated[tuple[Id, ...], Field(min_length=1, strict=False)]
    at_least: Annotated[Count, Field(ge=1)] = 1
    or_unknown: Flag = False


class All(Noun):
    """True when each part is."""

    all: Annotated[tuple[Condition, ...], Field(min_length=1, strict=False)]


class Any_(Noun):
    """True when one part is."""

    any: Annotated[tuple[Condition, ...], Field(min_length=1, strict=False)]


def _operator(value: Any) -> str:
    """Pick the shape by its operator key, so that one mistake gives one message (FACTS: 10 instead of 27)."""
    if isinstance(value, Noun):
        return {All: "all", Any_: "any"}.get(type(value), "atom")
    keys = value if isinstance(value, dict) else {}
    return "all" if "all" in keys else "any" if "any" in keys else "atom"


Condition: TypeAlias = Annotated[
    Annotated[All, Tag("all")] | Annotated[Any_, Tag("any")] | Annotated[Atom, Tag("atom")],
    Discriminator(_operator),
]


# ---- questions -----------------------------------------------------------------------------------------------------


class Sign(Noun):
    """A sign or a risk factor as the source lists it, so that an option can say what it stands for."""

    id: Id
    name: Text
    kind: Literal["sign", "risk"]
    cites: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    evidence: Annotated[tuple[Id, ...], Field(strict=False)] = ()


class Section(Noun):
    id: Id
    title: Text


class Option(Noun):
    """One answer. `absence`: a definite no. `unknown`: known to nobody here. `alarm`: a tick of the safety check."""

    code: Id
    text: Text
    sign: Id | None = None
    absence: Flag = False
    unknown: Flag = False
    alarm: Flag = False
    sensitive: Flag = False
    perspective: Perspective | None = None
    """Offered only to somebody who answers for `self` or for an `other`; the code counts whoever gives it."""


class Question(Noun):
    """What is asked. `other` is the wording for somebody who answers for another person; so everywhere."""

    id: Id
    section: Id
    kind: Kind
    text: Text
    other: Text | None = None
    hint: Text | None = None
    hint_other: Text | None = None
    help: Text
    why: Text
    not_sure: Text | None = None
    options: Annotated[tuple[Option, ...], Field(strict=False)] = ()
    asked_when: Condition | None = None
    neutral: Flag = False
    """Read by no rule, on purpose: it stands on the page for the clinician."""
    sensitive: Flag = False
    """Printed for the clinician only when the person says so; hidden behind "Show" on a shared screen."""


class Stop(Noun):
    """After question `after`, when `when` is true, nothing further is asked (and what was answered does not count)."""

    id: Id
    after: Id
    when: Condition


class Floor(Noun):
    """The guidance of a flow in which no rule fires: all definite no, all declined, or anything else."""

    nothing: Id
    declined: Id
    otherwise: Id


class Flow(Noun):
    id: Id
    title: Text
    description: Text
    questions: Annotated[tuple[Id, ...], Field(min_length=1, strict=False)]
    floor: Floor


class QuestionsFile(Noun):
    format: Version
    signs: Annotated[tuple[Sign, ...], Field(strict=False)]
    sections: Annotated[tuple[Section, ...], Field(strict=False)]
    questions: Annotated[tuple[Question, ...], Field(strict=False)]
    stops: Annotated[tuple[Stop, ...], Field(strict=False)] = ()
    flows: Annotated[tuple[Flow, ...], Field(min_length=1, strict=False)]


# ---- rules ---------------------------------------------------------------------------------------------------------


class Guidance(Noun):
    """What a person is told. `cites` and `evidence` carry these words, apart from those of a rule's condition."""

    id: Id
    level: Level
    summary: Text
    other: Text | None = None
    detail: Text
    detail_other: Text | None = None
    action: Text | None = None
    """Takes the place of the level's own first action."""
    headline: Text | None = None
    """Takes the place of the level's own headline."""
    first: Flag = False
    """Its action is said before all others, whatever its level."""
    cites: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    evidence: Annotated[tuple[Id, ...], Field(strict=False)] = ()


class Rule(Noun):
    """When `when` is true, `guidance` counts. `means` says so in one plain sentence."""

    id: Id
    means: Text
    when: Condition
    guidance: Id
    basis: Basis
    cites: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    evidence: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    beyond_source: Text | None = None
    judgement: Text | None = None


class RulesFile(Noun):
    format: Version
    id: Id
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    guidance: Annotated[tuple[Guidance, ...], Field(strict=False)]
    rules: Annotated[tuple[Rule, ...], Field(strict=False)]


# ---- where it comes from -------------------------------------------------------------------------------------------


class Citation(Noun):
    """A unit and its quoted words; with a `correction`, these words are what a person sees in their place."""

    id: Id
    unit: Id
    quote: Annotated[str, Field(min_length=1, max_length=300)]
    partial: Flag = False
    left_out: Text | None = None
    correction: Text | None = None
    evidence: Annotated[tuple[Id, ...], Field(strict=False)] = ()


class CitationsFile(Noun):
    format: Version
    citations: Annotated[tuple[Citation, ...], Field(strict=False)]


class Source(Noun):
    id: Id
    title: Text
    publisher: Text
    conflict_of_interest: Text
    sha256: Sha256
    lines: Count
    words: Count


class Unit(Noun):
    """One list item or sentence of the source, known by the hash of its normalised words; `line` is a hint."""

    id: Id
    line: Count
    sha256: Sha256
    words: Count
    disposition: Literal["cite", "correct", "exclude"]
    reason: Reason | None = None
    topics_only: Flag = False
    not_shown: Flag = False
    remark: Text | None = None
    evidence: Annotated[tuple[Id, ...], Field(strict=False)] = ()


class LedgerFile(Noun):
    format: Version
    source: Source
    units: Annotated[tuple[Unit, ...], Field(strict=False)]


class Evidence(Noun):
    """A fact of another trusted body, in our own words. `seen`: on its own page, on another's, or as a report."""

    id: Id
    publisher: Text
    title: Text
    url: Text
    edition: Text | None = None
    seen: Literal["primary", "mirror", "secondary"]
    note: Text | None = None
    fact: Text


class EvidenceFile(Noun):
    format: Version
    evidence: Annotated[tuple[Evidence, ...], Field(strict=False)]


# ---- words around the questions ------------------------------------------------------------------------------------


class Number(Noun):
    """A telephone number or address with where and how it was checked; unverified ones say so."""

    number: Text
    source: Text | None = None
    checked: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    seen: Literal["primary", "secondary", "unverified"]


class Region(Noun):
    id: Annotated[str, Field(pattern=r"^([A-Z]{2}|generic)$")]
    name: Text
    emergency: Number
    advice: Number | None = None
    crisis: Number | None = None
    emergency_text: Number | None = None
    remark: Text | None = None


class RegionsFile(Noun):
    format: Version
    regions: Annotated[tuple[Region, ...], Field(min_length=1, strict=False)]


class LevelWords(Noun):
    """The headline, the one action and the closing of a level; `then_other` for somebody who answers for another."""

    level: Level
    headline: Text
    action: Text
    then: Text
    then_other: Text | None = None
    no_appointment: Text | None = None


class Extra(Noun):
    """A sentence that stands with some levels' results, only where `when` is definitely true."""

    id: Id
    text: Text
    levels: Annotated[tuple[Level, ...], Field(min_length=1, strict=False)]
    when: Condition | None = None
    cites: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    evidence: Annotated[tuple[Id, ...], Field(strict=False)] = ()


class ScreensFile(Noun):
    """`words`: every fixed text by its name, with {places} that a front end fills."""

    format: Version
    words: dict[str, Text]
    levels: Annotated[tuple[LevelWords, ...], Field(strict=False)]
    extras: Annotated[tuple[Extra, ...], Field(strict=False)] = ()


# ---- people as tables ----------------------------------------------------------------------------------------------

GivenAnswers: TypeAlias = dict[str, str | Annotated[tuple[str, ...], Field(strict=False)]]
"""Answers as a table writes them: a code, a list of codes, or a text."""


class Base(Noun):
    """Answers that several people start from."""

    id: Id
    answers: GivenAnswers


class Case(Noun):
    """One person: what they answer, the level they must get and exactly which rules must fire."""

    id: Id
    who: Text
    flow: Id = "full"
    base: Id | None = None
    answers: GivenAnswers = {}
    without: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    level: Level
    rules: Annotated[tuple[Id, ...], Field(strict=False)]
    may_rise_to: Level | None = None
    near: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    usual: Flag = False


class CasesFile(Noun):
    format: Version
    bases: Annotated[tuple[Base, ...], Field(strict=False)] = ()
    cases: Annotated[tuple[Case, ...], Field(strict=False)]


# ---- the whole book ------------------------------------------------------------------------------------------------


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


# ---- an evaluation -------------------------------------------------------------------------------------------------

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
    """What became of one rule, and the questions it read, in the order of its condition."""

    rule: str
    status: Status
    because: tuple[Reading, ...]


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
