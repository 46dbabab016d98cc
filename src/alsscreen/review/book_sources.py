"""A whole rule book in; the ledger of the source, the quotations and the evidence, as a printed book has them, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ..model import Evidence, RuleBook, Unit
from .book_blocks import (
    Block,
    Facts,
    Item,
    Items,
    Line,
    Section,
    Span,
    Table,
    address,
    anchor,
    joined,
    link,
    strong,
    text,
)  # fmt: skip
from .book_rules import quotation
from .whole import Whole

Users = dict[str, list[Span]]


def source_section(whole: Whole) -> Section:
    """Give the source, every unit of it with what was decided, and every quotation."""
    book = whole.book
    source = book.source
    facts: list[tuple[str, Line]] = [
        ("Title", (source.title,)), ("Publisher", (source.publisher,)),
        ("Conflict of interest", (source.conflict_of_interest,)),
        ("Size", (f"{source.lines} lines, {source.words} words, {len(book.units)} units",)),
        ("Known by", (f"sha256 {source.sha256}",)),
    ]  # fmt: skip
    cited = users(whole)
    quotations = tuple(_quotation(book, name, cited["citations"].get(name, [])) for name in book.citations)
    return Section(
        "source",
        ("The source",),
        (
            Facts(tuple(facts)),
            Section("ledger", (f"Every unit of it ({len(book.units)})",), (*_counts(book), _ledger(book, cited))),
            Section("quotations", (f"Every quotation ({len(quotations)})",), quotations),
        ),
    )


def _counts(book: RuleBook) -> Iterator[Block]:
    """Say how many units were decided, and how: none of them is left out."""
    counted = Counter(unit.disposition for unit in book.units.values())
    reasons = Counter(unit.reason for unit in book.units.values() if unit.reason)
    said = [f"{name} {count}" for name, count in sorted(counted.items())]
    yield text(f"{len(book.units)} of {len(book.units)} units decided: {', '.join(said)}.")
    excluded = (f"{name} {count}" for name, count in sorted(reasons.items()))
    yield text(f"Reasons to exclude: {', '.join(excluded)}.")
    yield text("No words of the source stand in this book but those that are quoted.")


def _ledger(book: RuleBook, cited: dict[str, Users]) -> Table:
    rows = tuple(_unit(unit, cited) for unit in book.units.values())
    heads = ("Unit", "Line", "Decided", "Why", "Cited as", "Backed by")
    return Table("The units of the source, what was decided about each, and why", heads, rows)


def _unit(unit: Unit, cited: dict[str, Users]) -> tuple[Line, ...]:
    marks = [words for field, words in _MARKS.items() if getattr(unit, field)]
    why = "; ".join(part for part in (unit.reason or "", *marks, unit.remark or "") if part)
    return (
        (anchor("unit", unit.id),),
        (str(unit.line),),
        (unit.disposition,),
        (why,),
        joined(cited["units"].get(unit.id, [])),
        joined(link("evidence", name) for name in unit.evidence),
    )


_MARKS = {"topics_only": "for the pages to learn from only", "not_shown": "its words never reach a person"}


def _quotation(book: RuleBook, name: str, used: list[Span]) -> Section:
    citation = book.citations[name]
    blocks = (*quotation(book, citation), text("Used by: ", *(joined(used) or ("nothing yet",)), "."))
    return Section(f"citation-{name}", (name,), blocks)


def evidence_section(whole: Whole) -> Section:
    """Give every fact of other bodies, in our own words, with its address and who stands on it."""
    book, cited = whole.book, users(whole)["evidence"]
    primary = sum(each.seen == "primary" for each in book.evidence.values())
    items = tuple(Item(_evidence(each, cited.get(each.id, []))) for each in book.evidence.values())
    return Section(
        "evidence",
        (f"What others say ({len(items)})",),
        (
            text(f"{primary} of {len(items)} were read on the publisher's own page, all of them in stored copies."),
            Items(items),
        ),
    )


def _evidence(each: Evidence, used: list[Span]) -> Line:
    edition = f" ({each.edition})" if each.edition else ""
    note = f" {each.note}" if each.note else ""
    return (
        anchor("evidence", each.id), f": {each.fact} — ", strong(f"{each.publisher}: {each.title}"), edition, ", ",
        address(each.url), f". Seen: {each.seen}.{note} Used by: ", *(joined(used) or ("nothing yet",)), ".",
    )  # fmt: skip


def users(whole: Whole) -> dict[str, Users]:
    """Say what names each unit, citation and evidence."""
    book = whole.book
    found: dict[str, Users] = {"units": {}, "citations": {}, "evidence": {}}
    for kind, things in _named(whole):
        for name, cites, evidence in things:
            for key, names in (("citations", cites), ("evidence", evidence)):
                for each in names:
                    found[key].setdefault(each, []).append(link(kind, name))
    for citation in book.citations.values():
        found["units"].setdefault(citation.unit, []).append(link("citation", citation.id))
    return found


_Naming = Iterable[tuple[str, tuple[str, ...], tuple[str, ...]]]


def _named(whole: Whole) -> Iterator[tuple[str, _Naming]]:
    book = whole.book
    yield "rule", ((rule.id, rule.cites, rule.evidence) for rule in book.rules.values())
    yield "guidance", ((each.id, each.cites, each.evidence) for each in book.guidance.values())
    yield "sentence", ((extra.id, extra.cites, extra.evidence) for extra in book.screens.extras)
    yield "topic", ((topic.id, saying.cites, saying.evidence) for topic in whole.topics.topics for saying in topic.says)
    yield "citation", ((citation.id, (), citation.evidence) for citation in book.citations.values())
    yield "unit", ((unit.id, (), unit.evidence) for unit in book.units.values())
