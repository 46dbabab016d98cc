"""What a person is shown and asked, as nouns that ask hands to a terminal or to plain lines; their reply comes back."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, Self, TypeAlias

from .render.lines import Line

if TYPE_CHECKING:  # a kiosk paints its first screen before it reads a model
    from .model import Answer

BACK, HELP, NUMBER, SUPPORT, STOP, KEEP, AGAIN = "b", "?", "e", "s", "q", "k", "r"
"""The keys that are never an answer, the same on every screen. AGAIN is for plain lines, which scroll away."""

NOT_SURE_KEY, DECLINED_KEY = "n", "p"
"""These two stand under every question, so they have keys of their own; every other row has a number."""

Lines: TypeAlias = tuple[Line, ...]
Words: TypeAlias = Mapping[str, str]


class Back(Exception):
    """The person wants to go back."""


class Stop(Exception):
    """The person wants to stop, and has said so twice."""


class Ended(Exception):
    """There is nothing more to read."""


class Interrupted(Exception):
    """A key or a signal ended it; `code` is what a shell expects to be told."""

    def __init__(self, number: int = signal.SIGINT) -> None:
        super().__init__(number)
        self.code = 128 + number


class Row(NamedTuple):
    """One line that can be chosen. `alone`: it unticks the others. `at_once`: a tick is enough. A heading cannot be."""

    code: str
    text: str
    key: str = ""
    alone: bool = False
    at_once: bool = False
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One screen: some lines, and rows of which a person chooses one, several or none; or a text.

    `after` can be read below the rows, which are more urgent. `asides` are the pages behind HELP, NUMBER and SUPPORT;
    `banner` stays in sight; `back` says what BACK is called here; `keep` is the answer that was taken back. Of a
    `notice` nothing is asked.
    """

    kind: Literal["choice", "choices", "text", "menu", "notice"]
    title: str
    lines: Lines = ()
    rows: tuple[Row, ...] = ()
    after: Lines = ()
    progress: str = ""
    banner: str = ""
    asides: Mapping[str, Callable[[], Lines]] = field(default_factory=dict)
    back: Literal["", "back", "mistake"] = "back"
    keep: Answer = ()
    limit: int = 200


class Front(Protocol):
    """Asks one page at a time. `ask` raises Back, Stop, Ended or Interrupted; a text that is left empty is ().

    `meanwhile` is done once the page is there and before its answer is taken; `ask` raises what it raises.
    """

    keeps: bool
    """What it shows stays on the screen, as plain lines do."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...
    def ask(self, page: Page, meanwhile: Callable[[], object] | None = None) -> Answer: ...


def ticked(page: Page, codes: set[str], code: str) -> set[str]:
    """Give the ticks after one more press of `code`: what stands alone clears the others, and they clear it."""
    if code in codes:
        return codes - {code}
    alone = {row.code for row in page.rows if row.alone}
    return {code} if code in alone else (codes - alone) | {code}


def in_order(page: Page, codes: set[str]) -> Answer:
    """Give codes in the order of their rows."""
    return tuple(row.code for row in page.rows if row.code in codes)


@contextmanager
def signals(react: Callable[[int], None]) -> Iterator[None]:
    """Let `react` take the signals that end a program politely; put back what was there before."""

    def handle(number: int, _: FrameType | None) -> None:
        react(number)

    names = ("SIGINT", "SIGTERM") if os.name == "nt" else ("SIGINT", "SIGTERM", "SIGHUP")
    before = {}
    with suppress(ValueError):  # only a main thread may; elsewhere there is nobody to react to
        before = {name: signal.signal(getattr(signal, name), handle) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
