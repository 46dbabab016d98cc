"""SECURITY.md as tables: each threat has a control and tests that are there, or is openly unaddressed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from test_hazards import wrong_with

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "SECURITY.md"
if not PAGE.is_file():
    pytest.skip("the page is not in this package", allow_module_level=True)
TEXT = PAGE.read_text(encoding="utf-8")

WHO = ("visitor", "staff", "thief", "neighbour in the network", "rule file", "dependency")
"""Who has to be thought of."""

TABLES = {
    part.partition("\n")[0]: [
        tuple(cell.strip() for cell in line.strip("|").split("|"))
        for line in part.splitlines()
        if line.startswith("| ") and not line.startswith(("| threat", "| ---"))
    ]
    for part in TEXT.split("\n### ")[1:]
}
ROWS = [row for rows in TABLES.values() for row in rows]


@pytest.mark.parametrize("who", WHO)
def test_each_attacker_has_a_table(who):
    """None of them was forgotten, and none has an empty table."""
    (title,) = [title for title in TABLES if who in title.lower()]
    assert len(TABLES[title]) >= 3


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:40] for row in ROWS])
def test_each_threat_has_a_control_and_its_tests_or_is_open(row):
    """A threat, a control and tests that run; or, where there is nothing, the word "open"."""
    threat, control, tests = row
    named = re.findall(r"`([^`]+)`", tests)
    assert threat
    assert control
    assert {test: wrong for test in named if (wrong := wrong_with(test))} == {}
    assert bool(named) != (tests == "open")
    assert named or control.startswith("open")


def test_some_threats_are_openly_unaddressed():
    """A list without one would not be honest."""
    assert sum(row[2] == "open" for row in ROWS) >= 3


def test_it_says_how_to_report_without_a_made_up_address():
    """The repository's own ways, and no health details; no address that nobody reads."""
    report = TEXT.partition("## How to report")[2].partition("\n## ")[0]
    assert "No health details" in report
    assert not re.search(r"\S+@\S+|https?://", report)


def test_its_links_lead_somewhere():
    """No page links to a file that is not there."""
    for page in (PAGE, ROOT / "docs" / "intended-use.md", ROOT / "docs" / "hazards.md"):
        links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
        assert not [link for link in links if not (page.parent / link).exists()]
