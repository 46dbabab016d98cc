"""A whole book in; who names whom, in both directions, with the place of everything, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..conditions import held
from ..model import NOT_SURE, Problem
from ..references import Files, atoms_with_paths, nearest
from ..references.files import QUESTIONS, Steps
from ..references.names import LINKS, named
from ..references.reading import conditions_with_paths
from .given import given
from .verbs import ALWAYS, ANSWERS, CONDITIONS, KINDS, NAMES, OFFERS, REVIEWED, UNKNOWN, VERBS, Verb
from .whole import CASES, Whole


class Ref(NamedTuple):
    """What kind of thing, and its id."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


def by_kind(refs: Iterable[Ref]) -> str:
    """Name things, those of a kind together."""
    groups: dict[str, list[str]] = {}
    for ref in refs:
        groups.setdefault(ref.kind, []).append(ref.id)
    return "; ".join(f"{kind} {', '.join(names)}" for kind, names in groups.items())


class Thing(NamedTuple):
    """A thing with an id: what the book says of it, and where. Of "not sure" and the like, its words."""

    ref: Ref
    noun: Any
    file: str
    path: Steps


class Link(NamedTuple):
    """One thing that names another, and where it does."""

    of: Ref
    verb: Verb
    to: Ref
    file: str
    path: Steps


@dataclass(frozen=True, slots=True)
class Links:
    """The index. `down[a]`: what a names; `up[a]`: what names a; `dangling`: names that are nobody's id.

    Whoever reads a question's options stands in `up` of the question too.
    """

    files: Files
    things: dict[Ref, Thing] = field(default_factory=dict)
    down: dict[Ref, list[Link]] = field(default_factory=dict)
    up: dict[Ref, list[Link]] = field(default_factory=dict)
    dangling: list[Link] = field(default_factory=list)

    def problem(self, ref: Ref, code: str, what: str, remedy: str, within: Steps = ()) -> Problem:
        """Make a problem at the place of a thing, or of something in it."""
        thing = self.things[ref]
        return self.files.problem(thing.file, (*thing.path, *within), code, what, remedy)

    def place(self, ref: Ref) -> tuple[str, int, int]:
        """Give file (by its name in the book), line and column of a thing."""
        thing = self.things[ref]
        return (thing.file, *self.files.documents[thing.file].place(thing.path))

    def of_kind(self, kind: str) -> tuple[Thing, ...]:
        """Give all things of a kind, in the order of the files."""
        return tuple(thing for thing in self.things.values() if thing.ref.kind == kind)

    def users(self, ref: Ref, *kinds: str) -> tuple[Ref, ...]:
        """Name what names a thing, each once; only of these kinds, if any are given."""
        of = dict.fromkeys(link.of for link in self.up.get(ref, ()))
        return tuple(user for user in of if not kinds or user.kind in kinds)

    def named(self, ref: Ref, *kinds: str) -> tuple[Ref, ...]:
        """Name what a thing names, each once; only of these kinds, if any are given."""
        to = dict.fromkeys(link.to for link in self.down.get(ref, ()))
        return tuple(target for target in to if not kinds or target.kind in kinds)

    def unknown_ids(self) -> Iterator[Problem]:
        """Say which names are nobody's id."""
        for link in self.dangling:
            near = nearest(link.to.id, (ref.id for ref in self.things if ref.kind == link.to.kind))
            what = f"{link.of.kind} '{link.of.id}' names the {link.to.kind} '{link.to.id}', which is not there"
            yield self.files.problem(link.file, link.path, "unknown-id", what, near)


def links(whole: Whole) -> Links:
    """Index a book. Linear in what it says."""
    index = Links(whole.files)
    for thing in _things(whole.files):
        index.things.setdefault(thing.ref, thing)
    for link in _links(whole):
        _add(index, link)
    return index


def _things(files: Files) -> Iterator[Thing]:
    for (file, key), kind in KINDS.items():
        for path, noun in files.each(file, key):
            yield Thing(Ref(kind, noun.id), noun, file, path)
            if kind == "question":
                yield from _options(noun, path)


def _options(question: Any, path: Steps) -> Iterator[Thing]:
    for index, option in enumerate(question.options):
        yield Thing(_option(question.id, option.code), option, QUESTIONS, (*path, "options", index))
    for code, words in ALWAYS.items():
        yield Thing(_option(question.id, code), words, QUESTIONS, path)


def _option(question: str, code: str) -> Ref:
    return Ref("option", f"{question}/{code}")


def _add(index: Links, link: Link) -> None:
    if link.to not in index.things:
        index.dangling.append(link)
        return
    index.up.setdefault(link.to, []).append(link)
    if not (link.to.kind == "question" and link.verb in _READING):
        index.down.setdefault(link.of, []).append(link)


_READING = frozenset(verb for *_, verb in CONDITIONS)
"""Downwards these lead to the options that are read, and from there on; to the question itself would say it twice."""


def _links(whole: Whole) -> Iterator[Link]:
    for file, key, name, target_file, target_key in (*LINKS, *REVIEWED):
        kind, target = KINDS.get((file, key)), KINDS.get((target_file, target_key))
        if kind is not None and target is not None:
            yield from _fields(whole.files, (file, key), kind, name, target)
    for thing, question in whole.files.each(QUESTIONS, "questions"):
        for index, option in enumerate(question.options):
            path = (*thing, "options", index)
            yield Link(Ref("question", question.id), OFFERS, _option(question.id, option.code), QUESTIONS, path)
    yield from _read(whole)
    for path, case, answers in given(whole.cases):
        for question_id, answer in answers.items():
            question = whole.book.questions.get(question_id)
            for code in (answer,) if isinstance(answer, str) else answer:
                if question is None or question.kind != "text" or code in ALWAYS:
                    yield Link(Ref("case", case.id), ANSWERS, _option(question_id, code), CASES, path)


def _fields(files: Files, listed: tuple[str, str], kind: str, name: str, target: str) -> Iterator[Link]:
    """Give the links of one field of a list."""
    for path, noun in files.each(*listed):
        for place, other in named(noun, path, name):
            of = Ref(kind, noun.id)
            if name == "options.sign":
                of = _option(noun.id, noun.options[place[len(path) + 1]].code)
            yield Link(of, VERBS.get(name, NAMES), Ref(target, other), listed[0], place)


def _read(whole: Whole) -> Iterator[Link]:
    """Give the links from each condition to the options and the questions that it reads."""
    for file, key, name, verb in CONDITIONS:
        kind = KINDS[file, key]
        for path, condition in conditions_with_paths(whole.files, file, key, name):
            of = Ref(kind, getattr(whole.files.noun(file), key)[path[1]].id)
            for place, atom in atoms_with_paths(condition, path):
                yield Link(of, verb, Ref("question", atom.question), file, place)
                for code in held(atom, whole.book.questions[atom.question]):
                    yield Link(of, verb, _option(atom.question, code), file, place)
                if atom.or_unknown:
                    yield Link(of, UNKNOWN, _option(atom.question, NOT_SURE), file, place)
