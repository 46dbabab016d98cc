"""The directory `rules/` in; a RuleBook, or every problem with file:line:column, what and the remedy, out."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from . import strictyaml
from .model import (
    Approval,
    CitationsFile,
    EvidenceFile,
    LedgerFile,
    Noun,
    Problem,
    ProblemsError,
    QuestionsFile,
    RegionsFile,
    RuleBook,
    RulesFile,
    ScreensFile,
)
from .references import Files, check_references
from .strictyaml import Document

FILES: dict[str, type[Noun]] = {
    "questions.yaml": QuestionsFile,
    "rules.yaml": RulesFile,
    "citations.yaml": CitationsFile,
    "screens.yaml": ScreensFile,
    "regions.yaml": RegionsFile,
    "sources/advancells-als.yaml": LedgerFile,
    "sources/evidence.yaml": EvidenceFile,
}
"""What a front end needs; the rest of `rules/` (cases, wording) is read by a review only."""

N = TypeVar("N")


def directory() -> Path:
    """Find the rules that were shipped: inside the installed package, else in the checkout."""
    installed = Path(__file__).parent / "rules"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "rules"


def load(root: Path) -> RuleBook:
    """Read and check a book; raise ProblemsError with everything that is wrong with it."""
    return load_with_files(root)[0]


def load_with_files(root: Path) -> tuple[RuleBook, Files]:
    """Read and check a book; give it with its files. The bytes that are hashed are the bytes that are parsed."""
    if not root.is_dir():
        what = "there is no such directory"
        raise ProblemsError((Problem(str(root), 0, 0, "no-rules", what, "Name a directory with a rule book"),))
    contents, problems = _contents(root)
    documents: dict[str, Document] = {}
    nouns: dict[str, Any] = {}
    for name, noun in FILES.items():
        if name in contents:
            try:
                documents[name] = strictyaml.read(contents[name], str(root / name))
                nouns[name] = noun.model_validate(documents[name].data)
            except ProblemsError as error:
                problems.extend(error.problems)
            except ValidationError as error:
                problems.extend(_problem(documents[name], detail) for detail in error.errors())
    if problems:
        raise ProblemsError(tuple(problems))
    files = Files(root, documents, nouns)
    found = tuple(check_references(files))
    if found:
        raise ProblemsError(found)
    return _book(nouns, digest(contents)), files


def digest(contents: dict[str, bytes]) -> str:
    """Hash every file of a book (approvals stand outside): sha256 over each name and its own sha256."""
    lines = (f"{name}\0{hashlib.sha256(contents[name]).hexdigest()}\n" for name in sorted(contents))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _contents(root: Path) -> tuple[dict[str, bytes], list[Problem]]:
    contents: dict[str, bytes] = {}
    problems = []
    found = {path.relative_to(root).as_posix() for path in root.rglob("*.yaml")}
    names = sorted({*FILES, *(name for name in found if not name.startswith("approvals/"))})
    for name in names:
        try:
            contents[name] = (root / name).read_bytes()
        except OSError as error:
            what = f"cannot be read ({(error.strerror or 'unknown reason').lower()})"
            problems.append(Problem(str(root / name), 0, 0, "no-file", what, "Restore the file, or make it readable"))
    return contents, problems


def _book(nouns: dict[str, Any], sha256: str) -> RuleBook:
    questions: QuestionsFile = nouns["questions.yaml"]
    rules: RulesFile = nouns["rules.yaml"]
    ledger: LedgerFile = nouns["sources/advancells-als.yaml"]
    return RuleBook(
        id=rules.id,
        version=rules.version,
        sha256=sha256,
        approval=Approval(),
        signs=_by_id(questions.signs),
        sections=_by_id(questions.sections),
        questions=_by_id(questions.questions),
        stops=questions.stops,
        flows=_by_id(questions.flows),
        guidance=_by_id(rules.guidance),
        rules=_by_id(rules.rules),
        citations=_by_id(nouns["citations.yaml"].citations),
        source=ledger.source,
        units=_by_id(ledger.units),
        evidence=_by_id(nouns["sources/evidence.yaml"].evidence),
        regions=_by_id(nouns["regions.yaml"].regions),
        screens=nouns["screens.yaml"],
    )


def _by_id(things: Iterable[N]) -> dict[str, N]:
    return {thing.id: thing for thing in things}  # type: ignore[attr-defined]


# ---- what pydantic says, in words that a clinician can act on ------------------------------------------------------


def _problem(document: Document, detail: ErrorDetails) -> Problem:
    kind, path = detail["type"], tuple(detail["loc"])
    name = str(path[-1]) if path else "file"
    what, remedy = _say(kind, name, detail)
    return Problem(document.file, *document.place(path), _CODES.get(kind, "wrong-value"), what, remedy)


_CODES = {"missing": "missing-key", "extra_forbidden": "unknown-key"}


def _say(kind: str, name: str, detail: ErrorDetails) -> tuple[str, str]:
    context = detail.get("ctx", {})
    if kind == "missing":
        return f"'{name}' is missing", f"Add '{name}:'"
    if kind == "extra_forbidden":
        close = difflib.get_close_matches(name, sorted(set(_keys())), n=1)
        return f"'{name}' is not a key here", f"Did you mean '{close[0]}'?" if close else "Remove it"
    if kind == "literal_error":
        return f"'{name}' has a value that is none of the allowed", f"Use {context.get('expected')}"
    if kind == "string_pattern_mismatch":
        return f"'{name}' is not of the right form", f"It must match {context.get('pattern')}"
    if kind in ("bool_type", "int_type"):
        return f"'{name}' is not {'true or false' if kind == 'bool_type' else 'a whole number'}", "Write it plainly"
    if kind in ("tuple_type", "list_type", "model_type", "dict_type", "string_type", "model_attributes_type"):
        shape = {"tuple_type": "a list", "list_type": "a list", "string_type": "a text"}.get(kind, "keys and values")
        return f"'{name}' is not {shape}", f"Write {shape}"
    message = detail["msg"]
    return f"'{name}': {message[0].lower()}{message[1:]}", "Change the value"


def _keys() -> Iterator[str]:
    for noun in Noun.__subclasses__():
        yield from noun.model_fields
