"""Two rule books in; every change of meaning, counted exactly and at its line, and nothing else, out."""

from __future__ import annotations

import re
from itertools import combinations, product
from math import prod
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alsscreen import rulebook
from alsscreen.evaluate import Evaluator
from alsscreen.model import DECLINED, NOT_SURE, Atom, Floor, Flow
from alsscreen.review.effects import acts_otherwise
from alsscreen.review.meaning import GAINED, LOST, difference
from alsscreen.review.said import word_diff
from alsscreen.review.whole import load_whole
from alsscreen.visible import Mask
from people import BOOK, ROOT
from reviewed import copied, edited, git, repository, review
from strategies import _condition, books

CRAMPS = "holds: [cramps]}\n    guidance: cramps-routine"
COSMETIC = {
    "a comment": ("rules.yaml", "rules:\n", "# A comment.\nrules:\n"),
    "options of a condition in another order": (
        "rules.yaml",
        "holds: [face, one-side, words, sight, confused]",
        "holds: [words, confused, sight, face, one-side]",
    ),
    "a condition of one part without its 'any'": (
        "rules.yaml",
        "    when:\n      any:\n        - {question: muscles, holds: [cramps]}",
        "    when: {question: muscles, holds: [cramps]}",
    ),
    "parts of a condition in another order": (
        "rules.yaml",
        "        - {question: sudden, holds: [longer-ago]}\n        - {question: sudden-checked, holds: [checked]}",
        "        - {question: sudden-checked, holds: [checked]}\n        - {question: sudden, holds: [longer-ago]}",
    ),
    "a part said twice": (
        "rules.yaml",
        "        - {question: muscles, holds: [cramps]}",
        "        - {question: muscles, holds: [cramps]}\n        - {question: muscles, holds: [cramps]}",
    ),
    "'any-tick' spelt out": (
        "rules.yaml",
        "            - {question: legs, holds: [any-tick]}",
        "            - {question: legs, holds: [stairs, walk, trips, drag, other-task]}",
    ),
    "a text with its lines broken": (
        "rules.yaml",
        "    summary: These questions are for adults. Please do",
        "    summary: >-\n      These questions are for adults.\n      Please do",
    ),
    "citations in another order": (
        "rules.yaml",
        "cites: [early-symptoms, see-clinician]",
        "cites: [see-clinician, early-symptoms]",
    ),
}
"""What an editor may tidy: file, before, after."""

