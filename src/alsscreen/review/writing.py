"""A path and bytes in; the whole file there, or none and the reason why, out."""

from __future__ import annotations

import contextlib
import secrets
from pathlib import Path

from ..model import Problem, ProblemsError
from ..save import save

READABLE = 0o644
"""A rule book and its approvals are for all to read. No `chmod` later: another file could stand there by then."""


def write(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write a new file, or with `force` in place of a regular one; raise ProblemsError and leave nothing behind."""
    text = content.decode("utf-8")
    if not force or not path.is_file() or path.is_symlink():
        save(path, text, READABLE)
        return
    temporary = path.with_name(f".{path.name[:40]}-{secrets.token_hex(8)}")
    save(temporary, text, READABLE)
    try:
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        what = f"it was not replaced ({(error.strerror or 'unknown reason').lower()})"
        raise ProblemsError((Problem(str(path), 0, 0, "not-saved", what, "Save somewhere else"),)) from None
