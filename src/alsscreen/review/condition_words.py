"""A condition in; exactly what it says, in the words of the questions, as a list that can be read aloud, out."""

from __future__ import annotations

from ..conditions import held, parts
from ..model import ANY_TICK, NOT_SURE, AllOf, Atom, Condition, Question, RuleBook
from .book_blocks import Item, Items, Line, link

UNKNOWN = ", or it is not known (not sure, not said, or no answer)"
SHORT = 110
"""Characters of answers that can be taken in on one line."""


def condition_items(book: RuleBook, condition: Condition) -> Items:
    """Give a condition as a list inside lists."""
    return Items((_item(book, condition),))


def condition_line(book: RuleBook, condition: Condition) -> Line:
    """Give a flat condition, such as a gate, on one line, by the names of the questions."""
    if isinstance(condition, Atom):
        question = book.questions[condition.question]
        few = f"at least {condition.at_least} of " if condition.at_least > 1 else ""
        named = " or ".join(f"“{name}”" for name in held(condition, question))
        said = "something ticked" if ANY_TICK in condition.holds else named
        unknown = ", or not known" if condition.or_unknown else ""
        return link("question", question.id), f": {few}{said}{unknown}"
    word = "; and " if isinstance(condition, AllOf) else "; or "
    line: Line = ()
    for part in parts(condition):
        line = (*line, *((word,) if line else ()), *condition_line(book, part))
    return line


def option_text(book: RuleBook, question: Question, name: str) -> str:
    """Give the words of an option by its code, those of "not sure" too."""
    if name == NOT_SURE:
        return question.not_sure or book.screens.words.get("not_sure", NOT_SURE)
    return next((option.text for option in question.options if option.code == name), name)


def _item(book: RuleBook, condition: Condition) -> Item:
    if isinstance(condition, Atom):
        return _atom(book, condition)
    inner = tuple(_item(book, part) for part in parts(condition))
    if len(inner) == 1:
        return inner[0]
    return Item(("All of these:" if isinstance(condition, AllOf) else "At least one of these:",), inner)


def _atom(book: RuleBook, atom: Atom) -> Item:
    """Give a question with the answers that count: on its own line when they are short, else below it."""
    question = book.questions[atom.question]
    codes = held(atom, question)
    asked: Line = (f"“{question.text}” (", link("question", question.id), "): ")
    unknown = UNKNOWN if atom.or_unknown else ""
    if ANY_TICK in atom.holds and atom.at_least == 1:
        return Item((*asked, f"anything is ticked ({', '.join(codes)}){unknown}"))
    texts = [f"“{option_text(book, question, name)}”" for name in codes]
    few = f"at least {atom.at_least} of these: " if atom.at_least > 1 else ""
    if sum(map(len, texts)) <= SHORT and not few:
        return Item((*asked, f"{' or '.join(texts)}{unknown}"))
    inner = tuple(Item((words,)) for words in texts)
    last = (Item((unknown.removeprefix(", "),)),) if unknown else ()
    return Item((*asked, few or "one of these:"), (*inner, *last))
