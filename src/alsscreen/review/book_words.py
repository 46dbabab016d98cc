"""A whole rule book in; the words around the questions, the topics and the numbers, as a printed book has them, out."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Extra, Number, Region, RuleBook, Saying
from .book_blocks import (
    Block,
    Facts,
    Item,
    Items,
    Label,
    Line,
    Section,
    Table,
    anchor,
    code,
    joined,
    link,
    strong,
    text,
)
from .book_rules import evidence_blocks
from .condition_words import condition_items
from .whole import FHIR, KIOSK, Whole


def levels_section(book: RuleBook) -> Section:
    """Give the words of each level."""
    inner = []
    for words in book.screens.levels:
        facts: list[tuple[str, Line]] = []
        for field, name in _LEVEL.items():
            said = getattr(words, field)
            if said:
                facts.append((name, (said,)))
        inner.append(Section(f"level-{words.level}", (words.level,), (Facts(tuple(facts)),)))
    how = text("From the most urgent to the least. Words in {braces} are filled with the numbers of the region.")
    return Section("levels", (f"The levels, and the words of each ({len(inner)})",), (how, *inner))


_LEVEL = {
    "headline": "Headline", "action": "What to do", "then": "Then",
    "then_other": "Then, to somebody who answers for another",
    "no_appointment": "When no visit is to be had",
}  # fmt: skip


def words_section(whole: Whole) -> Section:
    """Give every fixed text, and the sentences that some results add."""
    book = whole.book
    extras = tuple(_extra(book, extra) for extra in book.screens.extras)
    inner = [
        Section("sentences", (f"Sentences that some results add ({len(extras)})",), extras),
        _texts("screens", "Fixed texts", book.screens.words),
    ]
    if KIOSK in whole.files.nouns:
        inner.append(_texts("kiosk", "Fixed texts of the kiosk", whole.files.noun(KIOSK).words))
    return Section("words", ("The words around the questions",), tuple(inner))


def _texts(name: str, title: str, words: dict[str, str]) -> Section:
    rows = tuple(((code(name),), (text,)) for name, text in words.items())
    return Section(name, (f"{title} ({len(rows)})",), (Table(f"{title} by name", ("Name", "Text"), rows),))


def codes_section(whole: Whole) -> Section:
    """Give the codes under which other health software knows an option."""
    file = whole.files.nouns.get(FHIR)
    if file is None or file.hpo is None:
        return Section("codes", ("Codes for other software",), (text("None."),))
    labels = {term.code: term.label for term in file.hpo.terms}
    rows = tuple(
        ((code(f"{each.question}/{each.option}"),), (code(each.term), f" {labels.get(each.term, 'not listed')}"))
        for each in file.hpo.options
    )
    how = text(f"Our names begin with {file.canonical}. Terms are of {file.hpo.system}, release {file.hpo.version}.")
    inside = (how, Table("Options, and the term of each", ("Option", "Term"), rows))
    return Section("codes", (f"Codes for other software ({len(rows)})",), inside)


def _extra(book: RuleBook, extra: Extra) -> Section:
    blocks: list[Block] = [text(extra.text), text(f"With results of level {', '.join(extra.levels)}.")]
    if extra.when is not None:
        blocks += [Label("Only when"), condition_items(book, extra.when)]
    blocks += _standing(book, extra)
    return Section(f"sentence-{extra.id}", (code(extra.id),), tuple(blocks))


def _standing(book: RuleBook, thing: Extra | Saying) -> Iterator[Block]:
    if thing.cites:
        quoted = [book.citations[name] for name in thing.cites]
        items = tuple(Item((f"“{each.quote}” (", link("unit", each.unit), ")")) for each in quoted)
        yield Label("The source says")
        yield Items(items)
    yield from evidence_blocks(book, thing.evidence)


def topics_section(whole: Whole) -> Section:
    """Give the short pages to learn from, each statement with what it stands on."""
    inner = []
    for topic in whole.topics.topics:
        items = tuple(Item((saying.text, *_basis(whole.book, saying))) for saying in topic.says)
        inner.append(Section(f"topic-{topic.id}", (f"{topic.title} ", code(topic.id)), (Items(items),)))
    return Section("topics", (f"Pages to learn from ({len(inner)})",), tuple(inner))


def _basis(book: RuleBook, saying: Saying) -> Line:
    stands = [link("unit", book.citations[name].unit) for name in saying.cites]
    stands += [link("evidence", name) for name in saying.evidence]
    if saying.own:
        return (" (about this program itself)",)
    return (" (", *joined(stands), ")")


def regions_section(book: RuleBook) -> Section:
    """Give the numbers of each region with where and when they were checked."""
    rows = tuple(_region(region) for region in book.regions.values())
    unchecked = sum(number.checked is None for region in book.regions.values() for number in _numbers(region) if number)
    every = sum(number is not None for region in book.regions.values() for number in _numbers(region))
    return Section(
        "regions",
        (f"Telephone numbers by region ({len(rows)})",),
        (
            text(strong(f"{unchecked} of {every} numbers have no date of check."), " Check each before any use."),
            Table(
                "Numbers by region, each with its source, how it was seen, and when it was checked",
                ("Region", "Emergency", "Advice", "Crisis", "Without speech", "Remark"),
                rows,
            ),
        ),
    )


def _numbers(region: Region) -> tuple[Number | None, ...]:
    return region.emergency, region.advice, region.crisis, region.emergency_text


def _region(region: Region) -> tuple[Line, ...]:
    cells = tuple(_number(number) for number in _numbers(region))
    return ((anchor("region", region.id), f" {region.name}"), *cells, (region.remark or "",))


def _number(number: Number | None) -> Line:
    if number is None:
        return ("none",)
    where = f"{number.seen}: {number.source}" if number.source else number.seen
    return strong(number.number), f" ({where}; {number.checked or 'no date of check'})"
