"""A file of codes for FHIR and the questions in; options and terms in it that do not exist, or stand twice, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ..model import Problem, Question
from ..strictyaml import Document

if TYPE_CHECKING:
    from ..model import FhirFile


def term_problems(document: Document, file: FhirFile, questions: Mapping[str, Question]) -> Iterator[Problem]:
    """Each option that has a term is an option, each term that it has is listed, and no option has two."""
    hpo = file.hpo
    known = {term.code for term in hpo.terms} if hpo else set()
    named = set[tuple[str, str]]()
    for index, meaning in enumerate(hpo.options if hpo else ()):
        place = (document.file, *document.place(("hpo", "options", index)))
        name = f"'{meaning.question}.{meaning.option}'"
        question = questions.get(meaning.question)
        if question is None or all(option.code != meaning.option for option in question.options):
            yield Problem(*place, "unknown-option", f"{name} is no option", "Name an option of questions.yaml")
        if meaning.term not in known:
            yield Problem(*place, "unknown-term", f"no term '{meaning.term}'", "Add it under 'terms'")
        if (meaning.question, meaning.option) in named:
            yield Problem(*place, "duplicate-id", f"{name} stands twice", "Keep one")
        named.add((meaning.question, meaning.option))
