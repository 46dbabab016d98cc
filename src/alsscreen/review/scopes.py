"""A whole rule book and a scope in; the digest of each thing that an approval of it covers, and stands on, out.

A digest is over what a thing says, not over how its lines are laid out: comments, wrapped lines, and the order of the
options in a condition do not count, so that to tidy a file does not void an approval.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ..conditions import parts, questions_read
from ..model import AllOf, AnyOf, Atom, Guidance, Noun, Rule, RuleBook
from .whole import FHIR, KIOSK, Whole

ALL = "all"
DOORS = {"words/kiosk": KIOSK, "words/codes": FHIR}
"""What is said of the files that a book may do without."""

Digests = dict[str, str]
"""Kind and id, such as `rules/arm-soon`, -> sha256 of what it says."""


class Covered(NamedTuple):
    """What an approval is about (a change voids it), and what that stands on (a change makes it suspect)."""

    said: Digests
    stands_on: Digests


class UnknownScope(Exception):
    """A scope names nothing of the book; `name` is the word, `names` are those that there are."""

    def __init__(self, name: str, names: list[str]) -> None:
        super().__init__(name)
        self.name, self.names = name, names


def covered(whole: Whole, scope: Iterable[str]) -> Covered:
    """Give the digests of what a scope covers: `all`, ids of sections or ids of rules; raise UnknownScope.

    A rule covers its guidance with the words of its level, and the questions that it reads. A section covers its
    questions and every rule that reads one of them.
    """
    if ALL in scope:
        return Covered(_digests(_everything(whole)), _grounds(whole, None))
    rules, questions = _named(whole.book, tuple(scope))
    things = _around(whole.book, rules, questions)
    return Covered(_digests(things), _grounds(whole, rules))


def rules_of_scope(book: RuleBook, scope: Iterable[str]) -> set[str]:
    """Name the rules that a scope covers; raise UnknownScope."""
    return set(book.rules) if ALL in scope else {rule.id for rule in _named(book, tuple(scope))[0]}


def _named(book: RuleBook, scope: tuple[str, ...]) -> tuple[list[Rule], set[str]]:
    rules: dict[str, Rule] = {}
    questions: set[str] = set()
    for name in scope:
        if name in book.sections:
            inside = {question.id for question in book.questions.values() if question.section == name}
            questions |= inside
            rules |= {rule.id: rule for rule in book.rules.values() if inside.intersection(questions_read(rule.when))}
        elif name in book.rules:
            rules[name] = book.rules[name]
        else:
            raise UnknownScope(name, [ALL, *book.sections, *book.rules])
    for rule in rules.values():
        questions.update(questions_read(rule.when))
    return list(rules.values()), questions


def _around(book: RuleBook, rules: list[Rule], questions: set[str]) -> Iterator[tuple[str, Any]]:
    for rule in rules:
        yield f"rules/{rule.id}", rule
    called = {rule.guidance for rule in rules}
    for name in book.guidance:
        if name in called:
            yield f"guidance/{name}", book.guidance[name]
    levels = {book.guidance[name].level for name in called}
    for words in book.screens.levels:
        if words.level in levels:
            yield f"levels/{words.level}", words
    for name, question in book.questions.items():
        if name in questions:
            yield f"questions/{name}", question


def _everything(whole: Whole) -> Iterator[tuple[str, Any]]:
    book = whole.book
    yield from _around(book, list(book.rules.values()), set(book.questions))
    yield from ((f"guidance/{name}", guidance) for name, guidance in book.guidance.items())
    yield from ((f"levels/{words.level}", words) for words in book.screens.levels)
    yield from ((f"flows/{name}", flow) for name, flow in book.flows.items())
    yield from ((f"regions/{name}", region) for name, region in book.regions.items())
    yield from ((f"stops/{stop.id}", stop) for stop in book.stops)
    yield from ((f"sentences/{extra.id}", extra) for extra in book.screens.extras)
    yield from ((f"topics/{topic.id}", topic) for topic in whole.topics.topics)
    yield "words/signs", list(book.signs.values())
    yield "words/sections", list(book.sections.values())
    yield "words/screens", book.screens.words
    yield from ((name, whole.files.nouns[file]) for name, file in DOORS.items() if file in whole.files.nouns)


def _grounds(whole: Whole, rules: list[Rule] | None) -> Digests:
    """Give one digest each of the source, its units, its quotations and the evidence, as far as `rules` need them."""
    book = whole.book
    citations, evidence = list(book.citations.values()), list(book.evidence.values())
    units = list(book.units.values())
    if rules is not None:
        things: list[Rule | Guidance] = [*rules, *(book.guidance[rule.guidance] for rule in rules)]
        cited = {name for thing in things for name in thing.cites}
        citations = [citation for citation in citations if citation.id in cited]
        named = {unit.unit for unit in citations}
        units = [unit for unit in units if unit.id in named]
        backing = {name for thing in (*things, *citations, *units) for name in thing.evidence}
        evidence = [each for each in evidence if each.id in backing]
    grounds = {"source": book.source, "units": units, "citations": citations, "evidence": evidence}
    return _digests((name, _sorted(thing)) for name, thing in grounds.items())


def _sorted(thing: Any) -> Any:
    return sorted(thing, key=lambda each: str(each.id)) if isinstance(thing, list) else thing


def _digests(things: Iterable[tuple[str, Any]]) -> Digests:
    return {name: hashlib.sha256(_bytes(thing)).hexdigest() for name, thing in things}


def _bytes(thing: Any) -> bytes:
    return json.dumps(_plain(thing), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _plain(thing: Any) -> Any:
    """Give plain data in which what does not matter is always the same."""
    if isinstance(thing, Atom):
        return {**thing.model_dump(), "holds": sorted(thing.holds)}
    if isinstance(thing, AllOf | AnyOf):
        inner = (json.dumps(_plain(part), sort_keys=True) for part in parts(thing))
        return {"all" if isinstance(thing, AllOf) else "any": sorted(inner)}
    if isinstance(thing, Noun):
        fields = {name: _plain(getattr(thing, name)) for name in type(thing).model_fields}
        return {name: sorted(value) if name in ("cites", "evidence") else value for name, value in fields.items()}
    if isinstance(thing, tuple | list):
        return [_plain(each) for each in thing]
    if isinstance(thing, dict):
        return {name: _plain(value) for name, value in thing.items()}
    return " ".join(thing.split()) if isinstance(thing, str) else thing
