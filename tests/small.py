"""A rule book as small as can be, and people for it: what stands around the rules is tested on these."""

from __future__ import annotations

from pathlib import Path

from alsscreen import rulebook
from alsscreen.evaluate import Evaluator
from alsscreen.interview import Interview
from alsscreen.model import Answers, Evaluation

ROOT = Path(__file__).parent / "books" / "small"
BOOK = rulebook.load(ROOT)
FULL = BOOK.flows["full"]
EVALUATOR = Evaluator(BOOK, FULL)
INTERVIEW = Interview(BOOK, FULL)
GB, US, GENERIC = (BOOK.regions[name] for name in ("GB", "US", "generic"))

NO = {"sudden": "none", "who": "self", "arms": "none", "mind": "none", "family": "none"}
PEOPLE = {
    "stroke": {"sudden": "face"},
    "stroke-and-more": {**NO, "sudden": "not-sure", "arms": "grip", "since": "weeks"},
    "hard-to-wake": {"sudden": "hard-to-wake"},
    "fast": {**NO, "arms": "buttons grip", "since": "weeks"},
    "slow": {**NO, "arms": "buttons", "since": "months"},
    "slow-undated": {**NO, "arms": "buttons", "since": "declined"},
    "slow-other": {**NO, "who": "away", "arms": "buttons", "since": "months"},
    "away": {**NO, "sudden": "not-seen", "who": "away", "arms": "grip", "since": "months"},
    "mood-and-family": {**NO, "mind": "low-mood", "family": "relative-als"},
    "nothing": NO,
    "declined": dict.fromkeys(NO, "declined"),
    "empty": {},
    "gate-open": {**NO, "arms": "not-sure", "since": "weeks"},
}  # fmt: skip
"""Who: their answers, several codes with a space between them."""


def answers_of(who: str) -> Answers:
    """Give a person's answers."""
    return {question: tuple(codes.split()) for question, codes in PEOPLE[who].items()}


def evaluation_of(who: str) -> Evaluation:
    """Give a person's evaluation."""
    return EVALUATOR(answers_of(who))
