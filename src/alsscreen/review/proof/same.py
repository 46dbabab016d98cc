"""A rule book and one small change in; answers with which a person is asked or told something else, or none, out.

None is a proof: over every kind of answer, in every flow, the same is asked, the same rules fire, the level is the same
and so is the open danger.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from ...evaluate import Evaluator
from ...model import LEVELS, Answers, Condition, Guidance, Level, Question, Rule, RuleBook, Stop
from .ground import Ground
from .search import Wish
from .terms import FALSE, Leaf, Term
from .world import World

Difference = tuple[str, Answers]
"""A flow, and the smallest answers in it."""


def rule_differs(ground: Ground, rule: Rule, when: Condition | None) -> Difference | None:
    """Compare a book with the one in which a rule has another condition, or is gone."""
    rank = ground.rank[rule.id]
    for flow, world in ground.worlds.items():
        now, then = (
            [world.term(each, sure=sure) if each else FALSE for sure in (True, False)] for each in (rule.when, when)
        )
        for one, other in ((now, then), (then, now)):
            wishes = [Wish(0, one[0]), Wish(0, other[0], want=False)]
            found = None if one[0] == other[0] else ground.find(flow, wishes)
            if found is None and rank < ground.floor and one[1] != other[1]:
                wishes = [Wish(0, one[1]), Wish(0, other[1], want=False)]
                found = ground.escape(flow, wishes, ground.possible(flow, rank, but={rule.id}))
            if found is not None:
                return flow, found[0]
    return None


def level_differs(ground: Ground, guidance: Guidance, level: Level) -> Difference | None:
    """Compare a book with the one in which a guidance has another level."""
    rank = min(LEVELS.index(guidance.level), LEVELS.index(level))
    rules = ground.by_guidance.get(guidance.id, [])
    own = {rule.id for rule in rules}
    for flow, world in ground.worlds.items():
        for rule in rules:
            found = ground.escape(flow, [Wish(0, world.sure(rule))], ground.fired(flow, rank, but=own))
            if found is None:
                found = ground.escape(flow, [Wish(0, world.may(rule))], ground.possible(flow, rank, but=own))
            if found is not None:
                return flow, found[0]
    return None


def gate_differs(ground: Ground, question: Question, changed: RuleBook) -> Difference | None:
    """Compare a book with the one in which a question is asked at other times."""
    for flow in ground.flows_with(question.id):
        worlds = ground.worlds[flow.id], World(ground.terms, changed, flow)
        found = _asked(ground, worlds, [question.id])
        if found is None:
            found = _dreaded(ground, worlds, question)
        if found is not None:
            return flow.id, found
    return None


def stop_differs(ground: Ground, stop: Stop, changed: RuleBook) -> Difference | None:
    """Compare a book with the one in which a stop holds at other times, or never."""
    for flow in ground.flows_with(stop.after):
        worlds = ground.worlds[flow.id], World(ground.terms, changed, flow)
        behind = flow.questions[flow.questions.index(stop.after) + 1 :]
        dreaded = (_dreaded(ground, worlds, ground.book.questions[name]) for name in behind)
        for found in chain([_asked(ground, worlds, behind)], dreaded):
            if found is not None:
                return flow.id, found
    return None


def _asked(ground: Ground, worlds: tuple[World, World], questions: Sequence[str]) -> Answers | None:
    """Give answers with which one of these questions is asked in one world only."""
    for name in questions:
        asked = worlds[0].asked(name)
        for want in (True, False):
            found = ground.search(worlds, [Wish(0, asked, want), Wish(1, asked, not want)])
            if found is not None:
                return found[0]
    return None


def _dreaded(ground: Ground, worlds: tuple[World, World], question: Question) -> Answers | None:
    """Give answers with which the open danger differs, though the same is asked, because a gate is undecided in one."""
    asked = worlds[0].terms.what(worlds[0].asked(question.id))
    may = worlds[0].terms.leaf(Leaf(asked.question, asked.codes, 1, or_unknown=True, sure=False))
    standing = ([Wish(0, may, want), Wish(1, may, not want)] for want in (True, False))
    if all(ground.search(worlds, wishes) is None for wishes in standing):
        return None
    evaluators = [Evaluator(world.book, world.flow) for world in worlds]
    for rule, term in _behind(ground, worlds[0], question):
        for want in (True, False):
            wishes = [Wish(0, term, want), Wish(1, term, not want)]
            found = ground.search(worlds, wishes)
            while found is not None:
                said = [(each.level, each.may_rise_to) for each in (ask(found[0]) for ask in evaluators)]
                if said[0] != said[1]:
                    return found[0]
                lacking = int(want)
                verdicts = evaluators[lacking](found[0]).verdicts
                graver = [verdict.rule for verdict in verdicts if verdict.status != "not-fired"]
                known = [name for name in graver if ground.rank[name] <= ground.rank[rule.id]][:1]
                wishes += [Wish(lacking, worlds[lacking].may(ground.book.rules[name]), want=False) for name in known]
                found = ground.search(worlds, wishes)
    return None


def _behind(ground: Ground, world: World, question: Question) -> Iterator[tuple[Rule, Term]]:
    """Give the rules that may depend on whether a question is asked."""
    for rule in ground.book.rules.values():
        term = world.may(rule)
        reads = {world.terms.what(leaf).question for leaf in world.cone([term])}
        if ground.rank[rule.id] < ground.floor and question.id in reads:
            yield rule, term
