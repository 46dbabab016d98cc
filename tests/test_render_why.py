"""`--why`: every rule, which part decided, and which single answers would have changed the level."""

from __future__ import annotations

import pytest

import small
from alsscreen.render.text import text
from alsscreen.render.why import NONE, why_lines
from alsscreen.whatif import changes
from small import EVALUATOR, INTERVIEW, answers_of, evaluation_of


def lines_of(who):
    return why_lines(small.BOOK, evaluation_of(who), changes(EVALUATOR, INTERVIEW, answers_of(who), "self"))


@pytest.mark.parametrize("who", ["fast", "slow-undated", "stroke"])
def test_why_as_text_is_what_somebody_looked_at(who, gold):
    """Each of these gets exactly the text of the gold file."""
    gold(f"why-{who}.txt", text(lines_of(who)))


@pytest.mark.parametrize("who", small.PEOPLE)
def test_every_rule_is_named_once(who):
    """Whatever became of it, each rule of the book stands under its heading."""
    bodies = [line.text for line in lines_of(who) if line.style == "body"]
    for rule in small.BOOK.rules.values():
        assert sum(body.startswith(f"{rule.id} (") for body in bodies) == 1


def test_only_the_part_that_decided_is_named():
    """Of a rule that did not fire, the answers that kept it from firing are named, and no others."""
    lines = lines_of("slow")
    at = next(index for index, line in enumerate(lines) if line.text.startswith("arm-fast ("))
    assert lines[at + 1].text == 'since: "Since 1 to 12 months"'
    assert lines[at + 2].style != "bullet"


def test_a_judgement_is_shown_with_the_rule():
    """What neither the source nor another body says is marked as ours."""
    assert any("Nobody says it." in line.text for line in lines_of("hard-to-wake"))


def test_when_nothing_would_change_the_level_that_is_said():
    """An empty list of changes is said in words."""
    lines = why_lines(small.BOOK, evaluation_of("slow"), ())
    assert lines[-1].text == NONE
