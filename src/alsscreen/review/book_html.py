"""A printed book's blocks in; one HTML file, complete in itself, without script, out."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from ..render.html import POLICY
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

STYLE = "style.css"
MOST_LISTED = 10
"""Sections inside a section that the contents name one by one."""

DEEPEST = 6
"""HTML has headings down to h6."""


def html(book: Book) -> str:
    """Give the page. The same book gives the same bytes: no date, no path and no version of the program is in it."""
    return "\n".join(_document(book)) + "\n"


def _document(book: Book) -> Iterator[str]:
    style = (Path(__file__).parent / STYLE).read_text(encoding="utf-8")
    yield from ("<!doctype html>", '<html lang="en">', "<head>", '<meta charset="utf-8">')
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield from (f"<title>{escape(book.title)}</title>", f"<style>\n{style}</style>", "</head>", "<body>")
    yield f'<header><a class="skip" href="#{escape(book.sections[0].id)}">Skip to the first part</a>'
    yield from (f"<h1>{escape(book.title)}</h1>", "</header>", "<main>")
    for block in book.about:
        yield from _block(block, 2)
    yield from ('<nav aria-labelledby="contents">', '<h2 id="contents">Contents</h2>')
    yield from (*_contents(book.sections), "</nav>")
    for section in book.sections:
        yield from _block(section, 2)
    yield from ("</main>", "</body>", "</html>")


def _contents(sections: tuple[Section, ...]) -> Iterator[str]:
    yield "<ol>"
    for section in sections:
        inner = [block for block in section.blocks if isinstance(block, Section)]
        yield f"<li>{_entry(section)}"
        if 0 < len(inner) <= MOST_LISTED:
            yield from ("<ul>", *(f"<li>{_entry(each)}</li>" for each in inner), "</ul>")
        yield "</li>"
    yield "</ol>"


def _entry(section: Section) -> str:
    words = "".join(part for part in section.title if isinstance(part, str)) or section.id
    return f'<a href="#{escape(section.id)}">{escape(words.strip())}</a>'


def _block(block: Block, depth: int) -> Iterator[str]:
    if isinstance(block, Section):
        yield from _section(block, depth)
    elif isinstance(block, Beside):
        yield '<div class="beside">'
        for side in (block.left, block.right):
            yield from ("<div>", *(line for each in side for line in _block(each, depth)), "</div>")
        yield "</div>"
    else:
        yield from _leaf(block)


def _section(section: Section, depth: int) -> Iterator[str]:
    level = min(depth, DEEPEST)
    yield f'<section class="depth{level}" id="{escape(section.id)}">'
    yield f"<h{level}>{_line(section.title)}</h{level}>"
    for each in section.blocks:
        yield from _block(each, depth + 1)
    yield "</section>"


def _leaf(block: Text | Label | Items | Quote | Facts | Table) -> Iterator[str]:
    match block:
        case Text():
            yield f"<p>{_line(block.line)}</p>"
        case Label():
            yield f'<p class="label">{escape(block.words)}</p>'
        case Items():
            yield from _items(block.items, "ol" if block.drawn else "ul", ' class="flow"' if block.drawn else "")
        case Quote():
            yield f"<figure><blockquote><p>{escape(block.words)}</p></blockquote>"
            yield f"<figcaption>{_line(block.by)}</figcaption></figure>"
        case Facts():
            pairs = (f"<div><dt>{escape(name)}</dt><dd>{_line(line)}</dd></div>" for name, line in block.pairs)
            yield from ("<dl>", *pairs, "</dl>")
        case Table():
            yield from _table(block)


def _items(items: tuple[Item, ...], tag: str, attributes: str = "") -> Iterator[str]:
    yield f"<{tag}{attributes}>"
    for item in items:
        kind = f' class="{escape(item.mark)}"' if item.mark else ""
        words = f"<span>{_line(item.line)}</span>" if item.mark else _line(item.line)
        if item.inner:
            yield from (f"<li{kind}>{words}", *_items(item.inner, tag), "</li>")
        else:
            yield f"<li{kind}>{words}</li>"
    yield f"</{tag}>"


def _table(table: Table) -> Iterator[str]:
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.heads)
    yield f'<div class="wide" role="group" aria-label="{escape(table.caption)}" tabindex="0"><table>'
    yield f"<caption>{escape(table.caption)}</caption><thead><tr>{heads}</tr></thead><tbody>"
    for first, *others in table.rows:
        cells = "".join(f"<td>{_line(cell)}</td>" for cell in others)
        yield f'<tr><th scope="row">{_line(first)}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def _line(line: Line) -> str:
    return "".join(map(_inline, line))


def _inline(part: Inline) -> str:
    if isinstance(part, str):
        return escape(part)
    is_address = part.kind != "address" or part.target.startswith(("https://", "http://"))
    return _SPANS[part.kind if is_address else "plain"].format(words=escape(part.text), target=escape(part.target))


_SPANS = {
    "code": "<code>{words}</code>",
    "anchor": '<code id="{target}">{words}</code>',
    "link": '<a href="#{target}">{words}</a>',
    "address": '<a href="{target}" rel="noreferrer">{words}</a>',
    "strong": "<strong>{words}</strong>",
    "plain": "{words}",
}
