"""Run what verifies the program, one step after the other, and write docs/verification.md from what was found."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from typing import Any, NamedTuple

import verify_page
from verify_record import ROOT, keep, kept

PAGE = ROOT / "docs" / "verification.md"
BIN = os.path.dirname(sys.executable)  # noqa: PTH120 (a link to the interpreter is not to be followed)


class Step(NamedTuple):
    """What is run, and what a reader would type to run it."""

    name: str
    typed: str
    command: tuple[str, ...]


STEPS = (
    Step("tests", 'make test ARGS="-rs"', ("make", "--no-print-directory", "test", "ARGS=-rs")),
    Step("lint", "make lint", ("make", "--no-print-directory", "lint")),
    Step("proofs", "alsscreen review prove", (f"{BIN}/alsscreen", "review", "prove")),
    Step("cases", "alsscreen review test --mutate", (f"{BIN}/alsscreen", "review", "test", "--mutate")),
    Step("controls", "make prove-controls", ("make", "--no-print-directory", "prove-controls")),
    Step("coverage", "make coverage", ("make", "--no-print-directory", "coverage")),
    Step("mutation", "make mutation", ("make", "--no-print-directory", "mutation")),
    Step("fuzz", "make fuzz", ("make", "--no-print-directory", "fuzz")),
    Step("sbom", "make sbom", ("make", "--no-print-directory", "sbom")),
)


def main() -> int:
    """Run the steps that are named, or all; write the page; 1 when a step found something or was not run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("steps", nargs="*", help=f"of {', '.join(step.name for step in STEPS)} (default: all)")
    parser.add_argument("--page", action="store_true", help="run nothing; write the page from what was kept")
    options = parser.parse_args()
    wanted = () if options.page else tuple(s for s in STEPS if not options.steps or s.name in options.steps)
    for step in wanted:
        run(step)
    steps = [(step.name, step.typed, _found(step.name)) for step in STEPS]
    PAGE.write_text(verify_page.page(steps, kept), encoding="utf-8")
    print(PAGE.relative_to(ROOT))
    return int(any(found is None or found["code"] for _, _, found in steps))


def _found(name: str) -> dict[str, Any] | None:
    """Give what a step's own tool kept, and what was kept of its run; None when neither was."""
    return {**(kept(name) or {}), **(kept(f"step-{name}") or {})} or None


def run(step: Step) -> None:
    """Run one step; keep its end, how long it took and its whole output."""
    print(f"== {step.typed}", flush=True)
    begun = time.monotonic()
    done = subprocess.run(
        step.command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        check=False, encoding="utf-8", errors="replace",
    )  # fmt: skip
    told: dict[str, Any] = {"code": done.returncode, "seconds": round(time.monotonic() - begun)}
    keep(f"step-{step.name}", {**told, "lines": done.stdout.splitlines()})
    print(f"   {'done' if not done.returncode else 'FOUND SOMETHING'} after {told['seconds']} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
