"""A flow and answers in; a QuestionnaireResponse, and with it the readable page as a transaction Bundle, out."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import NamedTuple
from uuid import UUID, uuid4

from ..evaluate import Evaluator
from ..interview import Interview
from ..model import Answers, Flow, Region, RuleBook
from ..render.asked import answer_text, perspective_of, question_text
from ..render.html import html
from ..render.page import page
from ..render.private import without_sensitive
from ..render.sheet import SELF_REPORT, TITLE
from .codes import Codes
from .parts import Resource, narrative, paragraph
from .questionnaire import questionnaire

HTML, PLAIN = "text/html; charset=utf-8", "text/plain; charset=utf-8"
PRINTED = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
    "<body><pre>{page}</pre></body></html>\n"
)
"""A page of plain text, as it is, for software that shows HTML only."""


class Told(NamedTuple):
    """One person's answers, where they are, and the day. `sensitive`: whether they want sensitive answers passed on.

    `page` is the page that they saw and sent; then nothing more is to come. Without it one is made from the answers.
    """

    answers: Answers
    region: Region
    date: dt.date
    sensitive: bool = True
    page: str = ""


class Responses:
    """One flow of a book, ready to say in FHIR what any number of people answered."""

    def __init__(self, book: RuleBook, flow: Flow, codes: Codes) -> None:
        self.book, self.flow, self.codes = book, flow, codes
        self._interview, self._evaluate = Interview(book, flow), Evaluator(book, flow)
        self._form = questionnaire(book, flow, codes)

    def response(self, told: Told) -> Resource:
        """Give the answers that count. It names nobody: who receives it knows whose it is, and sets `subject`."""
        asked = self._interview.asked(told.answers)
        given = {question.id: told.answers[question.id] for question in asked if question.id in told.answers}
        passed = given if told.sensitive else _plain(self.book, self._interview, given)
        done = told.page or all(question.id in given or question.kind == "text" for question in asked)
        return {
            "resourceType": "QuestionnaireResponse",
            "meta": {"tag": [self.codes.tag()]},
            "language": "en",
            "text": narrative(self.flow.title, _readable(self.book, passed)),
            "questionnaire": f"{self._form['url']}|{self._form['version']}",
            "status": "completed" if done else "in-progress",
            "authored": told.date.isoformat(),
            "item": _items(self.book, self.codes, self._form["item"], passed),
        }

    def bundle(self, told: Told, new_id: Callable[[], UUID] = uuid4) -> Resource:
        """Give what a server can store in one transaction: the answers, and the page that a person can read."""
        names = [f"urn:uuid:{new_id()}" for _ in range(2)]
        resources = [self.response(told), _document(self._pages(told), told.date, names[0], self.codes.tag())]
        return {
            "resourceType": "Bundle",
            "type": "transaction",
            "entry": [
                {"fullUrl": name, "resource": each, "request": {"method": "POST", "url": each["resourceType"]}}
                for name, each in zip(names, resources, strict=True)
            ],
        }

    def _pages(self, told: Told) -> tuple[tuple[str, str], ...]:
        """Give the page for the clinician as HTML and as plain text; a page that was sent stays word for word."""
        if told.page:
            return (HTML, PRINTED.format(title=escape(TITLE), page=escape(told.page))), (PLAIN, told.page)
        evaluation, perspective = self._evaluate(told.answers), perspective_of(self.book, told.answers)
        given = (self.book, evaluation, told.answers, told.region, perspective, told.date, told.sensitive)
        return (HTML, html(*given)), (PLAIN, page(*given))


def _document(pages: Iterable[tuple[str, str]], date: dt.date, related: str, tag: Resource) -> Resource:
    """Attach the pages; `related` is the response's name in the bundle."""
    return {
        "resourceType": "DocumentReference",
        "meta": {"tag": [tag]},
        "language": "en",
        "text": narrative(TITLE, [paragraph(f"{SELF_REPORT} The page is attached.")]),
        "status": "current",
        "type": {"text": "Self-report, prepared for a visit"},
        "description": f"{TITLE}. {SELF_REPORT}",
        "content": [{"attachment": _attachment(kind, text, date)} for kind, text in pages],
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


def _plain(book: RuleBook, interview: Interview, answers: Answers) -> Answers:
    """Leave out what is sensitive, and then what would no longer be asked."""
    passed = {name: without_sensitive(book.questions[name], answer) for name, answer in answers.items()}
    kept = {name: answer for name, answer in passed.items() if answer}
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
