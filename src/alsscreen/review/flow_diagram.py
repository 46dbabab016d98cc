"""A flow in; its questions in order, with what they wait for and where they end, as a drawn list, out.

A list that the style sheet draws, and no picture: it can be read aloud, searched, printed, and read on a narrow screen.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Flow, RuleBook
from .book_blocks import Block, Item, Items, Line, Section, Text, code, joined, link, strong, text
from .condition_words import condition_line

KINDS = {"choice": "one answer", "choices": "tick any", "text": "own words"}
MARKS = {"section": "part", "asked": "step", "gated": "side", "stop": "stop", "end": "end"}


def flow_section(book: RuleBook, flow: Flow) -> Section:
    """Draw the first flow: parts, questions, those that are asked only when…, and where nothing further is asked.

    Of each other flow it is said what it leaves out, when it leaves the others in their order.
    """
    first = next(iter(book.flows.values()))
    asked = set(flow.questions)
    left_out = [name for name in first.questions if name not in asked]
    ending: Line = ("When no rule counts: ", *_floor(flow), ".")
    title: Line = (f"{flow.title} ({len(flow.questions)} questions) ", code(flow.id))
    shorter = [name for name in first.questions if name in asked]
    if flow.id != first.id and shorter == list(flow.questions):
        out = joined(link("question", name) for name in left_out)
        away: Line = ("The questions of ", code(first.id), f" without {len(left_out)} of them: ", *out, ".")
        return Section(f"flow-{flow.id}", title, (text(flow.description), Text(away), Text(ending)))
    drawn: Block = Items((*_parts(book, flow), Item(("The end. ", *ending), mark=MARKS["end"])), drawn=True)
    return Section(f"flow-{flow.id}", title, (text(flow.description), drawn))


def _floor(flow: Flow) -> Line:
    return (
        link("guidance", flow.floor.nothing), " after a definite no to everything, ",
        link("guidance", flow.floor.declined), " when all was declined, else ", link("guidance", flow.floor.otherwise),
    )  # fmt: skip


def _parts(book: RuleBook, flow: Flow) -> Iterator[Item]:
    """Gather the questions that follow each other in one section of the questionnaire."""
    section, steps = "", list[Item]()
    for name in flow.questions:
        question = book.questions[name]
        if question.section != section:
            if steps:
                yield Item((book.sections[section].title,), tuple(steps), MARKS["section"])
            section, steps = question.section, []
        steps.append(_step(book, name))
        steps.extend(_stops(book, name))
    if steps:
        yield Item((book.sections[section].title,), tuple(steps), MARKS["section"])


def _step(book: RuleBook, name: str) -> Item:
    question = book.questions[name]
    words = (link("question", name), f" ({KINDS[question.kind]}): {question.text}")
    if question.asked_when is None:
        return Item(words, mark=MARKS["asked"])
    return Item((strong("Only when "), *condition_line(book, question.asked_when), " — ", *words), mark=MARKS["gated"])


def _stops(book: RuleBook, name: str) -> Iterator[Item]:
    for stop in book.stops:
        if stop.after == name:
            ending = (". Nothing further is asked (", code(stop.id), ").")
            yield Item((strong("Stop when "), *condition_line(book, stop.when), *ending), mark=MARKS["stop"])
