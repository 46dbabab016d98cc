"""A rule book and its people in; each rule beside what it stands on, and each guidance, to be printed, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import LEVELS, Citation, Evidence, Guidance, Rule, RuleBook
from .book_blocks import (
    Beside,
    Block,
    Facts,
    Item,
    Items,
    Label,
    Line,
    Quote,
    Section,
    Table,
    Text,
    address,
    anchor,
    code,
    joined,
    link,
    strong,
    text,
)
from .condition_words import condition_items
from .outcomes import Outcome

FEW = 2
"""People that are told of beside a rule; all of them stand in the table at the end."""

BASES = {
    "source": "the source alone",
    "corroborated": "the source, and evidence of others",
    "safety": "safety: the source says nothing of it",
}


class People:
    """Who fires which rule, and who nearly does."""

    def __init__(self, outcomes: Iterable[Outcome]) -> None:
        self.all = tuple(outcomes)
        self.fired: dict[str, list[Outcome]] = {}
        self.near: dict[str, list[Outcome]] = {}
        for outcome in self.all:
            for rule in outcome.fired:
                self.fired.setdefault(rule, []).append(outcome)
            for rule in outcome.case.near:
                self.near.setdefault(rule, []).append(outcome)


def rules_section(book: RuleBook, people: People) -> Section:
    """Give every rule, the most urgent level first, in the order of the file."""
    groups = []
    for level in LEVELS:
        rules = [rule for rule in book.rules.values() if book.guidance[rule.guidance].level == level]
        inner = tuple(_rule(book, rule, people) for rule in rules)
        if rules:
            groups.append(Section(f"rules-{level}", (f"Rules of level {level} ({len(rules)})",), inner))
    how = text(
        "A rule counts when its condition is true. All that count are said, and the most urgent level is the result. "
        "An answer that is missing leaves a rule open; it is never taken for a no."
    )
    return Section("rules", (f"The rules ({len(book.rules)})",), (how, *groups))


def _rule(book: RuleBook, rule: Rule, people: People) -> Section:
    guidance = book.guidance[rule.guidance]
    told: Line = (guidance.summary, " (", link("guidance", guidance.id), ")")
    facts = (("Level", (strong(guidance.level),)), ("Then a person is told", told), ("Stands on", (BASES[rule.basis],)))
    left = (Facts(facts), Label("When"), condition_items(book, rule.when))
    right = (*_apart(rule), *_cited(book, rule.cites), *evidence_blocks(book, rule.evidence), *_people(rule, people))
    return Section(f"rule-{rule.id}", (f"{rule.means} ", code(rule.id)), (Beside(left, right),))


def _apart(rule: Rule) -> Iterator[Block]:
    """Give what is not the source's: where the rule goes further, and what the authors decided."""
    if rule.beyond_source:
        yield text(strong("Beyond the source. "), rule.beyond_source)
    if rule.judgement:
        yield text(strong("Our judgement. "), rule.judgement)


def _cited(book: RuleBook, cites: Iterable[str]) -> Iterator[Block]:
    quoted = [book.citations[name] for name in cites]
    if quoted:
        yield Label("The source says")
    for citation in quoted:
        yield from quotation(book, citation)


def quotation(book: RuleBook, citation: Citation) -> Iterator[Block]:
    """Give the words of the source, what they leave out, and the words that a person reads in their place."""
    unit = book.units[citation.unit]
    where = f"{book.source.publisher}, line {unit.line} ("
    by: Line = (where, link("unit", unit.id), ", citation ", code(citation.id), ")")
    yield Quote(citation.quote, by)
    if citation.left_out:
        yield text(strong("This leaves out: "), citation.left_out)
    if citation.correction:
        yield text(strong("A person reads in its place: "), citation.correction)
        backed = [book.evidence[name] for name in citation.evidence]
        yield text("Backed by ", *joined(link("evidence", each.id) for each in backed), ".")


def evidence_blocks(book: RuleBook, names: Iterable[str]) -> Iterator[Block]:
    """Give what others say, with the address of each."""
    items = tuple(Item(_evidence(book.evidence[name])) for name in names)
    if items:
        yield Label("Others say")
        yield Items(items)


def _evidence(each: Evidence) -> Line:
    where = f" — {each.publisher}: {each.title}, "
    return each.fact, where, address(each.url), " (", link("evidence", each.id), ")"


