"""A rule book in; every small change to one of its conditions, rules, gates, stops and levels, out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple, TypeAlias

from ..conditions import held
from ..model import LEVELS, NOT_SURE, AllOf, AnyOf, Atom, Condition, Question, RuleBook
from ..references.files import Steps

Kind: TypeAlias = Literal["rule", "question", "stop", "guidance"]

_WHERE: dict[Kind, tuple[str, str]] = {
    "rule": ("rules", "when"),
    "question": ("questions", "asked_when"),
    "stop": ("stops", "when"),
    "guidance": ("guidance", "level"),
}
"""Where the book holds such things, and which part of one is changed."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One small change: to which thing, where in it, in words, and what then stands there.

    `becomes` is a condition, nothing (the rule, gate or stop is gone), or for guidance a level.
    """

    kind: Kind
    name: str
    steps: Steps
    said: str
    becomes: Any

    def book(self, book: RuleBook) -> RuleBook:
        """Give the book with this change."""
        field, key = _WHERE[self.kind]
        things: Any = book.stops if self.kind == "stop" else getattr(book, field).values()
        kept = {thing.id: thing for thing in things}
        if self.becomes is None and self.kind != "question":
            del kept[self.name]
        else:
            kept[self.name] = kept[self.name].model_copy(update={key: self.becomes})
        changes: dict[str, Any] = {field: tuple(kept.values()) if self.kind == "stop" else kept}
        return replace(book, **changes)


def mutants(book: RuleBook) -> Iterator[Mutant]:
    """Give every mutant of a book, thing by thing."""
    for rule in book.rules.values():
        yield Mutant("rule", rule.id, (), f"rule '{rule.id}' removed", None)
        for change in _changes(rule.when, book.questions, in_rule=True):
            yield Mutant("rule", rule.id, ("when", *change.steps), f"rule '{rule.id}': {change.said}", change.becomes)
    for question in book.questions.values():
        if question.asked_when is not None:
            said = f"question '{question.id}'"
            yield Mutant("question", question.id, ("asked_when",), f"{said} asked of everybody", None)
            for change in _changes(question.asked_when, book.questions, in_rule=False):
                steps = ("asked_when", *change.steps)
                yield Mutant("question", question.id, steps, f"{said} asked when: {change.said}", change.becomes)
    for stop in book.stops:
        yield Mutant("stop", stop.id, (), f"stop '{stop.id}' removed", None)
        for change in _changes(stop.when, book.questions, in_rule=False):
            yield Mutant("stop", stop.id, ("when", *change.steps), f"stop '{stop.id}': {change.said}", change.becomes)
    yield from _levels(book)


def _levels(book: RuleBook) -> Iterator[Mutant]:
    """Move each level by one; the floors stay where they are, for a book with another floor is not read at all."""
    floors = {name for flow in book.flows.values() for _, name in flow.floor}
    for guidance in book.guidance.values():
        at = LEVELS.index(guidance.level)
        for level in LEVELS[max(at - 1, 0) : at + 2] if guidance.id not in floors else ():
            if level != guidance.level:
                said = f"guidance '{guidance.id}' of level '{level}' and not '{guidance.level}'"
                yield Mutant("guidance", guidance.id, ("level",), said, level)


class _Change(NamedTuple):
    steps: Steps
    said: str
    becomes: Condition


def _changes(condition: Condition, questions: dict[str, Question], *, in_rule: bool) -> Iterator[_Change]:
    """Give every change to one place of a condition, as the whole condition with it."""
    if isinstance(condition, Atom):
        yield from _atom(condition, questions[condition.question], in_rule=in_rule)
        return
    key, inside = ("all", condition.all) if isinstance(condition, AllOf) else ("any", condition.any)
    if len(inside) > 1:
        other: Condition = AnyOf(any=inside) if key == "all" else AllOf(all=inside)
        yield _Change((key,), f"'{key}' becomes '{'any' if key == 'all' else 'all'}'", other)
        for index in range(len(inside)):
            left = (*inside[:index], *inside[index + 1 :])
            yield _Change((key, index), f"part {index + 1} of '{key}' dropped", _joined(condition, left))
    for index, part in enumerate(inside):
        for change in _changes(part, questions, in_rule=in_rule):
            whole = (*inside[:index], change.becomes, *inside[index + 1 :])
            yield _Change((key, index, *change.steps), change.said, _joined(condition, whole))


def _joined(condition: AllOf | AnyOf, inside: tuple[Condition, ...]) -> Condition:
    return AllOf(all=inside) if isinstance(condition, AllOf) else AnyOf(any=inside)


def _atom(atom: Atom, question: Question, *, in_rule: bool) -> Iterator[_Change]:
    """Drop or add an option that is written, flip `or_unknown`, move `at_least`.

    `any-tick` stays whole: which options it stands for nobody wrote here, and nobody can get wrong here.
    """
    codes = held(atom, question)
    for index, code in enumerate(atom.holds if len(atom.holds) > 1 else ()):
        fewer = _with(atom, holds=(*atom.holds[:index], *atom.holds[index + 1 :]))
        if atom.at_least <= len(held(fewer, question)):
            yield _Change(("holds", index), f"'{code}' of '{question.id}' dropped", fewer)
    for code in (*(option.code for option in question.options if not (in_rule and option.absence)), NOT_SURE):
        if code not in codes:
            more = (*atom.holds, code)
            yield _Change(("holds",), f"'{code}' of '{question.id}' added", _with(atom, holds=more))
    flipped = not atom.or_unknown
    said = f"'or_unknown' of '{question.id}' {'added' if flipped else 'dropped'}"
    yield _Change(("or_unknown",) if atom.or_unknown else (), said, _with(atom, or_unknown=flipped))
    for least in (atom.at_least - 1, atom.at_least + 1):
        if question.kind == "choices" and 1 <= least <= len(codes):
            said = f"at least {least} of '{question.id}' and not {atom.at_least}"
            yield _Change(("at_least",) if atom.at_least > 1 else (), said, _with(atom, at_least=least))


def _with(atom: Atom, **changes: Any) -> Atom:
    return atom.model_copy(update=changes)
