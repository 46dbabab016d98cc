"""An evaluation in; the answers that are missing, and those that could make it more urgent, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import LEVELS, Evaluation, Perspective, RuleBook
from .advice import level_words
from .asked import question_text, reading_text
from .lines import Line, bullets
from .truth import deciding

ONE = "One answer is missing that could make this more urgent:"
SOME = "Some answers are missing that could make this more urgent:"
MIGHT = 'With that answered we might say: "{headline}"'
DOUBT = "In doubt, call {emergency}."
CANNOT = "If you cannot tell, say so when you call or visit."
NAMED = 5
"""Questions named beside the level; the rest stands under "What we do not know"."""


def rise_lines(book: RuleBook, evaluation: Evaluation, perspective: Perspective) -> Iterator[Line]:
    """Say which answers could make it more urgent; nothing when none could."""
    if evaluation.may_rise_to is None:
        return
    names = raising(book, evaluation)
    yield Line("body", ONE if len(names) == 1 else SOME)
    yield from bullets(question_text(book.questions[name], perspective) for name in names[:NAMED])
    if len(names) > NAMED:
        yield Line("bullet", f"and {len(names) - NAMED} more, named below")
    urgent = evaluation.may_rise_to == "emergency"
    might = MIGHT.format(headline=level_words(book, evaluation.may_rise_to).headline)
    yield Line("body", f"{might} {DOUBT if urgent else CANNOT}")


def raising(book: RuleBook, evaluation: Evaluation) -> tuple[str, ...]:
    """Name the questions whose missing answers leave a more urgent rule undecided, most urgent first."""
    rank = LEVELS.index(evaluation.level)
    undecided = (book.rules[verdict.rule] for verdict in evaluation.verdicts if verdict.status == "undecided")
    ranked = [(LEVELS.index(book.guidance[rule.guidance].level), rule) for rule in undecided]
    higher = sorted((pair for pair in ranked if pair[0] < rank), key=lambda pair: pair[0])
    names = (
        name
        for _, rule in higher
        for atom in deciding(rule.when, book, evaluation.readings)
        for name in _open_before(book, evaluation, atom.question)
    )
    return tuple(dict.fromkeys(names))


def missing(book: RuleBook, evaluation: Evaluation, names: Iterable[str], perspective: Perspective) -> Iterator[str]:
    """Give each question with what there is in place of a definite answer."""
    for name in names:
        words = reading_text(book, evaluation.readings[name])
        yield f"{question_text(book.questions[name], perspective)} ({words})"


def _open_before(book: RuleBook, evaluation: Evaluation, name: str) -> Iterator[str]:
    """Give the question itself where it is open, else those that leave undecided whether it is asked."""
    question, reading = book.questions[name], evaluation.readings[name]
    if reading.open:
        yield name
    elif reading.state == "gate-undecided" and question.asked_when is not None:
        for atom in deciding(question.asked_when, book, evaluation.readings):
            yield from _open_before(book, evaluation, atom.question)
