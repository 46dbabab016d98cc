"""The judgements of the shipped book in; that each is said, counted right and put in the right order, out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from alsscreen.evaluate import Evaluator
from alsscreen.model import LEVELS, Evaluation
from alsscreen.review.given import Person, people
from alsscreen.review.judging import floors, judgements, worded
from alsscreen.review.whole import Whole, load_whole
from reviewing import SHIPPED, line_of, run


@cache
def shipped() -> tuple[Whole, tuple[Person, ...]]:
    """Read the shipped book and evaluate its people once."""
    whole = load_whole(SHIPPED)
    return whole, people(whole)


def evaluations() -> list[Evaluation]:
    return [person.evaluation for person in shipped()[1]]


# ---- every row of the decision table for which there is no evidence carries one ------------------------------------

NO_EVIDENCE = {
    "a sudden sign longer ago, checked": ["sudden-older-checked"],
    "sudden breathlessness alone": ["breath-sudden"],
    "weaker by the hour: the guideline is milder": ["weak-fast"],
    "hard to wake": ["hard-to-wake"],
    "not sure about a danger of today": ["now-unsure"],
    "the safety check was not seen, somebody is there": ["unseen"],
    "the safety check was not seen, nobody is there": ["unseen-away"],
    "breathing worse over days and fever: the level": ["breath-ill-lost", "als-ill"],
    "a weak neck within four weeks": ["arm-fast"],
    "choking now and then with fever or a chesty cough": ["swallow-with"],
    "choking now and then alone: the evidence is stricter": ["swallow-some"],
    "speech worse within four weeks": ["speech-fast"],
    "a lost task, the same or better for over a year: the evidence reversed": ["arm-long", "leg-long"],
    "a lost task only because it hurts: the evidence reversed": ["arm-hurts", "leg-hurts"],
    "a lost task: within which time to be seen": ["arm-soon", "leg-soon"],
    "breathless on light effort: one text is stricter": ["breath-effort-more"],
    "thinking and behaviour: no time given": ["thinking"],
    "crying or laughing out of place: no time given": ["crying-laughing"],
    "worry alone": ["worry"],
    "only something else": ["something-else"],
    "not sure about a lost function": ["not-sure-lost"],
    "under 18, a change within four weeks": ["child-fast"],
    "under 18": ["child"],
}
"""Rows of the clinical design's decision table whose level no text read carries; and the rules that say them."""


@pytest.mark.parametrize("rules", NO_EVIDENCE.values(), ids=NO_EVIDENCE)
def test_a_row_without_evidence_carries_a_judgement(rules: list[str]) -> None:
    """Each rule of the row says what the authors decided, in a sentence, and is listed."""
    whole, _ = shipped()
    listed = {each.rule.id for each in judgements(whole.book, ())}
    for name in rules:
        judgement = whole.book.rules[name].judgement
        assert judgement is not None, name
        assert len(judgement.split()) >= 5, name
        assert name in listed


def test_a_rule_without_source_and_evidence_is_a_judgement() -> None:
    """What stands on nothing else says so."""
    for rule in shipped()[0].book.rules.values():
        assert rule.cites or rule.evidence or rule.judgement, rule.id


# ---- how much hangs on each ----------------------------------------------------------------------------------------


def test_what_a_rule_alone_decides_is_what_changes_without_it() -> None:
    """Taken out of the book, one rule with a judgement after the other, so many people get another level, and which."""
    whole, persons = shipped()
    for found in judgements(whole.book, evaluations()):
        rules = {name: rule for name, rule in whole.book.rules.items() if name != found.rule.id}
        book = replace(whole.book, rules=rules)
        evaluators = {name: Evaluator(book, flow) for name, flow in book.flows.items()}
        changed = dict.fromkeys(LEVELS, 0)
        for case, answers, evaluation in persons:
            level = evaluators[case.flow](answers).level
            changed[level] += level != evaluation.level
        assert found.alone == {level: count for level, count in changed.items() if count}, found.rule.id


def test_every_judgement_is_listed_once_with_its_level() -> None:
    """The list is that of the rules that carry one."""
    book = shipped()[0].book
    found = judgements(book, evaluations())
    assert sorted(each.rule.id for each in found) == sorted(name for name, rule in book.rules.items() if rule.judgement)
    assert all(each.level == book.guidance[each.rule.guidance].level for each in found)


