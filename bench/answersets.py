"""A rule book, a flow and a seed in; answers of people who never were, of three kinds, out."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from alsscreen.conditions import atoms
from alsscreen.interview import Interview, answered
from alsscreen.model import DECLINED, NOT_SURE, Answer, Answers, Flow, Question, RuleBook

KINDS = ("complete", "partial", "any")
"""A whole interview; one that was broken off; any answers, asked for or not."""

UNKNOWN = 0.12
"""The share of questions that get "not sure" or "prefer not to say"."""

STOPPING = 0.05
"""How many of the answers that a stop names are kept, or few would come past the first pages."""

NONE = 0.5
"""The share of checklists in which nothing is ticked."""

TICKED = 0.3
"""The share of the options that are ticked in the others."""


class _People:
    """Makes answers by chance."""

    def __init__(self, book: RuleBook, flow: Flow, chance: random.Random) -> None:
        self._book, self._interview, self._chance = book, Interview(book, flow), chance
        self._stopping = {
            (atom.question, code) for stop in book.stops for atom in atoms(stop.when) for code in atom.holds
        }

    def complete(self) -> Answers:
        answers: Answers = {}
        while (question := self._interview.next(answers)) is not None:
            answers = answered(answers, question.id, self._answer(question))
        return answers

    def partial(self) -> Answers:
        answers = self.complete()
        return dict(list(answers.items())[: self._chance.randrange(len(answers))])

    def any(self) -> Answers:
        share = self._chance.random()
        return {name: self._answer(question) for name, question in self._book.questions.items() if self._is(share)}

    def _answer(self, question: Question) -> Answer:
        while True:
            answer = self._by_chance(question)
            if self._is(STOPPING) or self._stopping.isdisjoint((question.id, code) for code in answer):
                return answer

    def _by_chance(self, question: Question) -> Answer:
        if self._is(UNKNOWN):
            return (self._chance.choice((NOT_SURE, DECLINED)),)
        if question.kind == "text":
            return ("A note.",)
        if question.kind == "choice":
            return (self._chance.choice(question.options).code,)
        absences = [option.code for option in question.options if option.absence]
        if absences and self._is(NONE):
            return (self._chance.choice(absences),)
        others = [option.code for option in question.options if not option.absence]
        return tuple(code for code in (*others, NOT_SURE) if self._is(TICKED)) or (self._chance.choice(others),)

    def _is(self, share: float) -> bool:
        return self._chance.random() < share


def answer_sets(book: RuleBook, flow: Flow, seed: int) -> dict[str, Iterator[Answers]]:
    """Give an endless supply of each kind."""
    people = {kind: _People(book, flow, random.Random(f"{seed} {kind}")) for kind in KINDS}
    return {kind: _endless(getattr(maker, kind)) for kind, maker in people.items()}


def _endless(make: Callable[[], Answers]) -> Iterator[Answers]:
    while True:
        yield make()
