"""`alsscreen review prove`: a rule book in; each property proved or its smallest counter-example, out."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..model import Answers, RuleBook
from ..references import Files
from .proof.decided import Outcome, Property, outcome
from .proof.ground import Ground
from .proof.places import Example, Finding
from .properties import PROPERTIES
from .telling import plural, show, table, tell_json, wrapped
from .whole import load_whole

WHAT_PROVED_MEANS = (
    "Proved: decided over every kind of answer that the conditions can tell apart, in every flow; nothing was sampled. "
    "That the reading of the conditions used here is the evaluator's own is tested, on random answers and random books."
)


def arguments(_: ArgumentParser) -> None:
    """Add nothing: this command has no flags of its own."""


def run(options: Namespace) -> int:
    """Print what is proved and what is not; give 1 with findings, else 0."""
    whole = load_whole(options.rules)
    outcomes = prove(whole.book, whole.files)
    if options.json:
        return tell_json(facts(outcomes, whole.book), [finding.problem for finding in _findings(outcomes)])
    show(lines(outcomes, whole.book, Path(options.rules)))
    return 1 if _findings(outcomes) else 0


def prove(
    book: RuleBook, files: Files | None = None, properties: Sequence[Property[Any]] = PROPERTIES
) -> tuple[Outcome, ...]:
    """Decide every property of a book; `files` say where its things stand."""
    ground = Ground(book, files)
    return tuple(outcome(ground, wanted) for wanted in properties)


def answers_file(book: RuleBook, answers: Answers) -> dict[str, str | list[str]]:
    """Give answers as `alsscreen evaluate` reads them."""
    kinds = {name: book.questions[name].kind for name in answers}
    return {name: list(answer) if kinds[name] == "choices" else answer[0] for name, answer in answers.items()}


# ---- lines ---------------------------------------------------------------------------------------------------------


def lines(outcomes: Sequence[Outcome], book: RuleBook, rules: Path) -> Iterator[str]:
    """Give a table of the properties, each counter-example, and the denominators."""
    yield from table(("", "decided", "combinations", "seconds", "property"), map(_row, outcomes))
    for finding in _findings(outcomes):
        yield ""
        yield str(finding.problem)
        if finding.rules:
            yield from wrapped(", ".join(finding.rules), 2, "rules: ")
        if finding.example is not None:
            yield from _example(finding.example, book, rules)
    yield ""
    yield from wrapped(WHAT_PROVED_MEANS)
    proved = sum(found.proved for found in outcomes)
    decided, items = sum(found.decided for found in outcomes), sum(found.items for found in outcomes)
    space, seconds = sum(found.space for found in outcomes), sum(found.seconds for found in outcomes)
    count = len(_findings(outcomes))
    yield (
        f"{proved}/{len(outcomes)} properties proved, {decided:,}/{items:,} items decided over {space:,} combinations "
        f"of answers in {seconds:.1f} s: {plural(count, 'finding') if count else 'no findings'}"
    )


def _row(found: Outcome) -> tuple[str, ...]:
    word = "proved" if found.proved else "REFUTED" if found.decided == found.items else "NOT DECIDED"
    return (
        word,
        f"{found.decided:,}/{found.items:,} {found.unit}",
        f"{found.space:,}",
        f"{found.seconds:.2f}",
        found.claim,
    )


def _example(example: Example, book: RuleBook, rules: Path) -> Iterator[str]:
    yield from wrapped(example.said, 2, "example: ")
    for label, answers in (("answers", example.answers), ("changed", example.after)):
        if answers is not None:
            given = json.dumps(answers_file(book, answers))
            yield f"  {label}: echo '{given}' | alsscreen evaluate --flow {example.flow} --rules {rules} -"


def _findings(outcomes: Sequence[Outcome]) -> list[Finding]:
    return [finding for found in outcomes for finding in found.findings]


# ---- the same as JSON ----------------------------------------------------------------------------------------------


def facts(outcomes: Sequence[Outcome], book: RuleBook) -> dict[str, Any]:
    """Give the same facts as plain data."""
    return {
        "properties": [
            {
                "id": found.id,
                "claim": found.claim,
                "proved": found.proved,
                "items": found.items,
                "decided": found.decided,
                "unit": found.unit,
                "combinations": found.space,
                "seconds": round(found.seconds, 3),
                "findings": [_finding(finding, book) for finding in found.findings],
            }
            for found in outcomes
        ],
        "properties_proved": sum(found.proved for found in outcomes),
        "proved_means": WHAT_PROVED_MEANS,
    }


def _finding(finding: Finding, book: RuleBook) -> dict[str, Any]:
    example = finding.example
    shown = None
    if example is not None:
        after = None if example.after is None else answers_file(book, example.after)
        answers = answers_file(book, example.answers)
        shown = {"flow": example.flow, "said": example.said, "answers": answers, "changed": after}
    return {"problem": asdict(finding.problem), "rules": list(finding.rules), "example": shown}
