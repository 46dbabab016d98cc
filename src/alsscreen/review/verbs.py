"""The lists of a rule book in; what kind of thing each holds, and how one thing names another in words, out."""

from __future__ import annotations

from typing import NamedTuple

from ..model import DECLINED, NOT_SURE
from ..references.files import CITATIONS, EVIDENCE, LEDGER, QUESTIONS, RULES, SCREENS
from .whole import CASES, TOPICS

KINDS: dict[tuple[str, str], str] = {
    (LEDGER, "units"): "unit",
    (CITATIONS, "citations"): "citation",
    (EVIDENCE, "evidence"): "evidence",
    (QUESTIONS, "signs"): "sign",
    (QUESTIONS, "sections"): "section",
    (QUESTIONS, "questions"): "question",
    (QUESTIONS, "stops"): "stop",
    (QUESTIONS, "flows"): "flow",
    (RULES, "guidance"): "guidance",
    (RULES, "rules"): "rule",
    (SCREENS, "extras"): "extra",
    (TOPICS, "topics"): "topic",
    (CASES, "cases"): "case",
}
"""File and list of each kind of thing that has an id; the options of a question come on top as `question/code`."""

REVIEWED = (
    (TOPICS, "topics", "says.cites", CITATIONS, "citations"),
    (TOPICS, "topics", "says.evidence", EVIDENCE, "evidence"),
    (CASES, "cases", "rules", RULES, "rules"),
    (CASES, "cases", "near", RULES, "rules"),
    (CASES, "cases", "flow", QUESTIONS, "flows"),
)
"""What only a review reads, as in `references.names`: file, list and field that names; file and list it names from."""


class Verb(NamedTuple):
    """How one thing names another, said from either side."""

    does: str
    done: str


VERBS = {
    "section": Verb("stands in", "holds"),
    "options.sign": Verb("stands for", "is meant by"),
    "questions": Verb("asks", "is asked in"),
    "floor.nothing": Verb("says, when all is a definite no", "is said, when all is a definite no, in"),
    "floor.declined": Verb("says, when all is declined", "is said, when all is declined, in"),
    "floor.otherwise": Verb("says, when no rule fires", "is said, when no rule fires, in"),
    "after": Verb("comes after", "is followed by"),
    "cites": Verb("cites", "is cited by"),
    "says.cites": Verb("cites", "is cited by"),
    "evidence": Verb("stands on", "carries"),
    "says.evidence": Verb("stands on", "carries"),
    "guidance": Verb("leads to", "is reached by"),
    "unit": Verb("quotes", "is quoted by"),
    "rules": Verb("fires", "fires in"),
    "near": Verb("nearly fires", "nearly fires in"),
    "flow": Verb("goes through", "is gone through by"),
}
"""By the field that names."""

NAMES = Verb("names", "is named by")

CONDITIONS = (
    (RULES, "rules", "when", Verb("reads", "is read by")),
    (QUESTIONS, "questions", "asked_when", Verb("is asked when", "decides whether to ask")),
    (QUESTIONS, "stops", "when", Verb("stops at", "stops the questions by")),
    (SCREENS, "extras", "when", Verb("is said with", "brings up")),
)
OFFERS = Verb("offers", "is an answer to")
UNKNOWN = Verb("holds, when unknown, for", "counts, when unknown, for")
ANSWERS = Verb("answers", "is answered by")
ALWAYS = {NOT_SURE: "Not sure", DECLINED: "Prefer not to say"}
"""What can be answered to every question, and its words."""
