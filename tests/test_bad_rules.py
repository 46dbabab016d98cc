"""The small book with something wrong in it; exactly the problems that each file of `bad_rules/` names come out.

A file says what it changes (`edits`), then what reading the book gives (`gives`), or what only a review of it finds
(`finds`) or notes (`notes`): one problem a line, as a person sees it. An edit is one of
  replace, with   a text that stands once in the file, and what takes its place (`times`: so many times over)
  whole           all that the file holds
  hex             the same as bytes
  as              missing, directory, loop (a link to itself) or pipe
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from alsscreen import rulebook
from alsscreen.model import Problem, ProblemsError
from alsscreen.review.lint import look

HERE = Path(__file__).parent
SMALL_BOOK = HERE / "small_book"
BAD = sorted((HERE / "bad_rules").glob("*.yaml"))
KINDS = {"gives", "finds", "notes"}


def planted(root: Path, edits: list[dict[str, Any]]) -> Path:
    """Copy the small book and change it."""
    shutil.copytree(SMALL_BOOK, root)
    for edit in edits:
        path = root / edit["in"]
        if "replace" in edit:
            text = path.read_text(encoding="utf-8")
            assert text.count(edit["replace"]) == 1, f"{edit['replace']!r} does not stand once in {edit['in']}"
            path.write_text(text.replace(edit["replace"], edit["with"] * int(edit.get("times", 1))), encoding="utf-8")
        elif "as" in edit:
            path.unlink()
            AS[edit["as"]](path)
        else:
            path.write_bytes(bytes.fromhex(edit["hex"]) if "hex" in edit else edit["whole"].encode())
    return root


AS: dict[str, Callable[[Path], object]] = {
    "missing": lambda _: None,
    "directory": Path.mkdir,
    "loop": lambda path: path.symlink_to(path),
    "pipe": os.mkfifo,
}


def lines(problems: tuple[Problem, ...], root: Path) -> list[str]:
    """Write problems as a person sees them, with files as the book names them."""
    return [str(problem).removeprefix(f"{root}{os.sep}") for problem in problems]


def by_place(line: str) -> list[tuple[int, str]]:
    """Sort as problems are sorted: by file, line, column."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in line.split(":", 3)]


def problems_of(root: Path) -> tuple[Problem, ...]:
    """Read a book; give what is wrong with it."""
    try:
        rulebook.load(root)
    except ProblemsError as error:
        return error.problems
    return ()


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_book_gives_exactly_the_problems_it_names(path: Path, tmp_path: Path) -> None:
    """Each problem has its file, line, column, what, remedy and code, and there is no other."""
    wanted = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)
    assert KINDS & set(wanted)
    root = planted(tmp_path / "book", wanted["edits"])
    given = lines(problems_of(root), root)
    assert given == wanted.get("gives", "").splitlines()
    seen = look(root)
    assert lines(seen.findings, root) == sorted(given + wanted.get("finds", "").splitlines(), key=by_place)
    assert lines(seen.notes, root) == wanted.get("notes", "").splitlines()


def test_there_are_bad_books_enough() -> None:
    """A folder that was emptied by mistake is noticed."""
    assert len(BAD) >= 60


def test_the_small_book_is_good() -> None:
    """What the bad books change is without a fault, so that each problem is the change's."""
    seen = look(SMALL_BOOK)
    assert (seen.findings, seen.notes) == ((), ())
    assert (seen.files, seen.questions, seen.rules) == (8, 6, 6)
