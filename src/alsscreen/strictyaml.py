"""YAML bytes in; plain data with the line and column of every node out, or every problem with its place.

Text stays text: no booleans, numbers, dates or nulls are guessed. Duplicate keys, anchors, aliases, tags, merges, hidden
characters, great depth and great size are refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import yaml

from .clean import is_hidden
from .model import Problem, ProblemsError

MAX_BYTES = 1_000_000
MAX_DEPTH = 24
MAX_NODES = 50_000

Data: TypeAlias = Any
"""str, list[Data] or dict[str, Data]."""

Path: TypeAlias = tuple[str | int, ...]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Place(NamedTuple):
    """1-based line and column."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data and the place of each node by its path; a mapping's value is placed at its key."""

    file: str
    data: Data
    places: dict[Path, Place] = field(repr=False)

    def place(self, path: tuple[str | int, ...]) -> Place:
        """Find the place of the deepest node on `path`; steps that are no keys of the data are passed over."""
        here: Path = ()
        value = self.data
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                continue
            here = (*here, step)
        return self.places.get(here, Place(1, 1))


def read(content: bytes, file: str) -> Document:
    """Read one document; raise ProblemsError with everything that is wrong with its form."""
    text = _decode(content, file)
    problems = list(_refusals(text, file))
    if problems:
        raise ProblemsError(tuple(problems))
    node = yaml.compose(text, Loader=_Loader)
    if node is None:
        raise ProblemsError((Problem(file, 1, 1, "empty", "the file is empty", "Write the expected keys"),))
    places: dict[Path, Place] = {}
    data = _build(node, (), file, places, problems)
    if problems:
        raise ProblemsError(tuple(problems))
    return Document(file, data, places)


def _decode(content: bytes, file: str) -> str:
    if len(content) > MAX_BYTES:
        what = f"the file has {len(content):,} bytes, more than {MAX_BYTES:,}"
        raise ProblemsError((Problem(file, 1, 1, "too-large", what, "Split it, or remove what is not needed"),))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        what = f"byte 0x{content[error.start]:02x} is not UTF-8"
        raise ProblemsError((Problem(file, line, column, "not-utf-8", what, "Save the file as UTF-8"),)) from None


def _refusals(text: str, file: str) -> list[Problem]:
    """Pass over the events once, without recursion, and name all that is not plain data."""
    problems = [
        Problem(file, row, column, "hidden-character", f"hidden character U+{ord(sign):04X}", "Delete it")
        for row, line in enumerate(text.split("\n"), 1)
        for column, sign in enumerate(line, 1)
        if is_hidden(sign) and not (sign == "\r" and column == len(line))
    ]
    if problems:
        return problems

    def refuse(mark: Any, code: str, what: str, remedy: str) -> None:
        problems.append(Problem(file, mark.line + 1, mark.column + 1, code, what, remedy))

    depth = nodes = documents = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    refuse(event.start_mark, "second-document", "a second document begins", "Keep one in a file")
            if isinstance(event, yaml.AliasEvent):
                refuse(event.start_mark, "alias", f"alias *{event.anchor}", "Write the value out")
            if not isinstance(event, yaml.NodeEvent):
                depth -= isinstance(event, yaml.CollectionEndEvent)
                continue
            nodes += 1
            depth += isinstance(event, yaml.CollectionStartEvent)
            if depth > MAX_DEPTH:
                refuse(event.start_mark, "too-deep", f"nested more than {MAX_DEPTH} deep", "Flatten it")
                return problems
            if nodes > MAX_NODES:
                refuse(event.start_mark, "too-many", f"more than {MAX_NODES:,} values", "Split the file")
                return problems
            if getattr(event, "tag", None) is not None:
                refuse(event.start_mark, "tag", f"tag {event.tag}", "Remove it: every value is plain text")
            if not isinstance(event, yaml.AliasEvent) and event.anchor is not None:
                refuse(event.start_mark, "anchor", f"anchor &{event.anchor}", "Remove it and write values out")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(part for part in (error.context, error.problem) if part)
        if mark is None:
            problems.append(Problem(file, 1, 1, "not-yaml", what, "Mend the YAML here"))
        else:
            refuse(mark, "not-yaml", what, "Mend the YAML here (indentation, colons, quotes)")
    except yaml.YAMLError as error:
        problems.append(Problem(file, 1, 1, "not-yaml", str(error).replace("\n", " "), "Mend the YAML"))
    return problems


def _build(node: Any, path: Path, file: str, places: dict[Path, Place], problems: list[Problem]) -> Data:
    """Turn nodes into data; depth is bounded by `_refusals`."""
    places.setdefault(path, Place(node.start_mark.line + 1, node.start_mark.column + 1))
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*path, index), file, places, problems) for index, item in enumerate(node.value)]
    data: dict[str, Data] = {}
    for key, value in node.value:
        place = Place(key.start_mark.line + 1, key.start_mark.column + 1)
        if not isinstance(key, yaml.ScalarNode):
            problems.append(Problem(file, *place, "key", "a key that is not text", "Use a plain word as the key"))
        elif key.value == "<<":
            problems.append(Problem(file, *place, "merge", "merge key <<", "Write the values out"))
        elif key.value in data:
            what = f"key '{key.value}' stands twice"
            problems.append(Problem(file, *place, "duplicate-key", what, "Keep one of them"))
        else:
            places[(*path, key.value)] = place
            data[key.value] = _build(value, (*path, key.value), file, places, problems)
    return data
