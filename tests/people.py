"""The shipped rule book and the people of its `cases.yaml`, ready for the tests."""

from __future__ import annotations

from alsscreen import rulebook, strictyaml
from alsscreen.answers import Entry, check
from alsscreen.model import Answers, Case, CasesFile

ROOT = rulebook.directory()
BOOK = rulebook.load(ROOT)
_FILE = CasesFile.model_validate(strictyaml.read((ROOT / "cases.yaml").read_bytes(), "cases.yaml").data)
CASES = _FILE.cases
_BASES = {base.id: base.answers for base in _FILE.bases}


def answers_of(case: Case) -> Answers:
    """Give a person's answers: those of the base, changed and added to."""
    given = {**(_BASES[case.base] if case.base else {}), **case.answers}
    kept = {question: answer for question, answer in given.items() if question not in case.without}
    entries = (Entry(name, answer if isinstance(answer, str) else list(answer)) for name, answer in kept.items())
    return check(tuple(entries), case.id, BOOK)
