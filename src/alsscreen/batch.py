"""Bytes of one person's answers, or of one on each line, in; one result or one refusal for each out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

from . import answers
from .evaluate import Evaluator
from .interview import Interview
from .model import Flow, Problem, ProblemsError, Region, RuleBook
from .render.asked import perspective_of
from .render.json import as_json
from .render.result import result_lines, why_lines
from .render.text import text
from .whatif import Change, changes

STDIN = "standard input"
MAX_BYTES = 100_000_000
"""Some 50,000 people; more is fed in parts."""

Chunk: TypeAlias = tuple[int, bytes]


class Desk:
    """One flow and region of a book, ready for many people."""

    def __init__(self, book: RuleBook, flow: Flow, region: Region, *, why: bool, as_json: bool) -> None:
        self.book, self.region, self.why, self.as_json = book, region, why, as_json
        self._evaluator, self._interview = Evaluator(book, flow), Interview(book, flow)

    def result(self, content: bytes, file: str, line: int) -> str:
        """Give one person's result, as a line of JSON or as text; raise ProblemsError."""
        given = answers.read(content, file, self.book, line)
        evaluation, perspective = self._evaluator(given), perspective_of(self.book, given)
        changed = changes(self._evaluator, self._interview, given, perspective) if self.why else ()
        if self.as_json:
            data = as_json(self.book, evaluation, self.region, perspective)
            return _line(data | {"changes": [_change(each) for each in changed]} if self.why else data)
        lines = result_lines(self.book, evaluation, self.region, perspective)
        return text((*lines, *why_lines(self.book, evaluation, changed)) if self.why else lines)

    def refusal(self, problems: Iterable[Problem], line: int) -> str:
        """Give what stands where a result would: a line of JSON; nothing as text."""
        keys = ("line", "column", "code", "what", "remedy")
        named = [{key: getattr(problem, key) for key in keys} for problem in problems]
        return _line({"error": {"problems": named}, "line": line}) if self.as_json else ""


def read(file: str) -> tuple[bytes, str]:
    """Give the bytes of a file, or of standard input for `-`, and the name to call them by; raise ProblemsError."""
    name = STDIN if file == "-" else file
    try:
        if file != "-":
            with Path(file).open("rb") as opened:
                content = opened.read(MAX_BYTES + 1)
        elif sys.stdin is None:
            raise ProblemsError((Problem(name, 0, 0, "no-input", "it is closed", "Name a file, or pipe answers in"),))
        else:
            content = sys.stdin.buffer.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        what = f"cannot be read ({(getattr(error, 'strerror', None) or str(error)).lower()})"
        raise ProblemsError((Problem(name, 0, 0, "no-file", what, "Name a file that you can read"),)) from None
    if len(content) > MAX_BYTES:
        what = f"more than {MAX_BYTES:,} bytes"
        raise ProblemsError((Problem(name, 0, 0, "too-large", what, "Feed it in parts"),))
    return content, name


def records(content: bytes) -> tuple[bool, tuple[Chunk, ...]]:
    """Say whether there is one object on each line, and give each with the line it begins on.

    One object may be spread over lines. So these are several people when the whole is not JSON, and a line of more than
    one looks like an object of its own.
    """
    lines = [(at, line.strip()) for at, line in enumerate(content.split(b"\n"), start=1)]
    filled = tuple((at, line) for at, line in lines if line)
    several = len(filled) > 1 and any(line[:1] == b"{" and line[-1:] == b"}" for _, line in filled)
    if not several or _is_json(content):
        return False, ((1, content),)
    return True, filled


def _is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True


def _change(change: Change) -> dict[str, Any]:
    return {
        "question": change.question,
        "from": list(change.before),
        "to": list(change.after),
        "level": change.level,
    }


def _line(data: Any) -> str:
    """One line, in ASCII: it passes through any terminal and any file unchanged."""
    return json.dumps(data) + "\n"
