"""A rule book, a flow and answers in; an Evaluation out: the level, the guidance and a verdict for every rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .conditions import questions_read
from .model import LEVELS, Answers, Evaluation, Flow, Question, Reading, RuleBook, Verdict
from .visible import Mask

if TYPE_CHECKING:
    from .model import Rule


class Evaluator:
    """One flow of a book, made ready once and used for many answers. All rules that hold count (Collect)."""

    def __init__(self, book: RuleBook, flow: Flow) -> None:
        self.book = book
        self.flow = flow
        self._mask = Mask(book, flow, (rule.when for rule in book.rules.values()))
        self._rank = {guidance.id: LEVELS.index(guidance.level) for guidance in book.guidance.values()}
        self._called = tuple(rule.guidance for rule in book.rules.values())
        self._verdicts = tuple(_verdicts(rule) for rule in book.rules.values())
        self._absences = {
            question.id: {option.code for option in question.options if option.absence}
            for question in (book.questions[name] for name in flow.questions)
            if _asks_signs(book, question)
        }

    def __call__(self, answers: Answers) -> Evaluation:
        """Evaluate answers that `answers.py` has checked."""
        standing, (sure, possible) = self._mask.read(answers)
        verdicts: list[Verdict] = []
        called: dict[str, list[str]] = {}
        undecided_ranks: set[int] = set()
        for needs, guidance, (not_fired, undecided, fired) in zip(
            self._mask.needs, self._called, self._verdicts, strict=True
        ):
            if possible & needs != needs:
                verdicts.append(not_fired)
            elif sure & needs != needs:
                verdicts.append(undecided)
                undecided_ranks.add(self._rank[guidance])
            else:
                verdicts.append(fired)
                called.setdefault(guidance, []).append(fired.rule)
        if not called:
            called[self._floor(standing)] = []
        order = sorted(called, key=self._rank.__getitem__)
        rank = self._rank[order[0]]
        may_rise = min(undecided_ranks, default=rank)
        opened = tuple([name for name in self.flow.questions if standing[name].open])
        return Evaluation(
            flow=self.flow.id,
            level=LEVELS[rank],
            complete=not opened,
            open=opened,
            may_rise_to=LEVELS[may_rise] if may_rise < rank else None,
            ignored=tuple([name for name in answers if standing[name].state in _NOT_COUNTED]),
            guidance=tuple([(guidance, tuple(called[guidance])) for guidance in order]),
            verdicts=tuple(verdicts),
            readings=standing,
        )

    def _floor(self, standing: dict[str, Reading]) -> str:
        """Choose the flow's declared floor: "nothing" only where every sign question is a definite no."""
        asked = [standing[question] for question in self._absences]
        if all(reading.state in ("declined", "unanswered") for reading in asked):
            return self.flow.floor.declined
        all_no = all(set(reading.answer) <= self._absences[reading.question] and reading.answer for reading in asked)
        return self.flow.floor.nothing if all_no else self.flow.floor.otherwise


_NOT_COUNTED = ("hidden", "gate-undecided", "not-in-flow")


def _verdicts(rule: Rule) -> tuple[Verdict, Verdict, Verdict]:
    """Make the three verdicts that a rule can get beforehand: what it reads never changes."""
    reads = questions_read(rule.when)
    return Verdict(rule.id, "not-fired", reads), Verdict(rule.id, "undecided", reads), Verdict(rule.id, "fired", reads)


def _asks_signs(book: RuleBook, question: Question) -> bool:
    """Say whether a question that is always asked holds a sign of the source or a tick of the safety check."""
    signs = (option.sign for option in question.options if option.sign)
    return question.asked_when is None and (
        any(option.alarm for option in question.options) or any(book.signs[sign].kind == "sign" for sign in signs)
    )
