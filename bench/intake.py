"""Sealed intakes in; the time and memory to list and to export them, against a bare loop that opens them, out.

`python bench/intake.py` seals 10,000 intakes of the people of cases.yaml in a temporary directory. A task should take
at most 1.3 times the bare loop, and its memory should not grow with their number.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import io
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyrage  # type: ignore[import-untyped]

from alsscreen import rulebook, strictyaml
from alsscreen.answers import Entry, check
from alsscreen.evaluate import Evaluator
from alsscreen.intake import claim, export, list_
from alsscreen.intake.record import Consent, encode, intake
from alsscreen.intake.seal import Seal
from alsscreen.kiosk.outbox import Record
from alsscreen.model import CasesFile
from alsscreen.render.page import page

ALLOWED = 1.3
TASKS = ("bare", "list", "export")


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=10_000, help="intakes (default: 10,000)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds (default: 5)")
    parser.add_argument(
        "--one", nargs=3, metavar=("TASK", "DIRECTORY", "KEY"), help="run one task and print its figures"
    )
    options = parser.parse_args()
    if options.one:
        task, directory, key = options.one
        print(*run(task, Path(directory), Path(key)))
        return 0
    with tempfile.TemporaryDirectory() as root:
        directory, key = Path(root) / "intakes", Path(root) / "key"
        tenth = Path(root) / "tenth"
        for folder in (directory, tenth):
            folder.mkdir()
        identity = pyrage.x25519.Identity.generate()
        key.touch(0o600)
        key.write_text(f"{identity}\n")
        sealed = fill(directory, str(identity.to_public()), options.count)
        fill(tenth, str(identity.to_public()), options.count // 10)
        print(f"{options.count:,} intakes sealed, {sealed * 1e3:.2f} ms each; {os.cpu_count()} cores")
        report(directory, tenth, key, options.rounds)
    return 0


def report(directory: Path, tenth: Path, key: Path, rounds: int) -> None:
    """Run the tasks in turn, each in a process of its own, and print the best of each."""
    figures: dict[str, list[tuple[float, float]]] = {task: [] for task in TASKS}
    for _ in range(rounds):
        for task in TASKS:
            figures[task].append(apart(task, directory, key))
    small = {task: apart(task, tenth, key)[1] for task in TASKS}
    print(f"{'task':8} {'CPU s':>8} {'ratio':>6} {'MB':>6} {'MB of a tenth':>14}")
    for task in TASKS:  # the least of the rounds: what disturbs them only adds
        seconds, memory = (min(column) for column in zip(*figures[task], strict=True))
        ratio = seconds / min(bare for bare, _ in figures["bare"])
        print(f"{task:8} {seconds:8.2f} {ratio:6.2f} {memory:6.0f} {small[task]:14.0f}")
    print(f"allowed: {ALLOWED}")


def apart(task: str, directory: Path, key: Path) -> tuple[float, float]:
    """Run a task in a process of its own; give seconds and the most megabytes that it held."""
    command = [sys.executable, __file__, "--one", task, str(directory), str(key)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    seconds, memory = done.stdout.split()[-2:]
    return float(seconds), float(memory)


def run(task: str, directory: Path, key: Path) -> tuple[float, float]:
    """Run a task here; give seconds and megabytes."""
    options = argparse.Namespace(
        directory=str(directory), identity=str(key), json=False, unread=False, which=[], fhir=False, out=None,
        rules=rulebook.directory(), books=None,
    )  # fmt: skip
    work: dict[str, Callable[[], object]] = {
        "bare": lambda: bare(directory, key),
        "list": lambda: list_.run(options),
        "export": lambda: export.run(options),
    }
    start = time.process_time()  # of this process only: a neighbour is no fault of ours
    with contextlib.redirect_stdout(Nowhere()), contextlib.redirect_stderr(io.StringIO()):
        work[task]()
    seconds = time.process_time() - start
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20)


class Nowhere(io.StringIO):
    """Takes what is printed and keeps nothing."""

    def write(self, text: str) -> int:
        """Forget a text."""
        return len(text)


def bare(directory: Path, key: Path) -> None:
    """Open every file, and do nothing with it."""
    keys = [pyrage.x25519.Identity.from_str(key.read_text().strip())]
    for name in os.listdir(directory):  # noqa: PTH208 (the least there is)
        with open(os.path.join(directory, name), "rb") as file:  # noqa: PTH118, PTH123
            pyrage.decrypt(file.read(), keys)


def fill(directory: Path, public: str, count: int) -> float:
    """Seal intakes of the people of the table, in turn; give seconds for each. Nothing is flushed here."""
    records = list(people())
    seal, consent = Seal((public,), "bench"), Consent(controller="A clinic", reader="its doctors", days=30)
    book, now = rulebook.load(rulebook.directory()), dt.datetime.now(dt.UTC)
    start = time.perf_counter()
    for number in range(count):
        new_id, record = secrets.token_hex(16), records[number % len(records)]
        given = intake(book, record, consent, "GB", now - dt.timedelta(hours=number % 700), new_id, code=claim.new())
        (directory / f"{new_id}.age").write_bytes(seal(encode(given)))
    return (time.perf_counter() - start) / max(count, 1)


def people() -> Any:
    """Give what each person of the table hands over."""
    root = rulebook.directory()
    book = rulebook.load(root)
    cases = CasesFile.model_validate(strictyaml.read((root / "cases.yaml").read_bytes(), "cases.yaml").data)
    bases = {base.id: base.answers for base in cases.bases}
    for case in cases.cases:
        given = {**(bases[case.base] if case.base else {}), **case.answers}
        kept = {name: answer for name, answer in given.items() if name not in case.without}
        entries = (Entry(name, answer if isinstance(answer, str) else list(answer)) for name, answer in kept.items())
        answers = check(tuple(entries), case.id, book)
        evaluation = Evaluator(book, book.flows[case.flow])(answers)
        text = page(book, evaluation, answers, book.regions["GB"], "self", dt.datetime.now(dt.UTC).date())
        yield Record(answers, evaluation, text)


if __name__ == "__main__":
    sys.exit(main())
