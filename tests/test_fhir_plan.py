"""The rules go out as a PlanDefinition: each with its condition, its priority and what it stands on."""

from __future__ import annotations

import re

import pytest

from alsscreen.conditions import held
from alsscreen.fhir.plan import plan
from people import BOOK
from test_fhir_enabling import CODES
from test_fhir_questionnaire import BUNDLE, RESOURCES

PLAN = plan(BOOK, CODES)
ACTIONS = {action["id"]: action for action in PLAN["action"]}


def test_each_rule_is_an_action():
    """In the book's order; with what it means, what it says, and its basis."""
    assert list(ACTIONS) == list(BOOK.rules)
    for rule in BOOK.rules.values():
        action = ACTIONS[rule.id]
        assert action["description"] == rule.means
        assert action["textEquivalent"].startswith(BOOK.guidance[rule.guidance].summary.partition("{")[0])
        assert action["reason"] == [{"text": f"Basis: {rule.basis}"}]


@pytest.mark.parametrize(
    ("level", "priority"),
    [("emergency", "stat"), ("same-day", "asap"), ("soon", "urgent"), ("routine", "routine"), ("information", None)],
)
def test_a_level_is_a_priority(level, priority):
    """As a request would have it; information is none."""
    found = {
        ACTIONS[rule.id].get("priority") for rule in BOOK.rules.values() if BOOK.guidance[rule.guidance].level == level
    }
    assert found == {priority}


def test_what_a_rule_stands_on_is_documented():
    """Citations and evidence as citations; what goes beyond the source, and judgements, apart as justification."""
    for rule in BOOK.rules.values():
        guidance = BOOK.guidance[rule.guidance]
        documents = ACTIONS[rule.id].get("documentation", [])
        labels = [each["label"] for each in documents if each["type"] == "citation"]
        units = [BOOK.citations[name].unit for name in (*rule.cites, *guidance.cites)]
        assert set(labels) == {*units, *rule.evidence, *guidance.evidence}
        said = [each["display"] for each in documents if each["type"] == "justification"]
        assert said == [text for text in (rule.beyond_source, rule.judgement) if text]


def test_a_condition_reads_codes_that_there_are():
    """Every code and every linkId of an expression stands in the form."""
    known = {f"{name}.{code}" for name in BOOK.questions for code in CODES.of(BOOK.questions[name])}
    for action in ACTIONS.values():
        (condition,) = action["condition"]
        expression = condition["expression"]["expression"]
        assert expression.count("(") == expression.count(")")
        names = re.findall(r"'([^']+)'", expression)
        assert set(names) <= known | set(BOOK.questions)


def test_no_correction_is_quoted_over():
    """A unit that may not be shown as it stands appears in our words, as everywhere."""
    for citation in BOOK.citations.values():
        if citation.correction:
            assert all(
                citation.quote != each.get("citation")
                for action in ACTIONS.values()
                for each in action.get("documentation", [])
            )


@pytest.mark.parametrize("resource", [*RESOURCES, BUNDLE], ids=lambda each: each["resourceType"])
def test_another_model_takes_it(resource):
    """`fhir.resources` (R4B; the few elements that we use are those of R4) reads it, and gives it back."""
    from fhir.resources.R4B import get_fhir_model_class  # a second to import

    kind = get_fhir_model_class(resource["resourceType"])
    assert kind.model_validate(resource).get_resource_type() == resource["resourceType"]


def test_it_reads_one_rule_as_the_book_does():
    """A spot check that a person can read; `make test-fhir` runs all of them through a FHIRPath engine."""
    rule = BOOK.rules["sudden-sign"]
    expression = ACTIONS["sudden-sign"]["condition"][0]["expression"]["expression"]
    atoms = rule.when.any if hasattr(rule.when, "any") else rule.when.all if hasattr(rule.when, "all") else (rule.when,)
    codes = [f"'{each.question}.{code}'" for each in atoms for code in held(each, BOOK.questions[each.question])]
    assert all(code in expression for code in codes)
