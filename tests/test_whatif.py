"""Which single other answer would have changed the level."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

import small
from alsscreen.evaluate import Evaluator
from alsscreen.interview import Interview, answered, without
from alsscreen.model import DECLINED, NOT_SURE
from alsscreen.whatif import Change, alternatives, changes
from people import BOOK
from small import EVALUATOR, INTERVIEW, answers_of
from strategies import walks

QUESTIONS = small.BOOK.questions


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("since", ("weeks",), {("months",), (NOT_SURE,), (DECLINED,)}),
        ("since", (), {("weeks",), ("months",), (NOT_SURE,), (DECLINED,)}),
        (
            "arms",
            ("buttons",),
            {(), ("buttons", "grip"), ("none",), ("buttons", NOT_SURE), (NOT_SURE,), (DECLINED,)},
        ),
        ("arms", ("none",), {("buttons",), ("grip",), (NOT_SURE,), (DECLINED,)}),
        ("arms", ("buttons", "grip"), {("grip",), ("buttons",), ("none",), ("buttons", "grip", NOT_SURE),
                                       (NOT_SURE,), (DECLINED,)}),
        ("arms", (DECLINED,), {("buttons",), ("grip",), ("none",), (NOT_SURE,)}),
        ("note", ("words",), set()),
    ],
)  # fmt: skip
def test_an_alternative_is_one_step_away(question, answer, expected):
    """Another option, one option more or less, an absence or an unknown in the place of all; a text has none."""
    assert set(alternatives(QUESTIONS[question], answer)) == expected


@pytest.mark.parametrize(("perspective", "offered"), [("self", False), ("other", True), (None, True)])
def test_an_option_that_is_not_offered_is_not_tried(perspective, offered):
    """What only somebody else is asked is no alternative for the person."""
    near = alternatives(QUESTIONS["sudden"], ("none",), perspective)
    assert (("hard-to-wake",) in near) == offered


@pytest.mark.parametrize(
    ("who", "change"),
    [
        ("slow", Change("since", ("months",), ("weeks",), "same-day")),
        ("slow", Change("sudden", ("none",), ("face",), "emergency")),
        ("slow", Change("arms", ("buttons",), ("none",), "information")),
        ("nothing", Change("arms", ("none",), ("grip",), "soon")),
        ("empty", Change("arms", (), ("grip",), "soon")),
        ("fast", Change("since", ("weeks",), ("months",), "soon")),
    ],
)
def test_a_change_names_the_question_both_answers_and_the_level(who, change):
    """These single answers change these people's level."""
    assert change in changes(EVALUATOR, INTERVIEW, answers_of(who))


def test_what_does_not_change_the_level_is_left_out():
    """One lost task more is no change of level."""
    found = changes(EVALUATOR, INTERVIEW, answers_of("slow"))
    assert not [change for change in found if change.after == ("buttons", "grip")]


@settings(max_examples=20)
@given(walks())
def test_each_change_is_true(walk):
    """For any answers to the shipped book: giving that answer does give that level, which is another."""
    flow, answers = walk
    evaluator, interview = Evaluator(BOOK, flow), Interview(BOOK, flow)
    level = evaluator(answers).level
    for change in changes(evaluator, interview, answers):
        name, after = change.question, change.after
        changed = answered(answers, name, after) if after else without(answers, name)
        assert evaluator(changed).level == change.level != level
