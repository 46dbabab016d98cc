"""What one person agreed to hand over in; the bytes that are sealed, and after opening the same intake again, out."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Annotated, Any, Literal, Protocol, TypeAlias

from pydantic import AfterValidator, Field, ValidationError

from ..model import (
    DECLINED,
    Answer,
    Answers,
    Evaluation,
    Flow,
    Id,
    Level,
    Noun,
    Perspective,
    Question,
    RuleBook,
    Sha256,
    Text,
)
from ..render.asked import answer_text, perspective_of, question_text
from ..render.private import without_sensitive
from . import claim

FORMAT: Literal["alsscreen-intake"] = "alsscreen-intake"
VERSION: Literal[1] = 1

BLOCK = 4096
"""Bytes: each intake, of some 3,000, is filled up to a multiple of this, so that the length of a file tells nothing."""

_HOUR = "%Y-%m-%dT%HZ"


def _real(hour: str) -> str:
    moment(hour)
    return hour


Hour: TypeAlias = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\dZ$"), AfterValidator(_real)]
Said: TypeAlias = Annotated[str, Field(min_length=1, max_length=200)]


class Consent(Noun):
    """What the person was told before they agreed: whose data it is, who reads it, and for how many days it is kept."""

    controller: Said
    reader: Said
    days: Annotated[int, Field(ge=1, le=3650)]


class WrittenBy(Noun):
    """The rule book that asked; its digest names it."""

    id: Id
    version: Text
    sha256: Sha256


class Intake(Noun):
    """All that leaves the kiosk about one person. `sensitive`: whether such answers are in it."""

    format: Literal["alsscreen-intake"]
    format_version: Literal[1]
    id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    claim: Annotated[str, Field(pattern=claim.PATTERN)]
    hour: Hour
    flow: Id
    region: Annotated[str, Field(pattern=r"^([A-Z]{2}|generic)$")]
    perspective: Perspective
    level: Level
    """As it was shown; answers that the person kept back may have had a part in it."""
    may_rise_to: Level | None
    complete: bool
    sensitive: bool
    answers: dict[str, Annotated[tuple[str, ...], Field(min_length=1)]]
    """Unknown names are found by whoever reads them with the rule book."""
    page: Annotated[str, Field(max_length=100_000)]
    rule_book: WrittenBy
    consent: Consent


class Handed(Protocol):
    """What the kiosk hands over; `kiosk.outbox.Record` is one. `sensitive`: whether that was ticked."""

    @property
    def answers(self) -> Answers: ...

    @property
    def evaluation(self) -> Evaluation: ...

    @property
    def page(self) -> str: ...

    @property
    def sensitive(self) -> bool: ...


def intake(  # noqa: PLR0913, PLR0917 (what an intake is made of)
    book: RuleBook, handed: Handed, consent: Consent, region: str, now: dt.datetime, new_id: str, *, code: str
) -> Intake:
    """Make the intake. Answers that are marked as sensitive are in it only where that was ticked."""
    evaluation = handed.evaluation
    return Intake(
        format=FORMAT,
        format_version=VERSION,
        id=new_id,
        claim=code,
        hour=hour(now),
        flow=evaluation.flow,
        region=region,
        perspective=perspective_of(book, handed.answers),
        level=evaluation.level,
        may_rise_to=evaluation.may_rise_to,
        complete=evaluation.complete,
        sensitive=handed.sensitive,
        answers=passed_on(book, handed.answers, evaluation, sensitive=handed.sensitive),
        page=handed.page,
        rule_book=WrittenBy(id=book.id, version=book.version, sha256=book.sha256),
        consent=consent,
    )


def passed_on(book: RuleBook, answers: Answers, evaluation: Evaluation, *, sensitive: bool) -> Answers:
    """Give the answers that may leave: those that counted, and sensitive ones only when they were ticked."""
    given: Answers = {}
    for name, answer in answers.items():
        kept = answer if sensitive else without_sensitive(book.questions[name], answer)
        if kept and name not in evaluation.ignored:
            given[name] = kept
    return given


def listed(book: RuleBook, answers: Answers, perspective: Perspective) -> tuple[tuple[str, str], ...]:
    """Give answers in words, so that a person sees all that would be sent."""
    asked = ((book.questions[name], answer) for name, answer in answers.items())
    return tuple((question_text(question, perspective), _said(book, question, answer)) for question, answer in asked)


def _said(book: RuleBook, question: Question, answer: Answer) -> str:
    is_empty = question.kind == "text" and answer == (DECLINED,)
    return book.screens.words["skipped"] if is_empty else answer_text(question, answer)


# ---- bytes ---------------------------------------------------------------------------------------------------------


def encode(given: Intake) -> bytes:
    """Give the bytes to seal: JSON, filled up with spaces."""
    content = given.model_dump_json().encode("utf-8")
    return content + b" " * (-len(content) % BLOCK)


def decode(content: bytes) -> Intake | str:
    """Read what was sealed, or say what it is instead. No value is repeated: this may be anybody's file."""
    try:
        return Intake.model_validate_json(content)
    except ValidationError as error:
        return _instead(content, error.errors(include_url=False, include_context=False, include_input=False))


def _instead(content: bytes, errors: Any) -> str:
    if any(error["loc"][:1] in {(), ("format",)} for error in errors):
        return "what was sealed is no intake of this program"
    if any(error["loc"] == ("format_version",) for error in errors):
        return f"this intake is written in another format than {VERSION}, which this program knows"
    where = ", ".join(sorted({str(error["loc"][0]) for error in errors if error["loc"]} & set(Intake.model_fields)))
    return f"this intake is not as the kiosk writes it ({where or 'names that it does not have'})"


# ---- time and flow -------------------------------------------------------------------------------------------------


def hour(now: dt.datetime) -> str:
    """Give the UTC hour that a moment is in."""
    return now.astimezone(dt.UTC).strftime(_HOUR)


@lru_cache(maxsize=4096)
def moment(hour: str) -> dt.datetime:
    """Give the moment at which an hour began; raise ValueError where there is no such hour."""
    return dt.datetime.fromisoformat(hour.removesuffix("Z")).replace(tzinfo=dt.UTC)


def flow_of(book: RuleBook, given: Intake) -> Flow | None:
    """Give the flow that was asked."""
    return book.flows.get(given.flow)
