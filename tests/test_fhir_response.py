"""Answers go out as a response and come back the same; anyone's response is read, or refused by name."""

from __future__ import annotations

import base64
import copy
import datetime as dt
import hashlib
import json

import pytest
from hypothesis import given

from alsscreen.evaluate import Evaluator
from alsscreen.fhir.reading import read
from alsscreen.fhir.response import Responses, Told
from alsscreen.model import ProblemsError
from people import BOOK, CASES, answers_of
from strategies import walks
from test_fhir_enabling import CODES, FORMS, INTERVIEWS, enabled

FULL = BOOK.flows["full"]
DAY = dt.date(2026, 11, 22)
GENERIC = BOOK.regions["generic"]
SYSTEM = CODES.system
URL = f"{CODES.questionnaire(FULL)}|{BOOK.version}"
RESPONSES = {flow.id: Responses(BOOK, flow, CODES) for flow in BOOK.flows.values()}
EVALUATORS = {flow.id: Evaluator(BOOK, flow) for flow in BOOK.flows.values()}


def told(answers, **other):
    return Told(answers, GENERIC, DAY, **other)


def round_trip(flow, answers):
    sent = json.dumps(RESPONSES[flow.id].response(told(answers))).encode()
    return read(sent, "response", BOOK, CODES)


def links(items):
    for item in items:
        if "answer" in item:
            yield item["linkId"]
        yield from links(item.get("item", []))


@given(walks())
def test_answers_come_back_as_they_went(walk):
    """All that count, and nothing else; and so does the evaluation, but for what it ignored."""
    flow, answers = walk
    hidden = INTERVIEWS[flow.id].hidden(answers)
    counting = {name: answers[name] for name in flow.questions if name in answers and name not in hidden}
    got = round_trip(flow, answers)
    assert got.flow == flow
    assert got.answers == counting
    once, again = EVALUATORS[flow.id](answers), EVALUATORS[flow.id](got.answers)
    assert (again.level, again.verdicts, again.open, again.guidance, again.may_rise_to, again.ignored) == (
        once.level, once.verdicts, once.open, once.guidance, once.may_rise_to, ()
    )  # fmt: skip


@given(walks())
def test_a_response_answers_enabled_items_only(walk):
    """As R4 wants it."""
    flow, answers = walk
    sent = RESPONSES[flow.id].response(told(answers))
    assert set(links(sent.get("item", []))) <= enabled(FORMS[flow.id]["item"], answers, stale=False)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_each_person_of_the_cases_gets_the_same_level(case):
    """Through FHIR as at the terminal."""
    got = round_trip(BOOK.flows[case.flow], answers_of(case))
    assert EVALUATORS[case.flow](got.answers).level == case.level


def test_a_bundle_holds_the_answers_and_the_page():
    """In one transaction; the page is attached whole, as HTML and as text, and names the response."""
    sent = RESPONSES["full"].bundle(told({"sudden": ("none",), "note": ("Grüße",)}))
    answers, document = (entry["resource"] for entry in sent["entry"])
    assert sent["type"] == "transaction"
    assert [entry["request"] for entry in sent["entry"]] == [
        {"method": "POST", "url": name} for name in ("QuestionnaireResponse", "DocumentReference")
    ]
    assert document["context"]["related"] == [{"reference": sent["entry"][0]["fullUrl"]}]
    assert answers["status"] == "in-progress"
    for content in document["content"]:
        attached = base64.b64decode(content["attachment"]["data"])
        assert "Grüße" in attached.decode("utf-8")
        assert content["attachment"]["size"] == len(attached)
        assert base64.b64decode(content["attachment"]["hash"]) == hashlib.sha1(attached).digest()


def test_sensitive_answers_can_be_left_out():
    """Whole questions, and single options; nobody is named at all."""
    answers = {"family": ("relative-als",), "mind": ("thinking", "low-mood"), "sudden": ("none",), "sex": ("male",)}
    sent = json.dumps(RESPONSES["full"].bundle(told(answers, sensitive=False)))
    assert "relative-als" not in sent
    assert "low-mood" not in sent
    assert "mind.thinking" in sent
    assert '"subject"' not in sent
    whole = json.dumps(RESPONSES["full"].bundle(told(answers)))
    assert "relative-als" in whole
    assert "low-mood" in whole


def test_what_was_left_out_cannot_be_told_from_nothing():
    """Low mood alone, and none of these: without sensitive answers, the same is sent."""
    sent = [RESPONSES["full"].response(told({"mind": (mind,)}, sensitive=False)) for mind in ("low-mood", "none")]
    assert sent[0] == sent[1]


def test_all_answered_is_completed():
    """The note may stay empty; "not sure" and "prefer not to say" are answers."""
    answers = {}
    while (question := INTERVIEWS["full"].next(answers)) is not None and question.kind != "text":
        answers[question.id] = ("none",) if any(each.code == "none" for each in question.options) else ("declined",)
    assert RESPONSES["full"].response(told(answers))["status"] == "completed"
    del answers["sex"]
    assert RESPONSES["full"].response(told(answers))["status"] == "in-progress"


