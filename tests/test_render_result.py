"""The result as a person reads it: what it says first, and what it never leaves out."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings

import small
from alsscreen.evaluate import Evaluator
from alsscreen.model import LEVELS
from alsscreen.region import numbers as numbers_of
from alsscreen.render.advice import actions, headline
from alsscreen.render.asked import STATES, SURE, perspective_of
from alsscreen.render.because import shown
from alsscreen.render.lines import NUMBERS, Line, fill
from alsscreen.render.missing import ONE, SOME, raising
from alsscreen.render.result import (
    CHECKED,
    IGNORED,
    IGNORED_NOW,
    UNCHECKED,
    emergency_lines,
    result_lines,
    support_lines,
)
from alsscreen.render.text import text
from people import BOOK
from small import FULL, GB, GENERIC, US, answers_of, evaluation_of
from strategies import walks

EVALUATORS = {name: Evaluator(BOOK, flow) for name, flow in BOOK.flows.items()}
REGIONS = tuple(BOOK.regions.values())


def lines_of(who, region=GB):
    perspective = perspective_of(small.BOOK, answers_of(who))
    return result_lines(small.BOOK, evaluation_of(who), region, perspective)


def words_of(lines):
    return " ".join(line.text for line in lines)


@pytest.mark.parametrize("who", small.PEOPLE)
def test_the_result_as_text_is_what_somebody_looked_at(who, gold):
    """Each person of the small book gets exactly the text of the gold file."""
    gold(f"result-{who}.txt", text(lines_of(who)))


@pytest.mark.parametrize(
    ("who", "level", "first"),
    [
        ("stroke", "emergency", "Call 999."),
        ("hard-to-wake", "emergency", "Go to an emergency department, or call 999."),
        ("fast", "same-day", "Call your doctor. Closed? Call 111."),
        ("slow", "soon", "Call by tomorrow."),
        ("away", "soon", "Phone them now."),
        ("mood-and-family", "routine", "Book a visit."),
        ("nothing", "information", "See a doctor if something changes."),
    ],
)
def test_the_first_two_lines_say_how_soon_and_what_to_do(who, level, first):
    """The headline comes first, then the one action, with the number of the region."""
    lines = lines_of(who)
    assert evaluation_of(who).level == level
    assert [line.style for line in lines[:2]] == ["headline", "action"]
    assert lines[1].text == first


def test_guidance_of_its_own_takes_the_place_of_the_levels_words():
    """A guidance's headline and action stand before those of its level."""
    assert headline(small.BOOK, evaluation_of("nothing")) == "You did not tick a sign."
    assert actions(small.BOOK, evaluation_of("hard-to-wake")) == (
        "Go to an emergency department, or call {emergency}.",
    )


def test_a_call_for_help_comes_before_every_other_action():
    """Where one emergency says "call" and another says "go", the call stands first."""
    evaluation = small.EVALUATOR({"sudden": ("face", "hard-to-wake")})
    assert actions(small.BOOK, evaluation)[0] == "Call {emergency}."


@pytest.mark.parametrize("who", ["slow-undated", "empty", "declined", "gate-open", "away"])
def test_what_could_be_more_urgent_stands_right_below_the_action(who):
    """Where an answer is missing that could raise the level, it is said before anything else, with the question."""
    evaluation = evaluation_of(who)
    assert evaluation.may_rise_to is not None
    lines = lines_of(who)
    after = next(line for line in lines if line.style not in ("headline", "action"))
    assert after.text in (ONE, SOME)
    assert small.BOOK.questions[raising(small.BOOK, evaluation)[0]].text.split()[0] in words_of(lines)


@settings(max_examples=150)
@given(walks())
def test_no_level_stands_without_what_it_does_not_know(walk):
    """For every answer set of the shipped book: may_rise_to is said, and each open question is named."""
    flow, answers = walk
    evaluation = EVALUATORS[flow.id](answers)
    perspective = perspective_of(BOOK, answers)
    lines = result_lines(BOOK, evaluation, REGIONS[0], perspective)
    words = words_of(lines)
    assert (evaluation.may_rise_to is not None) == (ONE in words or SOME in words)
    assert (evaluation.may_rise_to is None) or raising(BOOK, evaluation)
    for name in evaluation.open:
        question = BOOK.questions[name]
        assert (question.other if perspective == "other" and question.other else question.text) in words


