"""The style sheet and the script in; both in memory, under names that change with what they say, out."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

STATIC = Path(__file__).parent / "static"
KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


class Files(NamedTuple):
    """The two addresses, and by the last part of an address what it gives, and its kind."""

    css: str
    js: str
    by_address: dict[str, tuple[bytes, str]]


def static() -> Files:
    """Read them once."""
    found: dict[str, tuple[bytes, str]] = {}
    names: dict[str, str] = {}
    for suffix, kind in KINDS.items():
        content = (STATIC / f"kiosk{suffix}").read_bytes()
        names[suffix] = f"kiosk.{hashlib.sha256(content).hexdigest()[:12]}{suffix}"
        found[names[suffix]] = (content, kind)
    return Files(f"/static/{names['.css']}", f"/static/{names['.js']}", found)
