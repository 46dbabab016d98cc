"""An evaluation and the answers in; what a clinician wants to see of them, row by row, out, for text and HTML alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from ..conditions import held, ticks
from ..model import NOT_SURE, Answers, Evaluation, Perspective, Reading, Rule, RuleBook
from .advice import headline
from .asked import answer_text, option_text, question_text, reading_text
from .parts import ALSO, PARTS, SEEN, Part
from .truth import deciding

Value: TypeAlias = Literal["yes", "no", "?", "not asked"]

NOTE = "note"
AGE = "age"

TITLE = "What I want to tell my doctor"
SELF_REPORT = "Self-report. Not a diagnosis."
WHO: dict[Perspective, str] = {"self": "Answered by the person", "other": "Answered by somebody else for the person"}
NOTHING = "Nothing on the list was ticked."
NOTHING_YET = "Nothing was ticked. Some answers are missing, so this may change."
THE_REST = "not sure about the rest"


class Row(NamedTuple):
    """One part of the body, or one thing also reported; the texts are empty where there is nothing to say."""

    name: str
    value: Value
    side: str = ""
    since: str = ""
    course: str = ""
    details: tuple[str, ...] = ()


class Sheet(NamedTuple):
    """The page for the clinician, ready to be laid out. Sensitive answers are in `private`, or nowhere."""

    date: str
    about: tuple[str, ...]
    short: str
    rows: tuple[Row, ...]
    also: tuple[Row, ...]
    seen: tuple[str, ...]
    unknown: tuple[str, ...]
    declined: tuple[str, ...]
    private: tuple[str, ...]
    note: str
    small: tuple[str, ...]


def sheet(  # noqa: PLR0913 (what a page is made of)
    book: RuleBook,
    evaluation: Evaluation,
    answers: Answers,
    perspective: Perspective,
    date: dt.date,
    *,
    include_sensitive: bool,
) -> Sheet:
    """Gather the page. Only answers that counted stand on it."""
    readings = evaluation.readings
    rows = tuple(_row(book, readings, part) for part in PARTS if _asked(book, part))
    also = tuple(_row(book, readings, part) for part in ALSO if _asked(book, part))
    return Sheet(
        date=date.isoformat(),
        about=tuple(_about(book, readings, perspective)),
        short=_short(book, evaluation, rows, also),
        rows=rows,
        also=also,
        seen=tuple(_given(book, readings, perspective, SEEN)),
        unknown=tuple(_left_open(book, evaluation, perspective, declined=False)),
        declined=tuple(_left_open(book, evaluation, perspective, declined=True)),
        private=tuple(_private(book, readings, perspective)) if include_sensitive else (),
        note=_note(readings),
        small=tuple(_small(book, evaluation, include_sensitive=include_sensitive)),
    )


def rest(rows: tuple[Row, ...]) -> Iterator[str]:
    """Name what was not ticked, in a line for each answer."""
    for value, words in (("no", "No"), ("?", "Not known"), ("not asked", "Not asked")):
        names = "; ".join(row.name for row in rows if row.value == value)
        if names:
            yield f"{words}: {names}."


def _asked(book: RuleBook, part: Part) -> bool:
    return any(question in book.questions for question in part.ticks)


def _row(book: RuleBook, readings: dict[str, Reading], part: Part) -> Row:
    """Give "yes" where an option is ticked, "?" where that is open, and "no" only where it is definite."""
    found = {name: readings[name] for name in part.ticks if name in readings}
    ticked = [(name, code) for name in found for code in part.ticks[name] if code in found[name].answer]
    if ticked:
        texts = (option_text(book.questions[name], code) for name, code in ticked if _may_stand(book, name, code))
        details = tuple(text for text in dict.fromkeys(texts) if text.lower() != part.name.lower())
        side, since, course = (_first(book, readings, names) for names in (part.side, *part.time))
        return Row(part.name, "yes", side, since, course, details)
    if any(reading.open for reading in found.values()):
        return Row(part.name, "?")
    answered = any(reading.state == "answered" for reading in found.values())
    return Row(part.name, "no" if answered else "not asked")


def _tells(book: RuleBook, evaluation: Evaluation, rule: Rule) -> bool:
    """Say whether the very name of a rule that fired would tell a sensitive answer."""
    return any(
        not _may_stand(book, atom.question, code)
        for atom in deciding(rule.when, book, evaluation.readings)
        for code in evaluation.readings[atom.question].answer
        if code in held(atom, book.questions[atom.question])
    )


def _may_stand(book: RuleBook, name: str, code: str) -> bool:
    """Say whether an answer may stand on any page."""
    question = book.questions[name]
    return not question.sensitive and not any(option.sensitive for option in question.options if option.code == code)


def _first(book: RuleBook, readings: dict[str, Reading], names: tuple[str, ...]) -> str:
    """Give the answer to the first of these questions that was asked, in its words; "?" where it was left open."""
    for name in names:
        reading = readings.get(name)
        if reading is not None and reading.state in ("answered", "not-sure", "declined", "unanswered"):
            question = book.questions[name]
            return "; ".join(option_text(question, code) for code in reading.answer) if not reading.open else "?"
    return ""


def _note(readings: dict[str, Reading]) -> str:
    given = NOTE in readings and readings[NOTE].state == "answered"
    return " ".join(readings[NOTE].answer) if given else ""


def _about(book: RuleBook, readings: dict[str, Reading], perspective: Perspective) -> Iterator[str]:
    if AGE in readings and readings[AGE].state == "answered":
        yield f"Age: {option_text(book.questions[AGE], readings[AGE].answer[0]).lower()}"
    yield WHO[perspective]


def _short(book: RuleBook, evaluation: Evaluation, rows: tuple[Row, ...], also: tuple[Row, ...]) -> str:
    """Say in one line what the most urgent rule read: where, which side, since when, which way, and what was lost."""
    yes = {row.name: row for row in (*rows, *also) if row.value == "yes"}
    if not yes:
        return NOTHING if evaluation.complete else NOTHING_YET
    row = next((yes[name] for name in _urgent(book, evaluation) if name in yes), next(iter(yes.values())))
    facts = (row.name, row.side, row.since, row.course, *row.details[:2])
    return ". ".join(fact for fact in facts if fact and fact != "?") + "."


def _urgent(book: RuleBook, evaluation: Evaluation) -> Iterator[str]:
    """Name the parts that the rules that fired read, most urgent first."""
    for _, rules in evaluation.guidance:
        for atom in (atom for name in rules for atom in deciding(book.rules[name].when, book, evaluation.readings)):
            given = set(evaluation.readings[atom.question].answer) & set(held(atom, book.questions[atom.question]))
            yield from (part.name for part in (*PARTS, *ALSO) if given & set(part.ticks.get(atom.question, ())))


def _given(
    book: RuleBook, readings: dict[str, Reading], perspective: Perspective, names: tuple[str, ...]
) -> Iterator[str]:
    for name in names:
        if name in readings and set(readings[name].answer) & set(ticks(book.questions[name])):
            question = book.questions[name]
            yield f"{question_text(question, perspective)} {answer_text(question, readings[name].answer)}"


def _left_open(book: RuleBook, evaluation: Evaluation, perspective: Perspective, *, declined: bool) -> Iterator[str]:
    """Name the questions left open; a sensitive one is not even named."""
    for name in evaluation.open:
        question, reading = book.questions[name], evaluation.readings[name]
        if (reading.state == "declined") == declined and not question.sensitive:
            said = "" if declined else f" ({_doubt(book, reading)})"
            yield f"{question_text(question, perspective)}{said}"


def _doubt(book: RuleBook, reading: Reading) -> str:
    """Say what there is in place of a definite answer; what was ticked beside it stands in its row already."""
    codes = tuple(code for code in reading.answer if _may_stand(book, reading.question, code))
    is_rest = NOT_SURE in codes and set(codes) & set(ticks(book.questions[reading.question]))
    return THE_REST if is_rest else reading_text(book, reading._replace(answer=codes))


def _private(book: RuleBook, readings: dict[str, Reading], perspective: Perspective) -> Iterator[str]:
    for name, reading in readings.items():
        codes = tuple(code for code in reading.answer if not _may_stand(book, name, code))
        question = book.questions[name]
        if reading.state == "answered" and codes:
            yield f"{question_text(question, perspective)} {answer_text(question, codes)}"


def _small(book: RuleBook, evaluation: Evaluation, *, include_sensitive: bool) -> Iterator[str]:
    """Give the level with what it does not know, the rules that decided it, their sources, and where to complain."""
    yield f"Level shown: {evaluation.level} ({headline(book, evaluation)})"
    if evaluation.may_rise_to:
        yield f"May rise to: {evaluation.may_rise_to}, when open answers are known."
    top, rest = _fired(book, evaluation, include_sensitive=include_sensitive)
    more = f"; and {len(rest)} less urgent" if rest else ""
    yield f"Rules: {', '.join(rule.id for rule in top) or 'none'}{more}."
    yield f"Rule book {book.id} {book.version}, sha256 {book.sha256[:16]}; approval: {book.approval.state}."
    evidence = dict.fromkeys(book.evidence[name].publisher for rule in top for name in rule.evidence)
    yield f"Sources: {'; '.join((book.source.publisher, *evidence))}."
    yield book.screens.words["learn_page"]
    yield book.screens.words["wrong_page"]


def _fired(book: RuleBook, evaluation: Evaluation, *, include_sensitive: bool) -> tuple[list[Rule], list[Rule]]:
    """Give the rules that decided the level, and the others that fired."""
    called = [book.rules[name] for _, rules in evaluation.guidance for name in rules]
    fired = [rule for rule in called if include_sensitive or not _tells(book, evaluation, rule)]
    top = [rule for rule in fired if book.guidance[rule.guidance].level == evaluation.level]
    return top, [rule for rule in fired if rule not in top]
