"""The directory `rules/` in; the rule book with all that only a review reads (people, topics, wording) out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .. import model
from ..model import CasesFile, FhirFile, KioskFile, Noun, Problem, ProblemsError, RuleBook, TopicsFile, WordingFile
from ..references import Files
from ..rulebook import FILES, content, load_with_files, parse

CASES, TOPICS, WORDING = "cases.yaml", "topics.yaml", "wording.yaml"
KIOSK, FHIR = "kiosk.yaml", "fhir.yaml"
REVIEWED: dict[str, type[Noun]] = {CASES: CasesFile, TOPICS: TopicsFile, WORDING: WordingFile}
DOORS: dict[str, type[Noun]] = {KIOSK: KioskFile, FHIR: FhirFile}
"""What a book may do without: then there is no kiosk, or no code of another vocabulary."""

EVERY: dict[str, type[Noun]] = {**{name: getattr(model, noun) for name, noun in FILES.items()}, **REVIEWED, **DOORS}
"""Each file of a rule book, and what it holds."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A book, its files (with the place of everything), and what only a review reads."""

    book: RuleBook
    files: Files
    cases: CasesFile
    topics: TopicsFile
    wording: WordingFile


def load_whole(root: Path) -> Whole:
    """Read everything under `rules/`; raise ProblemsError with all that is wrong."""
    book, files = load_with_files(root)
    problems = read_into(files, {**REVIEWED, **{name: DOORS[name] for name in DOORS if (root / name).exists()}})
    if problems:
        raise ProblemsError(problems)
    return Whole(book, files, files.nouns[CASES], files.nouns[TOPICS], files.nouns[WORDING])


def read_into(files: Files, nouns: dict[str, type[Noun]]) -> tuple[Problem, ...]:
    """Read these files of a book too, into `files`; give what is wrong with them."""
    problems: list[Problem] = []
    for name, noun in nouns.items():
        path = files.root / name
        try:
            files.documents[name], files.nouns[name] = parse(content(path), str(path), noun)
        except ProblemsError as error:
            problems.extend(error.problems)
    return tuple(problems)
