"""`alsscreen review coverage`: a rule book in; what stands on what, in tables or as JSON, and the exit code out."""

from __future__ import annotations

import contextlib
import datetime as dt
from argparse import ArgumentParser, Namespace
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..model import LEVELS
from .approval_file import APPROVALS, approvals_in
from .covering import Coverage, OptionRow, RuleRow, UnitRow, coverage
from .given import people
from .links import Ref, by_kind, links
from .scopes import UnknownScope, rules_of_scope
from .signers import allowing, read_signers
from .telling import table, tell, tell_json, wrapped
from .whole import Whole, load_whole

_DONE = {"cite": "cited", "correct": "corrected", "exclude": "set aside"}


def arguments(parser: ArgumentParser) -> None:
    """Add the flags of this command."""
    allowing(parser)


def run(options: Namespace) -> int:
    """Print what is covered; give 1 with findings, else 0."""
    whole = load_whole(options.rules)
    found = coverage(whole, links(whole), people(whole), approvals(whole, options.rules, options.allowed_signers))
    if options.json:
        return tell_json(facts(whole, found), found.findings)
    return tell(lines(whole, found), found.findings, counted=counted(found))


def approvals(whole: Whole, root: Path, allowed_signers: Path | None) -> dict[str, str]:
    """Give the state of each rule that an approval covers: approved if one of them counts, else that of the newest."""
    if not (root / APPROVALS).is_dir():
        return {}
    from .approval_states import APPROVED, judge

    signers = None if allowed_signers is None else read_signers(allowed_signers, root)
    records, _ = approvals_in(root)
    states: dict[str, str] = {}
    for each in judge(records, whole.book.sha256, lambda: whole, signers, dt.datetime.now(dt.UTC)):
        with contextlib.suppress(UnknownScope):  # what it covered is no longer there
            for name in rules_of_scope(whole.book, each.approval.record.scope):
                states[name] = APPROVED if states.get(name) == APPROVED else each.state
    return states


def counts(found: Coverage) -> dict[str, int]:
    """Give the denominators, and how much of each is covered."""
    used = sum(bool(row.users) if row.unit.disposition != "exclude" else not row.citations for row in found.units)
    return {
        "units": len(found.units),
        "units_accounted_for": used,
        "rules": len(found.rules),
        "rules_with_firing_case": sum(bool(row.fires) for row in found.rules),
        "rules_with_near_miss": sum(bool(row.near) for row in found.rules),
        "rules_approved": sum(row.approval == "approved" for row in found.rules),
        "options": len(found.options),
        "options_accounted_for": sum(row.reading != "nothing" for row in found.options),
        "judgements": sum(row.rule.judgement is not None for row in found.rules),
    }


def counted(found: Coverage) -> str:
    """Say the denominators."""
    count = counts(found)
    rules = count["rules"]
    return (
        f"{count['units_accounted_for']}/{count['units']} units decided and in their place; "
        f"{count['rules_with_firing_case']}/{rules} rules fire in a case, "
        f"{count['rules_with_near_miss']}/{rules} have a near miss, {count['rules_approved']}/{rules} approved; "
        f"{count['options_accounted_for']}/{count['options']} options accounted for; "
        f"{count['judgements']}/{rules} rules carry a judgement"
    )


# ---- lines ---------------------------------------------------------------------------------------------------------


def lines(whole: Whole, found: Coverage) -> Iterator[str]:
    """Give the tables: units, rules, options, judgements."""
    yield "Units of the source"
    yield from table(("disposition", "reason", "units", "which"), _groups(found.units))
    yield from ("", "Units that are used, and by what")
    used = [row for row in found.units if row.citations]
    yield from table(("unit", "line", "citation", "used by"), map(_used, used))
    yield from ("", "Rules")
    heading = ("rule", "level", "basis", "cites", "evidence", "judgement", "fires in", "near misses", "approval")
    yield from table(heading, (_rule(whole, row) for row in found.rules))
    yield from ("", "Options, and the rules that read them")
    yield from _options(found.options)
    yield from ("", "Judgements")
    yield from _judgements(whole, found.rules)
    yield ""


