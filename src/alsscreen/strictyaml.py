"""YAML bytes in; plain data with the line and column of every node out, or every problem with its place.

Text stays text: no booleans, numbers, dates or nulls are guessed. Duplicate keys, anchors, aliases, tags, merges, hidden
characters, great depth and great size are refused. One pass over the parser's events, without recursion.
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

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Place(NamedTuple):
    """1-based line and column of a node (of a mapping's value: of its key), and the places of what it holds."""

    line: int
    column: int
    inner: Any = None


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data and where each node of it stands."""

    file: str
    data: Data
    places: Place = field(repr=False)

    def place(self, path: tuple[str | int, ...]) -> tuple[int, int]:
        """Give the line and column of the deepest node on `path`; steps that lead nowhere are passed over."""
        here = self.places
        for step in path:
            try:
                here = here.inner[step]
            except (KeyError, IndexError, TypeError):
                continue
        return here.line, here.column


def read(content: bytes, file: str) -> Document:
    """Read one document; raise ProblemsError with everything that is wrong with its form."""
    text = _decode(content, file)
    problems = _hidden(text, file)
    if not problems:
        builder = _Builder(file)
        builder.run(text)
        problems = builder.problems
    if problems:
        raise ProblemsError(tuple(problems))
    return Document(file, builder.data, builder.places)


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


def _hidden(text: str, file: str) -> list[Problem]:
    """Name each hidden character; `isprintable` passes over nearly every line at the speed of C."""
    return [
        Problem(file, row, column, "hidden-character", f"hidden character U+{ord(sign):04X}", "Delete it")
        for row, line in enumerate(text.split("\n"), 1)
        if not line.isprintable()
        for column, sign in enumerate(line.removesuffix("\r"), 1)
        if is_hidden(sign)
    ]


class _Frame:
    """A mapping or list that is being filled."""

    __slots__ = ("data", "key", "key_place", "places")

    def __init__(self, data: Data) -> None:
        self.data = data
        self.places: Any = [] if isinstance(data, list) else {}
        self.key: str | None = None
        self.key_place = (1, 1)


class _Builder:
    """Turns events into data and places; what is not plain data becomes a problem and is passed over."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.data: Data = None
        self.places = Place(1, 1)
        self._frames: list[_Frame] = []
        self._documents = 0

    def refuse(self, mark: Any, code: str, what: str, remedy: str) -> None:
        """Note a problem at a mark of the parser."""
        self.problems.append(Problem(self.file, mark.line + 1, mark.column + 1, code, what, remedy))

    def run(self, text: str) -> None:
        """Read all events, or stop at what makes going on senseless."""
        nodes = 0
        try:
            for event in yaml.parse(text, Loader=_Loader):
                nodes += 1
                if nodes > MAX_NODES or len(self._frames) > MAX_DEPTH:
                    too_deep = len(self._frames) > MAX_DEPTH
                    what = f"nested more than {MAX_DEPTH} deep" if too_deep else f"more than {MAX_NODES:,} values"
                    self.refuse(event.start_mark, "too-deep" if too_deep else "too-many", what, "Flatten or split it")
                    return
                self._take(event)
        except yaml.MarkedYAMLError as error:
            what = " ".join(part for part in (error.context, error.problem) if part)
            mark = error.problem_mark or error.context_mark
            self.refuse(mark, "not-yaml", what, "Mend the YAML here (indentation, colons, quotes)")
        except yaml.YAMLError as error:
            what = str(error).replace("\n", " ")
            self.problems.append(Problem(self.file, 1, 1, "not-yaml", what, "Mend the YAML"))
        if self.data is None and not self.problems:
            self.problems.append(Problem(self.file, 1, 1, "empty", "the file is empty", "Write the expected keys"))

    def _take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._check(event)
            if not event.value.isprintable():
                self._check_escapes(event)
            self._scalar(event)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._check(event)
            data: Data = {} if kind is yaml.MappingStartEvent else []
            frame = _Frame(data)
            self._add(data, event.start_mark, frame.places)
            self._frames.append(frame)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._frames.pop()
        elif kind is yaml.AliasEvent:
            self.refuse(event.start_mark, "alias", f"alias *{event.anchor}", "Write the value out")
            self._add("", event.start_mark, None)
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                self.refuse(event.start_mark, "second-document", "a second document begins", "Keep one in a file")

    def _check(self, event: Any) -> None:
        if event.tag is not None:
            self.refuse(event.start_mark, "tag", f"tag {event.tag}", "Remove it: every value is plain text")
        if event.anchor is not None:
            self.refuse(event.start_mark, "anchor", f"anchor &{event.anchor}", "Remove it and write values out")

    def _check_escapes(self, event: Any) -> None:
        """Refuse what an escape such as "\\e" makes of a harmless line."""
        hidden = sorted({f"U+{ord(sign):04X}" for sign in event.value if is_hidden(sign) and sign != "\n"})
        if hidden:
            self.refuse(event.start_mark, "hidden-character", f"hidden character {', '.join(hidden)}", "Delete it")

    def _scalar(self, event: Any) -> None:
        frame = self._frames[-1] if self._frames else None
        if frame is None or frame.key is not None or isinstance(frame.data, list):
            self._add(event.value, event.start_mark, None)
            return
        mark, key = event.start_mark, event.value
        if key in frame.data:
            self.refuse(mark, "duplicate-key", f"key '{key}' stands twice", "Keep one of them")
        elif key == "<<" and event.implicit[0]:
            self.refuse(mark, "merge", "merge key <<", "Write the values out")
        frame.key, frame.key_place = key, (mark.line + 1, mark.column + 1)

    def _add(self, data: Data, mark: Any, inner: Any) -> None:
        """Put a value where it belongs."""
        if not self._frames:
            self.data, self.places = data, Place(mark.line + 1, mark.column + 1, inner)
            return
        frame = self._frames[-1]
        if isinstance(frame.data, list):
            frame.data.append(data)
            frame.places.append(Place(mark.line + 1, mark.column + 1, inner))
        elif frame.key is None:
            self.refuse(mark, "key", "a key that is not text", "Use a plain word as the key")
            frame.key = ""
        else:
            frame.data[frame.key] = data
            frame.places[frame.key] = Place(*frame.key_place, inner)
            frame.key = None
