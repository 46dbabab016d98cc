"""A question and the leaves that read it in; every kind of change of its answer that these can tell apart, out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ...conditions import ticks, unknowns
from ...model import Answer, Question
from .kinds import Choice, Kinds, possible, ticked
from .terms import ASKED, Leaf, Term


class Key(NamedTuple):
    """What tells one way of changing an answer from another."""

    kind: str
    question: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change(ABC):
    """A way of changing the answer to one question, as pairs: before and after."""

    question: Question

    @property
    @abstractmethod
    def key(self) -> Key:
        """Give what tells this change from another."""

    @abstractmethod
    def pairs(self, kinds: Kinds, leaves: frozenset[Term]) -> Iterable[Choice]:
        """Give pairs that show everything that these leaves can make of the change."""

    def choices(self, kinds: Kinds, leaves: frozenset[Term]) -> list[Choice]:
        """Give one pair of each kind."""
        return kinds.distinct(self.pairs(kinds, leaves), leaves)

    def moves(self, kinds: Kinds, leaf: Term) -> frozenset[bool]:
        """Say whether one leaf may become true with it, and whether it may become false."""
        key = self.key, leaf
        if key not in kinds.moves:
            read = kinds.terms.what(leaf)
            pairs = self.choices(kinds, frozenset((leaf,)))
            values = ([kinds.terms.holds(read, ASKED, answer) for answer in pair] for pair in pairs)
            kinds.moves[key] = frozenset(after for before, after in values if before != after)
        return kinds.moves[key]


@dataclass(frozen=True)
class OneMore(Change):
    """From an absence, an unknown or other ticks to ticking `code` too.

    With `surer` less may be unknown after it, without it an unknown stays. Of a question with one answer: from an
    absence or an unknown to `code`.
    """

    code: str
    surer: bool

    @property
    def key(self) -> Key:
        return Key("one-more", self.question.id, (self.code, "surer" if self.surer else ""))

    def pairs(self, kinds: Kinds, leaves: frozenset[Term]) -> Iterator[Choice]:
        own = kinds.terms.leaf(Leaf(self.question.id, frozenset((self.code,)), 1, or_unknown=False, sure=True))
        for answer in possible(self.question, kinds.read(leaves | {own})):
            if self.code not in answer and (answer or self.surer):
                yield from ((answer, more) for more in self._more(answer))

    def _more(self, answer: Answer) -> Iterator[Answer]:
        absences = {option.code for option in self.question.options if option.absence}
        sure = set(ticks(self.question))
        if self.question.kind == "choice":
            if sure.isdisjoint(answer):
                yield (self.code,)
            return
        yield (*(other for other in answer if other not in absences), self.code)
        if self.surer:
            yield (*(other for other in answer if other in sure), self.code)


@dataclass(frozen=True)
class AnyTwo(Change):
    """From any answer to any other, or only between those that are `among` some."""

    among: tuple[Answer, ...] = ()

    @property
    def key(self) -> Key:
        return Key("any-two", self.question.id, tuple("+".join(answer) for answer in self.among))

    def pairs(self, kinds: Kinds, leaves: frozenset[Term]) -> Iterator[Choice]:
        answers = self.among or kinds.of(self.question.id, leaves)
        return ((one, other) for one in answers for other in answers if one != other)


@dataclass(frozen=True)
class KnownLater(Change):
    """From any answer to everything that it can turn out to be."""

    @property
    def key(self) -> Key:
        return Key("known-later", self.question.id)

    def pairs(self, kinds: Kinds, leaves: frozenset[Term]) -> Iterator[Choice]:
        read = kinds.read(leaves)
        return ((answer, later) for answer in possible(self.question, read) for later in self._later(answer, read))

    def _later(self, answer: Answer, read: list[Leaf]) -> Iterator[Answer]:
        """Give what an answer can become: anything if it was left out; an unknown takes no other unknown on."""
        yield answer
        unsure = unknowns(self.question).intersection(answer)
        if not answer:
            yield from possible(self.question, read)
        elif unsure:
            kept = tuple(code for code in answer if code not in unsure)
            later = ticked(self.question, read, kept) if kept else possible(self.question, read)
            yield from (other for other in later if other and unknowns(self.question).intersection(other) <= unsure)
