"""Where it comes from: the source, its units and citations, and evidence of other trusted bodies."""

from typing import Annotated, Literal

from pydantic import Field

from .values import Count, Flag, Id, Many, Noun, Sha256, Text, Version
from .words import Reason


class Citation(Noun):
    """A unit and its quoted words; with a `correction`, these words are what a person sees in their place."""

    id: Id
    unit: Id
    quote: Annotated[str, Field(min_length=1, max_length=300)]
    partial: Flag = False
    left_out: Text | None = None
    correction: Text | None = None
    evidence: Many[Id] = ()


class CitationsFile(Noun):
    format: Version
    citations: Many[Citation]


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
    evidence: Many[Id] = ()


class LedgerFile(Noun):
    format: Version
    source: Source
    units: Many[Unit]


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
    evidence: Many[Evidence]
