"""The leaves of one question that an answer turns false or true in; every rule that can stop firing with it, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple, TypeAlias

from ...conditions import unknowns
from .changes import Change
from .kinds import Kinds
from .terms import TRUE, Term
from .world import Halt, World

Move: TypeAlias = tuple[Term, bool]
"""A leaf, and whether it may become true (else false)."""


class Readers(NamedTuple):
    """Who reads a leaf: questions by their gates, stops by their number, rules by their id, sentences of results."""

    gates: list[str]
    halts: list[int]
    rules: list[str]
    extras: list[Term]


class Reading:
    """One world with its rules, turned round: from leaves to what reads them as surely true."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._readers: dict[Term, Readers] = {}
        self._unsure: dict[Term, bool] = {}
        self._by_question: dict[str, list[Term]] = {name: [] for name in world.flow.questions}
        for name, gate in world.gates.items():
            for leaf in world.terms.leaves(gate.sure):
                self.of(leaf).gates.append(name)
        for number, halt in enumerate(world.halts):
            for leaf in world.terms.leaves(halt.term):
                self.of(leaf).halts.append(number)
        for rule in world.book.rules.values():
            for leaf in world.terms.leaves(world.sure(rule)):
                self.of(leaf).rules.append(rule.id)
        for extra in world.book.screens.extras:
            term = TRUE if extra.when is None else world.term(extra.when, sure=True)
            for leaf in world.terms.leaves(term):
                self.of(leaf).extras.append(term)

    @cached_property
    def always_open(self) -> tuple[str, ...]:
        """Give the questions asked of everybody that make something true when nobody answers them."""
        terms = self.world.terms
        return tuple(
            name
            for name, leaves in self._by_question.items()
            if self.world.gates[name].sure == TRUE and any(terms.what(leaf).or_unknown for leaf in leaves)
        )

    def of(self, leaf: Term) -> Readers:
        """Give who reads a leaf."""
        if leaf not in self._readers:
            self._readers[leaf] = Readers([], [], [], [])
            self._by_question[self.world.terms.what(leaf).question].append(leaf)
        return self._readers[leaf]

    def at(self, question: str) -> list[Term]:
        """Give the leaves about a question that somebody reads."""
        return self._by_question[question]

    def seen(self, question: str, code: str) -> tuple[Term, ...]:
        """Give the leaves that see this code."""
        return tuple(leaf for leaf in self.at(question) if code in self.world.terms.what(leaf).codes)

    def moves(self, change: Change, kinds: Kinds) -> Iterator[Move]:
        """Give the leaves about a question that a change of its answer moves."""
        for leaf in self.at(change.question.id):
            yield from ((leaf, rises) for rises in change.moves(kinds, leaf))

    def falling(self, moves: Iterable[Move]) -> set[str]:
        """Follow moves through gates and stops; give the rules that can stop firing. Rules not among them cannot.

        A term falls only with one of its leaves, for it has no negation. A leaf moves with its own answer, with the
        gate of its question, or against a stop before it.
        """
        fallen: set[str] = set()
        todo, done = list(moves), set[Move]()
        first_halt: dict[bool, int] = {}
        while todo:
            move = todo.pop()
            if move in done:
                continue
            done.add(move)
            leaf, rises = move
            readers = self.of(leaf)
            if not rises:
                fallen.update(readers.rules)
            for name in readers.gates:
                todo.extend((other, rises) for other in self.at(name))
            for number in readers.halts:
                position = self.world.halts[number].position
                if position < first_halt.get(rises, len(self.world.flow.questions)):
                    first_halt[rises] = position
                    todo.extend((other, not rises) for other in self._behind(position))
        return fallen

    def unsure_halts(self, wanted: Term) -> Iterator[Halt]:
        """Give the stops before what a term reads that can be true because of something unknown."""
        world, terms = self.world, self.world.terms
        asked = (world.position[terms.what(leaf).question] for leaf in world.cone([wanted]))
        for halt in world.halts[: world.before(max(asked, default=-1))]:
            if any(self._may_turn_out(leaf) for leaf in terms.leaves(halt.term)):
                yield halt

    def _may_turn_out(self, leaf: Term) -> bool:
        """Say whether a leaf can be true because of an unknown: its own, or one that makes its question asked."""
        if leaf not in self._unsure:
            terms = self.world.terms
            read = terms.what(leaf)
            self._unsure[leaf] = (
                read.or_unknown
                or not read.codes.isdisjoint(unknowns(terms.questions[read.question]))
                or any(self._may_turn_out(other) for other in terms.leaves(self.world.gates[read.question].sure))
            )
        return self._unsure[leaf]

    def _behind(self, position: int) -> Iterator[Term]:
        for name in self.world.flow.questions[position + 1 :]:
            yield from self.at(name)
