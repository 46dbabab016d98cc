"""Things to measure in; their figures, taken in turn so that noise meets all of them alike, out."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple


class Contest(NamedTuple):
    """Ours against a floor, and how many times the floor is allowed."""

    what: str
    allowed: float
    ours: Callable[[], float]
    floor: Callable[[], float]
    floor_is: str


class Spread(NamedTuple):
    """The median of some figures and the quarters below and above it."""

    low: float
    median: float
    high: float


class Outcome(NamedTuple):
    """How a contest ended. `ratio` is the median of the rounds' own ratios: what disturbs a round disturbs both."""

    contest: Contest
    ours: Spread
    floor: Spread
    ratio: Spread


def spread(figures: Sequence[float]) -> Spread:
    """Give the median and the quartiles."""
    low, median, high = statistics.quantiles(figures, n=4, method="inclusive")
    return Spread(low, median, high)


def fight(contests: Iterable[Contest], rounds: int) -> list[Outcome]:
    """Measure ours and the floor in turn, after one round that does not count: it writes and warms what is cached."""
    outcomes = []
    for contest in contests:
        pairs = [(contest.ours(), contest.floor()) for _ in range(rounds + 1)][1:]
        ours, floors = zip(*pairs, strict=True)
        outcomes.append(Outcome(contest, spread(ours), spread(floors), spread([mine / floor for mine, floor in pairs])))
    return outcomes


def microseconds(run: Callable[[Any], Any], inputs: Iterable[Any]) -> list[float]:
    """Time each call by itself."""
    clock = time.perf_counter_ns
    figures = []
    for given in inputs:
        start = clock()
        run(given)
        figures.append((clock() - start) / 1000)
    return figures
