"""An evaluation and what single answers would change in; every rule and why it did or did not fire, as lines, out."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Evaluation, Level, Question, RuleBook, Status, Verdict
from ..whatif import Change
from .asked import answer_text, reading_text
from .because import JUDGED, sources
from .lines import GAP, Line
from .truth import deciding

GROUPS: tuple[tuple[Status, str], ...] = (
    ("fired", "Rules that fired"),
    ("undecided", "Rules that wait for an answer"),
    ("not-fired", "Rules that did not fire"),
)
OTHER = "Single answers that would have changed the level"
NONE = "None: no single other answer changes the level."


def why_lines(book: RuleBook, evaluation: Evaluation, changes: tuple[Change, ...]) -> tuple[Line, ...]:
    """Give each rule by what became of it, which answers decided that, and what would have changed the level."""
    return (*_rules(book, evaluation), *_changes(book, evaluation, changes))


def _rules(book: RuleBook, evaluation: Evaluation) -> Iterator[Line]:
    for status, heading in GROUPS:
        yield from (GAP, Line("heading", heading))
        found = [verdict for verdict in evaluation.verdicts if verdict.status == status]
        for verdict in found:
            yield from _rule(book, evaluation, verdict)
        if not found:
            yield Line("body", "None.")


def _rule(book: RuleBook, evaluation: Evaluation, verdict: Verdict) -> Iterator[Line]:
    """Give the rule's meaning, the answers that decided, and for a rule that fired what it stands on."""
    rule = book.rules[verdict.rule]
    yield Line("body", f"{rule.id} ({book.guidance[rule.guidance].level}): {rule.means}")
    decided = dict.fromkeys(atom.question for atom in deciding(rule.when, book, evaluation.readings))
    for name in decided:
        yield Line("bullet", f"{name}: {reading_text(book, evaluation.readings[name])}")
    if verdict.status != "fired":
        return
    yield from sources(book, rule.cites, rule.evidence)
    if rule.beyond_source:
        yield Line("small", f"Beyond the source: {rule.beyond_source}")
    if rule.judgement:
        yield Line("small", f"{JUDGED} {rule.judgement}")


def _changes(book: RuleBook, evaluation: Evaluation, changes: tuple[Change, ...]) -> Iterator[Line]:
    yield from (GAP, Line("heading", OTHER))
    if not changes:
        yield Line("body", NONE)
    grouped: dict[tuple[str, Level], list[str]] = {}
    for change in changes:
        grouped.setdefault((change.question, change.level), []).append(_change(book.questions[change.question], change))
    for (question, level), others in grouped.items():
        yield Line("bullet", f"{question}, {evaluation.level} to {level}: {'; or '.join(others)}")


def _change(question: Question, change: Change) -> str:
    """Say what is added, taken away, or given instead."""
    added = tuple(code for code in change.after if code not in change.before)
    removed = tuple(code for code in change.before if code not in change.after)
    if added and removed:
        return f"{answer_text(question, change.after)} instead"
    return answer_text(question, added) if added else f"without {answer_text(question, removed)}"
