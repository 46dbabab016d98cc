"""A rule book in; its flows, and every question with its options and when it is asked, to be printed, out."""

from __future__ import annotations

from collections.abc import Iterator

from ..conditions import questions_read
from ..model import Option, Question, RuleBook
from .book_blocks import Block, Facts, Item, Items, Label, Line, Section, code, joined, link, text
from .condition_words import condition_items
from .flow_diagram import KINDS, flow_section


def flows_section(book: RuleBook) -> Section:
    """Draw every flow."""
    how = text(
        "From top to bottom: each step is a question. A step that is set in is asked only when what it says is true; "
        "a stop ends the questions. Not sure and prefer not to say stand under every question."
    )
    flows = tuple(flow_section(book, flow) for flow in book.flows.values())
    return Section("flows", (f"The flow of questions ({len(flows)} ways)",), (how, *flows))


def questions_section(book: RuleBook) -> Section:
    """Give every question, by section."""
    readers = _readers(book)
    sections = []
    for section in book.sections.values():
        inside = [question for question in book.questions.values() if question.section == section.id]
        inner = tuple(_question(book, question, readers.get(question.id, [])) for question in inside)
        sections.append(Section(f"section-{section.id}", (f"{section.title} ", code(section.id)), inner))
    return Section("questions", (f"The questions ({len(book.questions)})",), tuple(sections))


def _readers(book: RuleBook) -> dict[str, list[str]]:
    readers: dict[str, list[str]] = {}
    for rule in book.rules.values():
        for name in questions_read(rule.when):
            readers.setdefault(name, []).append(rule.id)
    return readers


def _question(book: RuleBook, question: Question, readers: list[str]) -> Section:
    read: Line = joined(link("rule", name) for name in readers)
    if not read:
        read = ("no rule, on purpose: it is for the clinician",) if question.neutral else ("no rule",)
    facts = (*_texts(question), ("Read by", read))
    blocks: list[Block] = [Facts(facts)]
    if question.asked_when is not None:
        blocks += [Label("Asked only when"), condition_items(book, question.asked_when)]
    if question.options:
        options = tuple(Item(_option(book, option)) for option in question.options)
        blocks += [Label(f"Options ({KINDS[question.kind]})"), Items(options)]
    return Section(f"question-{question.id}", (f"{question.text} ", code(question.id)), tuple(blocks))


def _texts(question: Question) -> Iterator[tuple[str, Line]]:
    for field, name in _NAMES.items():
        words = getattr(question, field)
        if words:
            yield name, (words,)
    if question.sensitive:
        yield "Private", ("printed for the clinician only when the person says so",)


_NAMES = {
    "other": "To somebody who answers for another", "hint": "Hint", "hint_other": "Hint for another", "help": "Help",
    "why": "Why it is asked", "not_sure": "Words for not sure",
}  # fmt: skip


def _option(book: RuleBook, option: Option) -> Line:
    marks = [words for field, words in _MARKS.items() if getattr(option, field)]
    if option.perspective:
        marks.append("for somebody who answers for another" if option.perspective == "other" else "for oneself")
    sign = f"{book.signs[option.sign].kind}: {book.signs[option.sign].name}" if option.sign else ""
    notes = "; ".join(part for part in (sign, *marks) if part)
    return option.text, " (", code(option.code), f"; {notes})" if notes else ")"


_MARKS = {
    "absence": "a definite no", "unknown": "not known: never a no", "alarm": "a tick of the safety check",
    "sensitive": "private",
}  # fmt: skip
