"""An evaluation in; the result as a person reads it, the emergency box and the support box, as lines, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..conditions import TRUE
from ..model import Evaluation, Guidance, Perspective, Region, RuleBook
from ..region import GENERIC, last_checked, numbers
from .advice import actions, detail, headline, level_words, split, summary, then
from .asked import perspective_of, question_text
from .because import guidance_because
from .lines import GAP, Line, bullets, fill, section
from .missing import missing, rise_lines
from .truth import truth
from .why import why_lines

__all__ = [
    "Line", "emergency_lines", "fill", "perspective_of", "result_lines", "support_lines", "why_lines",
]  # fmt: skip

ALSO = "Also worth knowing"
LATER = "Later, when you are safe"
IF = "If things change, or you cannot get a visit"
WHY = "Why we say this"
TOLD = "You told us:"
NO_RULE = "None of our rules matched what you told us. They cover only a short list of signs."
UNKNOWN = "What we do not know"
IGNORED_NOW = "Your other answers can wait until you are safe. They did not count."
IGNORED = "Not counted, since these are not asked with your other answers:"
ORIGIN = "Where this comes from"
NOT_A_DIAGNOSIS: dict[Perspective, str] = {
    "self": "This is not a diagnosis. It cannot show that you have ALS, or that you do not.",
    "other": "This is not a diagnosis. It cannot show that they have ALS, or that they do not.",
}
NOT_REVIEWED = "No doctor or nurse has reviewed these questions and rules yet."
SPEECH = "Cannot speak on the phone? {emergency_text}"
UNCHECKED = "Nobody has called these numbers yet to check them."
CHECKED = "These numbers were last checked on {day}."
PLACE = "The numbers are for: {name}."
NO_PLACE = "No country was chosen, so there are no numbers here."


def result_lines(book: RuleBook, evaluation: Evaluation, region: Region, perspective: Perspective) -> tuple[Line, ...]:
    """Give the whole result, what to do now first. An emergency says little else."""
    body = _emergency if evaluation.level == "emergency" else _calm
    lines = (
        Line("headline", headline(book, evaluation)),
        *(Line("action", words) for words in actions(book, evaluation)),
        *body(book, evaluation, region, perspective),
        *section(WHY, _why(book, evaluation, perspective)),
        *section(UNKNOWN, _unknown(book, evaluation, perspective)),
        GAP,
        Line("body", NOT_A_DIAGNOSIS[perspective]),
        *section(ORIGIN, origin_lines(book, region)),
        *section(book.screens.words["wrong_title"], wrong_lines(book)),
    )
    return filled(lines, region)


def emergency_lines(book: RuleBook, region: Region, perspective: Perspective) -> tuple[Line, ...]:
    """Give the box "I need help now": the number, what else to do, and how to call without speech."""
    words = level_words(book, "emergency")
    lines = (
        Line("headline", words.headline),
        Line("action", words.action),
        Line("body", SPEECH),
        Line("body", then(words, perspective)),
        Line("small", place(region)),
    )
    return filled(lines, region)


def support_lines(book: RuleBook, region: Region) -> tuple[Line, ...]:
    """Give the support box: the crisis line and the emergency number."""
    texts = (extra.text for extra in book.screens.extras if extra.id == "support")
    return filled((Line("body", words) for words in texts), region)


def origin_lines(book: RuleBook, region: Region) -> Iterator[Line]:
    """Say who has reviewed this, what the source's publisher sells, whose numbers these are, and which book it was."""
    yield Line("small", f"Approved by: {book.approval.by}." if book.approval.by else NOT_REVIEWED)
    yield Line("small", f'The list of signs: {book.source.publisher}, "{book.source.title}".')
    yield Line("small", book.source.conflict_of_interest)
    yield Line("small", place(region))
    if numbers(region):
        day = last_checked(region)
        yield Line("small", CHECKED.format(day=day) if day else UNCHECKED)
    yield Line("small", f"Rule book {book.id} {book.version}, {book.sha256[:12]}.")


def wrong_lines(book: RuleBook) -> Iterator[Line]:
    """Say what a person can do when the result seems wrong to them."""
    yield from (Line("body", words) for words in book.screens.words["wrong"].splitlines())


def place(region: Region) -> str:
    """Say for which place the numbers are: the locale may have guessed wrong."""
    return NO_PLACE if region.id == GENERIC and not numbers(region) else PLACE.format(name=region.name)


def filled(lines: Iterable[Line], region: Region) -> tuple[Line, ...]:
    """Put the region's numbers into lines."""
    return tuple(Line(style, fill(words, region)) for style, words in lines)


def _emergency(book: RuleBook, evaluation: Evaluation, region: Region, perspective: Perspective) -> Iterator[Line]:
    urgent, others = split(book, evaluation)
    yield Line("body", SPEECH)
    yield Line("small", place(region))
    yield from (Line("body", _advice(each, perspective)) for each in urgent)
    yield Line("body", then(level_words(book, evaluation.level), perspective))
    yield from section(LATER, bullets(summary(each, perspective) for each in others))


def _calm(book: RuleBook, evaluation: Evaluation, region: Region, perspective: Perspective) -> Iterator[Line]:
    words = level_words(book, evaluation.level)
    same, others = split(book, evaluation)
    title = headline(book, evaluation)
    yield from rise_lines(book, evaluation, perspective)
    yield from (Line("body", _advice(each, perspective).removeprefix(title).lstrip()) for each in same)
    yield from section(ALSO, bullets(_advice(each, perspective) for each in others))
    closing = (then(words, perspective), words.no_appointment)
    yield from section(IF, (Line("body", text) for text in closing if text))
    extras = tuple(_extras(book, evaluation))
    yield from (GAP, *extras) if extras else ()


def _advice(guidance: Guidance, perspective: Perspective) -> str:
    return f"{summary(guidance, perspective)} {detail(guidance, perspective)}"


def _extras(book: RuleBook, evaluation: Evaluation) -> Iterator[Line]:
    """Give each sentence that is definitely about this person, and fits the level that it may yet rise to."""
    levels = {evaluation.level, evaluation.may_rise_to or evaluation.level}
    for extra in book.screens.extras:
        fits = extra.when is None or truth(extra.when, book, evaluation.readings) == TRUE
        if levels <= set(extra.levels) and fits:
            yield Line("body", extra.text)


def _why(book: RuleBook, evaluation: Evaluation, perspective: Perspective) -> Iterator[Line]:
    """Give what was said and where the words come from; in an emergency only of what makes it one."""
    cited: set[str] = set()
    for name, rules in evaluation.guidance:
        guidance = book.guidance[name]
        if not rules:
            yield Line("body", NO_RULE)
        elif guidance.level == "emergency" or evaluation.level != "emergency":
            if len(evaluation.guidance) > 1:
                yield Line("body", summary(guidance, perspective))
            yield Line("body", TOLD)
            yield from guidance_because(book, evaluation, name, perspective, cited)


def _unknown(book: RuleBook, evaluation: Evaluation, perspective: Perspective) -> Iterator[Line]:
    """Name every question without a definite answer, and every answer that did not count; an emergency is brief."""
    yield from bullets(missing(book, evaluation, evaluation.open, perspective))
    if evaluation.ignored and evaluation.level == "emergency":
        yield Line("body", IGNORED_NOW)
    elif evaluation.ignored:
        yield Line("body", IGNORED)
        yield from bullets(question_text(book.questions[name], perspective) for name in evaluation.ignored)
