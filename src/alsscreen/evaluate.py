"""A rule book, a flow and answers in; an Evaluation out: the level, the guidance and a verdict for every rule."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import itemgetter
from typing import TypeAlias

from .conditions import questions_read
from .model import LEVELS, Answers, Evaluation, Flow, Question, Reading, RuleBook, Verdict
from .visible import Mask

_STATUS = ("not-fired", "undecided", "fired")
"""By truth value: false, undecided, true."""

_RANK = {level: rank for rank, level in enumerate(LEVELS)}


class Evaluator:
    """One flow of a book, made ready once and used for many answers. All rules that hold count (Collect)."""

    def __init__(self, book: RuleBook, flow: Flow) -> None:
        self.book = book
        self.flow = flow
        rules = tuple(book.rules.values())
        self._mask = Mask(book, flow, (rule.when for rule in rules))
        self._rules = tuple(rule.id for rule in rules)
        self._guidance = tuple(rule.guidance for rule in rules)
        self._getters = tuple(_getter(questions_read(rule.when)) for rule in rules)
        self._rank = {guidance.id: _RANK[guidance.level] for guidance in book.guidance.values()}
        self._absences = {
            question.id: {option.code for option in question.options if option.absence}
            for question in (book.questions[name] for name in flow.questions)
            if _asks_signs(book, question)
        }

    def __call__(self, answers: Answers) -> Evaluation:
        """Evaluate answers that `answers.py` has checked."""
        standing, values = self._mask.read(answers)
        statuses = [_STATUS[values[slot]] for slot in self._mask.slots]
        because = [getter(standing) for getter in self._getters]
        verdicts = tuple(map(_verdict, zip(self._rules, statuses, because, strict=True)))
        fired: dict[str, list[str]] = {}
        best_undecided = len(LEVELS)
        for rule, status, guidance in zip(self._rules, statuses, self._guidance, strict=True):
            if status == "fired":
                fired.setdefault(guidance, []).append(rule)
            elif status == "undecided":
                best_undecided = min(best_undecided, self._rank[guidance])
        if not fired:
            fired[self._floor(standing)] = []
        guidance_order = sorted(fired, key=self._rank.__getitem__)
        rank = self._rank[guidance_order[0]]
        opened = tuple([name for name in self.flow.questions if standing[name].open])
        return Evaluation(
            flow=self.flow.id,
            level=LEVELS[rank],
            complete=not opened,
            open=opened,
            may_rise_to=LEVELS[best_undecided] if best_undecided < rank else None,
            ignored=tuple(name for name in answers if standing[name].state in _NOT_COUNTED),
            guidance=tuple((guidance, tuple(fired[guidance])) for guidance in guidance_order),
            verdicts=verdicts,
            readings=standing,
        )

    def _floor(self, standing: dict[str, Reading]) -> str:
        """Choose the flow's declared floor: "nothing" only where every sign question is a definite no."""
        asked = [standing[question] for question in self._absences]
        if all(reading.state in ("declined", "unanswered") for reading in asked):
            return self.flow.floor.declined
        all_no = all(set(reading.answer) <= self._absences[reading.question] and reading.answer for reading in asked)
        return self.flow.floor.nothing if all_no else self.flow.floor.otherwise


_Getter: TypeAlias = Callable[[dict[str, Reading]], tuple[Reading, ...]]

_verdict: Callable[[tuple[str, str, tuple[Reading, ...]]], Verdict] = partial(tuple.__new__, Verdict)
"""Verdict._make without its own frame: half the time of a whole evaluation went there."""

_NOT_COUNTED = ("hidden", "gate-undecided", "not-in-flow")


def _getter(names: tuple[str, ...]) -> _Getter:
    if len(names) > 1:
        return itemgetter(*names)
    only = names[0]
    return lambda standing: (standing[only],)


def _asks_signs(book: RuleBook, question: Question) -> bool:
    """Say whether a question that is always asked holds a sign of the source or a tick of the safety check."""
    signs = (option.sign for option in question.options if option.sign)
    return question.asked_when is None and (
        any(option.alarm for option in question.options) or any(book.signs[sign].kind == "sign" for sign in signs)
    )
