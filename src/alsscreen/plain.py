"""A page in; numbered lines that a screen reader can speak out, and the answer read from a line of input back."""

from __future__ import annotations

import codecs
import os
import re
import shutil
import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import IO, Self, TextIO

from .clean import clean
from .dialogue import (
    AGAIN,
    BACK,
    HELP,
    KEEP,
    NUMBER,
    STOP,
    SUPPORT,
    Back,
    Ended,
    Interrupted,
    Lines,
    Page,
    Row,
    Stop,
    Words,
    in_order,
    signals,
    ticked,
)
from .model import Answer
from .plain_input import is_typed, read_lines

WIDTH, NARROWEST = 76, 20
"""Columns at most, and at least, whatever a terminal or the variable COLUMNS says."""

_OFF = {"", "0", "false", "no"}
_ASCII = {
    "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "•": "*", "→": "->", "\u00a0": " ",
}  # fmt: skip


def wants_plain(environment: Mapping[str, str], stdin: IO[str] | None, stdout: IO[str] | None) -> bool:
    """Say whether lines are the better way: asked for, a terminal that can do no more, or no terminal at all."""
    if environment.get("ACCESSIBLE", "").lower() not in _OFF:
        return True
    no_screen = os.name != "nt" and environment.get("TERM", "") in ("", "dumb", "unknown")
    return no_screen or not (_is_terminal(stdin) and _is_terminal(stdout))


def columns() -> int:
    """Give how wide a line of text may be."""
    return max(NARROWEST, min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns - 1))


