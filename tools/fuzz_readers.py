"""Bytes of unknown origin in; a reader's answer, or its refusal with a place, judged; anything else raises Breach."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from alsscreen import answers, model, rulebook
from alsscreen.clean import hidden
from alsscreen.evaluate import Evaluator
from alsscreen.fhir import reading
from alsscreen.fhir.codes import Codes
from alsscreen.fhir.terms import load
from alsscreen.model import Problem, ProblemsError
from alsscreen.references import Files, check_references

ROOT = Path(__file__).parents[1]
SMALL = ROOT / "tests" / "small_book"
"""A whole rule book of a few hundred lines: short enough to be changed in a thousand ways a second."""

BOOK = rulebook.load(rulebook.directory())
CODES = Codes(BOOK, load(rulebook.directory(), BOOK))
EVALUATORS = {flow.id: Evaluator(BOOK, flow) for flow in BOOK.flows.values()}
NAMES = tuple(rulebook.FILES)
NOUNS: dict[str, type[model.Noun]] = {name: getattr(model, noun) for name, noun in rulebook.FILES.items()}
_SOUND = {name: rulebook.parse((SMALL / name).read_bytes(), name, noun) for name, noun in NOUNS.items()}


class Breach(Exception):
    """A reader did what none may do: refuse without a place, or take what cannot be used."""


class Reader(NamedTuple):
    """What reads bytes; from what its changes begin."""

    judge: Callable[[bytes], bool]
    """Say whether it took the bytes. Raises Breach, or whatever the reader itself let through."""
    seeds: Callable[[], Iterator[bytes]]


def rules(content: bytes) -> bool:
    """Read one file of a book (the first byte chooses which) among sound others, references checked."""
    name = NAMES[content[0] % len(NAMES)] if content else NAMES[0]
    content = content[1:]
    try:
        read = rulebook.parse(content, name, NOUNS[name])
    except ProblemsError as error:
        _placed(error.problems, content)
        return False
    book = {**_SOUND, name: read}
    files = Files(SMALL, {name: each[0] for name, each in book.items()}, {name: each[1] for name, each in book.items()})
    problems = tuple(problem for problem in check_references(files) if problem.file == name)
    if problems:
        _placed(problems, content)
    return not problems


def given(content: bytes) -> bool:
    """Read one person's answers; what is taken can be evaluated in each flow."""
    try:
        taken = answers.read(content, "answers.json", BOOK)
    except ProblemsError as error:
        _placed(error.problems, content)
        return False
    for evaluator in EVALUATORS.values():
        evaluator(taken)
    return True


def fhir(content: bytes) -> bool:
    """Read anyone's QuestionnaireResponse."""
    try:
        flow, taken = reading.read(content, "response.json", BOOK, CODES)
    except ProblemsError as error:
        _placed(error.problems, content)
        return False
    EVALUATORS[flow.id](taken)
    return True


def _placed(problems: tuple[Problem, ...], content: bytes) -> None:
    """Each refusal has a place in the file or right behind it, a code, what, and the remedy; none fools a terminal."""
    if not problems:
        raise Breach("refused without a problem")
    last = content.count(b"\n") + content.count(b"\r") + content.count(b"\xc2\x85") + content.count(b"\xe2\x80") + 2
    for problem in problems:
        if not (1 <= problem.line <= last and problem.column >= 1):
            raise Breach(f"no such place: {problem}")
        if not (problem.file and problem.code and problem.what and problem.remedy):
            raise Breach(f"something is missing: {problem!r}")
        if any(True for _ in hidden(str(problem))):
            raise Breach(f"a message with hidden characters: {str(problem)!r}")


def _rule_files() -> Iterator[bytes]:
    for number, name in enumerate(NAMES):
        yield bytes([number]) + (SMALL / name).read_bytes()
    for path in sorted((ROOT / "tests" / "bad_rules").glob("*.yaml")):
        for edit in yaml.safe_load(path.read_bytes())["edits"]:
            if "replace" in edit and edit["in"] in NAMES:
                changed = (SMALL / edit["in"]).read_text(encoding="utf-8").replace(edit["replace"], edit["with"])
                yield bytes([NAMES.index(edit["in"])]) + changed.encode()


def _people() -> Iterator[bytes]:
    for flow in BOOK.flows.values():
        for turn in range(4):
            codes = {name: [option.code for option in BOOK.questions[name].options] for name in flow.questions}
            some = {name: own[turn % len(own)] for name, own in codes.items() if own}
            yield json.dumps({**some, "note": "a note"} if "note" in BOOK.questions else some).encode()
    yield b'{"arms": ["buttons", "not-sure"], "who": "declined", "note": "\\u00e9\\ud83d\\ude00"}'


def _responses() -> Iterator[bytes]:
    for flow in BOOK.flows.values():
        items = [
            {"linkId": name, "answer": [{"valueCoding": CODES.coding(question, question.options[0].code)}]}
            for name in flow.questions
            if (question := BOOK.questions[name]).options
        ]
        base = {"resourceType": "QuestionnaireResponse", "status": "completed"}
        whole = {**base, "questionnaire": CODES.questionnaire(flow), "item": items[:4]}
        yield json.dumps(whole).encode()
        yield json.dumps({"resourceType": "Bundle", "entry": [{"resource": {**whole, "item": items[4:7]}}]}).encode()


READERS = {"rules": Reader(rules, _rule_files), "answers": Reader(given, _people), "fhir": Reader(fhir, _responses)}
