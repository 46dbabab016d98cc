"""What must always hold of an evaluation, over the shipped book and over random books."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracle
from alsscreen.evaluate import Evaluator
from alsscreen.interview import Interview, answered
from alsscreen.model import DECLINED, LEVELS, NOT_SURE, Answers, Flow, Option, Question, RuleBook
from people import BOOK, CASES, answers_of
from strategies import answers_to, books, walks

STATUS = {"true": "fired", "false": "not-fired", "undecided": "undecided"}
EVALUATORS = {name: Evaluator(BOOK, flow) for name, flow in BOOK.flows.items()}
FULL = BOOK.flows["full"]


def rank(level: str) -> int:
    return LEVELS.index(level)  # type: ignore[arg-type]


def is_sign(option: Option, book: RuleBook) -> bool:
    return option.alarm or (option.sign is not None and book.signs[option.sign].kind == "sign")


def with_a_sign(question: Question, answers: Answers, code: str) -> Answers:
    """Turn an absence or an unknown of a checklist into one more ticked sign."""
    given_codes = answers.get(question.id, ())
    ticks = {option.code for option in question.options if not option.absence and not option.unknown}
    kept = {*(set(given_codes) & ticks), code}
    return answered(answers, question.id, tuple(o.code for o in question.options if o.code in kept))


@settings(max_examples=400)
@given(walks())
def test_shipped_book_agrees_with_the_plain_reading(walk: tuple[Flow, Answers]) -> None:
    """Every verdict over the shipped book is what a second, plain reading of the design says."""
    flow, answers = walk
    expected = {rule: STATUS[truth] for rule, truth in oracle.verdicts(BOOK, flow, answers).items()}
    assert {verdict.rule: verdict.status for verdict in EVALUATORS[flow.id](answers).verdicts} == expected


@settings(max_examples=300)
@given(st.data())
def test_random_books_agree_with_the_plain_reading(data: st.DataObject) -> None:
    """Every verdict over any book is what a second, plain reading of the design says."""
    book = data.draw(books())
    answers = data.draw(answers_to(book))
    evaluation = Evaluator(book, book.flows["full"])(answers)
    expected = {rule: STATUS[truth] for rule, truth in oracle.verdicts(book, book.flows["full"], answers).items()}
    assert {verdict.rule: verdict.status for verdict in evaluation.verdicts} == expected


@settings(max_examples=300)
@given(walks())
def test_level_is_the_most_urgent_that_fired(walk: tuple[Flow, Answers]) -> None:
    """The level is that of the most urgent rule that fired; guidance stands most urgent first."""
    flow, answers = walk
    evaluation = EVALUATORS[flow.id](answers)
    ranks = [rank(BOOK.guidance[guidance].level) for guidance, _ in evaluation.guidance]
    assert rank(evaluation.level) == ranks[0]
    assert all(one <= other for one, other in pairwise(ranks))
    fired = [verdict.rule for verdict in evaluation.verdicts if verdict.status == "fired"]
    assert sorted(rule for _, rules in evaluation.guidance for rule in rules) == sorted(fired)


@settings(max_examples=300)
@given(walks(), st.data())
def test_unknown_never_acts_as_no(walk: tuple[Flow, Answers], data: st.DataObject) -> None:
    """Whatever an unknown turns out to be, the level is at most what `level` and `may_rise_to` had said."""
    flow, answers = walk
    evaluation = EVALUATORS[flow.id](answers)
    worst = min(rank(evaluation.level), rank(evaluation.may_rise_to or evaluation.level))
    later = dict(answers)
    for name in evaluation.open:
        question = BOOK.questions[name]
        kept = [code for code in answers.get(name, ()) if code not in (NOT_SURE, DECLINED)]
        more = data.draw(st.sampled_from([option.code for option in question.options if not option.unknown]))
        absence = {option.code for option in question.options if option.absence}
        if not kept or set(kept) <= {option.code for option in question.options if option.unknown}:
            later[name] = (more,)
        elif more not in absence and question.kind == "choices":
            later[name] = tuple(o.code for o in question.options if o.code in {*kept, more} and not o.unknown)
    assert rank(EVALUATORS[flow.id](later).level) >= worst


@settings(max_examples=400)
@given(walks(), st.data())
def test_a_sign_never_lowers_the_level(walk: tuple[Flow, Answers], data: st.DataObject) -> None:
    """Turning an absence or an unknown into a sign never lowers the level."""
    flow, answers = walk
    signs = [
        (BOOK.questions[name], option.code)
        for name in flow.questions
        for option in BOOK.questions[name].options
        if is_sign(option, BOOK) and BOOK.questions[name].kind == "choices"
    ]
    question, code = data.draw(st.sampled_from(signs))
    before = EVALUATORS[flow.id](answers)
    after = EVALUATORS[flow.id](with_a_sign(question, answers, code))
    assert rank(after.level) <= rank(before.level)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_sign_never_lowers_a_persons_level(case: object) -> None:
    """For each person of the table, no single added sign lowers the level."""
    answers = answers_of(case)  # type: ignore[arg-type]
    evaluator = EVALUATORS[case.flow]  # type: ignore[attr-defined]
    before = rank(evaluator(answers).level)
    for name in evaluator.flow.questions:
        question = BOOK.questions[name]
        for option in question.options:
            if question.kind == "choices" and is_sign(option, BOOK):
                assert rank(evaluator(with_a_sign(question, answers, option.code)).level) <= before, option.code


@settings(max_examples=300)
@given(walks())
def test_hidden_answers_change_nothing(walk: tuple[Flow, Answers]) -> None:
    """Answers to hidden questions are named in `ignored` and change nothing else."""
    flow, answers = walk
    evaluation = EVALUATORS[flow.id](answers)
    counted = {name: answer for name, answer in answers.items() if name not in evaluation.ignored}
    without = EVALUATORS[flow.id](counted)
    assert (without.level, without.verdicts, without.guidance) == (
        evaluation.level, evaluation.verdicts, evaluation.guidance,
    )  # fmt: skip
    asked = {question.id for question in Interview(BOOK, flow).asked(answers)}
    assert set(evaluation.ignored) == set(answers) - asked


@settings(max_examples=200)
@given(walks(), st.data())
def test_context_never_moves_the_level(walk: tuple[Flow, Answers], data: st.DataObject) -> None:
    """Age from 18 on, sex, side and exposures never move the level."""
    flow, answers = walk
    level = EVALUATORS[flow.id]({**answers, "age": ("40-54",)}).level
    for name in ("age", "sex", "exposures", "limb-side"):
        codes = [option.code for option in BOOK.questions[name].options if option.code != "under-18"]
        changed = answered({"age": ("40-54",), **{k: v for k, v in answers.items() if k != "age"}}, name,
                           (data.draw(st.sampled_from(codes)),))  # fmt: skip
        if name == "limb-side" and name not in answers:
            continue
        if name == "limb-side" and answers[name] in ((NOT_SURE,), (DECLINED,)):
            continue
        assert EVALUATORS[flow.id](changed).level == level, name


@settings(max_examples=200)
@given(walks())
def test_safety_tick_is_an_emergency(walk: tuple[Flow, Answers]) -> None:
    """A tick of the safety check that counts always ends in an emergency, and so does an unsure second screen."""
    flow, answers = walk
    evaluation = EVALUATORS[flow.id](answers)
    for name in ("sudden", "now"):
        alarms = {option.code for option in BOOK.questions[name].options if option.alarm}
        if alarms & set(evaluation.readings[name].answer):
            assert evaluation.level == "emergency"


@settings(max_examples=200)
@given(walks())
def test_no_sign_is_said_only_of_a_definite_no(walk: tuple[Flow, Answers]) -> None:
    """That no sign was ticked is said only when every sign question is a definite no."""
    flow, answers = walk
    evaluation = EVALUATORS[flow.id](answers)
    if evaluation.guidance[0][0] == "no-sign":
        for name in flow.questions:
            question = BOOK.questions[name]
            if any(is_sign(option, BOOK) for option in question.options):
                absences = {option.code for option in question.options if option.absence}
                assert set(answers[name]) <= absences


@settings(max_examples=200)
@given(walks())
def test_complete_means_nothing_open(walk: tuple[Flow, Answers]) -> None:
    """An evaluation is complete exactly when no question that is asked is without a definite answer."""
    flow, answers = walk
    evaluation = EVALUATORS[flow.id](answers)
    assert evaluation.complete == (not evaluation.open)
    if evaluation.complete:
        assert evaluation.may_rise_to is None


def test_floors() -> None:
    """Nothing ticked, all declined and a gap have their own words, and none of them reassures."""
    nothing = answers_of(next(case for case in CASES if case.id == "nothing-wrong"))
    declined = dict.fromkeys(FULL.questions, (DECLINED,))
    floor = EVALUATORS["full"]
    assert floor(nothing).guidance == (("no-sign", ()),)
    assert floor(declined).guidance == (("no-answer", ()),)
    assert EVALUATORS["risks"]({}).guidance == ((BOOK.flows["risks"].floor.declined, ()),)
    assert floor(answered(nothing, "mouth", (DECLINED,))).guidance == (("gaps", ()),)
