"""A person who goes on, back, changes answers and takes them back, in any order, is never led astray."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import oracle
from alsscreen.evaluate import Evaluator
from alsscreen.interview import Interview, answered, without
from alsscreen.model import Answers, Question
from people import BOOK
from strategies import answer_to

INTERVIEWS = {flow.id: Interview(BOOK, flow) for flow in BOOK.flows.values()}
EVALUATORS = {flow.id: Evaluator(BOOK, flow) for flow in BOOK.flows.values()}
WORDS = {"fired": oracle.TRUE, "undecided": oracle.UNDECIDED, "not-fired": oracle.FALSE}


class Person(RuleBasedStateMachine):
    """One person, one flow; `here` is the question on the screen, None where the review of the answers is."""

    @initialize(flow=st.sampled_from(list(BOOK.flows)))
    def sit_down(self, flow: str) -> None:
        """Nothing is answered, and there is nothing before the first question."""
        self.interview, self.evaluator = INTERVIEWS[flow], EVALUATORS[flow]
        self.answers: Answers = {}
        self.here: Question | None = self.interview.next({})
        assert self.here is not None
        assert self.interview.asked({})[0] == self.here

    @precondition(lambda self: self.here is not None)
    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        """An answer leads to a question that is asked and open, or to the end; one back is what was just answered."""
        assert self.here is not None
        answered_now = self.here.id
        self.answers = answered(self.answers, answered_now, data.draw(answer_to(self.here)))
        self.here = self.interview.next(self.answers)
        assert answered_now in [question.id for question in self.interview.asked(self.answers)]
        assert self.here is None or self.here.id not in self.answers

    @rule()
    def go_back(self) -> None:
        """One back and one forward again is where one was; at the beginning there is no way back."""
        asked = self.interview.asked(self.answers)
        before = self.interview.answered_before(self.answers, self.here.id if self.here else None, set())
        at = asked.index(self.here) if self.here else len(asked)
        assert before == (asked[at - 1] if at else None)
        self.here = before or self.here

    @precondition(lambda self: self.answers)
    @rule(data=st.data())
    def change(self, data: st.DataObject) -> None:
        """Any earlier answer can be changed, and all others stay as they were."""
        name = data.draw(st.sampled_from(sorted(self.answers)))
        others = without(self.answers, name)
        self.answers = answered(self.answers, name, data.draw(answer_to(BOOK.questions[name])))
        assert without(self.answers, name) == others
        self.here = self.interview.next(self.answers)

    @precondition(lambda self: self.answers)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        """What is taken back is open again, where it is asked, and is the next question or behind that."""
        name = data.draw(st.sampled_from(sorted(self.answers)))
        self.answers = without(self.answers, name)
        self.here = self.interview.next(self.answers)
        names = [question.id for question in self.interview.asked(self.answers)]
        if name in names:
            assert self.here is not None
            assert names.index(self.here.id) <= names.index(name)

    @invariant()
    def what_is_asked_is_what_the_design_says(self) -> None:
        """A second, plain reading of the design asks the same questions; answers to others are named as hidden."""
        shown = oracle.shown(BOOK, self.interview.flow, self.answers)
        expected = [name for name, truth in shown.items() if truth == oracle.TRUE]
        assert [question.id for question in self.interview.asked(self.answers)] == expected
        assert set(self.interview.hidden(self.answers)) == set(self.answers) - set(expected)

    @invariant()
    def one_knows_how_far_one_is(self) -> None:
        """The question on the screen has its place among those that are asked, and these are at most 30."""
        total = len(self.interview.asked(self.answers))
        assert total <= 30
        if self.here is not None:
            done, of = self.interview.progress(self.answers, self.here.id)
            assert 1 <= done <= of == total

    @invariant()
    def the_result_is_what_the_design_says(self) -> None:
        """Whatever way led here, each rule's verdict is that of a second, plain reading of the answers."""
        said = {verdict.rule: WORDS[verdict.status] for verdict in self.evaluator(self.answers).verdicts}
        assert said == oracle.verdicts(BOOK, self.interview.flow, self.answers)


TestPerson = Person.TestCase
TestPerson.__doc__ = "A person at the interview keeps to every claim above."
TestPerson.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
