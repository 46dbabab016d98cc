"""A book in; a PlanDefinition that shows each rule with its condition, its guidance and its citations, out."""

from __future__ import annotations

from collections.abc import Iterator

from ..conditions import held, parts, unknowns
from ..model import DECLINED, AllOf, Atom, Condition, Level, Rule, RuleBook
from ..region import GENERIC
from ..render.lines import fill
from .codes import Codes
from .logic import Clauses, Literal, Logic
from .parts import Resource, citations, concept, evidence, narrative, paragraph

PRIORITY: dict[Level, str] = {"emergency": "stat", "same-day": "asap", "soon": "urgent", "routine": "routine"}
"""R4 has none for `information`."""

TYPES = "http://terminology.hl7.org/CodeSystem/plan-definition-type"
TITLE = "Rules: who to talk to, and how soon"
ALL_COUNT = "Every action whose condition is true counts; the most urgent level is the result. Not a diagnosis."
NOT_REVIEWED = "No doctor or nurse has reviewed these rules yet."
HOW = "True of a response to the whole form that holds no answer to a disabled item. What is undecided is false here."


def plan(book: RuleBook, codes: Codes) -> Resource:
    """Give every rule of a book as an action; its condition reads a response to the book's first flow."""
    paths = _Paths(book)
    return {
        "resourceType": "PlanDefinition",
        "id": f"{book.id}-rules",
        "language": "en",
        "text": narrative(TITLE, _readable(book)),
        "url": f"{codes.base}/PlanDefinition/{book.id}-rules",
        "identifier": [codes.identifier()],
        "version": book.version,
        "name": "Alsscreen" + "".join(part.capitalize() for part in book.id.split("-")) + "Rules",
        "title": TITLE,
        "type": concept(TYPES, "eca-rule"),
        "status": "draft",
        "experimental": True,
        "description": f"{ALL_COUNT} {NOT_REVIEWED}",
        "relatedArtifact": [{"type": "depends-on", "resource": f"{codes.questionnaire(paths.flow)}|{book.version}"}],
        "action": [_action(book, rule, paths) for rule in book.rules.values()],
    }


def _action(book: RuleBook, rule: Rule, paths: _Paths) -> Resource:
    guidance = book.guidance[rule.guidance]
    documentation = list(_documentation(book, rule))
    priority = PRIORITY.get(guidance.level)
    expression = {"description": HOW, "language": "text/fhirpath", "expression": paths.path(rule.when)}
    return {
        "id": rule.id,
        "title": rule.id,
        "description": rule.means,
        "textEquivalent": fill(f"{guidance.summary} {guidance.detail}", book.regions[GENERIC]),
        **({"priority": priority} if priority else {}),
        "code": [{"text": f"Guidance {guidance.id}, level {guidance.level}"}],
        "reason": [{"text": f"Basis: {rule.basis}"}],
        **({"documentation": documentation} if documentation else {}),
        "condition": [{"kind": "applicability", "expression": expression}],
    }


def _documentation(book: RuleBook, rule: Rule) -> Iterator[Resource]:
    """Cite what the condition and the words stand on, and say apart what goes beyond it."""
    guidance = book.guidance[rule.guidance]
    yield from citations(book, (*rule.cites, *guidance.cites))
    yield from evidence(book, (*rule.evidence, *guidance.evidence))
    for label, text in (("Beyond the source", rule.beyond_source), ("Judgement of the authors", rule.judgement)):
        if text:
            yield {"type": "justification", "label": label, "display": text}


class _Paths:
    """Writes conditions as FHIRPath over a response to one flow."""

    def __init__(self, book: RuleBook) -> None:
        self.book, self.flow = book, next(iter(book.flows.values()))
        self.logic = Logic(book, self.flow)

    def path(self, condition: Condition) -> str:
        """Give an expression that is true or false, never empty."""
        if isinstance(condition, Atom):
            return self._atom(condition)
        word = " and " if isinstance(condition, AllOf) else " or "
        return f"({word.join(self.path(part) for part in parts(condition))})"

    def _atom(self, atom: Atom) -> str:
        if atom.question not in self.flow.questions:
            return "false"
        question = self.book.questions[atom.question]
        ticked = _holds(question.id, held(atom, question), atom.at_least)
        if not atom.or_unknown:
            return ticked
        unsure = _holds(question.id, (*sorted(unknowns(question)), DECLINED))
        asked = self._clauses(self._asked(question.id))
        left_out = f"({_answers(question.id)}.empty() and {asked})" if asked else f"{_answers(question.id)}.empty()"
        return f"({ticked} or {unsure} or {left_out})"

    def _asked(self, question: str) -> Clauses:
        """Say when a question without an answer was asked all the same."""
        before = self.flow.questions[: self.flow.questions.index(question)]
        stops = (stop for name in before for stop in self.logic.stops(name))
        return (*(clause for stop in stops for clause in self.logic.goes_on(stop)), *self.logic.gate(question))

    def _clauses(self, clauses: Clauses) -> str:
        return " and ".join(
            f"({' or '.join(_literal(each) for each in sorted(clause, key=str))})" if clause else "false"
            for clause in clauses
        )


def _literal(literal: Literal) -> str:
    if literal.code is None:
        return f"{_answers(literal.question)}.{'exists' if literal.negated else 'empty'}()"
    path = _holds(literal.question, (literal.code,))
    return f"{path}.not()" if literal.negated else path


def _holds(question: str, codes: tuple[str, ...], at_least: int = 1) -> str:
    if not codes:
        return "false"
    listed = " | ".join(f"'{question}.{code}'" for code in codes)
    found = f"{_answers(question)}.value.where(code in ({listed}))"
    return f"{found}.exists()" if at_least == 1 else f"({found}.count() >= {at_least})"


def _answers(question: str) -> str:
    return f"%resource.repeat(item).where(linkId = '{question}').answer"


def _readable(book: RuleBook) -> Iterator[str]:
    yield paragraph(f"{ALL_COUNT} {NOT_REVIEWED}")
    for rule in book.rules.values():
        guidance = book.guidance[rule.guidance]
        said = fill(guidance.summary, book.regions[GENERIC])
        yield paragraph(f"{rule.id}: {rule.means} {said} (level {guidance.level}, basis {rule.basis})")
