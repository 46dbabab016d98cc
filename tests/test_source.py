"""What a unit is and what keeps its hash; the ledger, citations and evidence that stand on units."""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from alsscreen.source import Unit, digest, normalise, units

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT.parent / "shared" / "sources" / "advancells-als.txt"

NOTE = """\
Garden club

Water the pots early or late. Use about 55 drops, e.g. from a blue can [1]. It\u2019s dull; \u201cpatience\u201d helps.

  • Rake: leaves, twigs, etc. Then rest
  • Dig from 1.7 to 2.2 metres, Dr. J. Fern says

Q- Do pots freeze?

  1. Green A, Brown B. A book of fish. Leaf Press; 2011 May 3;4(2):e17.
  2. White C. On moss. 2012.
"""
NOTE_UNITS = [
    (1, 1, "Garden club"),
    (3, 1, "Water the pots early or late."),
    (3, 2, "Use about 55 drops, e.g. from a blue can [1]."),
    (3, 3, 'It\'s dull; "patience" helps.'),
    (5, 1, "Rake: leaves, twigs, etc."),
    (5, 2, "Then rest"),
    (6, 1, "Dig from 1.7 to 2.2 metres, Dr. J. Fern says"),
    (8, 1, "Q- Do pots freeze?"),
    (10, 1, "1. Green A, Brown B. A book of fish. Leaf Press; 2011 May 3;4(2):e17."),
    (11, 1, "2. White C. On moss. 2012."),
]


def hashes(text: str) -> list[str]:
    return [unit.sha256 for unit in units(text)]


# ---- units ---------------------------------------------------------------------------------------------------------


def test_units_are_headings_items_and_sentences() -> None:
    """A unit is one heading, list item or sentence; a reference stays whole; abbreviations and numbers end nothing."""
    assert [(unit.line, unit.part, unit.text) for unit in units(NOTE)] == NOTE_UNITS


def test_a_unit_is_known_by_its_words() -> None:
    """A unit's hash and its number of words are those of its normalised text."""
    for unit in units(NOTE):
        assert unit == Unit(unit.line, unit.part, unit.text, digest(unit.text), len(unit.text.split()))
        assert unit.sha256 == hashlib.sha256(unit.text.encode()).hexdigest()
        assert normalise(unit.text) == unit.text


HARMLESS = {
    "a paragraph is wrapped": ("late. Use about 55 drops, ", "late. Use\nabout 55\ndrops, "),
    "a list item is wrapped": ("2.2 metres, ", "2.2\n    metres, "),
    "a reference is wrapped before a number": ("Press; 2011", "Press;\n    2011"),
    "a reference is wrapped after its number": ("2. White", "2.\n     White"),
    "straight single quotes": ("\u2019", "'"),
    "straight double quotes": ("\u201cpatience\u201d", '"patience"'),
    "carriage returns": ("\n", "\r\n"),
    "no-break spaces": (" 55 ", "\u00a055\u00a0"),
    "doubled spaces": (". ", ".  "),
    "trailing spaces": ("\n", "  \n"),
    "more blank lines": ("\n\n", "\n\n\n\n"),
    "dashes for bullets": ("•", "-"),
    "asterisks for bullets": ("•", "*"),
    "no-break space after the bullet": ("• ", "•\u00a0"),
    "no indentation": ("\n  ", "\n"),
    "a ligature": ("fish", "\ufb01sh"),
    "no newline at the end": ("2012.\n", "2012."),
}


@pytest.mark.parametrize(("old", "new"), HARMLESS.values(), ids=HARMLESS)
def test_a_harmless_edit_keeps_every_hash(old: str, new: str) -> None:
    """An edit that changes no word changes no hash."""
    edited = NOTE.replace(old, new)
    assert edited != NOTE
    assert hashes(edited) == hashes(NOTE)


@pytest.mark.parametrize(("old", "new"), [("early or late", "early and late"), ("55", "50"), ("freeze?", "freeze.")])
def test_a_harmful_edit_changes_the_hash_of_its_unit_alone(old: str, new: str) -> None:
    """An edit of one word, number or mark is seen, and only where it was made."""
    before, after = hashes(NOTE), hashes(NOTE.replace(old, new))
    assert [a == b for a, b in zip(before, after, strict=True)].count(False) == 1


