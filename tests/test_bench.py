"""The bench: its reading of the rules says what the program says, in each language of its peers; nothing is timed."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

import pytest

from people import BOOK

sys.path.append(str(Path(__file__).parents[1] / "bench"))

import answersets
import logic
import peers
import report
from measure import Contest, fight

NAMES = ("one_expression", "one_a_rule", "datalogic", "panzi")
MAKERS = dict(zip(NAMES, peers.PEERS, strict=True))
FEW = 15
"""Answer sets of each kind; `make bench` compares ten thousand."""


def truth(term: logic.Term, named: dict[str, bool], answers: dict[str, tuple[str, ...]]) -> bool:
    """Read a term as it is meant."""
    match term:
        case logic.Named(name):
            value = named[name]
        case logic.Blank(question):
            value = question not in answers
        case logic.Not(inner):
            value = not truth(inner, named, answers)
        case logic.Every(terms):
            value = all(truth(inner, named, answers) for inner in terms)
        case logic.Some(terms):
            value = any(truth(inner, named, answers) for inner in terms)
        case logic.Holds(question, codes, at_least, _):
            value = len(set(codes) & set(answers.get(question, ()))) >= at_least
        case _:
            value = term
    return value


@pytest.mark.parametrize("flow", BOOK.flows.values(), ids=list(BOOK.flows))
@pytest.mark.parametrize("kind", answersets.KINDS)
def test_the_logic_handed_to_the_peers_is_that_of_the_book(flow, kind):
    """Surely and possibly true, gates, stops and unknowns included, say of every rule what our evaluator says."""
    program, ours = logic.program(BOOK, flow), peers.ours(BOOK, flow)
    for answers in islice(answersets.answer_sets(BOOK, flow, seed=2)[kind], 10 * FEW):
        named: dict[str, bool] = {}
        for name, term in program.named.items():
            named[name] = truth(term, named, answers)
        said = [
            truth(pair.surely, named, answers) + truth(pair.possibly, named, answers) for pair in program.rules.values()
        ]
        assert said == peers.values(ours, answers)


@pytest.mark.parametrize("flow", BOOK.flows.values(), ids=list(BOOK.flows))
@pytest.mark.parametrize("name", NAMES)
def test_a_peer_agrees(name, flow):
    """Each peer that is installed gives every rule the value that we give it."""
    try:
        peer = MAKERS[name](BOOK, flow)
    except ImportError as missing:
        pytest.skip(f"{missing.name} is not installed (extra `bench`)")
    ours = peers.ours(BOOK, flow)
    for supply in answersets.answer_sets(BOOK, flow, seed=3).values():
        for answers in islice(supply, FEW):
            assert peers.values(peer, answers) == peers.values(ours, answers)


def test_a_supply_of_answers_is_the_same_each_time():
    """What was measured can be measured again."""
    flow = BOOK.flows["full"]
    for kind in answersets.KINDS:
        first, second = (list(islice(answersets.answer_sets(BOOK, flow, seed=4)[kind], FEW)) for _ in range(2))
        assert first == second
        assert len({frozenset(answers.items()) for answers in first}) > FEW // 2


def test_a_ratio_is_that_of_the_rounds():
    """What disturbs one round disturbs both sides of it, and not the ratio; the first round does not count."""
    ours, floor = iter([900.0, 3.0, 30.0, 4.0]), iter([1.0, 2.0, 20.0, 2.0])
    (outcome,) = fight([Contest("what", 2.0, lambda: next(ours), lambda: next(floor), "floor")], rounds=3)
    assert outcome.ratio.median == 1.5
    assert outcome.ours.median == 4.0


def test_the_page_can_be_written():
    """The page has the two marks between which the tables are put."""
    page = report.PAGE.read_text(encoding="utf-8")
    assert page.count(report.BEGIN) == page.count(report.END) == 1
    assert page.index(report.BEGIN) < page.index(report.END)
