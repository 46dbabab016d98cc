"""The review door: bare, the state of the book on one screen; each task of it starts, and says its denominators."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from alsscreen.arguments import parse
from alsscreen.cli import main
from alsscreen.tasks import TASKS
from people import BOOK, CASES


def test_the_state_fits_one_screen(capsys: pytest.CaptureFixture[str]) -> None:
    """Bare `review` says what there is, that nobody has reviewed it, and what to do next, in 24 lines."""
    assert main(["review"]) == 0
    said = capsys.readouterr().out
    assert len(said.splitlines()) <= 24
    assert "No clinician has reviewed it." in said
    assert "review approve" in said


def test_the_state_as_facts(capsys: pytest.CaptureFixture[str]) -> None:
    """`review --json` gives the same counts."""
    assert main(["review", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["rules"], facts["people"], facts["findings"]) == (len(BOOK.rules), len(CASES), 0)


@pytest.mark.parametrize("task", TASKS["review"])
def test_each_task_knows_its_options(task: str) -> None:
    """`--help` of each task says what it does and takes --rules and --json."""
    command = [sys.executable, "-m", "alsscreen", "review", task, "--help"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "--rules" in said
    assert "--json" in said


def test_a_task_loads_only_itself() -> None:
    """The options of one task do not load the modules of the others."""
    code = "import sys; from alsscreen.arguments import parse; parse(['review', 'lint']); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "alsscreen.review.lint" in loaded
    assert "alsscreen.review.book_html" not in loaded


def test_a_misspelt_task_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """A task that does not exist ends with exit code 2 and the names of those that do."""
    with pytest.raises(SystemExit) as stop:
        parse(["review", "trase"])
    assert stop.value.code == 2
    assert "trace" in capsys.readouterr().err
