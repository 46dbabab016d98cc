"""Gates and stops in; when each question is enabled, as clauses that R4 can say with `enableWhen`, out.

A gate is true or not; that it may be undecided is no matter here, for an undecided gate asks nothing. So each becomes a
conjunction of clauses, each clause a disjunction of literals: a clause is one item's `any`, and nested items are `all`.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, product
from typing import NamedTuple, TypeAlias

from ..conditions import held, parts, unknowns
from ..model import DECLINED, NOT_SURE, AllOf, Atom, Condition, Flow, Question, RuleBook, Stop


class Literal(NamedTuple):
    """Question `question` holds `code` (None: it has no answer), or with `negated` it does not."""

    question: str
    code: str | None
    negated: bool = False


Clause: TypeAlias = frozenset[Literal]
Clauses: TypeAlias = tuple[Clause, ...]
"""All must hold; of each, one literal."""

ALWAYS: Clauses = ()
NEVER: Clauses = (frozenset(),)


class Logic:
    """One flow of a book: what must hold of the answers for a question to be asked, or for a condition to be true."""

    def __init__(self, book: RuleBook, flow: Flow) -> None:
        self.book, self.flow = book, flow
        self._gates: dict[str, Clauses] = {}

    def gate(self, question: str) -> Clauses:
        """Say when the gate of a question is true; the stops before it are not in it."""
        if question not in self._gates:
            condition = self.book.questions[question].asked_when
            self._gates[question] = ALWAYS if condition is None else self.true(condition)
        return self._gates[question]

    def goes_on(self, stop: Stop) -> Clauses:
        """Say when a stop does not end the flow."""
        return self._negated(self.true(stop.when))

    def true(self, condition: Condition) -> Clauses:
        """Say when a condition is true of the questions that are asked."""
        if isinstance(condition, Atom):
            return self._atom(condition)
        inner = [self.true(part) for part in parts(condition)]
        joined = ALWAYS if isinstance(condition, AllOf) else NEVER
        for clauses in inner:
            joined = self._both(joined, clauses) if isinstance(condition, AllOf) else self._either(joined, clauses)
        return joined

    def stops(self, question: str) -> tuple[Stop, ...]:
        """Give the stops that stand behind a question."""
        return tuple(stop for stop in self.book.stops if stop.after == question)

    def _atom(self, atom: Atom) -> Clauses:
        """An atom about a question that is not asked is false, whatever `or_unknown` says."""
        if atom.question not in self.flow.questions:
            return NEVER
        question = self.book.questions[atom.question]
        ticks = [Literal(question.id, code) for code in held(atom, question)]
        if len(ticks) < atom.at_least:
            ticks = []
        fewest = max(len(ticks) - atom.at_least + 1, 0)
        left_open = _left_open(question) if atom.or_unknown else ()
        clauses = tuple(frozenset((*some, *left_open)) for some in combinations(ticks, fewest))
        return self._both(self._tidy(clauses), self.gate(question.id))

    def _both(self, first: Clauses, second: Clauses) -> Clauses:
        return self._tidy((*first, *second))

    def _either(self, first: Clauses, second: Clauses) -> Clauses:
        return self._tidy(one | other for one, other in product(first, second))

    def _negated(self, clauses: Clauses) -> Clauses:
        result = NEVER
        for clause in clauses:
            result = self._either(result, self._unless(clause))
        return result

    def _unless(self, clause: Clause) -> Clauses:
        """Deny a clause: of a question with one answer, by its other answers; else literal by literal."""
        single = {literal.question for literal in clause if self.book.questions[literal.question].kind == "choice"}
        others = (
            frozenset(self._domain(question) - {literal for literal in clause if literal.question == question})
            for question in sorted(single)
        )
        denied = (
            frozenset({literal._replace(negated=not literal.negated)})
            for literal in sorted(clause, key=str)  # a set has no order, and a form should not change by the run
            if literal.question not in single
        )
        return self._tidy((*others, *denied))

    def _domain(self, question: str) -> frozenset[Literal]:
        """Give all that a question with one answer can stand at: each code, or no answer."""
        codes = (option.code for option in self.book.questions[question].options)
        return frozenset(Literal(question, code) for code in (*codes, NOT_SURE, DECLINED, None))

    def _tidy(self, clauses: Iterable[Clause]) -> Clauses:
        """Leave out what always holds, what stands twice, and what a shorter clause already says."""
        kept = tuple(dict.fromkeys(clause for clause in clauses if not self._always(clause)))
        return tuple(clause for clause in kept if not any(other < clause for other in kept))

    def _always(self, clause: Clause) -> bool:
        if any(literal._replace(negated=not literal.negated) in clause for literal in clause):
            return True
        single = {literal.question for literal in clause if self.book.questions[literal.question].kind == "choice"}
        return any(self._domain(question) <= clause for question in single)


def _left_open(question: Question) -> tuple[Literal, ...]:
    """Say that a question is not known: not sure, declined, without an answer, or known to nobody here."""
    return tuple(Literal(question.id, code) for code in (*sorted(unknowns(question)), DECLINED, None))
