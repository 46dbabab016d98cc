"""A flow in; for each question the nested `enableWhen` that ask it exactly when the interview does, out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..model import Flow, Question, RuleBook
from .codes import Codes
from .logic import Clause, Clauses, Literal, Logic


class Gate(NamedTuple):
    """One item's enablement, and what it comes from: `stop.` or `when.` and an id. Gates within gates hold together."""

    name: str
    enabling: tuple[tuple[str, Any], ...]
    """`enableWhen` and, with more than one of them, `enableBehavior`."""


def gates(book: RuleBook, flow: Flow, codes: Codes) -> Iterator[tuple[str, tuple[Gate, ...]]]:
    """Give each question of a flow with its gates, the outermost first: the stops before it, then its own."""
    logic, saying = Logic(book, flow), _Saying(book, flow, codes)
    stopped: Clauses = ()
    outer: tuple[Gate, ...] = ()
    for name in flow.questions:
        own = tuple(clause for clause in logic.gate(name) if not any(done <= clause for done in stopped))
        yield name, (*outer, *saying.gates(f"when.{name}", own))
        for stop in logic.stops(name):
            new = tuple(clause for clause in logic.goes_on(stop) if not any(done <= clause for done in stopped))
            stopped = (*stopped, *new)
            outer = (*outer, *saying.gates(f"stop.{stop.id}", new))


class _Saying:
    """Puts clauses into R4's words."""

    def __init__(self, book: RuleBook, flow: Flow, codes: Codes) -> None:
        self.book, self.codes, self.first = book, codes, flow.questions[0]
        self.order = {name: index for index, name in enumerate(flow.questions)}

    def gates(self, name: str, clauses: Clauses) -> Iterator[Gate]:
        """Give what one item can say: all clauses of one literal together, and each longer clause by itself."""
        if frozenset() in clauses:
            yield Gate(name, self._never())
            return
        said = [self._conditions(clause) for clause in clauses]
        units = sorted((conditions[0] for conditions in said if len(conditions) == 1), key=self._place)
        wide = [conditions for conditions in said if len(conditions) > 1]
        groups = [("all", units)] * bool(units) + [("any", conditions) for conditions in wide]
        for index, (behavior, conditions) in enumerate(groups, start=1):
            yield Gate(name if index == 1 else f"{name}.{index}", _enabling(conditions, behavior))

    def _place(self, condition: dict[str, Any]) -> tuple[int, int]:
        question = self.book.questions[condition["question"]]
        coded = [self.codes.coding(question, code, display=False) for code in self.codes.of(question)]
        coding = condition.get("answerCoding")
        return self.order[question.id], coded.index(coding) if coding else len(coded)

    def _conditions(self, clause: Clause) -> list[dict[str, Any]]:
        """Give a clause's conditions in the order of the flow and of the options."""
        questions = sorted({literal.question for literal in clause}, key=self.order.__getitem__)
        return [
            condition
            for name in questions
            for condition in self._about(
                self.book.questions[name], {literal for literal in clause if literal.question == name}
            )
        ]

    def _about(self, question: Question, literals: set[Literal]) -> Iterator[dict[str, Any]]:
        """Say what a clause says of one question; all but one answer of a single choice is said as "not that one"."""
        domain = [Literal(question.id, code) for code in (*self.codes.of(question), None)]
        missing = [literal for literal in domain if literal not in literals]
        if question.kind == "choice" and len(missing) == 1:
            yield self._condition(missing[0]._replace(negated=True))
            return
        yield from (self._condition(each) for each in domain if each in literals)
        denied = (each._replace(negated=True) for each in domain)
        yield from (self._condition(each) for each in denied if each in literals)

    def _condition(self, literal: Literal) -> dict[str, Any]:
        if literal.code is None:
            return {"question": literal.question, "operator": "exists", "answerBoolean": literal.negated}
        coding = self.codes.coding(self.book.questions[literal.question], literal.code, display=False)
        return {"question": literal.question, "operator": "!=" if literal.negated else "=", "answerCoding": coding}

    def _never(self) -> tuple[tuple[str, Any], ...]:
        """Say what cannot be: R4 has no `false`."""
        both = [{"question": self.first, "operator": "exists", "answerBoolean": value} for value in (True, False)]
        return _enabling(both, "all")


def _enabling(conditions: list[dict[str, Any]], behavior: str) -> tuple[tuple[str, Any], ...]:
    said: tuple[tuple[str, Any], ...] = (("enableWhen", conditions),)
    return (*said, ("enableBehavior", behavior)) if len(conditions) > 1 else said
