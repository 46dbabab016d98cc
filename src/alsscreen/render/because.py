"""Rules and an evaluation in; what the person said that made them fire, and where the words come from, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..conditions import held
from ..model import Citation, Evaluation, Guidance, Perspective, Rule, RuleBook
from .asked import answer_text, question_text, reading_text
from .lines import Line, bullets
from .truth import deciding

JUDGED = "Part of this is our own judgement. No text that we read says it."
OTHERS = "Others who write about this:"


def told(book: RuleBook, evaluation: Evaluation, rules: Iterable[Rule], perspective: Perspective) -> tuple[str, ...]:
    """Give each question that made these rules fire, with the answers that did, in the words of the screen."""
    given: dict[str, dict[str, None]] = {}
    for rule in rules:
        for atom in deciding(rule.when, book, evaluation.readings):
            codes = held(atom, book.questions[atom.question])
            hits = (code for code in evaluation.readings[atom.question].answer if code in codes)
            given.setdefault(atom.question, {}).update(dict.fromkeys(hits))
    return tuple(_said(book, evaluation, name, tuple(codes), perspective) for name, codes in given.items())


def shown(citation: Citation) -> str:
    """Give what a person may read: our correction, which all that may not be quoted has, else the quoted words."""
    return citation.correction or citation.quote


def sources(book: RuleBook, cites: Iterable[str], evidence: Iterable[str]) -> Iterator[Line]:
    """Give each citation with the source's line, then who else writes about it."""
    for name in dict.fromkeys(cites):
        yield Line("quote", _quoted(book, book.citations[name]))
    publishers = dict.fromkeys(book.evidence[name].publisher for name in evidence)
    if publishers:
        yield Line("small", f"{OTHERS} {'; '.join(publishers)}.")


def guidance_because(
    book: RuleBook, evaluation: Evaluation, guidance: str, perspective: Perspective, cited: set[str]
) -> Iterator[Line]:
    """Give what was said, what the source says of it, and who else; what is in `cited` is not said again."""
    called = dict(evaluation.guidance)[guidance]
    rules = [book.rules[name] for name in called]
    advice = book.guidance[guidance]
    yield from bullets(told(book, evaluation, rules, perspective))
    things: list[Rule | Guidance] = [*rules, advice]
    cites = [name for thing in things for name in thing.cites if name not in cited]
    cited.update(cites)
    evidence = [name for thing in things for name in thing.evidence]
    yield from sources(book, cites, evidence)
    if any(rule.judgement or rule.beyond_source for rule in rules):
        yield Line("small", JUDGED)


def _said(book: RuleBook, evaluation: Evaluation, name: str, codes: tuple[str, ...], perspective: Perspective) -> str:
    question = book.questions[name]
    answer = answer_text(question, codes) if codes else reading_text(book, evaluation.readings[name])
    return f"{question_text(question, perspective)} {answer}"


def _quoted(book: RuleBook, citation: Citation) -> str:
    """Say whose words these are: the source's own, or ours in their place."""
    unit = book.units[citation.unit]
    place = f"{book.source.publisher}, line {unit.line}"
    words = shown(citation)
    return f"{words} (Our words, in place of: {place}.)" if citation.correction else f'"{words}" ({place}.)'
