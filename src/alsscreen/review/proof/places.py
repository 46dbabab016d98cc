"""The id of a thing in a rule book in; its place in a file, and a finding about it, out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ...clean import clean
from ...model import Answer, Answers, Problem, RuleBook
from ...references import Files
from ...references.files import QUESTIONS, RULES, SCREENS, Steps


@dataclass(frozen=True, slots=True)
class Example:
    """Answers that show it, ready for `alsscreen evaluate`; `after`: with one change; `said`: what comes out."""

    flow: str
    answers: Answers
    said: str
    after: Answers | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, the smallest example of it, and the places of the rules that it is about."""

    problem: Problem
    example: Example | None = None
    rules: tuple[str, ...] = ()


class Place(NamedTuple):
    """A thing of the book by its kind (a key of _FILES) and id, and where in it."""

    kind: str
    name: str
    steps: Steps = ()


_FILES = {
    "rule": (RULES, "rules"),
    "guidance": (RULES, "guidance"),
    "question": (QUESTIONS, "questions"),
    "stop": (QUESTIONS, "stops"),
    "flow": (QUESTIONS, "flows"),
    "level": (SCREENS, "levels"),
}


class Places:
    """Where everything stands. Of a book that was never a file, nothing has a place."""

    def __init__(self, book: RuleBook, files: Files | None) -> None:
        self._book = book
        self._files = files

    def problem(self, place: Place, code: str, what: str, remedy: str) -> Problem:
        """Make a problem at a place inside a thing."""
        if self._files is None:
            return Problem("", 0, 0, code, what, remedy)
        file, key = _FILES[place.kind]
        attribute = "level" if place.kind == "level" else "id"
        things = [getattr(thing, attribute) for _, thing in self._files.each(file, key)]
        path: Steps = (key, things.index(place.name), *place.steps) if place.name in things else (key,)
        return self._files.problem(file, path, code, what, remedy)

    def of_rule(self, name: str) -> str:
        """Name a rule with its place."""
        if self._files is None:
            return name
        found = self.problem(Place("rule", name), "", "", "")
        return f"{name} ({clean(found.file)}:{found.line})"

    def example(self, flow: str, answers: Answers, said: str, after: Answers | None = None) -> Example:
        """Make an example; the codes of each answer stand in the order of its options."""
        return Example(flow, self._ordered(answers), said, None if after is None else self._ordered(after))

    def _ordered(self, answers: Answers) -> Answers:
        return {name: self._in_order(name, answers[name]) for name in self._book.questions if name in answers}

    def _in_order(self, question: str, answer: Answer) -> Answer:
        options = [option.code for option in self._book.questions[question].options]
        return tuple(sorted(answer, key=lambda code: options.index(code) if code in options else len(options)))
