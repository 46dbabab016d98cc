"""Conditions in; the questions and codes they read, and a plan that finds their three-valued truth, out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import NamedTuple, TypeAlias

from .model import ANY_TICK, NOT_SURE, AllOf, AnyOf, Atom, Condition, Question

FALSE, UNDECIDED, TRUE = 0, 1, 2
"""Kleene's three values, ordered so that `all` is the least of its parts and `any` the greatest."""

Bits: TypeAlias = int
"""A set in one number; all of `needs` is set in `bits` when `bits & needs == needs`."""


def atoms(condition: Condition) -> Iterator[Atom]:
    """Give the atoms of a condition in reading order."""
    if isinstance(condition, Atom):
        yield condition
        return
    for part in parts(condition):
        yield from atoms(part)


def parts(condition: AllOf | AnyOf) -> tuple[Condition, ...]:
    """Give what stands under `all` or `any`."""
    return condition.all if isinstance(condition, AllOf) else condition.any


def questions_read(condition: Condition) -> tuple[str, ...]:
    """Name the questions that a condition reads, each once, in reading order."""
    return tuple(dict.fromkeys(atom.question for atom in atoms(condition)))


def ticks(question: Question) -> tuple[str, ...]:
    """Give the codes of a question that say something is so: neither an absence nor an unknown."""
    return tuple(option.code for option in question.options if not option.absence and not option.unknown)


def unknowns(question: Question) -> frozenset[str]:
    """Give the codes beside which the options that are not ticked stay undecided."""
    return frozenset({NOT_SURE, *(option.code for option in question.options if option.unknown)})


def held(atom: Atom, question: Question) -> tuple[str, ...]:
    """Spell out the codes that satisfy an atom, `any-tick` included."""
    codes = (ticks(question) if code == ANY_TICK else (code,) for code in atom.holds)
    return tuple(dict.fromkeys(code for group in codes for code in group))


class Fact(NamedTuple):
    """When an atom about some question is true, and the bits that it gives then."""

    codes: frozenset[str]
    at_least: int
    or_unknown: bool
    gives: Bits


Step: TypeAlias = tuple[Bits, Bits]
"""Where all of the first bits are set, the second are set too."""


class Plan:
    """Conditions as bits: an atom has one, `any` has one that each of its parts gives, `all` needs those of its parts.

    Equal conditions share their bits, so that each is decided once however many rules read it.
    """

    def __init__(self, questions: dict[str, Question]) -> None:
        self._questions = questions
        self._bits: dict[Condition, Bits] = {}
        self._gives: dict[str, dict[Atom, Bits]] = {}
        """By the question that an atom reads."""
        self.steps: list[Step] = []
        """What an `all` within an `any` gives to it, in an order in which none needs what a later one gives."""

    def needs(self, condition: Condition) -> Bits:
        """Give the bits that must all be set for a condition to be true."""
        if isinstance(condition, AllOf):
            return reduce(or_, map(self.needs, condition.all))
        if condition not in self._bits:
            self._bits[condition] = bit = 1 << len(self._bits)
            self._give(condition, bit)
        return self._bits[condition]

    def facts(self, question: str) -> tuple[Fact, ...]:
        """Give the atoms about a question."""
        return tuple(
            Fact(frozenset(held(atom, self._questions[question])), atom.at_least, atom.or_unknown, bits)
            for atom, bits in self._gives.get(question, {}).items()
        )

    def _give(self, condition: Condition, bit: Bits) -> None:
        if isinstance(condition, Atom):
            given = self._gives.setdefault(condition.question, {})
            given[condition] = given.get(condition, 0) | bit
        elif isinstance(condition, AnyOf):
            for part in condition.any:
                self._give(part, bit)
        else:
            self.steps.append((self.needs(condition), bit))
