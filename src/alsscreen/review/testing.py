"""The people of a table and what the book says of them in; every difference from what the table says, out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..model import Case, Evaluation, Level, Problem
from .given import Person, fired
from .whole import CASES, Whole

USUAL = 25
"""Questions that a usual path asks at most; any path ends after 30 (a property that is proved)."""


class Got(NamedTuple):
    """What the book says of a person, and how the questions went."""

    level: Level
    rules: frozenset[str]
    may_rise_to: Level | None
    uncounted: tuple[str, ...]
    """Questions that the table answers for this very person and that are not asked."""
    unanswered: tuple[str, ...]
    """Questions that are asked and have no answer in the table; it says `declined` where a person is silent."""


def expected(case: Case) -> Got:
    """Give what the table says."""
    return Got(case.level, frozenset(case.rules), case.may_rise_to, (), ())


def got(person: Person, evaluation: Evaluation) -> Got:
    """Give what an evaluation says of a person. Somebody who says nothing at all is asked no more."""
    case = person.case
    open_ = (name for name, reading in evaluation.readings.items() if reading.state == "unanswered")
    return Got(
        evaluation.level,
        fired(evaluation),
        evaluation.may_rise_to,
        tuple(name for name in case.answers if name in evaluation.ignored),
        tuple(open_) if person.answers else (),
    )


def asked(evaluation: Evaluation) -> int:
    """Count the questions that were asked."""
    return sum(
        reading.state in ("answered", "not-sure", "declined", "unanswered") for reading in evaluation.readings.values()
    )


def differences(whole: Whole, people: tuple[Person, ...]) -> Iterator[Problem]:
    """Give all that is otherwise than the table says."""
    for index, person in enumerate(people):
        for key, code, what, remedy in _wrong(person):
            said = f"case '{person.case.id}': {what}"
            yield whole.files.problem(CASES, ("cases", index, key), code, said, remedy)


_MEND = "Mend the rule, or the table when it is wrong"


def _wrong(person: Person) -> Iterator[tuple[str, str, str, str]]:
    """Give where in the table, code, what and remedy."""
    case, want, have = person.case, expected(person.case), got(person, person.evaluation)
    if have.level != want.level:
        yield "level", "wrong-level", f"'{have.level}', and not '{want.level}'", _MEND
    for names, words in ((have.rules - want.rules, "fires too"), (want.rules - have.rules, "does not fire")):
        yield from (("rules", "wrong-rules", f"rule '{name}' {words}", _MEND) for name in sorted(names))
    if have.may_rise_to != want.may_rise_to:
        what = f"it may rise to {_level(have.may_rise_to)}, and not to {_level(want.may_rise_to)}"
        yield "may_rise_to" if want.may_rise_to else "level", "wrong-danger", what, _MEND
    for name in sorted(set(case.near) & have.rules):
        yield "near", "near-fires", f"rule '{name}' fires, and should only nearly", _MEND
    for name in have.uncounted:
        yield "answers", "uncounted", f"'{name}' is answered and not asked", "Remove the answer, or mend 'asked_when'"
    for name in have.unanswered:
        yield "answers", "unanswered", f"'{name}' is asked and not answered", "Answer it, if only with 'declined'"
    if case.usual and asked(person.evaluation) > USUAL:
        what = f"a usual path asks {asked(person.evaluation)} questions, more than {USUAL}"
        yield "usual", "long-path", what, "Ask fewer, or do not call it usual"


def _level(level: Level | None) -> str:
    return f"'{level}'" if level else "nothing"
