"""A whole book and its index in; what becomes of each unit, rule and option, and who is left out, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, TypeAlias

from ..model import Problem, Question, Rule, Unit
from .given import Person, fired
from .links import Links, Ref
from .whole import CASES, Whole

USERS = ("rule", "guidance", "sign", "extra", "topic")
"""What a unit may be cited by."""


class UnitRow(NamedTuple):
    """What becomes of a unit: the citations that quote it, and what cites these."""

    unit: Unit
    citations: tuple[Ref, ...]
    users: tuple[Ref, ...]


class RuleRow(NamedTuple):
    """What carries a rule, whom it fires for, who nearly meets it, and who approved it.

    `said`: people of whom the table says that it fires, or nearly fires, and that is not so.
    """

    rule: Rule
    fires: tuple[str, ...]
    near: tuple[str, ...]
    said: tuple[str, ...]
    approval: str


Reading: TypeAlias = Literal["read", "absence", "unknown", "neutral", "the rest", "nothing"]


class OptionRow(NamedTuple):
    """Who reads an option: rules, and whatever else; and if nobody does, why.

    `the rest`: of a single choice, it answers the question and so says no to the options that are read.
    """

    question: str
    code: str
    rules: tuple[str, ...]
    others: tuple[Ref, ...]
    reading: Reading


class Coverage(NamedTuple):
    """The three tables, and what is wrong with them."""

    units: tuple[UnitRow, ...]
    rules: tuple[RuleRow, ...]
    options: tuple[OptionRow, ...]
    findings: tuple[Problem, ...]


def coverage(
    whole: Whole, index: Links, persons: tuple[Person, ...], approvals: Mapping[str, str] | None = None
) -> Coverage:
    """Account for every unit, rule and option. `approvals`: states by rule, as far as somebody approved it."""
    units = tuple(unit_row(index, unit) for unit in whole.book.units.values())
    rules = tuple(_rule_rows(whole, persons, approvals or {}))
    options = tuple(row for question in whole.book.questions.values() for row in _option_rows(index, question))
    findings = (*index.unknown_ids(), *_units(index, units), *_rules(index, rules), *_options(index, options))
    return Coverage(units, rules, options, findings)


def unit_row(index: Links, unit: Unit) -> UnitRow:
    """Give what quotes a unit, and what cites these quotations."""
    citations = index.users(Ref("unit", unit.id), "citation")
    users = dict.fromkeys(user for citation in citations for user in index.users(citation, *USERS))
    return UnitRow(unit, citations, tuple(users))


def _rule_rows(whole: Whole, persons: tuple[Person, ...], approvals: Mapping[str, str]) -> Iterator[RuleRow]:
    """Believe the table of people only where the evaluation says the same."""
    fires: dict[str, list[str]] = {name: [] for name in whole.book.rules}
    near: dict[str, list[str]] = {name: [] for name in whole.book.rules}
    said: dict[str, list[str]] = {name: [] for name in whole.book.rules}
    for case, _, evaluation in persons:
        really = fired(evaluation)
        for name in dict.fromkeys(case.rules):
            if name in whole.book.rules:
                (fires if name in really else said)[name].append(case.id)
        for name in dict.fromkeys(case.near):
            if name in whole.book.rules:
                (said if name in really else near)[name].append(case.id)
    for name, rule in whole.book.rules.items():
        state = approvals.get(name, whole.book.approval.state)
        yield RuleRow(rule, tuple(fires[name]), tuple(near[name]), tuple(said[name]), state)


def _option_rows(index: Links, question: Question) -> Iterator[OptionRow]:
    found = []
    for option in question.options:
        readers = index.users(Ref("option", f"{question.id}/{option.code}"), "rule", "question", "stop", "extra")
        others = tuple(ref for ref in readers if ref.kind != "rule" and ref != Ref("question", question.id))
        found.append((option, tuple(ref.id for ref in readers if ref.kind == "rule"), others))
    one_of_them_is_read = any(rules or others for _, rules, others in found)
    for option, rules, others in found:
        reading: Reading = "nothing"
        if rules or others:
            reading = "read"
        elif option.absence or option.unknown:
            reading = "absence" if option.absence else "unknown"
        elif question.neutral or option.neutral:
            reading = "neutral"
        elif question.kind == "choice" and one_of_them_is_read:
            reading = "the rest"
        yield OptionRow(question.id, option.code, rules, others, reading)


# ---- findings ------------------------------------------------------------------------------------------------------


def _units(index: Links, rows: tuple[UnitRow, ...]) -> Iterator[Problem]:
    """Name units that are to be cited and are not, and units that are set aside and are."""
    for unit, citations, users in rows:
        ref = Ref("unit", unit.id)
        if unit.disposition == "exclude":
            for citation in citations:
                what = f"unit '{unit.id}' is excluded ({unit.reason}), and the citation '{citation.id}' quotes it"
                yield index.problem(citation, "excluded-is-cited", what, "Cite another unit", ("unit",))
        elif not citations:
            what = f"unit '{unit.id}' is to be cited, and no citation quotes it"
            yield index.problem(ref, "uncited-unit", what, "Quote it, or exclude it for a reason")
        elif not users:
            named = ", ".join(f"'{citation.id}'" for citation in citations)
            what = f"unit '{unit.id}' has no user: nothing cites {named}"
            remedy = "Let a rule, guidance, sign, extra or topic cite it, or exclude it for a reason"
            yield index.problem(ref, "unused-unit", what, remedy)


def _rules(index: Links, rows: tuple[RuleRow, ...]) -> Iterator[Problem]:
    """Name rules that no person meets, and rules that no person nearly meets."""
    for rule, fires, near, said, _ in rows:
        wrong = f" ({CASES} says otherwise of {', '.join(said)})" if said else ""
        if not fires:
            what = f"the rule '{rule.id}' fires in no case{wrong}"
            yield index.problem(Ref("rule", rule.id), "no-firing-case", what, f"Add a person to {CASES}")
        if not near:
            what = f"the rule '{rule.id}' has no near miss{wrong}"
            remedy = f"Name it under 'near' of a person in {CASES} who almost meets it"
            yield index.problem(Ref("rule", rule.id), "no-near-miss", what, remedy)


def _options(index: Links, rows: tuple[OptionRow, ...]) -> Iterator[Problem]:
    """Name options that may be chosen and change nothing."""
    for row in rows:
        if row.reading == "nothing":
            what = f"nothing reads the option '{row.question}/{row.code}'"
            remedy = "Let a rule read it, or mark its question 'neutral: true'"
            yield index.problem(Ref("option", f"{row.question}/{row.code}"), "unread-option", what, remedy)
