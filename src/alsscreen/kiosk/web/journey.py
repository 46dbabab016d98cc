"""A shop and one person's replies in, each with a request of its own; the page that is on their screen out; no HTTP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...dialogue import Back, Page
from ...model import Answer
from ..day import Shop
from ..steps import Finished, Shown
from ..visit import Visit


class Journey:
    """One person: the same visit as at the terminal, which waits here between two requests. All goes with it."""

    __slots__ = ("_steps", "finished", "shown", "visit")

    def __init__(self, shop: Shop) -> None:
        self.visit = Visit(shop.screens, shop.way, shop.longer, shop.outboxes)
        self.finished = False
        self.shown = Shown(shop.screens.attract(), "attract")
        self._steps = self.visit.steps()

    @property
    def page(self) -> Page:
        return self.shown.page

    @property
    def waits(self) -> bool:
        """Say whether the page changes by itself, since something is on its way; one that has arrived is shown."""
        if self.shown.until is not None and self.shown.until():
            self.reply(())
        return self.shown.until is not None

    def reply(self, answer: Answer) -> None:
        """Take the answer to the page, which has been checked against it; what is on its way takes none."""
        if self.shown.until is not None and not self.shown.until():
            return
        begins = self.shown.name == "attract"
        self._go((lambda: next(self._steps)) if begins else (lambda: self._steps.send(answer)))
        if answer == ("mistake",):
            self._untick()

    def back(self) -> None:
        """Go one page back, where the page says that this can be done."""
        how = self.page.back
        if how:
            self._go(lambda: self._steps.throw(Back()))
        if how == "mistake":
            self._untick()

    def _go(self, step: Callable[[], Shown]) -> None:
        try:
            self.shown = step()
        except Finished:
            self.finished = True

    def _untick(self) -> None:
        """Offer no tick again that was a mistake."""
        self.shown = self.shown._replace(page=replace(self.page, keep=()))