@settings(max_examples=150)
@given(walks())
def test_every_guidance_that_was_called_is_said_most_urgent_first(walk):
    """For every answer set: no guidance is left out, and nothing less urgent stands before what is more urgent."""
    flow, answers = walk
    evaluation = EVALUATORS[flow.id](answers)
    perspective = perspective_of(BOOK, answers)
    words = words_of(result_lines(BOOK, evaluation, REGIONS[0], perspective))
    places = []
    for name, _ in evaluation.guidance:
        guidance = BOOK.guidance[name]
        said = guidance.other if perspective == "other" and guidance.other else guidance.summary
        said = fill(said, REGIONS[0])
        assert said in words
        if not guidance.first:
            places.append((words.index(said), LEVELS.index(guidance.level)))
    assert all(before[1] <= after[1] for before, after in itertools.pairwise(sorted(places)))


@settings(max_examples=30)
@given(walks())
def test_no_place_for_a_number_is_left_empty(walk):
    """For every answer set and region: no {place} and no stray brace reaches a person."""
    flow, answers = walk
    evaluation = EVALUATORS[flow.id](answers)
    for region, perspective in itertools.product(REGIONS, ("self", "other")):
        words = words_of(result_lines(BOOK, evaluation, region, perspective))
        assert "{" not in words
        assert "}" not in words


@pytest.mark.parametrize("who", small.PEOPLE)
def test_every_result_says_what_it_is_not(who):
    """Not a diagnosis, neither way; not reviewed by a clinician; and what the publisher sells."""
    words = words_of(lines_of(who))
    assert "This is not a diagnosis." in words
    assert "No doctor or nurse has reviewed" in words
    assert small.BOOK.source.conflict_of_interest in words


@pytest.mark.parametrize("who", small.PEOPLE)
def test_every_result_ends_with_whom_to_tell_when_it_seems_wrong(who):
    """Under a heading of its own, in the words of the book: those of a kiosk may take their place."""
    words = small.BOOK.screens.words
    assert lines_of(who)[-2:] == (Line("heading", words["wrong_title"]), Line("body", words["wrong"]))


@pytest.mark.parametrize(
    ("region", "day", "said"),
    [(GB, None, UNCHECKED), (GB, "2026-10-01", CHECKED.format(day="2026-10-01")), (GENERIC, None, "")],
)
def test_a_result_says_when_its_numbers_were_checked(region, day, said):
    """The oldest day; that nobody has checked them; and nothing where there is no number."""
    numbers = {name: number.model_copy(update={"checked": day}) for name, number in numbers_of(region).items()}
    words = words_of(lines_of("slow", region.model_copy(update=numbers)))
    assert said in words
    assert (UNCHECKED in words) == (said == UNCHECKED)
    assert ("last checked on" in words) == (day is not None)


def test_an_emergency_says_little_else():
    """What is not an emergency is named in one line each, after everything that is."""
    lines = lines_of("stroke-and-more")
    words = words_of(lines)
    assert "Later, when you are safe" in words
    assert "Fast weakness should be seen today." in words
    assert "Say how fast it came." not in words
    assert "Cannot speak on the phone? Text 999." in words


def test_why_says_what_was_ticked_and_where_the_words_come_from():
    """Under "Why": the ticks that the rules read, the source's line or our correction, and who else says it."""
    words = words_of(lines_of("fast"))
    assert 'What got hard? "Buttons"; "Jars"' in words
    assert 'Since when? "Since 1 to 4 weeks"' in words
    assert '"Muscle weakness, especially in the hands" (A seller, line 2.)' in words
    assert "Others who write about this: A guideline." in words
    assert "Each child has an even chance." in words_of(lines_of("mood-and-family"))


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        ("weakness", "Muscle weakness, especially in the hands"),
        ("hidden", "Our milder words."),
        ("gene", "Each child has an even chance."),
    ],
)
def test_a_corrected_or_hidden_unit_never_shows_the_sources_words(citation, expected):
    """The quotation is shown only of a unit that may be quoted; else our correction."""
    assert shown(small.BOOK.citations[citation]) == expected


