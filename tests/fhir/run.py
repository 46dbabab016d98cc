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
    """Fetch, run, judge and tell; say loudly when that cannot be done here. With --write, docs/exchange.md says it."""
    browser = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    missing = [name for name in ("node", "npm") if shutil.which(name) is None] + ([] if browser else ["chromium"])
    if missing:
        print(f"SKIPPED: test-fhir needs {', '.join(missing)}, and nothing of FHIR was tried against other programs.")
        return 0
    import told

    with tempfile.TemporaryDirectory(prefix="alsscreen-fhir-") as name:
        made, checked, seen = tried(Path(name), str(browser))
    rows, wrong = judged(made, checked, seen)
    text = told.report(
        made, checked, seen, rows, len(wrong), told.versions(HERE / "package.json", LFORMS, str(browser))
    )
    print(text, *wrong[:50], f"{len(wrong)} disagreements", sep="\n")
    if "--write" in sys.argv[1:] and not wrong:
        told.write(text)
    return 1 if wrong else 0


def tried(folder: Path, browser: str) -> tuple[Any, Any, Any]:
    """Give what was handed to the programs, what the checkers found, and what LHC-Forms showed."""
    from work import work

    for file in (HERE / "package.json", *HERE.glob("*.mjs")):
        shutil.copy(file, folder)
    run(folder, "npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent")
    run(folder, "npm", "pack", LFORMS, "--silent")
    with tarfile.open(next(folder.glob("lforms-*.tgz"))) as packed:
        packed.extractall(folder, filter="data")
    print(f"{PATHS} random paths of each flow, seed {SEED}", flush=True)
    (folder / "work.json").write_text(json.dumps(work(PATHS, SEED)), encoding="utf-8")
    run(folder, "node", "checks.mjs", str(folder))
    run(folder, "node", "lhc.mjs", str(folder), browser)
    made, checked, seen = (json.loads((folder / f"{name}.json").read_text()) for name in ("work", "checks", "lhc"))
    return made, checked, seen


def run(folder: Path, *command: str) -> None:
    """Run one program; its own complaints go where ours go."""
    print("+", *command[:3], flush=True)
    subprocess.run(command, cwd=folder, check=True)


def judged(made: Any, checked: Any, seen: Any) -> tuple[list[dict[str, Any]], list[str]]:
    """Give who catches which planted fault, and every disagreement."""
    import judge

    rows = judge.caught(made, checked, seen)
    wrong = [*judge.checks(made, checked), *judge.lhc(made, seen)]
    wrong += [f"nobody catches: {row['fault']}" for row in rows[judge.GOOD :] if not any(list(row.values())[1:])]
    wrong += [f"complained of: {row['fault']}" for row in rows[: judge.GOOD] if any(list(row.values())[1:])]
    return rows, wrong


if __name__ == "__main__":
    sys.exit(main())
