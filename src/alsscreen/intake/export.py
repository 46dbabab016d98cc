"""Sealed intakes in; one line of JSON for each, or one FHIR Bundle, on standard output or in a new file, out."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeAlias

from ..clean import hidden
from ..model import Flow, Problem, ProblemsError, RuleBook
from ..review.telling import plural
from ..save import check
from . import cli, durable
from .books import Books
from .record import flow_of, moment
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
    count, missed, problems = 0, 0, list[Problem]()
    with _output(options.out) as write:
        for found in store.each(cli.Progress("exported")):
            if isinstance(found, Apart):
                problems.append(found.problem)
            elif wanted(found):
                try:
                    write(form(found))
                    count += 1
                except ProblemsError as error:
                    missed += 1
                    problems.extend(error.problems)
    left = f"{plural(missed, 'intake')} not exported. " if missed else ""
    cli.say((*map(str, dict.fromkeys(problems)), f"{left}{plural(count, 'intake')} exported, no longer sealed."))
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
    from ..fhir import terms
    from ..fhir.codes import Codes
    from ..fhir.response import Responses, Told

    made: dict[tuple[str, str], Responses] = {}

    def form(kept: Kept) -> str:
        given = kept.intake
        book, root, flow = _book(books, kept)
        key = (book.sha256, flow.id)
        if key not in made:
            made[key] = Responses(book, flow, Codes(book, terms.load(root, book)))
        answers = books.answers(book, given, kept.name)
        region = book.regions.get(given.region, book.regions["generic"])
        told = Told(answers, region, moment(given.hour).date(), page=_page(kept))
        return json.dumps(made[key].bundle(told)) + "\n"

    return form


def _book(books: Books, kept: Kept) -> tuple[RuleBook, Path, Flow]:
    found = books.of(kept.intake)
    flow = flow_of(found[0], kept.intake) if found else None
    if found is None or flow is None:
        name = f"rule book {kept.intake.rule_book.id} {kept.intake.rule_book.version}"
        what = f"the one that wrote these intakes (sha256 {kept.intake.rule_book.sha256[:12]}) is not here"
        raise ProblemsError((Problem(name, 0, 0, "no-book", what, "Name the older books with --books"),))
    return *found, flow


def _page(kept: Kept) -> str:
    """Give the page as the person saw it: answers that they kept back may have had a part in its level."""
    if any(hidden(kept.intake.page)):
        what, remedy = "its page holds hidden characters, which no kiosk writes", "See it with `alsscreen intake show`"
        raise ProblemsError((Problem(kept.name, 0, 0, "hidden-character", what, remedy),))
    return kept.intake.page
