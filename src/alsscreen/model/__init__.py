"""The nouns: what a rule book, its answers and a problem are made of; frozen, without behaviour."""

from importlib import import_module
from typing import TYPE_CHECKING

from .book import Answer, Answers, Approval, Evaluation, Reading, RuleBook, State, Status, Verdict
from .conditions import AllOf, AnyOf, Atom, Condition
from .problems import Problem, ProblemsError
from .questions import Floor, Flow, Option, Question, QuestionsFile, Section, Sign, Stop
from .screens import Extra, LevelWords, Number, Region, RegionsFile, ScreensFile
from .values import Count, Flag, Id, Noun, Sha256, Text, Version
from .words import (
    ANY_TICK,
    DECLINED,
    FORMAT_VERSION,
    LEVELS,
    NOT_SURE,
    NOTE_LENGTH,
    Basis,
    Kind,
    Level,
    Perspective,
    Reason,
)

if TYPE_CHECKING:
    from .doors import FhirFile, Hpo, KioskFile, Meaning, Term
    from .origins import Citation, CitationsFile, Evidence, EvidenceFile, LedgerFile, Source, Unit
    from .people import Base, Case, CasesFile, GivenAnswers
    from .rules import Guidance, Rule, RulesFile
    from .topics import Saying, Topic, TopicsFile
    from .wording import Caps, Forbidden, MedicalWord, WordingFile

__all__ = [
    "ANY_TICK",
    "DECLINED",
    "FORMAT_VERSION",
    "LEVELS",
    "NOTE_LENGTH",
    "NOT_SURE",
    "AllOf",
    "Answer",
    "Answers",
    "AnyOf",
    "Approval",
    "Atom",
    "Base",
    "Basis",
    "Caps",
    "Case",
    "CasesFile",
    "Citation",
    "CitationsFile",
    "Condition",
    "Count",
    "Evaluation",
    "Evidence",
    "EvidenceFile",
    "Extra",
    "FhirFile",
    "Flag",
    "Floor",
    "Flow",
    "Forbidden",
    "GivenAnswers",
    "Guidance",
    "Hpo",
    "Id",
    "Kind",
    "KioskFile",
    "LedgerFile",
    "Level",
    "LevelWords",
    "Meaning",
    "MedicalWord",
    "Noun",
    "Number",
    "Option",
    "Perspective",
    "Problem",
    "ProblemsError",
    "Question",
    "QuestionsFile",
    "Reading",
    "Reason",
    "Region",
    "RegionsFile",
    "Rule",
    "RuleBook",
    "RulesFile",
    "Saying",
    "ScreensFile",
    "Section",
    "Sha256",
    "Sign",
    "Source",
    "State",
    "Status",
    "Stop",
    "Term",
    "Text",
    "Topic",
    "TopicsFile",
    "Unit",
    "Verdict",
    "Version",
    "WordingFile",
]

_LATER = {
    "doors": ("FhirFile", "Hpo", "KioskFile", "Meaning", "Term"),
    "origins": ("Citation", "CitationsFile", "Evidence", "EvidenceFile", "LedgerFile", "Source", "Unit"),
    "people": ("Base", "Case", "CasesFile", "GivenAnswers"),
    "rules": ("Guidance", "Rule", "RulesFile"),
    "topics": ("Saying", "Topic", "TopicsFile"),
    "wording": ("Caps", "Forbidden", "MedicalWord", "WordingFile"),
}
"""What the first question does not need: each class costs the first question a third of a millisecond."""


def __getattr__(name: str) -> object:
    module = next((module for module, names in _LATER.items() if name in names), None)
    if module is None:
        raise AttributeError(name)
    return getattr(import_module(f".{module}", __name__), name)
