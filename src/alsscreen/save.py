"""A path and a text in; the whole file on the disk, or none and the reason why, out."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from .model import Problem, ProblemsError

PRIVATE = 0o600
"""Answers about health are for the person's own eyes."""

NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
"""What a file system without hard links (a USB stick) says to `link`."""

_WHY = {
    errno.ENOSPC: ("disk-full", "the disk is full", "Make room, or save somewhere else"),
    errno.EDQUOT: ("disk-full", "you have no room left on this disk", "Make room, or save somewhere else"),
    errno.EROFS: ("read-only", "this disk can only be read", "Save somewhere else"),
    errno.EACCES: ("not-allowed", "you may not write here", "Save somewhere else, such as in your home"),
    errno.EPERM: ("not-allowed", "you may not write here", "Save somewhere else, such as in your home"),
    errno.ENOENT: ("no-directory", "there is no such directory", "Make it first, or save somewhere else"),
    errno.ENOTDIR: ("no-directory", "what should be a directory is a file", "Save somewhere else"),
    errno.ENAMETOOLONG: ("name-too-long", "the name is too long", "Choose a shorter name"),
    errno.EEXIST: ("exists", "there is something of this name already", "Choose another name: nothing is overwritten"),
}


def check(path: Path) -> None:
    """Refuse, before anybody has answered, a path that could not be saved to; raise ProblemsError."""
    with _kindly(path):
        with contextlib.suppress(FileNotFoundError):
            path.lstat()
            raise FileExistsError(errno.EEXIST, "")
        os.stat(os.path.join(path.parent, ""))  # noqa: PTH116, PTH118 (the slash at the end asks for a directory)
        if not os.access(path.parent, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "")


def save(path: Path, text: str, mode: int = PRIVATE) -> None:
    """Write a new file as UTF-8, as a rule for its owner only; raise ProblemsError. What is there is never touched.

    A power cut leaves the whole file or none: it is written and flushed under a name of its own, and then linked.
    """
    with _kindly(path):
        temporary = path.parent / f".alsscreen-{secrets.token_hex(8)}"
        try:
            _write(temporary, text.encode("utf-8"), mode)
            _name(temporary, path)
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink()
        _flush_directory(path.parent)


def _write(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        while content:  # on a full disk `write` takes a part and says so only the next time
            content = content[os.write(descriptor, content) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _name(temporary: Path, path: Path) -> None:
    """Give the file its name, which must be free: a link is refused where something (a symlink too) stands."""
    try:
        os.link(temporary, path)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))
        try:
            temporary.replace(path)
        except BaseException:
            path.unlink()
            raise


def _flush_directory(directory: Path) -> None:
    """Make the name last through a power cut, where directories can be opened."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _kindly(path: Path) -> Iterator[None]:
    """Say what the system refused in words that help."""
    try:
        yield
    except (OSError, ValueError) as error:
        number = getattr(error, "errno", None)
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        code, what, remedy = _WHY.get(number or 0, ("not-saved", f"it was not saved ({reason})", "Save somewhere else"))
        raise ProblemsError((Problem(str(path), 0, 0, code, what, remedy),)) from None
