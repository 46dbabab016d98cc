"""Short pages to learn from."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .values import Flag, Id, Noun, Text, Version


class Saying(Noun):
    """One statement: cited, standing on evidence, or (`own`) about this program itself."""

    text: Text
    cites: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    evidence: Annotated[tuple[Id, ...], Field(strict=False)] = ()
    own: Flag = False


class Topic(Noun):
    id: Id
    title: Text
    says: Annotated[tuple[Saying, ...], Field(min_length=1, strict=False)]


class TopicsFile(Noun):
    format: Version
    topics: Annotated[tuple[Topic, ...], Field(strict=False)]
