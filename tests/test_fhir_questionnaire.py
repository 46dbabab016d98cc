"""A Questionnaire says all that a flow says, in R4's shapes, and nothing that is a finding or a diagnosis."""

from __future__ import annotations

import datetime as dt
import json
import re
from xml.etree import ElementTree as ET

import pytest

from alsscreen.fhir.plan import plan
from alsscreen.fhir.response import Responses, Told
from alsscreen.fhir.terms import FhirFile, load
from alsscreen.model import ProblemsError
from people import BOOK, CASES, answers_of
from test_fhir_enabling import CODES, FORMS

DAY = dt.date(2026, 11, 22)
PERSON = next(case for case in CASES if case.flow == "full")
BUNDLE = Responses(BOOK, BOOK.flows["full"], CODES).bundle(Told(answers_of(PERSON), BOOK.regions["generic"], DAY))
RESOURCES = [*FORMS.values(), plan(BOOK, CODES), *(entry["resource"] for entry in BUNDLE["entry"])]
TYPES = {"Questionnaire", "CodeSystem", "PlanDefinition", "QuestionnaireResponse", "DocumentReference", "Bundle"}


def flat(items):
    for item in items:
        yield item
        yield from flat(item.get("item", []))


@pytest.mark.parametrize("flow", BOOK.flows.values(), ids=lambda flow: flow.id)
def test_questions_are_items_of_their_own_id(flow):
    """Each question of the flow is one item, in order, with its words, its type and every answer it takes."""
    items = {item["linkId"]: item for item in flat(FORMS[flow.id]["item"])}
    assert len(items) == len(list(flat(FORMS[flow.id]["item"])))
    assert tuple(name for name in items if name in BOOK.questions) == flow.questions
    for name in flow.questions:
        question, item = BOOK.questions[name], items[name]
        assert item["text"] == question.text
        assert item["type"] == ("text" if question.kind == "text" else "choice")
        if question.options:
            codes = [each["valueCoding"]["code"] for each in item["answerOption"]]
            assert codes == [
                f"{name}.{code}" for code in (*(each.code for each in question.options), "not-sure", "declined")
            ]
            assert item["repeats"] == (question.kind == "choices")


def test_what_is_no_question_has_a_dot_in_its_link():
    """So it can never be taken for a question, now or later: an id has none."""
    for form in FORMS.values():
        others = [item for item in flat(form["item"]) if item["linkId"] not in BOOK.questions]
        assert all("." in item["linkId"] and item["type"] in ("display", "group") for item in others)


def test_several_conditions_say_how_they_are_joined():
    """que-12; and each condition reads a question before it."""
    for form in FORMS.values():
        seen = set()
        for item in flat(form["item"]):
            conditions = item.get("enableWhen", [])
            assert len(conditions) < 2 or item["enableBehavior"] in ("all", "any")
            assert {each["question"] for each in conditions} <= seen
            seen.add(item["linkId"])


def test_every_code_that_is_used_is_in_the_contained_system():
    """With the same words; and "none of these" and "prefer not to say" stand alone in a checklist."""
    for form in FORMS.values():
        (system,) = form["contained"]
        known = {each["code"]: each["display"] for each in system["concept"]}
        assert len(known) == len(system["concept"])
        for item in flat(form["item"]):
            for option in item.get("answerOption", []):
                coding = option["valueCoding"]
                assert coding["system"] == system["url"]
                assert known[coding["code"]] == coding["display"]
                absent = coding["code"].endswith((".none", ".declined"))
                assert bool(option.get("extension")) == (item["repeats"] and absent)


def test_terms_of_hpo_stand_with_their_version():
    """On the options of the list that was checked; all 14 terms are used, and the terms of use are kept."""
    concepts = FORMS["full"]["contained"][0]["concept"]
    codings = [each["valueCoding"] for one in concepts for each in one.get("property", []) if each["code"] == "hpo"]
    assert {each["system"] for each in codings} == {"http://human-phenotype-ontology.org"}
    assert {each["version"] for each in codings} == {"2026-08"}
    assert {each["code"] for each in codings} == {term.code for term in CODES.file.hpo.terms}
    assert len({each["code"] for each in codings}) == 14
    assert "2026-08" in FORMS["full"]["copyright"]


def test_evidence_is_linked_and_the_source_cited():
    """Each question that stands for a sign has the addresses of its evidence; the form cites the source's lines."""
    arms = next(item for item in flat(FORMS["signs"]["item"]) if item["linkId"] == "arms")
    links = [each["valueUri"] for each in arms["extension"] if each["url"].endswith("questionnaire-supportLink")]
    assert BOOK.evidence["nhs-weak-grip"].url in links
    related = [each["valueRelatedArtifact"] for each in FORMS["signs"]["extension"]]
    assert {each["label"] for each in related if each["type"] == "citation"} <= set(BOOK.units)
    assert any(each["type"] == "citation" for each in related)
    assert {"type": "composed-of", "resource": "#codes"} in related


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda each: each["resourceType"])
def test_no_resource_says_what_a_person_has(resource):
    """No RiskAssessment, no Condition, no score, no terminology of diagnoses; nothing empty, and no machine's path."""
    text = json.dumps(resource)
    assert set(re.findall(r'"resourceType": "(\w+)"', text)) <= TYPES
    assert not re.search(r"RiskAssessment|snomed|loinc|icd-1\d|ordinalValue|\bscore\b", text, re.IGNORECASE)
    assert not re.search(r'": (""|\[\]|\{\}|null)', text)


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda each: each["resourceType"])
def test_narratives_are_xhtml(resource):
    """Well formed, with the elements that R4 allows, and not empty."""
    root = ET.fromstring(resource["text"]["div"])
    assert root.tag == "{http://www.w3.org/1999/xhtml}div"
    assert {each.tag.partition("}")[2] for each in root.iter()} <= {"div", "h1", "h2", "p", "ul", "li"}
    assert "".join(root.itertext()).strip()


def test_the_first_words_are_what_to_do_in_danger():
    """A program that shows the form shows them too."""
    assert "Call your local emergency number" in FORMS["full"]["item"][0]["text"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ('{question: arms, option: nothing, term: "HP:0001350"}', "unknown-option"),
        ('{question: nobody, option: grip, term: "HP:0001350"}', "unknown-option"),
        ('{question: arms, option: grip, term: "HP:9999999"}', "unknown-term"),
        ('{question: arms, option: grip, term: "HP:0001350"}\n    - {question: arms, option: grip, term: "HP:0001350"}',
         "duplicate-id"),
    ],
)  # fmt: skip
def test_terms_name_options_that_there_are(tmp_path, wrong, code):
    """Each mistake has its line."""
    text = (
        "format: 1\ncanonical: https://x.example/fhir\nhpo:\n  system: http://human-phenotype-ontology.org\n"
        f'  version: 2026-08\n  terms: [{{code: "HP:0001350", label: Slurred speech}}]\n  options:\n    - {wrong}\n'
    )
    (tmp_path / "fhir.yaml").write_text(text)
    with pytest.raises(ProblemsError) as caught:
        load(tmp_path, BOOK)
    assert [(each.line >= 8, each.code) for each in caught.value.problems] == [(True, code)]


def test_a_book_needs_no_terms(tmp_path):
    """Without the file there is a form all the same."""
    assert isinstance(load(tmp_path, BOOK), FhirFile)
