"""A rule book, its topics and people in; every text that a person can read, with its place, out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from .references import Files

_Path: TypeAlias = tuple[str | int, ...]

_QUESTION = ("text", "other", "hint", "hint_other", "help", "why", "not_sure", "options.text")
READ = (
    ("questions.yaml", "questions", _QUESTION),
    ("questions.yaml", "signs", ("name",)),
    ("questions.yaml", "sections", ("title",)),
    ("questions.yaml", "flows", ("title", "description")),
    ("rules.yaml", "guidance", ("summary", "other", "detail", "detail_other", "action", "headline", "judgement")),
    ("rules.yaml", "rules", ("means", "beyond_source", "judgement")),
    ("citations.yaml", "citations", ("correction",)),
    ("screens.yaml", "levels", ("headline", "action", "then", "then_other", "no_appointment", "judgement")),
    ("screens.yaml", "extras", ("text",)),
    ("regions.yaml", "regions", ("name", "remark")),
    ("topics.yaml", "topics", ("title", "says.text")),
)
"""File, list and the fields of its items that a person reads."""

WORDS = ("screens.yaml", "kiosk.yaml")
"""Files with fixed texts by name."""

FOR_REVIEWERS = frozenset({"beyond_source", "judgement"})
"""Read by a reviewer, who knows the words of the field: plain all the same, but sentences may be longer."""


class Shown(NamedTuple):
    """One text, where it stands, and to which item it belongs (for the reading grade of a whole item)."""

    file: str
    path: _Path
    item: str
    text: str


def shown_texts(files: Files) -> Iterator[Shown]:
    """Give every text of the files that are there; the fixed texts come last."""
    for file, key, fields in READ:
        if file in files.nouns:
            for index, thing in enumerate(getattr(files.nouns[file], key)):
                name = str(getattr(thing, "id", getattr(thing, "level", index)))
                for field in fields:
                    for path, text in _texts(thing, (key, index), field):
                        yield Shown(file, path, f"{key} {name}", text)
    for file in WORDS:
        for name, text in files.nouns[file].words.items() if file in files.nouns else ():
            yield Shown(file, ("words", name), f"words {name}", text)


def _texts(thing: Any, path: _Path, field: str) -> Iterator[tuple[_Path, str]]:
    outer, dot, inner = field.partition(".")
    value = getattr(thing, outer)
    if dot:
        for index, item in enumerate(value):
            yield from _texts(item, (*path, outer, index), inner)
    elif value is not None:
        yield (*path, outer), value