def test_wrapping_at_any_width_keeps_every_hash() -> None:
    """Wherever a paragraph, list item or reference is wrapped, its units stay the same."""
    for width in range(20, 110):
        lines = [textwrap.wrap(line, width, subsequent_indent="    ") or [""] for line in NOTE.split("\n")]
        assert hashes("\n".join(line for wrapped in lines for line in wrapped)) == hashes(NOTE), width


def test_wrapping_behind_a_hyphen_keeps_every_hash() -> None:
    """A line may be wrapped behind the hyphen of a compound, as editors do; a dash between words stays one."""
    whole = "A well-known, non-invasive test. Long - and slow."
    assert hashes("A well-\nknown, non-\n    invasive test. Long -\nand slow.") == hashes(whole)


def test_a_moved_unit_keeps_its_hash() -> None:
    """Lines inserted above move a unit's line, never its hash."""
    moved = units("New\n\n\n" + NOTE)[1:]
    assert [unit.sha256 for unit in moved] == hashes(NOTE)
    assert [unit.line for unit in moved] == [line + 3 for line, _, _ in NOTE_UNITS]


@pytest.mark.parametrize("text", ["", "\n \n\u00a0\n", "-\n\n* *\n"])
def test_no_words_are_no_unit(text: str) -> None:
    """White space and bare bullets are not units."""
    assert units(text) == ()


@pytest.mark.parametrize("text", ["- - twice", "— a dash —", " \u201cquoted\u201d ", "\ufb01ne\u2003print", "1. one"])
def test_normalising_twice_changes_nothing(text: str) -> None:
    """Normalised words are their own normal form."""
    assert normalise(normalise(text)) == normalise(text)


# ---- the files that stand on units ---------------------------------------------------------------------------------


def read(name: str) -> Any:
    return yaml.safe_load((ROOT / "rules" / name).read_text(encoding="utf-8"))


LEDGER = read("sources/advancells-als.yaml")
ROWS: dict[str, dict[str, Any]] = {row["id"]: row for row in LEDGER["units"]}
CITATIONS: list[dict[str, Any]] = read("citations.yaml")["citations"]
EVIDENCE: list[dict[str, Any]] = read("sources/evidence.yaml")["evidence"]

ROW_KEYS = {"id", "line", "sha256", "words", "disposition", "reason", "topics_only", "not_shown", "remark", "evidence"}
REASONS = {
    "boilerplate", "lead-in", "promotion", "duplicate", "mechanism",
    "treatment", "prognosis", "statistic", "contested", "not-askable",
}  # fmt: skip
MOST_QUOTED = 25  # words: DESIGN, section 6
LONGEST_SENTENCE = 20  # words, in what a person reads in place of a corrected unit
NEVER = re.compile(
    r"fatal|life-threatening|deadly|risk score|screen|detect|positive|negative|unlikely|\bdiagnos|probab|percent|%",
    re.IGNORECASE,
)
ONLY_FIGURE = "about 2 in 100,000 people each year"

by_id = pytest.mark.parametrize("citation", CITATIONS, ids=[citation["id"] for citation in CITATIONS])


def test_ids_are_unique() -> None:
    """No row, citation or evidence shares its id."""
    for named in (LEDGER["units"], CITATIONS, EVIDENCE):
        assert [name for name, times in Counter(entry["id"] for entry in named).items() if times > 1] == []


def test_the_ledger_holds_no_source_text() -> None:
    """A row has the closed set of keys, and none of them holds the unit's words."""
    for row in ROWS.values():
        assert set(row) <= ROW_KEYS, row["id"]
        assert digest(row.get("remark", "")) != row["sha256"], row["id"]


def test_an_id_says_its_line() -> None:
    """A row's id is its line, with the number of the sentence where there are several, and they count from 1."""
    parts = Counter(row["line"] for row in ROWS.values())
    seen: Counter[int] = Counter()
    for row in LEDGER["units"]:
        line = row["line"]
        seen[line] += 1
        assert row["id"] == f"l{line:03d}" + (f"-{seen[line]}" if parts[line] > 1 else "")


def test_every_exclusion_has_a_reason() -> None:
    """An excluded unit has one reason of the closed list, any other unit none."""
    for row in ROWS.values():
        assert row["disposition"] in {"cite", "correct", "exclude"}
        assert (row.get("reason") in REASONS) if row["disposition"] == "exclude" else ("reason" not in row), row["id"]


