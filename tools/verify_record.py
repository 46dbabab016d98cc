"""What a run found comes in; it is kept in build/record/, with the commit and the rule book it was found on."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from pathlib import Path
from typing import Any

from alsscreen import rulebook

ROOT = Path(__file__).parents[1]
RECORD = ROOT / "build" / "record"


def keep(name: str, figures: dict[str, Any]) -> None:
    """Write what a run found, with when and on what it ran."""
    RECORD.mkdir(parents=True, exist_ok=True)
    kept = {"on": dt.datetime.now(dt.UTC).date().isoformat(), "commit": commit(), "book": digest(), **figures}
    (RECORD / f"{name}.json").write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def kept(name: str) -> dict[str, Any] | None:
    """Give what the last run found, or None if there was none."""
    path = RECORD / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def commit() -> str:
    """Name the commit, and say whether files differ from it."""
    name = _git("rev-parse", "--short=12", "HEAD")
    return f"{name} with changes" if _git("status", "--porcelain", "--", "src", "rules", "tests") else name


def digest() -> str:
    """Give the digest of the rule book."""
    return rulebook.load(rulebook.directory()).sha256


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()
