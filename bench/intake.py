"""Sealed intakes in; the time and memory to list and to export them, against a bare loop that opens them, out.

`python bench/intake.py` seals 10,000 intakes of the people of cases.yaml in a temporary directory. A task should take
at most 1.3 times the bare loop, and its memory should not grow with their number. With --write the table replaces the
measured part of docs/intake.md.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import io
import os
import platform
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
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
TASKS = ("bare", "list", "export", "export --fhir")
PAGE = Path(__file__).parents[1] / "docs" / "intake.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def main() -> int:
    """Measure, and print a table."""
    options = _options()
    if options.one:
        task, directory, key = options.one
        print(*run(task, Path(directory), Path(key)))
        return 0
    with tempfile.TemporaryDirectory() as root:
        directory, tenth, key = (Path(root) / name for name in ("intakes", "tenth", "key"))
        identity = pyrage.x25519.Identity.generate()
        key.touch(0o600)
        key.write_text(f"{identity}\n")
        for folder, count in ((directory, options.count), (tenth, options.count // 10)):
            folder.mkdir()
            fill(folder, str(identity.to_public()), count)
        text = "\n".join(report(directory, tenth, key, options.count, options.rounds))
    print(text)
    if options.write:
        write(text)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=10_000, help="intakes (default: 10,000)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds (default: 5)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/intake.md")
    parser.add_argument(
        "--one", nargs=3, metavar=("TASK", "DIRECTORY", "KEY"), help="run one task and print its figures"
    )
    return parser.parse_args()


def report(directory: Path, tenth: Path, key: Path, count: int, rounds: int) -> Iterator[str]:
    """Run the tasks in turn, each in a process of its own; give the least of each, for what disturbs them only adds."""
    figures: dict[str, list[tuple[float, float]]] = {task: [] for task in TASKS}
    for _ in range(rounds):
        for task in TASKS:
            figures[task].append(apart(task, directory, key))
    floor = min(seconds for seconds, _ in figures["bare"])
    where = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    yield f"{count:,} intakes, the least of {rounds} rounds; {where}."
    yield ""
    yield f"| task | CPU seconds | times the bare loop | at most | met | MB | MB with {count // 10:,} |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for task in TASKS:
        seconds, memory = (min(column) for column in zip(*figures[task], strict=True))
        allowed = ("–", "–") if task == "bare" else (ALLOWED, "yes" if seconds <= ALLOWED * floor else "**no**")
        cells = (task, f"{seconds:.2f}", f"{seconds / floor:.2f}", *allowed, f"{memory:.0f}",
                 f"{apart(task, tenth, key)[1]:.0f}")  # fmt: skip
        yield f"| {' | '.join(map(str, cells))} |"


def write(text: str) -> None:
    """Put the text between the marks of the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


def apart(task: str, directory: Path, key: Path) -> tuple[float, float]:
    """Run a task in a process of its own; give seconds and the most megabytes that it held."""
    command = [sys.executable, __file__, "--one", task, str(directory), str(key)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    seconds, memory = done.stdout.split()[-2:]
    return float(seconds), float(memory)


def run(task: str, directory: Path, key: Path) -> tuple[float, float]:
    """Run a task here; give seconds and megabytes."""
    options = argparse.Namespace(
        directory=str(directory), identity=str(key), json=False, unread=False, which=[], fhir=task.endswith("--fhir"),
        out=None, rules=rulebook.directory(), books=None,
    )  # fmt: skip
    work: dict[str, Callable[[], int]] = {
        "bare": lambda: bare(directory, key),
        "list": lambda: list_.run(options),
        "export": lambda: export.run(options),
        "export --fhir": lambda: export.run(options),
    }
    start = time.process_time()  # of this process only: a neighbour is no fault of ours
    with contextlib.redirect_stdout(Nowhere()), contextlib.redirect_stderr(io.StringIO()):
        failed = work[task]()
    seconds = time.process_time() - start
    if failed:
        sys.exit(f"{task}: not every intake was given; was the rule book changed meanwhile?")
    return seconds, megabytes()


def megabytes() -> float:
    """Give the most that this process held. What `getrusage` says on Linux begins with what its parent held."""
    status = Path("/proc/self/status")
    if status.exists():
        most = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(most.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


class Nowhere(io.StringIO):
    """Takes what is printed and keeps nothing."""

    def write(self, text: str) -> int:
        """Forget a text."""
        return len(text)


def bare(directory: Path, key: Path) -> int:
    """Open every file, and do nothing with it."""
    keys = [pyrage.x25519.Identity.from_str(key.read_text().strip())]
    for name in os.listdir(directory):  # noqa: PTH208 (the least there is)
        with open(os.path.join(directory, name), "rb") as file:  # noqa: PTH118, PTH123
            pyrage.decrypt(file.read(), keys)
    return 0


def fill(directory: Path, public: str, count: int) -> None:
    """Seal intakes of the people of the table, in turn. Nothing is flushed here."""
    records = list(people())
    seal, consent = Seal((public,), "bench"), Consent(controller="A clinic", reader="its doctors", days=30)
    book, now = rulebook.load(rulebook.directory()), dt.datetime.now(dt.UTC)
    for number in range(count):
        new_id, record = secrets.token_hex(16), records[number % len(records)]
        given = intake(book, record, consent, "GB", now - dt.timedelta(hours=number % 700), new_id, code=claim.new())
        (directory / f"{new_id}.age").write_bytes(seal(encode(given)))


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
        yield Record(answers, evaluation, text, sensitive=False)


if __name__ == "__main__":
    sys.exit(main())
