"""A rule book and a flow in; whether the engines agree, and what one evaluation costs each of them, out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from alsscreen.model import Flow, RuleBook
from answersets import KINDS, answer_sets
from engine import Engine
from measure import Spread, microseconds, spread
from peers import installed, ours, values

SEED = 1
SHARES = {"complete": 0.4, "partial": 0.3, "any": 0.3}
SAMPLE = 200
"""Answer sets of each kind that are timed."""

ALLOWED = 100.0
"""Microseconds that our evaluation may take."""


class Timing(NamedTuple):
    """What one evaluation costs an engine, by kind of answers and over all of them."""

    engine: Engine
    kinds: dict[str, Spread]
    all: Spread


class Result(NamedTuple):
    """`differing` counts the answer sets on which an engine disagreed with us."""

    timings: list[Timing]
    compared: int
    differing: dict[str, int]


def evaluate(book: RuleBook, flow: Flow, count: int, rounds: int) -> Result:
    """Compare the engines on `count` answer sets, then time them in turn."""
    mine, peers = ours(book, flow), installed(book, flow)
    compared, differing = _agree(book, flow, mine, peers, count)
    return Result(_time(book, flow, [mine, *peers], rounds), compared, differing)


def _agree(book: RuleBook, flow: Flow, mine: Engine, peers: Sequence[Engine], count: int) -> tuple[int, dict[str, int]]:
    differing = {peer.name: 0 for peer in peers}
    compared = 0
    for kind, supply in answer_sets(book, flow, SEED).items():
        for answers in islice(supply, round(count * SHARES[kind])):
            compared += 1
            expected = values(mine, answers)
            for peer in peers:
                differing[peer.name] += values(peer, answers) != expected
    return compared, differing


def _time(book: RuleBook, flow: Flow, engines: Sequence[Engine], rounds: int) -> list[Timing]:
    """Let every engine take the same answers in turn, block by block."""
    supplies = answer_sets(book, flow, SEED)
    samples = {kind: list(islice(supplies[kind], SAMPLE)) for kind in KINDS}
    figures: dict[str, dict[str, list[float]]] = {engine.name: {kind: [] for kind in KINDS} for engine in engines}
    for number in range(rounds + 1):
        for kind, sample in samples.items():
            for engine in engines:
                found = microseconds(engine.run, [engine.prepare(answers) for answers in sample])
                if number:  # the first round warms up
                    figures[engine.name][kind] += found
    return [
        Timing(
            engine,
            {kind: spread(found) for kind, found in figures[engine.name].items()},
            spread([figure for found in figures[engine.name].values() for figure in found]),
        )
        for engine in engines
    ]
