"""The parsed files of a rule book in; every name that leads nowhere, or where it may not, out."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from .conditions import held
from .model import ANY_TICK, DECLINED, LEVELS, NOT_SURE, All, Any_, Atom, Condition, Problem, Question
from .source import digest
from .strictyaml import Document

MAX_QUESTIONS_READ = 6
"""DESIGN, section 4: so that a clinician can hold a condition in mind, and each can be enumerated."""

Path_: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Files:
    """The parsed files of a book by name, so that a check can name the place of what it finds."""

    root: Path
    documents: dict[str, Document]
    nouns: dict[str, Any]

    def problem(self, file: str, path: Path_, code: str, what: str, remedy: str) -> Problem:
        """Make a problem at the place of `path` in `file`."""
        document = self.documents[file]
        return Problem(document.file, *document.place(path), code, what, remedy)

    def each(self, file: str, key: str) -> Iterator[tuple[Path_, Any]]:
        """Give the things listed under `key` of a file with their paths."""
        for index, thing in enumerate(getattr(self.nouns[file], key)):
            yield (key, index), thing

    def ids(self, file: str, key: str) -> dict[str, Any]:
        """Give the things listed under `key` of a file by id."""
        return {_name(thing): thing for _, thing in self.each(file, key)}


def check_references(files: Files) -> Iterator[Problem]:
    """Run every check; doubled ids first, since the others look things up by id."""
    doubled = tuple(doubled_ids(files))
    yield from doubled
    if not doubled:
        for check in CHECKS:
            yield from check(files)


def doubled_ids(files: Files) -> Iterator[Problem]:
    """No id stands twice in its list."""
    for file, key in LISTS:
        seen: set[str] = set()
        for path, thing in files.each(file, key):
            if _name(thing) in seen:
                what = f"'{_name(thing)}' stands twice under '{key}'"
                yield files.problem(file, path, "duplicate-id", what, "Rename or remove one")
            seen.add(_name(thing))


def options_are_sound(files: Files) -> Iterator[Problem]:
    """A question's options fit its kind, and their codes are its own."""
    for path, question in files.each(QUESTIONS, "questions"):
        if (question.kind == "text") == bool(question.options):
            what = f"a question of kind '{question.kind}' {'with' if question.options else 'without'} options"
            yield files.problem(QUESTIONS, path, "options", what, "Change the kind, or the options")
        for code, count in Counter(option.code for option in question.options).items():
            index = max(i for i, option in enumerate(question.options) if option.code == code)
            place = (*path, "options", index, "code")
            if count > 1:
                yield files.problem(QUESTIONS, place, "duplicate-option", f"code '{code}' stands twice", "Rename one")
            if code in (NOT_SURE, DECLINED, ANY_TICK):
                what = f"code '{code}' means the same everywhere"
                yield files.problem(QUESTIONS, place, "reserved-option", what, "Choose another code")


def names_lead_somewhere(files: Files) -> Iterator[Problem]:
    """Each id that a thing names is an id of the list that it should be in."""
    for file, key, field, target_file, target_key in LINKS:
        targets = files.ids(target_file, target_key)
        for path, thing in files.each(file, key):
            for place, name in _names(thing, path, field):
                if name not in targets:
                    what = f"'{name}' is not an id under '{target_key}' of {target_file}"
                    yield files.problem(file, place, "unknown-id", what, nearest(name, targets))


def conditions_are_sound(files: Files) -> Iterator[Problem]:
    """A condition reads options that exist, at most six questions, and in a rule no absence."""
    questions = files.ids(QUESTIONS, "questions")
    for file, path, condition, in_rule in _conditions(files):
        read = set()
        for place, atom in _atoms(condition, path):
            read.add(atom.question)
            question = questions.get(atom.question)
            if question is None:
                what = f"'{atom.question}' is not a question"
                remedy = nearest(atom.question, questions)
                yield files.problem(file, (*place, "question"), "unknown-question", what, remedy)
            else:
                yield from _atom_problems(files, file, place, atom, question, in_rule=in_rule)
        if len(read) > MAX_QUESTIONS_READ:
            what = f"a condition that reads {len(read)} questions, more than {MAX_QUESTIONS_READ}"
            yield files.problem(file, path, "too-many-questions", what, "Split it into two rules")


