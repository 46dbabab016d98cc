"""The shipped book is clean, a planted defect is found at its line, and every check of lint has been seen to speak."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from alsscreen.review import lint, unknowns
from alsscreen.rulebook import directory, load_with_files
from test_bad_rules import BAD, SMALL_BOOK, planted

CRAMP = """\
  - id: cramp
    means: A cramp.
    when: {question: muscles, holds: [cramps]}
    guidance: cramps-routine
    basis: safety
    judgement: None.
"""

PLANTED = {
    "since when is asked for too strictly": (
        "rules.yaml",
        "        - {question: sudden-checked, holds: [unchecked], or_unknown: true}",
        "        - {question: sudden-checked, holds: [unchecked]}",
        "unknown-lowers",
    ),
    "a tick that nothing reads": (
        "questions.yaml",
        "      - {code: pain, text: Pain}",
        "      - {code: rash, text: A rash}\n      - {code: pain, text: Pain}",
        "unread-tick",
    ),
    "guidance that nothing calls": (
        "rules.yaml",
        "  - id: no-sign\n",
        "  - {id: rest, level: routine, summary: Rest., detail: Sleep.}\n  - id: no-sign\n",
        "unused-guidance",
    ),
    "a rule that fires in nobody": (
        "rules.yaml",
        "  - id: cramps\n",
        CRAMP + "  - id: cramps\n",
        "rule-without-case",
    ),
    "a chance": (
        "rules.yaml",
        "    summary: Worry is heavy to carry alone.",
        "    summary: It is unlikely to be bad.",
        "forbidden-phrase",
    ),
    "a long sentence": (
        "screens.yaml",
        "    headline: Please get help now.",
        "    headline: Please get" + " some" * 20 + " help now.",
        "long-sentence",
    ),
    "a hole in a sentence": (
        "screens.yaml",
        "    no_appointment: No visit to be had today? Call {advice}",
        "    no_appointment: No visit to be had today? Call {advise}",
        "unknown-place",
    ),
    "a neutral question that a rule reads": (
        "rules.yaml",
        "        - {question: muscles, holds: [cramps]}",
        "        - {question: exposures, holds: [smoking]}",
        "neutral-is-read",
    ),
}


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A copy of the shipped book."""
    return Path(shutil.copytree(directory(), tmp_path / "rules"))


def test_the_shipped_book_is_clean() -> None:
    """Nothing is found in what is shipped; notes may be."""
    assert [str(problem) for problem in lint.findings(directory())] == []


@pytest.mark.parametrize("name", PLANTED)
def test_a_defect_planted_in_the_shipped_book_is_found(name: str, shipped: Path) -> None:
    """What was planted is found at its line; a neutral question that is read is named at the question."""
    file, old, new, code = PLANTED[name]
    path = shipped / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    found = [problem for problem in lint.findings(shipped) if problem.code == code]
    if code == "neutral-is-read":
        assert [Path(problem.file).name for problem in found] == ["questions.yaml"]
    else:
        assert (str(path), text[: text.index(old)].count("\n") + 1) in {(each.file, each.line) for each in found}


def test_every_check_and_note_speaks(tmp_path: Path) -> None:
    """For each check there is a bad book that it finds something in."""
    checks = (*lint.CHECKS, *lint.NOTES)
    silent = set(range(len(checks)))
    for path in BAD:
        wanted = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)
        if "gives" not in wanted:
            silent -= set(speaking(planted(tmp_path / path.stem, wanted["edits"])))
    assert [checks[index] for index in silent] == []


def speaking(root: Path) -> Iterator[int]:
    """Give the number of each check that finds something."""
    book, files = load_with_files(root)
    lint._read_more(files)
    for index, check in enumerate((*lint.CHECKS, *lint.NOTES)):
        if lint._found((check,), book, files):
            yield index


def test_too_many_ways_are_said_to_be_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was not tried is not passed over in silence."""
    monkeypatch.setattr(unknowns, "MAX_PEOPLE", 3)
    found = lint.findings(SMALL_BOOK)
    assert {problem.code for problem in found} == {"undecided"}
    assert {problem.what.split("'")[1] for problem in found} == {"hands-fast", "hands-old"}


def test_a_clean_book_prints_out_of_how_much(capsys: pytest.CaptureFixture[str]) -> None:
    """The last line says how much was looked at, and the exit code is 0."""
    assert lint.report(SMALL_BOOK, as_json=False) == 0
    assert capsys.readouterr().out == "8 files, 6 questions, 6 rules: no findings\n"


def test_findings_and_notes_are_printed_one_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Findings come first and make the exit code 1; notes say that they are notes."""
    edits = [
        {
            "in": "questions.yaml",
            "replace": "    why: Nobody here reads it.\n    neutral: true",
            "with": "    why: So.",
        },
        {"in": "regions.yaml", "replace": "help line, seen: primary", "with": "help line, seen: unverified"},
    ]
    root = planted(tmp_path / "book", edits)
    assert lint.report(root, as_json=False) == 1
    finding, note, last = capsys.readouterr().out.splitlines()
    assert finding.startswith(f"{root / 'questions.yaml'}:64:5: nothing reads 'note'. ")
    assert note.startswith(f"note: {root / 'regions.yaml'}:3:5: region 'generic': not verified: crisis. ")
    assert last == "8 files, 6 questions, 6 rules: 1 finding, 1 note"


def test_notes_alone_are_no_findings(tmp_path: Path) -> None:
    """A number that nobody verified does not make the exit code 1."""
    edits = [{"in": "regions.yaml", "replace": "help line, seen: primary", "with": "help line, seen: unverified"}]
    assert lint.report(planted(tmp_path / "book", edits), as_json=False) == 0


@pytest.mark.parametrize("edits", [[], [{"in": "rules.yaml", "whole": "a: [\n"}]], ids=["clean", "unreadable"])
def test_json_has_one_shape(edits: list[dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With findings or without, the same keys; each problem with its file, line, column, code, what and remedy."""
    code = lint.report(planted(tmp_path / "book", edits), as_json=True)
    given = json.loads(capsys.readouterr().out)
    assert list(given) == ["format_version", "files", "questions", "rules", "findings", "notes"]
    assert code == (1 if given["findings"] else 0) == (1 if edits else 0)
    for problem in given["findings"]:
        assert list(problem) == ["file", "line", "column", "code", "what", "remedy"]


def test_a_directory_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    """Whoever names a wrong directory is told so, without a traceback."""
    (problem,) = lint.findings(tmp_path / "nowhere")
    assert problem.code == "no-rules"
