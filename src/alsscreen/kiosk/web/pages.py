"""A page as the terminal would be given it, and a session in; the names that a template fills in, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ...ask_pages import RESULT
from ...dialogue import HELP, NUMBER, SUPPORT, Lines, Page, Row
from ...model import DECLINED, NOT_SURE
from ...render.asked import question_text
from ...render.lines import Line
from ..guard import Moment
from ..screens import SHOW, SKIP
from ..visit import Visit
from .journey import Journey
from .sessions import Session

TEMPLATES = Path(__file__).parent / "templates"

ASIDES = {"help": HELP, "number": NUMBER, "support": SUPPORT}
"""The pages behind a button, by the key that they have at the terminal."""


LOOK_AGAIN = 15
"""Seconds until a page asks what holds now, where there is no telling beforehand."""


class Block(NamedTuple):
    """Lines of one style: a paragraph each, or the items of one list."""

    style: str
    texts: tuple[str, ...]


class Choice(NamedTuple):
    """One row to touch. `said` is what was answered, on the page where answers are checked."""

    code: str
    text: str
    ticked: bool = False
    alone: bool = False
    at_once: bool = False
    heading: bool = False
    said: str = ""
    other: bool = False


def environment() -> Environment:
    """Give the templates; every text is escaped, and a name that is missing is a fault."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip


def blocks(lines: Iterable[Line]) -> tuple[Block, ...]:
    """Join neighbours that make one list; leave the gaps to the style sheet."""
    found: list[Block] = []
    for style, text in lines:
        if style == "bullet" and found and found[-1].style == "bullet":
            found[-1] = Block("bullet", (*found[-1].texts, text))
        elif style != "gap":
            found.append(Block(style, (text,)))
        elif found and found[-1].style == "bullet":
            found.append(Block("gap", ()))
    return tuple(block for block in found if block.style != "gap")


def view(session: Session, moment: Moment, words: Mapping[str, str]) -> dict[str, Any]:
    """Give what a template needs for a page of the journey."""
    journey, page = session.journey, session.journey.page
    heading, lines = _headed(page)
    draft = session.draft or page.keep
    question = page.kind in ("choice", "choices", "text")
    choices = tuple(_choices(journey, draft))
    return {
        "kind": page.kind,
        "place": journey.shown.name,
        "title": page.title,
        "caption": page.title if heading != page.title else "",
        "heading": heading,
        "progress": page.progress,
        "banner": page.banner,
        "hint": blocks(lines) if question else (),
        "blocks": () if question else blocks(lines),
        "after": blocks(page.after),
        "choices": tuple(choice for choice in choices if choice.code != SKIP),
        "skip": next((choice for choice in choices if choice.code == SKIP), None),
        "text": next(iter(draft), "") if draft != (DECLINED,) else "",
        "limit": page.limit,
        "back": page.back,
        "error": session.error,
        "single": session.look.single and page.kind == "choice",
        "at_once": session.look.single and page.kind == "choices",
        "refresh": 0,
        **_frame(session, moment, words),
    }


def aside(session: Session, moment: Moment, words: Mapping[str, str]) -> dict[str, Any]:
    """Give what a template needs for what covers a page: help, the number, support, stop, or how it looks."""
    name, page = session.aside, session.journey.page
    titles = {"help": "help_title", "number": "key_number", "support": "key_support", "stop": "stop_title"}
    lines: Lines = (Line("body", words["stop_sure" if name == "stop" else "look_lines"]),)
    if name in ASIDES and ASIDES[name] in page.asides:
        lines = page.asides[ASIDES[name]]()
    return {
        "kind": "aside",
        "place": name,
        "title": words[titles.get(name, "look_title")],
        "heading": words[titles.get(name, "look_title")],
        "banner": page.banner,
        "blocks": blocks(lines),
        "choices": tuple(_looks(session, words)) if name == "look" else (),
        "refresh": 0,
        **_frame(session, moment, words),
    }


def cover(page: Page, session: Session, moment: Moment, words: Mapping[str, str]) -> dict[str, Any]:
    """Give what a template needs for the page that hides everything: with a count, or in an emergency without."""
    return {
        "kind": "cover", "place": moment.phase, "title": page.title, "heading": page.title, "banner": page.banner,
        "blocks": blocks(page.lines), "choices": (), "refresh": 0,
        **_frame(session, moment, words), "note": "",
    }  # fmt: skip


def _frame(session: Session, moment: Moment, words: Mapping[str, str]) -> dict[str, Any]:
    ending = words["ending"].replace("{seconds}", str(moment.left)) if moment.phase == "ending" else ""
    return {
        "words": words, "station": session.station, "step": session.step, "note": session.note, "ending": ending,
        "look": session.look, "left": moment.left or LOOK_AGAIN, "live": True,
        "said": session.bell.said(),
    }  # fmt: skip


def _headed(page: Page) -> tuple[str, Lines]:
    """Find the heading: the question, or the sentence that a page begins with, else its title."""
    styles = [line.style for line in page.lines]
    if "headline" in styles or styles[:1] == ["heading"]:
        at = styles.index("headline") if "headline" in styles else 0
        return page.lines[at].text, (*page.lines[:at], *page.lines[at + 1 :])
    return page.title, page.lines


def _choices(journey: Journey, draft: tuple[str, ...]) -> Iterator[Choice]:
    for row in journey.page.rows:
        text, said = _split(row, journey.visit) if journey.shown.name == "review" else (row.text, "")
        ticked = row.code in draft
        other = row.code in (NOT_SURE, DECLINED)
        yield Choice(row.code, text, ticked, row.alone, row.at_once, row.heading, said, other)


def _split(row: Row, visit: Visit) -> tuple[str, str]:
    """Part a question from its answer, which the page of all answers gives in one line."""
    interview = visit.way.interview
    question = interview.book.questions.get(row.code)
    if row.heading or row.code in (RESULT, SHOW) or question is None:
        return row.text, ""
    asked = question_text(question, visit.perspective)
    hidden = interview.book.screens.words["hidden"]
    asked = asked if row.text.startswith(asked) else row.text.removesuffix(hidden).strip()
    return asked, row.text.removeprefix(asked).strip()


def _looks(session: Session, words: Mapping[str, str]) -> Iterator[Choice]:
    look = session.look
    chosen = {look.contrast, look.size, "single" if look.single else "twice"}
    for name in ("plain", "dark", "light", "larger", "normal", "single", "twice"):
        yield Choice(name, words[f"look_{name}"], name in chosen)
