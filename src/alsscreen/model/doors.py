"""What one door alone needs of a rule book: the words of the kiosk, and the names and codes for FHIR."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .values import Id, Noun, Text, Version


class KioskFile(Noun):
    """`words`: texts by name; one that screens.yaml has too takes its place on a kiosk."""

    format: Version
    words: dict[str, Text]


class Term(Noun):
    """A term of HPO with the label that its release gives it."""

    code: Annotated[str, Field(pattern=r"^HP:\d{7}$")]
    label: Text


class Meaning(Noun):
    """An option and the term that says what it is about."""

    question: Id
    option: Id
    term: str


class Hpo(Noun):
    """Terms of the Human Phenotype Ontology, and the options that they fit."""

    system: Text
    version: Text
    terms: Annotated[tuple[Term, ...], Field(strict=False)]
    options: Annotated[tuple[Meaning, ...], Field(strict=False)]


class FhirFile(Noun):
    """What FHIR needs beside the book itself. `canonical` is the beginning of our names."""

    format: Version
    canonical: Annotated[str, Field(pattern=r"^https?://[^\s|#?]+[^\s|#?/]$", max_length=200)]
    hpo: Hpo | None = None
