"""The parsed files of a rule book in; rules, words and quotations that do not stand on what they should, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ..model import LEVELS, Problem
from .files import CITATIONS, LEDGER, QUESTIONS, REGIONS, RULES, SCREENS, Files

if TYPE_CHECKING:
    from ..model import Citation, Rule, Unit

_BASIS = "Change the basis, or what the rule names"


def floors_are_information(files: Files) -> Iterator[Problem]:
    """A flow's floor is the only default, so it is of the lowest level."""
    guidance = files.ids(RULES, "guidance")
    for path, flow in files.each(QUESTIONS, "flows"):
        for name, target in flow.floor:
            if target in guidance and guidance[target].level != LEVELS[-1]:
                what = f"the floor '{target}' is of level '{guidance[target].level}'"
                place = (*path, "floor", name)
                yield files.problem(QUESTIONS, place, "floor-level", what, f"Choose guidance of '{LEVELS[-1]}'")


def bases_are_carried(files: Files) -> Iterator[Problem]:
    """A rule stands on the source, on the source and evidence, or for safety on evidence or a judgement alone."""
    for path, rule in files.each(RULES, "rules"):
        wrong = _basis(rule)
        if wrong:
            what = f"'{rule.id}' has the basis '{rule.basis}' and {wrong}"
            yield files.problem(RULES, (*path, "basis"), "basis", what, _BASIS)
        if rule.beyond_source and not (rule.evidence or rule.judgement):
            what = f"'{rule.id}' goes beyond the source with neither evidence nor a judgement"
            place, remedy = (*path, "beyond_source"), "Name evidence, or say judgement"
            yield files.problem(RULES, place, "beyond-source", what, remedy)


def _basis(rule: Rule) -> str:
    if rule.basis == "safety":
        if rule.cites:
            return "cites the source"
        return "" if rule.evidence or rule.judgement else "names neither evidence nor a judgement"
    if not rule.cites:
        return "cites nothing of the source"
    return "names no evidence" if rule.basis == "corroborated" and not rule.evidence else ""


def quotations_are_the_sources(files: Files) -> Iterator[Problem]:
    """A quotation is a whole unit by its hash, or says what it leaves out; no excluded unit is quoted."""
    units = files.ids(LEDGER, "units")
    for path, citation in files.each(CITATIONS, "citations"):
        if citation.unit in units:
            for key, *said in _quotation(citation, units[citation.unit]):
                yield files.problem(CITATIONS, (*path, key), *said)


def _quotation(citation: Citation, unit: Unit) -> Iterator[tuple[str, str, str, str]]:
    """Give key, code, what and remedy of what is wrong with a citation of a unit."""
    from ..source import digest

    if unit.disposition == "exclude":
        yield "unit", "excluded-unit", f"unit '{unit.id}' is excluded", "Cite another unit"
    if not citation.partial and digest(citation.quote) != unit.sha256:
        remedy = "Quote it word for word, or mark it partial and say what is left out"
        yield "quote", "not-verbatim", f"these are not the words of unit '{unit.id}'", remedy
    if citation.partial != (citation.left_out is not None):
        what = "'left_out' stands without 'partial: true'" if citation.left_out else "this says not what it leaves out"
        key = "left_out" if citation.left_out else "partial"
        yield key, "left-out", what, "Give both 'partial: true' and 'left_out', or neither"
    if unit.disposition == "correct" and not (citation.correction and citation.evidence):
        yield "id", "uncorrected", f"unit '{unit.id}' needs a correction", "Add 'correction' and 'evidence'"
    elif unit.not_shown and not citation.correction:
        what = f"the words of unit '{unit.id}' may not be shown, and nothing stands in their place"
        yield "id", "uncorrected", what, "Add 'correction'"


def excluded_units_have_reasons(files: Files) -> Iterator[Problem]:
    """A unit is excluded with one reason from the closed list, and only then."""
    for path, unit in files.each(LEDGER, "units"):
        if unit.disposition == "exclude" and unit.reason is None:
            what = f"unit '{unit.id}' is excluded without a reason"
            yield files.problem(LEDGER, (*path, "disposition"), "reason", what, "Add 'reason'")
        if unit.disposition != "exclude" and unit.reason is not None:
            what = f"unit '{unit.id}' has a reason to be excluded, and is not"
            yield files.problem(LEDGER, (*path, "reason"), "reason", what, "Remove it, or exclude the unit")


def topics_only_stay_in_topics(files: Files) -> Iterator[Problem]:
    """A unit for the pages to learn from carries no rule and no guidance."""
    units, citations = files.ids(LEDGER, "units"), files.ids(CITATIONS, "citations")
    for key in ("rules", "guidance"):
        for path, thing in files.each(RULES, key):
            for index, cited in enumerate(thing.cites):
                unit = units.get(citations[cited].unit) if cited in citations else None
                if unit is not None and unit.topics_only:
                    what = f"'{cited}' is for the pages to learn from only"
                    yield files.problem(RULES, (*path, "cites", index), "topics-only", what, "Cite another unit")


def levels_have_their_words(files: Files) -> Iterator[Problem]:
    """Each level has its words once."""
    named = [words.level for words in files.noun(SCREENS).levels]
    for level in LEVELS:
        if level not in named:
            what = f"level '{level}' has no words"
            yield files.problem(SCREENS, ("levels",), "level-words", what, "Add its headline, action and closing")
        for index in [index for index, other in enumerate(named) if other == level][1:]:
            what, place = f"level '{level}' has its words twice", ("levels", index, "level")
            yield files.problem(SCREENS, place, "level-words", what, "Keep one of them")


def there_is_a_generic_region(files: Files) -> Iterator[Problem]:
    """Somebody whose country is not known is shown words that fit everywhere."""
    if "generic" not in files.ids(REGIONS, "regions"):
        what = "there is no region 'generic', for somebody whose country is not known"
        yield files.problem(REGIONS, ("regions",), "no-generic", what, "Add it")


STANDING: tuple[Callable[[Files], Iterator[Problem]], ...] = (
    floors_are_information,
    bases_are_carried,
    quotations_are_the_sources,
    excluded_units_have_reasons,
    topics_only_stay_in_topics,
    levels_have_their_words,
    there_is_a_generic_region,
)
