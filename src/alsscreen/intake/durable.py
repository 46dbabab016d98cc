"""A directory, a name and bytes in; the whole file there for good, or nothing and the reason why, out.

The order is the point: written under a hidden name, flushed, given its name, and then the directory is flushed too.
Only after that may anybody call it sent: of the states that a power cut can leave (test_intake_power.py) none loses it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from ..model import Problem, ProblemsError
from ..save import NO_LINKS

MODE = 0o640
"""What is sealed may be read by the clinic's group; others have no business with it."""

PART = ".part"
STALE = 7200
"""Seconds after which a part of a file is left over from a kiosk that died; writing takes less than one."""

_WHY = {
    errno.ENOSPC: ("disk-full", "the disk is full", "Make room"),
    errno.EDQUOT: ("disk-full", "there is no room left for this user", "Make room"),
    errno.EFBIG: ("disk-full", "the disk takes no file of this size", "Make room"),
    errno.EROFS: ("read-only", "this disk can only be read", "Mount it so that it can be written to"),
    errno.EACCES: ("not-allowed", "this user may not write here", "Change the owner or the permissions"),
    errno.EPERM: ("not-allowed", "this user may not write here", "Change the owner or the permissions"),
    errno.ENOENT: ("no-directory", "there is no such directory", "Make it, or mount its disk again"),
    errno.ENOTDIR: ("no-directory", "this is no directory", "Name a directory"),
    errno.ELOOP: ("no-directory", "this is a link, which could lead anywhere", "Name the directory itself"),
}
"""Code, what and remedy of what the system says."""


class Same(NamedTuple):
    """Which directory it was: another one may stand in its place once a disk is gone."""

    device: int
    inode: int


def identity(directory: Path) -> Same:
    """Look at a directory; raise ProblemsError when there is none, or when it can not be written to."""
    with kindly(directory), _opened(directory) as folder:
        if not os.access(directory, os.W_OK | os.X_OK):
            read_only = bool(os.fstatvfs(folder).f_flag & os.ST_RDONLY)
            raise OSError(errno.EROFS if read_only else errno.EACCES, "")
        return _same(os.fstat(folder))


def write(  # noqa: PLR0913 (what, where, and who may still say no)
    directory: Path, name: str, content: bytes, *, when: float, same: Same, may: Callable[[], None] = lambda: None
) -> None:
    """Write a new file whose times are `when`; raise ProblemsError and leave nothing behind.

    `may` is called when all is ready but the name; what it raises is passed on, and the file is never there.
    """
    part = f".{name}{PART}"
    with kindly(directory), _opened(directory) as folder:
        _unchanged(directory, folder, same)
        try:
            _fill(folder, part, content, when)
            may()
            os.rename(part, name, src_dir_fd=folder, dst_dir_fd=folder)
            os.fsync(folder)
            _unchanged(directory, folder, same)
        except BaseException:
            for left in (part, name):
                with contextlib.suppress(OSError):
                    os.unlink(left, dir_fd=folder)
            raise


def _fill(folder: int, part: str, content: bytes, when: float) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(part, flags, MODE, dir_fd=folder)
    try:
        rest = memoryview(content)
        while rest:  # on a full disk `write` takes a part, and says so only the next time
            taken = os.write(descriptor, rest)
            if taken == 0:
                raise OSError(errno.ENOSPC, "")
            rest = rest[taken:]
        os.utime(descriptor, (when, when))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move(directory: Path, name: str, inside: str, new_name: str | None = None) -> None:
    """Move a file into a directory inside, which is made; both are flushed. Raise ProblemsError."""
    with kindly(directory), _opened(directory) as folder:
        with contextlib.suppress(FileExistsError):
            os.mkdir(inside, 0o750, dir_fd=folder)
            os.fsync(folder)
        inner = os.open(inside, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
        try:
            _change_place(name, folder, new_name or name, inner)
            os.fsync(inner)
            os.fsync(folder)
        finally:
            os.close(inner)


def _change_place(name: str, folder: int, new_name: str, inner: int) -> None:
    """Rename, but never in place of another file; a lost name is worse than one that is there twice for a moment."""
    try:
        os.link(name, new_name, src_dir_fd=folder, dst_dir_fd=inner, follow_symlinks=False)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        os.rename(name, new_name, src_dir_fd=folder, dst_dir_fd=inner)
    else:
        os.fsync(inner)
        os.unlink(name, dir_fd=folder)


def remove(directory: Path, names: Iterator[str]) -> int:
    """Delete files, flush the directory, and give how many there were; one that is gone already is none."""
    count = 0
    with kindly(directory), _opened(directory) as folder:
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name, dir_fd=folder)
                count += 1
        os.fsync(folder)
    return count


def append(path: Path, content: bytes) -> None:
    """Add to a file and flush it; raise ProblemsError."""
    with kindly(path), _opened(path.parent) as folder:
        descriptor = os.open(path.name, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, MODE, dir_fd=folder)
        try:
            while content:
                content = content[os.write(descriptor, content) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.fsync(folder)


def sweep(directory: Path, now: float | None = None) -> int:
    """Delete what a kiosk that died in the middle left half-written; give how many there were."""
    oldest = (time.time() if now is None else now) - STALE
    with kindly(directory), os.scandir(directory) as entries:
        parts = [entry for entry in entries if entry.name.startswith(".") and entry.name.endswith(PART)]
        stale = [entry.name for entry in parts if entry.stat(follow_symlinks=False).st_mtime < oldest]
    return remove(directory, iter(stale)) if stale else 0


@contextlib.contextmanager
def _opened(directory: Path) -> Iterator[int]:
    """Hold the directory itself: all that follows is about it, whatever its path leads to by then."""
    folder = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield folder
    finally:
        os.close(folder)


def _unchanged(directory: Path, folder: int, same: Same) -> None:
    """See that the path still leads here: under a disk that was taken out there is an empty directory of its name."""
    if not _same(os.fstat(folder)) == same == _same(directory.stat()):
        what, remedy = "another directory stands in its place", "Mount its disk again, or start the kiosk again"
        raise ProblemsError((Problem(str(directory), 0, 0, "other-directory", what, remedy),))


def _same(status: os.stat_result) -> Same:
    if not stat.S_ISDIR(status.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, "")
    return Same(status.st_dev, status.st_ino)


@contextlib.contextmanager
def kindly(path: Path) -> Iterator[None]:
    """Say what the system refused in words that help; raise ProblemsError."""
    try:
        yield
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "unknown reason").lower()
        otherwise = ("not-written", f"the disk refuses it ({reason})", "Look at the disk and at its messages")
        said = _WHY.get(getattr(error, "errno", None) or 0, otherwise)
        raise ProblemsError((Problem(str(path), 0, 0, *said),)) from None
