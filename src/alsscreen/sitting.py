"""One person's replies in; their answers as they stand, for whom the words are, and what an answer calls up, out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Literal, TypeAlias

from .conditions import unknowns
from .interview import Interview, answered, without
from .model import DECLINED, Answer, Answers, Evaluation, Perspective, Question, RuleBook

WHO, TOLD, SELF, ALS = "who", "told", "self", "als"
"""The two questions that the opening answers when a book asks them, and the options it gives."""

CalledUp: TypeAlias = Literal["", "emergency", "unseen"]
"""What an answer calls up at once: nothing, the result, or the number beside an open safety question."""


class Sitting(ABC):
    """One person at any front end. The answers, and nothing else, say where they are.

    What was taken back is offered again when it is asked again.
    """

    def __init__(self, perspective: Perspective | None = None) -> None:
        self.answers: Answers = {}
        self._chosen = perspective
        self._given: set[str] = set()
        self._taken: Answers = {}
        self._warned = False

    @property
    @abstractmethod
    def book(self) -> RuleBook: ...

    @property
    @abstractmethod
    def interview(self) -> Interview:
        """Give what is asked of them."""

    @abstractmethod
    def evaluation(self) -> Evaluation:
        """Evaluate the answers as they stand."""

    @property
    def perspective(self) -> Perspective:
        """Say for whom the words are: the answer to "who", else what was chosen at the beginning."""
        given = self.answers.get(WHO, ())
        options = self.book.questions[WHO].options if given else ()
        told = next((option.perspective for option in options if option.code in given), None)
        return told or self._chosen or "self"

    @property
    def counted(self) -> Answers:
        """Leave out what the opening answered and nobody asked, lest it is told to have been ignored."""
        unasked = self._given.intersection(self.interview.hidden(self.answers))
        return {name: answer for name, answer in self.answers.items() if name not in unasked}

    def _begin(self, *, other: bool, told: bool) -> None:
        """Take what the opening said: it is about somebody else; they were told that it is ALS."""
        self._chosen = "other" if other else "self"
        given = {} if other else {WHO: (SELF,)}
        given |= {TOLD: (ALS,)} if told else {}
        kept = {name: answer for name, answer in self.answers.items() if name not in self._given}
        self._given = {name for name in given if name in self.interview.flow.questions}
        self.answers = kept | {name: given[name] for name in self._given}

    def _said(self, question: Question) -> Answer:
        """Give the answer that was taken back."""
        return self._taken.get(question.id, ())

    def _take(self, question: Question, answer: Answer) -> CalledUp:
        """Take an answer. A new emergency is shown at once; an open safety question shows the number."""
        before, answer = self._emergencies(), answer or (DECLINED,)
        self.answers = answered(self.answers, question.id, answer)
        self._taken.pop(question.id, None)
        if self._emergencies() - before:
            return "emergency"
        is_open = {DECLINED, *unknowns(question)} & set(answer)
        return "unseen" if is_open and any(option.alarm for option in question.options) else ""

    def _take_back(self, question: str | None) -> bool:
        """Take back the answer before a question (None: the last), but none that the opening gave."""
        previous = self.interview.answered_before(self.answers, question, self._given)
        if previous is not None:
            self._forget(previous.id)
        return previous is not None

    def _forget(self, question: str) -> None:
        self._taken[question] = self.answers[question]
        self.answers = without(self.answers, question)

    def _mistaken(self, question: str) -> None:
        """Take back a tick that was a mistake; from now on the words warn of that."""
        self._forget(question)
        self._warned = True

    def _emergencies(self) -> set[str]:
        called = self.evaluation().guidance  # first: a front end may read the rest of its book only for this
        return {name for name, _ in called if self.book.guidance[name].level == "emergency"}
