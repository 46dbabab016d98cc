"""The record of what was verified hides nothing: what was not run, what was found, what nobody could explain."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = ROOT / "tools"
if not TOOLS.is_dir():
    pytest.skip("the tools are not in this package", allow_module_level=True)
sys.path.insert(0, str(TOOLS))

import coverage_figures  # noqa: E402
import mutation_changes  # noqa: E402
import sbom  # noqa: E402
import verify_page  # noqa: E402

RAN = {"on": "2026-11-22", "commit": "abc", "book": "0" * 64, "code": 0, "seconds": 7, "lines": ["all is well"]}


def page(found: dict[str, Any] | None = None, **figures: dict[str, Any]) -> str:
    """Write the page of one step, and what the tools kept."""
    return verify_page.page([("proofs", "prove", found)], figures.get)


def test_what_was_not_run_is_said() -> None:
    """A step that nobody ran, and figures that nobody took, are never passed over."""
    assert "| proofs | `prove` | **not run** |" in page()
    assert page().count("Not run.") == 8


def test_what_was_found_is_said() -> None:
    """A step that ended badly stands out, with its own words below."""
    assert "| as it should be | 7 s |" in page(RAN)
    bad = page({**RAN, "code": 1, "lines": ["rule x is never reached"]})
    assert "**something: see below**" in bad
    assert "rule x is never reached" in bad


def test_a_mistake_that_nobody_explained_stands_out() -> None:
    """Of what no test notices, the page gives the reason, or says that there is none."""
    left = {"module": "visible", "within": "Mask.read", "line": 1, "was": "a < b", "now": "a <= b"}
    figures = {
        "commit": "abc",
        "of": ["visible", "answers"],
        "tried": {"visible": 9},
        "unnoticed": [{**left, "why": "They never meet."}],
    }
    assert "`a < b` becomes `a <= b`. They never meet." in page(mutation=figures)
    assert "| answers | **not run** |" in page(mutation={**figures, "unnoticed": []})
    assert "**Not explained.**" in page(mutation={**figures, "unnoticed": [{**left, "why": ""}]})


def test_to_ask_nobody_is_not_to_find_nothing() -> None:
    """Where the database of vulnerabilities did not know a package, the record does not call it sound."""
    answer = [{"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "not found"}]
    told = {**sbom.told(answer), "on": "2026-11-22", "components": 2}
    assert told["unasked"] == 1
    assert "**Not checked**" in page(sbom=told)
    assert "not all of it: see below" in page({**RAN, **told})
    assert "None is known." in page(sbom={**told, "unasked": 0})
    flawed = sbom.told([{"name": "a", "version": "1", "vulns": [{"id": "X-1"}]}])
    assert flawed["known"] == ["a 1: X-1"]


def test_branches_count_as_lines_do() -> None:
    """A branch that was never taken lowers the figure, and is named."""
    summary = {"num_statements": 3, "num_branches": 1, "covered_lines": 3, "covered_branches": 0}
    file = {"summary": summary, "missing_lines": [], "missing_branches": [[4, -1]]}
    assert coverage_figures.percent({"a.py": file}) == 75.0
    assert coverage_figures.missed(file) == ["4->exit"]


def test_each_file_of_the_core_is_measured() -> None:
    """No name in the list of the core leads nowhere."""
    assert all((ROOT / "src" / "alsscreen" / name).exists() for name in coverage_figures.CORE)


@pytest.mark.parametrize(
    ("source", "mistakes"),
    [
        ("a < b", {"a <= b", "None"}),
        ("x = a and b", {"x = a or b"}),
        ("def f():\n    return not a", {"def f():\n    return None", "def f():\n    return not not a"}),
        ("x = [a for a in b if a]", {"x = [a for a in b if not a]"}),
        ("if a:\n    b |= c", {"if not a:\n    b |= c", "if a:\n    b &= c"}),
        ("x: int = 1", {"x: int = 2"}),
        ('x = "code"', {"x = 'code-x'"}),
        ('x = "Words that a person reads"', set()),
        ('"""A docstring."""', set()),
    ],
)
def test_a_mistake_is_one_small_change(source: str, mistakes: set[str]) -> None:
    """Each mistake is made alone; types, docstrings and sentences are left as they are."""
    assert {ast.unparse(mutant.tree) for mutant in mutation_changes.mutants(source)} == mistakes
