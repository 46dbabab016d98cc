"""A whole rule book and its people in; of every small change to the book who or what notices it, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple, TypeAlias

from ..conditions import questions_read
from ..evaluate import Evaluator
from ..model import LEVELS, Condition, Evaluation, Level, RuleBook
from ..references import Files
from .given import Person
from .mutants import Mutant
from .proof.decided import named, outcome
from .proof.ground import Ground
from .proof.same import Difference, gate_differs, level_differs, rule_differs, stop_differs
from .proof.search import Effort, TooWideError
from .proof.terms import ASKED, FALSE, HIDDEN, MAYBE, TRUE, Term, Terms
from .proof.world import World
from .properties import PROPERTIES
from .testing import Got, got

Fate: TypeAlias = Literal["case", "proof", "equal", "undecided", "survived"]

FATES: dict[Fate, str] = {
    "case": "caught by a case",
    "proof": "caught by a proof",
    "equal": "proved to change nothing",
    "undecided": "not decided",
    "survived": "survived",
}
"""Each fate in words."""

_OF_RULES = tuple(wanted for wanted in PROPERTIES if wanted.of_rules)

_SHOWN = {"hidden": HIDDEN, "not-in-flow": HIDDEN, "gate-undecided": MAYBE}


@dataclass(frozen=True, slots=True)
class Judged:
    """A mutant, and what becomes of it: a case or a property notices it, nothing changes, or nobody notices.

    `example` are answers that the mutant evaluates otherwise.
    """

    mutant: Mutant
    fate: Fate
    by: str = ""
    example: Difference | None = None


class _Known(NamedTuple):
    """A person as the book itself sees them."""

    person: Person
    got: Got
    possible: Counter[int]
    """How many rules of each rank fire or are undecided."""
    true: Callable[[Term], bool]
    """Whether a term is true for them."""


class Judge:
    """The people and the proofs of one book, made ready once for all its mutants."""

    def __init__(self, book: RuleBook, files: Files | None, people: Iterable[Person]) -> None:
        self._book = book
        self._files = files
        self._ground = Ground(book, files)
        self._known = [self._look(person) for person in people]
        self._wrong = {
            (wanted.id, finding.problem.what)
            for wanted in PROPERTIES
            for finding in outcome(self._ground, wanted).findings
        }

    def judge(self, mutant: Mutant) -> Judged:
        """Ask the people first, then whether anything changes at all, and the proofs last."""
        noticing = next(self.noticing(mutant), None)
        if noticing is not None:
            return Judged(mutant, "case", noticing.case.id)
        self._ground.effort = Effort()
        try:
            example = differs(self._ground, mutant)
        except TooWideError:
            return Judged(mutant, "undecided")
        if example is None:
            return Judged(mutant, "equal")
        broken = next(self._broken(mutant), "")
        return Judged(mutant, "proof" if broken else "survived", broken, example)

    def _look(self, person: Person) -> _Known:
        possible = (verdict.rule for verdict in person.evaluation.verdicts if verdict.status != "not-fired")
        ranks = Counter(self._ground.rank[rule] for rule in possible)
        leaf = standing(self._ground.terms, person.evaluation)
        return _Known(person, got(person, person.evaluation), ranks, lambda term: self._ground.terms.truth(term, leaf))

    # ---- the people

    def noticing(self, mutant: Mutant) -> Iterator[Person]:
        """Give the people for whom the table would be wrong."""
        if mutant.kind == "rule":
            return self._noticing_rule(mutant.name, mutant.becomes)
        return self._noticing_by_trying(mutant)

    def _noticing_rule(self, name: str, when: Condition | None) -> Iterator[Person]:
        rule, rank = self._book.rules[name], self._ground.rank[name]
        terms = {flow: _terms(world, when, FALSE) for flow, world in self._ground.worlds.items()}
        for person, was, possible, true in self._known:
            sure, may = terms[person.case.flow]
            fires = name in was.rules
            doubted = true(self._ground.worlds[person.case.flow].may(rule)) - fires
            if true(sure) != fires:
                yield person
            elif true(may) - fires != doubted:
                others = possible.copy()
                others[rank] += 1 - 2 * doubted
                if was.may_rise_to != self._rise(others, LEVELS.index(was.level)):
                    yield person

    def _noticing_by_trying(self, mutant: Mutant) -> Iterator[Person]:
        """Evaluate those whose gate, stop or level is another one."""
        changed = mutant.book(self._book)
        missing = FALSE if mutant.kind == "stop" else TRUE
        terms = {
            flow: _terms(world, mutant.becomes, missing) if mutant.kind != "guidance" else (FALSE, FALSE)
            for flow, world in self._ground.worlds.items()
        }
        evaluators: dict[str, Evaluator] = {}
        for known in self._known:
            person, was, _, _ = known
            if self._touches(mutant, known, *terms[person.case.flow]):
                flow = person.case.flow
                if flow not in evaluators:
                    evaluators[flow] = Evaluator(changed, changed.flows[flow])
                if got(person, evaluators[flow](person.answers)) != was:
                    yield person

    def _touches(self, mutant: Mutant, known: _Known, sure: Term, may: Term) -> bool:
        """Say whether a mutant, with these terms as its gate or stop, can make a difference to somebody at all."""
        person, true = known.person, known.true
        world = self._ground.worlds[person.case.flow]
        if mutant.kind == "guidance":
            own = {rule.id for rule in self._ground.by_guidance.get(mutant.name, ())}
            return any(verdict.rule in own and verdict.status != "not-fired" for verdict in person.evaluation.verdicts)
        if mutant.kind == "stop":
            now = next((halt.term for halt in world.halts if halt.stop.id == mutant.name), FALSE)
            return true(now) != true(sure)
        if mutant.name not in world.asks:
            return False
        gate = world.gates[mutant.name]
        return true(gate.sure) != true(sure) or true(gate.may) != true(may)

    @staticmethod
    def _rise(possible: Counter[int], level: int) -> Level | None:
        """Give the most urgent level that something undecided may rise to."""
        best = min((rank for rank, count in possible.items() if count), default=level)
        return LEVELS[best] if best < level else None

    # ---- the proofs

    def _broken(self, mutant: Mutant) -> Iterator[str]:
        """Give the properties that held and hold no longer."""
        ground = Ground(mutant.book(self._book), self._files, like=self._ground)
        concerned = self._concerned(mutant)
        for wanted in PROPERTIES if mutant.kind in ("question", "stop") else _OF_RULES:
            findings = outcome(ground, wanted, concerned).findings
            if any((wanted.id, finding.problem.what) not in self._wrong for finding in findings):
                yield wanted.id

    def _concerned(self, mutant: Mutant) -> Callable[[object], bool] | None:
        """Of a changed rule only this is proved anew: the rule, those of its guidance, and the questions it reads."""
        if mutant.kind != "rule" or self._ground.rank[mutant.name] == 0:
            return None
        rule = self._book.rules[mutant.name]
        conditions = [rule.when] if mutant.becomes is None else [rule.when, mutant.becomes]
        names = {name for condition in conditions for name in questions_read(condition)}
        names |= {other.id for other in self._ground.by_guidance[rule.guidance]}
        return lambda item: not names.isdisjoint(named(item))


def differs(ground: Ground, mutant: Mutant) -> Difference | None:
    """Give the smallest answers with which somebody is asked or told something else; None is a proof of none."""
    book = ground.book
    if mutant.kind == "rule":
        return rule_differs(ground, book.rules[mutant.name], mutant.becomes)
    if mutant.kind == "guidance":
        return level_differs(ground, book.guidance[mutant.name], mutant.becomes)
    if mutant.kind == "question":
        return gate_differs(ground, book.questions[mutant.name], mutant.book(book))
    stop = next(stop for stop in book.stops if stop.id == mutant.name)
    return stop_differs(ground, stop, mutant.book(book))


def standing(terms: Terms, evaluation: Evaluation) -> Callable[[Term], bool]:
    """Give what says whether a leaf is true, where every question stands as in an evaluation."""

    @cache
    def holds(leaf: Term) -> bool:
        read = terms.what(leaf)
        reading = evaluation.readings[read.question]
        return terms.holds(read, _SHOWN.get(reading.state, ASKED), reading.answer)

    return holds


def _terms(world: World, when: Condition | None, missing: Term) -> tuple[Term, Term]:
    """Give a condition as surely and as possibly true."""
    return (missing, missing) if when is None else (world.term(when, sure=True), world.term(when, sure=False))
