"""One flow of a rule book in; who is asked what, where it stops and what each rule needs, as terms, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from ...model import NOT_SURE, Condition, Flow, Rule, RuleBook, Stop
from .terms import FALSE, TRUE, Leaf, Term, Terms


class Gate(NamedTuple):
    """Whether a question is surely and possibly asked, as long as nothing has stopped the flow."""

    sure: Term
    may: Term


class Halt(NamedTuple):
    """Behind the question at `position` nothing is asked when `term` is true."""

    position: int
    stop: Stop
    term: Term


Shape: TypeAlias = tuple[tuple[tuple[str, Gate], ...], tuple[tuple[int, Term], ...]]
"""Questions in order with their gates; stops, each with how many of these questions are before it."""

Cone: TypeAlias = frozenset[Term]
"""Leaves: all that a term can depend on."""


class World:
    """One flow of a book as terms. Two worlds that are compared share their `terms` and the order of the questions."""

    def __init__(self, terms: Terms, book: RuleBook, flow: Flow) -> None:
        self.terms = terms
        self.book = book
        self.flow = flow
        self.asks = frozenset(flow.questions)
        self.position = {name: at for at, name in enumerate(flow.questions)}
        self.gates = {name: self._gate(name) for name in flow.questions}
        self.halts = tuple(self._halts())
        self._sure: dict[str, Term] = {}
        self._may: dict[str, Term] = {}
        self._cones: dict[Term, Cone] = {}
        self._halted: list[Cone] = [frozenset()]

    def sure(self, rule: Rule) -> Term:
        """Give what must be so for a rule to fire."""
        if rule.id not in self._sure:
            self._sure[rule.id] = self.term(rule.when, sure=True)
        return self._sure[rule.id]

    def may(self, rule: Rule) -> Term:
        """Give what must be so for a rule to fire or to be undecided."""
        if rule.id not in self._may:
            self._may[rule.id] = self.term(rule.when, sure=False)
        return self._may[rule.id]

    def term(self, condition: Condition, *, sure: bool) -> Term:
        """Give any condition as a term of this flow."""
        return self.terms.of(condition, self.asks, sure=sure)

    def asked(self, question: str) -> Term:
        """Give a leaf that is true exactly where this question is asked, whatever is answered."""
        codes = frozenset({NOT_SURE, *(option.code for option in self.book.questions[question].options)})
        return self.terms.leaf(Leaf(question, codes, at_least=1, or_unknown=True, sure=True))

    def ticks(self, question: str, code: str) -> Term:
        """Give a leaf that is true where this question is asked and the answer holds this code."""
        return self.terms.leaf(Leaf(question, frozenset((code,)), at_least=1, or_unknown=False, sure=True))

    def cone(self, wished: Iterable[Term]) -> Cone:
        """Give every leaf that these terms depend on: their own, and those of the gates and stops before them."""
        found: Cone = frozenset().union(*(self._cone(term) for term in wished))
        last = max((self.position[self.terms.what(leaf).question] for leaf in found), default=-1)
        return found | self._halts_before(last)

    def shape(self, wished: Iterable[Term]) -> Shape:
        """Give all of this world that these terms can see: searches of the same shape find the same."""
        read = {self.terms.what(leaf).question for leaf in self.cone(wished)}
        order = sorted(read, key=self.position.__getitem__)
        halts = self.halts[: self.before(self.position[order[-1]])] if order else ()
        gates = tuple((name, self.gates[name]) for name in order)
        return gates, tuple((sum(self.position[name] <= halt.position for name in order), halt.term) for halt in halts)

    def before(self, position: int) -> int:
        """Count the stops that stand before the question at a position."""
        return sum(halt.position < position for halt in self.halts)

    def _gate(self, name: str) -> Gate:
        gate = self.book.questions[name].asked_when
        if gate is None:
            return Gate(TRUE, TRUE)
        return Gate(self.term(gate, sure=True), self.term(gate, sure=False))

    def _halts(self) -> Iterator[Halt]:
        for position, name in enumerate(self.flow.questions):
            for stop in self.book.stops:
                if stop.after == name:
                    term = self.term(stop.when, sure=True)
                    if term != FALSE:
                        yield Halt(position, stop, term)

    def _cone(self, term: Term) -> Cone:
        """Follow gates, but no stops."""
        if term not in self._cones:
            found = set(self.terms.leaves(term))
            for leaf in self.terms.leaves(term):
                read = self.terms.what(leaf)
                gate = self.gates[read.question]
                found |= self._cone(gate.sure)
                if not read.sure:
                    found |= self._cone(gate.may)
            self._cones[term] = frozenset(found)
        return self._cones[term]

    def _halts_before(self, position: int) -> Cone:
        count = self.before(position)
        while len(self._halted) <= count:
            self._halted.append(self._halted[-1] | self._cone(self.halts[len(self._halted) - 1].term))
        return self._halted[count]
