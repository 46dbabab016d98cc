"""A rule book, a person's name and what they read in; an approval of exactly that, on the disk, out."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import re
import unicodedata
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from .. import rulebook
from ..clean import clean
from ..model import FORMAT_VERSION, Problem, ProblemsError
from ..references import nearest
from ..strictyaml import shown
from .approval_file import APPROVALS, SIGNATURE, STATEMENT, Record, covers_of, written
from .approvals import NO_TRUTH
from .book import PROVED, Proofs, book_of, digest, proofs
from .book_html import html
from .outcomes import differences
from .revisions import committed
from .scopes import UnknownScope, covered
from .signature import sign
from .telling import plural, show, tell_json
from .whole import Whole, load_whole
from .writing import write


class Approver(NamedTuple):
    """Who approves, in which role, how much, and whether with a signature."""

    name: str
    role: str
    scope: tuple[str, ...]
    signs: bool = False


LONGEST = 200
"""Characters of a name or a role."""


def arguments(parser: ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--name", required=True, help="who approves: your own full name")
    parser.add_argument("--role", required=True, help="in which role, such as consultant neurologist")
    parser.add_argument(
        "--scope", required=True, nargs="+", metavar="ID", help="what you read: all, or ids of sections and rules"
    )
    parser.add_argument("--key", metavar="FILE", type=Path, help="your private ed25519 key, to sign with ssh-keygen")


def run(options: Namespace) -> int:
    """Write the approval when nothing speaks against it; else name what does, give 1, and write nothing."""
    root: Path = options.rules
    whole = load_whole(root)
    proved = proofs(whole)
    findings = tuple(against(whole, proved))
    if findings:
        show(_refused(findings)) if not options.json else tell_json(_data(None), findings)
        return 1
    who = Approver(options.name, options.role, tuple(options.scope), signs=options.key is not None)
    record = recorded(whole, proved, who, dt.datetime.now(dt.UTC))
    path = kept(root, record, options.key)
    show(_done(path, record, whole)) if not options.json else tell_json(_data(path), ())
    return 0


def against(whole: Whole, proved: Proofs = ()) -> Iterator[Problem]:
    """Give all that has to be mended before anybody can approve a book."""
    root = whole.files.root
    yield from _lint(root)
    yield from differences(whole)
    for name, status, detail in proved:
        if status != PROVED:
            what = f"'{name}' is {status}: {detail}"
            yield Problem(str(root), 0, 0, "not-proved", what, "See: alsscreen review prove")
    yield from _uncommitted(root)


def _lint(root: Path) -> Iterator[Problem]:
    from .lint import findings

    yield from findings(root)


def _uncommitted(root: Path) -> Iterator[Problem]:
    """Inside git, name each rule file that is not as it was last committed: nobody else could see what was approved."""
    before = committed(root)
    if before is None:
        return
    names = {path.relative_to(root).as_posix() for path in root.rglob("*.yaml")} | set(before)
    for name in sorted(name for name in names if not name.startswith(f"{APPROVALS}/")):
        path = root / name
        now = path.read_bytes() if path.is_file() else None
        if now is None or name not in before or _ends_alike(now) != _ends_alike(before[name]):
            what, remedy = "this file is not as it was last committed", "Commit it, so that all see what was approved"
            yield Problem(str(path), 0, 0, "uncommitted", what, remedy)


def _ends_alike(content: bytes) -> bytes:
    """Leave out what git itself may change on the way: the ends of lines."""
    return content.replace(b"\r\n", b"\n")


def recorded(whole: Whole, proved: Proofs, who: Approver, now: dt.datetime) -> Record:
    """Put the approval together; raise ProblemsError for a name, a role or a scope that is none."""
    try:
        now_covered = covered(whole, who.scope)
    except UnknownScope as error:
        what, remedy = (
            f"{shown(error.name)} is neither all, nor a section, nor a rule",
            nearest(error.name, error.names),
        )
        raise ProblemsError((Problem("--scope", 0, 0, "unknown-scope", what, remedy),)) from None
    covers, covers_sha256 = covers_of(now_covered.said)
    held = sum(status == PROVED for _, status, _ in proved)
    people = len(whole.cases.cases)
    prove = f"{held} of {len(proved)} properties proved" if proved else "proofs not run"
    return Record(
        format=FORMAT_VERSION, name=_said("--name", who.name), role=_said("--role", who.role),
        date=now.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), statement=STATEMENT,
        scope=tuple(dict.fromkeys(who.scope)), signed=who.signs, book=whole.book.id, version=whole.book.version,
        sha256=whole.book.sha256, rendered=digest(html(book_of(whole, proved))),
        checks=f"no findings; {people} of {people} people told what their case expects; {prove}",
        files=_files(whole.files.root, whole.book.sha256),
        stands_on=now_covered.stands_on, covers_sha256=covers_sha256, covers=covers,
    )  # fmt: skip


def _files(root: Path, sha256: str) -> dict[str, str]:
    """Give the digest of each rule file; raise ProblemsError when these are no longer the ones that were read."""
    names = sorted(path.relative_to(root).as_posix() for path in root.rglob("*.yaml"))
    contents = {name: rulebook.content(root / name) for name in names if not name.startswith(f"{APPROVALS}/")}
    if rulebook.digest(contents) != sha256:
        what = "the rules changed while they were read"
        raise ProblemsError((Problem(str(root), 0, 0, "changed", what, "Let nobody else write there, and try again"),))
    return {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}


def _said(option: str, text: str) -> str:
    said = clean(text)
    if not said or len(said) > LONGEST:
        what = "this is empty" if not said else f"this has more than {LONGEST} characters"
        raise ProblemsError((Problem(option, 0, 0, "wrong-value", what, "Write it in plain words"),))
    return said


def kept(root: Path, record: Record, key: Path | None) -> Path:
    """Sign and write; raise ProblemsError and leave nothing behind. The signature goes first: alone it says nothing."""
    content = written(record)
    signature = None if key is None else sign(key, content)
    _files(root, record.sha256)
    try:
        (root / APPROVALS).mkdir(exist_ok=True)
    except OSError as error:
        what = f"there is no place for approvals here ({(error.strerror or 'unknown reason').lower()})"
        problem = Problem(str(root / APPROVALS), 0, 0, "not-saved", what, "Work in a copy that you may write to")
        raise ProblemsError((problem,)) from None
    path = _free(root / APPROVALS, record)
    beside = path.with_name(path.name + SIGNATURE)
    if signature is not None:
        write(beside, signature.encode("ascii"))
    try:
        write(path, content)
    except BaseException:
        if signature is not None:
            with contextlib.suppress(OSError):
                beside.unlink()
        raise
    return path


def _free(directory: Path, record: Record) -> Path:
    """Name the file by day and person; a second one of a day gets a number."""
    letters = unicodedata.normalize("NFKD", record.name).encode("ascii", "ignore").decode("ascii").lower()
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60] or "somebody"
    stem = f"{record.date[:10]}-{slug}"
    number = 1
    while True:
        name = f"{stem}.yaml" if number == 1 else f"{stem}-{number}.yaml"
        if not any((directory / each).exists() for each in (name, name + SIGNATURE)):
            return directory / name
        number += 1


def _refused(findings: tuple[Problem, ...]) -> Iterator[str]:
    yield from map(str, findings)
    yield f"nothing was written: {plural(len(findings), 'finding')} to mend first"


def _done(path: Path, record: Record, whole: Whole) -> Iterator[str]:
    covers = sum(len(names) for names in record.covers.values())
    rules = len(record.covers.get("rules", {}))
    yield f"written: {path}"
    if record.signed:
        yield f"written: {path.name}{SIGNATURE}, your signature"
    else:
        yield "note: not signed, so it is a claim that anybody could have written; with --key FILE it is yours"
    yield f"approved: {rules}/{len(whole.book.rules)} rules, {covers} things in all; scope {', '.join(record.scope)}"
    yield f"checked: {record.checks}"
    yield f"printed book: sha256 {record.rendered}"
    yield "Commit these files with the rules. To look at them: alsscreen review approvals"
    yield NO_TRUTH


def _data(path: Path | None) -> dict[str, Any]:
    return {"written": None if path is None else str(path), "means": NO_TRUTH}
