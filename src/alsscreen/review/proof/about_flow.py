"""Ground in; that everything asked matters, can be asked, ends, and has its closing words, decided, out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from ...model import LEVELS, Answers, Flow, Level, Option, Question
from .changes import AnyTwo, Change, OneMore
from .decided import Property
from .ground import Ground
from .hidden import Hidden
from .longest import longest
from .places import Finding, Place
from .search import Wish
from .terms import Term

MOST_ASKED = 30
"""Questions on any path: at ten seconds each that is five minutes of the three to six that the opening promises."""

Asked: TypeAlias = tuple[Flow, Question]
Given: TypeAlias = tuple[Question, Option | None]


def _asked(ground: Ground) -> Iterator[Asked]:
    for flow in ground.book.flows.values():
        yield from ((flow, ground.book.questions[name]) for name in flow.questions)


# ---- hidden answers never matter


def _hidden_moves(ground: Ground, asked: Asked) -> Finding | None:
    flow, question = asked
    if flow.id not in ground.hidden:
        ground.hidden[flow.id] = Hidden(ground, flow.id)
    found = ground.hidden[flow.id].moving(question.id)
    if found is None:
        return None
    answers, answer = found
    what = f"an answer to '{question.id}' counts though it is not asked"
    example = ground.places.example(flow.id, answers, "another result", {**answers, question.id: answer})
    problem = ground.places.problem(
        Place("question", question.id), "hidden-counts", what, "This is a fault of the program: report it"
    )  # fmt: skip
    return Finding(problem, example)


# ---- every question and option matters or is declared neutral


def _given(ground: Ground) -> Iterator[Given]:
    """Give every option that can be ticked beside others, and every question of which one answer is chosen."""
    for question in ground.book.questions.values():
        if not question.neutral:
            if question.kind == "choices":
                told = (
                    option for option in question.options if not (option.absence or option.unknown or option.neutral)
                )
                yield from ((question, option) for option in told)
            else:
                yield question, None


def _never_matters(ground: Ground, given: Given) -> Finding | None:
    question, option = given
    if not any(True for _ in ground.flows_with(question.id)) or not _can_be_asked(ground, question):
        return None
    if option is None:
        change: Change = AnyTwo(question)
        steps: tuple[str | int, ...] = ()
        what = f"no answer to '{question.id}' changes anything, and it is not declared neutral"
    else:
        change = OneMore(question, option.code, surer=False)
        steps = ("options", question.options.index(option))
        what = f"ticking '{option.code}' of '{question.id}' changes nothing, and it is not declared neutral"
    for flow in ground.flows_with(question.id):
        for term in _read_by(ground, flow.id, question, option):
            for before in (False, True):
                wishes = [Wish(0, term, before), Wish(1, term, not before)]
                if ground.find(flow.id, wishes, {question.id: change}) is not None:
                    return None
    remedy = "Let a rule read it, or remove it; what is for the clinician's page alone is marked 'neutral: true'"
    return Finding(ground.places.problem(Place("question", question.id, steps), "never-matters", what, remedy))


def _read_by(ground: Ground, flow: str, question: Question, option: Option | None) -> Iterator[Term]:
    """Give all that an answer can move, what names it first: rules, sentences of the result, questions behind it."""
    world, reading = ground.worlds[flow], ground.reading(flow)
    leaves = reading.at(question.id)
    naming = leaves if option is None else [leaf for leaf in leaves if option.code in ground.terms.what(leaf).codes]
    for some in (naming, [leaf for leaf in leaves if leaf not in naming]):
        readers = [reading.of(leaf) for leaf in some]
        found = [world.sure(ground.book.rules[name]) for read in readers for name in read.rules]
        found += [term for read in readers for term in read.extras]
        found += [world.asked(name) for read in readers for name in read.gates]
        yield from sorted(dict.fromkeys(found), key=lambda term: len(ground.terms.leaves(term)))
        halts = [world.halts[number].position for read in readers for number in read.halts]
        if halts:
            yield from (world.asked(name) for name in world.flow.questions[min(halts) + 1 :])


# ---- the flow reaches what the rules need, and ends


def _can_be_asked(ground: Ground, question: Question) -> bool:
    return any(_reached(ground, flow, question) is not None for flow in ground.flows_with(question.id))


def _reached(ground: Ground, flow: Flow, question: Question) -> Answers | None:
    key = flow.id, question.id
    if key not in ground.reached:
        found = ground.find(flow.id, [Wish(0, ground.worlds[flow.id].asked(question.id))])
        ground.reached[key] = None if found is None else found[0]
    return ground.reached[key]


def _never_asked(ground: Ground, asked: Asked) -> Finding | None:
    flow, question = asked
    if _reached(ground, flow, question) is not None:
        return None
    what = f"question '{question.id}' can never be asked in the flow '{flow.id}'"
    remedy = "Mend 'asked_when' or the stops before it, or take it out of the flow"
    steps = ("asked_when",) if question.asked_when else ()
    return Finding(ground.places.problem(Place("question", question.id, steps), "never-asked", what, remedy))


def _never_ends(ground: Ground, flow: Flow) -> Finding | None:
    count, answers = longest(ground.worlds[flow.id], ground.kinds, ground.effort)
    ground.longest[flow.id] = count
    if count <= MOST_ASKED:
        return None
    what = f"somebody is asked {count} questions in the flow '{flow.id}', more than {MOST_ASKED}"
    example = ground.places.example(flow.id, answers, f"{count} questions")
    problem = ground.places.problem(Place("flow", flow.id), "too-long", what, "Ask fewer, or ask some only when needed")
    return Finding(problem, example)


# ---- every outcome carries its level's closing


def _outcomes(ground: Ground) -> Iterator[tuple[Flow, Level]]:
    return ((flow, level) for flow in ground.book.flows.values() for level in LEVELS)


def _unclosed(ground: Ground, outcome: tuple[Flow, Level]) -> Finding | None:
    flow, level = outcome
    answers = _ending(ground, flow.id, LEVELS.index(level))
    lacks = [] if answers is None else list(_lacking(ground, level))
    if answers is None or not lacks:
        return None
    what = f"the level '{level}' lacks its closing: {' and '.join(lacks)}"
    problem = ground.places.problem(Place("level", level), "no-closing", what, "Write it")
    return Finding(problem, ground.places.example(flow.id, answers, f"'{level}'"))


def _ending(ground: Ground, flow: str, rank: int) -> Answers | None:
    """Give answers that end at a level, or None when none do. The smallest of most rules do; so they come first."""
    rules = [rule for rule in ground.book.rules.values() if ground.rank[rule.id] == rank]
    world, graver = ground.worlds[flow], ground.fired(flow, rank - 1)
    for rule in rules:
        found = ground.find(flow, [Wish(0, world.sure(rule))])
        if found is not None and not graver(found):
            return found[0]
    wanted = [[Wish(0, world.sure(rule))] for rule in rules]
    for wishes in [*([[]] if rank == ground.floor else []), *wanted]:
        found = ground.escape(flow, wishes, graver)
        if found is not None:
            return found[0]
    return None


def _lacking(ground: Ground, level: Level) -> Iterator[str]:
    """Say which words of a level are missing. An emergency goes on at once: nothing is said about waiting."""
    words = next((words for words in ground.book.screens.levels if words.level == level), None)
    if words is None or not words.then.strip():
        yield "it says not what comes next ('then')"
        return
    if level != LEVELS[0]:
        for name, text in (("then", words.then), ("then_other", words.then_other)):
            if text is not None and "{emergency}" not in text:
                yield f"it says not when to call {{emergency}} ('{name}')"
        if not (words.no_appointment or "").strip():
            yield "it says not what to do when no visit is to be had ('no_appointment')"


HIDDEN_NEVER_MATTERS = Property(
    "hidden-never-matters",
    "an answer to a question that is not asked never matters",
    "questions of flows",
    _asked,
    _hidden_moves,
    of_rules=False,
)
EVERYTHING_MATTERS = Property(
    "everything-matters",
    "every question and option matters, or is declared neutral",
    "questions and ticks",
    _given,
    _never_matters,
)
EVERYTHING_IS_REACHED = Property(
    "everything-is-reached",
    "every question of a flow is asked of somebody",
    "questions of flows",
    _asked,
    _never_asked,
    of_rules=False,
)
FLOW_ENDS = Property(
    "flow-ends",
    f"every flow ends, after {MOST_ASKED} questions at most",
    "flows",
    lambda ground: list(ground.book.flows.values()),
    _never_ends,
    of_rules=False,
)
OUTCOMES_ARE_CLOSED = Property(
    "outcomes-are-closed",
    "every outcome carries its level's closing",
    "flows and levels",
    _outcomes,
    _unclosed,
)
