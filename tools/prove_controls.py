"""Break each control of docs/hazards.yaml in a copy of the product, and print whether the tests it names notice.

The tree is copied once for each worker. First all named tests must run and pass there; then one line is changed at a
time, and each test that the control names must fail. Exit code 1 when a control survives or proves nothing.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from hazards import ROOT, Control, Mutation, load

WORKERS = 2
PATIENCE = 240.0
"""Seconds for the tests of one control; the slowest takes a tenth of it. All of them together get ten times as long."""

COPIED = ("bench", "docs", "rules", "src", "tests", "tools", "pyproject.toml", "README.md", "SECURITY.md", "Makefile")
PYTEST = ("-m", "pytest", "-p", "no:cacheprovider", "--tb=short")

BARE = re.compile(r"^E +(NameError|ImportError|ModuleNotFoundError|SyntaxError|UnboundLocalError)", re.MULTILINE)
"""The change merely broke the program, so that any test would have failed."""

PROBE = """
import importlib, pathlib, sys
import alsscreen
from alsscreen import rulebook
if not pathlib.Path(alsscreen.__file__).is_relative_to(pathlib.Path.cwd()):
    sys.exit("this is not the copy")
rulebook.load(rulebook.directory())
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


class Result(NamedTuple):
    """`caught` is good; all else is not."""

    verdict: str
    why: str = ""
    seconds: float = 0.0


def prove(copy: Path, control: Control) -> Result:
    """Change the line, run the tests, change it back."""
    mutation, begun = control.mutation, time.monotonic()
    file = copy / mutation.file
    before = file.read_bytes()
    found = before.decode("utf-8").count(mutation.find)
    if found != 1:
        return Result("lost", f"the line to change stands {found} times in {mutation.file}")
    file.write_bytes(before.decode("utf-8").replace(mutation.find, mutation.replace).encode("utf-8"))
    try:
        result = _loads(copy, mutation) or _tests_notice(copy, control)
    except subprocess.TimeoutExpired:
        result = Result("hangs", "the tests did not end")
    finally:
        file.write_bytes(before)
    return result._replace(seconds=time.monotonic() - begun)


def _loads(copy: Path, mutation: Mutation) -> Result | None:
    """Say whether the change merely keeps the program or the rule book from loading; None when it loads."""
    done = _python(copy, "-c", PROBE, *_modules(mutation.file))
    if mutation.at_load:
        return None if done.returncode else Result("survived", "the rule book is read all the same")
    return Result("broken", _last(done.stderr)) if done.returncode else None


def _modules(file: str) -> tuple[str, ...]:
    path = Path(file)
    if path.suffix != ".py":
        return ()
    parts = path.with_suffix("").parts[1:]
    return (".".join(part for part in parts if part != "__init__"),)


def _tests_notice(copy: Path, control: Control) -> Result:
    for test in control.tests:
        done = _python(copy, *PYTEST, "-x", test)
        if done.returncode == 0:
            return Result("survived", f"{test} passes all the same")
        if done.returncode != 1 or " failed" not in _last(done.stdout):
            return Result("broken", f"{test}: {_last(done.stdout or done.stderr)}")
        bare = BARE.search(done.stdout)
        if bare is not None and not control.mutation.at_load:
            return Result("broken", f"{test} ends with a bare {bare[1]}")
    return Result("caught")


def baseline(copies: Sequence[Path], tests: Sequence[str]) -> dict[str, str]:
    """Run all named tests on the product as it is; name those that do not run and pass, and why."""

    def run(number: int) -> str:
        return _python(copies[number], *PYTEST, "-rA", *tests[number :: len(copies)], patience=PATIENCE * 10).stdout

    with ThreadPoolExecutor(len(copies)) as pool:
        lines = [line for output in pool.map(run, range(len(copies))) for line in output.splitlines()]
    told = {test: [line for line in lines if _is_about(line, test)] for test in tests}
    bad = {test: next((line for line in said if not line.startswith("PASSED")), "") for test, said in told.items()}
    return {test: why or "it does not run" for test, why in bad.items() if why or not told[test]}


