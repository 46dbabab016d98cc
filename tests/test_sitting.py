"""One person's replies as tables: what counts, what is offered again, and what an answer calls up at once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from alsscreen.evaluate import Evaluator
from alsscreen.interview import Interview
from alsscreen.sitting import ALS, SELF, TOLD, WHO, Sitting
from people import BOOK
from strategies import walks

FULL = BOOK.flows["full"]


class Anybody(Sitting):
    """Somebody at no front end."""

    book, interview = BOOK, None

    def __init__(self, flow=FULL):
        super().__init__()
        self.interview, self._evaluate = Interview(BOOK, flow), Evaluator(BOOK, flow)

    def evaluation(self):
        return self._evaluate(self.counted)


def take(sitting, name, *answer):
    return sitting._take(BOOK.questions[name], answer)


@pytest.mark.parametrize(
    ("other", "told", "answers", "perspective"),
    [
        (False, False, {WHO: (SELF,)}, "self"),
        (True, False, {}, "other"),
        (False, True, {WHO: (SELF,), TOLD: (ALS,)}, "self"),
        (True, True, {TOLD: (ALS,)}, "other"),
    ],
)
def test_the_opening_answers_what_it_was_told(other, told, answers, perspective):
    """Whom it is about, and that it is ALS; said again, the last word counts, and no answer is lost."""
    sitting = Anybody()
    sitting._begin(other=not other, told=not told)
    take(sitting, "sudden", "none")
    sitting._begin(other=other, told=told)
    assert (sitting.answers, sitting.perspective) == ({"sudden": ("none",), **answers}, perspective)


def test_who_answers_says_for_whom_the_words_are():
    """The answer to "who" goes before what was chosen at the beginning."""
    sitting = Anybody()
    sitting._begin(other=False, told=False)
    take(sitting, WHO, "with-them")
    assert sitting.perspective == "other"


@pytest.mark.parametrize(
    ("name", "answer", "called_up"),
    [
        ("sudden", ("face",), "emergency"),
        ("sudden", ("none",), ""),
        ("sudden", ("not-sure",), "emergency"),
        ("sudden", ("not-seen",), "unseen"),
        ("sudden", ("declined",), "unseen"),
        ("sudden", (), "unseen"),
        ("now", ("not-seen",), "unseen"),
        ("arms", ("buttons",), ""),
        ("arms", ("not-sure",), ""),
    ],
)
def test_what_an_answer_calls_up(name, answer, called_up):
    """A new emergency its result, an open question of the safety check the number, anything else nothing."""
    assert take(Anybody(), name, *answer) == called_up


def test_an_emergency_is_called_up_once():
    """Whoever goes on after it is not stopped by it again; a mistake that was taken back is one if ticked again."""
    sitting = Anybody()
    assert take(sitting, "sudden", "face") == "emergency"
    assert take(sitting, "sudden", "face") == ""
    sitting._mistaken("sudden")
    assert ("sudden" in sitting.answers, sitting._warned) == (False, True)
    assert sitting._said(BOOK.questions["sudden"]) == ("face",)
    assert take(sitting, "sudden", "face") == "emergency"
    assert sitting._said(BOOK.questions["sudden"]) == ()


@settings(max_examples=50)
@given(walks())
def test_going_back_all_the_way_leaves_what_the_opening_said(walk):
    """For every answer set: each step back takes one answer that counted, and none that the opening gave."""
    flow, answers = walk
    sitting = Anybody(flow)
    sitting._begin(other=False, told=False)
    opening = dict(sitting.answers)
    for name, answer in answers.items():
        if name not in opening:
            take(sitting, name, *answer)
    while sitting._take_back(None):
        assert opening.items() <= sitting.answers.items()
    left = set(sitting.answers) - set(opening)
    assert left <= set(sitting.interview.hidden(sitting.answers))
