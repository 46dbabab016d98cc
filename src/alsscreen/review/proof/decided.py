"""A property and a rule book in; how much of it was decided, over how many answers, and every counter-example, out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from .ground import Ground
from .places import Finding, Place
from .search import Effort, TooWideError

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Property(Generic[Item]):
    """What must hold of every item. `decide` gives a counter-example, or None where there is proved to be none."""

    id: str
    claim: str
    unit: str
    """What the items are, in the plural."""
    items: Callable[[Ground], Iterable[Item]]
    decide: Callable[[Ground, Item], Finding | None]
    of_rules: bool = True
    """False where no rule and no level can make a difference."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one property. `space`: the combinations of kinds of answers that the searches covered."""

    id: str
    claim: str
    unit: str
    items: int
    decided: int
    space: int
    seconds: float
    findings: tuple[Finding, ...]

    @property
    def proved(self) -> bool:
        """Say whether every item was decided, and none against the property."""
        return not self.findings and self.decided == self.items


def outcome(ground: Ground, wanted: Property[Item], concerned: Callable[[object], bool] | None = None) -> Outcome:
    """Decide a property for each of its items, or only those `concerned`; what cannot be decided is a finding too."""
    began, space = time.perf_counter(), ground.space
    findings: list[Finding] = []
    items = decided = 0
    for item in wanted.items(ground):
        if concerned is not None and not concerned(item):
            continue
        items += 1
        ground.effort = Effort()
        try:
            finding = wanted.decide(ground, item)
            decided += 1
        except TooWideError:
            finding = _undecided(ground, wanted.id, item)
        if finding is not None:
            findings.append(finding)
    seconds = time.perf_counter() - began
    return Outcome(
        wanted.id, wanted.claim, wanted.unit, items, decided, ground.space - space, seconds, tuple(findings)
    )  # fmt: skip


def _undecided(ground: Ground, name: str, item: object) -> Finding:
    about = ", ".join(f"'{part}'" for part in named(item))
    what = f"'{name}' is neither proved nor refuted for {about}: too many answers hang together"
    flow = next(iter(ground.book.flows))
    remedy = "Let conditions share fewer questions, or split it"
    return Finding(ground.places.problem(Place("flow", flow), "undecided", what, remedy))


def named(item: object) -> list[str]:
    """Give the ids of what an item is about."""
    parts = item if isinstance(item, tuple) else (item,)
    return [str(getattr(part, "id", getattr(part, "code", part))) for part in parts if part is not None]
