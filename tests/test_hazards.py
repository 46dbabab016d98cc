"""The safety case: every hazard is whole, every control names tests that run, and the page is current.

That each named test fails when its control is taken away is shown by `make prove-controls`.
"""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from pathlib import Path

import pytest
from pydantic import ValidationError

from people import CASES

ROOT = Path(__file__).parents[1]
TOOLS = ROOT / "tools"
if not TOOLS.is_dir():
    pytest.skip("the tools are not in this package", allow_module_level=True)
sys.path.insert(0, str(TOOLS))

from hazards import Control, Hazard, Mutation, load  # noqa: E402
from hazards_page import page  # noqa: E402
from prove_controls import copied, prove  # noqa: E402

HAZARDS = load()
CONTROLS = [(hazard.id, control) for hazard in HAZARDS.hazards for control in hazard.controls]
PEOPLE = {case.id for case in CASES}
SKIPS = {"skip", "skipif", "xfail"}

NAMED_BY_THE_ISSUE = {
    "stroke-as-slow-change", "choking-or-breathless-now", "weakness-in-hours-or-weeks", "swallowing-underrated",
    "false-reassurance", "false-alarm", "healthy-people-asked", "checking-again-and-again", "not-sure-read-as-no",
    "source-error-becomes-rule", "rarity-to-the-wrong-person", "previous-person-shown", "page-left-at-printer",
    "unapproved-or-altered-rules", "hidden-characters", "intake-unread-or-lost", "wrong-number", "cannot-phone",
    "mis-tap", "carer-elsewhere", "child", "cannot-read-well", "name-read-as-claim",
}  # fmt: skip


@cache
def functions_of(file: str) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    """Give the test functions of a file; nothing of it is run."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def is_skipped(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Say whether a decorator keeps a test from running, or lets it fail."""
    names = (each.attr for decorator in node.decorator_list for each in ast.walk(decorator)
             if isinstance(each, ast.Attribute))  # fmt: skip
    return not SKIPS.isdisjoint(names)


def wrong_with(test: str, files: object = functions_of) -> str:
    """Say why a named test proves nothing, or nothing."""
    file, _, rest = test.partition("::")
    name, _, case = rest.partition("[")
    if not (ROOT / file).is_file() or name not in files(file):  # type: ignore[operator]
        return "it is gone"
    if is_skipped(files(file)[name]):  # type: ignore[operator]
        return "it is skipped"
    return "no such person" if case and case.rstrip("]") not in PEOPLE else ""


def test_every_hazard_that_must_be_there_is_there():
    """None of those that the safety case was asked for is missing, and none stands twice."""
    ids = [hazard.id for hazard in HAZARDS.hazards]
    assert set(ids) >= NAMED_BY_THE_ISSUE
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("hazard", HAZARDS.hazards, ids=lambda hazard: hazard.id)
def test_a_hazard_uses_the_words_of_the_scales(hazard):
    """Severity, likelihood, state and owner are words that the page explains."""
    for name in ("severity", "likelihood", "state", "owner"):
        assert getattr(hazard, name) in {each.id for each in getattr(HAZARDS.scales, name)}


@pytest.mark.parametrize("hazard", HAZARDS.hazards, ids=lambda hazard: hazard.id)
def test_a_hazard_is_shown_by_people_or_says_why_it_cannot_be(hazard):
    """Cases that exist, or the reason why there can be none: never both, never neither."""
    assert set(hazard.cases) <= PEOPLE
    assert bool(hazard.cases) != bool(hazard.no_case)


@pytest.mark.parametrize("hazard", HAZARDS.hazards, ids=lambda hazard: hazard.id)
def test_what_is_left_is_said_in_sentences(hazard):
    """A residual risk is at least one whole sentence, and never "none"."""
    assert len(hazard.residual.split()) >= 8
    assert hazard.residual.endswith(".")


