"""A rule book in; rules whose level is lost when a person does not say since when, out; decided by trying."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import NamedTuple, TypeAlias

from ..conditions import TRUE, atoms, held, questions_read
from ..model import LEVELS, NOT_SURE, Answer, Answers, Atom, Flow, Problem, Question, Rule, RuleBook
from ..references import Files, atoms_with_paths
from ..references.files import RULES
from ..visible import Mask

SOON = LEVELS.index("soon")
"""Higher levels may ask for a definite answer (clinical design, section 3); then not knowing gives at least this."""

MAX_PEOPLE = 20_000
"""Ways to answer what one rule reads; about a thousand at most in the shipped book."""

_Sorts: TypeAlias = tuple[Answer, ...]
"""One answer of each sort."""

_HIDDEN = ("hidden", "gate-undecided", "not-in-flow")


class _Outcome(NamedTuple):
    """The rules that fire, and the questions that are asked."""

    fired: set[str]
    asked: set[str]


def not_knowing_never_lowers(book: RuleBook, files: Files) -> Iterator[Problem]:
    """Whoever does not know a detail (since when, which way it goes) is sent no later for it than `soon`.

    A detail is a single choice that is asked only when something else was answered so.
    """
    trials: dict[frozenset[str], _Trial | None] = {}
    index = _Index(book)
    for path, rule in files.each(RULES, "rules"):
        strict = {place: atom for place, atom in atoms_with_paths(rule.when, (*path, "when")) if _is_strict(atom, book)}
        if strict:
            signs = frozenset(name for name in questions_read(rule.when) if not _is_detail(book.questions[name]))
            trial = trials[signs] if signs in trials else trials.setdefault(signs, _trial(book, index, signs))
            found = {} if trial is None else trial.lowered(rule, {atom.question for atom in strict.values()})
            for place, atom in strict.items():
                if atom.question in found:
                    yield files.problem(RULES, place, *found.pop(atom.question))


def _is_detail(question: Question) -> bool:
    return question.kind == "choice" and question.asked_when is not None


def _is_strict(atom: Atom, book: RuleBook) -> bool:
    return _is_detail(book.questions[atom.question]) and not atom.or_unknown


class _Index:
    """For each question the rules that read it and every atom about it; for each flow its questions' order."""

    def __init__(self, book: RuleBook) -> None:
        self.rules: dict[str, dict[str, Rule]] = {name: {} for name in book.questions}
        self.atoms: dict[str, list[Atom]] = {name: [] for name in book.questions}
        self.flows = [(flow, {name: at for at, name in enumerate(flow.questions)}) for flow in book.flows.values()]
        for rule in book.rules.values():
            for name in questions_read(rule.when):
                self.rules[name][rule.id] = rule
        gates = (question.asked_when for question in book.questions.values() if question.asked_when is not None)
        for condition in (*(rule.when for rule in book.rules.values()), *(stop.when for stop in book.stops), *gates):
            for atom in atoms(condition):
                self.atoms[atom.question].append(atom)


def _trial(book: RuleBook, index: _Index, signs: frozenset[str]) -> _Trial | None:
    """Prepare to try people with these signs: the first flow that asks for them, cut down to what matters."""
    flow, order = next(((flow, order) for flow, order in index.flows if signs <= set(order)), (None, {}))
    if flow is None:
        return None
    rules = {rule.id: rule for sign in signs for rule in index.rules[sign].values()}
    read = {name for rule in rules.values() for name in questions_read(rule.when)}
    details = {name for name in read if _is_detail(book.questions[name])}
    asked = sorted(_and_gates(book, details | signs) & set(order), key=order.__getitem__)
    stops = tuple(stop for stop in book.stops if stop.after in asked)
    gates = [gate for name in asked if (gate := book.questions[name].asked_when) is not None]
    read |= {name for gate in gates for name in questions_read(gate)}
    read |= {name for stop in stops for name in questions_read(stop.when)}
    small = replace(book, questions={name: book.questions[name] for name in (*asked, *sorted(read))}, stops=stops)
    answers = {name: tuple(_alike(book.questions[name], index.atoms[name])) for name in asked}
    return _Trial(small, flow.model_copy(update={"questions": tuple(asked)}), tuple(rules.values()), answers)