def _atom_problems(
    files: Files, file: str, place: Path_, atom: Atom, question: Question, *, in_rule: bool
) -> Iterator[Problem]:
    if question.kind == "text":
        what = f"'{question.id}' is a text, which nothing may read"
        yield files.problem(file, (*place, "question"), "reads-text", what, "Ask a question with options")
        return
    known = {option.code: option for option in question.options}
    for index, code in enumerate(atom.holds):
        where = (*place, "holds", index)
        if code == DECLINED:
            what = "a condition may not name 'declined'"
            yield files.problem(file, where, "declined-named", what, "Use or_unknown: true")
        elif code not in known and code not in (NOT_SURE, ANY_TICK):
            what = f"'{code}' is not an option of '{question.id}'"
            yield files.problem(file, where, "unknown-option", what, nearest(code, known))
        elif in_rule and code in known and known[code].absence:
            what = f"'{code}' is an absence: no rule may stand on a sign that is not there"
            yield files.problem(file, where, "absence-named", what, "Name the sign instead")
    if atom.at_least > 1 and (question.kind != "choices" or atom.at_least > len(held(atom, question))):
        what = f"at_least {atom.at_least} can never be"
        yield files.problem(file, (*place, "at_least"), "at-least", what, "Lower it, or read a checklist")


def flows_are_in_order(files: Files) -> Iterator[Problem]:
    """A gate reads questions before it, a stop no question behind it, and both are flat."""
    questions = files.ids(QUESTIONS, "questions")
    for path, question in files.each(QUESTIONS, "questions"):
        gate = question.asked_when
        if gate is not None and any(not isinstance(part, Atom) for part in _inner(gate)):
            what = "asked_when is nested"
            yield files.problem(QUESTIONS, (*path, "asked_when"), "nested-gate", what, "Write one flat all or any")
    for path, flow in files.each(QUESTIONS, "flows"):
        order = {name: index for index, name in enumerate(flow.questions)}
        if len(order) < len(flow.questions):
            yield files.problem(QUESTIONS, path, "duplicate-question", "a question stands twice", "Remove one")
        for index, name in enumerate(flow.questions):
            gate = questions[name].asked_when if name in questions else None
            for atom in [] if gate is None else [part for part in _inner(gate) if isinstance(part, Atom)]:
                if order.get(atom.question, -1) >= index:
                    what = f"'{name}' is asked before '{atom.question}', which decides whether it is asked"
                    place = (*path, "questions", index)
                    yield files.problem(QUESTIONS, place, "gate-order", what, "Put it behind")
        for index, stop in enumerate(files.nouns[QUESTIONS].stops):
            for _, atom in _atoms(stop.when, ()):
                if stop.after in order and order.get(atom.question, -1) > order[stop.after]:
                    what = f"the stop reads '{atom.question}', which is asked after '{stop.after}'"
                    yield files.problem(QUESTIONS, ("stops", index), "stop-order", what, "Move the stop behind it")


def floors_are_information(files: Files) -> Iterator[Problem]:
    """A flow's floor is the only default, so it is of the lowest level."""
    guidance = files.ids(RULES, "guidance")
    for path, flow in files.each(QUESTIONS, "flows"):
        for name, target in flow.floor:
            place = (*path, "floor", name)
            if target not in guidance:
                what, remedy = f"'{target}' is no guidance", nearest(target, guidance)
                yield files.problem(QUESTIONS, place, "unknown-id", what, remedy)
            elif guidance[target].level != LEVELS[-1]:
                what = f"the floor '{target}' is of level '{guidance[target].level}'"
                yield files.problem(QUESTIONS, place, "floor-level", what, f"Choose guidance of '{LEVELS[-1]}'")


