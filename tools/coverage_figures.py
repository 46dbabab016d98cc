"""What coverage.py measured comes in; the figures go out, and every line or branch of the core that no test took."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

CORE = (
    "model/", "references/", "strictyaml/", "answers.py", "clean.py", "conditions.py", "evaluate.py", "interview.py",
    "region.py", "rulebook.py", "source.py", "texts.py", "visible.py", "wording.py",
)  # fmt: skip
"""The floors 0 to 2: what decides, and what is read."""

OF_CORE, OF_ALL = 100, 95
"""Percent of lines and branches that the tests have to take."""


def main(path: str) -> int:
    """Print and keep the figures of a report in JSON; 1 when they are too low."""
    from verify_record import keep

    files: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))["files"]
    short = {name.partition("src/alsscreen/")[2]: each for name, each in files.items()}
    core = {name: each for name, each in short.items() if name.startswith(CORE)}
    of_core, of_all = percent(core), percent(short)
    for name, each in core.items():
        if missed(each):
            print(f"{name}: {', '.join(missed(each))}")
    worst = sorted((percent({name: each}), name) for name, each in short.items())[:10]
    for share, name in worst:
        print(f"{share:6.1f} %  {name}")
    print(f"core {of_core:.1f} % (at least {OF_CORE}), all {of_all:.1f} % (at least {OF_ALL})")
    code = int(of_core < OF_CORE or of_all < OF_ALL)
    keep(
        "coverage",
        {"code": code, "core": of_core, "all": of_all, "core_files": len(core), "files": len(short), "worst": worst},
    )
    return code


def percent(files: dict[str, Any]) -> float:
    """Give the share of lines and branches that were taken."""
    sums = [each["summary"] for each in files.values()]
    there = sum(each["num_statements"] + each["num_branches"] for each in sums)
    taken = sum(each["covered_lines"] + each["covered_branches"] for each in sums)
    return 100 * taken / there if there else 100.0


def missed(file: dict[str, Any]) -> list[str]:
    """Name the lines, and the branches as from->to, that no test took."""
    branches = [f"{begin}->{'exit' if end < 0 else end}" for begin, end in file["missing_branches"]]
    return [str(line) for line in file["missing_lines"]] + branches


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
