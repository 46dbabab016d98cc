"""A flow of a rule book in; the same logic as true-or-false terms, which the peers' languages can say, out.

Conditions have no negation, so their three values fit into two plain questions: is it surely true, is it possibly true?
`all` and `any` are `and` and `or` in both. Only the mask tells the two apart: who is asked what, and what is unknown.
This file shares nothing with the program's own evaluator but the nouns, so that agreement means something.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from alsscreen.model import ANY_TICK, DECLINED, NOT_SURE, AllOf, Atom, Condition, Flow, Question, RuleBook


@dataclass(frozen=True, slots=True)
class Holds:
    """The answer to `question` holds at least `at_least` of `codes`; `several`: it is a list, else one code."""

    question: str
    codes: tuple[str, ...]
    at_least: int
    several: bool


@dataclass(frozen=True, slots=True)
class Blank:
    """There is no answer to `question`."""

    question: str


@dataclass(frozen=True, slots=True)
class Named:
    """The term that the program has given this name."""

    name: str


@dataclass(frozen=True, slots=True)
class Not:
    """A term turned round."""

    term: Term


@dataclass(frozen=True, slots=True)
class Every:
    """All of several terms."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of several terms."""

    terms: tuple[Term, ...]


Term: TypeAlias = bool | Holds | Blank | Named | Not | Every | Some


class Pair(NamedTuple):
    """Whether something is surely true, and whether it is possibly true."""

    surely: Term
    possibly: Term


ALWAYS, NEVER = Pair(surely=True, possibly=True), Pair(surely=False, possibly=False)


class Program(NamedTuple):
    """Named terms, each of which may use those before it, and what the rules are."""

    named: dict[str, Term]
    rules: dict[str, Pair]


def every(*terms: Term) -> Term:
    """Join terms by "and"; what is certain is left out."""
    left = tuple(dict.fromkeys(term for term in terms if term is not True))
    return False if False in left else left[0] if len(left) == 1 else Every(left) if left else True


def some(*terms: Term) -> Term:
    """Join terms by "or"; what is certain is left out."""
    left = tuple(dict.fromkeys(term for term in terms if term is not False))
    return True if True in left else left[0] if len(left) == 1 else Some(left) if left else False


def negated(term: Term) -> Term:
    """Turn a term round."""
    return not term if isinstance(term, bool) else Not(term)


def program(book: RuleBook, flow: Flow) -> Program:
    """Say a flow of a book as terms: who is asked what, question by question, then every rule.

    Only the stops are named. To name the gates, or every term that occurs twice, was slower in both languages: there to
    bind a name costs more than to decide a short term again.
    """
    named: dict[str, Term] = {}
    shown: dict[str, Pair] = {}
    goes_on: Term = True
    for name in flow.questions:
        gate = book.questions[name].asked_when
        asked = ALWAYS if gate is None else _pair(gate, book, shown)
        shown[name] = Pair(every(goes_on, asked.surely), every(goes_on, asked.possibly))
        for stop in book.stops:
            if stop.after == name:
                named[stop.id] = some(negated(goes_on), _pair(stop.when, book, shown).surely)
                goes_on = Not(Named(stop.id))
    return Program(named, {rule.id: _pair(rule.when, book, shown) for rule in book.rules.values()})


def _pair(condition: Condition, book: RuleBook, shown: dict[str, Pair]) -> Pair:
    if isinstance(condition, Atom):
        return _atom(condition, book.questions[condition.question], shown.get(condition.question, NEVER))
    parts = [_pair(part, book, shown) for part in (condition.all if isinstance(condition, AllOf) else condition.any)]
    join = every if isinstance(condition, AllOf) else some
    return Pair(join(*(part.surely for part in parts)), join(*(part.possibly for part in parts)))


def _atom(atom: Atom, question: Question, shown: Pair) -> Pair:
    """What is hidden is false, what may be hidden undecided; an unknown is never "no"."""
    several = question.kind == "choices"
    holds = Holds(question.id, tuple(dict.fromkeys(_codes(atom, question))), atom.at_least, several)
    unknown = some(Blank(question.id), Holds(question.id, tuple(_unknown(question)), 1, several))
    surely = some(holds, unknown) if atom.or_unknown else holds
    return Pair(every(shown.surely, surely), every(shown.possibly, some(negated(shown.surely), holds, unknown)))


def _codes(atom: Atom, question: Question) -> Iterator[str]:
    for code in atom.holds:
        if code == ANY_TICK:
            yield from (option.code for option in question.options if not option.absence and not option.unknown)
        else:
            yield code


def _unknown(question: Question) -> Iterator[str]:
    yield from (NOT_SURE, DECLINED)
    yield from (option.code for option in question.options if option.unknown)
