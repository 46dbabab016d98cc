"""People as tables: what they answer and what they must be told."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

from .values import Flag, Id, Noun, Text, Version
from .words import Level

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
    answers: GivenAnswers = Field(default_factory=dict)
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
