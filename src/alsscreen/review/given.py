"""The people of a whole book in; what each answers, and how the book evaluates them, out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from ..answers import Entry, check
from ..conditions import questions_read
from ..evaluate import Evaluator
from ..model import Answers, Case, CasesFile, Evaluation, GivenAnswers, Problem, ProblemsError, RuleBook
from ..references import nearest
from ..references.files import Steps
from .whole import CASES, Whole


class Person(NamedTuple):
    """One person of the table, with checked answers and their evaluation (by the rules that read their flow)."""

    case: Case
    answers: Answers
    evaluation: Evaluation


def given(cases: CasesFile) -> Iterator[tuple[Steps, Case, GivenAnswers]]:
    """Give each person's path in the table, and their answers: those of the base, changed and added to."""
    bases = {base.id: base.answers for base in cases.bases}
    for index, case in enumerate(cases.cases):
        answers = {**bases.get(case.base or "", {}), **case.answers}
        yield ("cases", index), case, {name: answers[name] for name in answers if name not in case.without}


def people(whole: Whole) -> tuple[Person, ...]:
    """Evaluate each person of the table; raise ProblemsError with every answer that the book does not know."""
    evaluators = dict(_evaluators(whole.book))
    found: list[Person] = []
    problems: list[Problem] = []
    for path, case, answers in given(whole.cases):
        if case.flow not in evaluators:
            what, remedy = f"'{case.flow}' is no flow", nearest(case.flow, evaluators)
            problems.append(whole.files.problem(CASES, (*path, "flow"), "unknown-id", what, remedy))
            continue
        try:
            checked = _checked(whole, answers)
        except ProblemsError as error:
            for problem in error.problems:
                what = f"case '{case.id}': {problem.what}"
                problems.append(whole.files.problem(CASES, (*path, "answers"), problem.code, what, problem.remedy))
        else:
            found.append(Person(case, checked, evaluators[case.flow](checked)))
    if problems:
        raise ProblemsError(tuple(problems))
    return tuple(found)


def fired(evaluation: Evaluation) -> frozenset[str]:
    """Name the rules that fired."""
    return frozenset(rule for _, rules in evaluation.guidance for rule in rules)


def _evaluators(book: RuleBook) -> Iterator[tuple[str, Evaluator]]:
    """Make an evaluator for each flow, without the rules that read nothing of it: these can never fire there.

    A book may have as many flows as rules; to try every rule on everybody would not stay linear.
    """
    reading: dict[str, list[int]] = {}
    rules = list(book.rules.values())
    for index, rule in enumerate(rules):
        for question in questions_read(rule.when):
            reading.setdefault(question, []).append(index)
    for flow in book.flows.values():
        kept = sorted({index for question in flow.questions for index in reading.get(question, ())})
        yield flow.id, Evaluator(replace(book, rules={rules[index].id: rules[index] for index in kept}), flow)


def _checked(whole: Whole, answers: GivenAnswers) -> Answers:
    entries = (Entry(name, answer if isinstance(answer, str) else list(answer)) for name, answer in answers.items())
    return check(tuple(entries), CASES, whole.book)
