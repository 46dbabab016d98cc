"""A way that is given page by page, and a face that asks each page in; the way gone to its end, out."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Literal, NamedTuple, Protocol, TypeAlias, TypeVar

from ..dialogue import Back, Page
from ..model import Answer

Name: TypeAlias = Literal[
    "attract", "opening", "help", "question", "unseen", "part", "review", "change", "result", "handing over"
]


class Shown(NamedTuple):
    """A page and where on the way it stands. `urgent`: it says to get help now. `until`: it goes by itself then."""

    page: Page
    name: Name
    urgent: bool = False
    until: Callable[[], bool] | None = None


T = TypeVar("T")
Steps: TypeAlias = Generator[Shown, Answer, T]
"""Gives pages and takes the answer to each; `Back` is thrown in where a page can be left that way."""


class Finished(Exception):
    """The person leaves."""


class Ask(Protocol):
    """Shows a page until it is answered; raises Back, Stop, or what ended the session."""

    def __call__(self, page: Page, *, until: Callable[[], bool] | None = None) -> Answer: ...


class Hold(Protocol):
    """What an emergency does to the kiosk: it is called in, and dismissed."""

    def __call__(self, *, on: bool) -> None: ...


def walk(steps: Steps[None], ask: Ask, hold: Hold) -> None:
    """Go the whole way at a face that waits for each answer; only an exception ends it."""
    shown = next(steps)
    while True:
        hold(on=shown.urgent)
        try:
            answer = ask(shown.page, until=shown.until)
        except Back:
            shown = steps.throw(Back())
        else:
            shown = steps.send(answer)
