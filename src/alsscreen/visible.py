"""Answers in; how every question of a flow stands out: the mask that the interview, evaluator and prover share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import NamedTuple, TypeAlias

from .conditions import FALSE, TRUE, UNDECIDED, Bits, Fact, Plan, Step, unknowns
from .model import DECLINED, NOT_SURE, Answer, Answers, Condition, Flow, Question, Reading, RuleBook, State


class Truth(NamedTuple):
    """The bits of what is surely true, and of what is possibly true; to be undecided is to be in the second alone."""

    sure: Bits
    possible: Bits

    def of(self, needs: Bits) -> int:
        """Say what a condition is that needs these bits."""
        return TRUE if self.sure & needs == needs else UNDECIDED if self.possible & needs == needs else FALSE


_Effect: TypeAlias = tuple[Reading, Bits, Bits]
"""How a question stands, and the bits that it gives: those surely, those possibly."""


class _Effects(dict[Answer | None, _Effect]):
    """What each answer to one question does: worked out beforehand for a single code, for several when they come."""

    def __init__(self, question: Question, facts: tuple[Fact, ...]) -> None:
        super().__init__()
        self._name, self._facts, self._unknowns = question.id, facts, unknowns(question)
        self._is_text = question.kind == "text"
        self.all = reduce(or_, (fact.gives for fact in facts), 0)
        self.update({answer: self[answer] for answer in (None, (NOT_SURE,), (DECLINED,))})
        self.update({(option.code,): self[option.code,] for option in question.options})

    def __missing__(self, answer: Answer | None) -> _Effect:
        """Work out an answer. To leave a text empty leaves nothing open."""
        state, codes = state_of(answer), answer or ()
        is_open = state != "answered" or not self._unknowns.isdisjoint(codes)
        sure = 0
        for fact in self._facts:
            if (is_open and fact.or_unknown) or len(fact.codes.intersection(codes)) >= fact.at_least:
                sure |= fact.gives
        reading = Reading(self._name, state, codes, is_open and not self._is_text)
        return reading, sure, self.all if is_open else sure


_Place: TypeAlias = tuple[str, Bits, _Effect, _Effect, _Effects, tuple[Step, ...], tuple[Bits, ...]]
"""A question; what its gate needs; its effects when it is hidden, below an undecided gate, and asked; the steps that
can be taken only behind it; what each stop behind it needs. Python takes a plain tuple apart three times as fast."""


class Mask:
    """One flow of a book, ready to be read many times; `conditions` are decided along with the flow's own gates.

    A question is asked when its gate is true and no stop before it is. A gate and a stop read only questions before
    them. An atom about a question that is hidden or not in the flow is false. An unknown is never "no": it is
    undecided, or true where the atom names it or says `or_unknown`; while a gate is undecided, so are its atoms.
    """

    def __init__(self, book: RuleBook, flow: Flow, conditions: Iterable[Condition] = ()) -> None:
        plan = Plan(book.questions)
        self.needs = tuple(plan.needs(condition) for condition in conditions)
        """For each condition the bits that it needs, for `Truth.of`."""
        self._places = tuple(_places(book, flow, plan))
        inside = set(flow.questions)
        outside = (question for question in book.questions if question not in inside)
        self._outside = {question: Reading(question, "not-in-flow", ()) for question in outside}

    def read(self, answers: Answers) -> tuple[dict[str, Reading], Truth]:
        """Say how each question stands, and what is true."""
        standing = self._outside.copy()
        sure = possible = 0
        stopped = False
        for question, gate, hidden, undecided, asked, steps, stops in self._places:
            if stopped or possible & gate != gate:
                reading, surely, possibly = hidden
            elif sure & gate != gate:
                reading, surely, possibly = undecided
            else:
                reading, surely, possibly = asked[answers.get(question)]
            standing[question] = reading
            sure |= surely
            possible |= possibly
            for needs, gives in steps:
                if possible & needs == needs:
                    possible |= gives
                if sure & needs == needs:
                    sure |= gives
            for needs in stops:
                stopped = stopped or sure & needs == needs
        return standing, Truth(sure, possible)


def _places(book: RuleBook, flow: Flow, plan: Plan) -> Iterator[_Place]:
    gates = {name: book.questions[name].asked_when for name in flow.questions}
    needs = {name: 0 if gate is None else plan.needs(gate) for name, gate in gates.items()}
    stops: dict[str, list[Bits]] = {}
    for stop in book.stops:
        stops.setdefault(stop.after, []).append(plan.needs(stop.when))
    effects = {name: _Effects(book.questions[name], plan.facts(name)) for name in flow.questions}
    steps: dict[str, list[Step]] = {}
    for last, step in _last_read(effects, plan):
        steps.setdefault(last, []).append(step)
    for name, asked in effects.items():
        yield (
            name, needs[name], (Reading(name, "hidden", ()), 0, 0), (Reading(name, "gate-undecided", ()), 0, asked.all),
            asked, tuple(steps.get(name, ())), tuple(stops.get(name, ())),
        )  # fmt: skip


def _last_read(effects: dict[str, _Effects], plan: Plan) -> Iterator[tuple[str, Step]]:
    """Name for each step the question behind which no further one can give what it needs."""
    names = list(effects)
    last: dict[int, int] = {}
    """Of each bit, by its position, the last question that can give it."""
    for place, asked in enumerate(effects.values()):
        last.update(dict.fromkeys(_positions(asked.all), place))
    for needs, gives in plan.steps:
        places = [last[bit] for bit in _positions(needs) if bit in last]
        if places:
            place = max(places)
            last.update((bit, max(place, last.get(bit, 0))) for bit in _positions(gives))
            yield names[place], (needs, gives)


def _positions(bits: Bits) -> Iterator[int]:
    """Give the place of each bit that is set."""
    while bits:
        yield bits.bit_length() - 1
        bits ^= 1 << (bits.bit_length() - 1)


def state_of(answer: Answer | None) -> State:
    """Say how a question that is asked stands with this answer."""
    if answer is None:
        return "unanswered"
    return "not-sure" if answer == (NOT_SURE,) else "declined" if answer == (DECLINED,) else "answered"
