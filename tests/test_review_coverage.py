"""The shipped book, and copies with one defect planted in each, in; what a coverage report must count and find out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest

from alsscreen.conditions import atoms, held
from alsscreen.model import ProblemsError
from alsscreen.review.covering import Coverage, coverage
from alsscreen.review.given import fired, people
from alsscreen.review.links import Ref, links
from alsscreen.review.whole import Whole, load_whole
from reviewing import SHIPPED, copy, line_of, plant, run


@cache
def shipped() -> tuple[Whole, Coverage]:
    """Read the shipped book once."""
    whole = load_whole(SHIPPED)
    return whole, coverage(whole, links(whole), people(whole))


# ---- the shipped book ----------------------------------------------------------------------------------------------


def test_the_shipped_book_is_covered() -> None:
    """In what is shipped each unit, rule and option is accounted for."""
    assert [str(problem) for problem in shipped()[1].findings] == []


def test_every_unit_has_one_place() -> None:
    """A unit that is cited or corrected has a user, one that is set aside has a reason and no citation."""
    for row in shipped()[1].units:
        excluded = row.unit.disposition == "exclude"
        assert (bool(row.users), bool(row.citations), bool(row.unit.reason)) == (not excluded, not excluded, excluded)


def test_every_rule_has_its_people() -> None:
    """The people in whom a rule fires, and nearly fires, are those of the table, and the evaluation agrees."""
    whole, found = shipped()
    really = {person.case.id: fired(person.evaluation) for person in people(whole)}
    for row in found.rules:
        assert {*row.fires} == {case.id for case in whole.cases.cases if row.rule.id in case.rules}
        assert {*row.near} == {case.id for case in whole.cases.cases if row.rule.id in case.near}
        assert all(row.rule.id in really[name] for name in row.fires)
        assert not any(row.rule.id in really[name] for name in row.near)
        assert (row.said, row.approval) == ((), "unreviewed")


def test_every_reader_of_an_option_is_listed() -> None:
    """The rules beside an option are exactly those whose condition names it, `any-tick` spelt out."""
    whole, found = shipped()
    expected: dict[tuple[str, str], set[str]] = {}
    for rule in whole.book.rules.values():
        for atom in atoms(rule.when):
            for code in held(atom, whole.book.questions[atom.question]):
                expected.setdefault((atom.question, code), set()).add(rule.id)
    for row in found.options:
        assert {*row.rules} == expected.get((row.question, row.code), set())


REASONS = [
    ("arms/grip", "read"),
    ("arms/none", "absence"),
    ("sudden/not-seen", "read"),
    ("sex/male", "neutral"),
    ("family/none", "read"),
    ("age/over-75", "the rest"),
    ("limb-side/left", "read"),
]


@pytest.mark.parametrize(("option", "reading"), REASONS)
def test_why_an_option_is_in_its_place(option: str, reading: str) -> None:
    """Read by a rule, gate or sentence; an absence; neutral on purpose; or of a single choice, no to the rest."""
    (row,) = [row for row in shipped()[1].options if f"{row.question}/{row.code}" == option]
    assert row.reading == reading


# ---- defects, planted one by one -----------------------------------------------------------------------------------

TWIN = """\
  - id: twin
    means: Too breathless, said twice.
    when: {question: now, holds: [breathless]}
    guidance: breathing-now
    basis: safety
    evidence: [nhs-sob-999]
"""
FIRST_RULE = "rules:\n  # ---- Safety check, first screen: sudden signs\n"
LAST_TICK = "      - {code: something-else, text: Something else}\n"
ITCH = "      - {code: itch, text: Itching}\n"
SECTION = "  # ---- Signs: seven checklists of lost tasks and changes\n"
CHOICE = """\
  - id: taste
    section: rest
    kind: choice
    text: Has taste changed?
    help: For example, tea tastes of nothing.
    why: It is asked by mistake.
    options:
      - {code: changed, text: Taste has changed}
      - {code: same, text: It has not changed, absence: true}
