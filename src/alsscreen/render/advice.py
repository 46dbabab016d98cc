"""An evaluation in; the headline, what to do, the guidance's words and the closing, for whoever answers, out."""

from __future__ import annotations

from ..model import Evaluation, Guidance, LevelWords, Perspective, RuleBook


def headline(book: RuleBook, evaluation: Evaluation) -> str:
    """Give the first guidance's own headline, else the level's."""
    first = book.guidance[evaluation.guidance[0][0]]
    return first.headline or level_words(book, evaluation.level).headline


def action(book: RuleBook, evaluation: Evaluation) -> str:
    """Give the one thing to do first."""
    return actions(book, evaluation)[0]


def actions(book: RuleBook, evaluation: Evaluation) -> tuple[str, ...]:
    """Give what to do, each once. Guidance marked `first` comes first, except before a call for help."""
    words = level_words(book, evaluation.level)
    called = [book.guidance[name] for name, _ in evaluation.guidance]
    top = [each.action or words.action for each in called if each.level == evaluation.level]
    first = [each.action for each in called if each.first and each.action]
    if evaluation.level != "emergency":
        return tuple(dict.fromkeys([*first, *top]))
    call = [words.action] if words.action in top else []
    return tuple(dict.fromkeys([*call, *top, *first]))


def split(book: RuleBook, evaluation: Evaluation) -> tuple[tuple[Guidance, ...], tuple[Guidance, ...]]:
    """Give the guidance that goes with the headline, and the rest."""
    called = [book.guidance[name] for name, _ in evaluation.guidance]
    calm = evaluation.level != "emergency"
    first = [each for each in called if calm and each.first]
    top = [each for each in called if each.level == evaluation.level and each not in first]
    return (*first, *top), tuple(each for each in called if each not in first and each not in top)


def summary(guidance: Guidance, perspective: Perspective) -> str:
    """Give the summary for whoever answers."""
    return guidance.other if perspective == "other" and guidance.other else guidance.summary


def detail(guidance: Guidance, perspective: Perspective) -> str:
    """Give the detail for whoever answers."""
    return guidance.detail_other if perspective == "other" and guidance.detail_other else guidance.detail


def then(words: LevelWords, perspective: Perspective) -> str:
    """Give the closing of a level: what would make it urgent meanwhile."""
    return words.then_other if perspective == "other" and words.then_other else words.then


def level_words(book: RuleBook, level: str) -> LevelWords:
    """Give the words of a level."""
    return next(words for words in book.screens.levels if words.level == level)
