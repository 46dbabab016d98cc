"""What a printed rule book is made of, before it is HTML or Markdown: text, lists, tables, quotations, sections."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias


class Span(NamedTuple):
    """A piece of text that is set apart: a code, strong words, a link in the book, what it leads to, an address."""

    kind: Literal["code", "strong", "link", "anchor", "address"]
    text: str
    target: str = ""


Inline: TypeAlias = "str | Span"
Line: TypeAlias = tuple[Inline, ...]


class Item(NamedTuple):
    """An item of a list, and what hangs below it. `mark` says what it is in a drawn flow."""

    line: Line
    inner: tuple[Item, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    line: Line


@dataclass(frozen=True, slots=True)
class Items:
    """A list. `drawn`: an ordered one that is a flow, drawn with its line from step to step."""

    items: tuple[Item, ...]
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """The source's own words, and where they stand."""

    words: str
    by: Line


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with what is to be said of each."""

    pairs: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; the first cell of each row names it."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Two columns where there is room: what is said, and what it stands on."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; sections stand inside each other."""

    id: str
    title: Line
    blocks: tuple[Block, ...]


Block: TypeAlias = "Text | Items | Quote | Facts | Table | Beside | Section | Label"


@dataclass(frozen=True, slots=True)
class Label:
    """A short line above what follows, that is no heading of its own."""

    words: str


@dataclass(frozen=True, slots=True)
class Book:
    """A whole document."""

    title: str
    about: tuple[Block, ...]
    sections: tuple[Section, ...]


def text(*line: Inline) -> Text:
    """Make a paragraph."""
    return Text(line)


def code(name: str) -> Span:
    """Set an id apart."""
    return Span("code", name)


def strong(words: str) -> Span:
    """Set words apart."""
    return Span("strong", words)


def link(kind: str, name: str) -> Span:
    """Lead to a thing of the book by its id."""
    return Span("link", name, f"{kind}-{name}")


def anchor(kind: str, name: str) -> Span:
    """Give the id of a thing as that to which links lead."""
    return Span("anchor", name, f"{kind}-{name}")


def address(url: str) -> Span:
    """Give an address of the web."""
    return Span("address", url, url)


def joined(lines: Iterable[Line | Span], between: str = ", ") -> Line:
    """Put pieces on one line with something between them."""
    whole: list[Inline] = []
    for line in lines:
        whole.extend([between] if whole else [])
        whole.extend((line,) if isinstance(line, Span) else line)
    return tuple(whole)
