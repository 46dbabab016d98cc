"""Paths of each flow and a seed in; forms, random walks, responses and planted faults for other programs out."""

from __future__ import annotations

import copy
import datetime as dt
import random
from collections.abc import Iterator
from itertools import product
from typing import Any

from alsscreen import rulebook
from alsscreen.evaluate import Evaluator
from alsscreen.fhir.codes import Codes
from alsscreen.fhir.plan import plan
from alsscreen.fhir.questionnaire import questionnaire
from alsscreen.fhir.response import Responses, Told
from alsscreen.fhir.terms import load
from alsscreen.interview import Interview
from alsscreen.model import Answer, Answers, Flow, Question
from alsscreen.render.asked import option_text

ROOT = rulebook.directory()
BOOK = rulebook.load(ROOT)
CODES = Codes(BOOK, load(ROOT, BOOK))
FLOWS = tuple(BOOK.flows.values())
INTERVIEWS = {flow.id: Interview(BOOK, flow) for flow in FLOWS}
EVALUATORS = {flow.id: Evaluator(BOOK, flow) for flow in FLOWS}
FORMS = {flow.id: questionnaire(BOOK, flow, CODES) for flow in FLOWS}
RESPONSES = {flow.id: Responses(BOOK, flow, CODES) for flow in FLOWS}
DAY = dt.date(2026, 11, 22)

CALM, SAFE = 0.5, 0.9
"""How often "none of these" is chosen where it is offered, and in the safety check, where a tick ends most walks."""
CHANGED = 0.15
"""How often an earlier answer is changed before the next is given."""


def chosen(question: Question, chance: random.Random) -> Answer:
    """Choose an answer as people do: often none of these, at times several, not sure, or nothing said."""
    if question.kind == "text":
        return ('A note, with "quotes" & <signs>',)
    absences = [(option.code,) for option in question.options if option.absence]
    calm = SAFE if any(option.alarm for option in question.options) else CALM
    if absences and chance.random() < calm:
        return chance.choice(absences)
    ticks = [option.code for option in question.options if not option.absence]
    unsure = chance.random()
    if unsure < 0.1:
        return ("not-sure",) if unsure < 0.05 else ("declined",)
    if question.kind == "choice":
        return (chance.choice([option.code for option in question.options]),)
    some = set(chance.sample(ticks, chance.randint(1, min(3, len(ticks)))))
    return tuple(
        code for code in (*ticks, "not-sure") if code in some or (code == "not-sure" and chance.random() < 0.05)
    )


def walk(flow: Flow, chance: random.Random, *, changes: bool) -> Iterator[tuple[str, Answer]]:
    """Answer a flow from its first question to its end; with `changes`, go back at times."""
    interview, answers = INTERVIEWS[flow.id], dict[str, Answer]()
    while (question := interview.next(answers)) is not None:
        if changes and answers and chance.random() < CHANGED:
            asked = [each for each in interview.asked(answers) if each.id in answers]
            question = chance.choice(asked)
        answers[question.id] = chosen(question, chance)
        yield question.id, answers[question.id]


def labels(name: str, answer: Answer) -> list[str]:
    question = BOOK.questions[name]
    return [option_text(question, code) for code in answer]


def work(paths: int, seed: int) -> dict[str, Any]:
    """Give all that the other programs need, with `paths` walks through each flow; the same seed gives the same."""
    chance = random.Random(seed)
    walks = []
    for index, flow in product(range(paths), FLOWS):
        steps = list(walk(flow, chance, changes=index % 3 == 0))
        told = [{"question": name, "labels": labels(name, answer), "answer": answer} for name, answer in steps]
        walks.append({"flow": flow.id, "steps": told, "questions": list(flow.questions)})
    responses = [_sent(path) for path in walks]
    return {"forms": FORMS, "paths": walks, "responses": responses, "plan": plan(BOOK, CODES), "bundle": _bundle(walks),
            "faults": faults()}  # fmt: skip


def answers_of(path: dict[str, Any]) -> Answers:
    """Give what was meant at the end of a walk."""
    return {step["question"]: tuple(step["answer"]) for step in path["steps"]}


def _told(path: dict[str, Any]) -> Told:
    return Told(answers_of(path), BOOK.regions["generic"], DAY)


def _sent(path: dict[str, Any]) -> dict[str, Any]:
    flow = BOOK.flows[path["flow"]]
    told = _told(path)
    evaluation = EVALUATORS[flow.id](told.answers)
    fired = [verdict.rule for verdict in evaluation.verdicts if verdict.status == "fired"]
    sent = RESPONSES[flow.id].response(told)
    return {"flow": flow.id, "questions": path["questions"], "response": sent, "fired": fired}


def _bundle(walks: list[dict[str, Any]]) -> dict[str, Any]:
    return RESPONSES[walks[0]["flow"]].bundle(_told(walks[0]))


def faults() -> list[dict[str, Any]]:
    """Plant one fault each in a good form or a good response."""
    answers = {"sudden": ("none",), "now": ("none",), "arms": ("none",), "legs": ("none",)}
    good = RESPONSES["full"].response(Told(answers, BOOK.regions["generic"], DAY))
    weeks = {"linkId": "since", "answer": [{"valueCoding": CODES.coding(BOOK.questions["since"], "weeks")}]}
    nobody = {"linkId": "nobody", "answer": [{"valueString": "x"}]}
    made = [("none: the response as we send it", copy.deepcopy(good)), ("none: the form as we send it", FORMS["full"])]
    made.append(("unknown linkId", _with(good, lambda each: each["item"].append(nobody))))
    made.append(("answer to a disabled item", _with(good, lambda each: each["item"].append(weeks))))
    made.append(("code that is no option", _with(good, _foreign)))
    made.append(("bad status", _with(good, lambda each: each.update(status="bogus"))))
    made.append(("unknown member", _with(good, lambda each: each.update(bogus="x"))))
    made.append(("missing linkId", _with(good, lambda each: each["item"][0].pop("linkId"))))
    made.append(("duplicate linkId in the form", _with(FORMS["full"], _twice)))
    made.append(("missing enableBehavior in the form", _with(FORMS["full"], _behaviorless)))
    return [{"fault": name, "resource": resource} for name, resource in made]


def _with(resource: dict[str, Any], change: Any) -> dict[str, Any]:
    made = copy.deepcopy(resource)
    change(made)
    return made


def _foreign(made: dict[str, Any]) -> None:
    made["item"][0]["answer"][0]["valueCoding"]["code"] = "sudden.bogus"


def _twice(form: dict[str, Any]) -> None:
    form["item"].append(copy.deepcopy(form["item"][0]))


def _behaviorless(form: dict[str, Any]) -> None:
    next(item for item in form["item"] if len(item.get("enableWhen", [])) > 1).pop("enableBehavior")
