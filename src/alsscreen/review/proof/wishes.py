"""What a search is asked for, and how much work it may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from .terms import Term

MOST_WORK = 4_000_000
"""Terms that may be worked out to decide one item, some 3 seconds; what needs more is said to be undecided."""


class Wish(NamedTuple):
    """Term `term` shall be true (or, not `want`, false) in this world."""

    world: int
    term: Term
    want: bool = True


class TooWideError(Exception):
    """More answers hang together than can be gone through."""


@dataclass(slots=True)
class Effort:
    """How much work is left."""

    left: int = MOST_WORK

    def spend(self, work: int) -> None:
        """Take some of it; raise TooWideError when there is not enough."""
        self.left -= work
        if self.left < 0:
            raise TooWideError