MEANT = {
    "an option added to a condition": (
        "rules.yaml",
        CRAMPS,
        CRAMPS.replace("cramps]", "cramps, thin]"),
        "meaning",
        "cramps",
    ),
    "'all' for 'any'": (
        "rules.yaml",
        "      any:\n        - {question: arms, holds: [not-sure]}",
        "      all:\n        - {question: arms, holds: [not-sure]}",
        "meaning",
        "not-sure-lost",
    ),
    "'or_unknown' taken away": (
        "rules.yaml",
        "{question: sudden-how, holds: [quick], or_unknown: true}",
        "{question: sudden-how, holds: [quick]}",
        "meaning",
        "sudden-unsure",
    ),
    "a level moved": (
        "rules.yaml",
        "id: cramps-routine\n    level: routine",
        "id: cramps-routine\n    level: soon",
        "level",
        "cramps-routine",
    ),
    "a rule that says something else": (
        "rules.yaml",
        "    guidance: cramps-routine",
        "    guidance: twitch-routine",
        "value",
        "cramps",
    ),
    "a word changed": (
        "rules.yaml",
        "Cramps are common in healthy",
        "Cramps are usual in healthy",
        "wording",
        "cramps-routine",
    ),
    "a citation dropped": (
        "rules.yaml",
        "cites: [early-symptoms, see-clinician]",
        "cites: [see-clinician]",
        "citations",
        "limb-soon",
    ),
    "a gate that opens seldomer": (
        "questions.yaml",
        "    asked_when: {all: [{question: together, holds: [same], or_unknown: true}]}",
        "    asked_when: {all: [{question: together, holds: [same]}]}",
        "meaning",
        "since",
    ),
    "a stop that stops less": (
        "questions.yaml",
        "when: {any: [{question: sudden, holds: [face, one-side,",
        "when: {any: [{question: sudden, holds: [face,",
        "meaning",
        "sudden-sign",
    ),
    "an option's words": ("questions.yaml", "text: Muscle cramps,", "text: Bad muscle cramps,", "wording", "muscles"),
    "a question's help": ("questions.yaml", "your toes catch on", "the toes catch on", "wording", "legs"),
    "a fixed text": ("screens.yaml", "  done: Thank you.", "  done: Many thanks.", "wording", ""),
    "a level's closing": ("screens.yaml", "Do not drive yourself.", "Do not drive.", "wording", "emergency"),
    "a sentence that is said more often": (
        "screens.yaml",
        "{question: mind, holds: [worry-daily, worry]}",
        "{question: mind, holds: [low-mood, worry-daily, worry]}",
        "meaning",
        "not-again",
    ),
    "a telephone number": ("regions.yaml", 'number: "999"', 'number: "998"', "value", "GB"),
    "a word of the kiosk": ("kiosk.yaml", "too small to read", "too small", "wording", ""),
    "a code for other software": ("fhir.yaml", "label: Slurred speech", "label: Slurring", "wording", ""),
    "a unit's disposition": (
        "sources/advancells-als.yaml",
        "disposition: exclude, reason: lead-in",
        "disposition: exclude, reason: mechanism",
        "disposition",
        "l003",
    ),
    "a fact of the evidence": (
        "sources/evidence.yaml",
        'title: "Stroke: know the signs"',
        'title: "Stroke: know its signs"',
        "wording",
        "nih-stroke-signs",
    ),
    "a saying of a topic": (
        "topics.yaml",
        "The start is easy to miss.",
        "The start is hard to see.",
        "wording",
        "what-als-is",
    ),
    "a flow's description": (
        "questions.yaml",
        "description: Early signs, then family and past.",
        "description: Early signs and then family.",
        "wording",
        "full",
    ),
}
"""What changes what a person is told: file, before, after; the code and the id of the finding."""


@pytest.mark.parametrize("name", COSMETIC)
def test_tidying_is_no_change_in_meaning(name, tmp_path, capsys):
    """What only looks otherwise is no finding, and is said to be none."""
    new = copied(tmp_path / "new")
    edited(new, *COSMETIC[name])
    told = review(capsys, "diff", ROOT, new)
    assert told.code == 0, told.out
    assert "no change in meaning" in told.out


def test_the_same_book_has_no_change(capsys):
    """A book compared with itself: no finding, no note."""
    data = review(capsys, "diff", ROOT, ROOT, "--json", "--cases").data
    assert (data["findings"], data["notes"], data["moved"], data["same_meaning"]) == ([], [], [], True)


@pytest.mark.parametrize("name", MEANT)
def test_a_change_of_meaning_is_found_at_its_line(name, tmp_path, capsys):
    """Each planted change is found, with its code, the thing, the file and the line."""
    file, old, new, code, thing = MEANT[name]
    rules = copied(tmp_path / "new")
    line = edited(rules, file, old, new)
    told = review(capsys, "diff", ROOT, rules, "--json")
    assert told.code == 1
    found = [each for each in told.data["findings"] if (each["code"], each["id"]) == (code, thing)]
    assert found, [(each["code"], each["id"], each["what"]) for each in told.data["findings"]]
    assert any(each["file"] == str(rules / file) and abs(each["line"] - line) <= 6 for each in found)
    if code in ("level", "wording", "value", "citations") and ">-" not in old:
        assert any(each["line"] == line for each in found), (line, found)


