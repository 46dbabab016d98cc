"""Two rule books in; what a change of rules does, and to whom, out."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from ..model import FORMAT_VERSION
from .approval_file import approvals_in, changed
from .compare import PARTS, Change, compared
from .effects import acts_otherwise
from .moved import Moved, moved
from .revisions import Side, rules_of
from .scopes import UnknownScope, covered
from .telling import plural, show
from .whole import Whole

SORTS = {
    "level": "Levels",
    "meaning": "When something counts",
    "added": "Added",
    "removed": "Removed",
    "flow": "Flows",
    "wording": "Words",
    "citations": "Citations and evidence",
    "disposition": "Dispositions of the source's units",
    "value": "Other",
}
SAME = "no change in meaning"
KEPT = 2000
"""Changes in the printed list; a program reads them all with --json."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that is otherwise in a new book; `form` are files whose bytes differ and whose meaning may not."""

    changes: tuple[Change, ...]
    notes: tuple[Change, ...]
    form: tuple[str, ...]
    voided: tuple[str, ...]
    moved: tuple[Moved, ...] | None
    people: int


def arguments(parser: ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("old", metavar="OLD", help="a directory with a rule book, or a git revision such as HEAD~1")
    parser.add_argument("new", metavar="NEW", help="the same, for the newer one")
    parser.add_argument("--cases", action="store_true", help="show which people of cases.yaml get another result")


def run(options: Namespace) -> int:
    """Print every change of meaning; give 1 when there is one."""
    rules: Path = options.rules
    with rules_of(options.old, rules) as old_side, rules_of(options.new, rules) as new_side:
        old, new = old_side.load(), new_side.load()
        sides = (old_side, new_side)
        found = comparison(old, new, cases=options.cases)
        found = replace(
            found, changes=tuple(_placed(each, sides) for each in found.changes),
            notes=tuple(_placed(each, sides) for each in found.notes),
        )  # fmt: skip
        if options.json:
            sys.stdout.write(_json(found, old, new))
        else:
            show(_lines(found, old, new))
    return 1 if found.changes else 0


def comparison(old: Whole, new: Whole, *, cases: bool) -> Comparison:
    """Compare two books; with `cases` try the people of both on both."""
    every = (*acts_otherwise(old, new), *compared(old, new))
    names = sorted({*old.files.documents, *new.files.documents})
    form = tuple(name for name in names if _text(old, name) != _text(new, name))
    people = len({case.id for whole in (old, new) for case in whole.cases.cases})
    return Comparison(
        tuple(each for each in every if not each.is_note),
        tuple(each for each in every if each.is_note),
        form,
        tuple(_voided(old, new)),
        moved(old, new) if cases else None,
        people,
    )


def _text(whole: Whole, name: str) -> str | None:
    document = whole.files.documents.get(name)
    return None if document is None else document.text


def _placed(change: Change, sides: tuple[Side, Side]) -> Change:
    problem = change.problem
    for side in sides:
        problem = side.placed(problem)
    return replace(change, problem=problem)


def _voided(old: Whole, new: Whole) -> Iterator[str]:
    """Say which approvals were of the old book and are not of the new one. Signatures are looked at elsewhere."""
    for approval in approvals_in(old.files.root)[0]:
        record = approval.record
        fits = [_fits(record, whole) for whole in (old, new)]
        if not fits[0] and fits[1]:
            yield f"{record.name}, {record.role}, {record.date[:10]} ({approval.path.name}): {', '.join(fits[1])}"


def _fits(record: Any, whole: Whole) -> tuple[str, ...]:
    """Name what of an approval's scope is otherwise in a book."""
    try:
        said, grounds = changed(record, covered(whole, record.scope))
    except UnknownScope as error:
        return (error.name,)
    return (*said, *grounds)


def _lines(found: Comparison, old: Whole, new: Whole) -> Iterator[str]:
    for sort, changes in _sorted(found.changes[:KEPT]):
        yield f"{SORTS[sort]} ({len(changes)})"
        for each in changes:
            yield f"  {_line(each)}"
            yield from (f"    {detail}" for detail in each.details)
        yield ""
    if found.moved is not None:
        yield f"People with another result ({len(found.moved)} of {found.people})"
        for person in found.moved:
            yield f"  {person.id}: {person}"
            yield from (f"    {line}" for line in person.details())
        yield ""
    if found.voided:
        yield f"Approvals voided or made suspect ({len(found.voided)})"
        yield from (f"  {line}" for line in found.voided)
        yield ""
    yield from (f"note: {_line(each)}" for each in found.notes)
    yield from _summary(found, old, new)


def _line(change: Change) -> str:
    place = ":".join(str(part) for part in (change.problem.file, change.problem.line, change.problem.column) if part)
    return f"{place}: {change.problem.what} [{change.problem.code}]"


def _sorted(changes: tuple[Change, ...]) -> Iterator[tuple[str, list[Change]]]:
    order = list(SORTS)

    def sort(change: Change) -> int:
        return order.index(change.problem.code) if change.problem.code in SORTS else order.index("value")

    for index, group in groupby(sorted(changes, key=sort), key=sort):
        yield order[index], list(group)


def _summary(found: Comparison, old: Whole, new: Whole) -> Iterator[str]:
    if len(found.changes) > KEPT:
        yield f"{len(found.changes) - KEPT:,} more changes are not printed; --json gives all"
    sizes = (
        f"{len(old.files.ids(part.file, part.key))} → {len(new.files.ids(part.file, part.key))} {part.key}"
        for part in PARTS[:5]
    )
    yield f"compared: {', '.join(sizes)}, and {len(PARTS) - 5} more lists"
    if not found.changes:
        if found.form:
            yield f"other bytes in {', '.join(found.form)}"
        yield f"{plural(len(found.notes), 'note')}; {SAME}"
        return
    counts = Counter(sort for sort, changes in _sorted(found.changes) for _ in changes)
    said = ", ".join(f"{SORTS[sort].lower()} {count}" for sort, count in counts.items())
    yield f"{plural(len(found.changes), 'change')}: {said}"


def _json(found: Comparison, old: Whole, new: Whole) -> str:
    data = {
        "format_version": FORMAT_VERSION,
        "old": {"version": old.book.version, "sha256": old.book.sha256},
        "new": {"version": new.book.version, "sha256": new.book.sha256},
        "same_meaning": not found.changes,
        "findings": [_facts(each) for each in found.changes],
        "notes": [_facts(each) for each in found.notes],
        "other_bytes": list(found.form),
        "approvals_voided": list(found.voided),
        "people": found.people,
        "moved": None if found.moved is None else [person.facts() for person in found.moved],
    }
    return json.dumps(data, indent=2) + "\n"


def _facts(change: Change) -> dict[str, Any]:
    return {
        **asdict(change.problem), "part": change.part, "id": change.id, "details": list(change.details), **change.facts
    }  # fmt: skip