@pytest.mark.parametrize(("hazard", "control"), CONTROLS, ids=[f"{name}-{c.what[:24]}" for name, c in CONTROLS])
def test_a_control_names_tests_that_run_and_a_line_that_stands_once(hazard, control):
    """Each test is there and not skipped; the line to change stands exactly once in its file."""
    assert {test: wrong for test in control.tests if (wrong := wrong_with(test))} == {}
    stands = (ROOT / control.mutation.file).read_text(encoding="utf-8").count(control.mutation.find)
    assert stands == 1, f"{control.mutation.file} moved on: give docs/hazards.yaml a new line to change, then prove it"


def test_the_page_is_current(gold):
    """hazards.md is what hazards.yaml says now; --update-gold writes it anew."""
    gold(ROOT / "docs" / "hazards.md", page(HAZARDS))


def test_the_page_says_that_no_clinician_has_reviewed_it():
    """Whoever reads only the beginning learns it."""
    assert "No clinician has reviewed" in page(HAZARDS).partition("## ")[0]


EMPTY = [*(name for name in Hazard.model_fields if name not in ("cases", "no_case")), "what", "tests"]


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_field_is_refused(name):
    """The file cannot be read with a field left empty."""
    noun = Control if name in Control.model_fields else Hazard
    whole = (CONTROLS[0][1] if noun is Control else HAZARDS.hazards[0]).model_dump()
    with pytest.raises(ValidationError):
        noun.model_validate({**whole, name: type(whole[name])()})


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def test_it(): ...", ""),
        ("def other(): ...", "it is gone"),
        ("@pytest.mark.skip\ndef test_it(): ...", "it is skipped"),
        ("@pytest.mark.skipif(True, reason='no')\ndef test_it(): ...", "it is skipped"),
        ("@pytest.mark.xfail\ndef test_it(): ...", "it is skipped"),
    ],
)
def test_a_test_that_is_gone_or_skipped_is_noticed(source, said):
    """Each way in which a named test proves nothing is known."""
    functions = {node.name: node for node in ast.parse(source).body}
    assert wrong_with("tests/test_hazards.py::test_it", lambda _: functions) == said


def test_a_mutation_changes_exactly_one_line():
    """Two changed lines, or none, are refused."""
    for find, replace in (("one\ntwo", "uno\ndue"), ("same", "same"), ("one", "one\ntwo")):
        with pytest.raises(ValidationError):
            Mutation(file="src/x.py", find=find, replace=replace)


# ---- the tool that takes controls away, on a product of one line

PRODUCT = 'NUMBER = "999"\n'
CHECKED = "from alsscreen.number import NUMBER\n\n\ndef test_number():\n    assert NUMBER == '999'\n"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A copy whose rule book is the shipped one, with one more line of product and a test of it."""
    copy = copied(tmp_path_factory.mktemp("controls") / "copy", ("rules", "src", "pyproject.toml"))
    (copy / "tests").mkdir()
    (copy / "src" / "alsscreen" / "number.py").write_text(PRODUCT, encoding="utf-8")
    (copy / "tests" / "test_number.py").write_text(CHECKED, encoding="utf-8")
    return copy


@pytest.mark.parametrize(
    ("find", "replace", "verdict"),
    [
        ('"999"', '"111"', "caught"),
        ('"999"', '"999"  # nobody notices', "survived"),
        ('"999"', '"999', "broken"),
        ('"112"', '"111"', "lost"),
    ],
)
def test_a_control_is_caught_or_the_reason_is_told(small, find, replace, verdict):
    """A change that no test notices survives; one that only breaks the program proves nothing; all is put back."""
    mutation = Mutation(file="src/alsscreen/number.py", find=find, replace=replace)
    control = Control(what="the number is right", tests=("tests/test_number.py::test_number",), mutation=mutation)
    assert prove(small, control).verdict == verdict
    assert (small / "src" / "alsscreen" / "number.py").read_text(encoding="utf-8") == PRODUCT


def test_the_numbers_of_the_page_are_counted():
    """The page says how many hazards and controls there are, and they are there."""
    found = re.search(r"(\d+) hazards \(.*\), (\d+) controls\.", page(HAZARDS))
    assert (int(found[1]), int(found[2])) == (len(HAZARDS.hazards), len(CONTROLS))
