"""Outcomes in; Markdown tables, and the part of docs/performance.md between its two marks, out."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from alsscreen.model import RuleBook
from answersets import KINDS
from evaluations import ALLOWED, Result
from measure import Outcome, Spread

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
PACKAGES = ("alsscreen", "pydantic", "PyYAML", "questionary", "zen-engine", "datalogic-py", "panzi-json-logic")


def report(book: RuleBook, outcomes: Sequence[Outcome], result: Result, rounds: int) -> str:
    """Give everything that was measured."""
    blocks = [machine(book), *doors(outcomes, rounds), *evaluations(book, result)]
    return "\n\n".join(blocks)


def machine(book: RuleBook) -> str:
    """Say where and with what it was measured."""
    system = platform.freedesktop_os_release()["PRETTY_NAME"] if sys.platform == "linux" else platform.platform()
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES if _is_installed(name))
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()} cores ({_processor()}), {system}, "
        f"Python {platform.python_version()}; {packages}. Rule book {book.id} {book.version}: "
        f"{len(book.questions)} questions, {len(book.rules)} rules."
    )


def doors(outcomes: Sequence[Outcome], rounds: int) -> Iterator[str]:
    """Give the table of what a person waits for."""
    rows = [
        (
            outcome.contest.what, _ms(outcome.ours), outcome.contest.floor_is, _ms(outcome.floor),
            f"{outcome.ratio.median:.2f} ({outcome.ratio.low:.2f}–{outcome.ratio.high:.2f})",
            f"{outcome.contest.allowed:g}", _met(outcome.ratio.median <= outcome.contest.allowed),
        )
        for outcome in outcomes
    ]  # fmt: skip
    yield "### What a person waits for"
    yield f"Milliseconds, median of {rounds} rounds, the middle half in brackets."
    yield _table(("what", "ours", "the floor", "it takes", "ratio", "at most", "met"), rows)


def evaluations(book: RuleBook, result: Result) -> Iterator[str]:
    """Give the table of one evaluation, and whether the engines agree."""
    mine = result.timings[0]
    rows = [
        (
            timing.engine.name,
            *(f"{timing.kinds[kind].median:,.0f}" for kind in KINDS),
            _us(timing.all), f"{timing.all.median / mine.all.median:.2f}",
        )
        for timing in result.timings
    ]  # fmt: skip
    ahead = all(mine.all.median < timing.all.median for timing in result.timings[1:])
    yield "### One evaluation"
    yield (
        f"Microseconds for all {len(book.rules)} rules, median by kind of answers; over all kinds with the middle half "
        "in brackets."
    )
    yield _table(("engine", *KINDS, "all kinds", "times ours"), rows)
    yield (
        f"At most {ALLOWED:g} µs: {_met(mine.all.median <= ALLOWED)}. Ahead of every peer: {_met(ahead)}. "
        + _agreement(result)
    )


def write(text: str) -> None:
    """Put the text between the marks of the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


def _agreement(result: Result) -> str:
    if not result.differing:
        return "No peer is installed."
    if any(result.differing.values()):
        wrong = ", ".join(f"{name} on {count:,}" for name, count in result.differing.items() if count)
        return f"**Disagreement** among {result.compared:,} answer sets: {wrong}."
    return f"On {result.compared:,} random answer sets every engine gave every rule the same value."


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _ms(figures: Spread) -> str:
    return f"{figures.median:.0f} ({figures.low:.0f}–{figures.high:.0f})"


def _us(figures: Spread) -> str:
    return f"{figures.median:,.1f} ({figures.low:,.1f}–{figures.high:,.1f})"


def _met(yes: bool) -> str:  # noqa: FBT001 (it is the whole question)
    return "yes" if yes else "**no**"


def _is_installed(name: str) -> bool:
    try:
        return bool(version(name))
    except ImportError:
        return False


def _processor() -> str:
    """Name the processor, where Linux says it, without the maker's marks."""
    try:
        found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        found = None
    return re.sub(r"\((R|TM)\)", "", found[1]).strip() if found else platform.machine()
