"""The form is enabled exactly where the interview asks: R4's own rules against the mask, with random answers."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsscreen.fhir.codes import Codes
from alsscreen.fhir.questionnaire import questionnaire
from alsscreen.fhir.terms import NOWHERE, FhirFile, load
from alsscreen.interview import Interview
from alsscreen.model import Answers, AnyOf, Atom
from people import BOOK, CASES, ROOT, answers_of
from strategies import answers_to, books, walks

CODES = Codes(BOOK, load(ROOT, BOOK))
FORMS = {flow.id: questionnaire(BOOK, flow, CODES) for flow in BOOK.flows.values()}
INTERVIEWS = {flow.id: Interview(BOOK, flow) for flow in BOOK.flows.values()}


def holds(condition: dict[str, Any], answers: Answers) -> bool:
    """Read one `enableWhen` as R4 defines its operators; codes are told apart by question and dot."""
    question = condition["question"]
    codes = {f"{question}.{code}" for code in answers.get(question, ())}
    if condition["operator"] == "exists":
        return bool(codes) == condition["answerBoolean"]
    there = condition["answerCoding"]["code"] in codes
    return there if condition["operator"] == "=" else not there


def enabled(items: list[dict[str, Any]], answers: Answers, *, stale: bool) -> set[str]:
    """Name the enabled items. `stale`: answers to disabled items still count, as they do in careless programs."""
    names: set[str] = set()
    counting = dict(answers) if stale else {}
    _walk(items, answers, counting, names)
    return names


def _walk(items: list[dict[str, Any]], answers: Answers, counting: Answers, names: set[str]) -> None:
    for item in items:
        conditions = item.get("enableWhen", [])
        behavior = all if item.get("enableBehavior", "all") == "all" else any
        if conditions and not behavior(holds(each, counting) for each in conditions):
            continue
        names.add(item["linkId"])
        if item["linkId"] in answers:
            counting[item["linkId"]] = answers[item["linkId"]]
        _walk(item.get("item", []), answers, counting, names)


def agrees(book: Any, flow: Any, form: dict[str, Any], interview: Interview, answers: Answers) -> None:
    asked = {question.id for question in interview.asked(answers)}
    for stale in (False, True):
        assert enabled(form["item"], answers, stale=stale) & set(book.questions) == asked


@given(walks())
def test_the_shipped_flows_are_enabled_as_they_are_asked(walk):
    """Any answers to any part, hidden ones included, enable exactly the questions that the interview asks."""
    flow, answers = walk
    agrees(BOOK, flow, FORMS[flow.id], INTERVIEWS[flow.id], answers)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_each_person_of_the_cases_is_asked_the_same(case):
    """The 149 people see the same questions in both."""
    agrees(BOOK, BOOK.flows[case.flow], FORMS[case.flow], INTERVIEWS[case.flow], answers_of(case))


@given(st.data())
def test_random_books_are_enabled_as_they_are_asked(data):
    """Any gates and stops, not only those that were shipped, can be said in R4."""
    book = data.draw(books())
    flow = book.flows["full"]
    form = questionnaire(book, flow, Codes(book, FhirFile(format=1, canonical=NOWHERE)))
    interview = Interview(book, flow)
    for _ in range(3):
        agrees(book, flow, form, interview, data.draw(answers_to(book)))


@given(st.data())
def test_at_least_several_can_be_said(data):
    """Such an atom becomes several clauses."""
    book = data.draw(books())
    names = list(book.questions)
    first = book.questions[names[0]].model_copy(update={"kind": "choices"})
    atom = Atom(question=names[0], holds=("a", "b", "unseen"), at_least=data.draw(st.integers(2, 3)),
                or_unknown=data.draw(st.booleans()))  # fmt: skip
    gate = AnyOf(any=(atom,))
    questions = {**book.questions, names[0]: first}
    if len(names) > 1:
        questions[names[-1]] = questions[names[-1]].model_copy(update={"asked_when": gate})
    book = replace(book, questions=questions)
    flow = book.flows["full"]
    form = questionnaire(book, flow, Codes(book, FhirFile(format=1, canonical=NOWHERE)))
    agrees(book, flow, form, Interview(book, flow), data.draw(answers_to(book)))


def test_a_form_does_not_change_by_the_run():
    """Sets have no order, and yet the same book gives the same form to the byte."""
    here = Path(__file__).parent
    program = "import hashlib, test_fhir_enabling as t; print(hashlib.sha256(repr(t.FORMS).encode()).hexdigest())"
    path = os.pathsep.join([str(here.parent / "src"), str(here)])
    made = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        made.add(subprocess.run([sys.executable, "-c", program], env=environment, check=True, stdout=-1).stdout)
    assert len(made) == 1
