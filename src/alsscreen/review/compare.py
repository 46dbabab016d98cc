"""Two rule books in; what each thing in them says otherwise, field by field, with its place, out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..model import Noun, Problem
from ..references.files import CITATIONS, EVIDENCE, LEDGER, QUESTIONS, REGIONS, RULES, SCREENS, Steps
from .said import called, difference_said, sets_said, value_said, word_diff
from .whole import CASES, DOORS, FHIR, KIOSK, TOPICS, WORDING, Whole


class Part(NamedTuple):
    """A list of a file: what one thing of it is called, and the field that names it."""

    name: str
    file: str
    key: str
    id: str = "id"


PARTS = (
    Part("rule", RULES, "rules"), Part("guidance", RULES, "guidance"), Part("question", QUESTIONS, "questions"),
    Part("stop", QUESTIONS, "stops"), Part("flow", QUESTIONS, "flows"), Part("section", QUESTIONS, "sections"),
    Part("sign", QUESTIONS, "signs"), Part("level", SCREENS, "levels", "level"), Part("sentence", SCREENS, "extras"),
    Part("region", REGIONS, "regions"), Part("topic", TOPICS, "topics"), Part("citation", CITATIONS, "citations"),
    Part("unit", LEDGER, "units"), Part("evidence", EVIDENCE, "evidence"), Part("case", CASES, "cases"),
    Part("base", CASES, "bases"), Part("forbidden phrases", WORDING, "forbidden"),
    Part("medical word", WORDING, "medical_words", "word"),
)  # fmt: skip

SINGLES = (
    ("book", RULES, "id"), ("book", RULES, "version"), ("words", SCREENS, "words"), ("source", LEDGER, "source"),
    ("caps", WORDING, "caps"), ("words of the kiosk", KIOSK, "words"), ("FHIR", FHIR, "canonical"),
    ("FHIR", FHIR, "hpo"),
)  # fmt: skip
"""What stands in a file once."""

CHECKS = frozenset({"case", "base", "forbidden phrases", "medical word", "caps"})
"""These test the book; they are no part of what it says, so a change of them is a note."""

CONDITIONS = frozenset({"when", "asked_when"})
"""Compared by what they mean, elsewhere."""

ORDERED = frozenset({"questions"})
"""Lists of ids whose order says something; the order of others (citations, evidence) does not."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise; `details` are for people, `facts` the same for a program."""

    part: str
    id: str
    problem: Problem
    details: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    is_note: bool = False


class Field(NamedTuple):
    """A field with another value: where, how it changed, and in words."""

    path: Steps
    code: str
    what: str
    only_old: bool = False


_REMEDIES = {
    "level": "A clinician decides whether this is right",
    "meaning": "Look at the example, and add a person to cases.yaml",
    "wording": "Read both aloud",
    "citations": "See that what is said still stands on it",
    "disposition": "See that the reason fits the unit",
    "added": "Read it as a whole",
    "removed": "See that nothing is missed",
    "order": "Nothing to mend",
    "rewritten": "Nothing to mend",
}
_SEE = "See that it is meant"


def change(whole: Whole, part: Part, thing: str, found: Field, *, is_note: bool = False) -> Change:
    """Make a change at its place."""
    document = whole.files.documents[part.file]
    what = f"{part.name} '{thing}': {found.what}" if thing else f"{part.name}: {found.what}"
    remedy = _REMEDIES.get(found.code, _SEE)
    problem = Problem(document.file, *document.place(found.path), found.code, what, remedy)
    return Change(part.name, thing, problem, is_note=is_note or part.name in CHECKS or found.code == "order")


def things(whole: Whole, part: Part) -> dict[str, tuple[Steps, Any]]:
    """Give the things of a list by id, with their paths."""
    return {str(getattr(thing, part.id)): (path, thing) for path, thing in whole.files.each(part.file, part.key)}


def compared(old: Whole, new: Whole) -> Iterator[Change]:
    """Give every change of two books but those of conditions."""
    for part in PARTS:
        yield from _part(old, new, part)
    for name, file, key in SINGLES:
        if file in old.files.nouns and file in new.files.nouns:
            before, after = getattr(old.files.noun(file), key), getattr(new.files.noun(file), key)
            for found in fields(before, after, (key,)):
                side = old if found.only_old else new
                yield change(side, Part(name, file, key), "", found, is_note=key == "version")
    for name in DOORS:
        if (name in old.files.nouns) != (name in new.files.nouns):
            side, code = (old, "removed") if name in old.files.nouns else (new, "added")
            yield change(side, Part("file", name, ""), name, Field((), code, code))