def _groups(rows: tuple[UnitRow, ...]) -> Iterator[tuple[str, str, int, str]]:
    groups = defaultdict[tuple[str, str], list[str]](list)
    for row in rows:
        groups[_DONE[row.unit.disposition], row.unit.reason or "-"].append(row.unit.id)
    for (done, reason), names in sorted(groups.items()):
        yield done, reason, len(names), " ".join(names)


def _used(row: UnitRow) -> tuple[str, int, str, str]:
    return row.unit.id, row.unit.line, " ".join(ref.id for ref in row.citations), by_kind(row.users) or "nothing"


def _rule(whole: Whole, row: RuleRow) -> tuple[object, ...]:
    rule = row.rule
    level, judged = whole.book.guidance[rule.guidance].level, "yes" if rule.judgement else "-"
    counted = (len(rule.cites), len(rule.evidence), judged, len(row.fires), len(row.near))
    return (rule.id, level, rule.basis, *counted, row.approval)


def _options(rows: tuple[OptionRow, ...]) -> Iterator[str]:
    """Give options of a question that the same rules read together."""
    groups: dict[tuple[object, ...], list[OptionRow]] = {}
    for row in rows:
        groups.setdefault((row.question, row.reading, row.rules, row.others), []).append(row)
    for alike in groups.values():
        row = alike[0]
        codes = ", ".join(each.code for each in alike)
        yield from wrapped(codes if row.reading == "read" else f"{codes} ({_WHY[row.reading]})", 0, f"{row.question}: ")
        if row.reading == "read":
            rules = [Ref("rule", name) for name in row.rules]
            yield from wrapped(by_kind([*rules, *row.others]), 4, "read by ")


_WHY = {
    "absence": "an absence: no rule may read it",
    "unknown": "an unknown: never a no",
    "neutral": "neutral, on purpose",
    "the rest": "says no to the options that are read",
    "nothing": "read by nothing",
}


def _judgements(whole: Whole, rows: tuple[RuleRow, ...]) -> Iterator[str]:
    levels = [whole.book.guidance[row.rule.guidance].level for row in rows if row.rule.judgement]
    counter = Counter(levels)
    all_of = Counter(whole.book.guidance[row.rule.guidance].level for row in rows)
    said = ", ".join(f"{level} {counter[level]}/{all_of[level]}" for level in LEVELS)
    alone = sum(bool(row.rule.judgement) and not row.rule.cites and not row.rule.evidence for row in rows)
    yield from wrapped(f"{len(levels)}/{len(rows)} rules carry one ({said}); {alone} stand on nothing else", 2)


# ---- JSON ----------------------------------------------------------------------------------------------------------


def facts(whole: Whole, found: Coverage) -> dict[str, Any]:
    """Give what the tables say as plain data."""
    return {
        "counts": counts(found),
        "units": [_unit_fact(row) for row in found.units],
        "rules": [_rule_fact(whole, row) for row in found.rules],
        "options": [_option_fact(row) for row in found.options],
    }


def _unit_fact(row: UnitRow) -> dict[str, Any]:
    return {
        "id": row.unit.id,
        "line": row.unit.line,
        "disposition": row.unit.disposition,
        "reason": row.unit.reason,
        "citations": [ref.id for ref in row.citations],
        "users": [ref._asdict() for ref in row.users],
    }


def _rule_fact(whole: Whole, row: RuleRow) -> dict[str, Any]:
    return {
        "id": row.rule.id,
        "level": whole.book.guidance[row.rule.guidance].level,
        "basis": row.rule.basis,
        "cites": list(row.rule.cites),
        "evidence": list(row.rule.evidence),
        "judgement": row.rule.judgement,
        "fires_in": list(row.fires),
        "near_misses": list(row.near),
        "approval": row.approval,
    }


def _option_fact(row: OptionRow) -> dict[str, Any]:
    return {
        "question": row.question,
        "code": row.code,
        "reading": row.reading,
        "rules": list(row.rules),
        "others": [ref._asdict() for ref in row.others],
    }
