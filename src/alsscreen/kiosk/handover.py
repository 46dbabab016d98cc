"""One person's answers and the ways out in; each given away as they agreed to, and told how that went, out."""

from __future__ import annotations

from collections.abc import Iterable

from ..dialogue import Back, Page
from ..model import Answers, Evaluation, Perspective
from . import consent
from .outbox import Outbox, Record, Sending
from .screens import SENT, Screens
from .steps import Shown, Steps


class Gone:
    """What one person has sent. The same answers are not sent twice; they are gone, and have a code."""

    def __init__(self) -> None:
        self._gone: tuple[Outbox, Record, Sending] | None = None

    def note(self, outbox: Outbox, given: Record, sending: Sending) -> None:
        """Note what went, if it did."""
        if outbox.promise is not None and sending.how == "done":
            self._gone = outbox, given, sending

    def names(self, outboxes: Iterable[Outbox], answers: Answers, evaluation: Evaluation) -> tuple[str, ...]:
        """Name the rows of the result: each way out that may be offered, or the code of what went that way."""
        offered = (outbox for outbox in outboxes if outbox.offered(evaluation))
        return tuple(SENT if self._is(outbox, answers) else outbox.name for outbox in offered)

    def _is(self, outbox: Outbox, answers: Answers) -> bool:
        return self._gone is not None and self._gone[0] is outbox and self._gone[1].answers == answers

    def page(self, screens: Screens) -> Page | None:
        """Show the code again."""
        return None if self._gone is None else consent.told(screens, *self._gone)


class HandOver:
    """One person's ways out, and the pages before and after each of them."""

    def __init__(self, screens: Screens, outboxes: tuple[Outbox, ...]) -> None:
        self._screens, self._outboxes = screens, outboxes
        self._gone = Gone()

    def names(self, answers: Answers, evaluation: Evaluation) -> tuple[str, ...]:
        """Name the rows of the result."""
        return self._gone.names(self._outboxes, answers, evaluation)

    def does(self, name: str, answers: Answers, evaluation: Evaluation, perspective: Perspective) -> Steps[bool]:
        """Do what a row of `names` says; False where it is none. Nothing is lost when it fails."""
        if name == SENT and (page := self._gone.page(self._screens)) is not None:
            yield Shown(page, "handing over")
            return True
        outbox = next((outbox for outbox in self._outboxes if outbox.name == name), None)
        if outbox is None:
            return False
        given = yield from self._agreed(outbox, answers, evaluation, perspective)
        if given is not None:
            yield from self._give(outbox, given)
        return True

    def _agreed(
        self, outbox: Outbox, answers: Answers, evaluation: Evaluation, perspective: Perspective
    ) -> Steps[Record | None]:
        """Ask what of it, show it, and ask whether."""
        screens = self._screens
        try:
            page = consent.private(screens, outbox.name, answers, perspective)
            sensitive = page is not None and (yield Shown(page, "handing over")) == (consent.INCLUDE,)
            given = consent.record(screens, answers, evaluation, perspective, sensitive=sensitive)
            for page in consent.steps(screens, outbox, given):
                answer = yield Shown(page, "handing over")
        except Back:
            return None
        return given if consent.agreed(outbox, answer) else None

    def _give(self, outbox: Outbox, given: Record) -> Steps[None]:
        """Stay on the page until it is decided: a key pressed too early is no failure."""
        sending = outbox.begin(given)
        while sending.how == "running":
            page = consent.told(self._screens, outbox, given, sending)
            yield Shown(page, "handing over", until=lambda: sending.how != "running")
        self._gone.note(outbox, given, sending)
        yield Shown(consent.told(self._screens, outbox, given, sending), "handing over")
