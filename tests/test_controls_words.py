"""What the shipped words must go on saying: controls of docs/hazards.yaml that no other test holds on its own."""

from __future__ import annotations

import pytest

from alsscreen.arguments import parser
from alsscreen.evaluate import Evaluator
from alsscreen.model import Case, Evaluation
from alsscreen.render.advice import action, actions
from alsscreen.render.asked import perspective_of
from alsscreen.render.result import emergency_lines, result_lines
from people import BOOK, CASES, answers_of

GB = BOOK.regions["GB"]
EVALUATORS = {name: Evaluator(BOOK, flow) for name, flow in BOOK.flows.items()}
PEOPLE = {case.id: case for case in CASES}
RARE = next(extra.text for extra in BOOK.screens.extras if extra.id == "rarity")
NOT_AGAIN = "Answering again will not tell you more."


def evaluation_of(case: Case) -> Evaluation:
    return EVALUATORS[case.flow](answers_of(case))


def words_of(case: Case) -> str:
    """Give what this person reads, in one line."""
    perspective = perspective_of(BOOK, answers_of(case))
    return " ".join(line.text for line in result_lines(BOOK, evaluation_of(case), GB, perspective))


def test_the_opening_says_for_whom_it_is():
    """Somebody without a change and without a relative learns on the first page that they do not need it."""
    opening = " ".join(BOOK.screens.words["opening"].split())
    assert "Use this if you have noticed a change, or if ALS runs in your family." in opening
    assert "If not, you do not need it." in opening
    assert "It cannot tell you if you have ALS or not." in opening


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_rarity_is_said_only_of_people_whom_the_figure_is_about(case):
    """Not to somebody with a relative, a gene change or the diagnosis, nor where it may yet be urgent."""
    told, evaluation = answers_of(case), evaluation_of(case)
    is_theirs = told.get("family") == ("none",) and told.get("told") in (("waiting",), ("nothing-wrong",), ("none",))
    is_calm = {"emergency", "same-day"}.isdisjoint({evaluation.level, evaluation.may_rise_to})
    assert (RARE in words_of(case)) == (is_theirs and is_calm)


@pytest.mark.parametrize("name", ["worried-twitcher", "twitch-short", "cramps-only", "worry-only"])
def test_people_who_may_check_themselves_again_are_told_that_it_helps_nothing(name):
    """Twitching, cramps and worry get the sentence that one visit tells more than answering again."""
    assert NOT_AGAIN in words_of(PEOPLE[name])


@pytest.mark.parametrize("name", ["low-mood", "worry-only", "worried-twitcher"])
def test_people_who_are_low_or_worry_are_given_the_crisis_line(name):
    """The support box stands in the result of whoever is low or worries."""
    assert f"You can call {GB.crisis.number} and talk to somebody." in words_of(PEOPLE[name])


def test_a_carer_elsewhere_is_told_to_phone_or_visit_first():
    """Nobody has seen the first lists: before all else somebody has to look."""
    case = PEOPLE["carer-away"]
    assert actions(BOOK, evaluation_of(case))[0].startswith("Phone or visit now, and go through these two lists")
    assert "give the address where they are" in words_of(case)


def test_an_emergency_told_by_a_carer_asks_for_the_address_where_they_are():
    """Help must not be sent to where the caller is."""
    assert "Not with them? Give the address where they are." in words_of(PEOPLE["newly-muddled"])


@pytest.mark.parametrize(("region", "elsewhere"), [("GB", "Northern Ireland"), ("CA", "where there is no 811")])
def test_a_number_that_does_not_serve_the_whole_country_says_so(region, elsewhere):
    """Where a part of a country has no such number, the words name what to do there."""
    assert elsewhere in BOOK.regions[region].advice.number


def test_where_no_way_without_speech_is_known_somebody_near_is_named():
    """No sentence about calling without speech ends in nothing."""
    region = GB.model_copy(update={"emergency_text": None})
    said = [line.text for line in emergency_lines(BOOK, region, "self")]
    assert "Cannot speak on the phone? Ask somebody near you to call." in said


def test_an_action_of_urgent_advice_names_the_advice_number():
    """Who is told to get help today learns whom to call when the doctor is closed."""
    assert "{advice}" in action(BOOK, evaluation_of(PEOPLE["tea-every-day"]))


def test_help_says_that_it_is_never_a_diagnosis():
    """The package's name reads as a claim; the first text behind it takes that back."""
    said = " ".join(parser().format_help().split())
    assert "It is never a diagnosis." in said
    assert "screening" not in said.lower()
