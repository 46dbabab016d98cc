"""`alsscreen review test`: a rule book and its people in; who gets what, which small changes nobody notices, out."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..model import Problem
from .given import Person, people
from .mutants import mutants
from .mutate import FATES, Judge, Judged
from .proof.places import Place, Places
from .prove import answers_file
from .telling import plural, table, tell, tell_json, wrapped
from .testing import differences, got
from .whole import Whole, load_whole


@dataclass(frozen=True, slots=True)
class Tested:
    """The people, what differs from the table, and (with --mutate) what becomes of each mutant."""

    people: tuple[Person, ...]
    differences: tuple[Problem, ...]
    mutants: tuple[Judged, ...] = ()
    survivors: tuple[Problem, ...] = ()

    @property
    def findings(self) -> tuple[Problem, ...]:
        """Give all that is wrong."""
        return self.differences + self.survivors


def arguments(parser: ArgumentParser) -> None:
    """Add the flags of this command."""
    parser.add_argument(
        "--mutate", action="store_true", help="change every rule in small ways, and find the changes nobody notices"
    )


def run(options: Namespace) -> int:
    """Print who gets what; give 1 with findings, else 0."""
    whole = load_whole(options.rules)
    tested = check(whole, mutate=options.mutate)
    if options.json:
        return tell_json(facts(whole, tested), tested.findings)
    return tell(
        lines(whole, tested, mutate=options.mutate), tested.findings, counted=counted(tested, mutate=options.mutate)
    )


def check(whole: Whole, *, mutate: bool, every: int = 1) -> Tested:
    """Compare everybody with the table; judge one mutant in `every`. A table that is wrong can notice nothing."""
    persons = people(whole)
    wrong = tuple(differences(whole, persons))
    if wrong or not mutate:
        return Tested(persons, wrong)
    judge = Judge(whole.book, whole.files, persons)
    judged = tuple(judge.judge(mutant) for mutant in list(mutants(whole.book))[::every])
    places = Places(whole.book, whole.files)
    survivors = (_survivor(places, each) for each in judged if each.fate in ("survived", "undecided"))
    return Tested(persons, wrong, judged, tuple(survivors))


def _survivor(places: Places, judged: Judged) -> Problem:
    mutant = judged.mutant
    place = Place(mutant.kind, mutant.name, mutant.steps)
    if judged.example is None:
        what = f"it could not be decided whether anybody would notice: {mutant.said}"
        return places.problem(place, "mutant-undecided", what, "Split the condition")
    what = f"no case and no proof would notice: {mutant.said}"
    remedy = "Add a person to cases.yaml who is told something else then"
    return places.problem(place, "mutant-survives", what, remedy)


def counted(tested: Tested, *, mutate: bool) -> str:
    """Say the denominators."""
    wrong = {(problem.file, problem.line) for problem in tested.differences}
    cases = f"{len(tested.people)} cases, {plural(len(wrong), 'place')} otherwise than the table says"
    if not mutate:
        return cases
    if not tested.mutants:
        return f"{cases}; no mutant tried before the table holds"
    fates = Counter(judged.fate for judged in tested.mutants)
    said = ", ".join(f"{fates[fate]:,} {words}" for fate, words in FATES.items() if fates[fate])
    return f"{cases}; {len(tested.mutants):,} mutants: {said}"


# ---- lines ---------------------------------------------------------------------------------------------------------


def lines(whole: Whole, tested: Tested, *, mutate: bool) -> Iterator[str]:
    """Give the table of the people, and what became of the mutants."""
    yield from table(("case", "expected", "got", "rules"), map(_row, tested.people))
    if mutate and tested.mutants:
        yield from ("", "Changes that change nothing for anybody: proved over every kind of answer")
        yield from (f"  {judged.mutant.said}" for judged in tested.mutants if judged.fate == "equal")
        yield from ("", "Changes that only a proof notices, and which")
        yield from (f"  {judged.mutant.said} ({judged.by})" for judged in tested.mutants if judged.fate == "proof")
        yield from _missing(whole, tested.mutants)
    yield ""


def _row(person: Person) -> tuple[str, ...]:
    have = got(person, person.evaluation)
    rise = f", may rise to {have.may_rise_to}" if have.may_rise_to else ""
    return person.case.id, person.case.level, f"{have.level}{rise}", ", ".join(sorted(have.rules)) or "none"


def _missing(whole: Whole, judged: Sequence[Judged]) -> Iterator[str]:
    """Give for each survivor the smallest answers with which it would be noticed."""
    survivors = [each for each in judged if each.example is not None and each.fate == "survived"]
    if survivors:
        yield from ("", "Who is missing from cases.yaml: the fewest answers with which each of these is noticed")
    for each in survivors:
        flow, answers = each.example or ("", {})
        said = "; ".join(f"{name}: {given}" for name, given in answers_file(whole.book, answers).items()) or "no answer"
        yield from wrapped(f"{each.mutant.said} (flow {flow}: {said})", 2)


# ---- the same as JSON ----------------------------------------------------------------------------------------------


def facts(whole: Whole, tested: Tested) -> dict[str, Any]:
    """Give the same facts as plain data."""
    return {
        "cases": [_case(person) for person in tested.people],
        "mutants": len(tested.mutants),
        "fates": dict(Counter(judged.fate for judged in tested.mutants)),
        "not_caught_by_a_case": [
            {
                "change": judged.mutant.said,
                "fate": judged.fate,
                "by": judged.by or None,
                "flow": judged.example[0] if judged.example else None,
                "answers": answers_file(whole.book, judged.example[1]) if judged.example else None,
            }
            for judged in tested.mutants
            if judged.fate != "case"
        ],
    }


def _case(person: Person) -> dict[str, Any]:
    case, have = person.case, got(person, person.evaluation)
    return {
        "id": case.id,
        "expected": {"level": case.level, "rules": sorted(case.rules), "may_rise_to": case.may_rise_to},
        "got": {"level": have.level, "rules": sorted(have.rules), "may_rise_to": have.may_rise_to},
    }
