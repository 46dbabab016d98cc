"""A question and its answer in; the words in which a person gave it, for themselves or for somebody else, out."""

from __future__ import annotations

from ..model import DECLINED, NOT_SURE, Answer, Answers, Perspective, Question, Reading, RuleBook, State

SURE = {NOT_SURE: "Not sure", DECLINED: "Prefer not to say"}

STATES: dict[State, str] = {
    "answered": "answered",
    "not-sure": "not sure",
    "declined": "you chose not to say",
    "unanswered": "no answer",
    "hidden": "not asked",
    "gate-undecided": "not asked, since an earlier answer is missing",
    "not-in-flow": "not part of these questions",
}


def perspective_of(book: RuleBook, answers: Answers) -> Perspective:
    """Say who the answers are about: the first option given that only `self` or an `other` is offered tells."""
    for question, answer in answers.items():
        for option in book.questions[question].options:
            if option.perspective is not None and option.code in answer:
                return option.perspective
    return "self"


def question_text(question: Question, perspective: Perspective) -> str:
    """Give the wording for whoever answers."""
    return question.other if perspective == "other" and question.other else question.text


def option_text(question: Question, code: str) -> str:
    """Give the words of an option, or of "not sure" and "prefer not to say"."""
    if code == NOT_SURE and question.not_sure:
        return question.not_sure
    return next((option.text for option in question.options if option.code == code), SURE.get(code, code))


def answer_text(question: Question, answer: Answer) -> str:
    """Give an answer in the words that were on the screen, each option in quotes."""
    return "; ".join(f'"{option_text(question, code)}"' for code in answer)


def reading_text(book: RuleBook, reading: Reading) -> str:
    """Give the answer that counted, or why there is none."""
    question = book.questions[reading.question]
    given = reading.state == "answered" or (reading.state == "not-sure" and question.not_sure)
    return answer_text(question, reading.answer) if given else STATES[reading.state]
