"""A flow in; its questions as data for another front end, or as lines to read, out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..conditions import held, parts
from ..model import AllOf, Atom, Condition, Flow, Option, Question, RuleBook
from .lines import GAP, Line

ASKED_WHEN = "Asked when"


def as_list(book: RuleBook, flow: Flow) -> list[dict[str, Any]]:
    """Give each question of a flow as plain data, in order. The codes `not-sure` and `declined` fit everywhere."""
    return [_question(book, book.questions[name]) for name in flow.questions]


def question_lines(book: RuleBook, flow: Flow) -> tuple[Line, ...]:
    """Give each question of a flow with its codes, its options and when it is asked."""
    return tuple(_lines(book, flow))


def _question(book: RuleBook, question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "text": question.text,
        "other": question.other,
        "hint": question.hint,
        "hint_other": question.hint_other,
        "help": question.help,
        "why": question.why,
        "section": question.section,
        "kind": question.kind,
        "not_sure": question.not_sure,
        "sensitive": question.sensitive,
        "options": [_option(option) for option in question.options],
        "asked_when": None if question.asked_when is None else _condition(book, question.asked_when),
    }


def _option(option: Option) -> dict[str, Any]:
    return {
        "code": option.code,
        "text": option.text,
        "absence": option.absence,
        "sign": option.sign,
        "unknown": option.unknown,
        "alarm": option.alarm,
        "sensitive": option.sensitive,
        "perspective": option.perspective,
    }


def _condition(book: RuleBook, condition: Condition) -> dict[str, Any]:
    """Give a condition with its shorthand spelt out."""
    if not isinstance(condition, Atom):
        operator = "all" if isinstance(condition, AllOf) else "any"
        return {operator: [_condition(book, part) for part in parts(condition)]}
    return {
        "question": condition.question,
        "holds": list(held(condition, book.questions[condition.question])),
        "at_least": condition.at_least,
        "or_unknown": condition.or_unknown,
    }


def _lines(book: RuleBook, flow: Flow) -> Iterator[Line]:
    section = ""
    for name in flow.questions:
        question = book.questions[name]
        if question.section != section:
            section = question.section
            yield from (GAP, Line("heading", book.sections[section].title))
        yield Line("body", f"{question.id} ({question.kind}): {question.text}")
        if question.hint:
            yield Line("small", question.hint)
        if question.asked_when is not None:
            yield Line("small", f"{ASKED_WHEN} {_words(book, question.asked_when)}.")
        yield from (Line("bullet", f"{option.code}: {option.text}") for option in question.options)


def _words(book: RuleBook, condition: Condition) -> str:
    """Read a condition aloud, with the codes that a person would type."""
    if not isinstance(condition, Atom):
        word = " and " if isinstance(condition, AllOf) else " or "
        return word.join(_words(book, part) for part in parts(condition))
    codes = ", ".join(held(condition, book.questions[condition.question]))
    few = f"at least {condition.at_least} of " if condition.at_least > 1 else ""
    unknown = " or is not known" if condition.or_unknown else ""
    return f"{condition.question} is {few}{codes}{unknown}"
