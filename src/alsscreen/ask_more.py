"""What a result leads to in: other numbers, short pages to learn from; the region chosen out, the pages shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from .ask_pages import Pages
from .dialogue import Back, Page
from .model import Answer, Region

if TYPE_CHECKING:
    from .model import Topic

Ask = Callable[[Page], Answer]


def choose_region(ask: Ask, pages: Pages) -> Region | None:
    """Ask whose numbers are to be shown; None when the person goes back."""
    try:
        return pages.book.regions[ask(pages.regions())[0]]
    except Back:
        return None


def learn(ask: Ask, pages: Pages, topics: Mapping[str, Topic]) -> None:
    """Let a person read one short page after the other, until they go back."""
    try:
        while True:
            topic = topics[ask(pages.topics(topics))[0]]
            ask(pages.topic(topic))
    except Back:
        return
