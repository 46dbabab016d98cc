"""A kiosk's book, region and configuration in; its own pages, and any other page dressed for a waiting room, out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from ..ask_pages import RESULT, Pages
from ..dialogue import NUMBER, Lines, Page, Row, Words
from ..interview import Progress
from ..model import Answer, Answers, Evaluation, Perspective, Question, Region, RuleBook
from ..render.lines import GAP, Line, fill, put
from .first import SMALLEST, attract, keyed
from .words import NAMES

SHOW, SKIP, SENT = "show-hidden", "skip-part", "sent"
"""Rows of ours: on the review page; on the part that may be skipped; for the row that sends, once it did."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the clinic's configuration and this machine say, as far as it stands on a screen."""

    staff_call: str
    place: str = ""
    sends: bool = False
    demo: tuple[str, ...] = ()
    looks: tuple[str, ...] = ("plain", "dark", "light")
    longest: int = 3600
    idle: int = 120
    warning: int = 60
    locked: bool = False


class Screens:
    """Makes the kiosk's pages. The emergency number, and that it is a demo, stand on each of them."""

    def __init__(self, book: RuleBook, region: Region, facts: Facts) -> None:
        self.book, self.region, self.facts = book, region, facts
        self._demo = " ".join(self.words[name] for name in facts.demo)

    @property
    def words(self) -> Words:
        return self.book.screens.words

    def pages(self, perspective: Perspective) -> Pages:
        """Give the pages of the interview."""
        return Pages(self.book, self.region, perspective)

    def dress(self, page: Page) -> Page:
        """Give a page the banner, a key for each row, and staff first where help is called."""
        banner = f"{page.banner or self.filled(self.words['in_danger'])} {self._demo}".strip()
        asides = dict(page.asides)
        if NUMBER in asides:
            emergency = asides[NUMBER]
            asides[NUMBER] = lambda: (Line("headline", self.facts.staff_call), *emergency())
        return replace(page, banner=banner, rows=keyed(page.rows), asides=asides)

    # ---- before and between

    def attract(self) -> Page:
        """Invite; no disease is named, since everybody in the room can read it."""
        facts = self.facts
        page = attract(self.words, self.filled, self._demo, sends=facts.sends, prints=bool(facts.place))
        return replace(page, asides=self.menu("title", (), ()).asides)

    def opening(self) -> Page:
        """Say what this is, and let the person choose who it is about."""
        return self.dress(self.pages("self").opening(None))

    def look(self) -> Page:
        """Offer text and contrast, as far as this terminal can."""
        rows = tuple(Row(name, self.words[f"look_{name}"]) for name in self.facts.looks)
        return replace(self.menu("look_title", self.lines("look_lines"), ()), rows=keyed(rows))

    def told_more_time(self) -> Page:
        """Say that there is more time now."""
        return self.notice("more_time", "more_time_on")

    # ---- questions

    def question(  # noqa: PLR0913 (what the page of a question depends on)
        self, question: Question, progress: Progress, said: Answer, perspective: Perspective,
        *, warned: bool, everybody: bool, part: bool,
    ) -> Page:  # fmt: skip
        """Ask a question; one of the optional part has a row that skips the rest of the part."""
        page = self.pages(perspective).question(question, progress, said, warned=warned, everybody=everybody)
        skip = (Row(SKIP, self.words["part_skip"], alone=True, at_once=True),) if part else ()
        return self.dress(replace(page, rows=(*page.rows, *skip)))

    def part(self) -> Page:
        """Offer the optional part."""
        return self.menu("part_title", self.lines("part"), ("part_ask", "part_skip"))

    def review(
        self, questions: tuple[Question, ...], answers: Answers, perspective: Perspective, *, shown: bool
    ) -> Page:
        """List the answers; what a neighbour should not read is hidden until it is asked for."""
        page = self.pages(perspective).review(questions, answers)
        private = {question.id for question in questions if is_private(question)}
        if not private:
            return self.dress(page)
        hide = Row(SHOW, self.words["hide_again" if shown else "show_hidden"])
        rows = [row if shown or row.code not in private else self._hidden(row.code) for row in page.rows]
        at = next(index for index, row in enumerate(rows) if row.code == RESULT) + 1
        return self.dress(replace(page, rows=(*rows[:at], hide, *rows[at:])))

    def _hidden(self, name: str) -> Row:
        """Name the section only: the question itself may tell."""
        title = self.book.sections[self.book.questions[name].section].title
        return Row(name, f"{title} {self.words['hidden']}")

    # ---- result

    def result(self, evaluation: Evaluation, perspective: Perspective, choices: tuple[str, ...]) -> Page:
        """Show the result: staff first in an emergency, the desk for what cannot wait; and that it was sent."""
        page = self.pages(perspective).result(evaluation, (), choices)
        first = {"emergency": ("headline", self.facts.staff_call), "same-day": ("action", self.words["desk"])}
        lines = [Line(*first[evaluation.level])] if evaluation.level in first else []  # type: ignore[arg-type]
        lines += [Line("action", self.words["result_sent"])] if SENT in choices else []
        return self.dress(replace(page, lines=(*lines, *page.lines)))

    def printing(self) -> Page:
        """Say where the page would come out, and ask."""
        where = Line("body", self.words["print_where"].replace("{place}", self.facts.place))
        return self.menu("print_title", (where,), ("print_yes", "print_no"))

    def notice(self, title: str, text: str) -> Page:
        """Show a text of which nothing is asked."""
        return self.dress(self.pages("self").notice(self.words[title], self.lines(text)))

    def unseen(self, perspective: Perspective) -> Page:
        """Show the number to somebody who left a question of the safety check open."""
        return self.dress(self.pages(perspective).unseen())

    # ---- what covers a page

    def too_small(self, size: tuple[int, int]) -> bool:
        """Say whether nothing can be asked in a window of these columns and rows."""
        return size[0] < SMALLEST[0] or size[1] < SMALLEST[1]

    def small(self) -> Page:
        """Say that the window is too small; the number first."""
        return Page("notice", "", (Line("body", fill(self.words["call_now"], self.region)), *self.lines("too_small")))

    def warning(self, left: int, *, urgent: bool) -> Page:
        """Cover everything, count down, and keep the number in sight; in an emergency, staff first."""
        said = (Line("headline", self.facts.staff_call),) if urgent else ()
        left_text = self.words["warning_left"].replace("{seconds}", str(left))
        lines = (*said, Line("headline", left_text), GAP, *self.lines("warning"))
        banner = fill(self.words["call_now"], self.region) if urgent else ""
        return self.dress(Page("notice", self.words["warning_title"], lines, banner=banner))

    def covered(self) -> Page:
        """Cover an emergency that nobody attends to: the number stays, and why it is there does not."""
        page = self.notice("key_number", "covered")
        return replace(page, lines=(*page.asides[NUMBER](), GAP, *page.lines))

    def ending(self, left: int) -> str:
        """Say that the longest time is nearly up."""
        return self.words["ending"].replace("{seconds}", str(left))

    def pin(self, *, wrong: bool, wait: float) -> Page:
        """Ask for the PIN; nothing of it is shown."""
        wait_text = self.words["pin_wait"].replace("{seconds}", str(round(wait)))
        said = (self.words["pin_wrong"] if wrong else "", wait_text if wait > 0 else "")
        lines = (*self.lines("pin"), *(Line("action", text) for text in said if text))
        return self.dress(Page("notice", self.words["pin_title"], lines))

    # ---- staff

    def staff(self, sessions: int, warnings: tuple[str, ...]) -> Page:
        """Say what staff may want to know, and let them leave. It stands where no answer is left."""
        book, words, facts = self.book, self.words, self.facts
        by = book.approval.by
        checked = self.region.emergency.checked or words["staff_unchecked"]
        texts = (
            put(words["staff_book"], id=book.id, version=book.version, sha256=book.sha256),
            put(words["staff_approved"], by=by) if by else words["staff_unreviewed"],
            put(words["staff_times"], idle=facts.idle, warning=facts.warning, longest=facts.longest),
            put(words["staff_sessions"], count=sessions),
            words["staff_locked" if facts.locked else "staff_not_locked"],
        )
        lines = (*(Line("body", text) for text in texts), GAP, *self._numbers(checked))
        mend = tuple(Line("action", text) for text in warnings)
        page = self.menu("staff_title", mend, ("staff_back", "staff_leave"), back="")
        return replace(page, after=lines)

    def _numbers(self, checked: str) -> Lines:
        """List the numbers that this kiosk shows, each on a line of its own, so that staff can call them up."""
        found = (getattr(self.region, name) for name in NAMES)
        numbers = (Line("bullet", each.number) for each in found if each is not None)
        said = put(self.words["staff_numbers"], name=self.region.name)
        return Line("body", said), *numbers, Line("body", put(self.words["staff_checked"], checked=checked))

    # ---- parts

    def menu(self, title: str, lines: Lines, names: tuple[str, ...], *, back: Literal["", "back"] = "back") -> Page:
        """Give a page of our own; the words of its rows bear the names of the rows."""
        asides = self.pages("self").notice("", ()).asides
        rows = tuple(Row(name, self.words[name]) for name in names)
        return self.dress(Page("menu", self.words[title], lines, rows, asides=asides, back=back))

    def lines(self, name: str) -> Lines:
        """Give a text, a line of the file a paragraph, with the region's numbers."""
        return tuple(Line("body", self.filled(text)) for text in self.words[name].splitlines())

    def filled(self, text: str) -> str:
        """Put the region's numbers into a text."""
        return fill(text, self.region)


def is_private(question: Question) -> bool:
    """Say whether a question may hold what a neighbour should not read; hiding only some answers would tell them."""
    return question.sensitive or any(option.sensitive for option in question.options)