def test_a_level_is_told_apart_from_a_rule(tmp_path, capsys):
    """A guidance that moved to another level changes no rule, and no condition is said to have changed."""
    rules = copied(tmp_path / "new")
    edited(rules, "rules.yaml", *MEANT["a level moved"][1:3])
    told = review(capsys, "diff", ROOT, rules, "--json")
    assert told.codes() == {"level"}
    assert "level: routine → soon" in told.data["findings"][0]["what"]


def test_gained_answer_sets_are_counted_exactly(tmp_path, capsys):
    """Thinner muscle added to the rule for cramps: 8 sets hold it without cramps, in 2 ways that the atoms tell apart.

    Of `muscles` there are 4 ticks and not sure: 31 sets, and none of these, declined and no answer: 34.
    """
    rules = copied(tmp_path / "new")
    edited(rules, "rules.yaml", *MEANT["an option added to a condition"][1:3])
    found = next(
        each for each in review(capsys, "diff", ROOT, rules, "--json").data["findings"] if each["part"] == "rule"
    )
    assert (found["questions"], found["sets"]) == (["muscles"], 34)
    assert [effect["sort"] for effect in found["effects"]] == ["gained"]
    gained = found["effects"][0]
    assert (gained["combinations"], gained["sets"], gained["example"]) == (2, 8, {"muscles": ["thin"]})
    assert gained["levels"] == ["soon", "soon"]


def test_a_guidance_that_another_rule_covers_is_said_as_before(tmp_path, capsys):
    """A second rule with the same condition adds a rule and gives nobody other guidance."""
    rules = copied(tmp_path / "new")
    text = (rules / "rules.yaml").read_text(encoding="utf-8")
    block = re.search(r"  - id: cramps\n(?:    .*\n)+", text)[0]
    edited(rules, "rules.yaml", block, block + block.replace("id: cramps", "id: cramps-again", 1))
    found = review(capsys, "diff", ROOT, rules, "--json").data["findings"]
    assert {(each["part"], each["id"], each["code"]) for each in found} == {
        ("rule", "cramps-again", "added"), ("rule", "cramps-again", "meaning")
    }  # fmt: skip


@pytest.mark.parametrize(("name", "says"), [("added", "now fires"), ("removed", "no longer fires")])
def test_a_rule_that_came_or_went_says_for_whom(name, says, tmp_path, capsys):
    """A new rule fires, and one that went fires no longer, for so many answers."""
    less = copied(tmp_path / "less")
    text = (less / "rules.yaml").read_text(encoding="utf-8")
    (less / "rules.yaml").write_text(re.sub(r"  - id: thinner\n(?:    .*\n)+", "", text), encoding="utf-8")
    cases = (less / "cases.yaml").read_text(encoding="utf-8")
    (less / "cases.yaml").write_text(re.sub(r",? ?\bthinner\b(?=[,\]])", "", cases), encoding="utf-8")
    sides = (less, ROOT) if name == "added" else (ROOT, less)
    found = review(capsys, "diff", *sides, "--json").data["findings"]
    mine = [each for each in found if each["id"] == "thinner"]
    assert {each["code"] for each in mine} == {name, "meaning"}
    assert any(says in each["what"] for each in mine)


def test_an_option_that_any_tick_takes_in_changes_the_rules_that_read_it(tmp_path, capsys):
    """A new tick of a checklist makes rules fire whose text nobody touched; the report says so."""
    rules = copied(tmp_path / "new")
    tick = "      - {code: other-task, text: Another task of a leg or foot, sign: weakness}\n"
    edited(rules, "questions.yaml", tick, tick + "      - {code: hop, text: Hopping, sign: weakness}\n")
    found = {
        (each["part"], each["id"]): each for each in review(capsys, "diff", ROOT, rules, "--json").data["findings"]
    }
    assert ("question", "legs") in found
    assert any("written as before" in detail for detail in found["rule", "leg-soon"]["details"])
    assert found["rule", "leg-soon"]["effects"][0]["example"]["legs"] == ["hop"]


