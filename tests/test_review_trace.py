"""Ids of every kind in; the trees that a trace must show, and the remedy for an id that is not there, out."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from contextlib import redirect_stderr
from functools import cache
from typing import Any

import pytest

from alsscreen.conditions import atoms, held
from alsscreen.review.links import Link, Links, Ref, links
from alsscreen.review.tracing import Node, find, title, trace
from alsscreen.review.verbs import KINDS, NAMES
from alsscreen.review.whole import Whole, load_whole
from reviewing import SHIPPED, line_of, run


@cache
def shipped() -> tuple[Whole, Links]:
    """Read and index the shipped book once."""
    whole = load_whole(SHIPPED)
    return whole, links(whole)


# ---- the index -----------------------------------------------------------------------------------------------------


def test_every_link_stands_on_both_sides() -> None:
    """What a names is what names a, seen from the other side."""
    index = shipped()[1]
    down = {link for found in index.down.values() for link in found}
    up = {link for found in index.up.values() for link in found}
    assert down <= up
    assert all(link.to.kind == "question" for link in up - down)


def test_nothing_of_the_shipped_book_dangles() -> None:
    """Each name in the shipped book is somebody's id."""
    assert list(shipped()[1].unknown_ids()) == []


def test_every_id_of_the_book_is_a_thing() -> None:
    """Every unit, citation, evidence, sign, question, option, stop, flow, guidance, rule, extra, topic and case."""
    whole, index = shipped()
    for (file, key), kind in KINDS.items():
        assert {ref.id for ref in index.things if ref.kind == kind} == set(whole.files.ids(file, key))
    options = {
        f"{question.id}/{option.code}" for question in whole.book.questions.values() for option in question.options
    }
    assert options <= {ref.id for ref in index.things if ref.kind == "option"}


def test_every_link_has_words() -> None:
    """No link is said in the general words for a field that nobody thought of."""
    assert [link for found in shipped()[1].up.values() for link in found if link.verb == NAMES] == []


def test_the_index_is_that_of_the_book() -> None:
    """What the index says of rules is what the book says of them."""
    whole, index = shipped()
    for rule in whole.book.rules.values():
        ref = Ref("rule", rule.id)
        read = {
            f"{atom.question}/{code}"
            for atom in atoms(rule.when)
            for code in held(atom, whole.book.questions[atom.question])
        }
        unknown = {f"{atom.question}/not-sure" for atom in atoms(rule.when) if atom.or_unknown}
        assert {each.id for each in index.named(ref, "citation")} == {*rule.cites}
        assert {each.id for each in index.named(ref, "evidence")} == {*rule.evidence}
        assert index.named(ref, "guidance") == (Ref("guidance", rule.guidance),)
        assert {each.id for each in index.named(ref, "option")} == read | unknown
        assert {each.id for each in index.users(ref, "case")} == {
            case.id for case in whole.cases.cases if rule.id in (*case.rules, *case.near)
        }


# ---- what a trace shows --------------------------------------------------------------------------------------------

WAYS = [
    ("l053", "citation sign-falls"),
    ("l053", "rule leg-soon"),
    ("l053", "sign falls"),
    ("l053", "option legs/trips"),
    ("l053", "topic signs"),
    ("sign-falls", "unit l053"),
    ("sign-falls", "evidence ng42-function"),
    ("sign-falls", "rule leg-fast"),
    ("falls", "option legs/trips"),
    ("falls", "rule leg-soon"),
    ("legs", "option legs/stairs"),
    ("legs", "flow full"),
    ("legs", "rule leg-soon"),
    ("legs", "question limb-why"),
    ("legs/trips", "rule leg-soon"),
    ("legs/trips", "sign falls"),
    ("legs/trips", "unit l053"),
    ("since/not-sure", "rule arm-soon"),
    ("rule:leg-soon", "guidance limb-soon"),
    ("rule:leg-soon", "unit l053"),
    ("rule:leg-soon", "case legs-months"),
    ("limb-soon", "rule leg-soon"),
    ("limb-soon", "citation see-clinician"),
    ("no-sign", "flow full"),
    ("legs-months", "rule leg-soon"),
    ("legs-months", "flow full"),
    ("ng42-function", "citation sign-falls"),
    ("ng42-function", "rule leg-soon"),
    ("topic:signs", "citation sign-falls"),
    ("extra:rarity", "citation rarity"),
    ("extra:rarity", "option family/none"),
    ("flow:full", "question legs"),
    ("danger-now", "option now/breathless"),
]


def names(node: Node) -> Iterator[Ref]:
    """Give everything in a tree."""
    yield node.ref
    for branch in node.branches:
        for each in branch.nodes:
            yield from names(each)


@pytest.mark.parametrize(("start", "there"), WAYS)
def test_a_trace_leads_there(start: str, there: str) -> None:
    """From a thing of any kind to what it stands on, and to what stands on it."""
    index = shipped()[1]
    (ref,) = find(index, start)
    found = trace(index, ref, 3)
    assert there in {str(each) for root in (found.down, found.up) for each in names(root)}


def test_a_trace_says_where_each_thing_stands() -> None:
    """The report begins with the thing, its file and line, and what it says."""
    line = line_of(SHIPPED, "rules.yaml", "  - id: leg-soon\n")
    out = run("trace", SHIPPED, "rule:leg-soon").out.splitlines()
    assert out[0] == f"rule leg-soon (rules.yaml:{line}:5)"
    assert out[1].strip() == shipped()[0].book.rules["leg-soon"].means


