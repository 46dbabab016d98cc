"""Copies of the shipped book with one defect each in; each found at its line, with rules and counter-example, out."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from alsscreen.answers import Entry, check
from alsscreen.evaluate import Evaluator
from alsscreen.model import LEVELS, Answers, Evaluation, RuleBook
from alsscreen.review import prove as command
from alsscreen.review.proof import ground
from alsscreen.review.proof.about_flow import HIDDEN_NEVER_MATTERS
from alsscreen.review.properties import PROPERTIES
from alsscreen.review.prove import prove
from people import BOOK
from reviewing import SHIPPED, copy, line_of, plant, run

SUDDEN = "[face, one-side, words, sight, confused]"
FIRST = "rules:\n  # ---- Safety check, first screen: sudden signs\n"
GATE = (
    "asked_when:\n      all:\n        - {question: together, holds: [different]}\n        - {question: mouth, holds: "
)
BREATH = "  - id: breath\n    section: mouth\n"
NOTHING = {
    "sudden": ["none"], "now": ["none"], "age": "18-24", "told": "waiting", "arms": ["none"], "legs": ["none"],
    "muscles": ["none"], "mouth": ["none"], "breath": ["none"], "body": ["none"], "mind": ["none"],
}  # fmt: skip
"""Somebody whose every answer is known, and leads to nothing."""


class Planted(NamedTuple):
    """One edit, the code of all that must be found, where (file, text), the rules named, the first counter-example."""

    edit: tuple[str, str, str]
    code: str
    at: tuple[str, str]
    rules: tuple[str, ...] = ()
    answers: dict[str, Any] | None = None
    changed: dict[str, Any] | None = None


def rule(when: str, guidance: str) -> tuple[str, str, str]:
    """Write a rule in front of all others."""
    rest = f"when: {when}, guidance: {guidance}, basis: safety, judgement: x"
    return "rules.yaml", FIRST, f"rules:\n  - {{id: planted, means: It is planted., {rest}}}\n"


def both(one: str, other: str) -> str:
    """Write that two atoms hold."""
    return f"{{all: [{{question: {one}}}, {{question: {other}}}]}}"


PLANTED = ("rules.yaml", "id: planted")
CRAMPS, TWITCH = "muscles, holds: [cramps]", "muscles, holds: [twitch-short]"

DEFECTS = {
    "a rule that can never fire": Planted(
        rule(both("age, holds: [18-24]", "child-change, holds: [fast]"), "child-soon"),
        "dead-rule", PLANTED, ("planted",),
    ),
    "a rule written twice": Planted(
        rule(f"{{question: {CRAMPS}}}", "cramps-routine"),
        "duplicate-rule", ("rules.yaml", "when:\n      any:\n        - {question: muscles, holds: [cramps]}"),
        ("cramps", "planted"), {"muscles": ["cramps"]},
    ),
    "a rule in the shadow of another": Planted(
        rule(both(CRAMPS, "body, holds: [pain]"), "cramps-routine"),
        "adds-nothing", PLANTED, ("planted", "cramps"), {"muscles": ["cramps"], "body": ["pain"]},
    ),
    "a sign that hides a question": Planted(
        ("questions.yaml", BREATH, f"{BREATH}    asked_when: {{question: arms, holds: [none], or_unknown: true}}\n"),
        "level-falls", ("rules.yaml", "when:\n      all:\n        - {question: breath, holds: [ill]}\n        - any:"),
        ("breath-ill-lost", "arm-soon"),
        {"arms": ["grip", "not-sure"], "breath": ["ill"]}, {"arms": ["buttons", "grip"], "breath": ["ill"]},
    ),
    "a level without what to do when no visit is to be had": Planted(
        ("screens.yaml", "    no_appointment: No visit to be had today? Call {advice} and say what has changed.\n", ""),
        "no-closing", ("screens.yaml", "  - level: same-day"), (), {"sudden": ["longer-ago"]},
    ),
    "a question that nobody is asked": Planted(
        ("questions.yaml", "[choke-daily, choke-some, drink-less]}\n    neutral: true",
         "[choke-some]}\n        - {question: together, holds: [same]}\n    neutral: true"),
        "never-asked", ("questions.yaml", f"{GATE}[choke-some]}}\n        - {{question: together, holds: [same]}}"),
    ),
    "an unknown that ends the questions": Planted(
        ("questions.yaml", "stops:\n",
         "stops:\n  - {id: planted, after: breath-course, when: {question: who, holds: [not-sure]}}\n"),
        "unknown-as-no", ("questions.yaml", "id: planted"), ("family",),
        {**NOTHING, "who": "not-sure"}, {**NOTHING, "who": "self", "family": ["relative-als"]},
    ),
    "an age that raises the level": Planted(
        rule(both("age, holds: [over-75]", TWITCH), "twitch-routine"),
        "context-moves", PLANTED, ("planted", "twitch-short"),
        {"age": "over-75", "muscles": ["twitch-short"]}, {"age": "18-24", "muscles": ["twitch-short"]},
    ),
    "a risk factor that raises the level": Planted(
        rule(both("exposures, holds: [smoking]", CRAMPS), "limb-soon"),
        "context-moves", PLANTED, ("planted", "cramps"),
        {"muscles": ["cramps"], "exposures": ["smoking"]}, {"muscles": ["cramps"]},
    ),
    "a sex that raises the level": Planted(
        rule(both("sex, holds: [male]", CRAMPS), "limb-soon"),
        "context-moves", PLANTED, ("planted", "cramps"),
        {"muscles": ["cramps"], "sex": "male"}, {"muscles": ["cramps"]},
    ),
    "a safety tick behind which the questions go on": Planted(
        ("questions.yaml", f"when: {{any: [{{question: sudden, holds: {SUDDEN}}}]}}",
         "when: {any: [{question: sudden, holds: [face, one-side, words, sight]}]}"),
        "alarm-goes-on", ("questions.yaml", "- {code: confused"), (), {"sudden": ["confused", "not-sure"]},
    ),
    "an option that changes nothing": Planted(
        ("rules.yaml", "[pain, eyes, bladder, chesty, something-else]", "[pain, bladder, chesty, something-else]"),
        "never-matters", ("questions.yaml", "- {code: eyes"),
    ),
}  # fmt: skip


def findings(root: Path) -> list[dict[str, Any]]:
    """Give what is found against any property, in the order of the properties."""
    facts = run("prove", root, "--json").facts
    return [finding for wanted in facts["properties"] for finding in wanted["findings"]]


def place(root: Path, file: str, text: str) -> tuple[str, int]:
    """Give the file and line where a text begins that stands once."""
    return file, line_of(root, file, text)


@pytest.mark.parametrize("planted", DEFECTS.values(), ids=DEFECTS)
def test_defect_is_found_at_its_line(tmp_path: Path, planted: Planted) -> None:
    """Each defect is found, nothing else is, and the finding names the line, the rules and the smallest example."""
    root = copy(SHIPPED, tmp_path / "rules")
    plant(root, *planted.edit)
    found = findings(root)
    problems = [each["problem"] for each in found]
    assert {(Path(each["file"]).name, each["line"], each["code"]) for each in problems} == {
        (*place(root, *planted.at), planted.code)
    }
    lines = {name: line_of(root, "rules.yaml", f"  - id: {name}\n" if name != "planted" else "id: planted")
             for name in planted.rules}  # fmt: skip
    assert found[0]["rules"] == [f"{name} ({root / 'rules.yaml'}:{line})" for name, line in lines.items()]
    example = found[0]["example"] or {"answers": None, "changed": None}
    assert (example["answers"], example["changed"]) == (planted.answers, planted.changed)


def test_safety_tick_without_an_emergency_is_found(tmp_path: Path) -> None:
    """A safety tick that no rule reads is found twice: at the option, and where being unsure was more urgent."""
    root = copy(SHIPPED, tmp_path / "rules")
    plant(root, "rules.yaml", SUDDEN, "[face, one-side, words, sight]")
    falls, missed = findings(root)
    assert (falls["problem"]["code"], falls["example"]["answers"]) == ("level-falls", {"sudden": ["not-sure"]})
    assert missed["problem"]["code"] == "alarm-missed"
    assert missed["problem"]["line"] == line_of(root, "questions.yaml", "- {code: confused")
    assert missed["example"]["answers"] == {"sudden": ["confused"]}


def test_clean_book_is_clean() -> None:
    """The shipped book: every property proved, every item decided, and exit code 0."""
    ran = run("prove", SHIPPED, "--json")
    assert (ran.code, ran.facts["findings"]) == (0, [])
    assert [wanted["id"] for wanted in ran.facts["properties"] if not wanted["proved"]] == []
    assert [wanted["id"] for wanted in ran.facts["properties"] if wanted["decided"] != wanted["items"]] == []
    assert len(ran.facts["properties"]) == len(PROPERTIES)


def test_counter_example_is_ready_to_run(tmp_path: Path) -> None:
    """The lines below a finding are commands: the answers as they stand give the level that was said."""
    root = copy(SHIPPED, tmp_path / "rules")
    plant(root, *DEFECTS["an age that raises the level"].edit)
    ran = run("prove", root)
    assert ran.code == 1
    said = [line.partition(": ")[2] for line in ran.out.splitlines() if "alsscreen evaluate" in line]
    evaluate = f"{sys.executable} -m alsscreen evaluate --json"
    shown = [subprocess.run(each.replace("alsscreen evaluate", evaluate), shell=True, capture_output=True, text=True,
                            check=False).stdout for each in said]  # fmt: skip
    assert ['"level": "routine"' in shown[0], '"level": "information"' in shown[1]] == [True, True]


def test_counter_examples_show_what_they_say(tmp_path: Path) -> None:
    """Answers and changed answers of each example, asked of the evaluator, give the two levels that were said."""
    root = copy(SHIPPED, tmp_path / "rules")
    plant(root, *DEFECTS["a sign that hides a question"].edit)
    whole = command.load_whole(root)
    evaluator = Evaluator(whole.book, whole.book.flows["full"])
    for finding in findings(root):
        example = finding["example"]
        first, then = (evaluator(answers(whole.book, example[key])).level for key in ("answers", "changed"))
        assert LEVELS.index(first) < LEVELS.index(then)
        assert example["said"].startswith(f"'{first}' becomes '{then}'")


def answers(book: RuleBook, given: dict[str, Any]) -> Answers:
    """Check answers as those of a file are checked."""
    return check(tuple(Entry(name, answer) for name, answer in given.items()), "example", book)


class Peeping(Evaluator):
    """An evaluator with a fault: it heeds what a child is asked, whoever answers."""

    def __call__(self, given: Answers) -> Evaluation:
        evaluation = super().__call__(given)
        heard = "child-change" in evaluation.ignored and given["child-change"] == ("fast",)
        return replace(evaluation, level="same-day") if heard else evaluation


def test_an_answer_to_a_hidden_question_that_counts_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """An evaluator that lets a hidden answer count is found out, with the answer that does it, in each flow."""
    monkeypatch.setattr(ground, "Evaluator", Peeping)
    (outcome,) = prove(BOOK, properties=[HIDDEN_NEVER_MATTERS])
    assert [finding.problem.code for finding in outcome.findings] == ["hidden-counts"] * len(BOOK.flows)
    assert {finding.example.after["child-change"] for finding in outcome.findings if finding.example} == {("fast",)}