def _part(old: Whole, new: Whole, part: Part) -> Iterator[Change]:
    before, after = things(old, part), things(new, part)
    for name in [*after, *(name for name in before if name not in after)]:
        if name not in before:
            yield change(new, part, name, Field(after[name][0], "added", "added"))
        elif name not in after:
            yield change(old, part, name, Field(before[name][0], "removed", "removed", only_old=True))
        elif before[name][1] != after[name][1]:
            for found in fields(before[name][1], after[name][1], after[name][0], before[name][0]):
                yield change(old if found.only_old else new, part, name, found)
    if _moved(before, after):
        what = "the order changed: of guidance of one level, another one may be said first"
        if part.name == "rule":
            yield change(new, part, "", Field((part.key,), "order", what))


def fields(old: Any, new: Any, path: Steps, old_path: Steps | None = None) -> Iterator[Field]:
    """Give what is otherwise in two values of one field, as deep as it goes."""
    there = path if old_path is None else old_path
    if isinstance(old, Noun) and type(old) is type(new):
        for name in type(old).model_fields:
            if name not in CONDITIONS:
                yield from fields(getattr(old, name), getattr(new, name), (*path, name), (*there, name))
    elif isinstance(old, dict) and isinstance(new, dict):
        yield from _keyed(old, new, path, there, {name: name for name in new}, {name: name for name in old})
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield from _lists(old, new, path, there)
    elif _plain(old) != _plain(new):
        yield Field(path, _code(path, old, new), f"{called(path)}{difference_said(old, new)}")


def _lists(old: tuple[Any, ...], new: tuple[Any, ...], path: Steps, there: Steps) -> Iterator[Field]:
    if any(isinstance(thing, str) for thing in (*old, *new)):
        if path[-1] in ORDERED and old != new:
            yield Field(path, "flow", f"{called(path)}{word_diff(' '.join(old), ' '.join(new))}")
        elif set(old) != set(new):
            yield Field(path, _code(path, old, new), f"{called(path)}{sets_said(old, new)}")
    elif all(hasattr(thing, "code") for thing in (*old, *new)):
        after, before = ({thing.code: thing for thing in side} for side in (new, old))
        places, olds = ({thing.code: index for index, thing in enumerate(side)} for side in (new, old))
        yield from _keyed(before, after, path, there, places, olds)
        if _moved(before, after):
            yield Field(path, "order", f"{called(path)}in another order")
    else:
        yield from _unnamed(old, new, path, there)


def _keyed(  # noqa: PLR0913, PLR0917 (two sides, each with its values, its place and its steps)
    old: dict[str, Any], new: dict[str, Any], path: Steps, there: Steps, steps: dict[str, Any], olds: dict[str, Any]
) -> Iterator[Field]:
    for name in [*new, *(name for name in old if name not in new)]:
        if name not in old:
            yield Field((*path, steps[name]), "added", f"{called(path)}'{name}' added: {value_said(new[name])}")
        elif name not in new:
            what = f"{called(path)}'{name}' removed: {value_said(old[name])}"
            yield Field((*there, olds[name]), "removed", what, only_old=True)
        else:
            for found in fields(old[name], new[name], (*path, steps[name]), (*there, olds[name])):
                shown = found.what.removeprefix(f"{name}: ")
                yield found._replace(what=f"{called(path)}'{name}': {shown}")


def _unnamed(old: tuple[Any, ...], new: tuple[Any, ...], path: Steps, there: Steps) -> Iterator[Field]:
    """Compare a list whose things have no names, by what stands in the same order in both."""
    first, second = ([str(thing.model_dump_json()) for thing in side] for side in (old, new))
    for tag, a, b, c, d in difflib.SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "replace" and b - a == d - c:
            for before, after in zip(range(a, b), range(c, d), strict=True):
                yield from fields(old[before], new[after], (*path, after), (*there, before))
        elif tag != "equal":
            for index in range(a, b):
                what = f"{called(path)}removed: {value_said(old[index])}"
                yield Field((*there, index), "removed", what, only_old=True)
            for index in range(c, d):
                yield Field((*path, index), "added", f"{called(path)}added: {value_said(new[index])}")


def _moved(old: Iterable[str], new: Iterable[str]) -> bool:
    first, second = list(old), list(new)
    both = set(first) & set(second)
    return [name for name in first if name in both] != [name for name in second if name in both]


def _plain(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def _code(path: Steps, old: Any, new: Any) -> str:
    name = path[-1] if isinstance(path[-1], str) else path[-2]
    for code, names in _CODES.items():
        if name in names:
            return code
    texts = [value for value in (old, new) if isinstance(value, str)]
    return "wording" if any(" " in text for text in texts) else "value"


_CODES = {
    "level": {"level", "levels"},
    "citations": {"cites", "evidence", "basis", "quote", "partial", "left_out", "unit"},
    "disposition": {"disposition", "reason", "topics_only", "not_shown"},
}
