"""Wishes about terms in one world or in two in; the smallest answers that fulfil them all, or the proof of none, out.

The search goes through the questions in the order of the flow and takes every kind of answer to each. What is left of
every term is the state; equal states are gone through once. So nothing is sampled, and nothing is tried twice.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple, TypeAlias

from ...model import Answers
from .changes import Change
from .kinds import Choice, Kinds
from .terms import ASKED, FALSE, HIDDEN, MAYBE, TRUE, Moment, Term
from .wishes import Effort, TooWideError, Wish
from .world import World

__all__ = ["Effort", "Search", "TooWideError", "Wish", "size"]

ANSWERED = 64
"""An answer costs as much as this many ticks: the smallest example has the fewest answers, then the fewest ticks."""

_State: TypeAlias = tuple[int, ...]
"""Of each wish, gate and stop what is left to be decided; then of each world whether it has stopped."""

_Trail: TypeAlias = "tuple[_Trail, str, Choice] | None"


@dataclass(slots=True)
class _Part:
    """What one question means to one world. Places are places in the state."""

    gate: tuple[int, int] | None
    """Where it stands whether the question is surely and possibly asked (-1: it is); None: it means nothing here."""
    moments: tuple[Moment, Moment, Sequence[Moment]]
    """Hidden, undecided, and for each choice asked."""
    touched: list[int] = field(default_factory=list)
    """Where the terms stand that read it."""
    halts: list[int] = field(default_factory=list)
    """Where the stops stand that are decided with it."""


class _Step(NamedTuple):
    """One question: the choices, what each costs, what it means to each world, and how much work it is."""

    question: str
    choices: Sequence[Choice]
    costs: Sequence[int]
    parts: tuple[_Part, ...]
    work: int


class Search:
    """One search: made ready, then run. `space` is how many combinations of kinds of answers it covers."""

    def __init__(
        self,
        worlds: Sequence[World],
        wishes: Sequence[Wish],
        kinds: Kinds,
        changes: Mapping[str, Change] | None = None,
        effort: Effort | None = None,
    ) -> None:
        """`changes` make two worlds differ in the answers to some questions; to all others both get the same."""
        self._effort = effort or Effort()
        self._worlds = worlds
        self._terms = worlds[0].terms
        self._kinds = kinds
        self._wished = len(wishes)
        self._start = [wish.term for wish in wishes]
        self._wrong = tuple(FALSE if wish.want else TRUE for wish in wishes)
        self._of_world = [[at for at, wish in enumerate(wishes) if wish.world == world] for world in range(len(worlds))]
        self._steps = self._prepare(changes or {})
        self._flags = len(self._start)
        self.space = 1
        for step in self._steps:
            self.space *= len(step.choices)

    def run(self) -> tuple[Answers, ...] | None:
        """Give the smallest answers in each world, or None when there are none; raise TooWideError when undecided."""
        wished, number = self._wished, count()
        if any(term == wrong for term, wrong in zip(self._start[:wished], self._wrong, strict=True)):
            return None
        start = (*self._start, *(0 for _ in self._worlds))
        heap: list[tuple[int, int, int, _State, _Trail]] = [(0, next(number), 0, start, None)]
        seen: set[tuple[int, _State]] = set()
        while heap:
            cost, _, at, state, trail = heapq.heappop(heap)
            if all(term <= TRUE for term in state[:wished]):
                return tuple(_answers(trail, world) for world in range(len(self._worlds)))
            if (at, state) in seen:
                continue
            seen.add((at, state))
            step = self._steps[at]
            self._effort.spend(step.work)
            for more, after, choice in self._branches(step, state):
                if (at + 1, after) not in seen:
                    left: _Trail = trail if choice is None else (trail, step.question, choice)
                    heapq.heappush(heap, (cost + more, next(number), at + 1, after, left))
        return None

    def _branches(self, step: _Step, state: _State) -> Iterator[tuple[int, _State, Choice | None]]:
        """Give what each kind of answer to one question leads to; nothing for what breaks a wish."""
        shown = [self._shown(part, state[self._flags + world], state) for world, part in enumerate(step.parts)]
        if ASKED not in shown:
            after = self._after(step, state, shown, 0)
            if after is not None:
                yield 0, after, None
            return
        reached: set[_State] = set()
        for index, choice in enumerate(step.choices):
            after = self._after(step, state, shown, index)
            if after is not None and after not in reached:
                reached.add(after)
                yield step.costs[index], after, choice

    @staticmethod
    def _shown(part: _Part, stopped: int, state: _State) -> int:
        if stopped or part.gate is None:
            return HIDDEN
        sure, may = part.gate
        if sure < 0 or state[sure] == TRUE:
            return ASKED
        return MAYBE if may >= 0 and state[may] == TRUE else HIDDEN

    def _after(self, step: _Step, state: _State, shown: list[int], index: int) -> _State | None:
        """Give the state behind a question, or None where a wish is broken."""
        after, memo, wished = list(state), self._terms.after, self._wished
        for world, part in enumerate(step.parts):
            hidden, maybe, asked = part.moments
            how = shown[world]
            moment = asked[index] if how == ASKED else maybe if how == MAYBE else hidden
            for place in part.touched:
                if after[place] > TRUE:
                    left = after[place] = memo(after[place], moment)
                    if place < wished and left == self._wrong[place]:
                        return None
            for place in part.gate or ():
                if place >= 0:
                    after[place] = FALSE
            for place in part.halts:
                if after[place] == TRUE and not self._stopped(after, world):
                    return None
                after[place] = FALSE
        return tuple(after)

    def _stopped(self, after: list[int], world: int) -> bool:
        """Let everything that is still open in a world be false; say whether the wishes bear it."""
        after[self._flags + world] = 1
        for place in self._of_world[world]:
            if after[place] > TRUE:
                after[place] = FALSE
                if place < self._wished and self._wrong[place] == FALSE:
                    return False
        return True

    # ---- making ready

    def _prepare(self, changes: Mapping[str, Change]) -> list[_Step]:
        """Give a step for each question that can matter, in the order of the flow."""
        read: list[dict[str, set[Term]]] = [self._read(world) for world in range(len(self._worlds))]
        position = self._worlds[0].position
        order = sorted({name for world in read for name in world}, key=position.__getitem__)
        choices = {name: self._choices(name, read, changes) for name in order}
        parts = [self._parts(world, read[world], order, choices) for world in range(len(self._worlds))]
        steps = []
        for name in order:
            costs = [max(ANSWERED + len(answer) if answer else 0 for answer in choice) for choice in choices[name]]
            mine = tuple(of_world[name] for of_world in parts)
            work = len(costs) * (1 + sum(len(part.touched) for part in mine))
            self._effort.spend(work)
            steps.append(_Step(name, choices[name], costs, mine, work))
        return steps

    def _read(self, world: int) -> dict[str, set[Term]]:
        """Give the leaves on which the wishes in a world depend, by question."""
        read: dict[str, set[Term]] = {}
        for leaf in self._worlds[world].cone(self._start[place] for place in self._of_world[world]):
            read.setdefault(self._terms.what(leaf).question, set()).add(leaf)
        return read

    def _choices(self, name: str, read: list[dict[str, set[Term]]], changes: Mapping[str, Change]) -> Sequence[Choice]:
        leaves = frozenset[Term]().union(*(of_world.get(name, ()) for of_world in read))
        if name in changes:
            return changes[name].choices(self._kinds, leaves)
        return [(answer,) * len(read) for answer in self._kinds.of(name, leaves)]

    def _parts(
        self, number: int, read: dict[str, set[Term]], order: list[str], choices: Mapping[str, Sequence[Choice]]
    ) -> dict[str, _Part]:
        """Say what each question means to one world; give its gates and stops a place in the state."""
        world, terms = self._worlds[number], self._terms
        parts: dict[str, _Part] = {}
        for name in order:
            asked = [terms.moment(name, ASKED, choice[number]) for choice in choices[name]]
            moments = terms.moment(name, HIDDEN, ()), terms.moment(name, MAYBE, ()), asked
            parts[name] = _Part(self._gate(number, name, read[name]) if name in read else None, moments)
        mine = [name for name in order if name in read]
        last = world.position[mine[-1]] if mine else -1
        for halt in world.halts[: world.before(last)]:
            owner = next(name for name in reversed(mine) if world.position[name] <= halt.position)
            parts[owner].halts.append(self._place(number, halt.term))
        for place in self._of_world[number]:
            for name in {terms.what(leaf).question for leaf in terms.leaves(self._start[place])}:
                parts[name].touched.append(place)
        return parts

    def _gate(self, number: int, name: str, leaves: set[Term]) -> tuple[int, int]:
        gate = self._worlds[number].gates[name]
        if gate.sure == TRUE:
            return -1, -1
        may = any(not self._terms.what(leaf).sure for leaf in leaves)
        return self._place(number, gate.sure), self._place(number, gate.may) if may else -1

    def _place(self, world: int, term: Term) -> int:
        self._start.append(term)
        self._of_world[world].append(len(self._start) - 1)
        return len(self._start) - 1


def size(answers: Answers) -> int:
    """Say how small answers are: first how few, then with how few ticks."""
    return sum(ANSWERED + len(answer) for answer in answers.values())


def _answers(trail: _Trail, world: int) -> Answers:
    answers: Answers = {}
    while trail is not None:
        trail, question, choice = trail
        if choice[world]:
            answers[question] = choice[world]
    return dict(reversed(answers.items()))
