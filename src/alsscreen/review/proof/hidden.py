"""One flow in; the questions whose answer moves something though they are not asked, by the evaluator itself, out."""

from __future__ import annotations

from ...model import DECLINED, NOT_SURE, Answer, Answers, Evaluation, Question
from .ground import Ground
from .search import Wish
from .terms import Leaf


class Hidden:
    """The evaluator is given answers that hide a question, then these with every answer to it that there is.

    An answer gets into an evaluation only through the step of its own question, so one way of hiding it is enough for
    each of the two standings. All questions that the same answers hide are changed at once; only where something moves
    is each looked at alone.
    """

    def __init__(self, ground: Ground, flow: str) -> None:
        self._ground = ground
        self._flow = flow
        self._seen: list[Evaluation] = []
        self._moving: dict[str, tuple[Answers, Answer]] = {}

    def moving(self, question: str) -> tuple[Answers, Answer] | None:
        """Give answers that hide a question and an answer to it that moves something all the same, or None."""
        for state, wishes in self._standings(question):
            if all(seen.readings[question].state != state for seen in self._seen):
                found = self._ground.find(self._flow, wishes)
                if found is not None:
                    self._look(found[0])
        return self._moving.get(question)

    def _standings(self, question: str) -> tuple[tuple[str, list[Wish]], ...]:
        world = self._ground.worlds[self._flow]
        sure = world.asked(question)
        leaf = world.terms.what(sure)
        may = world.terms.leaf(Leaf(leaf.question, leaf.codes, 1, or_unknown=True, sure=False))
        return (
            ("hidden", [Wish(0, may, want=False)]),
            ("gate-undecided", [Wish(0, may), Wish(0, sure, want=False)]),
        )

    def _look(self, answers: Answers) -> None:
        """Change all that these answers hide."""
        before = self._ground.evaluate(self._flow, answers)
        self._seen.append(before)
        hidden = [name for name, reading in before.readings.items() if reading.state in ("hidden", "gate-undecided")]
        given = {name: _every_answer(self._ground.book.questions[name]) for name in hidden}
        for number in range(max(map(len, given.values()))):
            changed = {name: answer[number % len(answer)] for name, answer in given.items()}
            self._ground.space += len(changed)
            if not _same(before, self._ground.evaluate(self._flow, {**answers, **changed})):
                self._blame(before, answers, changed)

    def _blame(self, before: Evaluation, answers: Answers, changed: Answers) -> None:
        for name, answer in changed.items():
            if not _same(before, self._ground.evaluate(self._flow, {**answers, name: answer})):
                self._moving[name] = answers, answer


def _every_answer(question: Question) -> list[Answer]:
    """Give each option alone, all together, "not sure" and declined: each atom is true with some, false with others."""
    if question.kind == "text":
        return [("a note",)]
    codes = (*(option.code for option in question.options), NOT_SURE)
    alone: list[Answer] = [(code,) for code in (*codes, DECLINED)]
    return alone if question.kind == "choice" else [*alone, codes]


def _same(one: Evaluation, other: Evaluation) -> bool:
    """Compare all but what is said of the ignored answers."""
    statuses = ([verdict.status for verdict in evaluation.verdicts] for evaluation in (one, other))
    said = (
        (evaluation.level, evaluation.guidance, evaluation.may_rise_to, evaluation.open) for evaluation in (one, other)
    )
    first, second = statuses
    return first == second and len(set(said)) == 1
