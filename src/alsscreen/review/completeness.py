"""A rule book in; what is missing from it, out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..model import Number, Problem, Region, RuleBook
from ..references import Files
from ..references.files import QUESTIONS, REGIONS, RULES
from ..region import stale
from .whole import CASES
from .words import PLACES


def checklists_can_be_denied(_: RuleBook, files: Files) -> Iterator[Problem]:
    """A checklist has a line for a definite no."""
    for path, question in files.each(QUESTIONS, "questions"):
        if question.kind == "choices" and not any(option.absence for option in question.options):
            what = f"'{question.id}' has no option that says none of these"
            remedy = "Add one with 'absence: true'"
            yield files.problem(QUESTIONS, (*path, "options"), "no-absence", what, remedy)


def regions_say_every_number(_: RuleBook, files: Files) -> Iterator[Problem]:
    """No sentence is left with a hole, wherever it is read."""
    for path, region in files.each(REGIONS, "regions"):
        for name in PLACES:
            if getattr(region, name) is None:
                what = f"the region '{region.id}' has no '{name}'"
                yield files.problem(REGIONS, path, "region-gap", what, "Add it; words will do, marked unverified")


def numbers_have_a_source(_: RuleBook, files: Files) -> Iterator[Problem]:
    """A number that was seen says where."""
    for path, region in files.each(REGIONS, "regions"):
        for name, number in _numbers(region).items():
            if number.seen != "unverified" and number.source is None:
                what = f"'{name}' of the region '{region.id}' does not say where it was seen"
                remedy = "Add 'source', or mark it unverified"
                yield files.problem(REGIONS, (*path, name), "number-source", what, remedy)


def numbers_are_verified(_: RuleBook, files: Files) -> Iterator[Problem]:
    """Nobody is sent to a number that was not called up on the service's own page."""
    for path, region in files.each(REGIONS, "regions"):
        numbers = _numbers(region)
        unverified = [name for name, number in numbers.items() if number.seen == "unverified"]
        unchecked = [name for name in numbers if name not in unverified and numbers[name].checked is None]
        if unverified:
            what, remedy = f"region '{region.id}': not verified: {', '.join(unverified)}", "Find the service's own page"
            yield files.problem(REGIONS, path, "unverified-number", what, remedy)
        if unchecked:
            what, remedy = f"region '{region.id}': no date of check: {', '.join(unchecked)}", "Call it; add 'checked'"
            yield files.problem(REGIONS, path, "unchecked-number", what, remedy)


def numbers_are_fresh(_: RuleBook, files: Files) -> Iterator[Problem]:
    """A number is called up again within a year."""
    today = dt.datetime.now().astimezone().date()
    for path, region in files.each(REGIONS, "regions"):
        old = stale(region, today)
        if old:
            what = f"region '{region.id}': checked over a year ago: {', '.join(old)}"
            yield files.problem(REGIONS, path, "stale-number", what, "Call it again; renew 'checked'")


def _numbers(region: Region) -> dict[str, Number]:
    return {name: number for name in PLACES if (number := getattr(region, name)) is not None}


def rules_have_a_case(_: RuleBook, files: Files) -> Iterator[Problem]:
    """Each rule fires in a person of cases.yaml."""
    fired = {rule for case in files.noun(CASES).cases for rule in case.rules}
    for path, rule in files.each(RULES, "rules"):
        if rule.id not in fired:
            what = f"the rule '{rule.id}' fires in no case"
            yield files.problem(RULES, path, "rule-without-case", what, f"Add a person to {CASES}")
