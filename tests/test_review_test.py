"""A rule book with its people in; who gets what, and which small changes to the book nobody notices, out."""

from __future__ import annotations

from pathlib import Path

import pytest

from alsscreen.evaluate import Evaluator
from alsscreen.model import LEVELS
from alsscreen.review import test as command
from alsscreen.review.given import people
from alsscreen.review.mutants import Mutant, mutants
from alsscreen.review.mutate import Judge
from alsscreen.review.test import check
from alsscreen.review.testing import differences, got
from alsscreen.review.whole import load_whole
from people import BOOK, CASES
from reviewing import SHIPPED, copy, line_of, plant, run

WHOLE = load_whole(SHIPPED)
PEOPLE = people(WHOLE)
ALL = list(mutants(WHOLE.book))
EVERY = 37
"""One mutant in so many is judged here; all of them by `alsscreen review test --mutate`."""

CRAMPS = "rule 'cramps': 'twitch-long' of 'muscles' added"


def planted(tmp_path: Path, *edits: tuple[str, str, str]) -> Path:
    """Copy the shipped book, changed."""
    root = copy(SHIPPED, tmp_path / "rules")
    for edit in edits:
        plant(root, *edit)
    return root


# ---- the table


def test_table_gives_everybody() -> None:
    """Each person stands in the table with the level expected, the level got and the rules that fired."""
    ran = run("test", SHIPPED)
    assert ran.code == 0
    rows = {line.split()[0]: line.split()[1:] for line in ran.out.splitlines() if line and not line.startswith(" ")}
    assert rows["weak-hand"] == ["soon", "soon", "arm-soon"]
    assert [case.id for case in CASES if rows[case.id][0] != case.level] == []
    assert ran.out.splitlines()[-1].startswith(f"{len(CASES)} cases, 0 places otherwise than the table says")


WRONG = {
    "another level": ("level: routine\n    rules: [cramps]\n", "level: soon\n    rules: [cramps]\n", "wrong-level"),
    "a rule that does not fire": ("    rules: [cramps]\n", "    rules: [cramps, numb]\n", "wrong-rules"),
    "a rule that fires too": ("    rules: [cramps]\n", "    rules: []\n", "wrong-rules"),
    "a danger that is not open": (
        "    rules: [cramps]\n",
        "    rules: [cramps]\n    may_rise_to: soon\n",
        "wrong-danger",
    ),
    "a near miss that is a hit": ("    rules: [cramps]\n", "    rules: [cramps]\n    near: [cramps]\n", "near-fires"),
    "an answer to what is not asked": ("{muscles: [cramps]}\n", "{muscles: [cramps], since: days}\n", "uncounted"),
    "no answer to what is asked": ("{muscles: [cramps]}\n", "{muscles: [cramps], arms: [grip]}\n", "unanswered"),
}


@pytest.mark.parametrize(("old", "new", "code"), WRONG.values(), ids=WRONG)
def test_a_table_that_is_wrong_is_found(tmp_path: Path, old: str, new: str, code: str) -> None:
    """Whatever the table says of a person and the book does not is found, and the finding names the person."""
    root = planted(tmp_path)
    cases = root / "cases.yaml"
    before, mark, rest = cases.read_text(encoding="utf-8").partition("  - id: cramps-only\n")
    assert old in rest
    cases.write_text(before + mark + rest.replace(old, new, 1), encoding="utf-8")
    whole = load_whole(root)
    found = list(differences(whole, people(whole)))
    assert code in {problem.code for problem in found}
    assert {problem.what.partition(":")[0] for problem in found} == {"case 'cramps-only'"}
    first, last = (
        line_of(root, "cases.yaml", "  - id: cramps-only\n"),
        line_of(root, "cases.yaml", "  - id: only-tired\n"),
    )
    assert all(first <= problem.line < last for problem in found)


def test_mutants_wait_for_a_table_that_holds(tmp_path: Path) -> None:
    """A table that is wrong can notice nothing, so no mutant is tried before it is mended."""
    root = planted(
        tmp_path, ("cases.yaml", "    level: routine\n    rules: [cramps]\n", "    level: soon\n    rules: [cramps]\n")
    )
    ran = run("test", root, "--mutate")
    assert (ran.code, "no mutant tried before the table holds" in ran.out) == (1, True)


# ---- the mutants


