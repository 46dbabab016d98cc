"""`alsscreen review audit`: the article against the ledger in, line by line or as JSON, and the exit code out."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .auditing import Audit, audit, read
from .links import Ref, links
from .matching import VERDICTS, Match, changes
from .quoting import Quotation
from .telling import plural, table, tell, tell_json, wrapped
from .whole import load_whole


def arguments(parser: ArgumentParser) -> None:
    """Add the flags of this command."""
    parser.add_argument("--source", metavar="FILE", type=Path, help="the article as a text file, to compare with")
    parser.add_argument("--all", action="store_true", help="list every unit, not only those that changed")


def run(options: Namespace) -> int:
    """Print what an audit finds; give 1 with findings, else 0."""
    whole = load_whole(options.rules)
    article = None if options.source is None else read(options.source)
    found = audit(whole, links(whole), article)
    if options.json:
        return tell_json(facts(found), found.findings, found.notes)
    return tell(lines(found, every=options.all), found.findings, found.notes, counted=counted(found))


def counts(found: Audit) -> dict[str, int | None]:
    """Give the denominators, and how much of each passes; None where only the article could tell."""
    rows = found.matches.rows if found.matches else ()
    return {
        "units": len(found.whole.book.units),
        "units_found": sum(match.verdict in ("exact", "moved") for match in rows) if found.matches else None,
        "new": len(found.matches.new) if found.matches else None,
        "quotations": len(found.quotations),
        "quotations_standing": sum(quotation.stands is True for quotation in found.quotations),
        "rules": len(found.whole.book.rules),
        "rules_suspect": len({suspect.ref for suspect in found.suspects if suspect.ref.kind == "rule"}),
    }


def counted(found: Audit) -> str:
    """Say the denominators."""
    count = counts(found)
    quoted = f"{count['quotations_standing']}/{count['quotations']} quotations word for word"
    if found.matches is None:
        return f"{quoted} by their hashes, 0/{count['units']} units compared with the article"
    units = f"{count['units_found']}/{count['units']} units found word for word, {count['new']} new"
    return f"{units}; {quoted}; {count['rules_suspect']}/{count['rules']} rules suspect"


# ---- lines ---------------------------------------------------------------------------------------------------------


def lines(found: Audit, *, every: bool = False) -> Iterator[str]:
    """Give the report; `every`: each unit, not only those that changed."""
    source = found.whole.book.source
    yield from wrapped(f"{source.title}, {source.publisher}", label="Source    ")
    yield from wrapped(source.conflict_of_interest, label="Conflict  ")
    if found.article is None or found.matches is None:
        yield from ("", *_without(found))
    else:
        same = (
            "is the very file that the ledger was made from" if found.identical else "is another file than the ledger's"
        )
        yield from wrapped(f"{found.article.file} {same} (sha256 {found.article.sha256[:12]}…)", label="Article   ")
        verdicts = Counter(match.verdict for match in found.matches.rows)
        named = ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in VERDICTS)
        yield f"Units     {len(found.matches.rows)} rows: {named}; {len(found.matches.new)} new"
        shown = [match for match in found.matches.rows if every or match.verdict != "exact"]
        yield from _units(shown)
    yield from ("", "Quotations, each beside its whole sentence")
    for quotation in found.quotations:
        yield from _quotation(quotation, found)
    yield from _suspects(found)
    yield ""


def _without(found: Audit) -> Iterator[str]:
    book = found.whole.book
    partial = sum(quotation.citation.partial for quotation in found.quotations)
    whole = len(found.quotations) - partial
    yield "What the hashes alone prove"
    yield from wrapped(
        f"{whole} quotations are whole units, word for word: their words hash to the ledger's rows", 2, "- "
    )
    yield "What they cannot prove"
    excluded = sum(unit.disposition == "exclude" for unit in book.units.values())
    yield from wrapped(
        f"- that these {len(book.units)} rows are all of the article, in its order and on these lines", 2
    )
    yield from wrapped(f"- what the {excluded} excluded units say: their words stand nowhere in this project", 2)
    yield from wrapped(
        f"- that {plural(partial, 'partial quotation')} stand in their sentence, and what they leave out", 2
    )
    yield from wrapped("- that the article still says so today", 2)
    yield from wrapped("Whoever has the article can check all but the last: alsscreen review audit --source FILE")


def _units(matches: list[Match]) -> Iterator[str]:
    if matches:
        rows = (
            (match.row.id, match.verdict, match.row.line, " ".join(str(at.line) for at in match.at) or "-",
             match.row.disposition, match.row.reason or "-")
            for match in matches
        )  # fmt: skip
        yield from ("", *table(("unit", "verdict", "line was", "is", "disposition", "reason"), rows))


def _quotation(quotation: Quotation, found: Audit) -> Iterator[str]:
    citation = quotation.citation
    line = found.whole.book.units[citation.unit].line
    kind = "partial" if citation.partial else "whole"
    yield f"  {citation.id} ({citation.unit}, line {line}, {kind}): {_verdict(quotation)}"
    yield from wrapped(f"“{citation.quote}”", 4, "quote     ")
    if quotation.sentence is not None and quotation.sentence != citation.quote:
        yield from wrapped(f"“{quotation.sentence}”", 4, "sentence  ")
    if quotation.left_out:
        said = "left out" if quotation.sentence else "says that it leaves out"
        yield from wrapped(" ".join(quotation.left_out), 4, f"{said}: ")


def _verdict(quotation: Quotation) -> str:
    if quotation.stands is None:
        return "cannot be told without the article"
    if not quotation.stands:
        return "NOT in the article"
    if quotation.citation.partial:
        return "stands in its sentence"
    return "the whole sentence" if quotation.sentence else "the whole sentence, by its hash"


def _suspects(found: Audit) -> Iterator[str]:
    refs = list(dict.fromkeys(suspect.ref for suspect in found.suspects))
    if refs:
        yield from ("", "Suspect until somebody has read the new words")
        for kind in dict.fromkeys(ref.kind for ref in refs):
            yield from wrapped(", ".join(ref.id for ref in refs if ref.kind == kind), 2, f"{kind}: ")


# ---- JSON ----------------------------------------------------------------------------------------------------------


def facts(found: Audit) -> dict[str, Any]:
    """Give what the lines say as plain data."""
    matches, article = found.matches, found.article
    suspects: dict[Ref, list[str]] = {}
    for suspect in found.suspects:
        suspects.setdefault(suspect.ref, []).append(suspect.unit)
    quoted = {citation.unit: citation.quote for citation in found.whole.book.citations.values() if not citation.partial}
    return {
        "article": None if article is None else {"file": article.file, "sha256": article.sha256},
        "identical": found.identical,
        "counts": counts(found),
        "units": None if matches is None else [_unit(match, quoted.get(match.row.id)) for match in matches.rows],
        "new": None if matches is None else [{"line": unit.line, "words": unit.words} for unit in matches.new],
        "quotations": [_quoted(quotation) for quotation in found.quotations],
        "suspects": [{"kind": ref.kind, "id": ref.id, "units": names} for ref, names in suspects.items()],
    }


def _unit(match: Match, was: str | None) -> dict[str, Any]:
    reworded = match.verdict == "reworded" and was is not None
    return {
        "id": match.row.id,
        "verdict": match.verdict,
        "line": match.row.line,
        "found_on_lines": [unit.line for unit in match.at],
        "disposition": match.row.disposition,
        "reason": match.row.reason,
        "changes": changes(was or "", match.at[0].text) if reworded else None,
    }


def _quoted(quotation: Quotation) -> dict[str, Any]:
    return {
        "id": quotation.citation.id,
        "unit": quotation.citation.unit,
        "partial": quotation.citation.partial,
        "quote": quotation.citation.quote,
        "sentence": quotation.sentence,
        "stands": quotation.stands,
        "left_out": list(quotation.left_out),
        "qualifiers": list(quotation.qualifiers),
    }
