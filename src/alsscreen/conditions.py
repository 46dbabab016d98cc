"""Conditions in; the questions and codes they read, and a plan that finds their three-valued truth, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from .model import ANY_TICK, NOT_SURE, AllOf, AnyOf, Atom, Condition, Question

FALSE, UNDECIDED, TRUE = 0, 1, 2
"""Kleene's three values, ordered so that `all` is the least of its parts and `any` the greatest."""

Slot: TypeAlias = int
Values: TypeAlias = list[int]


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


def code_bits(question: Question) -> dict[str, int]:
    """Give each code of a question, "not sure" included, a bit of its own."""
    codes = (*(option.code for option in question.options), NOT_SURE)
    return {code: 1 << index for index, code in enumerate(codes)}


class AtomStep(NamedTuple):
    """Where an atom's value goes, and what makes it true."""

    slot: Slot
    mask: int
    at_least: int
    or_unknown: bool


class NodeStep(NamedTuple):
    """Where the value of an `all` (min) or `any` (max) goes, and how to take the values of its parts."""

    slot: Slot
    operator: Callable[[tuple[int, ...]], int]
    parts: Callable[[Values], tuple[int, ...]]


class Plan:
    """Equal conditions share one slot, so that each is decided once however many rules read it."""

    def __init__(self, questions: dict[str, Question]) -> None:
        self.questions = questions
        self.atoms: dict[str, list[AtomStep]] = {}
        self.nodes: list[NodeStep] = []
        self.size = 0
        self._slots: dict[Any, Slot] = {}

    def slot(self, condition: Condition) -> Slot:
        """Give the slot of a condition's value; its steps are added when it is new."""
        if isinstance(condition, Atom):
            return self._atom(condition)
        inner = tuple(self.slot(part) for part in parts(condition))
        if len(inner) == 1:
            return inner[0]
        operator = min if isinstance(condition, AllOf) else max
        slot, new = self._intern((operator, inner))
        if new:
            self.nodes.append(NodeStep(slot, operator, itemgetter(*inner)))
        return slot

    def _atom(self, atom: Atom) -> Slot:
        question = self.questions[atom.question]
        bits = code_bits(question)
        mask = sum(bits.get(code, 0) for code in held(atom, question))
        slot, new = self._intern((question.id, mask, atom.at_least, atom.or_unknown))
        if new:
            self.atoms.setdefault(question.id, []).append(AtomStep(slot, mask, atom.at_least, atom.or_unknown))
        return slot

    def _intern(self, key: Any) -> tuple[Slot, bool]:
        slot = self._slots.setdefault(key, self.size)
        new = slot == self.size
        self.size += new
        return slot, new
