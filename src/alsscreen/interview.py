"""A flow and the answers so far in; the next question, the way back and how far it is out; nothing is kept here."""

from __future__ import annotations

from itertools import takewhile
from typing import NamedTuple

from .model import Answer, Answers, Flow, Question, RuleBook
from .visible import Mask


class Progress(NamedTuple):
    """How many of the questions that are now asked come before this one, and how many there are."""

    done: int
    total: int


class Interview:
    """One flow of a book. The state is the answers and nothing else: each call reads them afresh."""

    def __init__(self, book: RuleBook, flow: Flow) -> None:
        self.book = book
        self.flow = flow
        self._mask = Mask(book, flow)

    def asked(self, answers: Answers) -> tuple[Question, ...]:
        """Give the questions that are asked with these answers, in order."""
        standing, _ = self._mask.read(answers)
        hidden = ("hidden", "gate-undecided")
        return tuple(self.book.questions[name] for name in self.flow.questions if standing[name].state not in hidden)

    def next(self, answers: Answers) -> Question | None:
        """Give the first question that is asked and has no answer yet; None when there is none left."""
        return next((question for question in self.asked(answers) if question.id not in answers), None)

    def answered_before(self, answers: Answers, question: str | None, given: set[str]) -> Question | None:
        """Give the last one before `question` (None: before the end) with an answer that is not among `given`."""
        before = tuple(takewhile(lambda each: each.id != question, self.asked(answers)))
        return next((each for each in reversed(before) if each.id in answers and each.id not in given), None)

    def hidden(self, answers: Answers) -> tuple[str, ...]:
        """Name the questions that have an answer and are not asked: their answers do not count."""
        asked = {question.id for question in self.asked(answers)}
        return tuple(question for question in answers if question not in asked)

    def progress(self, answers: Answers, question: str) -> Progress:
        """Say how far a question is on the way that the answers so far give."""
        names = [asked.id for asked in self.asked(answers)]
        return Progress(names.index(question) + 1, len(names))


def answered(answers: Answers, question: str, answer: Answer) -> Answers:
    """Give the answers with this one given or changed."""
    return {**answers, question: answer}


def without(answers: Answers, question: str) -> Answers:
    """Give the answers with this one taken back."""
    return {name: answer for name, answer in answers.items() if name != question}