def _and_gates(book: RuleBook, names: set[str]) -> set[str]:
    """Add the single choices that decide whether these are asked, and so on."""
    asked, todo = set[str](), list(names)
    while todo:
        asked.add(name := todo.pop())
        gate = book.questions[name].asked_when
        more = () if gate is None else questions_read(gate)
        todo.extend(other for other in more if book.questions[other].kind == "choice" and other not in asked)
    return asked


class _Trial:
    """The questions around some signs and the rules that read these, to try people on; equal answers but once."""

    def __init__(self, book: RuleBook, flow: Flow, rules: tuple[Rule, ...], answers: dict[str, _Sorts]) -> None:
        self._book, self._questions, self._answers = book, flow.questions, answers
        self._mask = Mask(book, flow, (rule.when for rule in rules))
        self._level = {rule.id: LEVELS.index(book.guidance[rule.guidance].level) for rule in rules}
        self._known: dict[frozenset[tuple[str, Answer]], _Outcome] = {}

    def lowered(self, rule: Rule, details: set[str]) -> dict[str, tuple[str, str, str]]:
        """Give code, what and remedy for each detail that, not known, takes a person under the level that is due."""
        due = max(self._level[rule.id], SOON)
        found: dict[str, tuple[str, str, str]] = {}
        for count, answers in enumerate(islice(self._people(rule), MAX_PEOPLE + 1)):
            if count == MAX_PEOPLE:
                what = f"'{rule.id}' can be met in over {MAX_PEOPLE:,} ways: whether not knowing lowers it is undecided"
                return dict.fromkeys(details, ("undecided", what, "Split the rule"))
            if rule.id in self._outcome(answers).fired:
                for detail in sorted(details & set(answers) - set(found)):
                    level = max(self._levels_without(detail, answers))
                    if level > due:
                        found[detail] = _said(detail, answers, level, due)
        return found

    def _levels_without(self, detail: str, answers: Answers) -> Iterator[int]:
        """Give the levels of the same person who leaves a detail out, or, where that is read, is not sure of it."""
        rest = {name: answer for name, answer in answers.items() if name != detail}
        unsure = (NOT_SURE,) in self._answers[detail]
        for unknown in (rest, {**rest, detail: (NOT_SURE,)}) if unsure else (rest,):
            yield min((self._level[rule] for rule in self._outcome(unknown).fired), default=len(LEVELS) - 1)

    def _outcome(self, answers: Answers) -> _Outcome:
        key = frozenset(answers.items())
        if key not in self._known:
            standing, true = self._mask.read(answers)
            fired = {rule for rule, needs in zip(self._level, self._mask.needs, strict=True) if true.of(needs) == TRUE}
            self._known[key] = _Outcome(fired, {name for name, it in standing.items() if it.state not in _HIDDEN})
        return self._known[key]

    def _people(self, rule: Rule) -> Iterator[Answers]:
        """Give answers to what a rule reads, and to the single choices that decide whether that is asked."""
        asked = _and_gates(self._book, set(questions_read(rule.when)))
        yield from self._answered({}, [name for name in self._questions if name in asked])

    def _answered(self, answers: Answers, questions: list[str]) -> Iterator[Answers]:
        if not questions:
            yield answers
            return
        name, *rest = questions
        if name in self._outcome(answers).asked:
            for answer in self._answers[name]:
                yield from self._answered({**answers, name: answer}, rest)
        yield from self._answered(answers, rest)


def _alike(question: Question, reading: list[Atom]) -> Iterator[Answer]:
    """Give one answer of each sort that conditions can tell apart, and as many ticks as some condition wants."""
    named = {code for atom in reading for code in held(atom, question)}
    codes = [option.code for option in question.options if not option.absence and not option.unknown]
    sorts = {tuple(code in held(atom, question) for atom in reading): code for code in (*codes, *named & {NOT_SURE})}
    as_unanswered = tuple(True for atom in reading if atom.or_unknown and atom.at_least == 1)
    sorts.pop(as_unanswered, None)  # to leave it out is tried anyway
    yield from ((code,) for code in sorts.values())
    yield from (held(atom, question)[: atom.at_least] for atom in reading if atom.at_least > 1)


def _said(detail: str, answers: Answers, level: int, due: int) -> tuple[str, str, str]:
    told = ", ".join(f"{name}: {' '.join(answer)}" for name, answer in answers.items() if name != detail)
    what = f"without '{detail}' the level falls to '{LEVELS[level]}' ({told})"
    remedy = f"Write 'or_unknown: true', or add a rule of level '{LEVELS[due]}' or above for it"
    return "unknown-lowers", what, remedy
