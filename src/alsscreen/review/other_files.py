"""A rule book in; what is wrong with the file of codes, and files of the book that nothing reads, out."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Problem, RuleBook
from ..references import Files, nearest
from ..references.terms import term_problems
from .approval_file import APPROVALS
from .whole import EVERY, FHIR


def terms_are_known(book: RuleBook, files: Files) -> Iterator[Problem]:
    """Each code for other software belongs to an option that is there."""
    file = files.noun(FHIR)
    yield from term_problems(files.documents[FHIR], file, book.questions)


def every_file_is_read(_: RuleBook, files: Files) -> Iterator[Problem]:
    """No file stands in a book unread: nobody would look at it, and yet its bytes are part of what is approved."""
    for path in sorted(files.root.rglob("*.yaml")):
        name = path.relative_to(files.root).as_posix()
        if name not in EVERY and not name.startswith(f"{APPROVALS}/"):
            yield Problem(str(path), 0, 0, "unread-file", "nothing reads this file", nearest(name, EVERY))
