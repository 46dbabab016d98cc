"""A kiosk's book, region and configuration in; its own pages, and any other page dressed for a waiting room, out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..ask_pages import RESULT, Pages
from ..dialogue import NUMBER, Lines, Page, Row, Words
from ..interview import Progress
from ..model import Answer, Answers, Evaluation, Perspective, Question, Region, RuleBook
from ..render.lines import GAP, Line, fill
from ..terminal_screen import SINGLE_KEYS
from .words import NAMES

SMALLEST = (40, 10)
"""Columns and rows below which nothing is asked."""

MORE_KEYS = "np,.-/;="
"""For a review of more than 27 lines; "n" and "p" are free where no question is asked."""

SHOW, SKIP = "show-hidden", "skip-part"
"""Rows of ours on the review page and on the questions of the part that may be skipped."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the clinic's configuration and this machine say, as far as it stands on a screen."""

    staff_call: str
    place: str = ""
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
        banner = page.banner or fill(self.words["in_danger"], self.region)
        asides = dict(page.asides)
        if NUMBER in asides:
            emergency = asides[NUMBER]
            asides[NUMBER] = lambda: (Line("headline", self.facts.staff_call), *emergency())
        return replace(page, banner=f"{banner} {self._demo}".strip(), rows=_keyed(page.rows), asides=asides)

    # ---- before and between

    def attract(self) -> Page:
        """Invite; no disease is named, since everybody in the room can read it."""
        private = "attract_private_print" if self.facts.place else "attract_private"
        lines = (
            Line("headline", self.words["attract_headline"]), GAP, *self._lines("attract"),
            Line("body", self.words[private]), GAP, Line("action", self.words["attract_start"]),
        )  # fmt: skip
        rows = tuple(Row(name, self.words[name]) for name in ("begin", "more_time", "look"))
        return self._menu("title", lines, rows, back="")

    def opening(self) -> Page:
        """Say what this is, and let the person choose who it is about."""
        return self.dress(self.pages("self").opening(None))

    def look(self) -> Page:
        """Offer text and contrast, as far as this terminal can."""
        rows = tuple(Row(name, self.words[f"look_{name}"]) for name in self.facts.looks)
        return self._menu("look_title", self._lines("look_lines"), rows)

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
        rows = (Row("part_ask", self.words["part_ask"]), Row("part_skip", self.words["part_skip"]))
        return self._menu("part_title", self._lines("part"), rows)

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
        """Show the result: staff first in an emergency, the desk for what cannot wait until tomorrow."""
        page = self.pages(perspective).result(evaluation, (), choices)
        first = {"emergency": ("headline", self.facts.staff_call), "same-day": ("action", self.words["desk"])}
        if evaluation.level in first:
            page = replace(page, lines=(Line(*first[evaluation.level]), *page.lines))  # type: ignore[arg-type]
        return self.dress(page)

    def printing(self) -> Page:
        """Say where the page would come out, and ask."""
        where = Line("body", self.words["print_where"].replace("{place}", self.facts.place))
        rows = (Row("print_yes", self.words["print_yes"]), Row("print_no", self.words["print_no"]))
        return self._menu("print_title", (where,), rows)

    def notice(self, title: str, text: str) -> Page:
        """Show a text of which nothing is asked."""
        return self.dress(self.pages("self").notice(self.words[title], self._lines(text)))

    def unseen(self, perspective: Perspective) -> Page:
        """Show the number to somebody who left a question of the safety check open."""
        return self.dress(self.pages(perspective).unseen())

    # ---- what covers a page

    def too_small(self, size: tuple[int, int]) -> bool:
        """Say whether nothing can be asked in a window of these columns and rows."""
        return size[0] < SMALLEST[0] or size[1] < SMALLEST[1]

    def small(self) -> Page:
        """Say that the window is too small; the number first."""
        return Page("notice", "", (Line("body", fill(self.words["call_now"], self.region)), *self._lines("too_small")))

    def warning(self, left: int, *, urgent: bool) -> Page:
        """Cover everything, count down, and keep the number in sight; in an emergency, staff first."""
        said = (Line("headline", self.facts.staff_call),) if urgent else ()
        left_text = self.words["warning_left"].replace("{seconds}", str(left))
        lines = (*said, Line("headline", left_text), GAP, *self._lines("warning"))
        banner = fill(self.words["call_now"], self.region) if urgent else ""
        return self.dress(Page("notice", self.words["warning_title"], lines, banner=banner))

    def ending(self, left: int) -> str:
        """Say that the longest time is nearly up."""
        return self.words["ending"].replace("{seconds}", str(left))

    def pin(self, *, wrong: bool, wait: float) -> Page:
        """Ask for the PIN; nothing of it is shown."""
        wait_text = self.words["pin_wait"].replace("{seconds}", str(round(wait)))
        said = (self.words["pin_wrong"] if wrong else "", wait_text if wait > 0 else "")
        lines = (*self._lines("pin"), *(Line("action", text) for text in said if text))
        return self.dress(Page("notice", self.words["pin_title"], lines))

    # ---- staff

    def staff(self, sessions: int, warnings: tuple[str, ...]) -> Page:
        """Say what staff may want to know, and let them leave. It stands where no answer is left."""
        book, words, facts = self.book, self.words, self.facts
        by = book.approval.by
        checked = self.region.emergency.checked or words["staff_unchecked"]
        numbers = "; ".join(found.number for name in NAMES if (found := getattr(self.region, name)) is not None)
        texts = (
            words["staff_book"].format(id=book.id, version=book.version, sha256=book.sha256),
            words["staff_approved"].format(by=by) if by else words["staff_unreviewed"],
            words["staff_numbers"].format(name=self.region.name, numbers=numbers),
            words["staff_checked"].format(checked=checked),
            words["staff_times"].format(idle=facts.idle, warning=facts.warning, longest=facts.longest),
            words["staff_sessions"].format(count=sessions),
            words["staff_locked" if facts.locked else "staff_not_locked"],
        )
        lines = (*(Line("body", text) for text in texts), *(Line("action", text) for text in warnings))
        rows = tuple(Row(name, words[name]) for name in ("staff_back", "staff_leave"))
        return self._menu("staff_title", lines, rows, back="")

    # ---- parts

    def _menu(self, title: str, lines: Lines, rows: tuple[Row, ...], **more: str) -> Page:
        asides = self.pages("self").notice("", ()).asides
        return self.dress(Page("menu", self.words[title], lines, rows, asides=asides, **more))  # type: ignore[arg-type]

    def _lines(self, name: str, style: str = "body") -> Lines:
        return tuple(Line(style, fill(text, self.region)) for text in self.words[name].splitlines())  # type: ignore[arg-type]


def is_private(question: Question) -> bool:
    """Say whether a question may hold what a neighbour should not read; hiding only some answers would tell them."""
    return question.sensitive or any(option.sensitive for option in question.options)


def _keyed(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Give each row one key: digits first, then the letters that mean nothing else."""
    own = {row.key for row in rows}
    keys = iter(key for key in SINGLE_KEYS + MORE_KEYS if key not in own)
    return tuple(row if row.key or row.heading else row._replace(key=next(keys, "")) for row in rows)
