"""The words around the questions, and the numbers of a region."""

from typing import Annotated, Literal

from pydantic import Field

from .conditions import Condition
from .values import Id, Many, Noun, Some, Text, Version
from .words import Level


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
    regions: Some[Region]


class LevelWords(Noun):
    """The headline, the one action and the closing of a level; `then_other` for somebody who answers for another."""

    level: Level
    headline: Text
    action: Text
    then: Text
    then_other: Text | None = None
    no_appointment: Text | None = None
    judgement: Text | None = None


class Extra(Noun):
    """A sentence that stands with some levels' results, only where `when` is definitely true."""

    id: Id
    text: Text
    levels: Some[Level]
    when: Condition | None = None
    cites: Many[Id] = ()
    evidence: Many[Id] = ()


class ScreensFile(Noun):
    """`words`: every fixed text by its name, with {places} that a front end fills."""

    format: Version
    words: dict[str, Text]
    levels: Many[LevelWords]
    extras: Many[Extra] = ()
