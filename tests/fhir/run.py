"""Other people's programs, fetched to a temporary directory, in; where they disagree with us, and 0 or 1, out."""

# ruff: noqa: T201 (a check prints its table)

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "src")]

LFORMS = "lforms@40.1.3"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PATHS, SEED = int(os.environ.get("FHIR_PATHS", "100")), int(os.environ.get("FHIR_SEED", "7"))


def main() -> int:
    """Fetch, run and judge; say loudly when that cannot be done here."""
    browser = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    missing = [name for name in ("node", "npm") if shutil.which(name) is None] + ([] if browser else ["chromium"])
    if missing:
        print(f"SKIPPED: test-fhir needs {', '.join(missing)}, and nothing of FHIR was tried against other programs.")
        return 0
    with tempfile.TemporaryDirectory(prefix="alsscreen-fhir-") as name:
        return judged(*tried(Path(name), str(browser)))


def tried(folder: Path, browser: str) -> tuple[Any, Any, Any]:
    """Give what was handed to the programs, what the checkers found, and what LHC-Forms showed."""
    from work import work

    for file in (HERE / "package.json", *HERE.glob("*.mjs")):
        shutil.copy(file, folder)
    run(folder, "npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent")
    run(folder, "npm", "pack", LFORMS, "--silent")
    with tarfile.open(next(folder.glob("lforms-*.tgz"))) as packed:
        packed.extractall(folder, filter="data")
    print(f"{PATHS} random paths, seed {SEED}", flush=True)
    (folder / "work.json").write_text(json.dumps(work(PATHS, SEED)), encoding="utf-8")
    run(folder, "node", "checks.mjs", str(folder))
    run(folder, "node", "lhc.mjs", str(folder), browser)
    made, checked, seen = (json.loads((folder / f"{name}.json").read_text()) for name in ("work", "checks", "lhc"))
    return made, checked, seen


def run(folder: Path, *command: str) -> None:
    """Run one program; its own complaints go where ours go."""
    print("+", *command[:3], flush=True)
    subprocess.run(command, cwd=folder, check=True)


def judged(made: Any, checked: Any, seen: Any) -> int:
    """Print figures, the table of planted faults, and every disagreement."""
    import judge

    steps = sum(len(path["steps"]) for path in made["paths"])
    rows = judge.caught(made, checked, seen)
    complaints = [*judge.checks(made, checked), *judge.lhc(made, seen)]
    complaints += [f"nobody catches: {row['fault']}" for row in rows[2:] if not any(list(row.values())[1:])]
    complaints += [f"complained of: {row['fault']}" for row in rows[:2] if any(list(row.values())[1:])]
    print(f"LHC-Forms: {len(made['paths'])} paths, {steps} answers, {len(seen['loaded'])} responses loaded,")
    print(f"  {len(seen['outside'])} requests outside. FHIRPath: {len(checked['fired'])} responses, "
          f"{sum(map(len, checked['fired']))} rules fired.")  # fmt: skip
    print("| " + " | ".join(rows[0]) + " |")
    print("|" + " --- |" * len(rows[0]))
    for row in rows:
        cells = [
            "yes" if cell is True else "" if cell is False else "–" if cell is None else cell for cell in row.values()
        ]
        print("| " + " | ".join(cells) + " |")
    print(*complaints[:50], sep="\n")
    print(f"{len(complaints)} disagreements")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
