"""The people of `cases.yaml` and a rule book in; what each of them is told, or why they cannot answer, out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..answers import Entry, check
from ..evaluate import Evaluator
from ..model import Answers, Case, Evaluation, Problem, ProblemsError, RuleBook
from .given import given
from .whole import CASES, Whole


class Outcome(NamedTuple):
    """One person's evaluation; None with problems, where a book has not got these questions or options."""

    case: Case
    answers: Answers
    evaluation: Evaluation | None
    problems: tuple[Problem, ...] = ()

    @property
    def fired(self) -> tuple[str, ...]:
        """Give the rules that fire, in the order of the book."""
        verdicts = self.evaluation.verdicts if self.evaluation else ()
        return tuple(verdict.rule for verdict in verdicts if verdict.status == "fired")


def outcomes(people: Whole, book: RuleBook) -> Iterator[Outcome]:
    """Evaluate the people of one book by the rules of a book, which may be another one."""
    ready: dict[str, Evaluator] = {}
    for _, case, said in given(people.cases):
        entries = (Entry(name, answer if isinstance(answer, str) else list(answer)) for name, answer in said.items())
        try:
            answers = check(tuple(entries), CASES, book)
        except ProblemsError as error:
            yield Outcome(case, {}, None, error.problems)
            continue
        if case.flow in book.flows:
            evaluator = ready.setdefault(case.flow, ready.get(case.flow) or Evaluator(book, book.flows[case.flow]))
            yield Outcome(case, answers, evaluator(answers))
        else:
            yield Outcome(case, answers, None)


def differences(whole: Whole) -> Iterator[Problem]:
    """Give a finding for each person who is told something else than their case expects."""
    for index, outcome in enumerate(outcomes(whole, whole.book)):
        case, evaluation = outcome.case, outcome.evaluation
        for problem in outcome.problems:
            what = f"'{case.id}' cannot answer so: {problem.what}"
            yield whole.files.problem(CASES, ("cases", index), "case-answers", what, problem.remedy)
        if evaluation is None:
            continue
        expected = (case.level, frozenset(case.rules), case.may_rise_to)
        got = (evaluation.level, frozenset(outcome.fired), evaluation.may_rise_to)
        if expected != got:
            what = f"'{case.id}' expects {_said(*expected)}, and gets {_said(*got)}"
            yield whole.files.problem(CASES, ("cases", index), "case", what, "Mend the rule, or the case")


def _said(level: str, rules: frozenset[str], may_rise_to: str | None) -> str:
    rise = f", may rise to {may_rise_to}" if may_rise_to else ""
    return f"{level} by {', '.join(sorted(rules)) or 'no rule'}{rise}"
