"""Bytes that hold anyone's QuestionnaireResponse in; the flow it answers and its answers, or every problem, out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from ..answers import MAX_BYTES, Entry, check
from ..clean import clean
from ..model import Answers, Flow, Problem, ProblemsError, Question, RuleBook
from .codes import Codes
from .questionnaire import questionnaire

READ = ("completed", "amended", "in-progress", "stopped")
"""The states in which answers may be read; the fifth of R4 is `entered-in-error`."""

DEPTH = 64
"""Levels of items; a form of ours nests less than 16."""

_SHOWN = 120
"""Characters of a foreign name that a message repeats."""


class Read(NamedTuple):
    """The flow that was answered, and the answers."""

    flow: Flow
    answers: Answers


def read(content: bytes, file: str, book: RuleBook, codes: Codes, asked: Flow | None = None) -> Read:
    """Read a response, or a Bundle with one; `asked` is the flow it must answer, if any. Raises ProblemsError."""
    resource = _response(_json(content, file), file)
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


def _json(content: bytes, file: str) -> Any:
    if len(content) > MAX_BYTES:
        raise _refused(file, "too-large", f"more than {MAX_BYTES:,} bytes", "Send one person's response")
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_object)
    except UnicodeDecodeError:
        raise _refused(file, "not-utf-8", "this is not UTF-8", "Save it as UTF-8") from None
    except _TwiceError as error:
        raise _refused(file, "duplicate-key", f"the key '{_shown(str(error))}' stands twice", "Keep one") from None
    except RecursionError:
        raise _refused(file, "not-json", "nested too deep", "Send one person's response") from None
    except ValueError as error:
        place = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (0, 0)
        what = "this is no JSON"
        raise ProblemsError((Problem(file, *place, "not-json", what, "Send FHIR as JSON (not XML)"),)) from None


class _TwiceError(Exception):
    """A key stands twice in one object."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that stands twice: which of the two counts is anybody's guess."""
    made = dict(pairs)
    if len(made) < len(pairs):
        times = Counter(name for name, _ in pairs)
        raise _TwiceError(next(name for name in times if times[name] > 1))
    return made


def _response(data: Any, file: str) -> dict[str, Any]:
    """Find the one response there is."""
    entries = data.get("entry") if isinstance(data, dict) and data.get("resourceType") == "Bundle" else None
    inside = (
        [each.get("resource") for each in entries if isinstance(each, dict)] if isinstance(entries, list) else [data]
    )
    found = [each for each in inside if isinstance(each, dict) and each.get("resourceType") == "QuestionnaireResponse"]
    if len(found) != 1:
        what = "no QuestionnaireResponse is here" if not found else f"{len(found)} responses are here"
        raise _refused(file, "not-a-response", what, "Send one QuestionnaireResponse, or a Bundle that holds one")
    return found[0]


def _flow(resource: dict[str, Any], file: str, book: RuleBook, codes: Codes, asked: Flow | None) -> Flow:
    """Find the flow by the canonical address; a version, if one is said, must be this book's."""
    named = resource.get("questionnaire")
    url, _, version = named.partition("|") if isinstance(named, str) else ("", "", "")
    flow = next((flow for flow in book.flows.values() if codes.questionnaire(flow) == url), None)
    wanted = asked or next(iter(book.flows.values()))
    remedy = f"It should be {codes.questionnaire(wanted)}|{book.version}"
    if flow is None or (asked is not None and asked != flow):
        what = (
            f"it answers '{_shown(named)}'"
            if isinstance(named, str)
            else "it does not say which questionnaire it answers"
        )
        raise _refused(file, "wrong-questionnaire", what, remedy)
    if version and version != book.version:
        raise _refused(file, "wrong-version", f"it answers version '{_shown(version)}'", remedy)
    return flow


def _state(resource: dict[str, Any], file: str) -> Iterator[Problem]:
    state = resource.get("status")
    if state not in READ:
        what = f"the status is {_named(state)}"
        yield Problem(file, 0, 0, "wrong-status", what, f"It should be one of {', '.join(READ)}")


class _Reader:
    """Walks a response, nested as the form is or flat, and gathers answers and problems."""

    def __init__(self, file: str, book: RuleBook, flow: Flow, codes: Codes) -> None:
        self.file, self.codes = file, codes
        self.problems: list[Problem] = []
        self.questions = {name: book.questions[name] for name in flow.questions}
        self.others = _links(codes, flow.id) - set(self.questions)

    def entries(self, item: dict[str, Any], place: str = "QuestionnaireResponse", depth: int = 0) -> Iterator[Entry]:
        """Give what stands under an item, or under the response itself."""
        inner = self._list(item, "item", place)
        if inner and depth == DEPTH:
            self._refuse("too-deep", f"{place}: items nest deeper than {DEPTH}", "Nest them as the form does")
            return
        for index, each in enumerate(inner):
            where = f"{place}.item[{index}]"
            yield from self._item(each, where)
            yield from self.entries(each, where, depth + 1)

    def _item(self, item: dict[str, Any], place: str) -> Iterator[Entry]:
        link = item.get("linkId")
        answers = self._list(item, "answer", place)
        question = self.questions.get(link) if isinstance(link, str) else None
        if question is None:
            if not isinstance(link, str) or link not in self.others:
                self._refuse("unknown-link", f"{place}: no question {_named(link)}", "Use the form's own linkIds")
            elif answers:
                self._refuse("not-a-question", f"{place}: '{link}' is no question", "Answer questions only")
            return
        for index, answer in enumerate(answers):
            if "item" in answer:
                self._refuse("unknown-link", f"{place}.answer[{index}]: items inside an answer", "Remove them")
        values = [self._value(question, each, f"{place}.answer[{index}]") for index, each in enumerate(answers)]
        known = [value for value in values if value is not None]
        if known and len(known) == len(values):
            yield Entry(question.id, known if len(known) > 1 or question.kind == "choices" else known[0])

    def _value(self, question: Question, answer: dict[str, Any], place: str) -> str | None:
        """Give the code or the text of one answer."""
        key = "valueString" if question.kind == "text" else "valueCoding"
        value = answer.get(key)
        if any(name.startswith("value") and name != key for name in answer):
            value = None
        if question.kind == "text" and isinstance(value, str):
            return value
        if question.kind == "text" or not isinstance(value, dict):
            self._refuse("wrong-value", f"{place}: '{question.id}' wants {key}", "Answer as the form says")
            return None
        code, system = value.get("code"), value.get("system")
        begin = f"{question.id}."
        if system != self.codes.system or not isinstance(code, str) or not code.startswith(begin):
            what = f"{place}: {_named(code)} of system {_named(system)} is no option of '{question.id}'"
            self._refuse("unknown-option", what, f"Use the codes of {self.codes.system}")
            return None
        return code.removeprefix(begin)

    def _list(self, item: dict[str, Any], name: str, place: str) -> list[dict[str, Any]]:
        given = item.get(name, [])
        if isinstance(given, list) and all(isinstance(each, dict) for each in given):
            return given
        self._refuse("wrong-shape", f"{place}.{name} is no list of objects", "Follow the shape of R4")
        return []

    def _refuse(self, code: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.file, 0, 0, code, what, remedy))


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
    return f"'{_shown(value)}'" if isinstance(value, str) else "of no name" if value is None else "of no text"


def _shown(text: str) -> str:
    return clean(text)[:_SHOWN]


def _refused(file: str, code: str, what: str, remedy: str) -> ProblemsError:
    return ProblemsError((Problem(file, 0, 0, code, what, remedy),))
