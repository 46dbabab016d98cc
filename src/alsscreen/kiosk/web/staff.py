"""Sessions in; the pages on which nobody's answers stand, out: the first one, and those for staff."""

from __future__ import annotations

from typing import Any

from ...dialogue import Page
from ...render.lines import Line
from ..staff import Door
from .pages import Choice, blocks
from .sessions import Sessions


def attract(page: Page, note: str) -> dict[str, Any]:
    """Give what the first page needs."""
    headline, *lines = page.lines
    choices = tuple(Choice(row.code, row.text) for row in page.rows)
    return {
        "title": page.title, "heading": headline.text, "blocks": blocks(lines), "choices": choices,
        "banner": page.banner, "note": note, "place": "attract",
    }  # fmt: skip


def pad(sessions: Sessions, door: Door, *, wrong: bool) -> dict[str, Any]:
    """Give what the page that asks for the PIN needs."""
    page = sessions.shop.screens.pin(wrong=False, wait=door.wait)
    return {
        "title": page.title, "heading": page.title, "blocks": blocks(page.lines), "banner": page.banner,
        "error": sessions.shop.screens.words["pin_wrong"] if wrong else "", "pad": True,
    }  # fmt: skip


def page(sessions: Sessions) -> dict[str, Any]:
    """Give what staff may want to know: the rule book, the numbers, the times, and how many, where."""
    screens, now = sessions.shop.screens, sessions.clock()
    words = screens.words
    shown = screens.staff(sum(sessions.begun.values()), sessions.shop.warnings)
    counts = (
        words["staff_station"].format(station=name, open=sessions.at(name), begun=sessions.begun[name])
        for name in sessions.stations
    )
    rung = (words["staff_rang"].format(station=name, seconds=round(now - then)) for name, then in sessions.rung.items())
    lines = (*(Line("action", text) for text in rung), *shown.lines, *(Line("bullet", text) for text in counts))
    return {
        "title": shown.title, "heading": shown.title, "blocks": blocks(lines), "banner": shown.banner, "pad": False,
    }  # fmt: skip
