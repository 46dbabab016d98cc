"""Answers in; each single other answer that would change the level out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .evaluate import Evaluator
from .interview import Interview, answered, without
from .model import DECLINED, NOT_SURE, Answer, Answers, Level, Perspective, Question


class Change(NamedTuple):
    """Question `question` answered `after` instead of `before` gives `level`. An empty answer is none at all."""

    question: str
    before: Answer
    after: Answer
    level: Level


def changes(
    evaluator: Evaluator, interview: Interview, answers: Answers, perspective: Perspective | None = None
) -> tuple[Change, ...]:
    """Try each other answer to each question that is asked, one at a time; keep those that change the level.

    With a `perspective` the options that only somebody else is offered are left out.
    """
    level = evaluator(answers).level
    tried = (
        Change(question.id, before, after, evaluator(_with(answers, question.id, after)).level)
        for question in interview.asked(answers)
        for before in (answers.get(question.id, ()),)
        for after in alternatives(question, before, perspective)
    )
    return tuple(change for change in tried if change.level != level)


def alternatives(question: Question, answer: Answer, perspective: Perspective | None = None) -> tuple[Answer, ...]:
    """Give every answer that is one step away: another option, one option more or less, an unknown, or none."""
    near = _one(question, perspective) if question.kind == "choice" else _several(question, answer, perspective)
    return tuple(other for other in dict.fromkeys(near) if set(other) != set(answer))


def _one(question: Question, perspective: Perspective | None) -> Iterator[Answer]:
    yield from ((code,) for code in _offered(question, perspective))
    yield from ((NOT_SURE,), (DECLINED,))


def _several(question: Question, answer: Answer, perspective: Perspective | None) -> Iterator[Answer]:
    """Add or remove one tick. What stands alone takes the place of all ticks, and a tick the place of it."""
    alone = {DECLINED, *(option.code for option in question.options if option.absence)}
    ticked = tuple(code for code in answer if code not in alone)
    order = {code: index for index, code in enumerate((*(option.code for option in question.options), NOT_SURE))}
    if question.kind == "text":
        return
    for code in (*_offered(question, perspective), NOT_SURE):
        if code in alone:
            yield (code,)
        elif code in ticked:
            yield tuple(other for other in ticked if other != code)
        else:
            yield tuple(sorted((*ticked, code), key=order.__getitem__))
    yield from ((NOT_SURE,), (DECLINED,))


def _offered(question: Question, perspective: Perspective | None) -> Iterator[str]:
    for option in question.options:
        if perspective is None or option.perspective in (None, perspective):
            yield option.code


def _with(answers: Answers, question: str, answer: Answer) -> Answers:
    return answered(answers, question, answer) if answer else without(answers, question)
