"""An evaluation in; the JSON result that other programs read, a contract of its own version, out."""

from __future__ import annotations

from typing import Any

from ..model import FORMAT_VERSION, Evaluation, Perspective, Region, RuleBook, Verdict
from .advice import action, detail, headline, level_words, summary, then
from .because import shown
from .lines import fill


def as_json(
    book: RuleBook, evaluation: Evaluation, region: Region, perspective: Perspective = "self"
) -> dict[str, Any]:
    """Give plain data: the level with what it does not know, the guidance, and every rule with what it read."""
    return {
        "format_version": FORMAT_VERSION,
        "flow": evaluation.flow,
        "level": evaluation.level,
        "headline": headline(book, evaluation),
        "action": fill(action(book, evaluation), region),
        "then": fill(then(level_words(book, evaluation.level), perspective), region),
        "complete": evaluation.complete,
        "open": list(evaluation.open),
        "may_rise_to": evaluation.may_rise_to,
        "ignored": list(evaluation.ignored),
        "guidance": [_guidance(book, name, rules, region, perspective) for name, rules in evaluation.guidance],
        "rules": [_rule(book, evaluation, verdict) for verdict in evaluation.verdicts],
        "rule_book": {
            "id": book.id,
            "version": book.version,
            "sha256": book.sha256,
            "approval": {"state": book.approval.state, "by": book.approval.by},
        },
        "region": region.id,
    }


def _guidance(
    book: RuleBook, name: str, rules: tuple[str, ...], region: Region, perspective: Perspective
) -> dict[str, Any]:
    guidance = book.guidance[name]
    return {
        "id": name,
        "level": guidance.level,
        "summary": fill(summary(guidance, perspective), region),
        "detail": fill(detail(guidance, perspective), region),
        "rules": list(rules),
    }


def _rule(book: RuleBook, evaluation: Evaluation, verdict: Verdict) -> dict[str, Any]:
    rule = book.rules[verdict.rule]
    return {
        "id": verdict.rule,
        "status": verdict.status,
        "because": [
            {"question": reading.question, "state": reading.state, "answer": list(reading.answer)}
            for reading in map(evaluation.readings.__getitem__, verdict.reads)
        ],
        "citations": [_citation(book, name) for name in rule.cites],
        "evidence": list(rule.evidence),
    }


def _citation(book: RuleBook, name: str) -> dict[str, Any]:
    citation = book.citations[name]
    unit = book.units[citation.unit]
    return {"source": book.source.id, "unit": unit.id, "line": unit.line, "shown": shown(citation)}
