"""The JSON result: a contract with other programs."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

import small
from alsscreen.evaluate import Evaluator
from alsscreen.model import FORMAT_VERSION, LEVELS
from alsscreen.render.json import as_json
from alsscreen.render.questions import as_list, question_lines
from alsscreen.render.text import text
from people import BOOK
from small import GB, evaluation_of
from strategies import walks

KEYS = {
    "format_version", "flow", "level", "headline", "action", "then", "complete", "open", "may_rise_to", "ignored",
    "guidance", "rules", "rule_book", "region",
}  # fmt: skip
STATES = {"answered", "not-sure", "declined", "unanswered", "hidden", "gate-undecided", "not-in-flow"}


@pytest.mark.parametrize("who", small.PEOPLE)
def test_the_result_as_json_is_what_somebody_looked_at(who, gold):
    """Each person of the small book gets exactly the data of the gold file (its digest apart)."""
    data = as_json(small.BOOK, evaluation_of(who), GB)
    assert data["rule_book"].pop("sha256") == small.BOOK.sha256
    gold(f"result-{who}.json", json.dumps(data, indent=1) + "\n")


@settings(max_examples=200)
@given(walks())
def test_the_contract_holds_for_every_answer_set(walk):
    """The keys, their types and their closed lists are the same whatever was answered."""
    flow, answers = walk
    data = as_json(BOOK, Evaluator(BOOK, flow)(answers), BOOK.regions["generic"])
    assert set(data) == KEYS
    assert data["format_version"] == FORMAT_VERSION
    assert data["level"] in LEVELS
    assert data["may_rise_to"] is None or LEVELS.index(data["may_rise_to"]) < LEVELS.index(data["level"])
    assert data["complete"] == (not data["open"])
    assert all(set(each) == {"id", "level", "summary", "detail", "rules"} for each in data["guidance"])
    assert [rule["id"] for rule in data["rules"]] == list(BOOK.rules)
    for rule in data["rules"]:
        assert set(rule) == {"id", "status", "because", "citations", "evidence"}
        assert rule["status"] in ("fired", "not-fired", "undecided")
        assert {each["state"] for each in rule["because"]} <= STATES
        assert all(set(each) == {"source", "unit", "line", "shown"} for each in rule["citations"])
    assert data["rule_book"]["approval"] == {"state": "unreviewed", "by": None}


def test_numbers_are_those_of_the_region():
    """No {place} is left in the words that a person reads."""
    data = as_json(small.BOOK, evaluation_of("mood-and-family"), GB)
    assert data["region"] == "GB"
    assert "Or call 116 123." in [each["detail"] for each in data["guidance"]]


def test_words_that_are_not_to_be_shown_give_way_to_ours():
    """A citation whose words nobody reads has its line, and our correction."""
    data = as_json(small.BOOK, evaluation_of("slow"), GB)
    rule = next(rule for rule in data["rules"] if rule["id"] == "arm-soon")
    assert rule["citations"][1] == {"source": "small-source", "unit": "l004", "line": 4, "shown": "Our milder words."}


def test_the_questions_as_json_are_what_somebody_looked_at(gold):
    """`questions --json` gives the questions of a flow in order, with the shorthand of conditions spelt out."""
    data = as_list(small.BOOK, small.FULL)
    gold("questions.json", json.dumps(data, indent=1) + "\n")
    assert data[3]["asked_when"] == {
        "all": [{"question": "arms", "holds": ["buttons", "grip"], "at_least": 1, "or_unknown": False}]
    }


def test_the_questions_as_text_are_what_somebody_looked_at(gold):
    """`questions` gives the same to read."""
    gold("questions.txt", text(question_lines(small.BOOK, small.FULL)))


@pytest.mark.parametrize("flow", BOOK.flows)
def test_each_question_has_the_keys_of_the_contract(flow):
    """A front end can rely on these keys for every question of every flow."""
    questions = as_list(BOOK, BOOK.flows[flow])
    assert [each["id"] for each in questions] == list(BOOK.flows[flow].questions)
    assert questions[0]["section"] == "safety"
    for each in questions:
        assert {"id", "text", "help", "section", "kind", "options", "asked_when"} <= set(each)
        assert each["kind"] in ("choice", "choices", "text")
        assert all({"code", "text", "absence", "sign"} <= set(option) for option in each["options"])
