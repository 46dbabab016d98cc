"""People of the room in; their levels, the rules that decide them and how many questions they got, out."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from room_figures import Scenario
from room_people import Person, Room

from alsscreen.evaluate import Evaluator
from alsscreen.interview import Interview
from alsscreen.model import LEVELS, Answers, Evaluation, Level, RuleBook

ALARMS: tuple[Level, ...] = ("emergency", "same-day")


class Outcome(NamedTuple):
    """What one person got: the level, the rules that give it (none: the floor), and how many questions were asked."""

    level: Level
    deciding: tuple[str, ...]
    asked: int
    complaints: tuple[str, ...]
    only_hurts: bool
    """The lost task, if there is one, is lost only because it hurts."""


class RuleShare(NamedTuple):
    """How many people have their level from a rule, how many from no other, and how many with pain as the reason."""

    rule: str
    level: Level
    people: int = 0
    alone: int = 0
    hurts: int = 0


class Door:
    """One flow of a book, asked and evaluated as the front ends do."""

    def __init__(self, book: RuleBook, flow: str = "full") -> None:
        self.book = book
        self._interview = Interview(book, book.flows[flow])
        self._evaluator = Evaluator(book, book.flows[flow])

    def ask(self, person: Person) -> Answers:
        """Ask every question that the interview asks, and keep what the person says to those."""
        return {question.id: person.says[question.id] for question in self._interview.asked(person.says)}

    def outcome(self, person: Person) -> Outcome:
        answers = self.ask(person)
        evaluation = self._evaluator(answers)
        hurts = answers.get("limb-why") == ("hurts",)
        return Outcome(evaluation.level, deciding(self.book, evaluation), len(answers), person.complaints, hurts)


def deciding(book: RuleBook, evaluation: Evaluation) -> tuple[str, ...]:
    """Name the rules that give an evaluation its level; none when it is the floor of the flow."""
    return tuple(
        rule
        for guidance, rules in evaluation.guidance
        if book.guidance[guidance].level == evaluation.level
        for rule in rules
    )


def people(room: Room, number: int, seed: int, only: str | None = None) -> Iterator[Person]:
    """Draw people; each has a chance of their own, so that the first thousand are the same in a room of any size."""
    for index in range(number):
        yield room.person(random.Random(seed * 1_000_003 + index), only)


def measure(book: RuleBook, scenario: Scenario, number: int, seed: int, flow: str = "full") -> tuple[Outcome, ...]:
    """Fill a room and ask everybody."""
    door = Door(book, flow)
    return tuple(door.outcome(person) for person in people(Room(book, scenario), number, seed))


def single(book: RuleBook, scenario: Scenario, number: int, seed: int) -> dict[str, tuple[Outcome, ...]]:
    """Ask people who have one complaint and no other, for each complaint."""
    room, door = Room(book, scenario), Door(book)
    return {
        complaint.id: tuple(door.outcome(person) for person in people(room, number, seed, complaint.id))
        for complaint in scenario.frequencies.complaints
    }


def level_share(outcomes: Iterable[Outcome]) -> dict[Level, float]:
    """Give the share of each level; they add up to one."""
    counts = Counter(outcome.level for outcome in outcomes)
    return {level: counts[level] / max(counts.total(), 1) for level in LEVELS}


def rule_share(outcomes: Iterable[Outcome], levels: tuple[Level, ...] = LEVELS) -> tuple[RuleShare, ...]:
    """Count the people whose level comes from each rule, the rule that decides most people alone first."""
    among: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    hurts: Counter[str] = Counter()
    found: dict[str, Level] = {}
    for outcome in outcomes:
        if outcome.level in levels:
            among.update(outcome.deciding)
            found.update(dict.fromkeys(outcome.deciding, outcome.level))
            alone.update(outcome.deciding if len(outcome.deciding) == 1 else ())
            hurts.update(outcome.deciding if outcome.only_hurts else ())
    order = sorted(among, key=lambda rule: (-alone[rule], -among[rule], rule))
    return tuple(RuleShare(rule, found[rule], among[rule], alone[rule], hurts[rule]) for rule in order)


def judgement_share(book: RuleBook, outcomes: Iterable[Outcome]) -> tuple[RuleShare, ...]:
    """Count the people whose level comes from each rule that is marked as a judgement; every such rule is there."""
    counted = {share.rule: share for share in rule_share(outcomes)}
    judged = [rule for rule in book.rules.values() if rule.judgement]
    shares = (counted.get(rule.id, RuleShare(rule.id, book.guidance[rule.guidance].level)) for rule in judged)
    return tuple(sorted(shares, key=lambda share: (-share.alone, -share.people, LEVELS.index(share.level), share.rule)))


def asked_summary(outcomes: Iterable[Outcome]) -> tuple[float, int, int]:
    """Give the mean, the 95th percentile and the most of the numbers of questions."""
    counts = sorted(outcome.asked for outcome in outcomes)
    return sum(counts) / len(counts), counts[min(len(counts) - 1, int(0.95 * len(counts)))], counts[-1]
