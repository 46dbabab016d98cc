"""An evaluation and the answers in; one page for the clinician, as HTML that prints on one sheet, out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from html import escape

from ..model import Answers, Evaluation, Perspective, Region, RuleBook
from .page import ALSO, ASK, DECLINED, PRIVATE, SEEN, SHORT, UNKNOWN, WORDS
from .sheet import SELF_REPORT, TITLE, Row, Sheet, rest, sheet

MUCH = 20
"""Things told, from which on the page is printed closer: all that can be told still fits one sheet (test-browser)."""

CHANGED = "What changed"
COLUMNS = (CHANGED, "Answer", "Side", "Since when", "Course", "What exactly")

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""What a page that is complete in itself needs; of where a form or a base leads the first part says nothing."""

STYLE = """\
:root { color-scheme: light; }
@page { size: auto; margin: 9mm 11mm; }
body { font: 9.5pt/1.3 system-ui, sans-serif; color: #111; background: #fff; }
body { max-width: 190mm; margin: 1rem auto; padding: 0 1rem; overflow-wrap: break-word; }
h1 { font-size: 15pt; margin: 0; }
h2 { font-size: 10.5pt; margin: .6em 0 .1em; break-after: avoid; }
p, ul { margin: .2em 0; }
ul { padding-left: 1.3em; }
li, tr { break-inside: avoid; }
.short { font-weight: 600; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: calc(100% - 1pt); margin-top: .5em; }
th, td { border: .5pt solid #767676; padding: .1em .4em; text-align: left; vertical-align: top; }
thead th { background: #eee; }
tbody th { font-weight: 400; }
.yes th, .yes td:nth-of-type(1) { font-weight: 600; }
.lines { border-bottom: .5pt solid #767676; height: 1.6em; }
footer { margin-top: .8em; border-top: .5pt solid #767676; font-size: 7.5pt; }
@media print {
  body { margin: 0; padding: 0; max-width: none; }
  .wide { overflow: visible; }
  body:not(.much) tbody th { white-space: nowrap; }
  .much { font-size: 7.8pt; line-height: 1.1; }
  .much h1 { font-size: 13pt; }
  .much h2 { font-size: 9pt; margin: .2em 0 0; }
  .much p, .much ul { margin: 0; }
  .much ul { columns: 2; column-gap: 1.5em; }
  .much table { font-size: 7.5pt; margin-top: .2em; }
  .much th, .much td { padding: 0 .3em; }
  .much th:nth-child(4), .much th:nth-child(5) { width: 14%; }
  .much th:last-child { width: 40%; }
  .much footer { font-size: 6.5pt; margin-top: .4em; }
}
"""


def html(  # noqa: PLR0913, PLR0917 (what a page is made of)
    book: RuleBook,
    evaluation: Evaluation,
    answers: Answers,
    region: Region,
    perspective: Perspective,
    date: dt.date,
    include_sensitive: bool = False,  # noqa: FBT001, FBT002 (the one switch, named by its callers)
) -> str:
    """Give the page, complete in itself: no script, no picture, no address that anything is fetched from."""
    facts = sheet(book, evaluation, answers, perspective, date, include_sensitive=include_sensitive)
    return "\n".join(_document(facts)) + "\n"


def _document(facts: Sheet) -> Iterator[str]:
    yield from ("<!doctype html>", '<html lang="en">', "<head>", '<meta charset="utf-8">')
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield from (f"<title>{escape(TITLE)}</title>", f"<style>\n{STYLE}</style>", "</head>")
    yield from ('<body class="much">' if _told(facts) > MUCH else "<body>", "<main>")
    yield f"<h1>{escape(TITLE)}</h1>"
    about = "; ".join(facts.about)
    yield f'<p><time datetime="{facts.date}">{facts.date}</time>. {escape(about)}. {escape(SELF_REPORT)}</p>'
    yield f'<p class="short">{escape(SHORT)}: {escape(facts.short)}</p>'
    yield from _table(facts.rows)
    yield from _section(ALSO, _also(facts.also))
    yield from _section(SEEN, _items(facts.seen))
    yield from _section(UNKNOWN, _items(facts.unknown))
    yield from _section(DECLINED, _items(facts.declined))
    yield from _section(PRIVATE, _items(facts.private))
    yield from _section(WORDS, [f"<p>{escape(facts.note)}</p>"] if facts.note else [])
    yield from _section(ASK, ['<div class="lines"></div>'] * 2)
    yield "</main>"
    yield from ("<footer>", *(f"<p>{escape(words)}</p>" for words in facts.small), "</footer>", "</body>", "</html>")


def _told(facts: Sheet) -> int:
    """Count the things told, each of which takes about a line."""
    details = sum(len(row.details) + (row.value == "yes") for row in (*facts.rows, *facts.also))
    return details + len((*facts.seen, *facts.unknown, *facts.declined, *facts.private))


def _table(rows: tuple[Row, ...]) -> Iterator[str]:
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in COLUMNS)
    yield f'<div class="wide" role="region" aria-label="{escape(CHANGED)}" tabindex="0">'
    yield from ("<table>", f"<thead><tr>{heads}</tr></thead>", "<tbody>")
    for row in rows:
        cells = (row.value, row.side, row.since, row.course, "; ".join(row.details))
        filled = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        kind = ' class="yes"' if row.value == "yes" else ""
        yield f'<tr{kind}><th scope="row">{escape(row.name)}</th>{filled}</tr>'
    yield from ("</tbody>", "</table>", "</div>")


def _also(rows: tuple[Row, ...]) -> Iterator[str]:
    """Give what was ticked, and the rest in a line for each answer."""
    yield from _items(f"{row.name}: {'. '.join(('yes', *row.details))}" for row in rows if row.value == "yes")
    yield from (f"<p>{escape(words)}</p>" for words in rest(rows))


def _items(texts: Iterable[str]) -> Iterator[str]:
    inner = tuple(texts)
    if inner:
        yield from ("<ul>", *(f"<li>{escape(words)}</li>" for words in inner), "</ul>")


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    inner = tuple(lines)
    if inner:
        yield from ("<section>", f"<h2>{escape(heading)}</h2>", *inner, "</section>")
