"""The digest of a rule book in; that very book, from today's rules or from those that the clinic kept, or None, out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from ..answers import Entry, check
from ..evaluate import Evaluator
from ..model import Answers, Evaluation, Problem, ProblemsError, RuleBook
from ..rulebook import load
from .record import Intake, flow_of


class Books:
    """Today's book and older ones; each is read when it is wanted, once."""

    def __init__(self, rules: Path, kept: Path | None = None) -> None:
        self.rules, self.kept = rules, kept
        self.problems: list[Problem] = []
        self._found: dict[str, tuple[RuleBook, Path]] = {}
        self._evaluators: dict[tuple[str, str], Evaluator] = {}
        self._rest: Iterator[Path] | None = None

    @cached_property
    def today(self) -> RuleBook:
        """Read today's book; raise ProblemsError."""
        book = load(self.rules)
        self._found[book.sha256] = (book, self.rules)
        return book

    def of(self, given: Intake) -> tuple[RuleBook, Path] | None:
        """Give the book that wrote an intake, with its directory."""
        wanted = given.rule_book.sha256
        self.today  # noqa: B018 (read first: most often it is this one)
        if self._rest is None:
            self._rest = self._older()
        while wanted not in self._found:
            root = next(self._rest, None)
            if root is None:
                return None
            self._take(root)
        return self._found[wanted]

    def answers(self, book: RuleBook, given: Intake, name: str) -> Answers:
        """Give the answers as a book knows them; raise ProblemsError."""
        known = book.questions
        entries = (
            Entry(key, answer[0] if key in known and known[key].kind == "text" else list(answer))
            for key, answer in given.answers.items()
        )
        return check(tuple(entries), name, book)

    def evaluate(self, book: RuleBook, given: Intake, name: str) -> Evaluation:
        """Evaluate the answers once more, by this book; raise ProblemsError."""
        flow = flow_of(book, given)
        if flow is None:
            what, remedy = f"this rule book has no flow '{given.flow}'", "Keep the rule book that wrote it"
            raise ProblemsError((Problem(name, 0, 0, "no-flow", what, remedy),))
        key = (book.sha256, flow.id)
        if key not in self._evaluators:
            self._evaluators[key] = Evaluator(book, flow)
        return self._evaluators[key](self.answers(book, given, name))

    def _older(self) -> Iterator[Path]:
        if self.kept is None:
            return
        try:
            yield from sorted(path for path in self.kept.iterdir() if path.is_dir() and not path.name.startswith("."))
        except OSError:
            what, remedy = "the rule books that were kept cannot be listed", "Name a directory with --books"
            self.problems.append(Problem(str(self.kept), 0, 0, "no-books", what, remedy))

    def _take(self, root: Path) -> None:
        try:
            book = load(root)
        except ProblemsError as error:
            first = error.problems[0]
            what = f"this rule book that was kept is damaged: {first.what}"
            self.problems.append(Problem(str(root), 0, 0, "old-book", what, "Restore it"))
        else:
            self._found.setdefault(book.sha256, (book, root))
