"""Ground in; that a sign never lowers the level, danger is an emergency and context moves nothing, decided, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple, TypeAlias

from ...model import LEVELS, Answers, Option, Question
from .changes import AnyTwo, Change, KnownLater, OneMore
from .decided import Property
from .ground import Ground
from .places import Finding, Place
from .search import Wish, size
from .terms import Term
from .world import Halt

Ticked: TypeAlias = tuple[Question, Option]

AGE, CHILD = "age", "under-18"
"""From 18 on age is context; under 18 is the one declared stop (clinical design, sections 1 and 4)."""

CONTEXT_SIGNS = frozenset({"age", "sex", "smoking", "substance-use", "toxins", "injury", "infection"})
"""Risk factors that never raise and never lower a level (DESIGN, section 5); not a relative, nor a gene."""


class Moved(NamedTuple):
    """Answers before and after a change, and a rule that fires with the one and not with the other."""

    flow: str
    rule: str
    before: Answers
    after: Answers


# ---- absence or unknown turned into a sign never lowers the level


def _signs(ground: Ground) -> Iterator[Ticked]:
    for question in ground.book.questions.values():
        for option in question.options:
            if option.alarm or (option.sign is not None and ground.book.signs[option.sign].kind == "sign"):
                yield question, option


def _sign_lowers(ground: Ground, ticked: Ticked) -> Finding | None:
    """Two ticks that everybody reads alike are decided once."""
    question, option = ticked
    change = OneMore(question, option.code, surer=True)
    for flow in ground.flows_with(question.id):
        seen = ground.reading(flow.id).seen(question.id, option.code)
        if (flow.id, question.id, seen) in ground.alike:
            continue
        found = _lowered(ground, flow.id, change, ground.worlds[flow.id].ticks(question.id, option.code))
        if found:
            said = f"ticking '{option.code}' of '{question.id}' lowers the level"
            return _lowering(ground, found, "level-falls", said)
        ground.alike.add((flow.id, question.id, seen))
    return None


def _lowered(ground: Ground, flow: str, change: Change, after: Term | None) -> Moved | None:
    """Give a rule that stops firing with a change, and the smallest answers, where nothing as urgent fires then.

    `after` is a term that is true behind the change: where something as urgent fires with it whatever else was
    answered, nothing need be compared.
    """
    reading, world = ground.reading(flow), ground.worlds[flow]
    falling = reading.falling(reading.moves(change, ground.kinds))
    above = (name for name, rank in ground.rank.items() if name in falling and rank < ground.floor)
    in_order = sorted(above, key=ground.rank.__getitem__)
    for rank, names in groupby(in_order, key=ground.rank.__getitem__):
        if after is not None and ground.escape(flow, [Wish(0, after)], ground.fired(flow, rank)) is None:
            return None
        moved: list[Moved] = []
        for name in names:
            wishes = [Wish(0, world.sure(ground.book.rules[name])), *([Wish(1, after)] if after is not None else [])]
            wishes.append(ground.without(flow, name, world=1))
            found = ground.escape(flow, wishes, ground.fired(flow, rank, world=1), {change.question.id: change})
            if found is not None:
                moved.append(Moved(flow, name, found[0], found[1]))
        if moved:
            return min(moved, key=lambda each: size(each.before) + size(each.after))
    return None


def _lowering(ground: Ground, moved: Moved, code: str, what: str) -> Finding:
    """Say which rule fires no longer, and which is then the most urgent."""
    flow, rule, before, after = moved
    first, then = ground.evaluate(flow, before), ground.evaluate(flow, after)
    instead = then.guidance[0][1][:1]
    named = tuple(ground.places.of_rule(name) for name in (rule, *instead))
    said = f"'{first.level}' becomes '{then.level}': {rule} fires no longer, {', '.join(instead) or 'and nothing'} does"
    example = ground.places.example(flow, before, said, after)
    remedy = "Let the gate, the stop or the rule hold there too, or let a rule say as much"
    return Finding(ground.places.problem(Place("rule", rule, ("when",)), code, what, remedy), example, named)


# ---- a tick of the safety check always ends in an emergency


def _alarms(ground: Ground) -> Iterator[Ticked]:
    for question in ground.book.questions.values():
        yield from ((question, option) for option in question.options if option.alarm)


def _alarm_missed(ground: Ground, ticked: Ticked) -> Finding | None:
    question, option = ticked
    for flow in ground.flows_with(question.id):
        wish = Wish(0, ground.worlds[flow.id].ticks(question.id, option.code))
        found = ground.escape(flow.id, [wish], ground.fired(flow.id, 0))
        if found is not None:
            evaluation = ground.evaluate(flow.id, found[0])
            what = f"the safety tick '{option.code}' of '{question.id}' can end in '{evaluation.level}'"
            steps = ("options", question.options.index(option))
            remedy = f"Let a rule of level '{LEVELS[0]}' fire for it, whatever else is answered"
            problem = ground.places.problem(Place("question", question.id, steps), "alarm-missed", what, remedy)
            example = ground.places.example(flow.id, found[0], f"'{evaluation.level}'")
            return Finding(problem, example, tuple(map(ground.places.of_rule, evaluation.guidance[0][1])))
    return None


def _alarm_goes_on(ground: Ground, ticked: Ticked) -> Finding | None:
    """Behind a tick of the safety check nothing is asked. Where a stop stands right behind it, that is plain."""
    question, option = ticked
    for flow in ground.flows_with(question.id):
        world, at = ground.worlds[flow.id], ground.worlds[flow.id].position[question.id]
        wish = Wish(0, world.ticks(question.id, option.code))
        stops = [Wish(0, halt.term, want=False) for halt in world.halts if halt.position == at]
        if ground.find(flow.id, [wish, *stops]) is None:
            continue
        for name in flow.questions[at + 1 :]:
            found = ground.find(flow.id, [wish, Wish(0, world.asked(name))])
            if found is not None:
                what = f"'{name}' is still asked behind the safety tick '{option.code}' of '{question.id}'"
                steps, remedy = (
                    ("options", question.options.index(option)),
                    f"Let a stop after '{question.id}' hold for it",
                )
                problem = ground.places.problem(Place("question", question.id, steps), "alarm-goes-on", what, remedy)
                return Finding(problem, ground.places.example(flow.id, found[0], f"'{name}' is asked next"))
    return None


# ---- age from 18 on, sex and context never move the level


def _context(ground: Ground) -> Iterator[Question]:
    for question in ground.book.questions.values():
        if question.neutral or any(option.sign in CONTEXT_SIGNS for option in question.options):
            yield question


def _context_moves(ground: Ground, question: Question) -> Finding | None:
    adult = [(option.code,) for option in question.options if option.code != CHILD] if question.id == AGE else ()
    change = AnyTwo(question, tuple(adult))
    for flow in ground.flows_with(question.id):
        found = _lowered(ground, flow.id, change, None)
        if found:
            return _lowering(ground, found, "context-moves", f"'{question.id}' moves the level")
    return None


# ---- unknown never acts as "no"


def _rules_above_the_floor(ground: Ground) -> list[str]:
    return [name for name, rank in ground.rank.items() if rank < ground.floor]


def _unknown_acts_as_no(ground: Ground, rule: str) -> Finding | None:
    """Where an unknown turns out, a rule may fire only if it (or one as urgent) fired or was undecided before.

    By the order of the three truth values that is so, but for a stop that is true because of an unknown: what it hides
    is false, and not undecided. So where there is such a stop before what the rule reads, something as urgent must
    stand with it.
    """
    rank = ground.rank[rule]
    for flow, world in ground.worlds.items():
        wanted = world.sure(ground.book.rules[rule])
        for halt in ground.reading(flow).unsure_halts(wanted):
            if _covered(ground, flow, halt, 0) or _covered(ground, flow, halt, rank):
                continue
            wishes = [Wish(0, halt.term), Wish(1, wanted)]
            found = ground.escape(flow, wishes, ground.possible(flow, rank), _known_later(ground, flow))
            if found is not None:
                return _hidden_danger(ground, halt.stop.id, Moved(flow, rule, found[0], found[1]))
    return None


def _covered(ground: Ground, flow: str, halt: Halt, rank: int) -> bool:
    """Say whether something as urgent as this rank always stands where a stop is true."""
    key = flow, halt.stop.id, rank
    if key not in ground.covered:
        blockers = (ground.fired(flow, rank), ground.possible(flow, rank))
        ground.covered[key] = any(ground.escape(flow, [Wish(0, halt.term)], each) is None for each in blockers)
    return ground.covered[key]


def _known_later(ground: Ground, flow: str) -> Mapping[str, Change]:
    return {name: KnownLater(ground.book.questions[name]) for name in ground.book.flows[flow].questions}


def _hidden_danger(ground: Ground, stop: str, moved: Moved) -> Finding:
    flow, rule, before, after = moved
    first, then = ground.evaluate(flow, before), ground.evaluate(flow, after)
    what = f"an unknown stops the questions ('{stop}') as if it were a no: rule '{rule}' is never reached"
    may = f", may rise to '{first.may_rise_to}'" if first.may_rise_to else ""
    example = ground.places.example(flow, before, f"'{first.level}'{may}; known, it is '{then.level}'", after)
    remedy = "Let the stop not hold for an unknown, or let a rule as urgent fire with it"
    problem = ground.places.problem(Place("stop", stop, ("when",)), "unknown-as-no", what, remedy)
    return Finding(problem, example, (ground.places.of_rule(rule),))


SIGN_NEVER_LOWERS = Property(
    "sign-never-lowers",
    "absence or unknown turned into a sign never lowers the level",
    "signs",
    _signs,
    _sign_lowers,
)
ALARM_IS_EMERGENCY = Property(
    "alarm-is-emergency",
    "a tick of the safety check that counts always ends in an emergency",
    "safety ticks",
    _alarms,
    _alarm_missed,
)
ALARM_ENDS = Property(
    "alarm-ends",
    "behind a tick of the safety check nothing more is asked",
    "safety ticks",
    _alarms,
    _alarm_goes_on,
    of_rules=False,
)
CONTEXT_MOVES_NOTHING = Property(
    "context-moves-nothing",
    "age from 18 on, sex and context never move the level",
    "questions",
    _context,
    _context_moves,
)
UNKNOWN_IS_NO_NO = Property(
    "unknown-is-no-no",
    "whatever an unknown turns out to be, the level is at most what was said",
    "rules",
    _rules_above_the_floor,
    _unknown_acts_as_no,
)
