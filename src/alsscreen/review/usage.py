"""A rule book in; what stands in it and is used by nothing, out."""

from __future__ import annotations

from collections.abc import Iterator

from ..conditions import atoms, held
from ..model import Condition, Problem, RuleBook
from ..references import Files
from ..references.files import CITATIONS, EVIDENCE, LEDGER, QUESTIONS, RULES
from ..references.names import LINKS, named
from .whole import TOPICS

NAMED = (
    ("guidance", RULES, "guidance"),
    ("section", QUESTIONS, "sections"),
    ("sign", QUESTIONS, "signs"),
)
"""What must be named by something: what it is called, its file and its list."""

NAMED_SOMETIME = (
    ("citation", CITATIONS, "citations"),
    ("evidence", EVIDENCE, "evidence"),
)
"""What may wait until something names it."""

_TOPICS = (
    (TOPICS, "topics", "says.cites", CITATIONS, "citations"),
    (TOPICS, "topics", "says.evidence", EVIDENCE, "evidence"),
)


def things_are_named(kind: str, file: str, key: str, _: RuleBook, files: Files) -> Iterator[Problem]:
    """Each thing of a list is named somewhere."""
    used = {name for *link, target, target_key in (*LINKS, *_TOPICS) if (target, target_key) == (file, key)
            for name in _names(link, files)}  # fmt: skip
    for path, thing in files.each(file, key):
        if thing.id not in used and not _waits(thing, files):
            what = f"nothing names the {kind} '{thing.id}'"
            yield files.problem(file, path, f"unused-{kind}", what, "Use it, or remove it")


def _names(link: list[str], files: Files) -> Iterator[str]:
    file, key, field = link
    if file in files.nouns:
        for path, thing in files.each(file, key):
            yield from (name for _, name in named(thing, path, field))


def _waits(thing: object, files: Files) -> bool:
    """Say whether it is a citation that waits for the pages to learn from, in a book that has none yet."""
    unit = files.ids(LEDGER, "units").get(getattr(thing, "unit", ""))
    return TOPICS not in files.nouns and unit is not None and unit.topics_only


def questions_are_in_a_flow(book: RuleBook, files: Files) -> Iterator[Problem]:
    """Each question is asked in some flow."""
    asked = {name for flow in book.flows.values() for name in flow.questions}
    for path, question in files.each(QUESTIONS, "questions"):
        if question.id not in asked:
            what = f"no flow asks '{question.id}'"
            yield files.problem(QUESTIONS, path, "question-in-no-flow", what, "Add it to a flow, or remove it")


def questions_are_read(book: RuleBook, files: Files) -> Iterator[Problem]:
    """Each question is read by something, or marked as one that is for the clinician only."""
    read = {name for name, _ in _codes_read(book)}
    for path, question in files.each(QUESTIONS, "questions"):
        if question.id not in read and not question.neutral:
            what = f"nothing reads '{question.id}'"
            yield files.problem(QUESTIONS, path, "unread-question", what, "Mark it 'neutral: true', or remove it")


def no_rule_reads_what_is_neutral(book: RuleBook, files: Files) -> Iterator[Problem]:
    """A question or an option that is marked neutral moves no level."""
    readers: dict[tuple[str, str], str] = {}
    for rule in reversed(book.rules.values()):
        for atom in atoms(rule.when):
            codes = ("", *held(atom, book.questions[atom.question]))
            readers.update(((atom.question, code), rule.id) for code in codes)
    for path, question in files.each(QUESTIONS, "questions"):
        options = (((*path, "options", index), option.code, option) for index, option in enumerate(question.options))
        for place, code, thing in ((path, "", question), *options):
            if thing.neutral and (question.id, code) in readers:
                what = f"'{code or question.id}' is neutral, and the rule '{readers[question.id, code]}' reads it"
                remedy = "Remove 'neutral', or the rule"
                yield files.problem(QUESTIONS, (*place, "neutral"), "neutral-is-read", what, remedy)


def ticks_are_read(book: RuleBook, files: Files) -> Iterator[Problem]:
    """Each tick of a checklist is read by something; what nothing reads of a single choice says no to the rest."""
    read = set(_codes_read(book))
    for path, question in files.each(QUESTIONS, "questions"):
        for index, option in enumerate(question.options):
            silent = option.absence or option.unknown or option.neutral or question.neutral
            if question.kind == "choices" and not silent and (question.id, option.code) not in read:
                what = f"nothing reads the tick '{option.code}' of '{question.id}'"
                place, remedy = (*path, "options", index), "Let a rule read it, or mark it 'neutral: true'"
                yield files.problem(QUESTIONS, place, "unread-tick", what, remedy)


def _codes_read(book: RuleBook) -> Iterator[tuple[str, str]]:
    """Give question and code of each option that a rule, gate, stop or sentence reads."""
    for condition in _conditions(book):
        for atom in atoms(condition):
            yield from ((atom.question, code) for code in held(atom, book.questions[atom.question]))


def _conditions(book: RuleBook) -> Iterator[Condition]:
    yield from (rule.when for rule in book.rules.values())
    yield from (stop.when for stop in book.stops)
    yield from (question.asked_when for question in book.questions.values() if question.asked_when is not None)
    yield from (extra.when for extra in book.screens.extras if extra.when is not None)
