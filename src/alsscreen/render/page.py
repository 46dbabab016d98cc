"""An evaluation and the answers in; one page for the clinician, as plain text or as lines for a screen, out."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterable, Iterator

from ..model import Answers, Evaluation, Perspective, Region, RuleBook
from .lines import GAP, Line, bullets, section
from .sheet import SELF_REPORT, TITLE, Row, Sheet, rest, sheet

WIDTH = 78
NAME = 28
"""Columns of a row's name: the longest is 26 long."""

SHORT = "In short"
ALSO = "Also reported"
SEEN = "Already seen or tested"
UNKNOWN = "Not known"
DECLINED = "I chose not to say"
PRIVATE = "Also to be told"
WORDS = "In my own words"
ASK = "I want to ask"
LINES = 2
"""Empty lines to write on."""


def page(  # noqa: PLR0913, PLR0917 (what a page is made of)
    book: RuleBook,
    evaluation: Evaluation,
    answers: Answers,
    region: Region,
    perspective: Perspective,
    date: dt.date,
    include_sensitive: bool = False,  # noqa: FBT001, FBT002 (the one switch, named by its callers)
) -> str:
    """Give the page. Sensitive answers stand on it only when the person said so."""
    facts = sheet(book, evaluation, answers, perspective, date, include_sensitive=include_sensitive)
    lines = [
        TITLE, "=" * len(TITLE), _about(facts), SELF_REPORT, "",
        *_wrapped(f"{SHORT}: {facts.short}"), "",
        *(line for row in facts.rows for line in _row(row)),
        *_block(ALSO, _also(facts.also)),
        *_list(SEEN, facts.seen),
        *_list(UNKNOWN, facts.unknown),
        *_list(DECLINED, facts.declined),
        *_list(PRIVATE, facts.private),
        *_block(WORDS, _wrapped(facts.note)),
        *_block(ASK, ["_" * WIDTH] * LINES),
        "", "-" * WIDTH,
        *(line for words in facts.small for line in _wrapped(words)),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def shown(facts: Sheet) -> Iterator[Line]:
    """Give the same words as lines, which a screen wraps as it is wide; the empty lines to write on are paper's."""
    yield Line("body", f"{TITLE}. {_about(facts)} {SELF_REPORT}")
    yield Line("body", f"{SHORT}: {facts.short}")
    yield from (line for row in facts.rows for line in _lines(row))
    ticked = (line for row in facts.also if row.value == "yes" for line in _lines(row))
    yield from section(ALSO, (*ticked, *(Line("body", words) for words in rest(facts.also))))
    yield from section(SEEN, bullets(facts.seen))
    yield from section(UNKNOWN, bullets(facts.unknown))
    yield from section(DECLINED, bullets(facts.declined))
    yield from section(PRIVATE, bullets(facts.private))
    yield from section(WORDS, [Line("body", facts.note)] if facts.note else [])
    yield GAP
    yield from (Line("small", words) for words in facts.small)


def _lines(row: Row) -> Iterator[Line]:
    yield Line("body", f"{row.name}: {_told(row)}")
    yield from bullets(row.details)


def _about(facts: Sheet) -> str:
    return f"{facts.date}. {'. '.join(facts.about)}."


def _told(row: Row) -> str:
    facts = zip(("side", "since when", "course"), (row.side, row.since, row.course), strict=True)
    told = ". ".join(f"{name}: ?" if fact == "?" else fact for name, fact in facts if fact)
    return f"{row.value}{': ' + told if told else ''}"


def _row(row: Row) -> Iterator[str]:
    """Give a row's name and answer; what is known of it hangs below the answer."""
    yield from textwrap.wrap(f"{row.name:<{NAME}}{_told(row)}", WIDTH, subsequent_indent=" " * NAME)
    for detail in row.details:
        yield from textwrap.wrap(detail, WIDTH, initial_indent=" " * NAME + "- ", subsequent_indent=" " * (NAME + 2))


def _also(rows: tuple[Row, ...]) -> Iterator[str]:
    """Give what was ticked row by row, and the rest in a line for each answer."""
    for row in rows:
        if row.value == "yes":
            yield from _row(row)
    for words in rest(rows):
        yield from _wrapped(words)


def _list(heading: str, texts: Iterable[str]) -> Iterator[str]:
    wrapped = (textwrap.wrap(words, WIDTH, initial_indent="- ", subsequent_indent="  ") for words in texts)
    yield from _block(heading, (line for lines in wrapped for line in lines))


def _block(heading: str, lines: Iterable[str]) -> Iterator[str]:
    inner = tuple(lines)
    if inner:
        yield from ("", heading, *inner)


def _wrapped(words: str) -> list[str]:
    return textwrap.wrap(words, WIDTH)
