"""The directory `rules/` in; a RuleBook, or every problem with file:line:column, what and the remedy, out."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import ValidationError

from . import model, shipped, strictyaml
from .model import Approval, Noun, Problem, ProblemsError, RuleBook
from .references import Files, check_references
from .strictyaml import Document

if TYPE_CHECKING:
    from .model import LedgerFile, QuestionsFile, RulesFile, Source, Topic

FILES = {
    "questions.yaml": "QuestionsFile",
    "rules.yaml": "RulesFile",
    "citations.yaml": "CitationsFile",
    "screens.yaml": "ScreensFile",
    "regions.yaml": "RegionsFile",
    "sources/advancells-als.yaml": "LedgerFile",
    "sources/evidence.yaml": "EvidenceFile",
}
"""What a front end needs, with the noun that each file is; the rest of `rules/` is read by a review only."""

ASKING = ("questions.yaml", "screens.yaml", "regions.yaml")
"""What the first question needs of it."""

N = TypeVar("N")
Read = TypeVar("Read", bound=Noun)


directory = shipped.directory
"""Where the shipped rules are; found without what it takes to read them."""


def load(root: Path) -> RuleBook:
    """Read and check a book; raise ProblemsError with everything that is wrong with it."""
    return load_with_files(root)[0]


def load_to_ask(root: Path) -> tuple[RuleBook, Callable[[], RuleBook]]:
    """Read what the first question needs; give that book, without rules, and how to read and check the whole.

    Both raise ProblemsError with everything that is wrong. Half of the time to the first question would go into files
    that only an answer needs, so they are read while the person reads.
    """
    contents, problems = _contents(root)
    files = _parsed(root, {name: contents[name] for name in ASKING if name in contents}, problems)

    def whole() -> RuleBook:
        problems: list[Problem] = []
        rest = _parsed(root, {name: contents[name] for name in contents if name not in ASKING}, problems)
        every = Files(root, files.documents | rest.documents, files.nouns | rest.nouns)
        return _checked(every, problems, contents)

    return _checked(files, problems, contents), whole


def load_with_files(root: Path) -> tuple[RuleBook, Files]:
    """Read and check a book; give it with its files. The bytes that are hashed are the bytes that are parsed."""
    contents, problems = _contents(root)
    files = _parsed(root, contents, problems)
    return _checked(files, problems, contents), files


def _parsed(root: Path, contents: dict[str, bytes], problems: list[Problem]) -> Files:
    files = Files(root, {}, {})
    for name, noun in FILES.items():
        if name in contents:
            try:
                kind: type[Noun] = getattr(model, noun)
                files.documents[name], files.nouns[name] = parse(contents[name], str(root / name), kind)
            except ProblemsError as error:
                problems.extend(error.problems)
    return files


def _checked(files: Files, problems: list[Problem], contents: dict[str, bytes]) -> RuleBook:
    problems.extend(check_references(files))
    if problems:
        raise ProblemsError(tuple(sorted(problems)))
    return _book(files.nouns, digest(contents))


def load_topics(root: Path) -> dict[str, Topic]:
    """Read the short pages to learn from, by id; raise ProblemsError with everything that is wrong with their file."""
    from .model import TopicsFile

    path = root / "topics.yaml"
    return _by_id(parse(content(path), str(path), TopicsFile)[1].topics)


def parse(content: bytes, file: str, noun: type[Read]) -> tuple[Document, Read]:
    """Read one file as `noun`; raise ProblemsError with everything that is wrong with its form and its shape."""
    document = strictyaml.read(content, file)
    try:
        return document, noun.model_validate(document.data)
    except ValidationError as error:
        from .references.shape import shape_problems

        raise ProblemsError(tuple(shape_problems(document, noun, error))) from None


def content(path: Path) -> bytes:
    """Read a file, and one byte more than is allowed; raise ProblemsError when it cannot be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a device or a pipe would never end
            raise IsADirectoryError
        with path.open("rb") as file:
            return file.read(strictyaml.MAX_BYTES + 1)
    except OSError as error:
        said = next((said for kind, said in _UNREAD.items() if isinstance(error, kind)), _CANNOT)
        raise ProblemsError((Problem(str(path), 0, 0, *said),)) from None


_CANNOT = ("unreadable", "this file cannot be read", "Restore it")
_UNREAD: dict[type[OSError], tuple[str, str, str]] = {
    FileNotFoundError: ("no-file", "this file is missing", "Restore it"),
    IsADirectoryError: ("not-a-file", "this is not a file", "Put the file in its place"),
    PermissionError: ("unreadable", "you may not read this file", "Change its permissions"),
}
"""Code, what and remedy."""


def digest(contents: dict[str, bytes]) -> str:
    """Hash every file of a book (approvals stand outside): sha256 over each name and its own sha256."""
    lines = (f"{name}\0{hashlib.sha256(contents[name]).hexdigest()}\n" for name in sorted(contents))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _contents(root: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """Read every file of a book, those that only a review reads too: the digest is over all but the approvals."""
    if not root.is_dir():
        what = "there is no such directory"
        raise ProblemsError((Problem(str(root), 0, 0, "no-rules", what, "Name a directory with a rule book"),))
    if not any((root / name).exists() for name in FILES):
        what = "there is no rule book in this directory"
        raise ProblemsError((Problem(str(root), 0, 0, "no-rules", what, f"It should hold {', '.join(FILES)}"),))
    contents: dict[str, bytes] = {}
    problems: list[Problem] = []
    found = {path.relative_to(root).as_posix() for path in root.rglob("*.yaml")}
    for name in sorted({*FILES, *(name for name in found if not name.startswith("approvals/"))}):
        try:
            contents[name] = content(root / name)
        except ProblemsError as error:
            problems.extend(error.problems)
    return contents, problems


def _book(nouns: dict[str, Any], sha256: str) -> RuleBook:
    questions: QuestionsFile = nouns["questions.yaml"]
    rules: RulesFile | None = nouns.get("rules.yaml")
    ledger: LedgerFile | None = nouns.get("sources/advancells-als.yaml")
    return RuleBook(
        id="unread" if rules is None else rules.id,
        version="unread" if rules is None else rules.version,
        sha256=sha256,
        approval=Approval(),
        signs=_by_id(questions.signs),
        sections=_by_id(questions.sections),
        questions=_by_id(questions.questions),
        stops=questions.stops,
        flows=_by_id(questions.flows),
        guidance={} if rules is None else _by_id(rules.guidance),
        rules={} if rules is None else _by_id(rules.rules),
        citations=_by_id(nouns["citations.yaml"].citations) if "citations.yaml" in nouns else {},
        source=cast("Source", None) if ledger is None else ledger.source,  # the part is asked, and never cited
        units={} if ledger is None else _by_id(ledger.units),
        evidence=_by_id(nouns["sources/evidence.yaml"].evidence) if "sources/evidence.yaml" in nouns else {},
        regions=_by_id(nouns["regions.yaml"].regions),
        screens=nouns["screens.yaml"],
    )


def _by_id(things: Iterable[N]) -> dict[str, N]:
    return {thing.id: thing for thing in things}  # type: ignore[attr-defined]
