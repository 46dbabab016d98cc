"""The file `fhir.yaml` of a rule book in; the address of our names and the HPO terms of options, checked, out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from ..model import Id, Noun, Problem, ProblemsError, RuleBook, Text, Version
from ..rulebook import content, parse
from ..strictyaml import Document

FILE = "fhir.yaml"
NOWHERE = "https://alsscreen.example/fhir"
"""For a book without the file; `.example` (RFC 2606) is nobody's."""


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
    system: Text
    version: Text
    terms: Annotated[tuple[Term, ...], Field(strict=False)]
    options: Annotated[tuple[Meaning, ...], Field(strict=False)]


class FhirFile(Noun):
    """What FHIR needs beside the book itself. `canonical` is the beginning of our names."""

    format: Version
    canonical: Annotated[str, Field(pattern=r"^https?://[^\s|#?]+[^\s|#?/]$", max_length=200)]
    hpo: Hpo | None = None


def load(root: Path, book: RuleBook) -> FhirFile:
    """Read the file of a book, or give the least there must be; raise ProblemsError."""
    path = root / FILE
    if not path.exists():
        return FhirFile(format=1, canonical=NOWHERE)
    document, file = parse(content(path), str(path), FhirFile)
    problems = tuple(_problems(document, file, book))
    if problems:
        raise ProblemsError(problems)
    return file


def _problems(document: Document, file: FhirFile, book: RuleBook) -> Iterator[Problem]:
    hpo = file.hpo
    known = {term.code for term in hpo.terms} if hpo else set()
    named = set[tuple[str, str]]()
    for index, meaning in enumerate(hpo.options if hpo else ()):
        place = (document.file, *document.place(("hpo", "options", index)))
        name = f"'{meaning.question}.{meaning.option}'"
        question = book.questions.get(meaning.question)
        if question is None or all(option.code != meaning.option for option in question.options):
            yield Problem(*place, "unknown-option", f"{name} is no option", "Name an option of questions.yaml")
        if meaning.term not in known:
            yield Problem(*place, "unknown-term", f"no term '{meaning.term}'", "Add it under 'terms'")
        if (meaning.question, meaning.option) in named:
            yield Problem(*place, "duplicate-id", f"{name} stands twice", "Keep one")
        named.add((meaning.question, meaning.option))