@settings(max_examples=100)
@given(walks())
def test_words_that_are_not_to_be_shown_reach_nobody(walk):
    """For every answer set: no quotation of a corrected or hidden unit stands in a result."""
    flow, answers = walk
    words = words_of(result_lines(BOOK, EVALUATORS[flow.id](answers), REGIONS[0], "self"))
    for citation in BOOK.citations.values():
        unit = BOOK.units[citation.unit]
        if unit.not_shown or unit.disposition == "correct":
            assert citation.quote not in words or citation.quote in (citation.correction or "")


@pytest.mark.parametrize(
    ("who", "there", "absent"),
    [
        ("slow", "ALS is rare.", "Feeling low?"),
        ("mood-and-family", "Feeling low? You can call 116 123.", "ALS is rare."),
        ("declined", "You chose not to answer.", "ALS is rare."),
        ("stroke", "Please get help now.", "ALS is rare."),
    ],
)
def test_an_extra_sentence_is_said_only_where_it_is_definitely_theirs(who, there, absent):
    """Rarity is not said to somebody with a relative, or whose family is unknown, or in an emergency."""
    words = words_of(lines_of(who))
    assert there in words
    assert absent not in words


def test_the_words_follow_whoever_answers():
    """Somebody who answers for another person reads "them", not "you"."""
    words = words_of(lines_of("slow-other"))
    assert "Their lost task should be seen soon. Take their jar with you." in words
    assert "What got hard for them?" in words
    assert "they have ALS" in words


def test_answers_that_did_not_count_are_named():
    """An answer to a question that is not asked with the others is said not to have counted."""
    lines = lines_of("gate-open")
    assert evaluation_of("gate-open").ignored == ("since",)
    assert "Not counted" in words_of(lines)


def test_an_emergency_does_not_list_what_did_not_count():
    """Somebody who has to call now reads one sentence about it."""
    evaluation = small.EVALUATOR({"sudden": ("face",), "arms": ("grip",)})
    assert evaluation.ignored == ("arms",)
    words = words_of(result_lines(small.BOOK, evaluation, GB, "self"))
    assert IGNORED_NOW in words
    assert IGNORED not in words


def test_the_emergency_box_gives_the_number_and_a_way_without_speech():
    """The box "I need help now" holds the number of the region, for whoever answers."""
    lines = emergency_lines(small.BOOK, GB, "other")
    assert lines[:3] == (
        Line("headline", "Please get help now."),
        Line("action", "Call 999."),
        Line("body", "Cannot speak on the phone? Text 999."),
    )
    assert "Give their address." in words_of(lines)


def test_the_support_box_gives_the_crisis_line():
    """The support box is there for everybody, whatever they ticked."""
    assert support_lines(small.BOOK, GB) == (Line("body", "Feeling low? You can call 116 123. In danger? Call 999."),)


@pytest.mark.parametrize("region", [GB, US, GENERIC], ids=lambda region: region.id)
def test_a_region_without_a_number_gets_plain_words(region):
    """No sentence is left with a hole: where a region has no number, words stand in its place."""
    filled = fill("{emergency} {advice} {crisis} {emergency_text}", region)
    assert "{" not in filled
    for name, words in NUMBERS.items():
        number = getattr(region, name)
        assert (words if number is None else number.number) in filled


def test_states_and_unknowns_have_the_words_of_the_screen():
    """What is not sure, or not said, is called the same on the screen and in the result."""
    words = BOOK.screens.words
    assert {"not-sure": words["not_sure"], "declined": words["declined"]} == SURE
    assert set(STATES) == {
        "answered", "not-sure", "declined", "unanswered", "hidden", "gate-undecided", "not-in-flow",
    }  # fmt: skip


@pytest.mark.parametrize("width", [20, 40, 72, 120])
@pytest.mark.parametrize("who", ["stroke-and-more", "fast", "declined"])
def test_text_fits_its_width(who, width):
    """No line is wider than was asked for, and none ends in spaces."""
    lines = text(lines_of(who), width).splitlines()
    assert max(map(len, lines)) <= width
    assert not [line for line in lines if line != line.rstrip()]


def test_the_flow_of_an_evaluation_is_that_of_the_book():
    """The small book's people walk its first flow."""
    assert evaluation_of("slow").flow == FULL.id
