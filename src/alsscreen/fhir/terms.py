"""The file `fhir.yaml` of a rule book in; the address of our names and the HPO terms of options, checked, out."""

from __future__ import annotations

from pathlib import Path

from ..model import FhirFile, ProblemsError, RuleBook, Term
from ..references.terms import term_problems
from ..rulebook import content, parse

__all__ = ["FILE", "NOWHERE", "FhirFile", "Term", "load"]

FILE = "fhir.yaml"
NOWHERE = "https://alsscreen.example/fhir"
"""For a book without the file; `.example` (RFC 2606) is nobody's."""


def load(root: Path, book: RuleBook) -> FhirFile:
    """Read the file of a book, or give the least there must be; raise ProblemsError."""
    path = root / FILE
    if not path.exists():
        return FhirFile(format=1, canonical=NOWHERE)
    document, file = parse(content(path), str(path), FhirFile)
    problems = tuple(term_problems(document, file, book.questions))
    if problems:
        raise ProblemsError(problems)
    return file
