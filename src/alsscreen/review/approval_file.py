"""An approval's file under `rules/approvals/` in; what it says, and its signature, out; and the way back."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import Field

from ..model import Flag, Noun, Problem, ProblemsError, Sha256, Text, Version
from ..rulebook import parse
from ..strictyaml import MAX_BYTES
from .scopes import Covered

APPROVALS = "approvals"
SIGNATURE = ".sig"
"""Behind the whole name of an approval's file: what `ssh-keygen -Y verify` takes beside it."""

SHORT = 16
"""Hex digits by which one thing of many is known; the whole digest over all of them stands beside these."""

STATEMENT = (
    "I have read this rule book as far as the scope says, its quotations and evidence included, and I agree that it "
    "may be used as it is. This approves these words and rules. It does not certify that they are medically true."
)

Short = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


class Record(Noun):
    """What somebody approved: who, in which role, when, how much of it, and the digests of all that they read."""

    format: Version
    name: Text
    role: Text
    date: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$")]
    statement: Text
    scope: Annotated[tuple[Text, ...], Field(min_length=1, strict=False)]
    signed: Flag
    book: Text
    version: Text
    sha256: Sha256
    rendered: Sha256
    checks: Text
    files: dict[str, Sha256]
    stands_on: dict[str, Sha256]
    covers_sha256: Sha256
    covers: dict[str, dict[str, Short]]


class Approval(NamedTuple):
    """One approval as it lies on the disk: `content` is what was signed."""

    path: Path
    record: Record
    content: bytes
    signature: str | None


HEAD = """\
# An approval of the rule book, written by `alsscreen review approve`. A digest below that no longer fits voids it,
# so nothing here may be edited by hand. Check it, and its signature, with `alsscreen review approvals`.
"""


def covers_of(said: dict[str, str]) -> tuple[dict[str, dict[str, str]], str]:
    """Give the short digests by kind and id, and one whole digest over the whole digests of all of them."""
    kinds: dict[str, dict[str, str]] = {}
    for name in sorted(said):
        kind, _, thing = name.partition("/")
        kinds.setdefault(kind, {})[thing] = said[name][:SHORT]
    lines = "".join(f"{name}\0{said[name]}\n" for name in sorted(said))
    return kinds, hashlib.sha256(lines.encode("utf-8")).hexdigest()


def changed(record: Record, now: Covered) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name what is otherwise than approved: of what the scope covers, and of what that stands on."""
    kinds, whole = covers_of(now.said)
    before = {f"{kind}/{name}": digest for kind, names in record.covers.items() for name, digest in names.items()}
    after = {f"{kind}/{name}": digest for kind, names in kinds.items() for name, digest in names.items()}
    said = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    if not said and whole != record.covers_sha256:
        said = ["covers"]
    grounds = record.stands_on.keys() | now.stands_on.keys()
    return tuple(said), tuple(sorted(name for name in grounds if record.stands_on.get(name) != now.stands_on.get(name)))


def written(record: Record) -> bytes:
    """Give the file: always the same bytes for the same record."""
    return (HEAD + "".join(_lines(record.model_dump(mode="json"), ""))).encode("utf-8")


def _lines(data: dict[str, Any], indent: str) -> Iterator[str]:
    for key, value in data.items():
        name = key if re.fullmatch(r"[A-Za-z][\w./-]*", key) else json.dumps(key, ensure_ascii=False)
        if isinstance(value, dict):
            yield f"{indent}{name}:{'' if value else ' {}'}\n"
            yield from _lines(value, indent + "  ")
        elif isinstance(value, list):
            yield f"{indent}{name}: [{', '.join(json.dumps(each, ensure_ascii=False) for each in value)}]\n"
        else:
            is_word = re.fullmatch(r"[0-9a-f]{16}|[0-9a-f]{64}|true|false|\d+", str(value).lower())
            yield f"{indent}{name}: {str(value).lower() if is_word else json.dumps(value, ensure_ascii=False)}\n"


def approvals_in(root: Path) -> tuple[tuple[Approval, ...], tuple[Problem, ...]]:
    """Read every approval of a rule book, oldest first, and name those that cannot be read."""
    found: list[Approval] = []
    problems: list[Problem] = []
    for path in sorted((root / APPROVALS).glob("*.yaml")):
        try:
            found.append(read_approval(path))
        except ProblemsError as error:
            problems.extend(error.problems)
    return tuple(sorted(found, key=lambda approval: (approval.record.date, approval.path.name))), tuple(problems)


def read_approval(path: Path) -> Approval:
    """Read one approval; raise ProblemsError."""
    content = _bytes(path)
    _, record = parse(content, str(path), Record)
    beside = path.with_name(path.name + SIGNATURE)
    signature = _bytes(beside).decode("utf-8", "replace") if beside.exists() else None
    return Approval(path, record, content, signature)


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise IsADirectoryError
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        what = f"this approval cannot be read ({(error.strerror or 'it is no file').lower()})"
        raise ProblemsError((Problem(str(path), 0, 0, "unreadable", what, "Restore it, or remove it"),)) from None
