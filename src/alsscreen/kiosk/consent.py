"""What a person is about to hand over in; the pages on which they see it and agree, and how it went, out.

Both faces of the kiosk show these pages, in this order: `private` where there is anything private, all of `steps`, and
`told` until it is done or has failed. Nothing leaves before `agreed`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from ..dialogue import Page, Row
from ..model import Answer, Answers, Evaluation, Perspective
from ..render.advice import actions
from ..render.lines import GAP, Line
from .outbox import Outbox, Promise, Record, Sending
from .screens import Screens

LEAVE_OUT, INCLUDE = "leave-out", "print"
"""The rows of `private`."""


def record(
    screens: Screens, answers: Answers, evaluation: Evaluation, perspective: Perspective, *, sensitive: bool
) -> Record:
    """Put together what may leave; private answers only where they were ticked."""
    from ..render.page import page, shown
    from ..render.sheet import sheet

    book, today = screens.book, datetime.now().astimezone().date()
    text = page(book, evaluation, answers, screens.region, perspective, today, sensitive)
    facts = sheet(book, evaluation, answers, perspective, today, include_sensitive=sensitive)
    return Record(answers, evaluation, text, sensitive, tuple(shown(facts)))


def private(screens: Screens, name: str, answers: Answers, perspective: Perspective) -> Page | None:
    """Ask whether answers about family, genes, mood and substances go along; None where there are none."""
    page = screens.pages(perspective).sensitive(answers)
    if page is None:
        return None
    words = screens.words
    lines = (Line("body", words[f"{name}_private"]), *(line for line in page.lines if line.style == "bullet"))
    rows = (Row(LEAVE_OUT, words["leave_out"]), Row(INCLUDE, words[f"{name}_too"]))
    return screens.dress(replace(page, title=words[f"{name}_title"], lines=lines, rows=rows))


def steps(screens: Screens, outbox: Outbox, given: Record) -> tuple[Page, ...]:
    """Give the pages before it goes: what is sent, then who reads it and the question; for paper the question alone."""
    if outbox.promise is None:
        return (screens.printing(),)
    content = replace(screens.notice("send_title", "send_what"), back="back")
    content = replace(content, lines=(*content.lines, *_content(screens, outbox, given)))
    return content, screens.menu("send_title", _agreement(screens, outbox.promise, given), ("send_yes", "send_no"))


def agreed(outbox: Outbox, answer: Answer) -> bool:
    """Say whether the answer to the last of `steps` is a yes."""
    return answer == (f"{outbox.name}_yes",)


def told(screens: Screens, outbox: Outbox, given: Record, sending: Sending) -> Page:
    """Say how it goes. Once it is sent: the code, and once more what sending does not do."""
    page = screens.notice(f"{outbox.name}_title", f"{outbox.name}_{_how(screens, outbox, sending)}")
    if outbox.promise is None or sending.how != "done":
        return page
    code = f"{sending.code[:3]}-{sending.code[3:]}"
    told = (
        Line("headline", line.text.replace("{code}", code)) if "{code}" in line.text else line for line in page.lines
    )
    return replace(page, lines=(*told, GAP, *_facts(screens, given)))


def _how(screens: Screens, outbox: Outbox, sending: Sending) -> str:
    how = sending.how
    if how != "failed" or outbox.promise is None:
        return how
    if sending.problem is not None and sending.problem.code == "uncertain":
        return "uncertain"
    return "failed_print" if screens.facts.place else how


def _content(screens: Screens, outbox: Outbox, given: Record) -> Iterator[Line]:
    yield GAP
    yield Line("heading", screens.words["send_answers"])
    yield from (Line("bullet", f"{asked} {answer}") for asked, answer in outbox.shown(given))
    yield GAP
    yield Line("heading", screens.words["send_page"])
    yield from given.lines


def _agreement(screens: Screens, promise: Promise, given: Record) -> tuple[Line, ...]:
    names = {"{controller}": promise.controller, "{reader}": promise.reader, "{days}": str(promise.days)}
    lines = [*screens.lines("send_who"), GAP, *_facts(screens, given)]
    for place, name in names.items():
        lines = [line._replace(text=line.text.replace(place, name)) for line in lines]
    return tuple(lines)


def _facts(screens: Screens, given: Record) -> Iterator[Line]:
    """Say what sending does not do, and what is still to be done."""
    yield from screens.lines("send_facts")
    yield from (Line("action", screens.filled(text)) for text in actions(screens.book, given.evaluation))