def _is_about(line: str, test: str) -> bool:
    """Say whether a line of the summary is about a test, or about one of its parameters."""
    how, _, rest = line.partition(" ")
    return how in ("PASSED", "FAILED", "ERROR") and re.match(rf"{re.escape(test)}(\[| |$)", rest) is not None


def _python(copy: Path, *arguments: str, patience: float = PATIENCE) -> subprocess.CompletedProcess[str]:
    """Run Python on the copy alone; CI makes hypothesis try the same examples each time."""
    paths = os.pathsep.join(str(copy / name) for name in ("src", "tests"))
    environment = {**os.environ, "PYTHONPATH": paths, "CI": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=copy, env=environment, capture_output=True, check=False,
        encoding="utf-8", errors="replace", stdin=subprocess.DEVNULL, timeout=patience,
    )  # fmt: skip


def _last(output: str) -> str:
    return (output.strip().splitlines() or [""])[-1].strip("= ")


def copied(to: Path, names: Sequence[str] = COPIED) -> Path:
    """Copy what is needed. Compiled files are known by their content: two changes may fall in one second."""
    to.mkdir()
    for name in names:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, to / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
        elif path.exists():
            shutil.copy(path, to / name)
    compiling = ["-m", "compileall", "-q", "--invalidation-mode", "checked-hash", "src"]
    subprocess.run([sys.executable, *compiling], cwd=to, check=True)
    return to


def run(controls: Sequence[tuple[str, Control]], copies: Sequence[Path], tell: Callable[[str], None]) -> Counter[str]:
    """Prove every control, as many at a time as there are copies; tell each result as it comes."""
    free: SimpleQueue[Path] = SimpleQueue()
    for copy in copies:
        free.put(copy)

    def one(named: tuple[str, Control]) -> str:
        copy = free.get()
        try:
            result = prove(copy, named[1])
        finally:
            free.put(copy)
        what = result.why or named[1].what
        tell(f"{result.verdict:<9}{result.seconds:5.1f} s  {named[0]:<28}  {what[:100]}")
        return result.verdict

    with ThreadPoolExecutor(len(copies)) as pool:
        return Counter(pool.map(one, controls))


def main(arguments: Sequence[str] | None = None) -> int:
    """Prove the controls of all hazards, or of those that are named."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("hazards", nargs="*", metavar="ID", help="only the controls of these hazards")
    wanted = parser.parse_args(arguments).hazards
    known = load().hazards
    if unknown := set(wanted) - {hazard.id for hazard in known}:
        parser.error(f"no such hazard: {', '.join(sorted(unknown))}")
    chosen = [hazard for hazard in known if not wanted or hazard.id in wanted]
    controls = [(f"{each.id}.{at}", control) for each in chosen for at, control in enumerate(each.controls, start=1)]
    tests = sorted({test for _, control in controls for test in control.tests})
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="controls-") as folder:
        copies = [copied(Path(folder) / str(number)) for number in range(WORKERS)]
        bad = baseline(copies, tests)
        for test, why in bad.items():
            print(f"does not pass on the product as it is: {test}: {why}")
        print(f"{len(tests) - len(bad)} of {len(tests)} tests pass as it is. Now one change at a time:", flush=True)
        sound = [(name, control) for name, control in controls if bad.keys().isdisjoint(control.tests)]
        verdicts = run(sound, copies, lambda line: print(line, flush=True))
    if len(sound) < len(controls):
        verdicts["without a test that passes"] = len(controls) - len(sound)
    told = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common())
    print(f"{len(controls)} controls of {len(chosen)} hazards: {told}; {time.monotonic() - begun:.0f} s")
    return 0 if set(verdicts) <= {"caught"} else 1


if __name__ == "__main__":
    sys.exit(main())
