"""A printed book's blocks in; the same as Markdown, for a pull request, out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .book_blocks import (
    Beside,
    Block,
    Book,
    Facts,
    Inline,
    Item,
    Items,
    Label,
    Line,
    Quote,
    Section,
    Table,
    Text,
)  # fmt: skip

_MARKS = re.compile(r"([\\`*_\[\]|~#])")
_FIRST = re.compile(r"^(\s*)([-+>]|\d+[.)])(?=[\s-]|$)")
"""What would begin a list or a quotation, or draw a line."""

DEEPEST = 6


def markdown(book: Book) -> str:
    """Give the document; what is text in the book is text in it, whatever signs it holds."""
    lines = [f"# {_plain(book.title)}", ""]
    for block in (*book.about, *book.sections):
        lines.extend(_block(block, 2))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def _block(block: Block, depth: int) -> Iterator[str]:
    if isinstance(block, Section):
        yield from (f"{'#' * min(depth, DEEPEST)} {_line(block.title)}", "")
        for each in block.blocks:
            yield from _block(each, depth + 1)
    elif isinstance(block, Beside):
        for each in (*block.left, *block.right):
            yield from _block(each, depth)
    else:
        yield from (*_leaf(block), "")


def _leaf(block: Text | Label | Items | Quote | Facts | Table) -> Iterator[str]:
    match block:
        case Text():
            yield _first(_line(block.line))
        case Label():
            yield f"**{_plain(block.words)}**"
        case Items():
            yield from _items(block.items, "")
        case Quote():
            yield from (f"> {_first(_plain(block.words))}", ">", f"> — {_line(block.by)}")
        case Facts():
            yield from (f"- **{_plain(name)}:** {_line(line)}" for name, line in block.pairs)
        case Table():
            yield f"| {' | '.join(map(_plain, block.heads))} |"
            yield f"|{'---|' * len(block.heads)}"
            yield from (f"| {' | '.join(_line(cell) for cell in row)} |" for row in block.rows)


def _items(items: tuple[Item, ...], indent: str) -> Iterator[str]:
    for item in items:
        yield f"{indent}- {_first(_line(item.line))}"
        yield from _items(item.inner, indent + "  ")


def _line(line: Line) -> str:
    return "".join(map(_inline, line)).strip()


def _inline(part: Inline) -> str:
    if isinstance(part, str):
        return _plain(part)
    if part.kind in ("code", "link", "anchor"):
        return f"`{part.text.replace('`', '')}`"
    if part.kind == "address" and re.fullmatch(r"https?://[^\s<>`|]+", part.text):
        return f"<{part.text}>"
    words = _plain(part.text)
    return f"**{words.strip()}**{' ' * words.endswith(' ')}" if part.kind == "strong" else words


def _plain(words: str) -> str:
    """Make every sign of a text stand for itself."""
    flat = re.sub(r"\s*\n\s*", " ", words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKS.sub(r"\\\1", flat)


def _first(words: str) -> str:
    """Keep a paragraph from beginning as a list does."""
    return _FIRST.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", words)
