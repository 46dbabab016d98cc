"""Answers in; how every question of a flow stands out: the mask that the interview, evaluator and prover share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from .conditions import FALSE, TRUE, UNDECIDED, AtomStep, NodeStep, Plan, Slot, Values, code_bits, unknowns
from .model import DECLINED, NOT_SURE, Answer, Answers, Condition, Flow, Reading, RuleBook, State


@dataclass(frozen=True, slots=True)
class _Step:
    """What there is to do at one question, in the order of the flow."""

    question: str
    before: tuple[NodeStep, ...]
    gate: Slot | None
    bits: dict[str, int]
    unknown: int
    may_be_open: bool
    """False of a text: to leave the note empty leaves nothing open."""
    atoms: tuple[AtomStep, ...]
    after: tuple[NodeStep, ...]
    stops: tuple[Slot, ...]
    hidden: Reading
    gate_undecided: Reading


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
        yield _Step(
            question_id, tuple(plan.nodes[first:second]), gate, bits, unknown, question.kind != "text",
            (), tuple(plan.nodes[second:]), stops,
            Reading(question_id, "hidden", ()), Reading(question_id, "gate-undecided", ()),
        )  # fmt: skip


def _read(step: _Step, shown: int, answer: Answer | None, values: Values) -> Reading:
    """Write the values of the atoms that read this question; say how it stands."""
    if shown == FALSE:
        return step.hidden
    if shown == UNDECIDED:
        for atom in step.atoms:
            values[atom[0]] = UNDECIDED
        return step.gate_undecided
    bits, known, state = step.bits, 0, state_of(answer)
    for code in answer or ():
        known |= bits.get(code, 0)
    is_open = state != "answered" or known & step.unknown != 0
    for slot, mask, at_least, or_unknown in step.atoms:
        if known & mask and (at_least == 1 or (known & mask).bit_count() >= at_least):
            values[slot] = TRUE
        elif is_open:
            values[slot] = TRUE if or_unknown else UNDECIDED
    return Reading(step.question, state, answer or (), is_open and step.may_be_open)


def state_of(answer: Answer | None) -> State:
    """Say how a question that is asked stands with this answer."""
    if answer is None:
        return "unanswered"
    return "not-sure" if answer == (NOT_SURE,) else "declined" if answer == (DECLINED,) else "answered"