def test_every_unit_that_may_be_cited_has_a_citation() -> None:
    """A unit to cite or correct has a citation, an excluded unit none."""
    assert {citation["unit"] for citation in CITATIONS} == {
        name for name, row in ROWS.items() if row["disposition"] != "exclude"
    }


def test_every_evidence_named_exists() -> None:
    """An evidence id in the ledger or in a citation is one of the register."""
    known = {entry["id"] for entry in EVIDENCE}
    for entry in [*ROWS.values(), *CITATIONS]:
        assert set(entry.get("evidence", ())) <= known, entry["id"]


def test_evidence_says_where_and_how_it_was_seen() -> None:
    """Evidence names its publisher, its address, how it was seen, and the fact; a mirror or a report has a note."""
    for entry in EVIDENCE:
        assert entry["publisher"]
        assert entry["title"]
        assert entry["fact"]
        assert entry["url"].startswith(("https://", "http://")), entry["id"]
        assert entry["seen"] in {"primary", "mirror", "secondary"}
        assert entry["seen"] == "primary" or entry["note"], entry["id"]


@by_id
def test_a_whole_quote_hashes_to_its_row(citation: dict[str, Any]) -> None:
    """A quote is its unit's own words, checked without the source, or is marked partial and says what it left out."""
    row = ROWS[citation["unit"]]
    if citation.get("partial"):
        assert citation["left_out"]
    else:
        assert digest(citation["quote"]) == row["sha256"]
        assert len(citation["quote"].split()) == row["words"]
    assert normalise(citation["quote"]) == citation["quote"]


@by_id
def test_a_quote_is_short(citation: dict[str, Any]) -> None:
    """No quote is longer than a short citation."""
    assert len(re.findall(r"\w+", citation["quote"])) <= MOST_QUOTED


@by_id
def test_a_corrected_unit_has_other_words_and_evidence(citation: dict[str, Any]) -> None:
    """Where a unit is corrected or not shown, the citation has our words and evidence that its row names."""
    row = ROWS[citation["unit"]]
    assert set(citation.get("evidence", ())) <= set(row.get("evidence", ()))
    replaced = row["disposition"] == "correct" or row.get("not_shown", False)
    assert replaced == ("correction" in citation)
    assert not replaced or citation["evidence"]


@by_id
def test_a_correction_is_plain_and_calm(citation: dict[str, Any]) -> None:
    """What a person reads in place of a unit has short sentences, no word of alarm, no figure but the one allowed."""
    correction = citation.get("correction", "")
    sentences = [unit.text for unit in units(correction)]
    assert all(len(sentence.split()) < LONGEST_SENTENCE for sentence in sentences)
    assert NEVER.search(correction) is None
    assert re.search(r"\b\d", correction.replace(ONLY_FIGURE, "")) is None


@by_id
def test_shown_words_are_calm(citation: dict[str, Any]) -> None:
    """A quote that a person may see has no word of alarm and no percentage."""
    if "correction" not in citation:
        assert NEVER.search(citation["quote"]) is None


# ---- against the source itself -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def text() -> str:
    if not SOURCE.is_file():
        pytest.skip("the source's text is not part of this project, and stands in no folder beside it")
    return SOURCE.read_bytes().decode("utf-8")


def test_the_ledger_names_this_very_file(text: str) -> None:
    """The ledger holds the hash, the lines and the words of the source's file."""
    source = LEDGER["source"]
    assert source["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert (source["lines"], source["words"]) == (len(text.split("\n")), len(text.split()))


def test_every_unit_has_exactly_one_row(text: str) -> None:
    """The rows are the source's units: all of them, in order, with their lines, hashes and numbers of words."""
    assert [(row["line"], row["sha256"], row["words"]) for row in LEDGER["units"]] == [
        (unit.line, unit.sha256, unit.words) for unit in units(text)
    ]


def test_every_quote_stands_in_its_unit(text: str) -> None:
    """A quote is its whole unit, or is marked partial and stands in it word for word."""
    found = dict(zip(ROWS, units(text), strict=True))
    for citation in CITATIONS:
        whole = found[citation["unit"]].text
        assert citation["quote"] in whole if citation.get("partial") else citation["quote"] == whole, citation["id"]