def _is_terminal(stream: IO[str] | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # it is closed
        return False


def spell(error: UnicodeError) -> tuple[str, int]:
    """Write what the terminal's character set does not have in plain letters, or else by its number."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(_ASCII.get(sign, f"\\u{ord(sign):04x}") for sign in text), error.end


codecs.register_error("alsscreen.spell", spell)


class Plain:
    """A session of lines. What was shown stays where it was; there is no redraw and no escape code."""

    keeps = True

    def __init__(self, words: Words, out: TextIO, descriptor: int | None = 0) -> None:
        self._words = words
        self._out = out
        self._lines = read_lines(descriptor)
        self._is_typed = descriptor is not None and is_typed(descriptor)
        self._width = columns()
        self._last = ""
        if hasattr(out, "reconfigure"):
            out.reconfigure(errors="alsscreen.spell")

    def __enter__(self) -> Self:
        self._signals = signals(_end)
        self._signals.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._signals.__exit__(None, None, None)
        if error[0] in (Interrupted, KeyboardInterrupt):
            with suppress(OSError):  # the window may be gone
                self._say("")

    def ask(self, page: Page, meanwhile: Callable[[], object] | None = None) -> Answer:
        """Say a page; read lines until one is an answer."""
        self._page(page)
        if meanwhile is not None:
            self._out.flush()
            meanwhile()
        while page.kind != "notice":
            line = self._read()
            answer = self._key(page, line)
            if answer is None and line.lower() not in _KEYS:
                answer = self._text(page, line) if page.kind == "text" else self._rows(page, line)
            if answer is not None:
                self._echo(page, answer)
                return answer
        return ()

    # ---- what is said

    def _page(self, page: Page) -> None:
        where = " ".join(f"{part}." for part in (page.progress, page.title) if part)
        self._say("", *textwrap.wrap(where, self._width), *textwrap.wrap(page.banner, self._width))
        self._block((*page.lines, *page.after))
        for number, row in numbered(page):
            if row.heading:
                self._say("", *textwrap.wrap(f"{row.text}:", self._width))
            else:
                mark = f"{number}. "
                self._say(*textwrap.wrap(row.text, self._width, initial_indent=mark, subsequent_indent=" " * len(mark)))
        if page.kind != "notice":
            self._say("", *textwrap.wrap(self._how(page), self._width))

    def _block(self, lines: Lines) -> None:
        """Say paragraphs; no lines are drawn, since a screen reader would read them out."""
        for line in lines:
            if line.style not in ("bullet", "small", "gap"):
                self._say("")
            if line.style != "gap":
                mark = "- " if line.style == "bullet" else ""
                texts = textwrap.wrap(line.text, self._width, initial_indent=mark, subsequent_indent=" " * len(mark))
                self._say(*texts)
        self._say(*[""] * bool(lines))

    def _how(self, page: Page) -> str:
        """Say how to answer, in full the first time and whenever it changes, else in short."""
        sentence = self._words[f"plain_{page.kind}"]
        keys = self._words["plain_keys" if page.back else "plain_keys_first"]
        short = self._words["plain_keys_short"]
        full, self._last = sentence != self._last, sentence
        return f"{sentence} {keys if full else short}{self._words['plain_keep'] if page.keep else ''}"

    def _echo(self, page: Page, answer: Answer) -> None:
        texts = [row.text for row in page.rows if row.code in answer] or list(answer)
        if page.kind in ("choice", "choices", "text"):
            said = f"{self._words['you_said']} {'; '.join(texts) or self._words['nothing']}"
            self._say(*textwrap.wrap(said, self._width))

    def _say(self, *lines: str) -> None:
        self._out.writelines(f"{line}\n" for line in lines)

    # ---- what is read

    def _read(self) -> str:
        self._out.write(self._words["prompt"] + " ")
        self._out.flush()
        line = next(self._lines, None)
        if line is None or not self._is_typed:
            self._say("")
        if line is None:
            raise Ended
        return clean(line)

    def _key(self, page: Page, line: str) -> Answer | None:
        """Do what a key means; any other line is left to be an answer."""
        key = HELP if line.lower() == "h" else line.lower()
        if key in page.asides:
            self._block(page.asides[key]())
        elif key == AGAIN:
            self._page(page)
        elif key == STOP:
            self._stop()
        elif key == BACK:
            if page.back:
                raise Back
            self._say(self._words["no_back"])
        elif key == KEEP and page.keep:
            return page.keep
        return None

    def _stop(self) -> None:
        self._say(self._words["plain_stop_sure"])
        self._out.flush()
        if clean(next(self._lines, "")).lower() == STOP:
            raise Stop

    def _text(self, page: Page, line: str) -> Answer:
        if len(line) > page.limit:
            self._say(self._words["too_long"])
        return (line[: page.limit],) if line else ()

    def _rows(self, page: Page, line: str) -> Answer | None:
        """Read numbers; several only of a checklist. Nothing that is not on the list is guessed at."""
        keys = {number: row for number, row in numbered(page) if number}
        given = [part for part in re.split(r"[\s,;]+", line.lower()) if part]
        unknown = [part for part in given if part.rstrip(".)") not in keys]
        if not given:
            self._say(self._words["plain_choose_first"])
        elif unknown:
            self._say(self._words["not_on_list"].replace("{text}", unknown[0][:20]))
        elif len(given) > 1 and page.kind != "choices":
            self._say(self._words["one_only"])
        else:
            return self._checked(page, [keys[part.rstrip(".)")] for part in dict.fromkeys(given)])
        return None

    def _checked(self, page: Page, rows: list[Row]) -> Answer | None:
        codes: set[str] = set()
        for row in rows:
            codes = ticked(page, codes, row.code)
        if len(codes) < len(rows):
            alone = next(row.text for row in rows if row.alone)
            self._say(self._words["alone_only"].replace("{text}", alone))
            return None
        return in_order(page, codes)


_KEYS = {BACK, HELP, "h", NUMBER, SUPPORT, STOP, AGAIN}


def numbered(page: Page) -> Iterator[tuple[str, Row]]:
    """Give each row with its number, or the key of its own; a heading has none."""
    numbers = iter(range(1, len(page.rows) + 1))
    for row in page.rows:
        yield ("" if row.heading else row.key or str(next(numbers))), row


def _end(number: int) -> None:
    raise Interrupted(number)
