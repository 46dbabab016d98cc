"""Three-valued conditions: tables of what each atom and operator is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracle
from alsscreen.conditions import FALSE, TRUE, UNDECIDED, held, questions_read
from alsscreen.model import (
    AllOf,
    Answer,
    Answers,
    AnyOf,
    Approval,
    Atom,
    Condition,
    Floor,
    Flow,
    Option,
    Question,
    RuleBook,
)
from alsscreen.visible import Mask
from people import BOOK

LIST = Question(
    id="list", section="s", kind="choices", text="?", help="h", why="w",
    options=(
        Option(code="a", text="a"), Option(code="b", text="b"), Option(code="c", text="c"),
        Option(code="none", text="none", absence=True), Option(code="unseen", text="unseen", unknown=True),
    ),
)  # fmt: skip
GATED = Question(
    id="gated", section="s", kind="choice", text="?", help="h", why="w", options=(Option(code="x", text="x"),),
    asked_when=AllOf(all=(Atom(question="list", holds=("a",)),)),
)  # fmt: skip
OUTSIDE = Question(
    id="outside", section="s", kind="choice", text="?", help="h", why="w", options=(Option(code="x", text="x"),)
)
FLOW = Flow(
    id="f", title="t", description="d", questions=("list", "gated"),
    floor=Floor(nothing="n", declined="n", otherwise="n"),
)  # fmt: skip


def book_of(flow: Flow, *questions: Question) -> RuleBook:
    return RuleBook(
        "b", "0.0.0", "0" * 64, Approval(), {}, {}, {question.id: question for question in questions}, (),
        {"f": flow}, {}, {}, {}, BOOK.source, {}, {}, {}, BOOK.screens,
    )  # fmt: skip


def value(condition: Condition, answers: Answers) -> int:
    mask = Mask(book_of(FLOW, LIST, GATED, OUTSIDE), FLOW, (condition,))
    return mask.read(answers)[1].of(mask.needs[0])


def test_three_values_in_their_order() -> None:
    """False is less than undecided, and undecided less than true."""
    assert FALSE < UNDECIDED < TRUE


@pytest.mark.parametrize(
    ("answers", "states"),
    [
        ({}, ("unanswered", "gate-undecided", "not-in-flow")),
        ({"list": ("a",)}, ("answered", "unanswered", "not-in-flow")),
        ({"list": ("not-sure",)}, ("not-sure", "gate-undecided", "not-in-flow")),
        ({"list": ("declined",)}, ("declined", "gate-undecided", "not-in-flow")),
        ({"list": ("a", "not-sure"), "gated": ("not-sure",)}, ("answered", "not-sure", "not-in-flow")),
        ({"list": ("none",), "gated": ("x",), "outside": ("x",)}, ("answered", "hidden", "not-in-flow")),
    ],
)
def test_how_a_question_stands(answers: Answers, states: tuple[str, str, str]) -> None:
    """Each state that a reading can have, by the name that the pages know it by."""
    standing, _ = Mask(book_of(FLOW, LIST, GATED, OUTSIDE), FLOW).read(answers)
    names = [standing[name].state if name in standing else "not-in-flow" for name in ("list", "gated", "outside")]
    assert tuple(names) == states


@pytest.mark.parametrize(
    ("holds", "at_least", "or_unknown", "answer", "expected"),
    [
        (("a",), 1, False, ("a",), TRUE),
        (("a",), 1, False, ("b",), FALSE),
        (("a", "b"), 1, False, ("b",), TRUE),
        (("a", "b"), 2, False, ("b",), FALSE),
        (("a", "b"), 2, False, ("a", "b"), TRUE),
        (("a",), 1, False, ("none",), FALSE),
        (("a",), 1, False, None, UNDECIDED),
        (("a",), 1, False, ("declined",), UNDECIDED),
        (("a",), 1, False, ("not-sure",), UNDECIDED),
        (("a",), 1, False, ("unseen",), UNDECIDED),
        (("a",), 1, False, ("b", "not-sure"), UNDECIDED),
        (("b",), 1, False, ("b", "not-sure"), TRUE),
        (("a", "b"), 2, False, ("b", "not-sure"), UNDECIDED),
        (("a",), 1, True, None, TRUE),
        (("a",), 1, True, ("declined",), TRUE),
        (("a",), 1, True, ("not-sure",), TRUE),
        (("a",), 1, True, ("none",), FALSE),
        (("not-sure",), 1, False, ("not-sure",), TRUE),
        (("not-sure",), 1, False, ("declined",), UNDECIDED),
        (("not-sure",), 1, False, ("a",), FALSE),
        (("any-tick",), 1, False, ("c",), TRUE),
        (("any-tick",), 1, False, ("none",), FALSE),
        (("any-tick",), 1, False, ("unseen",), UNDECIDED),
    ],
)
def test_atom(
    holds: tuple[str, ...], at_least: int, or_unknown: bool, answer: tuple[str, ...] | None, expected: int
) -> None:
    """An atom is true, false or undecided as DESIGN section 4 says; an unknown is never a no."""
    atom = Atom(question="list", holds=holds, at_least=at_least, or_unknown=or_unknown)
    assert value(atom, {} if answer is None else {"list": answer}) == expected


@pytest.mark.parametrize(
    ("answers", "or_unknown", "expected"),
    [
        ({"list": ("a",), "gated": ("x",)}, False, TRUE),
        ({"list": ("b",), "gated": ("x",)}, False, FALSE),
        ({"list": ("not-sure",), "gated": ("x",)}, False, UNDECIDED),
        ({"list": ("not-sure",)}, True, UNDECIDED),
        ({"list": ("b",)}, True, FALSE),
        ({"list": ("a",)}, True, TRUE),
    ],
)
def test_gate(answers: Answers, or_unknown: bool, expected: int) -> None:
    """Below a gate that is false an atom is false, below an undecided gate undecided, whatever was answered."""
    assert value(Atom(question="gated", holds=("x",), or_unknown=or_unknown), answers) == expected


def test_outside_the_flow() -> None:
    """An atom about a question that is not in the flow is false, even with or_unknown."""
    assert value(Atom(question="outside", holds=("x",), or_unknown=True), {"outside": ("x",)}) == FALSE


A, B = Atom(question="list", holds=("a",)), Atom(question="list", holds=("b",))


@pytest.mark.parametrize(
    ("answer", "every", "either"),
    [
        (("a", "b"), TRUE, TRUE),
        (("a",), FALSE, TRUE),
        (("a", "not-sure"), UNDECIDED, TRUE),
        (("c",), FALSE, FALSE),
        (("not-sure",), UNDECIDED, UNDECIDED),
    ],
)
def test_operators(answer: tuple[str, ...], every: int, either: int) -> None:
    """`all` is the least of its parts and `any` the greatest."""
    assert value(AllOf(all=(A, B)), {"list": answer}) == every
    assert value(AnyOf(any=(A, B)), {"list": answer}) == either


def deep(*names: str) -> st.SearchStrategy[Condition]:
    """Draw a condition about these questions, nested as deep as it comes."""
    atoms = st.builds(
        Atom, question=st.sampled_from(names), holds=st.sampled_from([("a",), ("b",)]), or_unknown=st.booleans()
    )
    return st.recursive(
        atoms,
        lambda inner: st.lists(inner, min_size=1, max_size=3).flatmap(
            lambda parts: st.sampled_from([AllOf(all=tuple(parts)), AnyOf(any=tuple(parts))])
        ),
        max_leaves=14,
    )


NAMES = ("one", "two", "three", "four")
PLAIN = {name: LIST.model_copy(update={"id": name}) for name in NAMES}
SAID = st.sampled_from([("a",), ("b",), ("a", "b"), ("none",), ("not-sure",), ("declined",)])
ORDER = FLOW.model_copy(update={"questions": ("one", "gated", "two", "three", "four")})


def read(condition: Condition, gate: Condition, answers: Answers) -> tuple[int, str]:
    """Read a condition, and what stands in a book whose second question has this gate."""
    book = book_of(ORDER, *PLAIN.values(), LIST.model_copy(update={"id": "gated", "asked_when": gate}))
    mask = Mask(book, ORDER, (condition,))
    standing, truth = mask.read(answers)
    return truth.of(mask.needs[0]), standing["gated"].state


def ticked(question: str, code: str = "a") -> Atom:
    return Atom(question=question, holds=(code,))


def both(*parts: Condition) -> AllOf:
    return AllOf(all=parts)


def either(*parts: Condition) -> AnyOf:
    return AnyOf(any=parts)


LATE = both(ticked("three"), ticked("four"))
EARLY = both(ticked("one"), ticked("two"))
TWICE = both(ticked("one", "a"), ticked("one", "b"))


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        (either(both(either(LATE), ticked("one")), ticked("two", "b")), ("one", "three", "four")),
        (either(both(either(EARLY, ticked("four")), ticked("two")), ticked("two", "b")), ("two", "four")),
        (either(both(either(EARLY, ticked("four")), ticked("two")), ticked("two", "b")), ("one", "two")),
        (either(both(either(both(either(LATE), ticked("two"))), ticked("one")), ticked("two", "b")), NAMES),
    ],
)
def test_what_a_part_needs_may_come_after_the_rest(condition: Condition, names: tuple[str, ...]) -> None:
    """Within an `any` an `all` is decided behind the last answer that it hangs on, however deep that stands."""
    answers = {name: ("a",) if name in names else ("none",) for name in NAMES}
    assert read(condition, ticked("one"), answers)[0] == TRUE
    for name in names:
        assert read(condition, ticked("one"), {**answers, name: ("none",)})[0] == FALSE


@pytest.mark.parametrize(("said", "state"), [(("a", "b", "c"), "unanswered"), (("a", "b"), "hidden")])
def test_a_gate_as_deep_is_decided_before_its_question(said: Answer, state: str) -> None:
    """What the first question decides is decided when the second one is reached."""
    gate = either(both(either(TWICE), ticked("one", "c")), ticked("one", "none"))
    assert read(ticked("two"), gate, {"one": said})[1] == state


@settings(max_examples=400)
@given(
    condition=deep(*NAMES, "gated"), gate=deep("one"), answers=st.dictionaries(st.sampled_from((*NAMES, "gated")), SAID)
)
def test_however_deep_it_is_the_plain_reading(condition: Condition, gate: Condition, answers: Answers) -> None:
    """Conditions within conditions, over questions in any order and behind a gate as deep, are what they say."""
    book = book_of(ORDER, *PLAIN.values(), LIST.model_copy(update={"id": "gated", "asked_when": gate}))
    expected = oracle.truth(condition, book, oracle.shown(book, ORDER, answers), answers)
    values = {FALSE: oracle.FALSE, UNDECIDED: oracle.UNDECIDED, TRUE: oracle.TRUE}
    assert values[read(condition, gate, answers)[0]] == expected


def test_questions_read_in_order() -> None:
    """A condition names the questions it reads, each once, in reading order."""
    gated = Atom(question="gated", holds=("x",))
    assert questions_read(AllOf(all=(gated, AnyOf(any=(A, gated)), B))) == ("gated", "list")


def test_any_tick_is_spelt_out() -> None:
    """`any-tick` stands for each option that is neither an absence nor an unknown."""
    assert held(Atom(question="list", holds=("any-tick", "unseen")), LIST) == ("a", "b", "c", "unseen")
