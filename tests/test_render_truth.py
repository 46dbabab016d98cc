"""The truth that renderers ask for is the evaluator's own."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from alsscreen.evaluate import Evaluator
from alsscreen.render.truth import deciding, truth
from people import BOOK
from strategies import answers_to, books, walks

STATUS = ("not-fired", "undecided", "fired")


@settings(max_examples=300)
@given(walks())
def test_the_truth_of_a_rule_is_its_verdict(walk):
    """For every rule of the shipped book and every answer set, both say the same."""
    flow, answers = walk
    evaluation = Evaluator(BOOK, flow)(answers)
    for verdict in evaluation.verdicts:
        assert STATUS[truth(BOOK.rules[verdict.rule].when, BOOK, evaluation.readings)] == verdict.status


@settings(max_examples=200)
@given(books(), st.data())
def test_the_truth_of_a_rule_is_its_verdict_in_any_book(book, data):
    """So it is for books with random gates, stops and rules."""
    answers = data.draw(answers_to(book))
    for flow in book.flows.values():
        evaluation = Evaluator(book, flow)(answers)
        for verdict in evaluation.verdicts:
            assert STATUS[truth(book.rules[verdict.rule].when, book, evaluation.readings)] == verdict.status


@settings(max_examples=100)
@given(walks())
def test_what_decided_has_the_value_of_the_whole(walk):
    """Each atom that decided a rule is itself true, undecided or false as the rule is."""
    flow, answers = walk
    evaluation = Evaluator(BOOK, flow)(answers)
    for rule in BOOK.rules.values():
        value = truth(rule.when, BOOK, evaluation.readings)
        atoms = deciding(rule.when, BOOK, evaluation.readings)
        assert atoms
        assert {truth(atom, BOOK, evaluation.readings) for atom in atoms} == {value}
