"""Bytes or values in; checked Answers, or every problem with its place, out; nothing is guessed."""

from __future__ import annotations

import difflib
import json
import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, TypeAlias

from .clean import clean, is_hidden, spelt
from .model import DECLINED, NOT_SURE, NOTE_LENGTH, Answer, Answers, Problem, ProblemsError, Question, RuleBook

MAX_BYTES = 1_000_000
"""One person's answers take about 2 kB; a megabyte is a mistake or an attack."""

SUGGESTED = 20
"""Misspelt names for which the nearest one is looked for: that takes time, and nobody misspells more."""

_SPACE = " \t\r\n"
Place: TypeAlias = tuple[int, int]


def read(content: bytes, file: str, book: RuleBook, first_line: int = 1) -> Answers:
    """Read one JSON object `{question id: code | [codes] | text}`; raise ProblemsError with all that is wrong."""
    entries = tuple(_entries(content, file, first_line))
    return check(entries, file, book)


@dataclass(frozen=True, slots=True)
class Entry:
    """One key and value as given, and the place of the key (0, 0 where there is none)."""

    question: str
    value: Any
    place: Place = field(default=(0, 0))


def check(entries: tuple[Entry, ...], file: str, book: RuleBook) -> Answers:
    """Turn entries into answers; raise ProblemsError with all that is wrong with them."""
    problems: list[Problem] = []
    answers: Answers = {}
    for entry in entries:

        def refuse(code: str, what: str, remedy: str, entry: Entry = entry) -> None:
            problems.append(Problem(file, *entry.place, code, f"'{_shown(entry.question)}': {what}", remedy))

        question = book.questions.get(entry.question)
        if question is None:
            known = book.questions if len(problems) < SUGGESTED else ()
            refuse("unknown-question", "no such question", _nearest(entry.question, known))
        elif entry.question in answers:
            refuse("duplicate-question", "answered twice", "Keep one of the answers")
        else:
            answers[entry.question] = _answer(entry.value, question, refuse)
    if problems:
        raise ProblemsError(tuple(problems))
    return answers


def _answer(value: Any, question: Question, refuse: Any) -> Answer:
    """Give the answer in the question's own order; what it refuses is thrown away with the rest."""
    many = isinstance(value, list)
    given = value if many else [value]
    if not all(isinstance(code, str) for code in given):
        refuse("not-text", f"{_kind(value)} is no answer", _wanted(question))
        return ()
    if question.kind == "text":
        return _text(given, many=many, refuse=refuse)
    codes = [option.code for option in question.options]
    known = {*codes, NOT_SURE, DECLINED}
    for index, code in enumerate(code for code in given if code not in known):
        near = _nearest(code, sorted(known) if index < SUGGESTED else ())
        refuse("unknown-option", f"no option '{_shown(code)}'", near)
    if not given:
        refuse("no-option", "an empty list is no answer", f"Name an option, or write '{DECLINED}' or leave it out")
    if len(set(given)) < len(given):
        refuse("option-twice", "an option stands twice", "Name each option once")
    if question.kind == "choice" and len(given) > 1:
        refuse("several-options", "several options where one is asked", "Name one option")
    alone = {DECLINED, *(option.code for option in question.options if option.absence)} & set(given)
    if alone and len(set(given)) > 1 and question.kind == "choices":
        only = ", ".join(f"'{code}'" for code in sorted(alone))
        refuse("contradiction", f"{only} stands beside other options", "Keep one or the other")
    return tuple(code for code in (*codes, NOT_SURE, DECLINED) if code in given)


def _text(given: list[str], *, many: bool, refuse: Any) -> Answer:
    if many:
        refuse("not-text", "a list is no text", "Write one text in quotes")
        return ()
    text = given[0]
    hidden = sorted({f"U+{ord(sign):04X}" for sign in text if is_hidden(sign) and sign not in "\n\t"})
    if hidden:
        refuse("hidden-character", f"hidden characters {', '.join(hidden[:5])}", "Remove them")
    if len(text) > NOTE_LENGTH:
        refuse("too-long", f"{len(text):,} characters", f"Keep it to {NOTE_LENGTH}")
    if not text.strip():
        refuse("no-text", "an empty text is no answer", "Leave it out")
    return (clean(text),)


def _entries(content: bytes, file: str, first_line: int) -> Iterator[Entry]:
    """Give the entries of one flat JSON object with the place of each key; duplicates are given too."""

    def fail(at: int, code: str, what: str, remedy: str) -> ProblemsError:
        return ProblemsError((Problem(file, *place(at), code, what, remedy),))

    def place(at: int) -> Place:
        line, column = place_of(ends, at)
        return first_line - 1 + line, column

    text, ends = "", list[int]()
    if len(content) > MAX_BYTES:
        raise fail(0, "too-large", f"{len(content):,} bytes, more than {MAX_BYTES:,}", "Send one person's answers")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        text = content[: error.start].decode("utf-8")
        ends = line_ends(text)
        what = f"byte 0x{content[error.start]:02x} is not UTF-8"
        raise fail(len(text), "not-utf-8", what, "Save it as UTF-8") from None
    text = text.removeprefix("\ufeff")
    ends = line_ends(text)
    if not text.strip(_SPACE):
        raise fail(0, "empty", "there is nothing here", 'Write one JSON object, such as {"arms": ["none"]}')
    at = _skip(text, 0)
    if text[at] != "{":
        raise fail(at, "not-an-object", "this is no JSON object", "Begin with { and name questions and answers")
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise fail(error.pos, "not-json", error.msg[0].lower() + error.msg[1:], "Mend the JSON here") from None
    except (RecursionError, ValueError):
        raise fail(at, "not-json", "nested too deep, or a number too long", "Give codes and lists of codes") from None
    yield from _flat(text, at, place)


def _flat(text: str, at: int, place: Any) -> Iterator[Entry]:
    """Walk an object that is known to be JSON."""
    decoder = json.JSONDecoder()
    at = _skip(text, at + 1)
    while text[at] != "}":
        key, end = scanstring(text, at + 1, True)  # noqa: FBT003 (the C function takes no keywords)
        value, end = decoder.raw_decode(text, _skip(text, _skip(text, end) + 1))
        yield Entry(key, value, place(at))
        at = _skip(text, end)
        at = _skip(text, at + 1) if text[at] == "," else at


def line_ends(text: str) -> list[int]:
    """Give where each line ends, so that a place is found without counting from the beginning."""
    return [found.start() for found in re.finditer("\n", text)]


def place_of(ends: list[int], at: int) -> Place:
    """Give the line and column, both from 1, of an index into a text with these ends of lines."""
    line = bisect(ends, at - 1)
    return line + 1, at - (ends[line - 1] if line else -1)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _shown(text: str) -> str:
    """Make a name of unknown origin fit to print: what cannot be seen is spelt out."""
    short = text[:60]  # one line of a narrow terminal
    return spelt(short) if short == text else f"{spelt(short)}…"


def _nearest(name: str, names: Any) -> str:
    close = difflib.get_close_matches(name[:80], list(names), n=1, cutoff=0.6)
    return f"Did you mean '{close[0]}'?" if close else "See `alsscreen questions`"


def _kind(value: Any) -> str:
    if isinstance(value, list):
        return "a list with something else than text"
    names = {bool: "a truth value", int: "a number", float: "a number", type(None): "null", dict: "an object"}
    return names.get(type(value), "this")


def _wanted(question: Question) -> str:
    wanted = {"choice": "one code in quotes", "choices": "a list of codes in quotes", "text": "a text in quotes"}
    return f"Give {wanted[question.kind]}, or leave it out"
