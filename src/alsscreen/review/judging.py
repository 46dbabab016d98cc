"""A rule book and evaluations by it in; for each judgement how many results it alone decides, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal, NamedTuple

from ..model import LEVELS, Evaluation, Level, Rule, RuleBook


class Judgement(NamedTuple):
    """A rule with a judgement, and what hangs on it.

    `fires`: evaluations in which it fires. `alone`: those whose level would be another without it, by the level that
    would be left. `shared`: those in which it fires at the level of the result, and another rule does so too.
    """

    rule: Rule
    level: Level
    fires: int
    alone: dict[Level, int]
    shared: int

    @property
    def decides(self) -> int:
        """Count the evaluations whose level it alone decides."""
        return sum(self.alone.values())


class Worded(NamedTuple):
    """A judgement on words and not on a rule: of which kind of thing, its id, its level, and to how many it is said."""

    kind: Literal["guidance", "level"]
    id: str
    level: Level
    judgement: str
    said: int


def worded(book: RuleBook, evaluations: Iterable[Evaluation]) -> tuple[Worded, ...]:
    """Give every judgement on guidance or on the words of a level, first what is said to most."""
    said = Counter[tuple[str, str]]()
    for evaluation in evaluations:
        said.update(("guidance", guidance) for guidance, _ in evaluation.guidance)
        said["level", evaluation.level] += 1
    found = [
        *(Worded("guidance", name, each.level, each.judgement, said["guidance", name])
          for name, each in book.guidance.items() if each.judgement),
        *(Worded("level", each.level, each.level, each.judgement, said["level", each.level])
          for each in book.screens.levels if each.judgement),
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: -each.said))


def judgements(book: RuleBook, evaluations: Iterable[Evaluation]) -> tuple[Judgement, ...]:
    """Give every rule with a judgement, first those that alone decide most levels. Any evaluations will do."""
    fires, shared = Counter[str](), Counter[str]()
    alone = Counter[tuple[str, Level]]()
    for evaluation in evaluations:
        for _, rules in evaluation.guidance:
            fires.update(rules)
        top = [rule for guidance, rules in evaluation.guidance for rule in rules
               if book.guidance[guidance].level == evaluation.level]  # fmt: skip
        left = without(book, evaluation, top[0]) if len(top) == 1 else evaluation.level
        if left != evaluation.level:
            alone[top[0], left] += 1
        elif len(top) > 1:
            shared.update(top)
    found = (
        Judgement(
            rule,
            book.guidance[rule.guidance].level,
            fires[rule.id],
            {level: alone[rule.id, level] for level in LEVELS if alone[rule.id, level]},
            shared[rule.id],
        )
        for rule in book.rules.values()
        if rule.judgement is not None
    )
    return tuple(sorted(found, key=lambda each: (-each.decides, LEVELS.index(each.level), -each.shared)))


def floors(evaluations: Iterable[Evaluation]) -> Counter[str]:
    """Count the results that no rule decides, by the guidance that each flow has for them."""
    return Counter(guidance for evaluation in evaluations for guidance, rules in evaluation.guidance if not rules)


def without(book: RuleBook, evaluation: Evaluation, rule: str) -> Level:
    """Give the level of the same answers in a book without this rule; when nothing fires, that of every floor."""
    kept = [LEVELS.index(book.guidance[guidance].level) for guidance, rules in evaluation.guidance if {*rules} - {rule}]
    return LEVELS[min(kept, default=len(LEVELS) - 1)]
