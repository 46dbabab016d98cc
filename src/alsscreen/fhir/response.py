"""A flow and answers in; a QuestionnaireResponse, and with it the readable page as a transaction Bundle, out."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from typing import NamedTuple
from uuid import UUID, uuid4

from ..evaluate import Evaluator
from ..interview import Interview
from ..model import Answers, Flow, Region, RuleBook
from ..render.asked import answer_text, perspective_of, question_text
from ..render.html import html
from ..render.page import page
from ..render.sheet import SELF_REPORT, TITLE
from .codes import Codes
from .parts import Resource, narrative, paragraph
from .questionnaire import questionnaire


class Told(NamedTuple):
    """One person's answers, where they are, and the day. `sensitive`: whether they want sensitive answers passed on."""

    answers: Answers
    region: Region
    date: dt.date
    sensitive: bool = True


def response(book: RuleBook, flow: Flow, codes: Codes, told: Told) -> Resource:
    """Give the answers that count. It names nobody: who receives it knows whose it is, and sets `subject`."""
    interview = Interview(book, flow)
    given = {
        question.id: told.answers[question.id]
        for question in interview.asked(told.answers)
        if question.id in told.answers
    }
    passed = given if told.sensitive else _plain(book, interview, given)
    form = questionnaire(book, flow, codes)
    return {
        "resourceType": "QuestionnaireResponse",
        "meta": {"tag": [codes.tag()]},
        "language": "en",
        "text": narrative(flow.title, _readable(book, passed)),
        "questionnaire": f"{form['url']}|{form['version']}",
        "status": "completed" if _done(interview, given) else "in-progress",
        "authored": told.date.isoformat(),
        "item": _items(book, codes, form["item"], passed),
    }


def bundle(book: RuleBook, flow: Flow, codes: Codes, told: Told, new_id: Callable[[], UUID] = uuid4) -> Resource:
    """Give what a clinic's server can store in one transaction: the answers, and the page that a person can read."""
    names = [f"urn:uuid:{new_id()}" for _ in range(2)]
    resources = [response(book, flow, codes, told), document(book, flow, told, names[0], codes.tag())]
    return {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [
            {"fullUrl": name, "resource": each, "request": {"method": "POST", "url": each["resourceType"]}}
            for name, each in zip(names, resources, strict=True)
        ],
    }


def document(book: RuleBook, flow: Flow, told: Told, related: str, tag: Resource) -> Resource:
    """Give the page for the clinician as HTML and as plain text; `related` is the response's name in the bundle."""
    evaluation = Evaluator(book, flow)(told.answers)
    perspective = perspective_of(book, told.answers)
    given = (book, evaluation, told.answers, told.region, perspective, told.date, told.sensitive)
    pages = (("text/html; charset=utf-8", html(*given)), ("text/plain; charset=utf-8", page(*given)))
    return {
        "resourceType": "DocumentReference",
        "meta": {"tag": [tag]},
        "language": "en",
        "text": narrative(TITLE, [paragraph(f"{SELF_REPORT} The page is attached.")]),
        "status": "current",
        "type": {"text": "Self-report, prepared for a visit"},
        "description": f"{TITLE}. {SELF_REPORT}",
        "content": [{"attachment": _attachment(kind, text, told.date)} for kind, text in pages],
        "context": {"related": [{"reference": related}]},
    }


def _attachment(kind: str, text: str, date: dt.date) -> Resource:
    content = text.encode("utf-8")
    digest = hashlib.sha1(content, usedforsecurity=False).digest()  # R4 knows no other
    return {
        "contentType": kind,
        "language": "en",
        "data": base64.b64encode(content).decode("ascii"),
        "size": len(content),
        "hash": base64.b64encode(digest).decode("ascii"),
        "title": TITLE,
        "creation": date.isoformat(),
    }


def _done(interview: Interview, answers: Answers) -> bool:
    """Say whether all that is asked has an answer; the note may be left empty."""
    return all(question.id in answers or question.kind == "text" for question in interview.asked(answers))


def _plain(book: RuleBook, interview: Interview, answers: Answers) -> Answers:
    """Leave out sensitive answers and options, and then what would no longer be asked."""
    kept: Answers = {}
    for name, answer in answers.items():
        question = book.questions[name]
        hidden = {option.code for option in question.options if option.sensitive}
        codes = tuple(code for code in answer if code not in hidden)
        if codes and not question.sensitive:
            kept[name] = codes
    gone = interview.hidden(kept)
    return {name: answer for name, answer in kept.items() if name not in gone}


def _items(book: RuleBook, codes: Codes, form: list[Resource], answers: Answers) -> list[Resource]:
    """Follow the form's own nesting; what has no answer is left out."""
    found = (_item(book, codes, item, answers) for item in form)
    return [item for item in found if item is not None]


def _item(book: RuleBook, codes: Codes, item: Resource, answers: Answers) -> Resource | None:
    link = item["linkId"]
    if item["type"] == "group":
        inner = _items(book, codes, item["item"], answers)
        return {"linkId": link, "item": inner} if inner else None
    if link not in answers:
        return None
    question, answer = book.questions[link], answers[link]
    if question.kind == "text":
        values: list[Resource] = [{"valueString": text} for text in answer]
    else:
        values = [{"valueCoding": codes.coding(question, code)} for code in answer]
    return {"linkId": link, "text": question.text, "answer": values}


def _readable(book: RuleBook, answers: Answers) -> Iterator[str]:
    perspective = perspective_of(book, answers)
    yield paragraph(SELF_REPORT)
    for name, answer in answers.items():
        question = book.questions[name]
        yield paragraph(f"{question_text(question, perspective)} {answer_text(question, answer)}")
