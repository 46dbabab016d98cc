"""Two rule books in; for which answers a rule, a guidance, a gate, a stop or a sentence now acts otherwise, out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

from ..conditions import FALSE, TRUE, questions_read
from ..model import AnyOf, Condition
from ..references.files import QUESTIONS, RULES, SCREENS, Steps
from .compare import Change, Field, Part, change, things
from .examples import Examples, Shown
from .meaning import GAINED, LOST, OPENED, SETTLED, Difference, difference, shape
from .standings import TooMany
from .telling import plural
from .whole import Whole


class Acting(NamedTuple):
    """A list of things with a condition: in which field, and what they do when it is true."""

    part: Part
    field: str
    does: str
    does_not: str


ACTING = (
    Acting(Part("rule", RULES, "rules"), "when", "now fires", "no longer fires"),
    Acting(Part("question", QUESTIONS, "questions"), "asked_when", "is now asked", "is no longer asked"),
    Acting(Part("stop", QUESTIONS, "stops"), "when", "now ends the questions", "no longer ends the questions"),
    Acting(Part("sentence", SCREENS, "extras"), "when", "is now said", "is no longer said"),
)
GUIDANCE = Acting(Part("guidance", RULES, "guidance"), "level", "is now said", "is no longer said")

REWRITTEN = "its condition is written another way; no change in meaning"
OPENED_WORDS = "is now left open"
SETTLED_WORDS = "is no longer left open, and false,"
AS_BEFORE = "its condition is written as before; what changed is a question that it reads"
UNCOUNTED = "its condition changed; it reads too much for every combination to be counted here"

_SORTS = (("gained", GAINED), ("lost", LOST), ("opened", OPENED), ("settled", SETTLED))

When: TypeAlias = "Condition | int"
"""A condition, or its value: a thing without one is always true, and a thing that is not there always false."""


def acts_otherwise(old: Whole, new: Whole) -> Iterator[Change]:
    """Give every thing that acts for other answers than before, and those that only look so."""
    comparison = _Comparison(old, new)
    for acting in ACTING:
        before, after = things(old, acting.part), things(new, acting.part)
        for name in [*after, *(name for name in before if name not in after)]:
            path = after.get(name, before.get(name, ((), None)))[0]
            conditions = (_when(before, name, acting.field), _when(after, name, acting.field))
            yield from comparison.of(acting, name, (name in after, path), conditions)
    said_before, said_after = _calls(old), _calls(new)
    for name, (path, _) in things(new, GUIDANCE.part).items():
        conditions = (said_before.get(name, FALSE), said_after.get(name, FALSE))
        yield from comparison.of(GUIDANCE, name, (True, path), conditions)


def _when(side: dict[str, tuple[Steps, Any]], name: str, field: str) -> When:
    if name not in side:
        return FALSE
    condition: Condition | None = getattr(side[name][1], field)
    return TRUE if condition is None else condition


def _calls(whole: Whole) -> dict[str, When]:
    """Give for each guidance the conditions of its rules together: one of them may cover for another."""
    calls: dict[str, list[Condition]] = {}
    for rule in whole.book.rules.values():
        calls.setdefault(rule.guidance, []).append(rule.when)
    return {name: AnyOf(any=tuple(conditions)) for name, conditions in calls.items()}


class _Comparison:
    """Compares one thing after another of the same two books."""

    def __init__(self, old: Whole, new: Whole) -> None:
        self._old, self._new = old, new
        self._examples = Examples(old.book, new.book)
        self._readers = _readers(new)

    def of(self, acting: Acting, name: str, place: tuple[bool, Steps], whens: tuple[When, When]) -> Iterator[Change]:
        """Compare one thing; `place` says whether the new book has it, and its path."""
        if self._same(*whens):
            return
        side, path = self._new if place[0] else self._old, (*place[1], acting.field)
        try:
            found = self._difference(*whens)
        except TooMany:
            yield change(side, acting.part, name, Field(path, "meaning", UNCOUNTED))
            return
        effects = tuple(self._effects(acting, whens, found))
        if not effects:
            yield change(side, acting.part, name, Field(path, "rewritten", REWRITTEN), is_note=True)
            return
        made = change(side, acting.part, name, Field(path, "meaning", "; ".join(map(str, effects))))
        details = (*(effect.detail() for effect in effects), _space(found), *self._more(acting, name, whens))
        yield replace(made, details=details, facts=_facts(found, effects))

    def _more(self, acting: Acting, name: str, whens: tuple[When, When]) -> Iterator[str]:
        rules = self._readers.get(name, []) if acting.part.name == "question" else []
        if rules:
            yield f"read by {len(rules)} of {len(self._new.book.rules)} rules: {', '.join(rules)}"
        if whens[0] == whens[1]:
            yield AS_BEFORE

    def _same(self, before: When, after: When) -> bool:
        if isinstance(before, int) or isinstance(after, int):
            return bool(before == after)
        return shape(before, self._old.book.questions) == shape(after, self._new.book.questions)

    def _difference(self, *whens: When) -> Difference:
        absent = next((each for each in whens if isinstance(each, int)), FALSE)
        old, new = (None if isinstance(each, int) else each for each in whens)
        return difference(old, new, self._old.book.questions, self._new.book.questions, absent)

    def _effects(self, acting: Acting, whens: tuple[When, When], found: Difference) -> Iterator[Effect]:
        words = {"gained": acting.does, "lost": acting.does_not, "opened": OPENED_WORDS, "settled": SETTLED_WORDS}
        for sort, changes in _SORTS:
            count = found.total(changes)
            if count.combinations:
                example = self._examples.find(whens, changes, count)
                yield Effect(sort, words[sort], count.combinations, count.sets, example)


class Effect(NamedTuple):
    """One way in which a thing acts otherwise: for how many combinations and sets of answers, and the smallest."""

    sort: str
    words: str
    combinations: int
    sets: int
    example: Shown

    def __str__(self) -> str:
        return f"{self.words} for {plural(self.combinations, 'combination')} of answers"

    def detail(self) -> str:
        """Say it with an example."""
        return f"{self.words} for {self.combinations:,} ({self.sets:,} sets of answers), for example {self.example}"


def _space(found: Difference) -> str:
    combinations, sets = found.space
    read = ", ".join(found.questions)
    return f"counted over {read}: {combinations:,} combinations that its atoms tell apart, {sets:,} sets of answers"


def _readers(whole: Whole) -> dict[str, list[str]]:
    """Name the rules that read each question."""
    readers: dict[str, list[str]] = {}
    for rule in whole.book.rules.values():
        for name in questions_read(rule.when):
            readers.setdefault(name, []).append(rule.id)
    return readers


def _facts(found: Difference, effects: tuple[Effect, ...]) -> dict[str, Any]:
    combinations, sets = found.space
    return {
        "questions": list(found.questions),
        "combinations": combinations,
        "sets": sets,
        "effects": [
            {
                "sort": effect.sort,
                "combinations": effect.combinations,
                "sets": effect.sets,
                "example": {name: list(codes) for name, codes in effect.example.answers.items()},
                "flow": effect.example.flow,
                "levels": effect.example.levels,
            }
            for effect in effects
        ],
    }
