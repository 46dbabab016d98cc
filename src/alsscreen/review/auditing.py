"""A rule book, and the article if it is at hand, in; whether the book's quotations are the article's words, out."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..clean import clean, hidden
from ..model import Problem, ProblemsError
from ..references.files import LEDGER
from ..rulebook import content
from ..source import digest, units
from ..strictyaml import MAX_BYTES
from .links import Links, Ref
from .matching import Match, Matches, changes, match
from .quoting import Quotation, compare, declared
from .telling import plural
from .whole import Whole


class Article(NamedTuple):
    """The article: where it was read, the hash of its bytes, and its text."""

    file: str
    sha256: str
    text: str


class Suspect(NamedTuple):
    """What stands on a unit whose words have changed, and by way of what."""

    ref: Ref
    unit: str
    by: Ref


class Audit(NamedTuple):
    """What an audit found; without an article `identical` and `matches` are None."""

    whole: Whole
    article: Article | None
    identical: bool | None
    matches: Matches | None
    quotations: tuple[Quotation, ...]
    suspects: tuple[Suspect, ...]
    findings: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def read(path: Path) -> Article:
    """Read the article once: the bytes hashed are the bytes compared. Raise ProblemsError with what is wrong."""
    found = content(path)

    def wrong(code: str, what: str, remedy: str) -> ProblemsError:
        return ProblemsError((Problem(str(path), 0, 0, code, what, remedy),))

    if len(found) > MAX_BYTES:
        what = f"the file is larger than {MAX_BYTES:,} bytes, far more than the article"
        raise wrong("too-large", what, "Name the article alone")
    try:
        text = found.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = found.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{found[error.start]:02x} on line {line} is not UTF-8"
        raise wrong("not-utf-8", what, "Save the article as plain text in UTF-8") from None
    if not text.strip():
        raise wrong("empty", "the file is empty", "Save the article's text in it")
    return Article(str(path), hashlib.sha256(found).hexdigest(), text)


def audit(whole: Whole, index: Links, article: Article | None) -> Audit:
    """Compare the ledger and the quotations with the article; without it, with the ledger's hashes alone."""
    book = whole.book
    if article is None:
        quotations = tuple(_unseen(whole))
        return Audit(whole, None, None, None, quotations, (), tuple(_misquoted(index, quotations)), ())
    quoted = {citation.unit: citation.quote for citation in book.citations.values() if not citation.partial}
    matches = match(tuple(book.units.values()), units(article.text), quoted)
    identical = article.sha256 == book.source.sha256
    quotations = tuple(_quotations(whole, matches))
    suspects = tuple(_suspects(index, matches))
    findings = (
        *_changed(index, matches, quoted, identical=identical),
        *_unaccounted(article, matches),
        *_numbers(whole, index, article, matches, identical=identical),
        *_misquoted(index, quotations),
        *_suspected(index, suspects),
    )
    notes = () if identical else tuple(_other_file(article, matches))
    return Audit(whole, article, identical, matches, quotations, suspects, findings, notes)


def _unseen(whole: Whole) -> Iterator[Quotation]:
    """Judge each quotation by its row's hash; what is left out of a partial one, by its own word."""
    for citation in whole.book.citations.values():
        if citation.partial:
            yield declared(citation)
        else:
            yield Quotation(citation, None, digest(citation.quote) == whole.book.units[citation.unit].sha256)


def _quotations(whole: Whole, matches: Matches) -> Iterator[Quotation]:
    now = {found.row.id: found for found in matches.rows}
    for citation in whole.book.citations.values():
        found = now[citation.unit]
        yield compare(citation, found.at[0].text) if found.at else Quotation(citation, None, stands=False)


def _changed(index: Links, matches: Matches, quoted: dict[str, str], *, identical: bool) -> Iterator[Problem]:
    """Name each unit whose words are not what the ledger knows."""
    remedy = "The file is the very one that the ledger names: mend the ledger" if identical else _LOOK
    alike = Counter(found.row.sha256 for found in matches.rows)
    for found in matches.rows:
        unit = Ref("unit", found.row.id)
        if found.verdict == "reworded":
            what = f"unit '{unit.id}' ({found.row.disposition}) is reworded on line {found.at[0].line}: "
            yield index.problem(unit, "reworded", what + _how(found, quoted.get(unit.id)), remedy)
        elif found.verdict == "gone":
            what = f"unit '{unit.id}' ({found.row.disposition}) is gone: its words stand nowhere in the file"
            yield index.problem(unit, "gone", what, remedy)
        elif found.verdict == "ambiguous":
            at = ", ".join(str(each.line) for each in found.at)
            rows = plural(alike[found.row.sha256], "row")
            what = f"unit '{unit.id}' is ambiguous: its words stand on line {at}, and the ledger has {rows} for them"
            yield index.problem(unit, "ambiguous", what, "Give each of them a row, or find out which one is meant")


_LOOK = "Read what stands there now, decide it anew, then renew its row and what depends on it"


