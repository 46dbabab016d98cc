"""One person's answers and the place that they have come to in; the page for it, and what it means, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import ClassVar, Literal, TypeAlias

from ...ask_pages import Pages
from ...ask_session import WHO
from ...dialogue import NUMBER, Page
from ...model import Answers, Evaluation, Perspective, Question
from ..day import Shop
from ..outbox import Outbox, Sending
from ..visit import Way

Place: TypeAlias = Literal[
    "attract", "opening", "help", "question", "change", "unseen", "part",
    "review", "result", "printing", "private", "sending", "sent",
]  # fmt: skip


class Here:
    """One person. The answers, the place and what was taken back; all of it goes when this object goes."""

    __slots__ = (
        "_at",
        "_chosen",
        "_given",
        "_offered",
        "_outbox",
        "_sending",
        "_shop",
        "_shown",
        "_taken",
        "_warned",
        "answers",
        "cause",
        "finished",
        "place",
        "way",
    )  # fmt: skip

    def __init__(self, shop: Shop) -> None:
        self.answers: Answers = {}
        self.place: Place = "attract"
        self.way: Way = shop.way
        self.cause: str | None = None
        self.finished = False
        self._at = ""
        self._chosen: Perspective = "self"
        self._given: frozenset[str] = frozenset()
        self._offered = shop.longer is None
        self._outbox: Outbox | None = None
        self._sending: Sending | None = None
        self._shop = shop
        self._shown = self._warned = False
        self._taken: Answers = {}

    # ---- what is known

    @property
    def perspective(self) -> Perspective:
        """Say for whom the words are."""
        given = self.answers.get(WHO, ())
        options = self._shop.screens.book.questions[WHO].options if given else ()
        told = next((option.perspective for option in options if option.code in given), None)
        return told or self._chosen

    @property
    def counted(self) -> Answers:
        """Leave out what the opening answered and nobody asked, lest it is told to have been ignored."""
        unasked = self._given.intersection(self.way.interview.hidden(self.answers)) if self._given else ()
        return {name: answer for name, answer in self.answers.items() if name not in unasked}

    def evaluation(self) -> Evaluation:
        """Evaluate the answers as they stand."""
        return self.way.evaluate(self.counted)

    def emergencies(self) -> set[str]:
        """Name the guidance of the answers as they stand that says to get help now."""
        guidance = self._shop.screens.book.guidance
        return {name for name, _ in self.evaluation().guidance if guidance[name].level == "emergency"}

    def part(self) -> frozenset[str]:
        """Name the questions that the optional part adds."""
        longer = self._shop.longer
        return frozenset() if longer is None else frozenset(longer.flow.questions) - {*self._shop.way.flow.questions}

    def is_part(self, question: Question) -> bool:
        """Say whether a question is asked in the optional part."""
        return self.way is self._shop.longer and question.id in self.part()

    @property
    def urgent(self) -> bool:
        """Say whether the page says to get help now."""
        return self.place == "help" or (self.place == "result" and self.evaluation().level == "emergency")

    @property
    def waits(self) -> bool:
        """Say whether the page changes by itself, since something is on its way."""
        if self.place == "sending" and self._sending is not None and self._sending.how != "running":
            self.place = "sent"
        return self.place == "sending"

    # ---- the page

    def page(self) -> Page:
        """Give the page for the place."""
        return self._PAGES[self.place](self)

    @property
    def _pages(self) -> Pages:
        return self._shop.screens.pages(self.perspective)

    def _question(self) -> Page:
        question, change = self.asked, self.place == "change"
        said = self.answers.get(question.id, ()) if change else self._taken.get(question.id, ())
        return self._shop.screens.question(
            question, self.way.interview.progress(self.answers, question.id), said, self.perspective,
            warned=self._warned, everybody=change and question.id == WHO, part=not change and self.is_part(question),
        )  # fmt: skip

    @property
    def asked(self) -> Question:
        """Give the question of the place."""
        return self._shop.screens.book.questions[self._at]

    def _help(self) -> Page:
        pages = self._shop.screens.pages("self")
        page = self._shop.screens.dress(pages.notice(pages.words["key_number"], ()))
        return replace(page, lines=page.asides[NUMBER]())  # with staff first

    def _review(self) -> Page:
        asked = tuple(each for each in self.way.interview.asked(self.answers) if each.id in self.answers)
        return self._shop.screens.review(asked, self.answers, self.perspective, shown=self._shown)

    def _result(self) -> Page:
        return self._shop.screens.result(self.evaluation(), self.perspective, tuple(self._choices()))

    def _choices(self) -> Iterator[str]:
        if self.cause is not None:
            yield "mistake"
        if self.way.interview.next(self.answers) is not None:
            yield "on"
        yield from (outbox.name for outbox in self._shop.outboxes)
        yield from ("change", "leave")

    def _private(self) -> Page:
        page = self._pages.sensitive(self.counted)
        assert page is not None  # noqa: S101 (the place is not taken without)
        return self._shop.screens.dress(page)

    def _sent(self) -> Page:
        name = self._outbox.name if self._outbox is not None else "print"
        how = "running" if self.place == "sending" else self._how
        return self._shop.screens.notice(f"{name}_title", f"{name}_{how}")

    @property
    def _how(self) -> str:
        return "failed" if self._sending is None else self._sending.how

    _PAGES: ClassVar[dict[Place, Callable[[Here], Page]]] = {
        "attract": lambda self: self._shop.screens.attract(),
        "opening": lambda self: self._shop.screens.opening(),
        "help": _help,
        "question": _question,
        "change": _question,
        "unseen": lambda self: self._shop.screens.unseen(self.perspective),
        "part": lambda self: self._shop.screens.part(),
        "review": _review,
        "result": _result,
        "printing": lambda self: self._shop.screens.printing(),
        "private": _private,
        "sending": _sent,
        "sent": _sent,
    }
