"""A question and the leaves that read it in; every kind of answer that these can tell apart, out.

Each kind is given as one of its shortest answers; () is none at all, and declined is the same kind as none. To whom an
option is offered (`perspective`) limits nothing here: a code counts whoever gives it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from ...conditions import unknowns
from ...model import NOT_SURE, Answer, Question
from .terms import ASKED, Leaf, Term, Terms

Choice: TypeAlias = tuple[Answer, ...]
"""An answer for each world."""


class Kinds:
    """The kinds of answers to the questions of one book."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.moves: dict[Any, frozenset[bool]] = {}
        """Kept by `Change.moves`."""
        self._known: dict[tuple[str, frozenset[Term]], tuple[Answer, ...]] = {}

    def of(self, question: str, leaves: frozenset[Term]) -> tuple[Answer, ...]:
        """Give one answer of each kind that these leaves, all of them about this question, tell apart."""
        key = question, leaves
        if key not in self._known:
            answers = ((answer,) for answer in possible(self.terms.questions[question], self.read(leaves)))
            self._known[key] = tuple(answer for (answer,) in self.distinct(answers, leaves))
        return self._known[key]

    def distinct(self, choices: Iterable[Choice], leaves: frozenset[Term]) -> list[Choice]:
        """Keep one choice of those that no leaf can tell apart, the shortest."""
        read, kept = self.read(leaves), dict[tuple[bool, ...], Choice]()
        for choice in sorted(choices, key=lambda choice: sum(map(len, choice))):
            values = tuple(self.terms.holds(leaf, ASKED, answer) for answer in choice for leaf in read)
            kept.setdefault(values, choice)
        return list(kept.values())

    def read(self, leaves: frozenset[Term]) -> list[Leaf]:
        """Give what these leaves say."""
        return [self.terms.what(leaf) for leaf in sorted(leaves)]


def possible(question: Question, read: Iterable[Leaf]) -> Iterator[Answer]:
    """Give answers that show everything that leaves can make of a question: none, each alone, and sets of ticks."""
    yield ()
    if question.kind == "text":
        return
    if question.kind == "choice":
        yield from ((option.code,) for option in question.options)
        yield (NOT_SURE,)
    else:
        yield from ((option.code,) for option in question.options if option.absence)
        yield from filter(None, ticked(question, read))


def ticked(question: Question, read: Iterable[Leaf], start: Answer = ()) -> Iterator[Answer]:
    """Give `start` with more ticks: a shortest set for each combination of unknowns and of counts that leaves can see.

    A leaf that asks for at least n of its options cannot see more than n of them; so sets that no leaf can tell apart
    are one kind, and there are as few of them as the leaves allow, however many options there are. To have ticked
    something that nobody reads is a kind of its own: it leaves nothing open.
    """
    leaves = tuple(dict.fromkeys((leaf.codes, leaf.at_least) for leaf in read))
    unknown = unknowns(question)
    first = tuple(min(len(codes.intersection(start)), most) for codes, most in leaves)
    sets = {(bool(start), unknown.intersection(start), first): start}
    for code in (*(option.code for option in question.options if not option.absence), NOT_SURE):
        for (_, unsure, counts), answer in [*sets.items()] if code not in start else ():
            if code in unknown:
                key = True, unsure | {code}, counts
            else:
                seen = zip(counts, leaves, strict=True)
                key = True, unsure, tuple(min(count + (code in codes), most) for count, (codes, most) in seen)
            if key not in sets or len(sets[key]) > len(answer) + 1:
                sets[key] = (*answer, code)
    yield from sets.values()
