"""A rule book and its file kiosk.yaml in; the same book that speaks a kiosk's words, with the clinic's numbers, out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..model import KioskFile, Number, Region, RuleBook
from ..rulebook import content, parse
from .config import NumbersTable

FILE = "kiosk.yaml"


def read_words(root: Path) -> dict[str, str]:
    """Read the words; raise ProblemsError."""
    path = root / FILE
    _, noun = parse(content(path), str(path), KioskFile)
    return dict(noun.words)


def spoken(book: RuleBook, words: dict[str, str]) -> RuleBook:
    """Give the book with these words in the place of, or besides, those of its screens."""
    merged = {**book.screens.words, **words}
    return replace(book, screens=book.screens.model_copy(update={"words": merged}))


def numbered(region: Region, own: NumbersTable | None) -> Region:
    """Give the region with the numbers that the clinic checked itself."""
    if own is None:
        return region
    checked = own.checked.isoformat()
    update: dict[str, Number] = {}
    for name in NAMES:
        said, before = getattr(own, name), getattr(region, name)
        if said is not None:
            update[name] = Number(number=said, source="this clinic", checked=checked, seen="primary")
        elif before is not None:
            update[name] = before.model_copy(update={"checked": checked})
    return region.model_copy(update=update)


NAMES = ("emergency", "advice", "crisis", "emergency_text")
"""The numbers of a region."""
