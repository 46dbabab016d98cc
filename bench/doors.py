"""A rule book in; what a person waits for, and the least that a program could make them wait, side by side, out."""

from __future__ import annotations

import sys
from pathlib import Path

from alsscreen import rulebook
from alsscreen.model import RuleBook
from measure import Contest
from startup import until_drawn, until_end, until_said

HERE = Path(__file__).parent
PYTHON = sys.executable
PROGRAM = str(Path(PYTHON).with_name("alsscreen"))
"""As it is installed beside this Python."""

MS = 1000


def contests(book: RuleBook) -> list[Contest]:
    """Give what is compared, and how many times the floor each may take."""
    first = book.questions[next(iter(book.flows.values())).questions[0]]
    opening = book.screens.words["title"]
    root = rulebook.directory()
    files = [str(root / name) for name in rulebook.FILES]
    floor_terminal = [PYTHON, str(HERE / "floor_terminal.py"), first.text, *(option.text for option in first.options)]
    floor_plain = [PYTHON, str(HERE / "floor_plain.py"), first.text, *files]
    return [
        Contest(
            "First question in a terminal", 1.25,
            lambda: MS * until_drawn([PROGRAM], [(opening, b"1\r"), (first.text, b"")]),
            lambda: MS * until_drawn(floor_terminal, [(first.text, b"")]),
            "questionary and pydantic, one model, the same question",
        ),
        Contest(
            "First question in plain lines", 1.5,
            lambda: MS * until_said([PROGRAM, "--plain"], first.text, b"1\n"),
            lambda: MS * until_said(floor_plain, first.text),
            "pydantic, the same YAML files with the C parser",
        ),
        Contest(
            "`alsscreen --version`", 3.0,
            lambda: MS * until_end([PROGRAM, "--version"]),
            lambda: MS * until_end([PYTHON, "-c", "pass"]),
            "`python -c pass`",
        ),
        Contest(
            "`alsscreen --help`", 3.0,
            lambda: MS * until_end([PROGRAM, "--help"]),
            lambda: MS * until_end([PYTHON, "-c", "pass"]),
            "`python -c pass`",
        ),
    ]  # fmt: skip
