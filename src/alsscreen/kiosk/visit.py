"""A kiosk's screens, a flow and one reply after the other in; one stranger's way, page by page, out.

The one way through a kiosk: a terminal waits for each reply (`walk`), a browser comes back with it later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..ask_pages import RESULT
from ..dialogue import NUMBER, Back, Page
from ..evaluate import Evaluator
from ..interview import Interview, answered
from ..model import DECLINED, Answer, Evaluation, Flow, Question, RuleBook
from ..sitting import WHO, Sitting
from .handover import HandOver
from .outbox import Outbox
from .screens import SHOW, SKIP, Screens
from .steps import Finished, Shown, Steps


class Way:
    """A flow made ready: what is asked next, and what the answers mean. Made once for the whole day."""

    def __init__(self, screens: Screens, flow: Flow) -> None:
        self.flow = flow
        self.interview, self.evaluate = Interview(screens.book, flow), Evaluator(screens.book, flow)


class Visit(Sitting):
    """One stranger. Their answers live no longer than this object."""

    def __init__(self, screens: Screens, way: Way, longer: Way | None, outboxes: tuple[Outbox, ...] = ()) -> None:
        super().__init__()
        self.way = way
        self._screens, self._longer, self._out = screens, longer, HandOver(screens, outboxes)
        self._shorter, self._offered = way, longer is None

    def steps(self) -> Steps[None]:
        """Go from the opening to the result, however often back; only an exception ends it."""
        while True:
            yield from self._open()
            while (yield from self._questions()):
                yield from self._review()
                yield from self._result(None)

    @property
    def book(self) -> RuleBook:
        return self._screens.book

    @property
    def interview(self) -> Interview:
        return self.way.interview

    def evaluation(self) -> Evaluation:
        """Evaluate the answers as they stand."""
        return self.way.evaluate(self.counted)

    # ---- opening and questions

    def _open(self) -> Steps[None]:
        code = (yield Shown(self._screens.opening(), "opening"))[0]
        while code == "start_help":
            yield self._help()
            code = (yield Shown(self._screens.opening(), "opening"))[0]
        self._begin(other=code == "start_other", told=code == "start_told")

    def _help(self) -> Shown:
        pages = self._screens.pages("self")
        page = self._screens.dress(pages.notice(pages.words["key_number"], ()))
        return Shown(replace(page, lines=page.asides[NUMBER]()), "help", urgent=True)  # with staff first

    def _questions(self) -> Steps[bool]:
        """Ask until nothing is left; False when a person went back past the first question."""
        while (question := self.interview.next(self.answers)) is not None or (yield from self._offers()):
            if question is None:
                continue
            try:
                answer = yield Shown(self._question(question, self._said(question)), "question")
            except Back:
                if not self._take_back(question.id):
                    return False
            else:
                yield from self._give(question, answer)
        return True

    def _question(self, question: Question, said: Answer, *, everybody: bool = False) -> Page:
        return self._screens.question(
            question, self.interview.progress(self.answers, question.id), said, self.perspective,
            warned=self._warned, everybody=everybody, part=self._is_part(question),
        )  # fmt: skip

    def _give(self, question: Question, answer: Answer) -> Steps[None]:
        if answer == (SKIP,):
            self._skip()
            return
        called_up = self._take(question, answer)
        if called_up == "emergency":
            yield from self._result(question.id)
        elif called_up == "unseen":
            yield Shown(self._screens.unseen(self.perspective), "unseen")

    # ---- the part that may be skipped

    def _is_part(self, question: Question) -> bool:
        return self._longer is not None and self.way is self._longer and question.id in self._part()

    def _part(self) -> list[str]:
        assert self._longer is not None  # noqa: S101 (for the type checker)
        return [name for name in self._longer.flow.questions if name not in self._shorter.flow.questions]

    def _offers(self) -> Steps[bool]:
        """Offer the part once, where it would ask anything; say whether there is now more to ask."""
        longer = self._longer
        nothing = self._offered or longer is None or longer.interview.next(self.answers) is None
        if nothing or longer is None or self._emergencies():
            return False
        self._offered = True
        try:
            wanted = (yield Shown(self._screens.part(), "part")) == ("part_ask",)
        except Back:
            self._offered = False
            return self._take_back(None)
        if wanted:
            self.way = longer
        return wanted

    def _skip(self) -> None:
        """Leave the rest of the part unanswered, or the whole part as if it had never been offered."""
        if not any(name in self.answers for name in self._part()):
            self.way = self._shorter
            return
        while (question := self.interview.next(self.answers)) is not None and self._is_part(question):
            self.answers = answered(self.answers, question.id, (DECLINED,))

    # ---- review of the answers

    def _review(self) -> Steps[None]:
        """Show all answers and let them be changed, until the result is asked for."""
        shown = False
        while True:
            asked = tuple(each for each in self.interview.asked(self.answers) if each.id in self.answers)
            try:
                page = self._screens.review(asked, self.answers, self.perspective, shown=shown)
                code = (yield Shown(page, "review"))[0]
            except Back:
                code = ""
                self._take_back(None)
            if code == SHOW:
                shown = not shown
            elif code not in ("", RESULT):
                yield from self._change(self.book.questions[code])
            if (yield from self._questions()) and code == RESULT:
                return

    def _change(self, question: Question) -> Steps[None]:
        said = self.answers[question.id]
        try:
            answer = yield Shown(self._question(question, said, everybody=question.id == WHO), "change")
        except Back:
            return
        self._given.discard(question.id)
        yield from self._give(question, answer)

    # ---- result

    def _result(self, cause: str | None) -> Steps[None]:
        """Show the result until the person leaves or goes on; `cause` is the answer that made it an emergency."""
        while True:
            evaluation = self.evaluation()
            urgent = evaluation.level == "emergency"
            cause = cause if cause in self.answers and urgent else None
            try:
                page = self._screens.result(evaluation, self.perspective, tuple(self._choices(cause, evaluation)))
                code = (yield Shown(page, "result", urgent=urgent))[0]
            except Back:
                code = "mistake"
            if code == "mistake" and cause is not None:
                self._mistaken(cause)
            if code in ("mistake", "on"):
                return
            yield from self._do(code)

    def _choices(self, cause: str | None, evaluation: Evaluation) -> Iterator[str]:
        if cause is not None:
            yield "mistake"
        if self.interview.next(self.answers) is not None:
            yield "on"
        yield from self._out.names(self.counted, evaluation)
        yield from ("change", "leave")

    def _do(self, code: str) -> Steps[None]:
        if code == "change":
            yield from self._review()
        elif not (yield from self._out.does(code, self.counted, self.evaluation(), self.perspective)):
            raise Finished