def test_every_kind_of_change_is_made() -> None:
    """Rules, gates, stops and levels are changed in every way that somebody could get them wrong."""
    said = {mutant.said for mutant in ALL}
    assert len(said) <= len(ALL)
    assert {
        "rule 'cramps' removed",
        CRAMPS,
        "rule 'sudden-sign': 'face' of 'sudden' dropped",
        "rule 'als-team': 'or_unknown' of 'als-change' added",
        "rule 'sudden-unsure': 'or_unknown' of 'sudden-how' dropped",
        "rule 'sudden-unsure': 'all' becomes 'any'",
        "rule 'arm-fast': at least 2 of 'arms' and not 1",
        "question 'since' asked of everybody",
        "question 'limb-why' asked when: 'any' becomes 'all'",
        "stop 'under-18' removed",
        "stop 'danger-now': 'stuck' of 'now' dropped",
        "guidance 'cramps-routine' of level 'soon' and not 'routine'",
        "guidance 'cramps-routine' of level 'information' and not 'routine'",
    } <= said


def test_each_mutant_is_a_small_change() -> None:
    """Each mutant is another book: one rule, gate, stop or level is not what it was, and all else is."""
    for mutant in ALL[::EVERY]:
        changed = mutant.book(BOOK)
        parts = ("rules", "questions", "stops", "guidance")
        assert sum(getattr(changed, part) != getattr(BOOK, part) for part in parts) == 1, mutant.said


def test_no_mutant_of_a_sample_survives() -> None:
    """Of the shipped book, one mutant in so many: a person or a proof notices each, or it is proved to be equal."""
    tested = check(WHOLE, mutate=True, every=EVERY)
    assert (len(tested.mutants), tested.findings) == (len(ALL[::EVERY]), ())
    assert {judged.fate for judged in tested.mutants} >= {"case", "equal"}


def test_people_notice_just_what_the_evaluator_says() -> None:
    """The quick look at a person and a mutant agrees with evaluating that person anew by the changed book."""
    judge = Judge(WHOLE.book, WHOLE.files, PEOPLE)
    for mutant in ALL[5 :: EVERY * 4]:
        noticing = {person.case.id for person in judge.noticing(mutant)}
        assert noticing == anew(mutant), mutant.said


def anew(mutant: Mutant) -> set[str]:
    """Name everybody for whom the table is wrong after a change."""
    changed = mutant.book(BOOK)
    evaluators = {name: Evaluator(changed, flow) for name, flow in changed.flows.items()}
    evaluations = ((person, evaluators[person.case.flow](person.answers)) for person in PEOPLE)
    return {
        person.case.id
        for person, evaluation in evaluations
        if got(person, evaluation) != got(person, person.evaluation)
    }


SILENT = tuple(person for person in PEOPLE if "twitch-long" not in person.answers.get("muscles", ()))
"""All but the people who could tell that a rule about cramps fires for twitching."""


def test_a_change_that_nobody_notices_is_found() -> None:
    """Without the only people who could tell, the mutant survives: with answers that the two books judge otherwise."""
    mutant = next(mutant for mutant in ALL if mutant.said == CRAMPS)
    judged = Judge(WHOLE.book, WHOLE.files, SILENT).judge(mutant)
    assert (judged.fate, judged.example) == ("survived", ("full", {"muscles": ("twitch-long",)}))
    assert Judge(WHOLE.book, WHOLE.files, PEOPLE).judge(mutant).fate == "case"


def test_a_survivor_stands_at_its_line_with_who_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A survivor is a finding on the line of its condition, and the report gives the answers of who is missing."""
    monkeypatch.setattr(command, "people", lambda _: SILENT)
    monkeypatch.setattr(command, "mutants", lambda _: [mutant for mutant in ALL if mutant.name == "cramps"])
    ran = run("test", SHIPPED, "--mutate")
    line = line_of(SHIPPED, "rules.yaml", "{question: muscles, holds: [cramps]}")
    assert ran.code == 1
    (found,) = (each for each in ran.out.splitlines() if "[mutant-survives]" in each)
    assert found.startswith(f"{SHIPPED / 'rules.yaml'}:{line}:")
    assert f"  {CRAMPS} (flow full: muscles: ['twitch-long'])\n" in ran.out
    assert ran.out.splitlines()[-1].endswith("1 survived: 1 finding")
    facts = run("test", SHIPPED, "--mutate", "--json").facts
    assert [each["change"] for each in facts["not_caught_by_a_case"] if each["fate"] == "survived"] == [CRAMPS]


def test_a_level_moves_by_one_only() -> None:
    """A changed level is the next one, up or down; the floors stay, for no book with other floors is read."""
    floors = {name for flow in BOOK.flows.values() for _, name in flow.floor}
    moved = [(mutant.name, mutant.becomes) for mutant in ALL if mutant.kind == "guidance"]
    assert {abs(LEVELS.index(level) - LEVELS.index(BOOK.guidance[name].level)) for name, level in moved} == {1}
    assert {name for name, _ in moved} == set(BOOK.guidance) - floors