def _people(rule: Rule, people: People) -> Iterator[Block]:
    for words, table in (("Fires for", people.fired), ("Nearly fires for", people.near)):
        found = table.get(rule.id, [])
        count = len(found)
        more = f", {FEW} of them here" if count > FEW else ""
        yield Label(
            f"{words} {count} of {len(people.all)} people{more}" if found else f"{words} nobody among the cases"
        )
        yield Items(tuple(Item(_person(outcome)) for outcome in found[:FEW])) if found else Text(("—",))


def _person(outcome: Outcome) -> Line:
    level = outcome.evaluation.level if outcome.evaluation else "no result"
    return f"{outcome.case.who} → {level} (", link("case", outcome.case.id), ")"


def guidance_section(book: RuleBook) -> Section:
    """Give all that a person can be told, with its own citations."""
    called: dict[str, list[str]] = {}
    for rule in book.rules.values():
        called.setdefault(rule.guidance, []).append(rule.id)
    inner = tuple(_guidance(book, guidance, called.get(guidance.id, [])) for guidance in book.guidance.values())
    return Section("guidance", (f"What a person is told ({len(inner)})",), inner)


def _guidance(book: RuleBook, guidance: Guidance, rules: list[str]) -> Section:
    floors = [flow.id for flow in book.flows.values() if guidance.id in dict(flow.floor).values()]
    facts: list[tuple[str, Line]] = [("Level", (strong(guidance.level),))]
    for name in ("headline", "summary", "other", "detail", "detail_other", "action"):
        words = getattr(guidance, name)
        if words:
            facts.append((_NAMES[name], (words,)))
    if guidance.first:
        facts.append(("Said first", ("its action stands before all others, whatever its level",)))
    facts.append(("Called by", joined(link("rule", name) for name in rules) or ("no rule",)))
    if floors:
        facts.append(("When no rule counts", (f"in the flows {', '.join(floors)}",)))
    right = (*_cited(book, guidance.cites), *evidence_blocks(book, guidance.evidence))
    blocks: tuple[Block, ...] = (Beside((Facts(tuple(facts)),), right),) if right else (Facts(tuple(facts)),)
    return Section(f"guidance-{guidance.id}", (code(guidance.id),), blocks)


_NAMES = {
    "headline": "Headline", "summary": "Summary", "other": "To somebody who answers for another", "detail": "Detail",
    "detail_other": "Detail, to somebody who answers for another", "action": "What to do",
}  # fmt: skip


def apart_section(book: RuleBook) -> Section:
    """List apart whatever the source does not carry."""
    rules = tuple(book.rules.values())
    sections = []
    for name, title, said in (
        (
            "safety",
            "Rules that stand on safety alone",
            [rule.means if rule.basis == "safety" else None for rule in rules],
        ),
        ("beyond", "Rules that go beyond the source", [rule.beyond_source for rule in rules]),
        ("judged", "Rules that hold a judgement of ours", [rule.judgement for rule in rules]),
    ):
        found = [(rule.id, words) for rule, words in zip(rules, said, strict=True) if words]
        items = tuple(Item((link("rule", rule), f": {words}")) for rule, words in found)
        heading = f"{title} ({len(found)} of {len(rules)})"
        sections.append(Section(f"apart-{name}", (heading,), (Items(items) if items else text("None."),)))
    return Section("apart", ("What the source does not carry",), tuple(sections))


def cases_section(people: People) -> Section:
    """Give every person as a row: what they are told, and by which rules."""
    rows, good = [], 0
    for outcome in people.all:
        level = outcome.evaluation.level if outcome.evaluation else "no result"
        as_expected = level == outcome.case.level and set(outcome.fired) == set(outcome.case.rules)
        good += as_expected
        differs = () if as_expected else (strong(f" (the case expects {outcome.case.level})"),)
        rules = joined(link("rule", name) for name in outcome.fired) or ("none",)
        rows.append(((anchor("case", outcome.case.id),), (outcome.case.who,), (level, *differs), rules))
    return Section(
        "cases",
        (f"The people ({len(rows)})",),
        (
            text(f"{good} of {len(rows)} people are told exactly what their case expects."),
            Table("People, what they are told, and by which rules", ("Case", "Who", "Level", "Rules"), tuple(rows)),
        ),
    )
