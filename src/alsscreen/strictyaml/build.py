"""YAML text in; plain data, or what is not plain data with its place, out; one pass without recursion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import yaml

from ..clean import hidden
from ..model import Problem
from .words import MAX_DEPTH, MAX_NODES, OPENED, REMOVE, SYNTAX, TOO_DEEP, TOO_MANY, UNREADABLE, WRITE_OUT, shown

Data: TypeAlias = Any
"""str, list[Data] or dict[str, Data]."""

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Builder:
    """Turns events into data; what is not plain data becomes a problem and is passed over."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.data: Data = None
        self._here: Any = None
        """The mapping or list that is being filled."""
        self._key: str | None = None
        """The key of it whose value comes next."""
        self._outer: list[tuple[Any, str | None]] = []
        self._takes: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._start,
            yaml.SequenceStartEvent: self._start,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }

    def run(self, text: str) -> None:
        """Take all events, or stop at what makes going on senseless.

        The text has no hidden characters: of these the parser complains without a place.
        """
        try:
            for count, event in enumerate(yaml.parse(text, Loader=LOADER)):
                take = self._takes.get(type(event))
                if take is not None:
                    take(event)
                if len(self._outer) > MAX_DEPTH or count > MAX_NODES:
                    self._refuse(event.start_mark, *(TOO_DEEP if count <= MAX_NODES else TOO_MANY))
                    break
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
        if not self.problems and self.data in (None, ""):
            self.problems.append(Problem(self.file, 1, 1, "empty", "the file is empty", "Restore what it should hold"))

    def _refuse(self, mark: Any, code: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.file, mark.line + 1, mark.column + 1, code, what, remedy))

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        """Say in plain words what the parser tripped over; what was never closed is named where it opened."""
        part = next((part for part in SYNTAX if part in f"{error.context} {error.problem}"), "")
        mark = error.context_mark if part in OPENED and error.context_mark else error.problem_mark
        self._refuse(mark, "not-yaml", *SYNTAX.get(part, UNREADABLE))

    def _scalar(self, event: Any) -> None:
        if event.tag is not None or event.anchor is not None:
            self._check(event)
        if event.style == '"':
            self._check_escapes(event)
        if self._key is None and type(self._here) is dict:
            self._take_key(event)
        else:
            self._put(event.value, event)

    def _take_key(self, event: Any) -> None:
        key = self._key = event.value
        if key in self._here:
            remedy = "Keep one of them, or begin a new entry with '- '"
            self._refuse(event.start_mark, "duplicate-key", f"the key {shown(key)} stands twice", remedy)
        elif key == "<<" and event.implicit[0]:
            self._refuse(event.start_mark, "merge", "'<<' takes over values from elsewhere", "Write the values out")

    def _start(self, event: Any) -> None:
        if event.tag is not None or event.anchor is not None:
            self._check(event)
        data: Data = {} if type(event) is yaml.MappingStartEvent else []
        self._put(data, event)
        self._outer.append((self._here, self._key))
        self._here, self._key = data, None

    def _end(self, _: Any) -> None:
        self._here, self._key = self._outer.pop()

    def _alias(self, event: Any) -> None:
        self._refuse(event.start_mark, "alias", f"{shown('*' + event.anchor)} stands for values elsewhere", WRITE_OUT)
        if self._key is None and type(self._here) is dict:
            self._key = "*" + event.anchor
        else:
            self._put("*", event)

    def _document(self, event: Any) -> None:
        if self.data is not None:
            self._refuse(event.start_mark, "second-document", "a second document begins", "Keep one in a file")

    def _put(self, data: Data, event: Any) -> None:
        """Put a value where it belongs."""
        here = self._here
        if type(here) is list:
            here.append(data)
        elif here is None:
            self.data = data
        elif self._key is None:
            self._refuse(event.start_mark, "key", "a list or keys where one key is due", "Use a plain word as the key")
            self._key = ""
        else:
            here[self._key] = data
            self._key = None

    def _check(self, event: Any) -> None:
        mark = event.start_mark
        if event.tag is not None:
            self._refuse(mark, "tag", f"{shown(event.tag)} gives the value a type", REMOVE)
        if event.anchor is not None:
            self._refuse(mark, "anchor", f"{shown('&' + event.anchor)} names values for use elsewhere", WRITE_OUT)

    def _check_escapes(self, event: Any) -> None:
        """Refuse the hidden character that an escape makes of a harmless line."""
        value = event.value.replace("\r\n", "\r")
        found = sorted({f"U+{ord(value[index]):04X}" for index in hidden(value)})
        if found:
            what = f"an escape in this text makes the hidden character {', '.join(found)}"
            self._refuse(event.start_mark, "hidden-character", what, "Delete what begins with the backslash")
