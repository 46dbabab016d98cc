"""A kiosk's screens, a front and a flow in; one stranger's way from the opening to the end, with nothing kept, out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from ..ask_pages import RESULT
from ..ask_session import ALS, SELF, TOLD, WHO
from ..conditions import unknowns
from ..dialogue import Back, Page
from ..evaluate import Evaluator
from ..interview import Interview, answered, without
from ..model import DECLINED, Answer, Answers, Evaluation, Flow, Perspective, Question
from .handover import Ask, hand_over
from .outbox import Outbox
from .screens import SHOW, SKIP, Screens


class Hold(Protocol):
    """What an emergency does to the kiosk: it is called in, and dismissed."""

    def __call__(self, *, on: bool) -> None: ...


class Way:
    """A flow made ready: what is asked next, and what the answers mean. Made once for the whole day."""

    def __init__(self, screens: Screens, flow: Flow) -> None:
        self.flow = flow
        self.interview, self.evaluate = Interview(screens.book, flow), Evaluator(screens.book, flow)


class Finished(Exception):
    """The person leaves."""


class Visit:
    """One person. The answers, and nothing else, say where they are; they live no longer than this object."""

    def __init__(  # noqa: PLR0913, PLR0917 (what a day lends to a visit)
        self, screens: Screens, ask: Ask, hold: Hold, way: Way, longer: Way | None, outboxes: tuple[Outbox, ...] = ()
    ) -> None:
        self.answers: Answers = {}
        self.way = way
        self._screens, self._ask, self._hold = screens, ask, hold
        self._longer, self._outboxes = longer, outboxes
        self._shorter, self._offered = way, longer is None
        self._given: set[str] = set()
        self._taken: Answers = {}
        self._warned = False
        self._chosen: Perspective = "self"

    def run(self) -> None:
        """Go from the opening to the result, however often back; only an exception ends it."""
        while True:
            self._open()
            while self._questions():
                self._review()
                self._result(None)

    @property
    def perspective(self) -> Perspective:
        """Say for whom the words are."""
        given = self.answers.get(WHO, ())
        options = self._screens.book.questions[WHO].options if given else ()
        told = next((option.perspective for option in options if option.code in given), None)
        return told or self._chosen

    def evaluation(self) -> Evaluation:
        """Evaluate the answers as they stand."""
        return self.way.evaluate(self.counted)

    @property
    def counted(self) -> Answers:
        """Leave out what the opening answered and nobody asked, lest it is told to have been ignored."""
        unasked = self._given.intersection(self.way.interview.hidden(self.answers))
        return {name: answer for name, answer in self.answers.items() if name not in unasked}

    # ---- opening and questions

    def _open(self) -> None:
        code = self._ask(self._screens.opening())[0]
        while code == "start_help":
            self._help()
            code = self._ask(self._screens.opening())[0]
        self._chosen = "other" if code == "start_other" else "self"
        given = {} if code == "start_other" else {WHO: (SELF,)}
        given |= {TOLD: (ALS,)} if code == "start_told" else {}
        kept = {name: answer for name, answer in self.answers.items() if name not in self._given}
        self._given = {name for name in given if name in self.way.flow.questions}
        self.answers = kept | {name: given[name] for name in self._given}

    def _help(self) -> None:
        self._hold(on=True)
        page = self._screens.pages("self")
        self._ask(self._screens.dress(page.notice(page.words["key_number"], page.emergency())))
        self._hold(on=False)

    def _questions(self) -> bool:
        """Ask until nothing is left; False when a person went back past the first question."""
        while (question := self.way.interview.next(self.answers)) is not None or self._offers():
            if question is None:
                continue
            try:
                answer = self._ask(self._question(question, self._taken.get(question.id, ())))
            except Back:
                if not self._take_back(question.id):
                    return False
            else:
                self._give(question, answer)
        return True

    def _question(self, question: Question, said: Answer, *, everybody: bool = False) -> Page:
        return self._screens.question(
            question, self.way.interview.progress(self.answers, question.id), said, self.perspective,
            warned=self._warned, everybody=everybody, part=self._is_part(question),
        )  # fmt: skip

    def _take_back(self, question: str | None) -> bool:
        """Take back the answer before a question (None: the last), but none that the opening gave, or that is open."""
        previous = self.way.interview.previous(self.answers, question)
        while previous is not None and (previous.id in self._given or previous.id not in self.answers):
            previous = self.way.interview.previous(self.answers, previous.id)
        if previous is not None:
            self._forget(previous.id)
        return previous is not None

    def _forget(self, question: str) -> None:
        self._taken[question] = self.answers[question]
        self.answers = without(self.answers, question)

    def _give(self, question: Question, answer: Answer) -> None:
        """Take an answer. A new emergency is shown at once; an open safety question shows the number."""
        if answer == (SKIP,):
            self._skip()
            return
        before = self._emergencies()
        self.answers = answered(self.answers, question.id, answer or (DECLINED,))
        self._taken.pop(question.id, None)
        if self._emergencies() - before:
            self._result(question.id)
        elif any(option.alarm for option in question.options) and {DECLINED, *unknowns(question)} & set(answer):
            self._ask(self._screens.unseen(self.perspective))

    def _emergencies(self) -> set[str]:
        guidance = self._screens.book.guidance
        return {name for name, _ in self.evaluation().guidance if guidance[name].level == "emergency"}

    # ---- the part that may be skipped

    def _is_part(self, question: Question) -> bool:
        return self._longer is not None and self.way is self._longer and question.id in self._part()

    def _part(self) -> list[str]:
        assert self._longer is not None  # noqa: S101 (for the type checker)
        return [name for name in self._longer.flow.questions if name not in self._shorter.flow.questions]

    def _offers(self) -> bool:
        """Offer the part once, where it would ask anything; say whether there is now more to ask."""
        longer = self._longer
        nothing = self._offered or longer is None or longer.interview.next(self.answers) is None
        if nothing or longer is None or self._emergencies():
            return False
        self._offered = True
        try:
            wanted = self._ask(self._screens.part()) == ("part_ask",)
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
        while (question := self.way.interview.next(self.answers)) is not None and self._is_part(question):
            self.answers = answered(self.answers, question.id, (DECLINED,))

    # ---- review of the answers

    def _review(self) -> None:
        """Show all answers and let them be changed, until the result is asked for."""
        shown = False
        while True:
            asked = tuple(each for each in self.way.interview.asked(self.answers) if each.id in self.answers)
            try:
                code = self._ask(self._screens.review(asked, self.answers, self.perspective, shown=shown))[0]
            except Back:
                code = ""
                self._take_back(None)
            if code == SHOW:
                shown = not shown
            elif code not in ("", RESULT):
                self._change(self._screens.book.questions[code])
            if self._questions() and code == RESULT:
                return

    def _change(self, question: Question) -> None:
        said = self.answers[question.id]
        try:
            answer = self._ask(self._question(question, said, everybody=question.id == WHO))
        except Back:
            return
        self._given.discard(question.id)
        self._give(question, answer)

    # ---- result

    def _result(self, cause: str | None) -> None:
        """Show the result until the person leaves or goes on; `cause` is the answer that made it an emergency."""
        while True:
            evaluation = self.evaluation()
            urgent = evaluation.level == "emergency"
            cause = cause if cause in self.answers and urgent else None
            self._hold(on=urgent)
            try:
                page = self._screens.result(evaluation, self.perspective, tuple(self._choices(cause)))
                code = self._ask(page)[0]
            except Back:
                code = "mistake"
            self._hold(on=False)
            if code == "mistake" and cause is not None:
                self._forget(cause)
                self._warned = True
            if code in ("mistake", "on"):
                return
            self._do(code)

    def _choices(self, cause: str | None) -> Iterator[str]:
        if cause is not None:
            yield "mistake"
        if self.way.interview.next(self.answers) is not None:
            yield "on"
        yield from (outbox.name for outbox in self._outboxes)
        yield from ("change", "leave")

    def _do(self, code: str) -> None:
        outbox = next((outbox for outbox in self._outboxes if outbox.name == code), None)
        if outbox is not None:
            hand_over(self._ask, self._screens, outbox, self.counted, self.evaluation(), self.perspective)
        elif code == "change":
            self._review()
        else:
            raise Finished