def test_examples_are_judged_otherwise_by_the_two_books(tmp_path):
    """Each example that names a flow really changes the verdict of its rule, as the evaluators see it."""
    rules = copied(tmp_path / "new")
    for _, old, new, *_ in list(MEANT.values())[:3]:
        edited(rules, "rules.yaml", old, new)
    old, new = load_whole(ROOT), load_whole(rules)
    seen = 0
    for change in acts_otherwise(old, new):
        for effect in change.facts.get("effects", ()) if change.part == "rule" else ():
            answers = {name: tuple(codes) for name, codes in effect["example"].items()}
            verdicts = [
                next(
                    each.status
                    for each in Evaluator(book, book.flows[effect["flow"]])(answers).verdicts
                    if each.rule == change.id
                )
                for book in (old.book, new.book)
            ]
            assert verdicts[0] != verdicts[1], (change.id, effect)
            seen += 1
    assert seen >= 4


def test_people_with_another_result_are_named(tmp_path, capsys):
    """`--cases` names exactly those people of the table whose level, rules or guidance differ."""
    rules = copied(tmp_path / "new")
    edited(rules, "rules.yaml", *MEANT["a level moved"][1:3])
    data = review(capsys, "diff", ROOT, rules, "--json", "--cases").data
    calling = {rule.id for rule in BOOK.rules.values() if rule.guidance == "cramps-routine"}
    whole = load_whole(ROOT)
    urgent = {"emergency", "same-day", "soon"}
    expected = {case.id for case in whole.cases.cases if calling & set(case.rules) and case.level not in urgent}
    assert {person["id"] for person in data["moved"]} == expected
    assert all((person["old"]["level"], person["new"]["level"]) == ("routine", "soon") for person in data["moved"])


def test_who_is_told_something_else_is_said_in_plain_lines(tmp_path, capsys):
    """Each person with both levels, how far each may rise, and the rules that came and went."""
    rules = copied(tmp_path / "new")
    edited(rules, "rules.yaml", *MEANT["a rule that says something else"][1:3])
    edited(rules, "rules.yaml", *MEANT["'or_unknown' taken away"][1:3])
    data = review(capsys, "diff", ROOT, rules, "--json", "--cases").data
    out = review(capsys, "diff", ROOT, rules, "--cases").out
    people = len(load_whole(ROOT).cases.cases)
    assert f"People with another result ({len(data['moved'])} of {people})" in out
    words = " ".join(out.split())
    for person in data["moved"]:
        told = [side["level"] + f" (may rise to {side['may_rise_to']})" * bool(side["may_rise_to"])
                for side in (person["old"], person["new"])]  # fmt: skip
        assert f"{person['id']}: {told[0]} → {told[1]}: {person['who']}" in words
        for name, these, those in (("no more", "old", "new"), ("now", "new", "old")):
            rest = [rule for rule in person[these]["rules"] if rule not in person[those]["rules"]]
            assert not rest or f"{name}: {', '.join(rest)}" in words
    assert any("sudden-unsure" in person["old"]["rules"] for person in data["moved"])


def test_somebody_whom_a_book_cannot_ask_is_named(tmp_path, capsys):
    """An option that went: whoever ticked it cannot answer so any more, and the line says why."""
    rules = copied(tmp_path / "new")
    edited(rules, "questions.yaml", "code: over-75", "code: seventy-six-and-more")
    told = review(capsys, "diff", ROOT, rules, "--cases")
    assert "→ cannot answer so: " in told.out
    assert "'age': no option 'over-75'" in " ".join(told.out.split())


