"""What other programs showed, exported and found in; what of it disagrees with the interview and evaluator, out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from fhir.resources.R4B import get_fhir_model_class
from work import BOOK, CODES, EVALUATORS, FLOWS, INTERVIEWS, answers_of

from alsscreen.evaluate import Evaluator
from alsscreen.fhir.reading import read
from alsscreen.model import Answers, ProblemsError

GOOD = 2
"""The first of what is planted are no faults: the response and the form as we send them."""


def exported(response: dict[str, Any]) -> Answers:
    """Read what a program exported, as `alsscreen fhir evaluate` does."""
    return read(json.dumps(response).encode(), "exported", BOOK, CODES).answers


def counting(flow: str, answers: Answers) -> Answers:
    hidden = INTERVIEWS[flow].hidden(answers)
    return {name: answer for name, answer in answers.items() if name not in hidden}


def lhc(made: dict[str, Any], seen: dict[str, Any]) -> Iterator[str]:
    """Compare each step, each end and each response that was loaded."""
    yield from (f"a request left the machine: {url}" for url in seen["outside"])
    yield from (f"an error in the page: {error}" for error in seen["errors"])
    for number, (path, walked) in enumerate(zip(made["paths"], seen["walked"], strict=True)):
        for at, (step, told) in enumerate(zip(path["steps"], walked["steps"], strict=True)):
            yield from (f"path {number}, step {at}: {each}" for each in _step(path["flow"], step, told))
        if walked["steps"]:
            yield from (f"path {number}, end: {each}" for each in _end(path, walked["steps"][-1]["response"]))
    for number, (sent, told) in enumerate(zip(made["responses"], seen["loaded"], strict=True)):
        if exported(sent["response"]) != exported(told["response"]):
            yield f"response {number}: not the same after loading"
        yield from (f"response {number}: {each}" for each in _visible(sent["flow"], told))


def _step(flow: str, step: dict[str, Any], told: dict[str, Any]) -> Iterator[str]:
    if told["wrong"]:
        yield f"could not be answered ({told['wrong']})"
    yield from _visible(flow, told)
    answers = exported(told["response"])
    if answers.get(step["question"]) != tuple(step["answer"]):
        yield f"{step['question']} is exported as {answers.get(step['question'])}, not {step['answer']}"


def _visible(flow: str, told: dict[str, Any]) -> Iterator[str]:
    """What is shown is what the interview asks after the answers that were exported at that moment."""
    try:
        asked = [question.id for question in INTERVIEWS[flow].asked(exported(told["response"]))]
    except ProblemsError as error:
        yield f"refused: {error}"
        return
    if asked != told["visible"]:
        shown = set(told["visible"])
        yield f"shown but not asked {sorted(shown - set(asked))}, asked but not shown {sorted(set(asked) - shown)}"


def _end(path: dict[str, Any], response: dict[str, Any]) -> Iterator[str]:
    """The terminal evaluates what was meant; `fhir evaluate` what was exported."""
    meant, got = answers_of(path), exported(response)
    if got != counting(path["flow"], meant):
        changed = {name for name in {*meant, *got} if got.get(name) != counting(path["flow"], meant).get(name)}
        yield f"exported otherwise than meant: {sorted(changed)}"
    terminal, fhir = (EVALUATORS[path["flow"]](each) for each in (meant, got))
    if (terminal.level, terminal.verdicts) != (fhir.level, fhir.verdicts):
        yield f"evaluated as {fhir.level}, not {terminal.level}"


def checks(made: dict[str, Any], seen: dict[str, Any]) -> Iterator[str]:
    """What we send gives no complaint, its FHIRPath fires the same rules, and a server stores and finds it."""
    for resource in seen["clean"]:
        for checker, complaints in resource.items():
            if checker != "type":
                yield from (f"{checker} on our {resource['type']}: {complaint}" for complaint in complaints)
    whole = [sent for sent in made["responses"] if sent["flow"] == FLOWS[0].id]
    for number, (fired, sent) in enumerate(zip(seen["fired"], whole, strict=True)):
        if set(fired) != set(sent["fired"]):
            yield f"response {number}: FHIRPath and evaluator differ on {sorted(set(fired) ^ set(sent['fired']))}"
    server = seen["server"]
    if server["statuses"] != ["201", "201"] or not server.get("expected") or server["related"] != server["expected"]:
        yield f"the server did not store and find the bundle: {server['outcome']}, {server['statuses']}"
    elif exported(server["response"]) != exported(made["bundle"]["entry"][0]["resource"]):
        yield "the server gave back other answers"


def caught(made: dict[str, Any], checked: dict[str, Any], seen: dict[str, Any]) -> list[dict[str, Any]]:
    """Say of each planted fault who catches it."""
    round_trips = iter(seen["faulty"])
    rows = []
    for planted, found in zip(made["faults"], checked["faults"], strict=True):
        resource = planted["resource"]
        row = {"fault": planted["fault"], **{name: bool(each) for name, each in found.items() if name != "fault"}}
        is_response = resource["resourceType"] == "QuestionnaireResponse"
        row["LHC-Forms"] = _lost(resource, next(round_trips)) if is_response else None
        row["fhir.resources"] = _refused(resource)
        row["fhir evaluate"] = _named(resource) if is_response else None
        rows.append(row)
    return rows


def _lost(resource: dict[str, Any], told: dict[str, Any]) -> bool:
    """A round trip catches a fault when it fails, or gives other answers back."""
    if "error" in told:
        return True
    given, got = _said(resource), _said(told["response"])
    return given != got


def _said(item: dict[str, Any]) -> set[tuple[Any, Any]]:
    values = [each.get("valueCoding", {}).get("code", each.get("valueString")) for each in item.get("answer", [])]
    inner = (_said(each) for each in item.get("item", []))
    return {(item.get("linkId"), value) for value in values}.union(*inner)


def _refused(resource: dict[str, Any]) -> bool:
    try:
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    except ValueError:
        return True
    return False


def _named(resource: dict[str, Any]) -> bool:
    """`alsscreen fhir evaluate` refuses it by name, or lists the answer as ignored."""
    try:
        answers = exported(resource)
    except ProblemsError:
        return True
    return bool(Evaluator(BOOK, FLOWS[0])(answers).ignored)
