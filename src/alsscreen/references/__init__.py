"""The parsed files of a rule book in; every name that leads nowhere, or where it may not, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..model import Problem
from .files import Files, Unread, nearest
from .names import NAMES
from .reading import READING, atoms_with_paths, conditions_with_paths
from .standing import STANDING

__all__ = [
    "CHECKS",
    "Files",
    "Unread",
    "atoms_with_paths",
    "check_references",
    "conditions_with_paths",
    "nearest",
]

CHECKS: tuple[Callable[[Files], Iterator[Problem]], ...] = (*NAMES, *READING, *STANDING)
"""Each takes the files and gives the problems; to add a check is to add a function to its list."""


def check_references(files: Files) -> Iterator[Problem]:
    """Run every check on the files that could be read; a check that needs another one stays silent."""
    for check in CHECKS:
        try:
            yield from check(files)
        except Unread:
            continue
