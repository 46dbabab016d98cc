"""What pydantic says of a file in; the same in words that somebody who does not program can act on, out."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..model import FORMAT_VERSION, Noun, Problem
from ..strictyaml import Document, shown
from .files import Steps

_TEXT, _LIST, _KEYS = "a text is", "a list is", "keys with values are"
_SHAPES = {"string_type": _TEXT, "tuple_type": _LIST, "list_type": _LIST, "model_type": _KEYS, "dict_type": _KEYS}
_REMEDIES = {
    _TEXT: "Write one text",
    _LIST: "Write a list, such as [a, b]",
    _KEYS: "Write 'key: value' lines under it",
}

_FORMS = {
    "^[a-z0-9]+(-": "Use small letters and digits, with single hyphens between, as in 'weak-hand'",
    "^[0-9a-f]{64}": "Write 64 characters, each a digit or a letter from a to f",
    "^\\d+\\.\\d+\\.\\d+": "Write three numbers with dots, as in 0.1.0",
    "^\\d{4}-": "Write a date as year-month-day, as in 2024-05-31",
    "^([A-Z]{2}|generic)": "Write the two capital letters of a country, or 'generic'",
}
"""How each pattern of the nouns begins, and what it asks for."""

_FILL = "Write its value, or remove the key"
_VALUES = {
    "string_too_short": ("is empty", _FILL),
    "too_short": ("is empty", _FILL),
    "string_too_long": ("has {length:,} characters, more than {max_length:,}", "Shorten it"),
    "literal_error": ("may not be {text}", ""),
    "string_pattern_mismatch": ("is {text}, which has not the right form", "Compare it with its neighbours"),
    "bool_type": ("is {text}, neither true nor false", "Write true or false"),
    "int_type": ("is {text}, not a whole number", "Write it in digits, such as 2"),
    "greater_than_equal": ("is too small", "Write {ge} or more"),
    "format": ("is {text}, which this program does not know", f"Write {FORMAT_VERSION}, or use a newer program"),
}
"""What, and the remedy, by the name that pydantic gives to a mistake."""

_Said = tuple[str, str]
"""What, and the remedy."""


def shape_problems(document: Document, noun: type[Noun], error: ValidationError) -> Iterator[Problem]:
    """Give a problem for each mistake. Where one of several shapes may stand pydantic has one message for each."""
    groups: dict[tuple[Steps, str], list[ErrorDetails]] = {}
    for detail in error.errors(include_url=False):
        kind = "shape" if detail["type"] in _SHAPES else detail["type"]
        if kind != "too_short" or not detail["input"]:  # else pydantic has counted only what is right in a list
            groups.setdefault((_path(detail["loc"], kind), kind), []).append(detail)
    missing: dict[Steps, list[Steps]] = {}
    for at in (at for at, of in groups if of == "missing"):
        missing.setdefault(at[:-1], []).append(at)
    passed: set[tuple[Steps, str]] = set()
    for path, kind in (key for key in groups if key[1] == "extra_forbidden"):
        beside = [at for at in missing.get(path[:-1], ()) if (at, "missing") not in passed]
        if {at[-1] for at in beside} >= {"question", "holds"}:
            what, remedy = f"{shown(str(path[-1]))} is no condition", "Write 'all', 'any', or 'question' and 'holds'"
            yield Problem(document.file, *document.place(path), "unknown-key", what, remedy)
            passed |= {(path, kind), *((at, "missing") for at in beside)}
        else:  # a key that is missing because it is misspelt is one mistake
            meant = difflib.get_close_matches(str(path[-1]), [str(at[-1]) for at in beside], n=1)
            passed |= {(at, "missing") for at in beside if at[-1] in meant}
    for (path, kind), details in ((key, groups[key]) for key in groups if key not in passed):
        code = {"missing": "missing-key", "extra_forbidden": "unknown-key"}.get(kind, "wrong-value")
        yield Problem(document.file, *document.place(path), code, *_say(kind, path, details, noun))


def _path(loc: tuple[str | int, ...], kind: str) -> Steps:
    """Leave out the names of shapes: the tag of an atom, a tag before another key, and one of a plain union.

    A key that is missing or unknown is the last step, whatever its name.
    """
    end = len(loc) - (kind in ("missing", "extra_forbidden"))
    path: list[str | int] = []
    for step, following in zip_longest(loc[:end], loc[1:], fillvalue=0):
        is_tag = step == "atom" or (step in ("all", "any") and isinstance(following, str))
        is_union = isinstance(step, str) and step.startswith(("str", "tuple["))
        if not (is_tag or is_union):
            path.append(step)
    return (*path, *loc[end:])


def _say(kind: str, path: Steps, details: list[ErrorDetails], noun: type[Noun]) -> _Said:
    detail = details[0]
    if kind == "shape":
        return _shape(path, detail["input"], [_SHAPES[each["type"]] for each in details])
    if kind == "missing":
        return f"'{path[-1]}' is missing", f"Add '{path[-1]}: …'"
    if kind == "extra_forbidden":
        return _unknown_key(path, noun)
    return _value(kind, path, detail["input"], detail.get("ctx", {}))


def _shape(path: Steps, given: Any, wanted: list[str]) -> _Said:
    if given == "":
        return f"{_called(path)} is empty", _FILL
    due = " or ".join(wanted).replace(" is or", " or")
    return f"{_called(path)} {_kind(given)} where {due} due", _REMEDIES[wanted[0]]


def _unknown_key(path: Steps, noun: type[Noun]) -> _Said:
    name = str(path[-1])
    if name in ("all", "any"):
        return "'all' and 'any' stand side by side", "Put one under the other"
    close = difflib.get_close_matches(name, _keys(noun, path[:-1]), n=1)
    return f"{shown(name)} is not a key here", f"Did you mean '{close[0]}'?" if close else "Remove it"


def _value(kind: str, path: Steps, given: Any, context: dict[str, Any]) -> _Said:
    """Say what is wrong with a value of the right shape."""
    text = shown(str(given)) if isinstance(given, (str, int)) else "a list"
    if path[-1] == "format" and "than" in kind:
        kind = "format"
    said, remedy = _VALUES.get(kind, ("cannot be used as it is written", "Compare it with its neighbours"))
    if kind == "literal_error":
        remedy = _one_of(given, re.findall(r"'([^']*)'", context["expected"]))
    if kind == "string_pattern_mismatch":
        remedy = next((form for begin, form in _FORMS.items() if context["pattern"].startswith(begin)), remedy)
    said = said.format(text=text, length=len(str(given)), **context)
    return f"{_called(path)} {said}", remedy.format(**context)


def _one_of(given: Any, expected: list[str]) -> str:
    close = difflib.get_close_matches(given, expected, n=1) if isinstance(given, str) else []
    return f"Did you mean '{close[0]}'?" if close else f"Use one of: {', '.join(expected)}"


def _called(path: Steps) -> str:
    if not path:
        return "the file"
    *before, last = path
    return f"'{last}'" if isinstance(last, str) else f"entry {last + 1} of '{before[-1]}'"


def _kind(given: Any) -> str:
    return "is a text" if isinstance(given, str) else "is a list" if isinstance(given, list) else "has keys"


def _keys(noun: type[Noun], path: Steps) -> list[str]:
    """Give the keys that may stand in the mapping at `path`; of a condition those of all its shapes."""
    nouns = {noun}
    for step in path:
        inner = {found for each in nouns for found in _inside(each, step)}
        nouns = inner or nouns
    return sorted({field.alias or name for each in nouns for name, field in each.model_fields.items()})


def _inside(noun: type[Noun], step: str | int) -> Iterator[type[Noun]]:
    for name, field in noun.model_fields.items():
        if step == (field.alias or name):
            yield from _nouns(field.annotation)


def _nouns(annotation: Any) -> Iterator[type[Noun]]:
    if isinstance(annotation, type) and issubclass(annotation, Noun):
        yield annotation
    else:
        for part in get_args(annotation):
            yield from _nouns(part)
