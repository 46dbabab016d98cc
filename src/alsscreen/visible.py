"""Answers in; how every question of a flow stands out: the mask that the interview, evaluator and prover share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from .conditions import FALSE, TRUE, UNDECIDED, AtomStep, NodeStep, Plan, Slot, Values, code_bits, unknowns
from .model import DECLINED, NOT_SURE, Answer, Answers, Condition, Flow, Question, Reading, RuleBook, State


@dataclass(frozen=True, slots=True)
class _Step:
    """What there is to do at one question, in the order of the flow."""

    question: str
    before: tuple[NodeStep, ...]
    gate: Slot | None
    bits: dict[str, int]
    unknown: int
    atoms: tuple[AtomStep, ...]
    after: tuple[NodeStep, ...]
    stops: tuple[Slot, ...]


class Mask:
    """One flow of a book, ready to be read many times; `conditions` are decided along with the flow's own gates.

    A question is asked when its gate is true and no stop before it is. A gate and a stop read only questions before
    them. An atom about a question that is hidden or not in the flow is false. An unknown is never "no": it is
    undecided, or true where the atom names it or says `or_unknown`; while a gate is undecided, so are its atoms.
    """

    def __init__(self, book: RuleBook, flow: Flow, conditions: Iterable[Condition] = ()) -> None:
        plan = Plan(book.questions)
        steps = tuple(_steps(book, flow, plan))
        done = len(plan.nodes)
        self.slots = tuple(plan.slot(condition) for condition in conditions)
        self._nodes = tuple(plan.nodes[done:])
        self._steps = tuple(replace(step, atoms=tuple(plan.atoms.get(step.question, ()))) for step in steps)
        self._size = plan.size
        outside = (question for question in book.questions if question not in flow.questions)
        self._outside = {question: Reading(question, "not-in-flow", ()) for question in outside}

    def read(self, answers: Answers) -> tuple[dict[str, Reading], Values]:
        """Say how each question stands and what each slot's condition is."""
        values = [FALSE] * self._size
        standing = self._outside.copy()
        stopped = False
        for step in self._steps:
            for slot, operator, parts in step.before:
                values[slot] = operator(parts(values))
            shown = FALSE if stopped else TRUE if step.gate is None else values[step.gate]
            standing[step.question] = _read(step, shown, answers.get(step.question), values)
            for slot, operator, parts in step.after:
                values[slot] = operator(parts(values))
            for slot in step.stops:
                stopped = stopped or values[slot] == TRUE
        for slot, operator, parts in self._nodes:
            values[slot] = operator(parts(values))
        return standing, values


def _steps(book: RuleBook, flow: Flow, plan: Plan) -> Iterator[_Step]:
    """Decide each gate before its question and each stop behind it."""
    for question_id in flow.questions:
        question = book.questions[question_id]
        first = len(plan.nodes)
        gate = None if question.asked_when is None else plan.slot(question.asked_when)
        second = len(plan.nodes)
        stops = tuple(plan.slot(stop.when) for stop in book.stops if stop.after == question_id)
        bits = code_bits(question)
        unknown = sum(bits[code] for code in unknowns(question))
        before, after = tuple(plan.nodes[first:second]), tuple(plan.nodes[second:])
        yield _Step(question_id, before, gate, bits, unknown, (), after, stops)


def _read(step: _Step, shown: int, answer: Answer | None, values: Values) -> Reading:
    """Write the values of the atoms that read this question; say how it stands."""
    if shown == FALSE:
        return Reading(step.question, "hidden", ())
    asked = shown == TRUE
    known = sum(step.bits.get(code, 0) for code in answer) if asked and answer else 0
    state = state_of(answer) if asked else "gate-undecided"
    is_open = state != "answered" or known & step.unknown
    for slot, mask, at_least, or_unknown in step.atoms:
        if (known & mask).bit_count() >= at_least:
            values[slot] = TRUE
        elif is_open:
            values[slot] = TRUE if or_unknown and asked else UNDECIDED
    return Reading(step.question, state, (answer or ()) if asked else ())


def state_of(answer: Answer | None) -> State:
    """Say how a question that is asked stands with this answer."""
    if answer is None:
        return "unanswered"
    return "not-sure" if answer == (NOT_SURE,) else "declined" if answer == (DECLINED,) else "answered"


def is_open(question: Question, reading: Reading) -> bool:
    """Say whether a question that was asked is without a definite answer. A text is never open."""
    if question.kind == "text" or reading.state in ("hidden", "gate-undecided", "not-in-flow"):
        return False
    return reading.state != "answered" or not unknowns(question).isdisjoint(reading.answer)
