"""A rule book and its approvals in; who approved what, whether it still counts, and why not, out."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..model import Problem
from ..references.files import CITATIONS, EVIDENCE, LEDGER, QUESTIONS, REGIONS, RULES, SCREENS
from .approval_file import approvals_in
from .approval_states import APPROVED, SIGNED_WRONGLY, UNPROVEN, Judged, approval_state, judge, stamp
from .book import rendered
from .book_blocks import Book, Section, Table, text
from .book_html import html
from .compare import PARTS, things
from .scopes import rules_of_scope
from .signers import allowing, read_signers
from .telling import show, tell_json
from .whole import FHIR, KIOSK, TOPICS, Whole, load_whole
from .writing import write

__all__ = ["NO_TRUTH", "approval_state", "arguments", "run"]

NO_TRUTH = "An approval says that a named person agreed to these words and rules. It does not certify medical truth."


def arguments(parser: ArgumentParser) -> None:
    """Add the options of this command."""
    allowing(parser)
    parser.add_argument("--html", metavar="FILE", type=Path, help="write them as a page to print behind the rule book")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def run(options: Namespace) -> int:
    """Print every approval with its state; give 1 when one of them does not count any more."""
    root: Path = options.rules
    whole = load_whole(root)
    signers = None if options.allowed_signers is None else read_signers(options.allowed_signers, root)
    records, unread = approvals_in(root)
    judged = judge(records, whole.book.sha256, lambda: whole, signers, dt.datetime.now(dt.UTC))
    findings = (*unread, *(problem for each in judged for problem in _problems(each, whole)))
    notes = tuple(_notes(judged, whole))
    if options.html is not None:
        write(options.html, html(_page(whole, judged)).encode("utf-8"), force=options.force)
    if options.json:
        return tell_json({**_data(whole, judged), "remarks": list(notes)}, findings)
    show(_lines(whole, judged, findings, notes))
    return 1 if findings else 0


def _problems(judged: Judged, whole: Whole) -> Iterator[Problem]:
    """Give the findings of one approval: what changed since, at its place, or what is wrong with the signature."""
    record, name = judged.approval.record, judged.approval.path.name
    if judged.state in SIGNED_WRONGLY:
        what = f"the approval of {record.name} does not count: {judged.why}"
        remedy = "Ask them to approve again, or remove it"
        yield Problem(str(judged.approval.path), 1, 1, judged.state, what, remedy)
    for thing in judged.changed:
        kind, _, called = thing.partition("/")
        words = f"{kind} '{called}'" if called else kind
        what = f"{words} changed since {record.name} approved it ({name}), so that is {judged.state}"
        yield Problem(*_place(whole, kind, called), judged.state, what, "Have it read and approved again")


def _place(whole: Whole, kind: str, called: str) -> tuple[str, int, int]:
    """Find where a thing that was covered stands now, else the list in which it stood."""
    file, key = _WHERE.get(f"{kind}/{called}" if kind == "words" else kind, (RULES, "rules"))
    if file not in whole.files.documents:
        return str(whole.files.root / file), 0, 0
    document = whole.files.documents[file]
    for part in PARTS:
        if (part.file, part.key) == (file, key) and called in things(whole, part):
            return document.file, *document.place(things(whole, part)[called][0])
    return document.file, *document.place((key,))


_WHERE = {
    "rules": (RULES, "rules"), "guidance": (RULES, "guidance"), "questions": (QUESTIONS, "questions"),
    "stops": (QUESTIONS, "stops"), "flows": (QUESTIONS, "flows"), "levels": (SCREENS, "levels"),
    "sentences": (SCREENS, "extras"), "regions": (REGIONS, "regions"), "topics": (TOPICS, "topics"),
    "words/screens": (SCREENS, "words"), "words/signs": (QUESTIONS, "signs"), "words/sections": (QUESTIONS, "sections"),
    "source": (LEDGER, "source"), "units": (LEDGER, "units"), "citations": (CITATIONS, "citations"),
    "evidence": (EVIDENCE, "evidence"), "words/kiosk": (KIOSK, "words"), "words/codes": (FHIR, "hpo"),
}  # fmt: skip


def _notes(judged: tuple[Judged, ...], whole: Whole) -> Iterator[str]:
    """Give what one should know, and need not mend."""
    prints = rendered(whole) if any(each.approval.record.sha256 == whole.book.sha256 for each in judged) else ""
    for each in judged:
        name = each.approval.path.name
        if each.state in UNPROVEN:
            yield f"{name}: {each.why}"
        if each.form_only:
            yield f"{name}: the files changed since, and nothing that this approval covers"
        elif each.approval.record.sha256 == whole.book.sha256 and each.approval.record.rendered != prints:
            yield f"{name}: this version of the program prints the book otherwise than it was when it was approved"


def _lines(
    whole: Whole, judged: tuple[Judged, ...], findings: tuple[Problem, ...], notes: tuple[str, ...]
) -> Iterator[str]:
    for each in judged:
        record = each.approval.record
        yield f"{each.state}: {record.name}, {record.role}, {record.date[:10]}, scope {', '.join(record.scope)}"
        yield from (f"  {line}" for line in (each.why, f"signed by {each.signer}" if each.signer else "") if line)
    yield from map(str, findings)
    yield from (f"note: {note}" for note in notes)
    counted = Counter(each.state for each in judged)
    states = ", ".join(f"{count} {state}" for state, count in counted.items()) or "none"
    yield f"approvals: {states}; {len(_approved(whole, judged))}/{len(whole.book.rules)} rules approved"
    yield _says(whole, judged)
    yield NO_TRUTH


def _page(whole: Whole, judged: tuple[Judged, ...]) -> Book:
    """Give the page of approvals; it stands outside what is approved, so it may change while that stays."""
    rows = tuple(
        (
            (each.approval.record.name,), (each.approval.record.role,), (each.approval.record.date,),
            (", ".join(each.approval.record.scope),), (each.state, f": {each.why}" if each.why else ""),
            (each.signer or "not signed",),
        )
        for each in judged
    )  # fmt: skip
    heads = ("Name", "Role", "Date", "Scope", "State", "Signed by")
    caption = "Approvals, and what each is worth now"
    blocks = (text(_says(whole, judged)), Table(caption, heads, rows) if rows else text("Nobody has approved it yet."))
    title = f"Approvals of the rule book {whole.book.id} {whole.book.version}"
    return Book(title, (text(NO_TRUTH),), (Section("approvals", ("Approvals",), blocks),))


def _says(whole: Whole, judged: tuple[Judged, ...]) -> str:
    state, by = stamp(judged)
    book = f"{whole.book.id} {whole.book.version} ({whole.book.sha256[:16]})"
    return f"The rule book {book} is approved by {by}." if by else f"The rule book {book} is not approved: {state}."


def _approved(whole: Whole, judged: tuple[Judged, ...]) -> set[str]:
    approved: set[str] = set()
    for each in judged:
        if each.state == APPROVED:
            approved |= rules_of_scope(whole.book, each.approval.record.scope)
    return approved


def _data(whole: Whole, judged: tuple[Judged, ...]) -> dict[str, Any]:
    state, by = stamp(judged)
    return {
        "book": {"id": whole.book.id, "version": whole.book.version, "sha256": whole.book.sha256},
        "state": state,
        "by": by,
        "rules": {"approved": len(_approved(whole, judged)), "all": len(whole.book.rules)},
        "approvals": [_facts(each) for each in judged],
        "means": NO_TRUTH,
    }


def _facts(judged: Judged) -> dict[str, Any]:
    record = judged.approval.record
    return {
        "file": str(judged.approval.path),
        "name": record.name,
        "role": record.role,
        "date": record.date,
        "scope": list(record.scope),
        "state": judged.state,
        "why": judged.why,
        "changed": list(judged.changed),
        "signer": judged.signer,
    }
