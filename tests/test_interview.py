"""What must always hold of an interview: order, back and forward, an end, and few questions."""

from __future__ import annotations

import random
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracle
from alsscreen.interview import Interview, answered, without
from alsscreen.model import Answers, Flow
from people import BOOK
from strategies import answer_to, books, walks

INTERVIEWS = {name: Interview(BOOK, flow) for name, flow in BOOK.flows.items()}


@st.composite
def journeys(draw: st.DrawFn) -> tuple[Interview, list[Answers]]:
    """One person's way through a flow: the answers after each question."""
    interview = INTERVIEWS[draw(st.sampled_from(list(INTERVIEWS)))]
    states: list[Answers] = [{}]
    while (question := interview.next(states[-1])) is not None:
        states.append(answered(states[-1], question.id, draw(answer_to(question))))
    return interview, states


@settings(max_examples=100)
@given(journeys())
def test_each_path_ends(journey: tuple[Interview, list[Answers]]) -> None:
    """Each path ends, after at most 30 questions."""
    _, states = journey
    assert len(states) - 1 <= 30


@settings(max_examples=100)
@given(journeys())
def test_back_and_forward_is_the_same_state(journey: tuple[Interview, list[Answers]]) -> None:
    """Taking an answer back and giving it again is the same state and the same next question."""
    interview, states = journey
    for before, after in pairwise(states):
        question = interview.next(before)
        assert question is not None
        back = interview.answered_before(after, getattr(interview.next(after), "id", None), set())
        assert back == question
        assert without(after, question.id) == before
        assert answered(without(after, question.id), question.id, after[question.id]) == after


@settings(max_examples=100)
@given(journey=journeys(), data=st.data())
def test_back_leads_to_the_last_answer_of_ones_own(
    journey: tuple[Interview, list[Answers]], data: st.DataObject
) -> None:
    """From any question back: over what has no answer, and over what was given beforehand."""
    interview, states = journey
    asked = [question.id for question in interview.asked(states[-1])]
    names = st.sets(st.sampled_from(asked))
    given, left = data.draw(names), data.draw(names)
    answers = {name: answer for name, answer in states[-1].items() if name not in left}
    now = [question.id for question in interview.asked(answers)]
    for place, question in [*enumerate(now), (len(now), None)]:
        own = [name for name in now[:place] if name in answers and name not in given]
        back = interview.answered_before(answers, question, given)
        assert (None if back is None else back.id) == (own[-1] if own else None)


@settings(max_examples=100)
@given(walks())
def test_asked_agrees_with_the_plain_reading(walk: tuple[Flow, Answers]) -> None:
    """The questions that are asked are those that a second, plain reading of the design says."""
    flow, answers = walk
    expected = [name for name, truth in oracle.shown(BOOK, flow, answers).items() if truth == oracle.TRUE]
    assert [question.id for question in INTERVIEWS[flow.id].asked(answers)] == expected


@settings(max_examples=100)
@given(books())
def test_any_book_ends(book: object) -> None:
    """Over any book, an interview ends after at most as many questions as there are."""
    interview = Interview(book, book.flows["full"])  # type: ignore[arg-type, attr-defined]
    answers: Answers = {}
    for _ in range(len(book.questions) + 1):  # type: ignore[attr-defined]
        question = interview.next(answers)
        if question is None:
            return
        answers = answered(answers, question.id, (question.options[0].code,))
    raise AssertionError


@pytest.mark.parametrize("flow", BOOK.flows)
def test_safety_comes_first(flow: str) -> None:
    """Each flow begins with the safety check, and its follow-ups come before anything else."""
    sections = [BOOK.questions[name].section for name in BOOK.flows[flow].questions]
    assert sections[:4] == ["safety"] * 4
    assert "safety" not in sections[4:]


def test_longest_path() -> None:
    """No path asks more than 30 questions: every mix of what opens further questions is tried."""
    interview = INTERVIEWS["full"]
    longest = 0
    opening: dict[str, list[tuple[str, ...]]] = {
        "sudden": [("none",), ("longer-ago", "not-sure"), ("not-seen",)],
        "who": [("self",), ("away",)],
        "told": [("none",), ("als",)],
        "arms": [("none",), ("buttons",), ("not-sure",)],
        "legs": [("none",), ("stairs",)],
        "mouth": [("none",), ("slurred",), ("choke-some",), ("slurred", "choke-some")],
        "breath": [("none",), ("flat",)],
        "together": [("same",), ("different",), ("not-sure",)],
    }
    base: Answers = {"sudden-how": ("gradual",), "now": ("none",), "age": ("40-54",)}
    for mix in product(*opening.values()):
        answers = {**base, **dict(zip(opening, mix, strict=True))}
        longest = max(longest, len(interview.asked(answers)))
    assert longest <= 30


def test_random_people_never_pass_thirty() -> None:
    """Three thousand seeded random people are asked at most 30 questions."""
    rng = random.Random(2026)
    for _ in range(3000):
        answers: Answers = {}
        for name, question in BOOK.questions.items():
            ticks = [option.code for option in question.options if not option.alarm and not option.absence]
            if ticks and name not in ("age", "told"):
                few = (
                    rng.sample(ticks, rng.randint(1, len(ticks))) if question.kind == "choices" else [rng.choice(ticks)]
                )
                answers[name] = tuple(code for code in ticks if code in few)
        answers.update({"now": ("none",), "sudden-how": ("gradual",)})
        assert len(INTERVIEWS["full"].asked(answers)) <= 30


def test_emergency_within_two_screens() -> None:
    """A danger of today or a sudden sign ends the questions on the first or the second screen."""
    interview = INTERVIEWS["full"]
    assert interview.next({"sudden": ("face",)}) is None
    assert interview.next({"sudden": ("none",), "now": ("breathless",)}) is None


def test_changing_an_answer_hides_and_brings_back() -> None:
    """An answer below a gate is hidden when the gate closes, and counts again when it opens."""
    interview = INTERVIEWS["full"]
    answers: Answers = {"sudden": ("none",), "arms": ("buttons",), "limb-why": ("weak",)}
    closed = answered(answers, "arms", ("none",))
    assert interview.hidden(closed) == ("limb-why",)
    assert interview.hidden(answered(closed, "arms", ("grip",))) == ()
