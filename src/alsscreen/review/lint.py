"""A directory of rules in; everything that is wrong with it and can be decided without the source's text, out."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from ..model import Problem, ProblemsError, RuleBook
from ..references import Files, Unread
from ..references.files import CITATIONS, EVIDENCE, QUESTIONS, RULES
from ..references.names import a_name_is_an_id, an_id_stands_once
from ..rulebook import load_with_files
from . import completeness, other_files, reach, unknowns, usage, words
from .telling import show, tell_json
from .whole import CASES, DOORS, REVIEWED, TOPICS, WORDING, read_into

Check: TypeAlias = Callable[[RuleBook, Files], Iterator[Problem]]

LISTS = ((CASES, "cases"), (CASES, "bases"), (TOPICS, "topics"), (WORDING, "forbidden"))
LINKS = (
    (CASES, "cases", "rules", RULES, "rules"),
    (CASES, "cases", "near", RULES, "rules"),
    (CASES, "cases", "flow", QUESTIONS, "flows"),
    (CASES, "cases", "base", CASES, "bases"),
    (TOPICS, "topics", "says.cites", CITATIONS, "citations"),
    (TOPICS, "topics", "says.evidence", EVIDENCE, "evidence"),
)
"""As in `references.names`: file, list and field that names things; file and list in which they must be."""


def _named(check: Callable[[Any, Files], Iterator[Problem]], what: Any, _: RuleBook, files: Files) -> Iterator[Problem]:
    return check(what, files)


CHECKS: tuple[Check, ...] = (
    *(partial(_named, an_id_stands_once, listed) for listed in LISTS),
    *(partial(_named, a_name_is_an_id, link) for link in LINKS),
    usage.questions_are_in_a_flow,
    usage.questions_are_read,
    usage.no_rule_reads_what_is_neutral,
    usage.ticks_are_read,
    *(partial(usage.things_are_named, kind, file, key) for kind, file, key in usage.NAMED),
    reach.questions_can_be_asked,
    unknowns.not_knowing_never_lowers,
    words.sentences_are_short,
    words.nothing_forbidden_is_said,
    words.places_can_be_filled,
    words.characters_are_plain,
    words.quotations_are_short,
    completeness.checklists_can_be_denied,
    completeness.regions_say_every_number,
    completeness.numbers_have_a_source,
    completeness.rules_have_a_case,
    other_files.terms_are_known,
    other_files.every_file_is_read,
)
"""Each takes the book and its files and gives what is wrong."""

NOTES: tuple[Check, ...] = (
    *(partial(usage.things_are_named, kind, file, key) for kind, file, key in usage.NAMED_SOMETIME),
    completeness.numbers_are_verified,
    completeness.numbers_are_fresh,
)
"""What a reviewer should know, and need not mend."""


class Look(NamedTuple):
    """What one look at a book gave: findings, notes, and out of how much."""

    findings: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    files: int = 0
    questions: int = 0
    rules: int = 0


def arguments(_: ArgumentParser) -> None:
    """Lint takes no option of its own."""


def run(options: Namespace) -> int:
    """Check the book that the command line names."""
    return report(Path(options.rules), as_json=options.json)


def report(root: Path, *, as_json: bool) -> int:
    """Print every finding and note of a book; give 1 with findings, else 0."""
    seen = look(root)
    if as_json:
        return tell_json({name: getattr(seen, name) for name in ("files", "questions", "rules")}, *seen[:2])
    show(_lines(seen))
    return 1 if seen.findings else 0


def findings(root: Path) -> tuple[Problem, ...]:
    """Give everything that is wrong with the book in a directory."""
    return look(root).findings


def look(root: Path) -> Look:
    """Read a book, and when it can be read check it."""
    try:
        book, files = load_with_files(root)
    except ProblemsError as error:
        also = _read_more(Files(root, {}, {})) if root.is_dir() else ()
        return Look(tuple(sorted({*error.problems, *also})))
    wrong = {*_read_more(files), *_found(CHECKS, book, files)}
    notes = _found(NOTES, book, files)
    return Look(tuple(sorted(wrong)), tuple(sorted(notes)), len(files.nouns), len(book.questions), len(book.rules))


def _read_more(files: Files) -> tuple[Problem, ...]:
    """Read the other files of a book, those that are there, into `files`; give what is wrong with their form."""
    return read_into(files, {name: noun for name, noun in (REVIEWED | DOORS).items() if (files.root / name).exists()})


def _found(checks: Iterable[Check], book: RuleBook, files: Files) -> set[Problem]:
    found: set[Problem] = set()
    for check in checks:
        try:
            found.update(check(book, files))
        except Unread:
            continue
    return found


def _lines(seen: Look) -> Iterator[str]:
    yield from map(str, seen.findings)
    yield from (f"note: {note}" for note in seen.notes)
    said = _counted(len(seen.findings), "finding") or "no findings"
    if seen.files:
        said = f"{seen.files} files, {seen.questions} questions, {seen.rules} rules: {said}"
    yield ", ".join(filter(None, (said, _counted(len(seen.notes), "note"))))


def _counted(count: int, name: str) -> str:
    return f"{count:,} {name}{'s' * (count > 1)}" if count else ""
