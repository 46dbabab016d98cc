"""A rule book, a flow and a front end in; one person's answers, and the way they took through the pages, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from .ask_more import choose_region, learn
from .ask_pages import RESULT, Pages
from .ask_save import PageFile, is_html, page_of, save_as, save_somewhere, wants_sensitive
from .dialogue import Back, Ended, Front, Lines, Page
from .interview import Interview
from .model import Answer, Evaluation, Flow, Level, Perspective, Question, Region, RuleBook
from .sitting import WHO, Sitting

if TYPE_CHECKING:
    from .evaluate import Evaluator
    from .model import Topic


class Leave(Exception):
    """The person has the result and leaves."""


class Session(Sitting):
    """One person alone at a terminal."""

    def __init__(  # noqa: PLR0913 (what run() was given)
        self, book: RuleBook, flow: Flow, region: Region, perspective: Perspective | None, front: Front,
        *, why: bool = False, files: tuple[PageFile, ...] = (), whole: Callable[[], RuleBook] | None = None,
        topics: Callable[[], Mapping[str, Topic]] = dict,
    ) -> None:  # fmt: skip
        super().__init__(perspective)
        self.flow, self.region = flow, region
        self.saved: list[Path] = []
        self.leave_on_screen = False
        self._front, self._why, self._files, self._whole, self._shelf = front, why, files, whole, topics
        self._asked, self._book, self._interview = perspective, book, Interview(book, flow)

    def run(self) -> None:
        """Go from the opening to the result, however often back; only Leave, Stop, Ended or Interrupted end it."""
        while True:
            self._open()
            while self._questions():
                self._review()
                self._result(None)

    @property
    def book(self) -> RuleBook:
        return self._book

    @property
    def interview(self) -> Interview:
        return self._interview

    @cached_property
    def _evaluator(self) -> Evaluator:
        """Evaluate with the whole book, of which the first question needed only a part."""
        from .evaluate import Evaluator

        self._book = self._whole() if self._whole else self._book
        self._topics = self._shelf()
        return Evaluator(self.book, self.flow)

    def evaluation(self) -> Evaluation:
        """Evaluate the answers as they stand."""
        return self._evaluator(self.counted)

    def result_lines(self) -> Lines:
        """Give the result as lines, to be printed."""
        return (*self._pages.result_lines(self.evaluation()), *self._why_lines(asked=self._why))

    # ---- opening and questions

    @property
    def _pages(self) -> Pages:
        return Pages(self.book, self.region, self.perspective)

    def _open(self) -> None:
        while (code := self._front.ask(self._pages.opening(self._asked))[0]) == "start_help":
            self._front.ask(self._pages.notice(self._pages.words["key_number"], self._pages.emergency()))
        other = self._asked == "other" or code == "start_other"
        self._begin(other=other, told=code.startswith("start_told"))

    def _questions(self) -> bool:
        """Ask until nothing is left, and read the whole book meanwhile; False: a person went back past the first."""
        while (question := self.interview.next(self.answers)) is not None:
            try:
                page = self._question(question, self._said(question))
                answer = self._front.ask(page, lambda: self._evaluator)
            except Back:
                if not self._take_back(question.id):
                    return False
            else:
                self._give(question, answer)
        return True

    def _question(self, question: Question, said: Answer, *, everybody: bool = False) -> Page:
        progress = self.interview.progress(self.answers, question.id)
        return self._pages.question(question, progress, said, warned=self._warned, everybody=everybody)

    def _give(self, question: Question, answer: Answer) -> None:
        called_up = self._take(question, answer)
        if called_up == "emergency":
            self._result(question.id)
        elif called_up == "unseen":
            self._front.ask(self._pages.unseen())

    # ---- review of the answers

    def _review(self) -> None:
        """Show all answers and let them be changed, until the result is asked for."""
        while True:
            asked = (question for question in self.interview.asked(self.answers) if question.id in self.answers)
            try:
                code = self._front.ask(self._pages.review(asked, self.answers))[0]
            except Back:
                code = ""
                self._take_back(None)
            if code not in ("", RESULT):
                self._change(self.book.questions[code])
            if self._questions() and code == RESULT:
                return

    def _change(self, question: Question) -> None:
        try:
            answer = self._front.ask(self._question(question, self.answers[question.id], everybody=question.id == WHO))
        except Back:
            return
        self._given.discard(question.id)
        self._give(question, answer)

    # ---- result

    def _result(self, cause: str | None) -> None:
        """Show the result until the person leaves or goes on; `cause` is the answer that made it an emergency."""
        shown: Lines = ()
        while True:
            evaluation = self.evaluation()
            cause = cause if cause in self.answers and evaluation.level == "emergency" else None
            why, choices = self._why_lines(asked=self._why), tuple(self._choices(cause, evaluation.level))
            page = self._pages.result(evaluation, why, choices)
            again = self._front.keeps and page.lines == shown
            try:
                code = self._front.ask(replace(page, lines=(), after=()) if again else page)[0]
            except Back:
                code = "mistake"
            except Ended:
                if self.interview.next(self.answers) is not None:
                    raise
                code = "leave_plain"  # through a pipe: nothing was left to ask, and the result is there
            shown = page.lines
            if code == "mistake" and cause is not None:
                self._mistaken(cause)
            if code in ("mistake", "on"):
                return
            self._do(code)

    def _choices(self, cause: str | None, level: Level) -> Iterator[str]:
        if cause is not None:
            yield "mistake"
        if self.interview.next(self.answers) is not None:
            yield "on"
        yield from ("save", "change", "region", *["learn"] * (level != "emergency" and bool(self._topics)), "why")
        yield from ("leave_plain",) if self._front.keeps else ("leave", "leave_shown")

    def _do(self, code: str) -> None:
        if code == "save":
            self._save()
        elif code == "change":
            self._review()
        elif code == "region":
            self.region = choose_region(self._front.ask, self._pages) or self.region
        elif code == "learn":
            learn(self._front.ask, self._pages, self._topics)
        elif code == "why":
            self._front.ask(self._pages.notice(self._pages.words["do_why"], self._why_lines(asked=True)))
        else:
            self._leave(on_screen=code == "leave_shown")

    def _why_lines(self, *, asked: bool) -> Lines:
        return self._pages.why(self._evaluator, self.interview, self.answers, self.evaluation()) if asked else ()

    # ---- what is kept

    def _save(self) -> None:
        try:
            sensitive = wants_sensitive(self._front.ask, self._pages, self.counted)
        except Back:
            return
        make = lambda name: self._page(as_html=is_html(name), sensitive=sensitive)  # noqa: E731 (it is one line)
        self.saved += save_somewhere(self._front.ask, self._pages, make)

    def _page(self, *, as_html: bool, sensitive: bool) -> str:
        return page_of(self._pages, self.evaluation(), self.counted, as_html=as_html, sensitive=sensitive)

    def _leave(self, *, on_screen: bool) -> None:
        """Leave, with the page that was asked for on the command line saved, or else another one, or none."""
        files, self._files = self._files, ()
        for file in files:
            text = self._page(as_html=file.as_html, sensitive=False)
            self.saved += save_as(str(file.path), self._front.ask, self._pages, lambda _, text=text: text)  # type: ignore[misc]
        self.leave_on_screen = on_screen
        raise Leave
