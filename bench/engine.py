"""What the bench asks of every engine, ours and the peers alike, and the form in which the peers are given answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

from alsscreen.model import Answers, RuleBook

Values: TypeAlias = list[int]
"""One number for every rule: 0 not fired, 1 undecided, 2 fired."""


class Engine(NamedTuple):
    """`run` is what is timed: it takes what `prepare` makes of answers; `values` reads its result."""

    name: str
    prepare: Callable[[Answers], Any]
    run: Callable[[Any], Any]
    values: Callable[[Any], Values]


def plain(book: RuleBook) -> Callable[[Answers], dict[str, str | list[str]]]:
    """Make plain data of answers: of a checklist a list of codes, of anything else its code or text."""
    lists = {question.id for question in book.questions.values() if question.kind == "choices"}
    return lambda answers: {name: list(given) if name in lists else given[0] for name, given in answers.items()}
