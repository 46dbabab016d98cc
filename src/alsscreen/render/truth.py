"""A condition and how the questions stood in; its three-valued truth, and the atoms that decided it, out.

The evaluator keeps the truth of rules only. This is the same truth for what a renderer asks: may a sentence be said,
and which part of a rule decided. A test holds it against the evaluator's own verdicts.
"""

from __future__ import annotations

from ..conditions import FALSE, TRUE, UNDECIDED, held, parts
from ..model import AllOf, Atom, Condition, Reading, RuleBook

_NOT_ASKED = ("hidden", "not-in-flow")


def truth(condition: Condition, book: RuleBook, readings: dict[str, Reading]) -> int:
    """Give FALSE, UNDECIDED or TRUE, as the evaluator would."""
    if isinstance(condition, Atom):
        return _atom(condition, book, readings[condition.question])
    values = [truth(part, book, readings) for part in parts(condition)]
    return min(values) if isinstance(condition, AllOf) else max(values)


def deciding(condition: Condition, book: RuleBook, readings: dict[str, Reading]) -> tuple[Atom, ...]:
    """Give the atoms without which the condition's value could be another."""
    if isinstance(condition, Atom):
        return (condition,)
    value = truth(condition, book, readings)
    same = (part for part in parts(condition) if truth(part, book, readings) == value)
    return tuple(atom for part in same for atom in deciding(part, book, readings))


def _atom(atom: Atom, book: RuleBook, reading: Reading) -> int:
    if reading.state in _NOT_ASKED:
        return FALSE
    if reading.state == "gate-undecided":
        return UNDECIDED
    if len(set(held(atom, book.questions[atom.question])) & set(reading.answer)) >= atom.at_least:
        return TRUE
    return FALSE if not reading.open else TRUE if atom.or_unknown else UNDECIDED
