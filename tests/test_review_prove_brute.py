"""Random small books in; what each property finds, and what trying every answer with the evaluator finds, out."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alsscreen.evaluate import Evaluator
from alsscreen.model import LEVELS, Answers, Evaluation, Flow, RuleBook
from alsscreen.review.mutants import Mutant, mutants
from alsscreen.review.mutate import differs, standing
from alsscreen.review.proof.about_flow import EVERYTHING_IS_REACHED, EVERYTHING_MATTERS, FLOW_ENDS, _ending
from alsscreen.review.proof.about_levels import (
    ALARM_ENDS,
    ALARM_IS_EMERGENCY,
    CONTEXT_MOVES_NOTHING,
    SIGN_NEVER_LOWERS,
    UNKNOWN_IS_NO_NO,
)
from alsscreen.review.proof.about_rules import RULES_ADD, RULES_FIRE
from alsscreen.review.proof.ground import Ground
from alsscreen.review.proof.search import size
from alsscreen.review.proof.standing import Standing
from brute import FLOOR, Brute, fired, shown, small_book
from people import BOOK
from strategies import books, walks

SEEDS = (*range(20), 75, 191)
"""The last two: an unknown that counts as so (`or_unknown`) ends the questions."""
MUTATED = (*(seed for seed in range(40) if len(small_book(seed).questions) == 2), 127, 146, 203)
"""Small enough to try all answers to many mutants; in the last three some changes move the open danger alone."""
OPEN_GATE = 209
"""Here a changed gate is undecided where it was not, and moves the open danger though the same is asked."""
LEAN = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def tried(seed: int) -> Brute:
    """Evaluate a small book with every answer."""
    return Brute(small_book(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_rules_fire_and_add_as_trying_says(seed: int) -> None:
    """A rule is dead or adds nothing just when no answer shows otherwise; its witness is as small as any."""
    brute = tried(seed)
    ground = Ground(brute.book)
    for rule in RULES_FIRE.items(ground):
        assert (RULES_FIRE.decide(ground, rule) is None) == brute.fires(rule.id)
        witness = ground.witness(rule)
        if witness is not None:
            assert size(witness[1]) == brute.least(rule.id)
    for rule in RULES_ADD.items(ground):
        away = set(ground.idle)
        shared = len(ground.by_guidance[rule.guidance]) > 1
        if RULES_ADD.decide(ground, rule) is not None:
            assert not brute.adds(rule.id, away)
        elif shared and brute.fires(rule.id):
            assert brute.adds(rule.id, away)


@pytest.mark.parametrize("seed", SEEDS)
def test_levels_move_as_trying_says(seed: int) -> None:
    """A sign lowers, a safety tick is missed, context moves, an unknown hides, just when answers show it."""
    brute = tried(seed)
    ground = Ground(brute.book)
    for question, option in SIGN_NEVER_LOWERS.items(ground):
        finding = SIGN_NEVER_LOWERS.decide(ground, (question, option))
        assert (finding is not None) == brute.sign_lowers(question.id, option.code)
        if finding is not None and finding.example is not None and finding.example.after is not None:
            before, after = (ground.evaluate("full", each) for each in (finding.example.answers, finding.example.after))
            assert LEVELS.index(after.level) > LEVELS.index(before.level)
    for question, option in ALARM_IS_EMERGENCY.items(ground):
        assert (ALARM_IS_EMERGENCY.decide(ground, (question, option)) is not None) == brute.alarm_missed(
            question.id, option.code
        )
        assert (ALARM_ENDS.decide(ground, (question, option)) is not None) == brute.goes_on(question.id, option.code)
    for question in CONTEXT_MOVES_NOTHING.items(ground):
        assert (CONTEXT_MOVES_NOTHING.decide(ground, question) is not None) == brute.moves(question.id)
    found = [UNKNOWN_IS_NO_NO.decide(ground, rule) for rule in UNKNOWN_IS_NO_NO.items(ground)]
    assert any(found) == brute.unknown_hides()


@pytest.mark.parametrize("seed", SEEDS)
def test_flow_goes_as_trying_says(seed: int) -> None:
    """What is asked of nobody, matters to nothing, how long it gets, and which levels it ends at, as trying says."""
    brute = tried(seed)
    ground = Ground(brute.book)
    for flow, question in EVERYTHING_IS_REACHED.items(ground):
        assert (EVERYTHING_IS_REACHED.decide(ground, (flow, question)) is None) == brute.asked(question.id)
    for question, option in EVERYTHING_MATTERS.items(ground):
        if brute.asked(question.id):
            moves = brute.matters(question.id, option.code if option else None)
            assert (EVERYTHING_MATTERS.decide(ground, (question, option)) is None) == moves
    FLOW_ENDS.decide(ground, brute.book.flows["full"])
    assert ground.longest["full"] == brute.most_asked()
    ends = {rank for rank in range(FLOOR + 1) if _ending(ground, "full", rank) is not None}
    assert ends == brute.ranks()


@pytest.mark.parametrize("seed", MUTATED)
def test_a_mutant_is_equal_when_trying_says_so(seed: int) -> None:
    """A small change is proved to change nothing just when nobody at all is asked or told something else."""
    _judge(tried(seed), list(mutants(tried(seed).book))[:: 1 if seed >= 100 else 3])


def test_a_gate_that_moves_only_the_open_danger_is_no_equal() -> None:
    """A gate that asks the same of everybody is another gate where it leaves something undecided."""
    brute = tried(OPEN_GATE)
    _judge(brute, [mutant for mutant in mutants(brute.book) if mutant.kind == "question"])


def _judge(brute: Brute, some: list[Mutant]) -> None:
    ground = Ground(brute.book)
    for mutant in some:
        found = differs(ground, mutant)
        assert (found is not None) == _changes(brute, mutant), mutant.said
        if found is not None:
            now, then = (
                Evaluator(book, book.flows["full"])(found[1]) for book in (brute.book, mutant.book(brute.book))
            )
            assert told(now) != told(then)


def _changes(brute: Brute, mutant: Mutant) -> bool:
    changed = mutant.book(brute.book)
    evaluator = Evaluator(changed, changed.flows["full"])
    return any(told(each) != told(evaluator(brute.as_answers(given))) for given, each in brute.all.items())


def told(evaluation: Evaluation) -> tuple[object, ...]:
    """Give what a person is asked and told."""
    asked = [name for name in evaluation.readings if shown(evaluation, name)]
    return asked, fired(evaluation), evaluation.level, evaluation.may_rise_to


@LEAN
@given(walks())
def test_terms_say_what_the_evaluator_says(walk: tuple[Flow, Answers]) -> None:
    """On random answers to the shipped book the terms ask, fire and doubt as the evaluator does."""
    _compare(GROUND, walk[0].id, walk[1])


@LEAN
@given(books().flatmap(lambda book: st.tuples(st.just(book), walks(book))))
def test_terms_of_random_books_say_what_the_evaluator_says(drawn: tuple[RuleBook, tuple[Flow, Answers]]) -> None:
    """On random answers to random books, too."""
    book, (flow, answers) = drawn
    _compare(Ground(book), flow.id, answers)


GROUND = Ground(BOOK)


def _compare(ground: Ground, flow: str, answers: Answers) -> None:
    evaluation, quick = ground.evaluate(flow, answers), Standing(ground.reading(flow), answers)
    asked = {name for name in evaluation.readings if shown(evaluation, name)}
    assert {name for name in ground.worlds[flow].flow.questions if quick.asked(name)} == asked
    assert set(quick.fired()) == fired(evaluation)
    possible = {verdict.rule for verdict in evaluation.verdicts if verdict.status != "not-fired"}
    world, leaf = ground.worlds[flow], standing(ground.terms, evaluation)
    may = {rule.id for rule in ground.book.rules.values() if ground.terms.truth(world.may(rule), leaf)}
    assert may == possible
