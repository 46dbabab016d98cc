"""One person's answers and a way out in; the page given away as they agreed to, and told how that went, out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from ..ask_save import wants_sensitive
from ..dialogue import Back, Page
from ..model import Answer, Answers, Evaluation, Perspective
from .outbox import Outbox, Record, Sending
from .screens import Screens


class Ask(Protocol):
    """Shows a page until it is answered; raises Back, Stop, or what ended the session."""

    def __call__(self, page: Page, *, until: Callable[[], bool] | None = None) -> Answer: ...


def hand_over(  # noqa: PLR0913, PLR0917 (who asks, what, and where it goes)
    ask: Ask, screens: Screens, outbox: Outbox, answers: Answers, evaluation: Evaluation, perspective: Perspective
) -> None:
    """Ask whether, and what of it; give the page away; say how it went. Nothing is lost when it fails."""
    from ..render.page import page

    pages = screens.pages(perspective)
    try:
        if ask(screens.printing()) != ("print_yes",):
            return
        private = wants_sensitive(lambda asked: ask(screens.dress(asked)), pages, answers)
    except Back:
        return
    today = datetime.now().astimezone().date()
    text = page(pages.book, evaluation, answers, pages.region, perspective, today, private)
    _wait(ask, screens, outbox.name, outbox.begin(Record(answers, evaluation, text)))


def _wait(ask: Ask, screens: Screens, name: str, sending: Sending) -> None:
    """Stay on the page until it is decided: a key pressed too early is no failure."""
    while sending.how == "running":
        ask(screens.notice(f"{name}_title", f"{name}_running"), until=lambda: sending.how != "running")
    ask(screens.notice(f"{name}_title", f"{name}_{sending.how}"))
