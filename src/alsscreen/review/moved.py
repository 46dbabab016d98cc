"""Two rule books in; the people of both who are told something else by the new one, out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..model import Evaluation
from .outcomes import Outcome, outcomes
from .whole import Whole


class Moved(NamedTuple):
    """One person, and both results; None where a book cannot take these answers."""

    id: str
    who: str
    old: Outcome
    new: Outcome

    def __str__(self) -> str:
        return f"{_level(self.old)} → {_level(self.new)}: {self.who}"

    def details(self) -> Iterator[str]:
        """Say which rules count no more, and which now do."""
        lost = [rule for rule in self.old.fired if rule not in self.new.fired]
        gained = [rule for rule in self.new.fired if rule not in self.old.fired]
        yield from (f"no more: {', '.join(names)}" for names in [lost] if names)
        yield from (f"now: {', '.join(names)}" for names in [gained] if names)
        yield from (problem.what for problem in (*self.old.problems, *self.new.problems))

    def facts(self) -> dict[str, Any]:
        """Give the same for a program."""
        sides = {"old": self.old, "new": self.new}
        return {"id": self.id, "who": self.who} | {
            name: None
            if side.evaluation is None
            else {
                "level": side.evaluation.level,
                "may_rise_to": side.evaluation.may_rise_to,
                "rules": list(side.fired),
                "guidance": [guidance for guidance, _ in side.evaluation.guidance],
            }
            for name, side in sides.items()
        }


def moved(old: Whole, new: Whole) -> tuple[Moved, ...]:
    """Try everybody on both books; somebody who stands in both tables answers as in the new one."""
    people: dict[str, tuple[Outcome, Outcome]] = {}
    for table in (old, new):
        for before, after in zip(outcomes(table, old.book), outcomes(table, new.book), strict=True):
            people[before.case.id] = (before, after)
    return tuple(
        Moved(name, before.case.who, before, after)
        for name, (before, after) in people.items()
        if _told(before) != _told(after)
    )


def _told(outcome: Outcome) -> object:
    """Give all that a person notices: the level and how far it may rise, and what is said to them."""
    evaluation = outcome.evaluation
    if evaluation is None:
        return None
    said = frozenset(guidance for guidance, _ in evaluation.guidance)
    return evaluation.level, evaluation.may_rise_to, said, frozenset(outcome.fired)


def _level(outcome: Outcome) -> str:
    evaluation: Evaluation | None = outcome.evaluation
    if evaluation is None:
        return "cannot answer so"
    rise = f" (may rise to {evaluation.may_rise_to})" if evaluation.may_rise_to else ""
    return f"{evaluation.level}{rise}"
