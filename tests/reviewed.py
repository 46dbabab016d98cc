"""A copy of the shipped rules to plant defects in, review commands run on it, and what they print."""

from __future__ import annotations

import json
import shutil
import subprocess
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from alsscreen.model import ProblemsError
from people import ROOT


class Told(NamedTuple):
    """The exit code of a command, what it printed, and the problems that it raised."""

    code: int
    out: str
    problems: tuple[Any, ...] = ()

    @property
    def data(self) -> Any:
        return json.loads(self.out)

    def codes(self) -> set[str]:
        """Name the codes of what it found, printed as JSON or raised."""
        if self.problems:
            return {problem.code for problem in self.problems}
        return {finding["code"] for finding in self.data["findings"]}


def review(capsys: Any, name: str, *arguments: object, rules: Path = ROOT) -> Told:
    """Run a review command as the dispatcher does."""
    module = import_module(f"alsscreen.review.{name}")
    parser = ArgumentParser()
    parser.add_argument("--rules", type=Path, default=rules)
    parser.add_argument("--json", action="store_true")
    module.arguments(parser)
    options = parser.parse_args([str(each) for each in arguments])
    capsys.readouterr()
    try:
        code = module.run(options)
    except ProblemsError as error:
        return Told(1, capsys.readouterr().out, error.problems)
    return Told(code, capsys.readouterr().out)


def copied(to: Path, rules: Path = ROOT) -> Path:
    """Copy a rule book."""
    return Path(shutil.copytree(rules, to))


def edited(rules: Path, file: str, old: str, new: str) -> int:
    """Change the first place of a text in a file, which must be there; give the line where the new text differs."""
    path = rules / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} no longer says {old!r}"
    at = text.index(old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    same = next((index for index, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
    return text.count("\n", 0, at + same) + 1


def git(directory: Path, *arguments: str) -> str:
    """Run git as a person with a name of its own, whatever this machine has set."""
    person = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *person, *arguments], cwd=directory, capture_output=True, check=True, text=True)
    return done.stdout.strip()


def repository(at: Path) -> Path:
    """Make a repository with the shipped rules in it; give its rules."""
    at.mkdir()
    git(at, "init", "-q", "-b", "main")
    rules = copied(at / "rules")
    git(at, "add", "-A")
    git(at, "commit", "-q", "-m", "rules")
    return rules