"""
SELLER = '     remark: "an offer to ask the seller"'
CHANGED = "      - {code: changed, text: Taste has changed}\n"


class Defect(NamedTuple):
    """What is replaced in which file, by what; in which file, at which text, and with which code it must be found."""

    file: str
    old: str
    new: str
    where: str
    at: str
    code: str


def behind(file: str, old: str, more: str, at: str, code: str) -> Defect:
    """Plant something new."""
    return Defect(file, old, old + more, file, at, code)


PLANTED = {
    "a cited unit without a user": Defect(
        "topics.yaml", "cites: [dx-biopsy]", "cites: [dx-imaging]",
        "sources/advancells-als.yaml", "  - {id: l066,", "unused-unit",
    ),
    "a unit to be cited that nothing quotes": Defect(
        "sources/advancells-als.yaml", f"exclude, reason: promotion,\n{SELLER}", f"cite,\n{SELLER}",
        "sources/advancells-als.yaml", "  - {id: l011,", "uncited-unit",
    ),
    "a rule that fires for nobody": behind("rules.yaml", FIRST_RULE, TWIN, "  - id: twin", "no-firing-case"),
    "a rule that nobody nearly meets": behind("rules.yaml", FIRST_RULE, TWIN, "  - id: twin", "no-near-miss"),
    "a tick that nothing reads": behind("questions.yaml", LAST_TICK, ITCH, ITCH, "unread-option"),
    "a choice that nothing reads": behind("questions.yaml", SECTION, CHOICE, CHANGED, "unread-option"),
    "a topic that cites what is not there": Defect(
        "topics.yaml", "cites: [dx-biopsy]", "cites: [dx-biospy]", "topics.yaml", "dx-biospy]", "unknown-id",
    ),
}  # fmt: skip


@pytest.mark.parametrize("defect", PLANTED.values(), ids=PLANTED)
def test_a_planted_defect_is_found_at_its_line(defect: Defect, tmp_path: Path) -> None:
    """What was planted is a finding at its file and line, with one of its code only, and the exit code is 1."""
    root = copy(SHIPPED, tmp_path / "rules")
    plant(root, defect.file, defect.old, defect.new)
    ran = run("coverage", root, "--json")
    found = {(name, line) for name, line, code in ran.found if code == defect.code}
    assert ran.code == 1
    assert (Path(defect.where).name, line_of(root, defect.where, defect.at)) in found
    assert len(found - {(Path(each.file).name, each.line) for each in shipped()[1].findings}) == 1


def test_an_excluded_unit_that_is_quoted_is_no_book(tmp_path: Path) -> None:
    """A citation of an excluded unit is refused before anything is counted, at its line."""
    root = copy(SHIPPED, tmp_path / "rules")
    plant(root, "citations.yaml", "unit: l066", "unit: l070-1")
    with pytest.raises(ProblemsError) as raised:
        run("coverage", root)
    found = {(problem.line, problem.code) for problem in raised.value.problems}
    assert (line_of(root, "citations.yaml", "unit: l070-1"), "excluded-unit") in found


def test_an_excluded_unit_with_a_user_is_found() -> None:
    """Of whatever book: a unit that is set aside and cited is a finding at the citation."""
    whole, _ = shipped()
    unit = whole.book.units["l066"].model_copy(update={"disposition": "exclude", "reason": "treatment"})
    book = replace(whole.book, units={**whole.book.units, "l066": unit})
    changed = replace(whole, book=book)
    index = links(changed)
    found = {problem for problem in coverage(changed, index, people(changed)).findings if "l066" in problem.what}
    assert [(each.code, each.line) for each in found] == [
        ("excluded-is-cited", line_of(SHIPPED, "citations.yaml", "unit: l066"))
    ]
    assert index.users(Ref("citation", "dx-biopsy")) == (Ref("topic", "what-next"),)


def test_the_table_is_not_believed_against_the_evaluation() -> None:
    """Somebody of whom the table says that a rule fires, or nearly fires, counts only if that is so."""
    whole, _ = shipped()
    persons = people(whole)
    lies = [
        person._replace(
            case=person.case.model_copy(update={"rules": ("cramps",), "near": tuple(fired(person.evaluation))})
        )
        for person in persons
        if "cramps" not in fired(person.evaluation)
    ]
    rows = {row.rule.id: row for row in coverage(whole, links(whole), tuple(lies)).rules}
    assert rows["cramps"].fires == ()
    assert len(rows["cramps"].said) == len(lies)
    assert all(row.near == () for row in rows.values())


APPROVED = [
    ([], {"arm-soon": "unreviewed", "worry": "unreviewed"}),
    ([("arm-soon", "approved")], {"arm-soon": "approved", "worry": "unreviewed"}),
    ([("all", "approved")], {"arm-soon": "approved", "worry": "approved"}),
    ([("all", "void"), ("worry", "approved")], {"arm-soon": "void", "worry": "approved"}),
    ([("worry", "approved"), ("all", "void")], {"arm-soon": "void", "worry": "approved"}),
    ([("worry", "void"), ("worry", "unlisted")], {"arm-soon": "unreviewed", "worry": "unlisted"}),
    ([("a-rule-that-was-there", "approved")], {"arm-soon": "unreviewed", "worry": "unreviewed"}),
]


@pytest.mark.parametrize(("given", "expected"), APPROVED)
def test_each_rule_has_the_state_of_its_approvals(
    given: list[tuple[str, str]], expected: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Approved where an approval that counts covers it, else what became of the newest that does, else unreviewed."""
    judged = tuple(
        SimpleNamespace(approval=SimpleNamespace(record=SimpleNamespace(scope=(scope,))), state=state)
        for scope, state in given
    )
    monkeypatch.setattr("alsscreen.review.approval_states.judge", lambda *_: judged)
    root = copy(SHIPPED, tmp_path / "rules")
    (root / "approvals").mkdir(exist_ok=True)
    facts = run("coverage", root, "--json").facts
    assert {rule["id"]: rule["approval"] for rule in facts["rules"] if rule["id"] in expected} == expected
    assert facts["counts"]["rules_approved"] == sum(rule["approval"] == "approved" for rule in facts["rules"])