def test_a_new_case_is_a_note(tmp_path, capsys):
    """The people test the book and are no part of it."""
    rules = copied(tmp_path / "new")
    edited(
        rules,
        "cases.yaml",
        "    who: A man whose face dropped three days ago.",
        "    who: A man whose face fell three days ago.",
    )
    told = review(capsys, "diff", ROOT, rules)
    assert (told.code, "note: " in told.out) == (0, True)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("see a doctor soon", "see a doctor today", "see a doctor [-soon-] {+today+}"),
        ("see a doctor", "see a good doctor", "see a {+good+} doctor"),
        ("not ALS", "ALS", "[-not-] ALS"),
    ],
)
def test_words_are_compared_word_by_word(old, new, said):
    """A text is said once, with what went and what came."""
    assert word_diff(old, new) == said


# ---- revisions -----------------------------------------------------------------------------------------------------


def test_two_revisions_are_compared(tmp_path, capsys):
    """What changed between two commits is found, and its file is named as git does."""
    rules = repository(tmp_path / "checkout")
    edited(rules, "rules.yaml", *MEANT["a word changed"][1:3])
    git(rules, "commit", "-q", "-a", "-m", "a word")
    told = review(capsys, "diff", "HEAD~1", "main", "--json", rules=rules)
    assert told.codes() == {"wording"}
    assert told.data["findings"][0]["file"] == "main:rules/rules.yaml"
    assert review(capsys, "diff", "HEAD", rules, rules=rules).code == 0


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("nosuch", "no-revision"),
        ("HEAD~99", "no-revision"),
        ("0" * 40, "no-revision"),
        ("-h", "hostile-name"),
        ("--output=stolen", "hostile-name"),
        ("HEAD:rules", "hostile-name"),
        (":/rules", "hostile-name"),
        ("HEAD;touch stolen", "hostile-name"),
        ("$(touch stolen)", "hostile-name"),
        ("a\nb", "hostile-name"),
        ("HEAD..main", "hostile-name"),
        ("", "hostile-name"),
        ("x" * 5000, "hostile-name"),
    ],
)
def test_a_revision_that_is_none_is_a_clear_finding(name, code, tmp_path, capsys, monkeypatch):
    """A name that git does not know, or that could be an option or a command, is refused; nothing is written."""
    rules = repository(tmp_path / "checkout")
    monkeypatch.chdir(tmp_path)
    arguments = ["--", name, rules] if name.startswith("-") else [name, rules]
    told = review(capsys, "diff", *arguments, rules=rules)
    assert (told.code, told.codes()) == (1, {code})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["checkout"]


def not_a_book(kind, at):
    match kind:
        case "an empty directory":
            at.mkdir()
        case "a file":
            at.write_text("rules")
        case "a book with a broken file":
            edited(copied(at), "rules.yaml", "rules:\n", "rules: [\n")
        case "a book without its people":
            (copied(at) / "cases.yaml").unlink()
    return at


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("an empty directory", "no-rules"),
        ("a file", "no-rules"),
        ("a book with a broken file", "not-yaml"),
        ("a book without its people", "no-file"),
    ],
)
def test_what_is_no_rule_book_is_a_clear_finding(kind, code, tmp_path, capsys):
    """NEW must be a whole rule book; what is wrong with it is named with its file."""
    told = review(capsys, "diff", ROOT, not_a_book(kind, tmp_path / "new"))
    assert (told.code, told.codes()) == (1, {code})
    assert all(str(tmp_path / "new") in problem.file for problem in told.problems)


def test_a_revision_without_rules_is_a_clear_finding(tmp_path, capsys):
    """A commit from before there were rules is no rule book, and is named as the person named it."""
    rules = repository(tmp_path / "checkout")
    git(rules, "rm", "-q", "-r", "--cached", ".")
    git(rules, "commit", "-q", "-m", "none")
    told = review(capsys, "diff", "HEAD", rules, rules=rules)
    assert [(problem.file, problem.code) for problem in told.problems] == [("HEAD:rules", "no-rules")]


