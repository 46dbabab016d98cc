"""YAML bytes in; plain data with the line and column of every node out, or every problem with its place.

Text stays text: no booleans, numbers, dates or nulls are guessed. Duplicate keys, anchors, aliases, tags, merges,
hidden characters, great depth and great size are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from ..clean import hidden
from ..model import Problem, ProblemsError
from .build import LOADER, Builder, Data
from .words import MAX_DEPTH, MAX_NODES, shown

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_NODES", "Data", "Document", "read", "shown"]

MAX_BYTES = 1_000_000
"""Twenty times the largest file of the shipped book; what is larger was not written by hand."""


@dataclass(frozen=True)
class Document:
    """Plain data, and the text that says where each node of it stands."""

    file: str
    data: Data
    text: str = field(repr=False)

    @cached_property
    def _root(self) -> Any:
        """The nodes with their marks; only a problem needs them. The depth was bounded when the text was read."""
        return yaml.compose(self.text, Loader=LOADER)

    @cached_property
    def _mappings(self) -> dict[int, dict[Any, Any]]:
        return {}

    def place(self, path: tuple[str | int, ...]) -> tuple[int, int]:
        """Give the 1-based line and column of the deepest node on `path` (of a mapping's value: of its key).

        Steps that lead nowhere are passed over.
        """
        node, mark = self._root, self._root.start_mark
        for step in path:
            if isinstance(node, yaml.MappingNode):
                node, mark = self._values(node).get(step, (node, mark))
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                mark = node.start_mark
        return mark.line + 1, mark.column + 1

    def _values(self, node: Any) -> dict[Any, Any]:
        """Give a mapping's values by key, each with the key's mark; as many problems as keys stay linear."""
        if id(node) not in self._mappings:
            self._mappings[id(node)] = {key.value: (value, key.start_mark) for key, value in node.value}
        return self._mappings[id(node)]


def read(content: bytes, file: str) -> Document:
    """Read one document; raise ProblemsError with everything that is wrong with its form."""
    text = _decode(content, file)
    builder = Builder(file)
    builder.problems.extend(_hidden(text, file))
    if not builder.problems:
        builder.run(text)
    if builder.problems:
        raise ProblemsError(tuple(builder.problems))
    return Document(file, builder.data, text)


def _decode(content: bytes, file: str) -> str:
    if len(content) > MAX_BYTES:
        what = f"the file is larger than {MAX_BYTES:,} bytes"
        raise ProblemsError((Problem(file, 1, 1, "too-large", what, "Split it, or remove what is not needed"),))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        what = f"byte 0x{content[error.start]:02x} is not UTF-8"
        raise ProblemsError((Problem(file, line, column, "not-utf-8", what, "Save the file as UTF-8"),)) from None


def _hidden(text: str, file: str) -> Iterator[Problem]:
    """Name each sort of hidden character once a line."""
    line, begin, before, named = 1, 0, 0, set[str]()
    for index in hidden(text):
        passed = text.count("\n", before, index)
        if passed:
            line, begin, named = line + passed, text.rindex("\n", before, index) + 1, set()
        before, sign = index, text[index]
        if sign not in named:
            named.add(sign)
            said = ("hidden-character", f"hidden character U+{ord(sign):04X}", "Delete it")
            yield Problem(file, line, index - begin + 1, *(_KNOWN.get(sign, said)))


_KNOWN = {
    "\t": ("tab", "a tab", "Use spaces"),
    "\ufeff": ("byte-order-mark", "a byte order mark", "Save the file as UTF-8 without BOM"),
}