UNKNOWN_ANSWERS = [
    ("answers: {sudden: [one-side]}\n    level: emergency", "answers: {sudden: [one-sied]}", "unknown-option"),
    ("answers: {sudden: [one-side]}\n    level: emergency", "flow: fulll\n    answers: {sudden: [face]}", "unknown-id"),
]


@pytest.mark.parametrize(("old", "new", "code"), UNKNOWN_ANSWERS)
def test_a_person_who_answers_what_is_not_asked_is_named(old: str, new: str, code: str, tmp_path: Path) -> None:
    """A case with an option or a flow that the book does not have is a problem at its line, with the nearest name."""
    root = copy(SHIPPED, tmp_path / "rules")
    plant(root, "cases.yaml", old, f"{new}\n    level: emergency")
    with pytest.raises(ProblemsError) as raised:
        run("coverage", root)
    (problem,) = raised.value.problems
    assert (problem.code, problem.line) == (code, line_of(root, "cases.yaml", new.partition("\n")[0]))
    assert "Did you mean" in problem.remedy


# ---- what is printed -----------------------------------------------------------------------------------------------


def test_units_are_counted_by_disposition_and_reason() -> None:
    """The report has a row for each disposition and reason, with how many units and which."""
    out = run("coverage", SHIPPED).out
    done = {"cite": "cited", "correct": "corrected", "exclude": "set aside"}
    units = shipped()[0].book.units.values()
    for (disposition, reason), count in Counter((unit.disposition, unit.reason or "-") for unit in units).items():
        assert re.search(rf"^{done[disposition]} +{reason} +{count} ", out, re.MULTILINE), (disposition, reason)


def test_the_denominators_are_printed() -> None:
    """The last line says of how many units, rules, options and judgements."""
    whole, found = shipped()
    rules, judged = len(whole.book.rules), sum(rule.judgement is not None for rule in whole.book.rules.values())
    last = run("coverage", SHIPPED).out.splitlines()[-1]
    assert f"{len(whole.book.units)}/{len(whole.book.units)} units decided" in last
    assert f"{rules}/{rules} rules fire in a case, {rules}/{rules} have a near miss, 0/{rules} approved" in last
    assert f"{judged}/{rules} rules carry a judgement" in last
    assert f"/{len(found.options)} options accounted for" in last


def test_lines_and_json_tell_the_same() -> None:
    """Every unit, rule and option of the JSON has its place in the lines."""
    facts, out = run("coverage", SHIPPED, "--json").facts, run("coverage", SHIPPED).out
    for unit in facts["units"]:
        assert re.search(rf"\b{unit['id']}\b", out)
    for rule in facts["rules"]:
        fires, near = len(rule["fires_in"]), len(rule["near_misses"])
        assert re.search(rf"^{rule['id']} +{rule['level']} .* {fires} +{near} +{rule['approval']}$", out, re.MULTILINE)
    for option in facts["options"]:
        assert re.search(rf"^{option['question']}: .*", out, re.MULTILINE)
