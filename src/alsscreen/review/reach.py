"""A rule book in; the questions of a flow that can never be asked, out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from ..conditions import held, parts
from ..model import NOT_SURE, AllOf, Atom, Condition, Flow, Problem, RuleBook
from ..references import Files
from ..references.files import QUESTIONS

Possible: TypeAlias = dict[str, set[str]]
"""Each question that can be asked, and the codes with which the questions go on."""


def questions_can_be_asked(book: RuleBook, files: Files) -> Iterator[Problem]:
    """Each question of a flow is asked of somebody."""
    for path, flow in files.each(QUESTIONS, "flows"):
        possible = possible_answers(book, flow)
        for index, name in enumerate(flow.questions):
            if name not in possible:
                what = f"in the flow '{flow.id}' the question '{name}' can never be asked"
                place = (*path, "questions", index)
                remedy = "Change its 'asked_when' or the stop before it, or take it out of the flow"
                yield files.problem(QUESTIONS, place, "unreachable-question", what, remedy)


def possible_answers(book: RuleBook, flow: Flow) -> Possible:
    """Follow a flow, and take each gate that could be true to be true: what is left out is never asked, for certain."""
    possible: Possible = {}
    for name in flow.questions:
        question = book.questions[name]
        if question.asked_when is None or can_be(question.asked_when, possible, book):
            possible[name] = {*(option.code for option in question.options), NOT_SURE}
        for stop in book.stops:
            for atom in _enough(stop.when) if stop.after == name else ():
                if atom.question in possible and atom.at_least == 1:
                    possible[atom.question] -= set(held(atom, book.questions[atom.question]))
    return possible


def can_be(condition: Condition, possible: Possible, book: RuleBook) -> bool:
    """Say whether a condition could be true."""
    if isinstance(condition, Atom):
        return condition.question in possible and (
            condition.or_unknown or len(_left(condition, possible, book)) >= condition.at_least
        )
    if not isinstance(condition, AllOf):
        return any(can_be(part, possible, book) for part in condition.any)
    return all(can_be(part, possible, book) for part in condition.all) and _agree(condition, possible, book)


def _agree(condition: AllOf, possible: Possible, book: RuleBook) -> bool:
    """Say whether the atoms on each single choice leave one option that fits them all."""
    left: Possible = {}
    for part in condition.all:
        if isinstance(part, Atom) and not part.or_unknown and book.questions[part.question].kind == "choice":
            codes = _left(part, possible, book)
            left[part.question] = left.get(part.question, codes) & codes
    return all(left.values())


def _left(atom: Atom, possible: Possible, book: RuleBook) -> set[str]:
    return set(held(atom, book.questions[atom.question])) & possible[atom.question]


def _enough(condition: Condition) -> tuple[Atom, ...]:
    """Give the atoms each of which alone makes a condition true."""
    if isinstance(condition, Atom):
        return (condition,)
    inside = parts(condition)
    if isinstance(condition, AllOf) and len(inside) > 1:
        return ()
    return tuple(atom for part in inside for atom in _enough(part))