# ---- anyone's response ----------------------------------------------------------------------------------------------


def coded(link, *codes, system=SYSTEM):
    return {"linkId": link, "answer": [{"valueCoding": {"system": system, "code": code}} for code in codes]}


def foreign(*items, **changes):
    made = {"resourceType": "QuestionnaireResponse", "questionnaire": URL, "status": "completed", "item": list(items)}
    return {key: value for key, value in {**made, **changes}.items() if value is not None}


def codes_of(content):
    with pytest.raises(ProblemsError) as caught:
        read(content if isinstance(content, bytes) else json.dumps(content).encode(), "response", BOOK, CODES)
    assert all(problem.remedy and problem.file == "response" for problem in caught.value.problems)
    assert all(problem.line and problem.column for problem in caught.value.problems)
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("resource", "answers"),
    [
        (foreign(), {}),
        (foreign(item=None), {}),
        (foreign(coded("arms", "arms.grip", "arms.buttons")), {"arms": ("buttons", "grip")}),
        (foreign(coded("arms", "arms.not-sure", "arms.grip")), {"arms": ("grip", "not-sure")}),
        (foreign({"linkId": "stop.sudden-sign", "item": [coded("who", "who.self")]}), {"who": ("self",)}),
        (foreign(coded("who", "who.self") | {"item": [{"linkId": "who.help"}]}), {"who": ("self",)}),
        (foreign({"linkId": "who"}), {}),
        (foreign({"linkId": "note", "answer": [{"valueString": " a\tb "}]}), {"note": ("a b",)}),
        (foreign(coded("limb-since", "limb-since.weeks")), {"limb-since": ("weeks",)}),
        (foreign(coded("who", "who.self"), questionnaire=CODES.questionnaire(FULL)), {"who": ("self",)}),
        ({"resourceType": "Bundle", "entry": [{}, {"resource": foreign(coded("who", "who.self"))}]},
         {"who": ("self",)}),
    ],
)  # fmt: skip
def test_what_another_program_made_is_read(resource, answers):
    """Nested as the form is, or flat; in any order; in a Bundle or alone."""
    assert read(json.dumps(resource).encode(), "response", BOOK, CODES).answers == answers


def test_answers_to_hidden_items_are_ignored():
    """Counted nowhere, and listed."""
    got = read(json.dumps(foreign(coded("limb-since", "limb-since.weeks"))).encode(), "response", BOOK, CODES)
    assert EVALUATORS["full"](got.answers).ignored == ("limb-since",)


def nested(depth):
    item = {"linkId": "stop.sudden-sign"}
    for _ in range(depth):
        item = {"linkId": "stop.sudden-sign", "item": [item]}
    return item