def bases_are_carried(files: Files) -> Iterator[Problem]:
    """A rule says what it stands on: the source, the source and evidence, or for safety evidence alone."""
    for path, rule in files.each(RULES, "rules"):
        cites, evidence = bool(rule.cites), bool(rule.evidence)
        wrong = {
            "source": (not cites, "cites nothing of the source"),
            "corroborated": (not (cites and evidence), "needs a citation and evidence"),
            "safety": (cites or not (evidence or rule.judgement), "stands on evidence or a judgement, not the source"),
        }[rule.basis]
        if wrong[0]:
            what = f"'{rule.id}' has the basis '{rule.basis}' and {wrong[1]}"
            yield files.problem(RULES, (*path, "basis"), "basis", what, "Change the basis, or what it names")
        if not (cites or evidence or rule.judgement):
            what = f"'{rule.id}' stands on nothing"
            yield files.problem(RULES, path, "stands-on-nothing", what, "Cite the source, evidence, or say judgement")


def quotations_are_the_sources(files: Files) -> Iterator[Problem]:
    """A quotation is a whole unit by its hash, or says what it leaves out; no excluded unit is quoted."""
    units = files.ids(LEDGER, "units")
    for path, citation in files.each(CITATIONS, "citations"):
        unit = units.get(citation.unit)
        if unit is None:
            continue
        for wrong, key, code, what, remedy in (
            (unit.disposition == "exclude", "unit", "excluded-unit", f"unit '{unit.id}' is excluded", "Cite another"),
            (
                not citation.partial and digest(citation.quote) != unit.sha256,
                "quote", "not-verbatim", f"this is not the whole of unit '{unit.id}'",
                "Quote the unit word for word, or mark it partial and say what it leaves out",
            ),
            (
                citation.partial and not citation.left_out,
                "partial", "left-out", "a partial quotation without left_out", "Say what it leaves out",
            ),
            (
                unit.disposition == "correct" and not (citation.correction and citation.evidence),
                "id", "uncorrected", f"unit '{unit.id}' needs a correction", "Add correction and evidence",
            ),
        ):  # fmt: skip
            if wrong:
                yield files.problem(CITATIONS, (*path, key), code, what, remedy)


def excluded_units_have_reasons(files: Files) -> Iterator[Problem]:
    """A unit is excluded with one reason from the closed list, and only then."""
    for path, unit in files.each(LEDGER, "units"):
        if (unit.disposition == "exclude") != (unit.reason is not None):
            what = f"unit '{unit.id}' is '{unit.disposition}' {'with' if unit.reason else 'without'} a reason"
            yield files.problem(LEDGER, path, "reason", what, "Give a reason to an excluded unit, and to no other")


def topics_only_stay_in_topics(files: Files) -> Iterator[Problem]:
    """A unit for the pages to learn from carries no rule and no guidance."""
    units, citations = files.ids(LEDGER, "units"), files.ids(CITATIONS, "citations")
    for key in ("rules", "guidance"):
        for path, thing in files.each(RULES, key):
            for index, cited in enumerate(thing.cites):
                unit = units.get(citations[cited].unit) if cited in citations else None
                if unit is not None and unit.topics_only:
                    what = f"'{cited}' is for topics only"
                    yield files.problem(RULES, (*path, "cites", index), "topics-only", what, "Cite another unit")


def levels_and_regions_are_whole(files: Files) -> Iterator[Problem]:
    """Each level has its words once, and there is a generic region."""
    named = [words.level for words in files.nouns[SCREENS].levels]
    for level in LEVELS:
        if named.count(level) != 1:
            what = f"level '{level}' has its words {named.count(level)} times"
            yield files.problem(SCREENS, ("levels",), "level-words", what, "Give each level its words once")
    if "generic" not in files.ids(REGIONS, "regions"):
        yield files.problem(REGIONS, ("regions",), "no-generic", "there is no region 'generic'", "Add it")


QUESTIONS, RULES, CITATIONS = "questions.yaml", "rules.yaml", "citations.yaml"
SCREENS, REGIONS = "screens.yaml", "regions.yaml"
LEDGER, EVIDENCE = "sources/advancells-als.yaml", "sources/evidence.yaml"

