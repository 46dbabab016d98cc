"""Bytes that hold anyone's QuestionnaireResponse in; the flow it answers and its answers, or every problem, out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from ..answers import Entry, check
from ..model import Answers, Flow, Problem, ProblemsError, Question, RuleBook
from .codes import Codes
from .placed import Placed, load, refused, shown
from .questionnaire import questionnaire

READ = ("completed", "amended", "in-progress", "stopped")
"""The states in which answers may be read; the fifth of R4 is `entered-in-error`."""

DEPTH = 64
"""Levels of items; a form of ours nests less than 16."""


class Read(NamedTuple):
    """The flow that was answered, and the answers."""

    flow: Flow
    answers: Answers


def read(content: bytes, file: str, book: RuleBook, codes: Codes, asked: Flow | None = None) -> Read:
    """Read a response, or a Bundle with one; `asked` is the flow it must answer, if any. Raises ProblemsError."""
    resource = _response(load(content, file), file)
    flow = _flow(resource, file, book, codes, asked)
    reader = _Reader(file, book, flow, codes)
    entries = tuple(reader.entries(resource))
    problems = [*_state(resource, file), *reader.problems]
    try:
        answers = check(entries, file, book)
    except ProblemsError as error:
        problems.extend(error.problems)
    if problems:
        raise ProblemsError(tuple(problems))
    return Read(flow, answers)


def _response(data: Any, file: str) -> Placed:
    """Find the one response there is."""
    entries = data.get("entry") if isinstance(data, dict) and data.get("resourceType") == "Bundle" else None
    inside = (
        [each.get("resource") for each in entries if isinstance(each, dict)] if isinstance(entries, list) else [data]
    )
    found = [one for one in inside if isinstance(one, Placed) and one.get("resourceType") == "QuestionnaireResponse"]
    if len(found) != 1:
        what = "no QuestionnaireResponse is here" if not found else f"{len(found)} responses are here"
        remedy = "Send one QuestionnaireResponse, or a Bundle that holds one"
        raise refused(file, (1, 1), "not-a-response", what, remedy)
    return found[0]


def _flow(resource: Placed, file: str, book: RuleBook, codes: Codes, asked: Flow | None) -> Flow:
    """Find the flow by the canonical address; a version, if one is said, must be this book's."""
    named = resource.get("questionnaire")
    url, _, version = named.partition("|") if isinstance(named, str) else ("", "", "")
    flow = next((flow for flow in book.flows.values() if codes.questionnaire(flow) == url), None)
    wanted = asked or next(iter(book.flows.values()))
    remedy = f"It should be {codes.questionnaire(wanted)}|{book.version}"
    if flow is None or (asked is not None and asked != flow):
        what = (
            f"it answers '{shown(named)}'"
            if isinstance(named, str)
            else "it does not say which questionnaire it answers"
        )
        raise refused(file, resource.place, "wrong-questionnaire", what, remedy)
    if version and version != book.version:
        raise refused(file, resource.place, "wrong-version", f"it answers version '{shown(version)}'", remedy)
    return flow


def _state(resource: Placed, file: str) -> Iterator[Problem]:
    state = resource.get("status")
    if state not in READ:
        what = f"the status is {_named(state)}"
        yield Problem(file, *resource.place, "wrong-status", what, f"It should be one of {', '.join(READ)}")


class _Reader:
    """Walks a response, nested as the form is or flat, and gathers answers and problems."""

    def __init__(self, file: str, book: RuleBook, flow: Flow, codes: Codes) -> None:
        self.file, self.codes = file, codes
        self.problems: list[Problem] = []
        self.questions = {name: book.questions[name] for name in flow.questions}
        self.others = _links(codes, flow.id) - set(self.questions)

    def entries(self, item: Placed, place: str = "QuestionnaireResponse", depth: int = 0) -> Iterator[Entry]:
        """Give what stands under an item, or under the response itself."""
        inner = self._list(item, "item", place)
        if inner and depth == DEPTH:
            self._refuse(item, "too-deep", f"{place}: items nest deeper than {DEPTH}", "Nest them as the form does")
            return
        for index, each in enumerate(inner):
            where = f"{place}.item[{index}]"
            yield from self._item(each, where)
            yield from self.entries(each, where, depth + 1)

    def _item(self, item: Placed, place: str) -> Iterator[Entry]:
        link = item.get("linkId")
        answers = self._list(item, "answer", place)
        question = self.questions.get(link) if isinstance(link, str) else None
        if question is None:
            if not isinstance(link, str) or link not in self.others:
                self._refuse(item, "unknown-link", f"{place}: no question {_named(link)}", "Use the form's own linkIds")
            elif answers:
                self._refuse(item, "not-a-question", f"{place}: '{link}' is no question", "Answer questions only")
            return
        for index, answer in enumerate(answers):
            if "item" in answer:
                self._refuse(answer, "unknown-link", f"{place}.answer[{index}]: items inside an answer", "Remove them")
        values = [self._value(question, each, f"{place}.answer[{index}]") for index, each in enumerate(answers)]
        known = [value for value in values if value is not None]
        if known and len(known) == len(values):
            told = known if len(known) > 1 or question.kind == "choices" else known[0]
            yield Entry(question.id, told, item.place)

    def _value(self, question: Question, answer: Placed, place: str) -> str | None:
        """Give the code or the text of one answer."""
        key = "valueString" if question.kind == "text" else "valueCoding"
        value = answer.get(key)
        if any(name.startswith("value") and name != key for name in answer):
            value = None
        if question.kind == "text" and isinstance(value, str):
            return value
        if question.kind == "text" or not isinstance(value, dict):
            self._refuse(answer, "wrong-value", f"{place}: '{question.id}' wants {key}", "Answer as the form says")
            return None
        code, system = value.get("code"), value.get("system")
        begin = f"{question.id}."
        if system != self.codes.system or not isinstance(code, str) or not code.startswith(begin):
            what = f"{place}: {_named(code)} of system {_named(system)} is no option of '{question.id}'"
            self._refuse(answer, "unknown-option", what, f"Use the codes of {self.codes.system}")
            return None
        return code.removeprefix(begin)

    def _list(self, item: Placed, name: str, place: str) -> list[Placed]:
        given = item.get(name, [])
        if isinstance(given, list) and all(isinstance(each, Placed) for each in given):
            return given
        self._refuse(item, "wrong-shape", f"{place}.{name} is no list of objects", "Follow the shape of R4")
        return []

    def _refuse(self, at: Placed, code: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.file, *at.place, code, what, remedy))


@lru_cache(maxsize=8)
def _links(codes: Codes, flow: str) -> frozenset[str]:
    """Give every linkId of a form; laying one out takes longer than reading a response to it."""
    book = codes.book
    return frozenset(_of_items(questionnaire(book, book.flows[flow], codes)["item"]))


def _of_items(items: list[dict[str, Any]]) -> Iterator[str]:
    for item in items:
        yield item["linkId"]
        yield from _of_items(item.get("item", []))


def _named(value: Any) -> str:
    return f"'{shown(value)}'" if isinstance(value, str) else "of no name" if value is None else "of no text"
