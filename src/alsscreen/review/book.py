"""A rule book in; all of it as one document that can be printed, read by a clinician and approved, out."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import NamedTuple, TypeAlias

from . import book_asked, book_rules, book_sources, book_words
from .book_blocks import Block, Book, Item, Items, Label, Section, Table, code, strong, text
from .book_html import html
from .book_markdown import markdown
from .outcomes import outcomes
from .proof.decided import Outcome
from .telling import show, tell_json
from .whole import Whole, load_whole
from .writing import write

AGREED = "To approve it is to agree to these words and rules. It does not certify that they are medically true."

PROVED = "proved"
UNTIL = "Until a named clinician has signed, questions, rules, levels and numbers are the work of their authors alone."


class Proof(NamedTuple):
    """A property, whether it is proved, and over how much it was decided."""

    claim: str
    status: str
    detail: str


Proofs: TypeAlias = tuple[Proof, ...]


def arguments(parser: ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--html", metavar="FILE", type=Path, help="write it as one HTML file, to read or to print")
    parser.add_argument("--markdown", metavar="FILE", type=Path, help="write it as Markdown, for a pull request")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def run(options: Namespace) -> int:
    """Write the book in the forms that were asked for, and say what is in it."""
    whole = load_whole(options.rules)
    document = book_of(whole, proofs(whole))
    page = html(document)
    files = {options.html: page, options.markdown: markdown(document) if options.markdown else ""}
    for path, content in files.items():
        if path is not None:
            write(path, content.encode("utf-8"), force=options.force)
    written = [str(path) for path in files if path is not None]
    sha256 = digest(page)
    if options.json:
        counts = {name: count for name, count, _ in _counts(whole)}
        return tell_json({"book": whole.book.sha256, "sha256": sha256, "written": written, "counts": counts}, ())
    lines = [*(f"{count} {words}" for _, count, words in _counts(whole)), f"printed book: sha256 {sha256}"]
    lines += [f"written: {name}" for name in written] or ["nothing written: name a file with --html or --markdown"]
    show(lines)
    return 0


def rendered(whole: Whole) -> str:
    """Give the digest of the book as it is printed."""
    return digest(html(book_of(whole, proofs(whole))))


def digest(page: str) -> str:
    """Give the sha256 of a page's bytes."""
    return hashlib.sha256(page.encode("utf-8")).hexdigest()


def proofs(whole: Whole) -> Proofs:
    """Decide every property of a book; times stay out, since the same book gives the same pages."""
    from .prove import prove

    return tuple(Proof(found.claim, _status(found), _over(found)) for found in prove(whole.book, whole.files))


def _over(found: Outcome) -> str:
    return f"{found.decided:,}/{found.items:,} {found.unit}, {found.space:,} combinations of answers"


def _status(found: Outcome) -> str:
    return PROVED if found.proved else "refuted" if found.decided == found.items else "not decided"


def book_of(whole: Whole, proved: Proofs = ()) -> Book:
    """Put the whole document together."""
    book = whole.book
    people = book_rules.People(outcomes(whole, book))
    sections = (
        book_asked.flows_section(book),
        book_asked.questions_section(book),
        book_words.levels_section(book),
        book_rules.rules_section(book, people),
        book_rules.guidance_section(book),
        book_rules.apart_section(book),
        book_words.words_section(whole),
        book_words.topics_section(whole),
        book_words.regions_section(book),
        book_words.codes_section(whole),
        book_sources.source_section(whole),
        book_sources.evidence_section(whole),
        book_rules.cases_section(people),
        _proofs_section(proved),
    )
    return Book(f"The rule book {book.id} {book.version}", _about(whole), sections)


def _about(whole: Whole) -> tuple[Block, ...]:
    """Say what this is, what is in it, and what nobody has reviewed."""
    book = whole.book
    counts = Items(tuple(Item((f"{count} {words}",)) for _, count, words in _counts(whole)))
    unreviewed = (
        f"Who approved it, if anybody, stands on a page of its own. {UNTIL}",
        "Every text that is cited was read in a stored copy, never on its live page.",
        "The telephone numbers were not checked for use, except where a date of check is given.",
        "That a rule is proved or tested says that it does what it says, and not that it is medically right.",
    )
    return (
        text("Questions about early signs and risk factors of ALS, and what a person is told. Never a diagnosis."),
        text("This document is made from the rule files. Known by sha256 ", code(book.sha256), "."),
        Label("In it"),
        counts,
        Label("What is not reviewed"),
        Items(tuple(Item((words,)) for words in unreviewed)),
        text(strong(AGREED)),
    )


def _counts(whole: Whole) -> list[tuple[str, int, str]]:
    """Name, number and words of what there is."""
    book = whole.book
    judged = sum(rule.judgement is not None for rule in book.rules.values())
    safety = sum(rule.basis == "safety" for rule in book.rules.values())
    units = len(book.units)
    return [
        ("questions", len(book.questions), f"questions in {len(book.flows)} flows"),
        ("rules", len(book.rules), f"rules; {safety} of them stand on safety alone, {judged} hold a judgement of ours"),
        ("guidance", len(book.guidance), "things that a person can be told"),
        ("units", units, f"units of the source, {units} of {units} decided"),
        ("citations", len(book.citations), "quotations of the source"),
        ("evidence", len(book.evidence), "facts of other bodies"),
        ("topics", len(whole.topics.topics), "pages to learn from"),
        ("regions", len(book.regions), "regions with telephone numbers"),
        ("cases", len(whole.cases.cases), "people on whom the rules are tried"),
    ]


def _proofs_section(proved: Proofs) -> Section:
    if not proved:
        return Section("proofs", ("What is proved",), (text("Not run."),))
    rows = tuple(((name,), (status,), (detail,)) for name, status, detail in proved)
    held = sum(status == PROVED for _, status, _ in proved)
    caption = "Each property, whether it holds, and over how many cases"
    said = text(f"{held} of {len(rows)} properties proved.")
    return Section("proofs", ("What is proved",), (said, Table(caption, ("Property", "Status", "Detail"), rows)))