LISTS = (
    (QUESTIONS, "signs"), (QUESTIONS, "sections"), (QUESTIONS, "questions"), (QUESTIONS, "stops"), (QUESTIONS, "flows"),
    (RULES, "guidance"), (RULES, "rules"), (CITATIONS, "citations"), (SCREENS, "extras"), (REGIONS, "regions"),
    (LEDGER, "units"), (EVIDENCE, "evidence"),
)  # fmt: skip
"""Each list of things with an id."""

_EVIDENCE = (EVIDENCE, "evidence")
_CITATIONS = (CITATIONS, "citations")
LINKS = (
    (QUESTIONS, "questions", "section", QUESTIONS, "sections"),
    (QUESTIONS, "questions", "options.sign", QUESTIONS, "signs"),
    (QUESTIONS, "flows", "questions", QUESTIONS, "questions"),
    (QUESTIONS, "stops", "after", QUESTIONS, "questions"),
    (QUESTIONS, "signs", "cites", *_CITATIONS),
    (QUESTIONS, "signs", "evidence", *_EVIDENCE),
    (RULES, "guidance", "cites", *_CITATIONS),
    (RULES, "guidance", "evidence", *_EVIDENCE),
    (RULES, "rules", "guidance", RULES, "guidance"),
    (RULES, "rules", "cites", *_CITATIONS),
    (RULES, "rules", "evidence", *_EVIDENCE),
    (SCREENS, "extras", "cites", *_CITATIONS),
    (SCREENS, "extras", "evidence", *_EVIDENCE),
    (CITATIONS, "citations", "unit", LEDGER, "units"),
    (CITATIONS, "citations", "evidence", *_EVIDENCE),
    (LEDGER, "units", "evidence", *_EVIDENCE),
)
"""File, list and field that names things; file and list in which they must be."""

CHECKS: tuple[Callable[[Files], Iterator[Problem]], ...] = (
    options_are_sound,
    names_lead_somewhere,
    conditions_are_sound,
    flows_are_in_order,
    floors_are_information,
    bases_are_carried,
    quotations_are_the_sources,
    excluded_units_have_reasons,
    topics_only_stay_in_topics,
    levels_and_regions_are_whole,
)


def nearest(name: str, names: Iterable[str]) -> str:
    """Suggest the id that a misspelt one is nearest to."""
    close = difflib.get_close_matches(name, list(names), n=1)
    return f"Did you mean '{close[0]}'?" if close else "Name one that exists"


def _name(thing: Any) -> str:
    return str(thing.id)


def _names(thing: Any, path: Path_, field: str) -> Iterator[tuple[Path_, str]]:
    """Give the ids that stand in a field (of each item of a list, with a dot), with their paths."""
    outer, dot, inner = field.partition(".")
    value = getattr(thing, outer)
    if dot:
        for index, item in enumerate(value):
            yield from _names(item, (*path, outer, index), inner)
    elif isinstance(value, tuple):
        yield from (((*path, outer, index), name) for index, name in enumerate(value))
    elif value is not None:
        yield (*path, outer), value


def _inner(condition: Condition) -> tuple[Condition, ...]:
    if isinstance(condition, Atom):
        return (condition,)
    return condition.all if isinstance(condition, All) else condition.any


def _atoms(condition: Condition, path: Path_) -> Iterator[tuple[Path_, Atom]]:
    """Give the atoms of a condition with their paths."""
    if isinstance(condition, Atom):
        yield path, condition
    else:
        key = "any" if isinstance(condition, Any_) else "all"
        for index, part in enumerate(_inner(condition)):
            yield from _atoms(part, (*path, key, index))


def _conditions(files: Files) -> Iterator[tuple[str, Path_, Condition, bool]]:
    """Give every condition of a book with its file and path, and whether it is a rule's."""
    for file, key, field in ((RULES, "rules", "when"), (QUESTIONS, "questions", "asked_when"),
                             (QUESTIONS, "stops", "when"), (SCREENS, "extras", "when")):  # fmt: skip
        for path, thing in files.each(file, key):
            condition = getattr(thing, field)
            if condition is not None:
                yield file, (*path, field), condition, key == "rules"
