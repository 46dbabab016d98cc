"""A book and its terms in; the canonical names, codings and the local CodeSystem of its options out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model import DECLINED, NOT_SURE, Flow, Question, RuleBook
from ..render.asked import option_text
from .terms import FhirFile, Term

CODES = "codes"
"""The id of the contained CodeSystem."""

HPO = "hpo"


class Codes:
    """Names and codes of one book. A code is the question's id, a dot, and the option's: `arms.buttons`."""

    def __init__(self, book: RuleBook, file: FhirFile) -> None:
        self.book, self.file = book, file
        self.base = file.canonical
        self.system = f"{self.base}/CodeSystem/{book.id}-options"
        terms = {term.code: term for term in file.hpo.terms} if file.hpo else {}
        meanings = file.hpo.options if file.hpo else ()
        self._terms = {(each.question, each.option): terms[each.term] for each in meanings}

    def questionnaire(self, flow: Flow) -> str:
        """Give the address of a flow's Questionnaire, without its version."""
        return f"{self.base}/Questionnaire/{self.book.id}-{flow.id}"

    def identifier(self) -> dict[str, str]:
        """Give the digest that tells this very book from all others of its version."""
        return {"system": f"{self.base}/rule-book-sha256", "value": self.book.sha256}

    def tag(self) -> dict[str, str]:
        """Give the same digest as a tag, for what was made with this book."""
        return {"system": f"{self.base}/rule-book-sha256", "code": self.book.sha256}

    def of(self, question: Question) -> tuple[str, ...]:
        """Give every answer that is a code: the options, "not sure" and "prefer not to say"."""
        return (*(option.code for option in question.options), NOT_SURE, DECLINED)

    def coding(self, question: Question, code: str, *, display: bool = True) -> dict[str, str]:
        """Give an answer as a Coding."""
        coding = {"system": self.system, "code": f"{question.id}.{code}"}
        return {**coding, "display": option_text(question, code)} if display else coding

    def term(self, question: Question, code: str) -> Term | None:
        """Give the HPO term that an option is about, where one fits."""
        return self._terms.get((question.id, code))

    def code_system(self, flow: Flow) -> dict[str, Any]:
        """Give the codes of a flow, to be contained in its Questionnaire."""
        questions = [self.book.questions[name] for name in flow.questions]
        coded = [(question, code) for question in questions if question.options for code in self.of(question)]
        concepts = [self._concept(question, code) for question, code in coded]
        return {
            "resourceType": "CodeSystem",
            "id": CODES,
            "url": self.system,
            "version": self.book.version,
            "name": "AlsscreenOptions",
            "title": "Options of the questions",
            "status": "draft",
            "experimental": True,
            "description": "What a person can answer. A code is the question's linkId, a dot, and the option.",
            "caseSensitive": True,
            "content": "complete" if len(questions) == len(self.book.questions) else "fragment",
            **({"copyright": self.acknowledgement()} if self.file.hpo else {}),
            "property": list(self._properties()),
            "concept": concepts,
        }

    def acknowledgement(self) -> str:
        """Name HPO and its version, as its terms of use ask."""
        hpo = self.file.hpo
        return "" if hpo is None else f"HPO terms: Human Phenotype Ontology, release {hpo.version}, https://hpo.jax.org"

    def _properties(self) -> Iterator[dict[str, str]]:
        yield {"code": "absence", "type": "boolean", "description": "A definite no; it stands alone."}
        yield {"code": "unknown", "type": "boolean", "description": "Not known to who answers; never a no."}
        if self.file.hpo:
            told = "The HPO term that the option is about. A person's tick is a report, and no finding."
            yield {"code": HPO, "type": "Coding", "description": told}

    def _concept(self, question: Question, code: str) -> dict[str, Any]:
        properties = list(self._told(question, code))
        concept = {"code": f"{question.id}.{code}", "display": option_text(question, code)}
        return {**concept, "property": properties} if properties else concept

    def _told(self, question: Question, code: str) -> Iterator[dict[str, Any]]:
        option = next((option for option in question.options if option.code == code), None)
        if option is not None and option.absence:
            yield {"code": "absence", "valueBoolean": True}
        if option is None or option.unknown:
            yield {"code": "unknown", "valueBoolean": True}
        term, hpo = self.term(question, code), self.file.hpo
        if term is not None and hpo is not None:
            coding = {"system": hpo.system, "version": hpo.version, "code": term.code, "display": term.label}
            yield {"code": HPO, "valueCoding": coding}
