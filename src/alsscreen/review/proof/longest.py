"""One flow as terms in; the most questions that anybody can be asked, and answers that lead there, out."""

from __future__ import annotations

from typing import TypeAlias

from ...model import Answer, Answers
from .kinds import Kinds
from .search import Effort
from .terms import ASKED, FALSE, HIDDEN, TRUE, Moment, Term
from .world import World

_State: TypeAlias = tuple[tuple[int, Term], ...]
"""What is left of the gates and stops ahead that an answer has touched, in order; what is not here is false."""

_Trail: TypeAlias = "tuple[_Trail, str, Answer] | None"
_Best: TypeAlias = tuple[int, _Trail]


class _Watched:
    """The gates and then the stops of a flow by number, and which question touches which."""

    def __init__(self, world: World) -> None:
        gates = [world.gates[name].sure for name in world.flow.questions]
        self.always = {number for number, term in enumerate(gates) if term == TRUE}
        self._terms = world.terms
        self._touched: dict[str, list[tuple[int, Term]]] = {name: [] for name in world.flow.questions}
        """With the whole term where a question is the first to touch it, else with false."""
        self._leaves: dict[str, set[Term]] = {name: set() for name in world.flow.questions}
        for number, term in enumerate((*gates, *(halt.term for halt in world.halts))):
            names = {world.terms.what(leaf).question for leaf in world.terms.leaves(term)}
            for leaf in world.terms.leaves(term):
                self._leaves[world.terms.what(leaf).question].add(leaf)
            for turn, name in enumerate(sorted(names, key=world.position.__getitem__)):
                self._touched[name].append((number, FALSE if turn else term))

    def leaves(self, question: str) -> frozenset[Term]:
        return frozenset(self._leaves[question])

    def after(self, state: _State, question: str, moment: Moment) -> dict[int, Term]:
        """Give what an answer leaves."""
        left = dict(state)
        for number, whole in self._touched[question]:
            term = self._terms.after(left.pop(number, whole), moment)
            if term != FALSE:
                left[number] = term
        return left


def longest(world: World, kinds: Kinds, effort: Effort) -> tuple[int, Answers]:
    """Go through the whole flow with every kind of answer, and keep of equal states the one that was asked most."""
    watched, terms = _Watched(world), world.terms
    best: dict[_State, _Best] = {(): (0, None)}
    most: _Best = (0, None)
    for at, name in enumerate(world.flow.questions):
        halts = [len(world.gates) + number for number, halt in enumerate(world.halts) if halt.position == at]
        asked = [(answer, terms.moment(name, ASKED, answer)) for answer in kinds.of(name, watched.leaves(name))]
        hidden: list[tuple[Answer, Moment]] = [((), terms.moment(name, HIDDEN, ()))]
        then: dict[_State, _Best] = {}
        for state, (count, trail) in best.items():
            shown = at in watched.always or (at, TRUE) in state
            before = tuple(pair for pair in state if pair[0] != at) if shown else state
            for answer, moment in asked if shown else hidden:
                left = watched.after(before, name, moment)
                reached: _Best = count + shown, (trail, name, answer) if answer else trail
                if any(left.pop(number, FALSE) == TRUE for number in halts):
                    most = max(most, reached, key=_count)
                    continue
                after = tuple(sorted(left.items()))
                then[after] = max(then.get(after, reached), reached, key=_count)
        effort.spend(len(best) * len(asked))
        best = then
    count, trail = max([most, *best.values()], key=_count)
    return count, _answers(trail)


def _count(best: _Best) -> int:
    return best[0]


def _answers(trail: _Trail) -> Answers:
    answers: Answers = {}
    while trail is not None:
        trail, question, answer = trail
        answers[question] = answer
    return dict(reversed(answers.items()))
