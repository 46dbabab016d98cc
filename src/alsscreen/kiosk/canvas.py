"""A page's state and the size of a screen in; every line of that screen, and what a touch on it means, out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..dialogue import STOP, Words
from ..terminal_keys import ENTER
from ..terminal_screen import Screen, State, Styled, draw, wrap

_BOLD = dict.fromkeys(("banner", "headline", "action", "heading", "pointed", "ticked"), "bold")
MARKS = {"title": "bold reverse", "status": "bold reverse", "quote": "italic", **_BOLD}
"""How each style looks; no meaning hangs on a colour."""

_ITEM = re.compile(r"(\S) \S+(?: \S+)*")
"""A key and its name; two blanks stand between one and the next."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """As many lines as the screen has. `body` is where the body begins, `bar` where the line of what to do is."""

    screen: Screen
    lines: tuple[Styled, ...]
    body: int
    bar: int

    def target(self, x: int, y: int) -> int | str:
        """Say what stands there: the number of a row, a key, or nothing."""
        if y == self.bar:
            return ENTER[0]
        if self.bar < y < len(self.lines):
            items = _ITEM.finditer(self.lines[y][1])
            return next((item[1] for item in items if item.start() <= x < item.end()), "")
        if self.body <= y < self.body + len(self.screen.body):
            line = y - self.body + self.screen.top
            return next((row for row, span in self.screen.rows.items() if line in span), "")
        return ""


def canvas(  # noqa: PLR0913 (a state, and how much of it is shown)
    state: State, words: Words, size: tuple[int, int],
    *, typed: str = "", notice: str = "", bare: bool = False, first: bool = False,
) -> Canvas:  # fmt: skip
    """Lay out a screen. `bare` leaves the keys out, `first` the one that stops: there is nothing to stop yet."""
    columns, rows = size
    banner = "  ".join(part for part in (state.page.banner, notice) if part)
    shown = state if not notice else replace(state, page=replace(state.page, banner=banner))
    screen = draw(shown, words, columns, rows)
    status, *keys = screen.foot
    if first:
        keys = [(style, _without(text, STOP)) for style, text in keys]
    foot = (_filled(status, columns), *(() if bare else keys))
    text = tuple(_typed(typed, columns)) if state.page.kind == "text" and state.aside is None else ()
    room = max(0, rows - len(screen.head) - len(foot))
    middle = (*screen.body, *text)[:room]
    middle = (*middle, *[("", "")] * (room - len(middle)))
    lines = (*screen.head, *middle, *foot)[:rows]
    return Canvas(screen, lines, len(screen.head), len(lines) - len(foot))


def _typed(typed: str, columns: int) -> Iterator[Styled]:
    """Give the lines of a text as far as it is written, with a mark where the next letter comes."""
    return (("class:pointed", line) for line in wrap(f"{typed}_", columns - 1, "> ", "  "))


def _filled(line: Styled, columns: int) -> Styled:
    """Let the bar reach from edge to edge: it is the largest thing to touch."""
    return line[0], f"{line[1]:<{columns}}"


def _without(text: str, key: str) -> str:
    return next((text.replace(item[0], "").rstrip() for item in _ITEM.finditer(text) if item[1] == key), text)
