"""A file descriptor in; its lines, as they come and however they come, out."""

from __future__ import annotations

import os
from collections.abc import Iterator

LONGEST_LINE = 65536
"""Bytes of one line that are looked at; nobody types more, and a broken program may."""


def read_lines(descriptor: int | None) -> Iterator[str]:
    """Give the lines of a file descriptor as they come; a burst waits in a buffer of our own (FACTS)."""
    pending = b""
    while descriptor is not None:
        line, newline, rest = pending.partition(b"\n")
        if newline:
            pending = rest
            yield line[:LONGEST_LINE].decode("utf-8", "replace")
            continue
        try:
            chunk = os.read(descriptor, 4096)
        except OSError:
            chunk = b""
        if not chunk:
            break
        pending = pending[:LONGEST_LINE] + chunk
    if pending:
        yield pending.decode("utf-8", "replace")


def is_typed(descriptor: int) -> bool:
    """Say whether a terminal shows what comes in, and so ends the line."""
    try:
        return os.isatty(descriptor)
    except OSError:
        return False
