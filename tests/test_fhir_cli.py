"""`alsscreen fhir` prints resources as JSON, and evaluates anyone's response as `alsscreen evaluate` does answers."""

from __future__ import annotations

import io
import json
import sys
from types import SimpleNamespace

import pytest

from alsscreen import cli
from alsscreen.arguments import Parser
from alsscreen.fhir.cli import arguments, run
from alsscreen.model import ProblemsError
from people import ROOT

PERSON = {"sudden": "none", "now": "none", "arms": ["buttons"], "since": "weeks", "course": "worse"}


def fhir(*given):
    parser = Parser(prog="alsscreen fhir")
    arguments(parser)
    return run(parser.parse_args(list(given)))


@pytest.fixture
def answers(tmp_path):
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(PERSON))
    return str(path)


@pytest.mark.parametrize("flow", [(), ("--flow", "signs"), ("--flow", "risks", "--rules", str(ROOT))])
def test_questionnaire_prints_a_flow(capsys, flow):
    """The first where none is named."""
    assert fhir("questionnaire", *flow) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["resourceType"] == "Questionnaire"
    assert printed["id"] == f"early-signs-{flow[1] if flow else 'full'}"


def test_plan_prints_the_rules(capsys):
    """All of them."""
    assert fhir("plan") == 0
    assert json.loads(capsys.readouterr().out)["resourceType"] == "PlanDefinition"


@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_a_response_is_evaluated_as_its_answers_are(capsys, tmp_path, answers, as_json):
    """To the letter, as text and as JSON."""
    assert fhir("response", answers, "--region", "GB") == 0
    sent = tmp_path / "bundle.json"
    sent.write_text(capsys.readouterr().out)
    assert fhir("evaluate", str(sent), "--region", "GB", *as_json) == 0
    by_fhir = capsys.readouterr().out
    assert cli.main(["evaluate", answers, "--region", "GB", *as_json]) == 0
    plainly = capsys.readouterr().out
    assert (json.loads(by_fhir) == json.loads(plainly)) if as_json else (by_fhir == plainly)


def test_standard_input_is_read(capsys, monkeypatch):
    """For a pipe; and sensitive answers can be kept back."""
    given = json.dumps({**PERSON, "family": ["relative-als"]}).encode()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(given)))
    assert fhir("response", "-", "--without-sensitive") == 0
    assert "relative-als" not in capsys.readouterr().out


def test_output_is_ascii(capsys, tmp_path):
    """So that no terminal and no file changes it."""
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"note": "Grüße"}))
    fhir("response", str(path))
    assert capsys.readouterr().out.isascii()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("evaluate", "nowhere.json"), "no-file"),
        (("response", "nowhere.json"), "no-file"),
        (("plan", "--rules", "x"), "no-rules"),
    ],
)
def test_what_is_not_there_is_named(given, code):
    """As a problem."""
    with pytest.raises(ProblemsError) as caught:
        fhir(*given)
    assert [problem.code for problem in caught.value.problems] == [code]


@pytest.mark.parametrize(
    "given", [("questionnaire", "--flow", "sings"), ("evaluate", "x", "--region", "XX"), (), ("plans",)]
)
def test_a_wrong_name_is_wrong_usage(given):
    """Exit code 2, with the nearest name."""
    with pytest.raises(SystemExit) as stopped:
        fhir(*given)
    assert stopped.value.code == 2
