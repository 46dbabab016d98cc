"""A page, what has been pressed on it and the size of a terminal in; the lines that fill the terminal out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from .dialogue import BACK, HELP, KEEP, NUMBER, STOP, SUPPORT, Lines, Page, Row, Words

MEASURE = 76
"""Columns of running text: a longer line is hard to find the start of."""

LOW, NARROW = 16, 60
"""Below these rows and columns (40x10 is the smallest we promise) gaps go and the keys get their short names."""

TINY = 7
"""Below this many rows only one line of keys is left, and the title goes."""

TEXT_ROWS = 4
"""200 characters in 60 columns."""

SINGLE_KEYS = "1234567890acdfgijlmotuvwxyz"
"""One key for each row of a checklist: digits, then the letters that mean nothing else."""

INDENT = {"bullet": ("• ", "  "), "quote": ("  ", "  ")}

Styled: TypeAlias = tuple[str, str]


@dataclass(slots=True)
class State:
    """A page and what a person did on it so far. Nothing is pointed at and nothing is ticked to begin with.

    `sought`: its key has brought the row that is pointed at into sight, and no more; the same key or Enter then acts.
    """

    page: Page
    pointer: int | None = None
    ticks: set[str] = field(default_factory=set)
    top: int = 0
    digits: str = ""
    message: str = ""
    sought: bool = False
    aside: Lines | None = None
    stopping: bool = False


class Screen(NamedTuple):
    """What to draw, from top to bottom, and where each row came to stand in the whole body."""

    head: tuple[Styled, ...]
    body: tuple[Styled, ...]
    foot: tuple[Styled, ...]
    top: int
    height: int
    total: int
    rows: dict[int, range]

    @property
    def more(self) -> bool:
        """Say whether something is left below."""
        return self.top + self.height < self.total

    def shows(self, row: int) -> bool:
        """Say whether a row is in sight: all of it, or its first lines at the top where all do not fit."""
        at = self.rows[row]
        return self.top <= at.start and (at.stop <= self.top + self.height or at.start == self.top)


def draw(state: State, words: Words, columns: int, lines: int) -> Screen:
    """Lay a page out so that what is pointed at is in sight."""
    head = tuple(_head(state.page, columns, lines))
    keys = _keys(state, words, columns, lines)
    typing = typing_rows(state, lines)
    height = max(1, lines - len(head) - len(keys) - 1 - typing)
    body, rows = _body(state, min(columns, MEASURE + 2), low=lines < LOW)
    top = _top(state, rows, height, len(body))
    screen = Screen(head, tuple(body[top : top + height]), (), top, height, len(body), rows)
    status = ("class:status", cut(_status(state, words, more=screen.more), columns))
    return screen._replace(foot=(status, *keys))


def typing_rows(state: State, lines: int) -> int:
    """Give the lines that a text is typed into."""
    is_typing = state.page.kind == "text" and state.aside is None
    return 0 if not is_typing else TEXT_ROWS if lines >= LOW else 2 if lines >= TINY else 1


def labels(page: Page) -> list[str]:
    """Give the key of each row: its own, one key in a checklist, else a number. A heading has none."""
    numbers = iter(SINGLE_KEYS if page.kind == "choices" else map(str, range(1, len(page.rows) + 1)))
    return ["" if row.heading else row.key or next(numbers, "") for row in page.rows]


# ---- body ----------------------------------------------------------------------------------------------------------


def _body(state: State, columns: int, *, low: bool) -> tuple[list[Styled], dict[int, range]]:
    """Give all lines of the body, and which of them belong to each row."""
    if state.aside is not None:
        return list(_lines(state.aside, columns, low=low)), {}
    page = state.page
    gap = [] if low else [("", "")]
    body = list(_lines(page.lines, columns, low=low))
    body += gap if page.rows or page.kind == "text" else []
    rows: dict[int, range] = {}
    marks = labels(page)
    for index, row in enumerate(page.rows):
        start = len(body)
        body += _row(state, index, row, marks[index].rjust(max(map(len, marks))), columns)
        rows[index] = range(start, len(body))
    after = list(_lines(page.after, columns, low=low))
    return body + (gap + after if after else []), rows


def _lines(lines: Lines, columns: int, *, low: bool) -> Iterator[Styled]:
    margin = " " if columns > NARROW else ""
    for line in lines:
        if line.style != "gap":
            first, rest = INDENT.get(line.style, ("", ""))
            for text in wrap(line.text, columns - 1, margin + first, margin + rest):
                yield f"class:{line.style}", text
        elif not low:
            yield "", ""


def _row(state: State, index: int, row: Row, mark: str, columns: int) -> Iterator[Styled]:
    if row.heading:
        margin = " " if columns > NARROW else ""
        yield from (("class:heading", text) for text in wrap(row.text, columns - 1, margin, margin))
        return
    ticks = state.page.kind == "choices" and not (row.alone and row.at_once)  # that one answers, and is never ticked
    box = ("[x] " if row.code in state.ticks else "[ ] ") if ticks else ""
    pointed = index == state.pointer
    first = f"{'>' if pointed else ' '} {mark} {box}"
    style = "class:pointed" if pointed else "class:ticked" if row.code in state.ticks else "class:row"
    for text in wrap(row.text, columns - 1, first, " " * len(first)):
        yield style, text


def _top(state: State, rows: dict[int, range], height: int, total: int) -> int:
    top = state.top
    if state.pointer is not None and state.aside is None:
        at = rows[state.pointer]
        top = min(max(top, at.stop - height), at.start)
    return max(0, min(top, total - height))


# ---- head and foot -------------------------------------------------------------------------------------------------


def _head(page: Page, columns: int, lines: int) -> Iterator[Styled]:
    """Give the title and how far it is; on a low screen the banner takes their place."""
    if lines >= LOW or (not page.banner and lines >= TINY):
        room = columns - len(page.progress) - 2
        title = cut(f" {page.title}", room)
        yield "class:title", f"{title}{' ' * (room - width(title))} {page.progress} "
    if page.banner and lines >= TINY:
        yield from (("class:banner", text) for text in wrap(page.banner, columns - 1, " ", " "))
    if lines >= LOW:
        yield "", ""


def _keys(state: State, words: Words, columns: int, lines: int) -> tuple[Styled, ...]:
    """Give the keys that are always there; with their short names where the long ones need more than two lines."""
    page = state.page
    names: list[str] = [page.back] if page.back else []
    names += ["help", "number", "support", "stop", *(["keep"] if page.keep else [])]
    found: tuple[Styled, ...] = ()
    for suffix in ("", "_short"):
        items = [f"{_KEYS[name]} {words[f'key_{name}{suffix}']}" for name in names]
        found = tuple(("class:keys", text) for text in _pack(items, columns - 1))
        if len(found) <= (1 if lines < LOW else 2):
            break
    return found[: 1 if lines < TINY else None]


_KEYS = {"back": BACK, "mistake": BACK, "help": HELP, "number": NUMBER, "support": SUPPORT, "stop": STOP, "keep": KEEP}


def _pack(items: list[str], columns: int) -> Iterator[str]:
    """Put as many items on a line as fit, without breaking one."""
    line = ""
    for item in items:
        if line and len(line) + 2 + len(item) > columns:
            yield line
            line = ""
        line = f"{line}  {item}" if line else f" {item}"
    yield line


def _status(state: State, words: Words, *, more: bool) -> str:
    """Say what is to be done next, on one line."""
    if state.message:
        return f" {state.message}"
    if more and state.pointer is None:
        return f" {words['how_more_text' if typing_rows(state, LOW) else 'how_more']}"
    name = "stop" if state.stopping else "aside" if state.aside is not None else state.page.kind
    return f" {words[f'how_{name}']}"


# ---- text ----------------------------------------------------------------------------------------------------------


def wrap(text: str, columns: int, first: str, rest: str) -> Iterator[str]:
    """Break a paragraph between words, and a word only where it is longer than a line."""
    line, used, empty = first, width(first), True
    for word in text.split():
        piece, size = word, width(word)
        if not empty and used + 1 + size > columns:
            yield line
            line, used, empty = rest, width(rest), True
        while used + size > columns and len(piece) > 1:
            fits = max(1, len(cut(piece, columns - used, "")))
            yield line + piece[:fits]
            line, used, empty, piece = rest, width(rest), True, piece[fits:]
            size = width(piece)
        line, used, empty = (line + piece if empty else f"{line} {piece}"), used + size + (not empty), False
    yield line


def width(text: str) -> int:
    """Give the columns that a text takes; what is not ASCII may take none, or two."""
    if text.isascii():
        return len(text)
    from prompt_toolkit.utils import get_cwidth

    return get_cwidth(text)


def cut(text: str, columns: int, mark: str = "…") -> str:
    """Shorten a text to so many columns."""
    if width(text) <= columns:
        return text
    kept = ""
    for character in text:
        if width(kept + character + mark) > columns:
            break
        kept += character
    return kept + mark
