"""Answer sets that two books judge differently in; one that a person can really give, with both results, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from ..conditions import held, parts, questions_read
from ..evaluate import Evaluator
from ..interview import Interview
from ..model import Answer, Answers, AnyOf, Atom, Condition, Level, RuleBook
from ..visible import Mask
from .meaning import Change, Count, Witness

MOST = 40
"""Examples that are led through a whole interview; those of later changes are given as they were counted."""

TRIES = 30
"""Ways to get a question asked that are tried for one example."""

Whens: TypeAlias = "tuple[Condition | int, Condition | int]"
"""A condition in the old and in the new book; a number stands for one that always has this value."""


class Shown(NamedTuple):
    """The smallest set of answers, the flow in which it can be given, and the results of both books."""

    answers: Answers
    flow: str | None = None
    levels: tuple[Level, Level] | None = None

    def __str__(self) -> str:
        said = "; ".join(f"{name}: {', '.join(codes)}" for name, codes in self.answers.items()) or "no answer at all"
        if self.levels is None:
            return said
        old, new = self.levels
        return f"{said} (result: {new} as before)" if old == new else f"{said} (result: {old} before, {new} now)"


class Examples:
    """Two books, whose evaluators are made ready once for every flow that both have."""

    def __init__(self, old: RuleBook, new: RuleBook) -> None:
        self._books = (old, new)
        self._flows = [name for name in new.flows if name in old.flows]
        self._stops = tuple(_by_question(book) for book in self._books)
        self._place = {name: place for place, name in enumerate(new.questions)}
        self._ready: dict[str, tuple[Evaluator, ...]] = {}
        self._left = MOST

    def find(self, whens: Whens, changes: tuple[Change, ...], count: Count) -> Shown:
        """Take the smallest answer set that can be given in a flow and is judged so; else just the smallest one."""
        self._left -= 1
        smallest = _given(count.witnesses[0][1])
        if self._left >= 0:
            near = [self._near(index, whens) for index in range(2)]
            for flow in self._flows:
                part = _Part(tuple(zip(self._books, near, strict=True)), flow, whens)
                for _, witness in count.witnesses:
                    for answers in part.askable(_given(witness)):
                        if part.values(answers) in changes:
                            return Shown(answers, flow, self._levels(flow, answers))
        return Shown(dict(sorted(smallest.items(), key=lambda each: self._place.get(each[0], 0))))

    def _near(self, index: int, whens: Whens) -> set[str]:
        """Name the questions that have a say in whether those that the conditions read are asked and count."""
        book, stops = self._books[index], self._stops[index]
        left = [name for when in whens if not isinstance(when, int) for name in questions_read(when)]
        near: set[str] = set()
        while left:
            name = left.pop()
            if name not in near and name in book.questions:
                near.add(name)
                gate = book.questions[name].asked_when
                left.extend(() if gate is None else questions_read(gate))
                left.extend(stops.get(name, ()))
        return near

    def _levels(self, flow: str, answers: Answers) -> tuple[Level, Level]:
        if flow not in self._ready:
            self._ready[flow] = tuple(Evaluator(book, book.flows[flow]) for book in self._books)
        old, new = (
            evaluator({name: answer for name, answer in answers.items() if name in evaluator.book.questions}).level
            for evaluator in self._ready[flow]
        )
        return old, new


class _Part:
    """The part of two books that decides whether some questions are asked, in one flow."""

    def __init__(self, books: tuple[tuple[RuleBook, set[str]], ...], flow: str, whens: Whens) -> None:
        parts_of = [_cut(book, near, flow) for book, near in books]
        self._whens = [
            when if isinstance(when, int) else Mask(book, book.flows[flow], (when,))
            for book, when in zip(parts_of, whens, strict=True)
        ]
        self._new = parts_of[1]
        self._order = self._new.flows[flow].questions
        self._interview = Interview(self._new, self._new.flows[flow])

    def values(self, answers: Answers) -> Change:
        """Give the value of the condition in each book."""
        old, new = (when if isinstance(when, int) else when.read(answers)[1].of(when.needs[0]) for when in self._whens)
        return old, new

    def askable(self, wanted: Answers) -> Iterator[Answers]:
        """Add the answers that get each of these questions asked."""
        tries = [wanted] if set(self._order).issuperset(wanted) else []
        for _ in range(TRIES):
            if not tries:
                return
            answers = tries.pop(0)
            hidden = [name for name in self._interview.hidden(answers) if self._new.questions[name].asked_when]
            if hidden:
                tries.extend(self._opened(self._new.questions[hidden[0]].asked_when, answers))
            else:
                yield _ordered(answers, self._order)

    def _opened(self, gate: Condition | None, answers: Answers) -> Iterator[Answers]:
        """Give the answers with what makes a gate true, where it does not speak against what is there."""
        if isinstance(gate, Atom):
            codes = held(gate, self._new.questions[gate.question])
            if len(set(codes) & set(answers.get(gate.question, ()))) >= gate.at_least:
                yield answers
            elif gate.question not in answers:
                yield {**answers, gate.question: codes[: gate.at_least]}
        elif isinstance(gate, AnyOf):
            for part in parts(gate):
                yield from self._opened(part, answers)
        elif gate is not None:
            added = [answers]
            for part in parts(gate):
                added = [more for each in added for more in self._opened(part, each)]
            yield from added


def _cut(book: RuleBook, near: set[str], flow: str) -> RuleBook:
    """Leave only these questions of one flow, and the stops that read nothing else."""
    order = tuple(name for name in book.flows[flow].questions if name in near)
    questions = {name: book.questions[name] for name in near}
    stops = tuple(stop for stop in book.stops if near.issuperset((stop.after, *questions_read(stop.when))))
    flows = {flow: book.flows[flow].model_copy(update={"questions": order})}
    return replace(book, rules={}, questions=questions, stops=stops, flows=flows)


def _by_question(book: RuleBook) -> dict[str, tuple[str, ...]]:
    """Say for each question that a stop reads which others that stop has to do with."""
    found: dict[str, tuple[str, ...]] = {}
    for stop in book.stops:
        names = (stop.after, *questions_read(stop.when))
        for name in names:
            found[name] = (*found.get(name, ()), *names)
    return found


def _given(witness: Witness) -> Answers:
    given: dict[str, Answer | None] = dict(witness)
    return {name: answer for name, answer in given.items() if answer is not None}


def _ordered(answers: Answers, order: Iterable[str]) -> Answers:
    return {name: answers[name] for name in dict.fromkeys((*order, *answers)) if name in answers}
