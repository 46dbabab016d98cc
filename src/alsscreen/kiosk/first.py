"""A kiosk's words, its number and what may leave it in; its first screen, on which no disease is named, out.

Light: nothing is imported here that would keep the first screen waiting.
"""

from __future__ import annotations

from collections.abc import Callable

from ..dialogue import Page, Row, Words
from ..render.lines import GAP, Line
from ..terminal_screen import SINGLE_KEYS

MORE_KEYS = "np,.-/;="
"""For a review of more than 27 lines; "n" and "p" are free where no question is asked."""

SMALLEST = (40, 10)
"""Columns and rows below which nothing is asked."""


def attract(words: Words, fill: Callable[[str], str], demo: str, *, sends: bool, prints: bool) -> Page:
    """Invite; everybody in the room can read it. `fill` puts the numbers in."""
    private = f"attract_private{'_send' * sends}{'_print' * prints}"
    lines = (
        Line("headline", words["attract_headline"]), GAP,
        *(Line("body", fill(text)) for text in words["attract"].splitlines()), Line("body", words[private]), GAP,
        Line("action", words["attract_start"]),
    )  # fmt: skip
    rows = keyed(tuple(Row(name, words[name]) for name in ("begin", "more_time", "look")))
    banner = f"{fill(words['in_danger'])} {demo}".strip()
    return Page("menu", words["title"], lines, rows, banner=banner, back="")


def keyed(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Give each row one key: digits first, then the letters that mean nothing else."""
    own = {row.key for row in rows}
    keys = iter(key for key in SINGLE_KEYS + MORE_KEYS if key not in own)
    return tuple(row if row.key or row.heading else row._replace(key=next(keys, "")) for row in rows)
