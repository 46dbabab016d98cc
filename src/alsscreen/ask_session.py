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
from .conditions import unknowns
from .dialogue import Back, Ended, Front, Lines, Page
from .interview import Interview, answered, without
from .model import DECLINED, Answer, Answers, Evaluation, Flow, Level, Perspective, Question, Region, RuleBook

if TYPE_CHECKING:
    from .evaluate import Evaluator
    from .model import Topic

WHO, TOLD, SELF, ALS = "who", "told", "self", "als"
"""The two questions that the opening answers when a book asks them, and the options it gives."""


class Leave(Exception):
    """The person has the result and leaves."""


class Session:
    """The answers, and nothing else, say where a person is; what was taken back is shown when it is asked again."""

    def __init__(  # noqa: PLR0913 (what run() was given)
        self, book: RuleBook, flow: Flow, region: Region, perspective: Perspective | None, front: Front,
        *, why: bool = False, files: tuple[PageFile, ...] = (), whole: Callable[[], RuleBook] | None = None,
        topics: Callable[[], Mapping[str, Topic]] = dict,
    ) -> None:  # fmt: skip
        self.book, self.flow, self.region = book, flow, region
        self.answers: Answers = {}
        self.saved: list[Path] = []
        self.leave_on_screen = False
        self._front, self._why, self._files, self._whole, self._shelf = front, why, files, whole, topics
        self._asked = self._chosen = perspective
        self._interview = Interview(book, flow)
        self._given: set[str] = set()
        self._taken: Answers = {}
        self._warned = False

    def run(self) -> None:
        """Go from the opening to the result, however often back; only Leave, Stop, Ended or Interrupted end it."""
        while True:
            self._open()
            while self._questions():
                self._review()
                self._result(None)

    @property
    def perspective(self) -> Perspective:
        """Say for whom the words are: the answer to "who", else what was chosen at the beginning."""
        given = self.answers.get(WHO, ())
        options = self.book.questions[WHO].options if given else ()
        told = next((option.perspective for option in options if option.code in given), None)
        return told or self._chosen or "self"

    @cached_property
    def _evaluator(self) -> Evaluator:
        """Evaluate with the whole book, of which the first question needed only a part."""
        from .evaluate import Evaluator

        self.book = self._whole() if self._whole else self.book
        self._topics = self._shelf()
        return Evaluator(self.book, self.flow)

    def evaluation(self) -> Evaluation:
        """Evaluate the answers as they stand."""
        return self._evaluator(self._counted)

    @property
    def _counted(self) -> Answers:
        """Leave out what the opening answered and nobody asked, lest it is told to have been ignored."""
        unasked = self._given.intersection(self._interview.hidden(self.answers))
        return {name: answer for name, answer in self.answers.items() if name not in unasked}

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
        self._chosen = "other" if other else "self"
        given = {} if other else {WHO: (SELF,)}
        given |= {TOLD: (ALS,)} if code.startswith("start_told") else {}
        kept = {name: answer for name, answer in self.answers.items() if name not in self._given}
        self._given = {name for name in given if name in self.flow.questions}
        self.answers = kept | {name: given[name] for name in self._given}

    def _questions(self) -> bool:
        """Ask until nothing is left, and read the whole book meanwhile; False: a person went back past the first."""
        while (question := self._interview.next(self.answers)) is not None:
            try:
                page = self._question(question, self._taken.get(question.id, ()))
                answer = self._front.ask(page, lambda: self._evaluator)
            except Back:
                if not self._take_back(question.id):
                    return False
            else:
                self._give(question, answer)
        return True

    def _question(self, question: Question, said: Answer, *, everybody: bool = False) -> Page:
        progress = self._interview.progress(self.answers, question.id)
        return self._pages.question(question, progress, said, warned=self._warned, everybody=everybody)

    def _take_back(self, question: str | None) -> bool:
        """Take back the answer before a question (None: the last), but none that the opening gave."""
        previous = self._interview.answered_before(self.answers, question, self._given)
        if previous is not None:
            self._forget(previous.id)
        return previous is not None

    def _forget(self, question: str) -> None:
        self._taken[question] = self.answers[question]
        self.answers = without(self.answers, question)

    def _give(self, question: Question, answer: Answer) -> None:
        """Take an answer. A new emergency is shown at once; an open safety question shows the number."""
        before = self._emergencies()
        self.answers = answered(self.answers, question.id, answer or (DECLINED,))
        self._taken.pop(question.id, None)
        open_codes = {DECLINED, *unknowns(question)}
        if self._emergencies() - before:
            self._result(question.id)
        elif any(option.alarm for option in question.options) and open_codes & set(answer):
            self._front.ask(self._pages.unseen())

    def _emergencies(self) -> set[str]:
        names = (name for name, _ in self.evaluation().guidance)
        return {name for name in names if self.book.guidance[name].level == "emergency"}

    # ---- review of the answers

    def _review(self) -> None:
        """Show all answers and let them be changed, until the result is asked for."""
        while True:
            asked = (question for question in self._interview.asked(self.answers) if question.id in self.answers)
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
                if self._interview.next(self.answers) is not None:
                    raise
                code = "leave_plain"  # through a pipe: nothing was left to ask, and the result is there
            shown = page.lines
            if code == "mistake" and cause is not None:
                self._forget(cause)
                self._warned = True
            if code in ("mistake", "on"):
                return
            self._do(code)

    def _choices(self, cause: str | None, level: Level) -> Iterator[str]:
        if cause is not None:
            yield "mistake"
        if self._interview.next(self.answers) is not None:
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
        return self._pages.why(self._evaluator, self._interview, self.answers, self.evaluation()) if asked else ()

    # ---- what is kept

    def _save(self) -> None:
        try:
            sensitive = wants_sensitive(self._front.ask, self._pages, self._counted)
        except Back:
            return
        make = lambda name: self._page(as_html=is_html(name), sensitive=sensitive)  # noqa: E731 (it is one line)
        self.saved += save_somewhere(self._front.ask, self._pages, make)

    def _page(self, *, as_html: bool, sensitive: bool) -> str:
        return page_of(self._pages, self.evaluation(), self._counted, as_html=as_html, sensitive=sensitive)

    def _leave(self, *, on_screen: bool) -> None:
        """Leave, with the page that was asked for on the command line saved, or else another one, or none."""
        files, self._files = self._files, ()
        for file in files:
            text = self._page(as_html=file.as_html, sensitive=False)
            self.saved += save_as(str(file.path), self._front.ask, self._pages, lambda _, text=text: text)  # type: ignore[misc]
        self.leave_on_screen = on_screen
        raise Leave
