"""Sealed intakes in; one line of JSON for each, or one FHIR Bundle, on standard output or in a new file, out."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

from ..model import Problem, ProblemsError, RuleBook
from ..review.telling import plural
from ..save import check
from . import cli, durable
from .books import Books
from .record import Intake, flow_of, moment
from .store import Apart, Kept

Write: TypeAlias = Callable[[str], object]


def arguments(parser: ArgumentParser) -> None:
    """Add the options of this task."""
    cli.arguments(parser)
    cli.wanted(parser, many=True)
    cli.books(parser)
    parser.add_argument("--fhir", action="store_true", help="give FHIR R4 Bundles")
    parser.add_argument("--out", metavar="FILE", type=Path, help="a new file; what stands in it is no longer sealed")


def run(options: Namespace) -> int:
    """Export; give 1 when something was set apart or could not be given, else 0. The rest is given all the same."""
    store = cli.store(options)
    wanted = cli.matcher(options.which)
    form = fhir(Books(options.rules, options.books)) if options.fhir else plain
    count, problems = 0, list[Problem]()
    with _output(options.out) as write:
        for found in store.each(cli.Progress("exported")):
            if isinstance(found, Apart):
                problems.append(found.problem)
            elif wanted(found):
                try:
                    write(form(found))
                    count += 1
                except ProblemsError as error:
                    problems.extend(error.problems)
    cli.say((*map(str, problems), f"{plural(count, 'intake')} exported, no longer sealed."))
    return 1 if problems or (options.which and not count) else 0


@contextmanager
def _output(path: Path | None) -> Iterator[Write]:
    """Give where to write: a new file is there whole or not at all."""
    if path is None:
        yield sys.stdout.write
        return
    check(path)
    part = path.with_name(f".{path.name}{durable.PART}")
    with durable.kindly(path):
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        try:
            with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 (pathlib takes no descriptor)
                yield file.write
                file.flush()
                os.fsync(descriptor)
            check(path)
            part.rename(path)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise


def plain(kept: Kept) -> str:
    """Give an intake as the kiosk sealed it, with its file and whether somebody has read it."""
    return f'{{"file":"{kept.name}","read":{str(kept.read).lower()},{kept.intake.model_dump_json()[1:]}\n'


def fhir(books: Books) -> Callable[[Kept], str]:
    """Make what gives an intake as a transaction Bundle, by the rule book that wrote it."""
    try:
        response, codes, terms = (import_module(f"alsscreen.fhir.{name}") for name in ("response", "codes", "terms"))
    except ImportError:
        what, remedy = "this installation has no FHIR", "Leave --fhir out, or install it again"
        raise ProblemsError((Problem("--fhir", 0, 0, "no-fhir", what, remedy),)) from None
    made: dict[str, Any] = {}

    def form(kept: Kept) -> str:
        book, root = _book(books, kept)
        if book.sha256 not in made:
            made[book.sha256] = codes.Codes(book, terms.load(root, book))
        told = _told(response.Told, books, book, kept)
        flow = flow_of(book, kept.intake)
        return json.dumps(response.bundle(book, flow, made[book.sha256], told)) + "\n"

    return form


def _book(books: Books, kept: Kept) -> tuple[RuleBook, Path]:
    found = books.of(kept.intake)
    if found is None or flow_of(found[0], kept.intake) is None:
        what = f"the rule book that wrote it (sha256 {kept.intake.rule_book.sha256[:12]}) is not here"
        raise ProblemsError((Problem(kept.name, 0, 0, "no-book", what, "Name the older books with --books"),))
    return found


def _told(make: Any, books: Books, book: RuleBook, kept: Kept) -> Any:
    given: Intake = kept.intake
    region = book.regions.get(given.region, book.regions["generic"])
    return make(books.answers(book, given, kept.name), region, moment(given.hour).date(), given.sensitive)
