"""A generated book and a folder in; the same book as rule files, with people, in that folder out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alsscreen import rulebook
from alsscreen.evaluate import Evaluator
from alsscreen.model import Noun, RuleBook
from alsscreen.review.given import fired
from answersets import answer_sets

PEOPLE = 100
"""As many as the shipped book has: it is the book that grows."""


def write_book(book: RuleBook, root: Path) -> Path:
    """Write a book; what it shares with the shipped one is copied from there."""
    shutil.copytree(rulebook.directory(), root)
    for name in ("cases.yaml", "fhir.yaml"):
        (root / name).unlink()
    questions = {
        "signs": book.signs, "sections": book.sections, "questions": book.questions, "flows": book.flows,
    }  # fmt: skip
    lists = {name: _plain(things.values()) for name, things in questions.items()}
    _write(root / "questions.yaml", {"format": 1, **lists, "stops": _plain(book.stops)})
    lists = {"guidance": _plain(book.guidance.values()), "rules": _plain(book.rules.values())}
    _write(root / "rules.yaml", {"format": 1, "id": book.id, "version": book.version, **lists})
    _write(root / "screens.yaml", {"format": 1, **book.screens.model_dump(mode="json", exclude_defaults=True)})
    _write(root / "cases.yaml", {"format": 1, "cases": list(_people(book))})
    return root


def _people(book: RuleBook) -> Iterator[dict[str, Any]]:
    flow = next(iter(book.flows.values()))
    evaluator, supply = Evaluator(book, flow), answer_sets(book, flow, seed=3)["complete"]
    for number in range(PEOPLE):
        answers = next(supply)
        found = evaluator(answers)
        given = {name: list(answer) for name, answer in answers.items()}
        yield {
            "id": f"person-{number}", "who": "made up", "flow": flow.id, "answers": given, "level": found.level,
            "rules": sorted(fired(found)),
        }  # fmt: skip


def _plain(things: Any) -> list[Any]:
    nouns: Iterator[Noun] = iter(things)
    return [noun.model_dump(mode="json", exclude_defaults=True) for noun in nouns]


def _write(path: Path, data: Any) -> None:
    """Write JSON, which is YAML too."""
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
