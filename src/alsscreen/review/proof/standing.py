"""Answers to a few questions in; the rules that fire with them, found without going through the whole book, out."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Answers
from .moved import Reading
from .terms import ASKED, Term


class Standing:
    """One set of answers in one world. What nobody answers is open, and true only for a leaf with `or_unknown`."""

    def __init__(self, reading: Reading, answers: Answers) -> None:
        self._reading = reading
        self._world = reading.world
        self._answers = answers
        self._asked: dict[str, bool] = {}
        self._stopped = len(self._world.flow.questions)
        for halt in self._world.halts:
            if halt.position < self._stopped and self.true(halt.term):
                self._stopped = halt.position

    def asked(self, question: str) -> bool:
        """Say whether a question is surely asked."""
        known = self._asked.get(question)
        if known is None:
            behind = self._world.position[question] > self._stopped
            known = self._asked[question] = not behind and self.true(self._world.gates[question].sure)
        return known

    def true(self, term: Term) -> bool:
        """Say whether a term is true."""
        return self._world.terms.truth(term, self._holds)

    def fired(self) -> Iterator[str]:
        """Give the rules that fire. Each has a true leaf, so they are looked for only behind true leaves."""
        todo = [*(name for name in self._answers if name in self._world.asks), *self._reading.always_open]
        seen, looked = set[str](), set[str]()
        while todo:
            question = todo.pop()
            if question in seen or not self.asked(question):
                continue
            seen.add(question)
            for leaf in self._reading.at(question):
                if self._holds(leaf):
                    readers = self._reading.of(leaf)
                    todo.extend(readers.gates)
                    looked.update(readers.rules)
        rules = self._world.book.rules
        return (name for name in looked if self.true(self._world.sure(rules[name])))

    def _holds(self, leaf: Term) -> bool:
        read = self._world.terms.what(leaf)
        return self.asked(read.question) and self._world.terms.holds(read, ASKED, self._answers.get(read.question, ()))
