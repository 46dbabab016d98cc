"""The people of `rules/cases.yaml` in; the level and the exact rules that each must get out."""

from __future__ import annotations

from collections import Counter

import pytest

from alsscreen.evaluate import Evaluator
from alsscreen.interview import Interview
from alsscreen.model import LEVELS, Case
from people import BOOK, CASES, answers_of

EVALUATORS = {name: Evaluator(BOOK, flow) for name, flow in BOOK.flows.items()}
INTERVIEWS = {name: Interview(BOOK, flow) for name, flow in BOOK.flows.items()}
ROOM = "room-"
"""Cases of ordinary people in a waiting room begin so."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_person_gets_level_and_rules(case: Case) -> None:
    """Each person gets exactly the level, the rules and the open danger that the table says."""
    evaluation = EVALUATORS[case.flow](answers_of(case))
    fired = {verdict.rule for verdict in evaluation.verdicts if verdict.status == "fired"}
    assert (evaluation.level, fired, evaluation.may_rise_to) == (case.level, set(case.rules), case.may_rise_to)


@pytest.mark.parametrize("case", [case for case in CASES if case.near], ids=lambda case: case.id)
def test_near_miss_stays_quiet(case: Case) -> None:
    """A rule that a person nearly meets stays quiet."""
    assert not set(case.near) & set(case.rules)


def test_every_rule_fires_and_has_a_near_miss() -> None:
    """Each rule fires in one person and stays quiet in a near miss."""
    fired = {rule for case in CASES for rule in case.rules}
    near = {rule for case in CASES for rule in case.near}
    assert (set(BOOK.rules) - fired, set(BOOK.rules) - near) == (set(), set())


def test_there_are_enough_people() -> None:
    """At least a hundred people, ten or more of each level."""
    counts = Counter(case.level for case in CASES)
    assert sum(counts.values()) >= 100
    assert min(counts[level] for level in LEVELS) >= 10


def test_waiting_room_is_never_an_emergency() -> None:
    """Twenty ordinary people in a waiting room: none of them is sent to an ambulance."""
    levels = [case.level for case in CASES if case.id.startswith(ROOM)]
    assert len(levels) >= 20
    assert "emergency" not in levels


@pytest.mark.parametrize("case", [case for case in CASES if case.usual], ids=lambda case: case.id)
def test_usual_path_is_short(case: Case) -> None:
    """A usual path asks at most 25 questions."""
    assert len(INTERVIEWS[case.flow].asked(answers_of(case))) <= 25


@pytest.mark.parametrize("case", [case for case in CASES if case.level == "emergency"], ids=lambda case: case.id)
def test_emergency_ends_the_questions(case: Case) -> None:
    """Once the safety check says emergency, nothing further is asked."""
    interview = INTERVIEWS[case.flow]
    safety = {"sudden", "sudden-how", "now"}
    asked = [question.id for question in interview.asked(answers_of(case))]
    assert interview.next(answers_of(case)) is None
    if set(asked) <= safety:
        assert len(asked) <= 2
