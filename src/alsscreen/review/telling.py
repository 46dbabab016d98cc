"""What a review found in; its lines or its JSON printed, and the exit code, out."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from ..clean import clean, hidden
from ..model import FORMAT_VERSION, Problem

WIDTH = 110
"""Letters of a line: what a terminal beside an editor shows."""


def tell(lines: Iterable[str], findings: Sequence[Problem], notes: Sequence[Problem] = (), *, counted: str) -> int:
    """Print a report, its findings, its notes and last its denominators; give 1 with findings, else 0."""
    judged = f"{counted}: {_how_many(findings, notes)}"
    show((*lines, *map(str, findings), *(f"note: {note}" for note in notes), judged))
    return 1 if findings else 0


def show(lines: Iterable[str]) -> None:
    """Print lines, without what a terminal could be fooled by."""
    sys.stdout.write("".join(f"{_safe(line)}\n" for line in lines))


def tell_json(facts: dict[str, Any], findings: Sequence[Problem], notes: Sequence[Problem] = ()) -> int:
    """Print the same facts as one JSON object, plain ASCII; give 1 with findings, else 0."""
    lists = {"findings": [asdict(problem) for problem in findings], "notes": [asdict(problem) for problem in notes]}
    sys.stdout.write(json.dumps({"format_version": FORMAT_VERSION, **facts, **lists}, indent=2) + "\n")
    return 1 if findings else 0


def plural(count: int, noun: str) -> str:
    """Say how many of something there are."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def wrapped(text: str, indent: int = 0, label: str = "") -> Iterator[str]:
    """Give a text in lines that fit, `indent` spaces in, behind a label of ours and hanging under its own beginning."""
    first = " " * indent + label
    yield from textwrap.wrap(
        clean(text), WIDTH, initial_indent=first, subsequent_indent=" " * len(first) or "  ",
        break_long_words=False, break_on_hyphens=False,
    ) or [first.rstrip()]  # fmt: skip


def table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Give columns as wide as they need; the last one is wrapped under itself."""
    cells = [[clean(str(cell)) for cell in row] for row in (heading, *rows)]
    widths = [max(map(len, column)) for column in list(zip(*cells, strict=True))[:-1]]
    indent = sum(widths) + 2 * len(widths)
    for row in cells:
        first = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False))
        last = textwrap.wrap(row[-1], max(WIDTH - indent, 30), break_long_words=False, break_on_hyphens=False) or [""]
        yield f"{first}  {last[0]}".rstrip()
        yield from (" " * indent + line for line in last[1:])


def _how_many(findings: Sequence[Problem], notes: Sequence[Problem]) -> str:
    said = plural(len(findings), "finding") if findings else "no findings"
    return f"{said}, {plural(len(notes), 'note')}" if notes else said


def _safe(line: str) -> str:
    """Keep one line one line: a break in somebody's words could forge the next one."""
    line = line.replace("\n", " ")
    odd = set(hidden(line))
    return "".join(sign for at, sign in enumerate(line) if at not in odd) if odd else line
