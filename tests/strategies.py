"""Hypothesis strategies: answers to a book, and whole random books with random gates, stops and rules."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from alsscreen.model import (
    LEVELS,
    AllOf,
    Answers,
    AnyOf,
    Approval,
    Atom,
    Condition,
    Floor,
    Flow,
    Guidance,
    Option,
    Question,
    Rule,
    RuleBook,
    Section,
    Sign,
    Stop,
)
from people import BOOK


def answer_to(question: Question) -> st.SearchStrategy[tuple[str, ...]]:
    """Any answer that a person can give to a question."""
    if question.kind == "text":
        return st.just(("a note",))
    unknown = st.sampled_from([("not-sure",), ("declined",)])
    alone = [(option.code,) for option in question.options if option.absence or question.kind == "choice"]
    ticks = [option.code for option in question.options if not option.absence]
    order = [*ticks, "not-sure"]
    several = st.sets(st.sampled_from(order), min_size=1).map(lambda codes: tuple(sorted(codes, key=order.index)))
    return st.one_of(
        unknown, *([st.sampled_from(alone)] if alone else []), *([several] if question.kind == "choices" else [])
    )


@st.composite
def answers_to(draw: Any, book: RuleBook) -> Answers:
    """Answers to any part of a book's questions, hidden ones included."""
    chosen = draw(st.sets(st.sampled_from(list(book.questions))))
    return {name: draw(answer_to(book.questions[name])) for name in book.questions if name in chosen}


@st.composite
def walks(draw: Any, book: RuleBook = BOOK) -> tuple[Flow, Answers]:
    """A flow of a book and answers to any part of it."""
    return draw(st.sampled_from(list(book.flows.values()))), draw(answers_to(book))


def _atom(draw: Any, questions: list[Question], *, absences: bool) -> Atom:
    question = draw(st.sampled_from(questions))
    codes = [option.code for option in question.options if absences or not option.absence]
    holds = draw(st.lists(st.sampled_from([*codes, "not-sure", "any-tick"]), min_size=1, max_size=3, unique=True))
    return Atom(question=question.id, holds=tuple(holds), or_unknown=draw(st.booleans()))


def _condition(draw: Any, questions: list[Question], depth: int) -> Condition:
    if depth == 0 or draw(st.booleans()):
        return _atom(draw, questions, absences=False)
    parts = tuple(_condition(draw, questions, depth - 1) for _ in range(draw(st.integers(1, 3))))
    return draw(st.sampled_from([AllOf(all=parts), AnyOf(any=parts)]))


def _question(draw: Any, index: int, before: list[Question]) -> Question:
    gate: Condition | None = None
    if before and draw(st.booleans()):
        atoms = tuple(_atom(draw, before, absences=True) for _ in range(draw(st.integers(1, 2))))
        gate = draw(st.sampled_from([AllOf(all=atoms), AnyOf(any=atoms)]))
    options = (
        Option(code="a", text="a", sign="sign"),
        Option(code="b", text="b", sign="sign"),
        Option(code="none", text="none", absence=True),
        Option(code="unseen", text="unseen", unknown=True),
    )
    kind = draw(st.sampled_from(["choice", "choices"]))
    return Question(
        id=f"q{index}", section="s", kind=kind, text="?", help="h", why="w", options=options, asked_when=gate
    )  # fmt: skip


@st.composite
def books(draw: Any) -> RuleBook:
    """A small random book: up to five questions, gates, one stop, six rules."""
    questions: list[Question] = []
    for index in range(draw(st.integers(1, 5))):
        questions.append(_question(draw, index, questions))
    at = draw(st.integers(0, len(questions) - 1))
    stop = Stop(id="stop", after=questions[at].id, when=_atom(draw, questions[: at + 1], absences=False))
    guidance = {level: Guidance(id=level, level=level, summary="s", detail="d") for level in LEVELS}
    rules = {}
    for index in range(draw(st.integers(1, 6))):
        level = draw(st.sampled_from(LEVELS))
        when = _condition(draw, questions, 2)
        rules[f"r{index}"] = Rule(id=f"r{index}", means="m", when=when, guidance=level, basis="safety")
    floor = Floor(nothing="information", declined="information", otherwise="information")
    order = tuple(question.id for question in questions)
    return RuleBook(
        id="random",
        version="0.0.0",
        sha256="0" * 64,
        approval=Approval(),
        signs={"sign": Sign(id="sign", name="n", kind="sign")},
        sections={"s": Section(id="s", title="s")},
        questions={question.id: question for question in questions},
        stops=draw(st.sampled_from([(), (stop,)])),
        flows={"full": Flow(id="full", title="t", description="d", questions=order, floor=floor)},
        guidance=guidance,
        rules=rules,
        citations={},
        source=BOOK.source,
        units={},
        evidence={},
        regions=BOOK.regions,
        screens=BOOK.screens,
    )
