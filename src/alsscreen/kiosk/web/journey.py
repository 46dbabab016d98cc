"""A shop and one person's replies in, one after the other; where each reply takes them out; no clock, no HTTP.

The same way through the same pages as at the terminal. There a function waits for each reply; here each reply comes
with a request of its own, so the place is a name and what follows is decided reply by reply.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from ...ask_pages import RESULT
from ...ask_session import ALS, SELF, TOLD, WHO
from ...conditions import unknowns
from ...interview import answered, without
from ...model import DECLINED, Answer
from ..outbox import Record
from ..screens import SHOW, SKIP
from .here import Here, Place


class Journey(Here):
    """One person. The answers, the place and what was taken back; all of it goes when this object goes."""

    __slots__ = ()

    # ---- replies

    def reply(self, answer: Answer) -> None:
        """Take the answer to the page, which has been checked against it."""
        self._REPLIES[self.place](self, answer)

    def back(self) -> None:
        """Go one page back."""
        if self.place == "question":
            self._take_back(self._at)
        elif self.place in ("review", "part"):
            self._offered = self._offered and self.place != "part"
            self._take_back(None)
        elif self.place == "result" and self.cause is not None:
            self._mistake()
        elif self.place in ("change", "result"):
            self.place = "review"
        elif self.place in ("printing", "private", "sent"):
            self.place = "result"

    def _opened(self, answer: Answer) -> None:
        code = answer[0]
        if code == "start_help":
            self.place = "help"
            return
        self._chosen = "other" if code == "start_other" else "self"
        given = {} if code == "start_other" else {WHO: (SELF,)}
        given |= {TOLD: (ALS,)} if code == "start_told" else {}
        kept = {name: answer for name, answer in self.answers.items() if name not in self._given}
        self._given = frozenset(name for name in given if name in self.way.flow.questions)
        self.answers = kept | {name: given[name] for name in self._given}
        self._go_on()

    def _answered(self, answer: Answer) -> None:
        """Take an answer. A new emergency is shown at once; an open safety question shows the number."""
        question, before = self.asked, self.emergencies()
        if self.place == "change":
            self._given -= {question.id}
        self.answers = answered(self.answers, question.id, answer or (DECLINED,))
        self._taken.pop(question.id, None)
        if self.emergencies() - before:
            self.cause, self.place = question.id, "result"
        elif any(option.alarm for option in question.options) and {DECLINED, *unknowns(question)} & set(answer):
            self.place = "unseen"
        else:
            self._go_on()

    def _questioned(self, answer: Answer) -> None:
        if answer == (SKIP,):
            self._skip()
        else:
            self._answered(answer)

    def _go_on(self) -> None:
        """Go to the next question, offer the optional part once, or let the answers be checked."""
        question = self.way.interview.next(self.answers)
        if question is not None:
            self.place, self._at = "question", question.id
        else:
            self.place = "part" if self._offers() else "review"
        self._shown = False

    def _take_back(self, question: str | None) -> None:
        """Take back the answer before a question (None: the last), but none that the opening gave."""
        previous = self.way.interview.previous(self.answers, question)
        while previous is not None and previous.id in self._given:
            previous = self.way.interview.previous(self.answers, previous.id)
        if previous is None:
            self.place = "opening"
        else:
            self._forget(previous.id)
            self._go_on()

    def _forget(self, question: str) -> None:
        self._taken[question] = self.answers[question]
        self.answers = without(self.answers, question)

    # ---- the part that may be skipped

    def _offers(self) -> bool:
        longer = self._shop.longer
        if self._offered or longer is None or self.evaluation().level == "emergency":
            return False
        return longer.interview.next(self.answers) is not None

    def _offered_part(self, answer: Answer) -> None:
        self._offered = True
        if answer == ("part_ask",) and self._shop.longer is not None:
            self.way = self._shop.longer
        self._go_on()

    def _skip(self) -> None:
        """Leave the rest of the part unanswered, or the whole part as if it had never been offered."""
        if not any(name in self.answers for name in self.part()):
            self.way = self._shop.way
        while (question := self.way.interview.next(self.answers)) is not None and self.is_part(question):
            self.answers = answered(self.answers, question.id, (DECLINED,))
        self._go_on()

    # ---- review and result

    def _reviewed(self, answer: Answer) -> None:
        code = answer[0]
        if code == SHOW:
            self._shown = not self._shown
        elif code != RESULT:
            self.place, self._at = "change", code
        elif self.way.interview.next(self.answers) is None or self.evaluation().level == "emergency":
            self.place, self.cause = "result", None
        else:
            self._go_on()

    def _mistake(self) -> None:
        """Take back what made it an emergency; the number stays in sight."""
        if self.cause is not None:
            self._forget(self.cause)
            del self._taken[self.cause]  # a tick that was a mistake is not offered again
            self.cause, self._warned = None, True
        self._go_on()

    def _told(self, answer: Answer) -> None:
        code = answer[0]
        outbox = next((outbox for outbox in self._shop.outboxes if outbox.name == code), None)
        if code == "mistake":
            self._mistake()
        elif code == "on":
            self._go_on()
        elif code == "leave":
            self.finished = True
        elif outbox is not None:
            self._outbox, self.place = outbox, "printing"
        else:
            self.place, self._shown = "review", False

    # ---- hand-over

    def _printing(self, answer: Answer) -> None:
        if answer != ("print_yes",):
            self.place = "result"
        elif self._pages.sensitive(self.counted) is not None:
            self.place = "private"
        else:
            self._hand_over(private=False)

    def _hand_over(self, *, private: bool) -> None:
        from ...render.page import page

        assert self._outbox is not None  # noqa: S101 (it was chosen)
        pages, evaluation, today = self._pages, self.evaluation(), datetime.now().astimezone().date()
        text = page(pages.book, evaluation, self.counted, pages.region, self.perspective, today, private)
        self._sending, self.place = self._outbox.begin(Record(self.counted, evaluation, text)), "sending"

    def _to(self, place: Place) -> None:
        self.place = place

    _REPLIES: ClassVar[dict[Place, Callable[[Journey, Answer], None]]] = {
        "attract": lambda self, _: self._to("opening"),
        "opening": _opened,
        "help": lambda self, _: self._to("opening"),
        "question": _questioned,
        "change": _answered,
        "unseen": lambda self, _: self._go_on(),
        "part": _offered_part,
        "review": _reviewed,
        "result": _told,
        "printing": _printing,
        "private": lambda self, answer: self._hand_over(private=answer == ("print",)),
        "sending": lambda self, _: self._to("sending"),
        "sent": lambda self, _: self._to("result"),
    }