@pytest.mark.parametrize(
    ("resource", "problems"),
    [
        (b"", ["not-json"]),
        (b"<QuestionnaireResponse/>", ["not-json"]),
        (b"[" * 100_000, ["not-json"]),
        (b"\xff\xfe{}", ["not-utf-8"]),
        (b" " * 1_000_001, ["too-large"]),
        (b'{"resourceType": "QuestionnaireResponse", "status": "completed", "status": "amended"}', ["duplicate-key"]),
        (b"9" * 5000, ["not-json"]),
        ([], ["not-a-response"]),
        (None, ["not-a-response"]),
        ({"resourceType": "Patient"}, ["not-a-response"]),
        ({"resourceType": "Bundle", "entry": [{"resource": foreign()}, {"resource": foreign()}]}, ["not-a-response"]),
        ({"resourceType": "Bundle", "entry": "x"}, ["not-a-response"]),
        (foreign(questionnaire=None), ["wrong-questionnaire"]),
        (foreign(questionnaire=7), ["wrong-questionnaire"]),
        (foreign(questionnaire="http://other.example/Questionnaire/x"), ["wrong-questionnaire"]),
        (foreign(questionnaire=f"{CODES.questionnaire(FULL)}|9.9.9"), ["wrong-version"]),
        (foreign(status="entered-in-error"), ["wrong-status"]),
        (foreign(status="bogus"), ["wrong-status"]),
        (foreign(status=None), ["wrong-status"]),
        (foreign(coded("nobody", "nobody.x")), ["unknown-link"]),
        (foreign({"answer": []}), ["unknown-link"]),
        (foreign({"linkId": 5}), ["unknown-link"]),
        (foreign(coded("arms.help", "arms.grip")), ["not-a-question"]),
        (foreign(coded("stop.sudden-sign", "arms.grip")), ["not-a-question"]),
        (foreign(coded("arms", "arms.nothing")), ["unknown-option"]),
        (foreign(coded("arms", "grip")), ["unknown-option"]),
        (foreign(coded("arms", "legs.stairs")), ["unknown-option"]),
        (foreign(coded("arms", "arms.grip", system=None)), ["unknown-option"]),
        (foreign(coded("arms", "arms.grip", system="http://other.example")), ["unknown-option"]),
        (foreign(coded("arms", None)), ["unknown-option"]),
        (foreign(coded("arms", "HP:0001324", system="http://human-phenotype-ontology.org")), ["unknown-option"]),
        (foreign(coded("arms", "arms.grip", "arms.none")), ["contradiction"]),
        (foreign(coded("arms", "arms.grip", "arms.grip")), ["option-twice"]),
        (foreign(coded("who", "who.self", "who.away")), ["several-options"]),
        (foreign(coded("who", "who.self"), coded("who", "who.self")), ["duplicate-question"]),
        (foreign({"linkId": "who", "answer": [{"valueBoolean": True}]}), ["wrong-value"]),
        (foreign({"linkId": "who", "answer": [{"valueString": "self"}]}), ["wrong-value"]),
        (foreign({"linkId": "who", "answer": [{}]}), ["wrong-value"]),
        (foreign({"linkId": "who", "answer": [{"valueCoding": "self"}]}), ["wrong-value"]),
        (foreign({"linkId": "note", "answer": [{"valueCoding": {"code": "x"}}]}), ["wrong-value"]),
        (foreign({"linkId": "note", "answer": [{"valueString": "a"}, {"valueString": "b"}]}), ["not-text"]),
        (foreign({"linkId": "note", "answer": [{"valueString": "a\u202eb"}]}), ["hidden-character"]),
        (foreign({"linkId": "note", "answer": [{"valueString": "x" * 201}]}), ["too-long"]),
        (foreign({"linkId": "note", "answer": [{"valueString": "  "}]}), ["no-text"]),
        (foreign({"linkId": "who", "answer": "self"}), ["wrong-shape"]),
        (foreign(item={"linkId": "who"}), ["wrong-shape"]),
        (foreign(item=["who"]), ["wrong-shape"]),
        (foreign(nested(100)), ["too-deep"]),
        (foreign({"linkId": "who", "answer": [{"valueCoding": {"system": SYSTEM, "code": "who.self"}, "item": []}]}),
         ["unknown-link"]),
        (foreign(coded("nobody", "x"), coded("arms", "arms.nothing"), status="bogus"),
         ["wrong-status", "unknown-link", "unknown-option"]),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(resource, problems):
    """Each by its code, all at once, and none of it guessed."""
    assert codes_of(resource) == problems


LAID_OUT = f"""\
\ufeff{{"resourceType": "QuestionnaireResponse",
  "questionnaire": "{URL}", "status": "bogus",
  "item": [
    {{"linkId": "nobody"}}, {{"linkId": "note", "answer": [{{"valueString": "  "}}]}},
    {{"linkId": "who", "answer": [
      {{"valueString": "self"}}]}}]}}
"""


def test_each_problem_has_its_line_and_column():
    """A status stands where the response begins, the rest where its own item or answer does."""
    with pytest.raises(ProblemsError) as caught:
        read(LAID_OUT.encode(), "response", BOOK, CODES)
    found = [(problem.code, problem.line, problem.column) for problem in caught.value.problems]
    assert found == [("wrong-status", 1, 1), ("unknown-link", 4, 5), ("wrong-value", 6, 7), ("no-text", 4, 27)]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b'\xef\xbb\xbf{"a":\n "\xc3\xa9\xff"}', (2, 4)),
        (b'{"a": 1,\n  "b": {"c": 1,\n "c": 2}}', (2, 8)),
        (b'{"a":\n\n  nothing}', (3, 3)),
        (b'{"resourceType": "Patient"}', (1, 1)),
    ],
)
def test_what_is_no_response_has_a_place_too(content, place):
    """The byte that is not UTF-8, the object with a key twice, where the JSON breaks off; the whole file."""
    with pytest.raises(ProblemsError) as caught:
        read(content, "response", BOOK, CODES)
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [place]


def test_a_response_to_another_flow_is_refused():
    """Where a flow is asked for."""
    content = json.dumps(foreign()).encode()
    with pytest.raises(ProblemsError) as caught:
        read(content, "response", BOOK, CODES, BOOK.flows["signs"])
    assert [problem.code for problem in caught.value.problems] == ["wrong-questionnaire"]


def test_a_question_of_another_flow_is_unknown():
    """The form that was answered has no such item."""
    risks = f"{CODES.questionnaire(BOOK.flows['risks'])}|{BOOK.version}"
    assert codes_of(foreign(coded("arms", "arms.grip"), questionnaire=risks)) == ["unknown-link"]


def test_nothing_hidden_is_printed():
    """What a message repeats of a foreign name can fool no terminal."""
    with pytest.raises(ProblemsError) as caught:
        read(json.dumps(foreign(coded("a\x1b[2J\u202e", "x"))).encode(), "response", BOOK, CODES)
    assert str(caught.value).isprintable()


def test_reading_changes_nothing():
    """What was given stays as it was."""
    resource = foreign(coded("arms", "arms.grip"))
    before = copy.deepcopy(resource)
    read(json.dumps(resource).encode(), "response", BOOK, CODES)
    assert resource == before
