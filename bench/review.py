"""Measures the reviewer's commands as whole processes, on the shipped book and on generated ones: `make bench-review`.

With --write the tables also go into docs/performance.md. No target that is missed makes it fail.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from alsscreen import rulebook
from generated import generated_book
from report import PAGE
from review_books import write_book

BEGIN, END = "<!-- measured, review: begin -->", "<!-- measured, review: end -->"
BIG = Path(__file__).parent / "review_big.py"
COMMANDS = ("lint", "coverage", "prove", "diff")
TIMES = (1, 10, 100)
"""How many times the rules of the shipped book the generated ones have."""

SECONDS, MANY, SECONDS_FOR_MANY = 1.0, 4000, 60.0
"""What a command may take on the shipped book; what `prove` may take for so many rules."""


class Took(NamedTuple):
    """Seconds by the clock on the wall, and of the processor."""

    wall: float
    processor: float


def took(command: str, root: Path) -> Took:
    """Run a command on a book, from the start of its process to the end."""
    sides = [str(root)] * 2 if command == "diff" else []
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    line = [sys.executable, str(BIG), command, *sides, "--rules", str(root)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
    if done.returncode not in (0, 1) or "Traceback" in done.stderr:
        raise RuntimeError(done.stderr)
    return Took(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def measured(rounds: int, folder: Path) -> Iterator[str]:
    """Measure everything, and give the tables."""
    shipped = rulebook.directory()
    rules = len(rulebook.load(shipped).rules)
    load, cores = os.getloadavg()[0], os.cpu_count()
    yield f"Measured on {datetime.now(UTC):%Y-%m-%d}; {cores} cores, load {load:.1f} at the start."
    yield f"The shipped book of {rules} rules, seconds by the clock, median of {rounds} rounds:"
    once = {name: statistics.median(took(name, shipped).wall for _ in range(rounds)) for name in COMMANDS}
    rows = [(name, f"{wall:.2f}", f"{SECONDS:g}", _met(wall <= SECONDS)) for name, wall in once.items()]
    yield _table(("command", "takes", "at most", "met"), rows)
    sizes = [times * rules for times in TIMES]
    books = {size: write_book(generated_book(size, seed=1), folder / str(size)) for size in (*sizes, MANY)}
    yield "Generated books, seconds of the processor. Growth: the largest by the middle one, for ten times the rules."
    found = [(name, [took(name, books[size]).processor for size in sizes]) for name in COMMANDS]
    rows = [(name, *(f"{each:.1f}" for each in figures), f"{figures[-1] / figures[-2]:.1f}") for name, figures in found]
    yield _table(("command", *(f"{size:,} rules" for size in sizes), "growth"), rows)
    many = took("prove", books[MANY])
    yield (
        f"`prove` of {MANY:,} rules: {many.wall:.1f} seconds by the clock, {many.processor:.1f} of the processor; "
        f"at most {SECONDS_FOR_MANY:g}: {_met(many.wall <= SECONDS_FOR_MANY)}."
    )


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows))


def _met(yes: bool) -> str:  # noqa: FBT001 (it is the whole question)
    return "yes" if yes else "**no**"


def main() -> int:
    """Measure, print, and write where that was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="rounds on the shipped book (default: 5)")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="alsscreen-") as folder:
        text = "\n\n".join(measured(options.rounds, Path(folder)))
    print(text)
    if options.write:
        before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
