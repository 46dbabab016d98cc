"""People as tables: what they answer and what they must be told."""

from typing import TypeAlias

from pydantic import Field

from .values import Flag, Id, Many, Noun, Text, Version
from .words import Level

GivenAnswers: TypeAlias = dict[str, str | Many[str]]
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
    without: Many[Id] = ()
    level: Level
    rules: Many[Id]
    may_rise_to: Level | None = None
    near: Many[Id] = ()
    usual: Flag = False


class CasesFile(Noun):
    format: Version
    bases: Many[Base] = ()
    cases: Many[Case]
