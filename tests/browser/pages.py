"""The rule book in; the pages for the clinician of people who make it long or short, as JSON on standard output."""

from __future__ import annotations

import datetime as dt
import json
import sys

from alsscreen import rulebook
from alsscreen.conditions import ticks
from alsscreen.evaluate import Evaluator
from alsscreen.model import DECLINED, NOT_SURE, NOTE_LENGTH, Answer, Answers, Question
from alsscreen.render.asked import perspective_of
from alsscreen.render.html import html
from alsscreen.render.page import page

BOOK = rulebook.load(rulebook.directory())
FULL = BOOK.flows["full"]
REGION = BOOK.regions["GB"]
DATE = dt.date(2026, 11, 22)
SAFE = {
    "sudden": ("longer-ago",),
    "now": ("none",),
    "who": ("with-them",),
    "age": ("55-75",),
    "told": ("nothing-wrong",),
}
NOTE = ("Something quite unlike anything else. " * 9)[:NOTE_LENGTH]


def main() -> None:
    """Print each person's page, as HTML and as text, with all that is private on it."""
    evaluate = Evaluator(BOOK, FULL)
    made = {}
    for name, answers in people().items():
        given = (BOOK, evaluate(answers), answers, REGION, perspective_of(BOOK, answers), DATE, True)
        made[name] = {"html": html(*given), "text": page(*given)}
    json.dump(made, sys.stdout)


def people() -> dict[str, Answers]:
    """Give those who tick everything, are not sure of anything, tick nothing, and stop at once."""
    return {
        **{f"all since {code}, not sure": everything(code, NOT_SURE) for code in ("today", "weeks", "months")},
        "all": everything("year"),
        "not sure": {**all_of(NOT_SURE), **SAFE},
        "declined": all_of(DECLINED),
        "stroke": {"sudden": ("face",)},
        "nothing": {},
    }


def everything(since: str, *more: str) -> Answers:
    """Tick all there is, and choose the longest words."""
    return {name: _most(question, since, more) for name, question in BOOK.questions.items()} | SAFE


def all_of(code: str) -> Answers:
    """Answer each question with this code."""
    return dict.fromkeys(BOOK.questions, (code,))


def _most(question: Question, since: str, more: tuple[str, ...]) -> Answer:
    if question.kind == "text":
        return (NOTE,)
    if question.kind == "choices":
        return (*ticks(question), *more)
    if question.id.endswith("since"):
        return (since,)
    return (
        ("different",) if question.id == "together" else (max(question.options, key=lambda each: len(each.text)).code,)
    )


if __name__ == "__main__":
    main()
