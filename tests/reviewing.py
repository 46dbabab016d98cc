"""Copies of the shipped book to plant defects in, and review commands to run on them."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NamedTuple

from alsscreen.rulebook import directory

SHIPPED = directory()
SOURCE = Path(__file__).resolve().parents[2] / "shared" / "sources" / "advancells-als.txt"
"""The article stands beside the project on some machines; its words are no part of the project."""


def copy(root: Path, target: Path) -> Path:
    """Copy a book."""
    return Path(shutil.copytree(root, target))


def plant(root: Path, file: str, old: str, new: str) -> None:
    """Change what stands once in a file."""
    text = (root / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    (root / file).write_text(text.replace(old, new), encoding="utf-8")


def line_of(root: Path, file: str, text: str) -> int:
    """Give the line on which a text that stands once in a file begins."""
    whole = (root / file).read_text(encoding="utf-8")
    assert whole.count(text) == 1, f"{text!r} stands {whole.count(text)} times in {file}"
    return whole.count("\n", 0, whole.index(text)) + 1


class Ran(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str

    @property
    def facts(self) -> Any:
        """Give its JSON."""
        return json.loads(self.out)

    @property
    def found(self) -> set[tuple[str, int, str]]:
        """Give file name, line and code of each finding in its JSON."""
        return {(Path(each["file"]).name, each["line"], each["code"]) for each in self.facts["findings"]}


def run(command: str, root: Path, *arguments: str | Path) -> Ran:
    """Run a review command with its own flags and those that every one has."""
    module = importlib.import_module(f"alsscreen.review.{command}")
    parser = ArgumentParser(prog=command)
    parser.add_argument("--rules", type=Path)
    parser.add_argument("--json", action="store_true")
    module.arguments(parser)
    options = parser.parse_args(["--rules", str(root), *map(str, arguments)])
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        code = module.run(options)
    return Ran(code, printed.getvalue())
