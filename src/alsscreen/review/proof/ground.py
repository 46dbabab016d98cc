"""A rule book in; all that a property needs to decide something about it, and the search that decides it, out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from ...evaluate import Evaluator
from ...model import LEVELS, Answers, Evaluation, Flow, Rule, RuleBook
from ...references import Files
from .changes import Change
from .kinds import Kinds
from .moved import Reading
from .places import Places
from .search import Effort, Search, Wish
from .standing import Standing
from .terms import Term, Terms
from .world import World

Blockers = Callable[[tuple[Answers, ...]], Sequence[Wish]]
"""From answers that were found to what they break after all, as wishes more; nothing when they stand."""

_A_FEW = 8
"""Rules that are wished away in one round."""

_DISAGREE = "The terms and the evaluator disagree about {found}: {more}. This is a fault of the program"


class Ground:
    """One rule book. `space` adds up the combinations of kinds of answers that its searches have covered.

    A rank is a level's place in LEVELS, so the most urgent is 0; `floor` is that of a flow in which no rule fires.
    `idle` are the rules that were found to add nothing; `alike` names
    flow, question and readers of ticks that were decided; `covered` says of a flow, a stop and a rank whether something
    as urgent always stands where the stop is true.
    """

    def __init__(self, book: RuleBook, files: Files | None = None, like: Ground | None = None) -> None:
        """`like` is the ground of a book with the same options, from which this one differs a little."""
        self.book = book
        self.places = Places(book, files)
        self.terms: Terms = like.terms if like else Terms(book.questions)
        self.kinds: Kinds = like.kinds if like else Kinds(self.terms)
        self._searched: dict[Any, tuple[tuple[Answers, ...] | None, int]] = like._searched if like else {}  # noqa: SLF001 (it is one of us)
        self.worlds = {flow.id: World(self.terms, book, flow) for flow in book.flows.values()}
        self.rank = {rule.id: LEVELS.index(book.guidance[rule.guidance].level) for rule in book.rules.values()}
        self.floor = len(LEVELS) - 1
        self.space = 0
        self.effort = Effort()
        self.idle: set[str] = set()
        self.alike: set[tuple[str, str, tuple[Term, ...]]] = set()
        self.covered: dict[tuple[str, str, int], bool] = {}
        self.reached: dict[tuple[str, str], Answers | None] = {}
        self.hidden: dict[str, Any] = {}
        self.longest: dict[str, int] = {}
        self._witnesses: dict[str, tuple[str, Answers] | None] = {}
        self._evaluators: dict[str, Evaluator] = {}
        self._readings: dict[str, Reading] = {}

    @cached_property
    def by_guidance(self) -> dict[str, list[Rule]]:
        """Give the rules that call each guidance."""
        found: dict[str, list[Rule]] = {}
        for rule in self.book.rules.values():
            found.setdefault(rule.guidance, []).append(rule)
        return found

    def evaluate(self, flow: str, answers: Answers) -> Evaluation:
        """Ask the evaluator itself."""
        if flow not in self._evaluators:
            self._evaluators[flow] = Evaluator(self.book, self.book.flows[flow])
        return self._evaluators[flow](answers)

    def reading(self, flow: str) -> Reading:
        """Give who reads what in a flow."""
        if flow not in self._readings:
            self._readings[flow] = Reading(self.worlds[flow])
        return self._readings[flow]

    def flows_with(self, question: str) -> Iterator[Flow]:
        """Give the flows that hold a question."""
        return (flow for flow in self.book.flows.values() if question in self.worlds[flow.id].asks)

    def find(
        self, flow: str, wishes: Sequence[Wish], changes: Mapping[str, Change] | None = None
    ) -> tuple[Answers, ...] | None:
        """Give the smallest answers that fulfil the wishes, or None when that is proved to be impossible."""
        worlds = [self.worlds[flow]] * (1 + max((wish.world for wish in wishes), default=0))
        return self.search(worlds, wishes, changes)

    def search(
        self, worlds: Sequence[World], wishes: Sequence[Wish], changes: Mapping[str, Change] | None = None
    ) -> tuple[Answers, ...] | None:
        """Do the same in any worlds."""
        key = (
            tuple(wishes),
            tuple(change.key for change in (changes or {}).values()),
            *(world.shape(wish.term for wish in wishes if wish.world == at) for at, world in enumerate(worlds)),
        )
        if key not in self._searched:
            search = Search(worlds, wishes, self.kinds, changes, self.effort)
            self._searched[key] = search.run(), search.space
        found, space = self._searched[key]
        self.space += space
        return found

    def escape(
        self, flow: str, wishes: Sequence[Wish], blockers: Blockers, changes: Mapping[str, Change] | None = None
    ) -> tuple[Answers, ...] | None:
        """Give the smallest answers that fulfil the wishes and that nothing blocks, or None.

        What blocks is looked up for what was found, and only then wished away, so that a search holds few rules. Fewer
        wishes can only find more: so None is a proof, and what nothing blocks is a counter-example.
        """
        wished = list(wishes)
        while True:
            found = self.find(flow, wished, changes)
            more = [] if found is None else blockers(found)
            if not more:
                return found
            if set(more) <= set(wished):
                raise AssertionError(_DISAGREE.format(found=found, more=more))
            wished.extend(more)

    def witness(self, rule: Rule) -> tuple[str, Answers] | None:
        """Give a flow and the smallest answers with which a rule fires, or None when it is dead."""
        if rule.id not in self._witnesses:
            found = ((flow, self.find(flow, [Wish(0, world.sure(rule))])) for flow, world in self.worlds.items())
            self._witnesses[rule.id] = next(((flow, answers[0]) for flow, answers in found if answers), None)
        return self._witnesses[rule.id]

    def fired(self, flow: str, rank: int, world: int = 0, but: Collection[str] = ()) -> Blockers:
        """Block with the rules, `but` some, that fire at a level of this rank or a more urgent one."""

        def blockers(found: tuple[Answers, ...]) -> list[Wish]:
            fired = sorted(set(Standing(self.reading(flow), found[world]).fired()).difference(but))
            return [self.without(flow, name, world) for name in fired if self.rank[name] <= rank]

        return blockers

    def possible(self, flow: str, rank: int, but: Collection[str] = ()) -> Blockers:
        """Block with rules, `but` some, that fire or are undecided at a level of this rank or a more urgent one.

        Of many those are taken that read the fewest questions; a few at a time are enough.
        """
        world = self.worlds[flow]

        def blockers(found: tuple[Answers, ...]) -> list[Wish]:
            verdicts = self.evaluate(flow, found[0]).verdicts
            names = [verdict.rule for verdict in verdicts if verdict.status != "not-fired" and verdict.rule not in but]
            terms = {world.may(self.book.rules[name]) for name in names if self.rank[name] <= rank}
            few = sorted(terms, key=lambda term: (len(world.cone([term])), term))[:_A_FEW]
            return [Wish(0, term, want=False) for term in few]

        return blockers

    def without(self, flow: str, rule: str, world: int = 0) -> Wish:
        """Wish that a rule does not fire."""
        return Wish(world, self.worlds[flow].sure(self.book.rules[rule]), want=False)
