"""Sessions in; what stands on the pages without anybody's answers, out: the first one, and those for staff."""

from __future__ import annotations

from typing import Any

from ...dialogue import Page
from ...render.lines import Line, put
from .pages import Choice, blocks
from .sessions import Session, Sessions

PAD = (*"123456789", "clear", "0", "open")
"""As on a telephone."""


def attract(page: Page, note: str) -> dict[str, Any]:
    """Give what the first page needs."""
    headline, *lines = page.lines
    choices = tuple(Choice(row.code, row.text) for row in page.rows)
    return {
        "title": page.title, "heading": headline.text, "blocks": blocks(lines), "choices": choices,
        "banner": page.banner, "note": note, "place": "attract",
    }  # fmt: skip


def covered(sessions: Sessions, session: Session) -> dict[str, Any]:
    """Give what the two pages for staff need besides; nothing for any other page that covers the questions."""
    return {"pin": _pad, "staff": _page}[session.aside](sessions, session) if session.aside in ("pin", "staff") else {}


def _pad(sessions: Sessions, session: Session) -> dict[str, Any]:
    """Ask for the PIN, digit by digit; how many there are is shown, and nothing else of it."""
    pad, words = session.pad, sessions.shop.screens.words
    page = sessions.shop.screens.pin(wrong=False, wait=pad.wait)
    names = {"clear": words["pin_clear"], "open": words["staff_open"]}
    return {
        "title": page.title, "heading": page.title, "blocks": blocks(page.lines),
        "choices": tuple(Choice(code, names.get(code, code)) for code in PAD),
        "error": words["pin_wrong"] if pad.is_wrong and not pad.typed else "",
        "note": words["pin_typed"].replace("{count}", str(pad.typed)) if pad.typed else "",
    }  # fmt: skip


def _page(sessions: Sessions, _: Session) -> dict[str, Any]:
    """Tell what staff may want to know: the rule book, the numbers, the times, and how many, where."""
    screens, now = sessions.shop.screens, sessions.clock()
    words = screens.words
    shown = screens.staff(sum(sessions.begun.values()), sessions.shop.warnings)
    counts = (
        put(words["staff_station"], station=name, open=sessions.at(name), begun=sessions.begun[name])
        for name in sessions.stations
    )
    rung = (put(words["staff_rang"], station=name, seconds=round(now - then)) for name, then in sessions.rung.items())
    lines = (
        *(Line("action", text) for text in rung),
        *shown.lines,
        *shown.after,
        *(Line("bullet", text) for text in counts),
    )
    return {"title": shown.title, "heading": shown.title, "blocks": blocks(lines)}
