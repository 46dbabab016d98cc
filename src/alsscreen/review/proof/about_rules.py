"""Ground in; that each rule can fire, and that none is a duplicate or adds nothing, decided, out."""

from __future__ import annotations

from collections.abc import Iterator

from ...conditions import parts
from ...model import AllOf, Answers, Rule
from .decided import Property
from .ground import Ground
from .places import Finding, Place
from .search import Wish
from .standing import Standing


def _fires(ground: Ground, rule: Rule) -> Finding | None:
    if ground.witness(rule) is not None:
        return None
    what = f"rule '{rule.id}' can never fire: {_why_never(ground, rule)}"
    problem = ground.places.problem(
        Place("rule", rule.id, ("when",)), "dead-rule", what, "Mend its condition, or remove it"
    )
    return Finding(problem, None, (ground.places.of_rule(rule.id),))


def _why_never(ground: Ground, rule: Rule) -> str:
    """Name the part of a condition that alone can never be true."""
    if not isinstance(rule.when, AllOf) or len(rule.when.all) == 1:
        return "no answers make it true"
    for number, part in enumerate(parts(rule.when), start=1):
        alone = ((flow, [Wish(0, world.term(part, sure=True))]) for flow, world in ground.worlds.items())
        if all(ground.find(flow, wishes) is None for flow, wishes in alone):
            return f"part {number} of its 'all' can never be true"
    return "its parts are never true together"


# ---- no rule is a duplicate, and none adds nothing


def _from_the_end(ground: Ground) -> list[Rule]:
    """Of two rules that say the same the later one is the duplicate."""
    ground.idle.clear()
    return list(reversed(ground.book.rules.values()))


def _adds(ground: Ground, rule: Rule) -> Finding | None:
    """A rule adds nothing when wherever it fires another one calls its guidance, and its doubt alone never counts."""
    if ground.witness(rule) is None or len(ground.by_guidance[rule.guidance]) == 1:
        return None
    covering: dict[str, None] = {}
    for flow in ground.worlds:
        if _fires_alone(ground, rule, flow, covering) or _doubted_alone(ground, rule, flow):
            return None
    ground.idle.add(rule.id)
    return _adds_nothing(ground, rule, list(covering))


def _fires_alone(ground: Ground, rule: Rule, flow: str, covering: dict[str, None]) -> bool:
    """Say whether a rule fires somewhere and no other with its guidance does; note which others do."""

    def others(found: tuple[Answers, ...]) -> list[Wish]:
        fired = sorted(Standing(ground.reading(flow), found[0]).fired())
        away = {rule.id, *ground.idle}
        names = [name for name in fired if name not in away and ground.book.rules[name].guidance == rule.guidance]
        covering.update(dict.fromkeys(names))
        return [ground.without(flow, name) for name in names]

    return ground.escape(flow, [Wish(0, ground.worlds[flow].sure(rule))], others) is not None


def _doubted_alone(ground: Ground, rule: Rule, flow: str) -> bool:
    """Say whether a rule is undecided somewhere and nothing else that is as urgent fires or is undecided."""
    if ground.rank[rule.id] == ground.floor:
        return False
    world, rank = ground.worlds[flow], ground.rank[rule.id]
    doubt = [Wish(0, world.may(rule)), Wish(0, world.sure(rule), want=False)]
    return ground.escape(flow, doubt, ground.possible(flow, rank, but={rule.id, *ground.idle})) is not None


def _adds_nothing(ground: Ground, rule: Rule, covering: list[str]) -> Finding:
    twins = list(_twins(ground, rule, covering))
    others = ", ".join(ground.places.of_rule(name) for name in twins or covering)
    if twins:
        code, what = "duplicate-rule", f"rule '{rule.id}' has the condition and the guidance of {others}"
    else:
        code, what = "adds-nothing", f"rule '{rule.id}' adds nothing: wherever it fires, so does one of {others}"
    flow, answers = ground.witness(rule) or ("", {})
    called = dict(ground.evaluate(flow, answers).guidance)[rule.guidance]
    example = ground.places.example(flow, answers, f"'{rule.guidance}' is called by {', '.join(called)}")
    problem = ground.places.problem(
        Place("rule", rule.id, ("when",)), code, what, "Remove it, or say what it should add"
    )
    return Finding(problem, example, tuple(ground.places.of_rule(name) for name in (rule.id, *(twins or covering))))


def _twins(ground: Ground, rule: Rule, names: list[str]) -> Iterator[str]:
    """Give the rules that are true and undecided by the same term in every flow."""
    for name in names:
        other = ground.book.rules[name]
        if all(
            world.sure(rule) == world.sure(other) and world.may(rule) == world.may(other)
            for world in ground.worlds.values()
        ):
            yield name


RULES_FIRE = Property(
    "rules-fire",
    "every rule can fire",
    "rules",
    lambda ground: list(ground.book.rules.values()),
    _fires,
)
RULES_ADD = Property(
    "rules-add",
    "no rule is a duplicate, and none adds nothing wherever it fires",
    "rules",
    _from_the_end,
    _adds,
)
