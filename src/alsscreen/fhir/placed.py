"""JSON in; its values, each object with the line and column where it begins, or the first thing that is wrong, out."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections import Counter
from json.decoder import JSONObject  # type: ignore[attr-defined]
from json.scanner import py_make_scanner  # type: ignore[attr-defined]
from typing import Any

from ..answers import MAX_BYTES, Place, line_ends, place_of
from ..clean import clean
from ..model import Problem, ProblemsError

_SHOWN = 120
"""Characters of a foreign name that a message repeats."""


class Placed(dict[str, Any]):
    """An object, and the line and column (from 1) of its first brace."""

    place: Place = (1, 1)


def load(content: bytes, file: str) -> Any:
    """Read all of it; raise ProblemsError."""
    if len(content) > MAX_BYTES:
        raise refused(file, (1, 1), "too-large", f"more than {MAX_BYTES:,} bytes", "Send one person's response")
    try:
        content = content.removeprefix(BOM_UTF8)
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        place = place_of(line_ends(before), len(before))
        raise refused(file, place, "not-utf-8", "this is not UTF-8", "Save it as UTF-8") from None
    try:
        return _Decoder(text, file).decode(text)
    except RecursionError:
        raise refused(file, (1, 1), "not-json", "nested too deep", "Send one person's response") from None
    except ValueError as error:
        place = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (1, 1)
        raise refused(file, place, "not-json", "this is no JSON", "Send FHIR as JSON (not XML)") from None


def shown(text: str) -> str:
    """Make a foreign name fit to print."""
    return clean(text)[:_SHOWN]


def refused(file: str, place: Place, code: str, what: str, remedy: str) -> ProblemsError:
    """Make the error of one problem."""
    return ProblemsError((Problem(file, *place, code, what, remedy),))


class _Decoder(json.JSONDecoder):
    """The decoder in Python, since the one in C keeps no places; a response of a person takes it milliseconds."""

    def __init__(self, text: str, file: str) -> None:
        super().__init__(object_pairs_hook=list)
        self._ends, self._file = line_ends(text), file
        self.parse_object = self._object
        self.scan_once = py_make_scanner(self)

    def _object(self, begun: tuple[str, int], *rest: Any) -> tuple[Placed, int]:
        """Refuse a key that stands twice: which of the two counts is anybody's guess."""
        pairs, end = JSONObject(begun, *rest)
        made = Placed(pairs)
        made.place = place_of(self._ends, begun[1] - 1)
        if len(made) < len(pairs):
            name = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
            raise refused(self._file, made.place, "duplicate-key", f"the key '{shown(name)}' stands twice", "Keep one")
        return made, end