def test_what_decides_most_comes_first() -> None:
    """First those whose level changes most people's result; among equals the more urgent."""
    found = judgements(shipped()[0].book, evaluations())
    order = [(-each.decides, LEVELS.index(each.level)) for each in found]
    assert order == sorted(order)
    assert found[0].decides > 0


def test_any_evaluations_will_do() -> None:
    """The people of the table are one list of evaluations; a waiting room is another, and of any size."""
    book = shipped()[0].book
    once, often = judgements(book, evaluations()), judgements(book, evaluations() * 10)
    assert [(each.rule.id, 10 * each.decides, 10 * each.fires, 10 * each.shared) for each in once] == [
        (each.rule.id, each.decides, each.fires, each.shared) for each in often
    ]
    assert all((each.decides, each.fires, each.shared) == (0, 0, 0) for each in judgements(book, ()))


def test_two_rules_of_one_level_share_it() -> None:
    """Where two rules give the level of the result, neither decides it alone."""
    book = shipped()[0].book
    for person in shipped()[1]:
        top = [rule for guidance, rules in person.evaluation.guidance for rule in rules
               if book.guidance[guidance].level == person.evaluation.level]  # fmt: skip
        if len(top) > 1:
            assert all(each.decides == 0 for each in judgements(book, [person.evaluation]))


def test_results_that_no_rule_decides_are_counted() -> None:
    """Where nothing fires, the flow's floor is what was said."""
    counted = floors(evaluations())
    assert sum(counted.values()) == sum(not case.rules for case, _, _ in shipped()[1])
    assert set(counted) <= {name for flow in shipped()[0].book.flows.values() for _, name in flow.floor}


# ---- what is printed -----------------------------------------------------------------------------------------------


def test_each_is_printed_with_reason_level_meaning_and_share() -> None:
    """A clinician reads when it fires, what was judged, what it stands on besides, and how many people hang on it."""
    whole, persons = shipped()
    ran = run("judgements", SHIPPED)
    flat = " ".join(ran.out.split())
    assert ran.code == 0
    for number, each in enumerate(judgements(whole.book, evaluations()), start=1):
        line = line_of(SHIPPED, "rules.yaml", f"  - id: {each.rule.id}\n    means:")
        assert f"{number}. {each.rule.id} ({each.level}), rules.yaml:{line}:5 When: {each.rule.means}" in flat
        assert f"Judged: {' '.join((each.rule.judgement or '').split())}" in flat
        assert f"the level of {each.decides} of {len(persons)} people" in flat
    carry = sum(rule.judgement is not None for rule in whole.book.rules.values())
    assert f"{carry}/{len(whole.book.rules)} rules carry a judgement" in flat


def test_judgements_on_words_are_listed_too() -> None:
    """What is judged of guidance and of a level's words stands there with its place, first what is said to most."""
    book = shipped()[0].book
    found = worded(book, evaluations())
    carry = {guidance.id: guidance.judgement for guidance in book.guidance.values() if guidance.judgement}
    carry |= {words.level: words.judgement for words in book.screens.levels if words.judgement}
    assert {each.id: each.judgement for each in found} == carry
    assert [each.said for each in found] == sorted((each.said for each in found), reverse=True)
    for each in found:
        told = {each.id} if each.kind == "level" else set()
        assert each.said == sum(
            each.id in (name for name, _ in one.guidance) or one.level in told for one in evaluations()
        )
    ran, facts = run("judgements", SHIPPED), run("judgements", SHIPPED, "--json").facts
    flat = " ".join(ran.out.split())
    for each, fact in zip(found, facts["words"], strict=True):
        assert (fact["id"], fact["said"]) == (each.id, each.said)
        assert f"{fact['place']} Judged: {' '.join(each.judgement.split())} Said: to {each.said} of" in flat
        assert fact["place"].startswith(("rules.yaml:", "screens.yaml:"))


def test_lines_and_json_tell_the_same() -> None:
    """The same judgements in the same order, with the same counts."""
    facts = run("judgements", SHIPPED, "--json").facts
    found = judgements(shipped()[0].book, evaluations())
    assert [(each["rule"], each["decides_alone"], each["fires"]) for each in facts["judgements"]] == [
        (each.rule.id, each.decides, each.fires) for each in found
    ]
    assert facts["counts"]["people"] == len(shipped()[1])
    assert facts["floors"] == dict(floors(evaluations()))
