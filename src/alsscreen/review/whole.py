"""The directory `rules/` in; the rule book with all that only a review reads (people, topics, wording) out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..model import CasesFile, Noun, Problem, ProblemsError, RuleBook, TopicsFile, WordingFile
from ..references import Files
from ..rulebook import load_with_files, parse

CASES, TOPICS, WORDING = "cases.yaml", "topics.yaml", "wording.yaml"
REVIEWED: dict[str, type[Noun]] = {CASES: CasesFile, TOPICS: TopicsFile, WORDING: WordingFile}


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
    problems: list[Problem] = []
    for name, noun in REVIEWED.items():
        try:
            content = (root / name).read_bytes()
            files.documents[name], files.nouns[name] = parse(content, str(root / name), noun)
        except OSError as error:
            what = f"cannot be read ({(error.strerror or 'unknown reason').lower()})"
            problems.append(Problem(str(root / name), 0, 0, "no-file", what, "Restore the file, or make it readable"))
        except ProblemsError as error:
            problems.extend(error.problems)
    if problems:
        raise ProblemsError(tuple(problems))
    return Whole(book, files, files.nouns[CASES], files.nouns[TOPICS], files.nouns[WORDING])
