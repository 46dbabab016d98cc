"""The parsed files of a rule book in; the things that they list, with the places of these, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from ..model import Problem
from ..strictyaml import Document

QUESTIONS, RULES, CITATIONS = "questions.yaml", "rules.yaml", "citations.yaml"
SCREENS, REGIONS = "screens.yaml", "regions.yaml"
LEDGER, EVIDENCE = "sources/advancells-als.yaml", "sources/evidence.yaml"

Steps: TypeAlias = tuple[str | int, ...]
"""Keys and positions that lead from the top of a file to a thing in it."""


class Unread(Exception):
    """A check asks for a file that could not be read; what is wrong with that file is said elsewhere."""


@dataclass(frozen=True, slots=True)
class Files:
    """The parsed files of a book by name, so that a check can name the place of what it finds."""

    root: Path
    documents: dict[str, Document]
    nouns: dict[str, Any]
    _ids: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict, repr=False)

    def problem(self, file: str, path: Steps, code: str, what: str, remedy: str) -> Problem:
        """Make a problem at the place of `path` in `file`."""
        document = self.documents[file]
        return Problem(document.file, *document.place(path), code, what, remedy)

    def noun(self, file: str) -> Any:
        """Give what a file says; raise Unread without it."""
        try:
            return self.nouns[file]
        except KeyError:
            raise Unread(file) from None

    def each(self, file: str, key: str) -> Iterator[tuple[Steps, Any]]:
        """Give the things listed under `key` of a file with their paths."""
        for index, thing in enumerate(getattr(self.noun(file), key)):
            yield (key, index), thing

    def ids(self, file: str, key: str) -> dict[str, Any]:
        """Give the things listed under `key` of a file by id; of two with one id the first."""
        if (file, key) not in self._ids:
            self._ids[file, key] = {thing.id: thing for _, thing in reversed(tuple(self.each(file, key)))}
        return self._ids[file, key]


def nearest(name: str, names: Iterable[str]) -> str:
    """Suggest the id that a misspelt one is nearest to."""
    import difflib

    close = difflib.get_close_matches(name, list(names), n=1)
    return f"Did you mean '{close[0]}'?" if close else "Name one that exists"
