"""Strangers in a row at one real terminal: what each is told at the end is what `evaluate` says of their answers."""

from __future__ import annotations

import random

from alsscreen.evaluate import Evaluator
from alsscreen.interview import Interview, answered
from alsscreen.model import DECLINED, Answers, Question
from alsscreen.render.advice import headline
from kiosk_desk import SHOP, SOAK, AtKiosk, kiosk
from people import BOOK

FLOW = BOOK.flows["signs"]
STRANGERS = 20 if SOAK else 5
FIRST = "Press any key or touch the screen to start"


def test_strangers_in_a_row() -> None:
    """One after the other (five; twenty in `make soak`): the right headline, and nothing of it for the next."""
    chance = random.Random(20)
    with kiosk() as person:
        for _ in range(STRANGERS):
            told = interview(person, chance)
            person.settles().press("q").sees("Stop now?").press("enter").sees(FIRST).settles()
            assert told not in person.text


def interview(person: AtKiosk, chance: random.Random) -> str:
    """Answer by chance until there is a result; give its headline, which must be on the screen."""
    way, evaluate = Interview(BOOK, FLOW), Evaluator(BOOK, FLOW)
    person.lets_go().press("x").sees("I have been told I have ALS").press("1")
    answers: Answers = {"who": ("self",)}
    while (question := way.next(answers)) is not None:
        shown = " ".join(question.text.split()[:6])
        person.sees(shown).settles(0.05)
        answers = answered(answers, question.id, press(person, question, chance))
        if evaluate(answers).level == "emergency":
            break
        if any(option.alarm for option in question.options) and answers[question.id] in ((DECLINED,), ("not-seen",)):
            person.sees("we go on").lets_go().press("enter")
    else:
        if Interview(BOOK, BOOK.flows["full"]).next(answers) is not None:  # else there is nothing more to offer
            person.sees("You can skip them").lets_go().press("2")
        person.sees("Check your answers").lets_go().press("1")
    found = headline(BOOK, evaluate(answers))
    person.sees("Your result", found)
    return found


def press(person: AtKiosk, question: Question, chance: random.Random) -> tuple[str, ...]:
    """Press the key of one row, and Enter where a list is ticked."""
    page = SHOP.screens.question(
        question, SHOP.way.interview.progress({}, "sudden"), (), "self", warned=False, everybody=False, part=False
    )
    if question.kind == "text":
        person.press("enter")
        return (DECLINED,)
    calm = [row for row in page.rows if not row.at_once] if chance.random() < 0.9 else list(page.rows)
    row = chance.choice(calm)
    if getattr(person, "last", row.key) == row.key:
        person.lets_go()  # the same key again at once would be a hand that did not let go
    person.press(row.key)
    if person.settles().text.find("Press the same key again") > 0:  # it was out of sight
        person.lets_go().press(row.key)
    person.last = row.key  # type: ignore[attr-defined]
    if question.kind == "choices" and not row.at_once:
        person.sees("[x]").press("enter")
    return (row.code,)
