"""The clinic's directory and its identity in; each intake that opens, and each file that is set apart and why, out."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from ..model import Level, Problem
from . import durable
from .outbox import NAME_END
from .record import Intake, decode
from .seal import Opener, Unopened, Why

READ: Literal["read"] = "read"
APART = "apart"
"""Directories inside: what somebody has read, and what somebody has set apart."""

PURGED = ".purged"
"""A line for each intake that was deleted: a hash of its random id, so that a copy that comes back is known."""

MAX_BYTES = 1_000_000
"""An intake takes some 5 kB; a megabyte is no intake."""

_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC

Said: TypeAlias = tuple[str, str, str]
Progress: TypeAlias = Callable[[int, int], None]

_UNOPENED: dict[Why, Said] = {
    "not-sealed": ("foreign", "this is no sealed file", "Ask who put it there"),
    "other-key": ("other-key", "it does not open with this identity", "Name the identity of the key it is sealed for"),
    "damaged": ("damaged", "it is damaged or cut off", "Fetch it again from the kiosk, or ask the person again"),
}
"""Code, what and remedy."""


class Going(NamedTuple):
    """What must be known of an intake to delete it; of the answers, nothing."""

    name: str
    inside: Literal["", "read"]
    id: str
    level: Level


class Kept(NamedTuple):
    """An intake that opened."""

    name: str
    inside: Literal["", "read"]
    intake: Intake

    @property
    def read(self) -> bool:
        return self.inside == READ

    @property
    def going(self) -> Going:
        return Going(self.name, self.inside, self.intake.id, self.intake.level)


@dataclass(frozen=True, slots=True)
class Apart:
    """A file that is no intake of this clinic, or not once more; it stays where it is until somebody decides."""

    name: str
    inside: Literal["", "read"]
    problem: Problem


class File(NamedTuple):
    """A file in the directory, not yet opened."""

    name: str
    inside: Literal["", "read"]


class Store:
    """One directory. Nothing is held but names: an intake is opened when it is its turn, and let go."""

    def __init__(self, directory: Path, opener: Opener) -> None:
        self.directory, self._opener = directory, opener

    def files(self) -> list[File]:
        """Name the files, read ones first; raise ProblemsError when the directory cannot be listed."""
        with durable.kindly(self.directory):
            inner = self.directory / READ
            ours = (APART,) if inner.is_symlink() else (READ, APART)  # a link is somebody's, and is set apart
            found = [File(name, "") for name in _names(self.directory) if name not in ours]
            read = _names(inner) if READ in ours and inner.is_dir() else ()
            return [*(File(name, READ) for name in read), *found]

    def each(self, progress: Progress | None = None) -> Iterator[Kept | Apart]:
        """Open one file after another."""
        files = self.files()
        names, seen, purged = {file.name for file in files}, set[str](), self._purged()
        for number, file in enumerate(files, start=1):
            found = self.open(file)
            if isinstance(found, Kept):
                said = _replayed(found, names, seen, purged)
                if said is None:
                    seen.add(found.intake.id)
                yield found if said is None else self._apart(file, said)
            else:
                yield found
            if progress is not None:
                progress(number, len(files))

    def open(self, file: File) -> Kept | Apart:
        """Open one file."""
        content = self._content(file)
        if isinstance(content, tuple):
            return self._apart(file, content)
        try:
            opened = decode(self._opener(content))
        except Unopened as error:
            return self._apart(file, _UNOPENED[error.why])
        if isinstance(opened, str):
            return self._apart(file, ("foreign", opened, "Ask who put it there, or install a newer version"))
        return Kept(file.name, file.inside, opened)

    def path(self, found: Kept | Apart | File) -> Path:
        """Give the path of a file."""
        return self.directory / found.inside / found.name

    # ---- what changes the directory

    def mark_read(self, kept: Kept) -> None:
        """Put an intake with those that somebody has read; raise ProblemsError."""
        if not kept.read:
            durable.move(self.directory, kept.name, READ)

    def set_apart(self, apart: Apart) -> None:
        """Put a file out of the way, unchanged; raise ProblemsError."""
        inside = f"../{APART}" if apart.inside else APART
        durable.move(self.directory / apart.inside, apart.name, inside, f"{secrets.token_hex(4)}-{apart.name}")

    def purge(self, going: Sequence[Going]) -> int:
        """Delete intakes for good, then remember that they were; give how many. Raise ProblemsError.

        In this order: a power cut between leaves no intake that is told to have come back, and a full disk no intake.
        """
        if not going:
            return 0
        count = 0
        for inside in ("", READ):
            names = tuple(each.name for each in going if each.inside == inside)
            count += durable.remove(self.directory / inside, iter(names)) if names else 0
        durable.append(self.directory / PURGED, "".join(f"{_mark(each.id)}\n" for each in going).encode())
        return count

    # ---- parts

    def _content(self, file: File) -> bytes | Said:
        """Read a file, however hostile: a pipe would never end, and a link leads elsewhere."""
        try:
            descriptor = os.open(f"{self.directory}/{file.inside}/{file.name}", _READ)
        except OSError as error:
            return _unread(error)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode) or not file.name.endswith(NAME_END):
                return "foreign", "this is no intake", "Ask who put it there"
            if status.st_size > MAX_BYTES:
                return "foreign", f"it has more than {MAX_BYTES:,} bytes", "Ask who put it there"
            return os.read(descriptor, status.st_size + 1)
        except OSError as error:
            return _unread(error)
        finally:
            os.close(descriptor)

    def _apart(self, file: File, said: Said) -> Apart:
        return Apart(file.name, file.inside, Problem(str(self.path(file)), 0, 0, *said))

    def _purged(self) -> frozenset[str]:
        path = self.directory / PURGED
        with (
            durable.kindly(path),
            contextlib.suppress(FileNotFoundError),
            os.fdopen(os.open(path, _READ), "rb") as file,
        ):
            return frozenset(file.read().decode("ascii", "replace").split())
        return frozenset()


def _names(directory: Path) -> list[str]:
    return sorted(name for name in os.listdir(directory) if not name.startswith("."))  # noqa: PTH208 (names, not paths)


def _mark(new_id: str) -> str:
    return hashlib.sha256(f"alsscreen intake {new_id}".encode()).hexdigest()[:32]


def _replayed(kept: Kept, names: set[str], seen: set[str], purged: frozenset[str]) -> Said | None:
    """Tell a copy from the file that the kiosk wrote, which bears the intake's own id as its name."""
    own = kept.intake.id + NAME_END
    if purged and _mark(kept.intake.id) in purged:
        return "came-back", "this intake was deleted, and a copy of it came back", "Find out where it was kept"
    if kept.intake.id in seen or (kept.name != own and own in names):
        return "copy", f"it is a copy of {own}", "Find out who made it"
    return None


def _unread(error: OSError) -> Said:
    if error.errno == errno.ELOOP:
        return "foreign", "this is a link, and no intake", "Ask who put it there"
    return (
        "unreadable",
        f"it cannot be read ({(error.strerror or 'unknown reason').lower()})",
        "Look at its permissions",
    )