def _how(found: Match, was: str | None) -> str:
    if was is None:
        return (
            f"other words stand at its place (its own are not kept; {found.row.words} words, now {found.at[0].words})"
        )
    now = found.at[0].text
    if clean(was) == clean(now):
        signs = sorted({f"U+{ord(now[at]):04X}" for at in hidden(now)})
        return f"it looks the same and holds the hidden characters {', '.join(signs)}"
    return changes(was, now)


def _unaccounted(article: Article, matches: Matches) -> Iterator[Problem]:
    for unit in matches.new:
        words = unit.text.split()
        shown = " ".join(words[:8]) + (" …" if len(words) > 8 else "")  # noqa: PLR2004 (enough to find it by)
        what = f"no row of the ledger knows '{shown}'"
        yield Problem(
            article.file, unit.line, 1, "new", what, "Add a row: cite it, correct it, or exclude it for a reason"
        )


def _numbers(whole: Whole, index: Links, article: Article, matches: Matches, *, identical: bool) -> Iterator[Problem]:
    """Check what a row says besides the hash; lines only in the file that the ledger is of."""
    for found in matches.rows:
        if found.verdict in ("exact", "moved"):
            unit, at = Ref("unit", found.row.id), found.at[0]
            if found.row.words != at.words:
                what = f"unit '{unit.id}' has {at.words} words, not {found.row.words}"
                yield index.problem(unit, "words", what, "Mend the row", ("words",))
            if identical and found.row.line != at.line:
                what = f"unit '{unit.id}' stands on line {at.line}, not {found.row.line}"
                yield index.problem(unit, "line", what, "Mend the row", ("line",))
    counted = {"lines": len(article.text.split("\n")), "words": len(article.text.split())}
    for name, count in counted.items() if identical else ():
        said = getattr(whole.book.source, name)
        if said != count:
            what = f"the article has {count:,} {name}, not {said:,}"
            yield whole.files.problem(LEDGER, ("source", name), name, what, "Mend the ledger")


def _misquoted(index: Links, quotations: tuple[Quotation, ...]) -> Iterator[Problem]:
    """Name quotations that do not stand in their sentence, and cuts that may turn its sense."""
    for quotation in quotations:
        citation, ref = quotation.citation, Ref("citation", quotation.citation.id)
        if quotation.stands is False:
            what = f"the quotation '{citation.id}' does not stand in unit '{citation.unit}' of the article"
            yield index.problem(ref, "misquoted", what, "Quote it word for word", ("quote",))
        if quotation.qualifiers:
            words = ", ".join(f"'{word}'" for word in dict.fromkeys(quotation.qualifiers))
            what = f"the quotation '{citation.id}' leaves out {words}, which may turn or narrow what is said"
            remedy = "Quote the whole unit"
            yield index.problem(
                ref, "qualifier-left-out", what, remedy, ("quote" if quotation.sentence else "left_out",)
            )


def _suspects(index: Links, matches: Matches) -> Iterator[Suspect]:
    """Give what stands on units that are reworded or gone: what cites them, and rules whose guidance does."""
    for found in matches.rows:
        if found.verdict in ("reworded", "gone"):
            seen: dict[Ref, Ref] = {}
            for citation in index.users(Ref("unit", found.row.id), "citation"):
                for user in index.users(citation):
                    seen.setdefault(user, citation)
            for guidance in [ref for ref in seen if ref.kind == "guidance"]:
                for rule in index.users(guidance, "rule"):
                    seen.setdefault(rule, guidance)
            yield from (Suspect(ref, found.row.id, by) for ref, by in seen.items())


def _suspected(index: Links, suspects: tuple[Suspect, ...]) -> Iterator[Problem]:
    """Name each rule that is suspect once, with all units that make it so."""
    units_of: dict[Ref, dict[str, Ref]] = {}
    for suspect in suspects:
        if suspect.ref.kind == "rule":
            units_of.setdefault(suspect.ref, {})[suspect.unit] = suspect.by
    for rule, by in units_of.items():
        through = ", ".join(f"unit '{unit}' (by the {ref.kind} '{ref.id}')" for unit, ref in by.items())
        what = f"the rule '{rule.id}' is suspect: it stands on {through}"
        yield index.problem(rule, "suspect", what, "Read the new words, then decide whether the rule still holds")


def _other_file(article: Article, matches: Matches) -> Iterator[Problem]:
    same = sum(found.verdict == "exact" for found in matches.rows) == len(matches.rows) and not matches.new
    what = "this is not the very file that the ledger was made from"
    what += ", though word for word and in the same order its units are the same" if same else ""
    yield Problem(
        article.file, 0, 0, "another-file", what, "That alone need not matter: units are known by their words"
    )
    moved = sum(found.verdict == "moved" for found in matches.rows)
    if moved:
        what = f"{plural(moved, 'unit')} stand at another place among the others, word for word"
        yield Problem(article.file, 0, 0, "moved", what, "Read whether the new place changes what they say")
    shifted = sum(found.verdict in ("exact", "moved") and found.row.line != found.at[0].line for found in matches.rows)
    if shifted:
        what = f"{shifted} of {len(matches.rows)} units stand on another line than the ledger says"
        yield Problem(article.file, 0, 0, "line-hints", what, "Lines are hints; renew them with the ledger")