def test_a_link_in_a_revision_leads_nowhere(tmp_path, capsys):
    """A commit in which a rule file is a link is refused: nothing outside of the commit is read."""
    rules = repository(tmp_path / "checkout")
    secret = tmp_path / "secret.yaml"
    (rules / "topics.yaml").rename(secret)
    (rules / "topics.yaml").symlink_to(secret)
    git(rules, "commit", "-q", "-a", "-m", "a link")
    assert review(capsys, "diff", "HEAD~1", "HEAD", rules=rules).codes() == {"no-file"}


def test_outside_of_git_only_directories_are_compared(tmp_path, capsys):
    """Without a repository around the rules a revision is a clear finding."""
    rules = copied(tmp_path / "rules")
    assert review(capsys, "diff", "HEAD", rules, rules=rules).codes() == {"no-revision"}


# ---- the counting itself -------------------------------------------------------------------------------------------


def every_answer(question):
    """Every answer that a person can give to a question, no answer included."""
    codes = [option.code for option in question.options if not option.absence]
    alone = [(option.code,) for option in question.options if option.absence]
    most = len(codes) + 1 if question.kind == "choices" else 1
    together = [each for size in range(1, most + 1) for each in combinations([*codes, NOT_SURE], size)]
    return [None, (DECLINED,), *alone, *together]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_counts_are_those_of_the_evaluators_own_mask(data):
    """For two random conditions the counts are what comes out when every set of answers is read by the mask."""
    book = data.draw(books())
    questions = {name: each.model_copy(update={"asked_when": None}) for name, each in list(book.questions.items())[:3]}
    drawn = st.composite(lambda draw: _condition(draw, list(questions.values()), 2))()
    old, new = data.draw(drawn), data.draw(drawn)
    found = difference(old, new, questions, questions)
    floor = Floor(nothing="information", declined="information", otherwise="information")
    flow = Flow(id="f", title="t", description="d", questions=tuple(questions), floor=floor)
    plain = rulebook.RuleBook(
        **{**{name: getattr(book, name) for name in book.__slots__}, "questions": questions, "stops": ()}
    )
    mask = Mask(plain, flow, (old, new))
    expected: dict[tuple[int, int], int] = {}
    for answers in product(*(every_answer(questions[name]) for name in found.questions)):
        given_answers = {name: answer for name, answer in zip(found.questions, answers, strict=True) if answer}
        truth = mask.read(given_answers)[1]
        change = (truth.of(mask.needs[0]), truth.of(mask.needs[1]))
        expected[change] = expected.get(change, 0) + 1
    assert {change: count.sets for change, count in found.counts.items()} == expected
    assert found.space[1] == prod(len(every_answer(questions[name])) for name in found.questions)


def test_a_gate_adds_two_ways_of_not_being_asked():
    """Before a gated question also count that it is not asked, and that it is not known whether it is."""
    atom = Atom(question="sudden-how", holds=("quick",), or_unknown=True)
    bare = {"sudden-how": BOOK.questions["sudden-how"].model_copy(update={"asked_when": None})}
    gated = difference(None, atom, BOOK.questions, BOOK.questions)
    assert gated.space[1] == difference(None, atom, bare, bare).space[1] + 2
    assert (gated.total(GAINED).sets, gated.total(LOST).sets) == (4, 0)


@pytest.mark.parametrize("name", ["kiosk.yaml", "fhir.yaml"])
def test_a_file_that_went_or_came_is_said_once(name, tmp_path, capsys):
    """A book may do without the words of a kiosk and without codes; that it does is a change."""
    rules = copied(tmp_path / "rules")
    (rules / name).unlink()
    for sides, code in (((ROOT, rules), "removed"), ((rules, ROOT), "added")):
        (finding,) = review(capsys, "diff", *sides, "--json").data["findings"]
        assert (finding["code"], finding["id"]) == (code, name)
        assert Path(finding["file"]).name == name
