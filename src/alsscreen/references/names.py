"""The parsed files of a rule book in; ids that stand twice, and names that are nobody's id, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from ..model import Problem
from .files import CITATIONS, EVIDENCE, LEDGER, QUESTIONS, REGIONS, RULES, SCREENS, Files, Steps, nearest

LISTS = (
    (QUESTIONS, "signs"), (QUESTIONS, "sections"), (QUESTIONS, "questions"), (QUESTIONS, "stops"), (QUESTIONS, "flows"),
    (RULES, "guidance"), (RULES, "rules"), (CITATIONS, "citations"), (SCREENS, "extras"), (REGIONS, "regions"),
    (LEDGER, "units"), (EVIDENCE, "evidence"),
)  # fmt: skip
"""Each list of things with an id."""

_EVIDENCE = (EVIDENCE, "evidence")
_CITATIONS = (CITATIONS, "citations")
_GUIDANCE = (RULES, "guidance")
LINKS = (
    (QUESTIONS, "questions", "section", QUESTIONS, "sections"),
    (QUESTIONS, "questions", "options.sign", QUESTIONS, "signs"),
    (QUESTIONS, "flows", "questions", QUESTIONS, "questions"),
    (QUESTIONS, "flows", "floor.nothing", *_GUIDANCE),
    (QUESTIONS, "flows", "floor.declined", *_GUIDANCE),
    (QUESTIONS, "flows", "floor.otherwise", *_GUIDANCE),
    (QUESTIONS, "stops", "after", QUESTIONS, "questions"),
    (QUESTIONS, "signs", "cites", *_CITATIONS),
    (QUESTIONS, "signs", "evidence", *_EVIDENCE),
    (RULES, "guidance", "cites", *_CITATIONS),
    (RULES, "guidance", "evidence", *_EVIDENCE),
    (RULES, "rules", "guidance", *_GUIDANCE),
    (RULES, "rules", "cites", *_CITATIONS),
    (RULES, "rules", "evidence", *_EVIDENCE),
    (SCREENS, "extras", "cites", *_CITATIONS),
    (SCREENS, "extras", "evidence", *_EVIDENCE),
    (CITATIONS, "citations", "unit", LEDGER, "units"),
    (CITATIONS, "citations", "evidence", *_EVIDENCE),
    (LEDGER, "units", "evidence", *_EVIDENCE),
)
"""File, list and field that names things; file and list in which they must be."""


def an_id_stands_once(listed: tuple[str, str], files: Files) -> Iterator[Problem]:
    """No id stands twice in its list."""
    file, key = listed
    seen: set[str] = set()
    for path, thing in files.each(file, key):
        if thing.id in seen:
            what = f"'{thing.id}' stands twice under '{key}'"
            yield files.problem(file, (*path, "id"), "duplicate-id", what, "Rename or remove one")
        seen.add(thing.id)


def a_name_is_an_id(link: tuple[str, str, str, str, str], files: Files) -> Iterator[Problem]:
    """Each id that a thing names is an id of the list that it should be in."""
    file, key, field, target_file, target_key = link
    targets = files.ids(target_file, target_key)
    for path, thing in files.each(file, key):
        for place, name in named(thing, path, field):
            if name not in targets:
                what = f"'{name}' is not an id under '{target_key}' of {target_file}"
                yield files.problem(file, place, "unknown-id", what, nearest(name, targets))


def named(thing: Any, path: Steps, field: str) -> Iterator[tuple[Steps, str]]:
    """Give the ids that stand in a field (with a dot: in that of each part), with their paths."""
    outer, dot, inner = field.partition(".")
    value, here = getattr(thing, outer), (*path, outer)
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from named(item, (*here, index), inner) if dot else (((*here, index), item),)
    elif value is not None:
        yield from named(value, here, inner) if dot else ((here, value),)


NAMES: tuple[Callable[[Files], Iterator[Problem]], ...] = (
    *(partial(an_id_stands_once, listed) for listed in LISTS),
    *(partial(a_name_is_an_id, link) for link in LINKS),
)