def test_an_id_that_several_kinds_share_is_traced_for_each() -> None:
    """`family` is a section, a question and a rule; `rule:family` is one of them."""
    facts = run("trace", SHIPPED, "family", "--json").facts
    assert {each["kind"] for each in facts["traces"]} == {"section", "question", "rule"}
    assert [each["kind"] for each in run("trace", SHIPPED, "rule:family", "--json").facts["traces"]] == ["rule"]


# ---- trees end -----------------------------------------------------------------------------------------------------


def depth(node: Node) -> int:
    """Count the steps to the farthest thing of a tree."""
    return max((1 + depth(each) for branch in node.branches for each in branch.nodes), default=0)


def branched(node: Node) -> Iterator[Ref]:
    """Give what has branches, as often as it has."""
    if node.branches:
        yield node.ref
    for branch in node.branches:
        for each in branch.nodes:
            yield from branched(each)


@pytest.mark.parametrize("steps", [1, 2, 3, 5, 9])
def test_no_trace_is_deeper_than_asked(steps: int) -> None:
    """Of every thing in the book, both trees end after so many steps, and no thing has its branches twice."""
    index = shipped()[1]
    for ref in random.Random(1).sample(sorted(index.things), 100):
        found = trace(index, ref, steps)
        for root in (found.down, found.up):
            assert depth(root) <= steps
            assert len(list(branched(root))) == len(set(branched(root)))


def test_a_deep_trace_leaves_nothing_out() -> None:
    """With every step allowed, a trace of a unit names everything that can be reached from it, but through flows."""
    index = shipped()[1]
    start = Ref("unit", "l051")
    reached, todo = {start}, [start]
    while todo:
        ref = todo.pop()
        if ref.kind in ("flow", "section"):
            continue
        own = Ref("question", ref.id.partition("/")[0]) if ref.kind == "option" else None
        for other in index.users(ref):
            if other not in reached:
                reached.add(other)
                if other != own:
                    todo.append(other)
    found = set(names(trace(index, start, 9).up))
    assert found <= reached
    assert {ref for ref in reached if ref.kind in ("citation", "rule", "sign", "guidance", "topic")} <= found


def test_a_circle_is_walked_once() -> None:
    """Things that name each other, or themselves, make no endless tree."""
    whole, _ = shipped()
    a, b, verb = Ref("rule", "a"), Ref("rule", "b"), NAMES
    circle = [Link(a, verb, b, "", ()), Link(b, verb, a, "", ()), Link(a, verb, a, "", ())]
    index = Links(whole.files)
    for link in circle:
        index.down.setdefault(link.of, []).append(link)
        index.up.setdefault(link.to, []).append(link)
    found = trace(index, a, 9)
    assert set(names(found.down)) == set(names(found.up)) == {a, b}
    assert depth(found.down) == depth(found.up) == 2


# ---- what is not there ---------------------------------------------------------------------------------------------

MISSPELT = [
    ("leg-sono", "leg-soon"),
    ("l0053", "l053"),
    ("sign-fals", "sign-falls"),
    ("legs/tripps", "legs/trips"),
    ("rule:leg-sono", "leg-soon"),
    ("question:leg-soon", "'leg-soon' is the id of a rule, not of a question"),
    ("zzzzzzzzzzz", "alsscreen review coverage"),
    ("", "alsscreen review coverage"),
]


@pytest.mark.parametrize(("name", "said"), MISSPELT)
def test_a_misspelt_id_is_wrong_usage_with_the_nearest(name: str, said: str) -> None:
    """Nothing has that id: exit code 2, and the ids that are nearest, with their kinds."""
    complaint = io.StringIO()
    with pytest.raises(SystemExit) as stopped, redirect_stderr(complaint):
        run("trace", SHIPPED, name)
    assert stopped.value.code == 2
    assert said in " ".join(complaint.getvalue().split())


@pytest.mark.parametrize("depth_", ["0", "-1", "10", "many", "٣", ""])
def test_a_depth_that_is_none_is_wrong_usage(depth_: str) -> None:
    """The depth is a number from 1 to 9."""
    with pytest.raises(SystemExit) as stopped, redirect_stderr(io.StringIO()):
        run("trace", SHIPPED, "l053", "--depth", depth_)
    assert stopped.value.code == 2


# ---- what is printed -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [*dict.fromkeys(KINDS.values()), "option"])
def test_every_kind_can_be_traced(kind: str) -> None:
    """A thing of every kind is printed, in lines and as JSON, with its own words and exit code 0."""
    index = shipped()[1]
    ref = index.of_kind(kind)[0].ref
    ran, as_json = (run("trace", SHIPPED, f"{kind}:{ref.id}", *more) for more in ((), ("--json",)))
    assert (ran.code, as_json.code) == (0, 0)
    assert " ".join(title(index, ref).split()) in " ".join(ran.out.split())
    assert as_json.facts["traces"][0]["title"] == title(index, ref)
    assert all(len(line) <= 120 for line in ran.out.splitlines())


def test_json_holds_the_whole_tree() -> None:
    """Lines may cut a long list short and say how many more there are; JSON names them all."""
    (found,) = run("trace", SHIPPED, "flow:full", "--json").facts["traces"]
    cases: list[Any] = next(branch for branch in found["named_by"] if branch["verb"] == "is gone through by")["things"]
    assert len(cases) == sum(case.flow == "full" for case in shipped()[0].cases.cases)
    assert f"and {len(cases) - 12} more" in " ".join(run("trace", SHIPPED, "flow:full").out.split())
