"""The article in many states and a ledger in; the verdict of each unit, quotation and rule that an audit must give."""

from __future__ import annotations

import hashlib
import random
import textwrap
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from alsscreen.model import Citation, ProblemsError
from alsscreen.review.auditing import Audit, audit, read
from alsscreen.review.links import Links, links
from alsscreen.review.matching import changes, match
from alsscreen.review.quoting import compare, is_qualifier
from alsscreen.review.whole import Whole, load_whole
from alsscreen.source import units
from alsscreen.strictyaml import MAX_BYTES
from reviewing import SHIPPED, SOURCE, copy, line_of, plant, run

LEDGER = "sources/advancells-als.yaml"


# ---- a made-up article around the shipped quotations: everything can be tried where the real one is not -------------

ASIDE = [
    "A page about nerves",
    "Our tea does not change how anybody thinks.",
    "Drink it early or late, between 55 and 75 times a year.",
    "It\u2019s called \u201cnerve tea\u201d by some.",
    "Order it now and tell your friends.",
]


class Made(NamedTuple):
    """A rule book and its article."""

    root: Path
    article: Path

    @property
    def text(self) -> str:
        return self.article.read_bytes().decode("utf-8")

    def edited(self, edit: Callable[[str], str]) -> Path:
        """Write the article anew with an edit that changes it."""
        new = edit(self.text)
        assert new != self.text
        path = self.article.with_name("edited.txt")
        path.write_bytes(new.encode("utf-8"))
        return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A copy of the shipped book whose ledger is of a made-up article: sentences of ours, and its quotations."""
    folder = tmp_path_factory.mktemp("made")
    root = copy(SHIPPED, folder / "rules")
    ledger = yaml.safe_load((root / LEDGER).read_text(encoding="utf-8"))
    quotes = {
        each["unit"]: each["quote"] for each in yaml.safe_load((root / "citations.yaml").read_text())["citations"]
    }
    rows = {row["id"]: row for row in ledger["units"]}
    items = [f"  • {quotes[name]}" for name in rows if name in quotes]
    half = len(items) // 2
    text = "\n".join([ASIDE[0], "", " ".join(ASIDE[1:4]), "", *items[:half], "", ASIDE[4], "", *items[half:]])
    article = folder / "article.txt"
    article.write_text(text, encoding="utf-8")
    cited = iter(row for name, row in rows.items() if name in quotes)
    new = []
    for number, unit in enumerate(units(text)):
        excluded = {"id": f"aside-{number}", "disposition": "exclude", "reason": "promotion"}
        row = excluded if unit.text in {*ASIDE, 'It\'s called "nerve tea" by some.'} else next(cited)
        new.append({**row, "line": unit.line, "sha256": unit.sha256, "words": unit.words})
    counted = {"lines": text.count("\n") + 1, "words": len(text.split())}
    ledger["source"] |= {"sha256": hashlib.sha256(text.encode()).hexdigest(), **counted}
    ledger["units"] = new
    (root / LEDGER).write_text(yaml.safe_dump(ledger, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return Made(root, article)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The shipped book and the real article."""
    if not SOURCE.is_file():
        pytest.skip("the article is not part of this project, and stands in no folder beside it")
    article = tmp_path_factory.mktemp("real") / "article.txt"
    article.write_bytes(SOURCE.read_bytes())
    return Made(SHIPPED, article)


@pytest.fixture(params=["made", "real"])
def either(request: pytest.FixtureRequest) -> Made:
    """Both of them, one after the other."""
    return request.getfixturevalue(request.param)


def audited(made: Made, edit: Callable[[str], str]) -> Audit:
    """Audit an edited article."""
    return audit(*indexed(made.root), read(made.edited(edit)))


@cache
def indexed(root: Path) -> tuple[Whole, Links]:
    """Read a book that no test changes once."""
    whole = load_whole(root)
    return whole, links(whole)


def verdicts(found: Audit) -> Counter[str]:
    """Count the verdicts."""
    assert found.matches is not None
    return Counter(match.verdict for match in found.matches.rows)


# ---- nothing changed, or nothing that matters ----------------------------------------------------------------------


def test_the_very_article_has_no_findings(either: Made) -> None:
    """The article that the ledger was made from: each unit exact, each quotation there, nothing suspect, exit 0."""
    ran = run("audit", either.root, "--source", either.article, "--json")
    assert (ran.code, ran.facts["findings"], ran.facts["notes"]) == (0, [], [])
    assert ran.facts["identical"] is True
    assert {unit["verdict"] for unit in ran.facts["units"]} == {"exact"}
    assert all(quotation["stands"] for quotation in ran.facts["quotations"])
    assert ran.facts["suspects"] == []


def wrapped(width: int) -> Callable[[str], str]:
    """Wrap each line, a list item's further lines indented."""

    def edit(text: str) -> str:
        lines = (textwrap.wrap(line, width, subsequent_indent="    ") or [""] for line in text.split("\n"))
        return "\n".join(line for lines_of_one in lines for line in lines_of_one)

    return edit


def curly(text: str) -> str:
    """Make straight quotes of all curly ones, and curly ones of all straight ones."""
    pairs = {"'": "\u2019", '"': "\u201d", "\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"'}
    return "".join(pairs.get(sign, sign) for sign in text)


HARMLESS: dict[str, Callable[[str], str]] = {
    "wrapped at 40": wrapped(40),
    "wrapped at 72": wrapped(72),
    "other quotes": curly,
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "no-break spaces": lambda text: text.replace(" a", "\u00a0a"),
    "dashes for bullets": lambda text: text.replace("•", "-"),
    "no indentation": lambda text: text.replace("\n  •", "\n•"),
    "more blank lines": lambda text: text.replace("\n\n", "\n\n\n"),
    "a byte order mark": lambda text: "\ufeff" + text,
    "all of it at once": lambda text: wrapped(50)(curly(text).replace("•", "–")).replace("\n", "\r\n"),
}


@pytest.mark.parametrize("edit", HARMLESS.values(), ids=HARMLESS)
def test_a_harmless_edit_is_no_finding(edit: Callable[[str], str], either: Made) -> None:
    """However the same words are laid out, each unit is exact, and that the file is another one is only noted."""
    found = audited(either, edit)
    assert found.findings == ()
    assert set(verdicts(found)) == {"exact"}
    assert {note.code for note in found.notes} >= {"another-file"}


def test_a_moved_section_is_found_where_it_went(either: Made) -> None:
    """A section that stands elsewhere is moved, word for word, and a note asks whether its place changes the sense."""

    def second_half_first(text: str) -> str:
        parts = text.split("\n\n")
        return "\n\n".join([*parts[len(parts) // 2 :], *parts[: len(parts) // 2]])

    found = audited(either, second_half_first)
    assert found.findings == ()
    assert set(verdicts(found)) == {"exact", "moved"}
    assert 0 < verdicts(found)["moved"] <= len(found.whole.book.units) / 2
    assert "moved" in {note.code for note in found.notes}


# ---- words changed: verdict, place and what depends on it ----------------------------------------------------------


class Edit(NamedTuple):
    """What is replaced, by what; the unit that it hits, its verdict, and how the difference is shown."""

    old: str
    new: str
    unit: str
    verdict: str
    shown: str = ""


HARMFUL = {
    "or becomes and": Edit("swallowing or drooling", "swallowing and drooling", "l052", "reworded", "[-or-] {+and+}"),
    "55 becomes 50": Edit("between 55 and 75 years", "between 50 and 75 years", "l041", "reworded", "[-55-] {+50+}"),
    "before becomes after": Edit("Before 65 years", "After 65 years", "l042", "reworded", "[-Before-] {+After+}"),
    "a not is put in": Edit("tests and imaging", "tests and not imaging", "l060", "reworded", "{+not+}"),
    "a sentence is lost": Edit("  • Tripping or Falling\n", "", "l053", "gone"),
    "a word is lost": Edit(
        "Muscle weakness, twitching", "Weakness, twitching", "l051", "reworded", "[-Muscle weakness,-]"
    ),
    "one word for another": Edit("  • Fatigue\n", "  • Tiredness\n", "l055", "reworded", "[-Fatigue-] {+Tiredness+}"),
    "a sentence stands twice": Edit("  • Fatigue\n", "  • Fatigue\n  • Fatigue\n", "l055", "ambiguous"),
    "a hidden character": Edit("Tripping or", "Tripping\u200b or", "l053", "reworded", "hidden characters U+200B"),
}


@pytest.mark.parametrize("edit", HARMFUL.values(), ids=HARMFUL)
def test_a_harmful_edit_is_found_at_its_unit_alone(edit: Edit, either: Made) -> None:
    """One word, number or sentence changed: the verdict of its unit, at its row of the ledger; all others are exact."""
    found = audited(either, lambda text: text.replace(edit.old, edit.new))
    assert verdicts(found) == Counter({"exact": len(found.whole.book.units) - 1, edit.verdict: 1})
    (finding,) = [each for each in found.findings if each.code == edit.verdict]
    first = (either.root / LEDGER).read_text(encoding="utf-8").splitlines()[finding.line - 1]
    assert Path(finding.file).name == "advancells-als.yaml"
    assert f"id: {edit.unit}" in first
    assert edit.unit in finding.what
    assert edit.shown in finding.what


@pytest.mark.parametrize("edit", HARMFUL.values(), ids=HARMFUL)
def test_what_stands_on_changed_words_is_suspect(edit: Edit, either: Made) -> None:
    """Each rule that cites a reworded or lost unit, or whose guidance does, is a finding at its line; no other is."""
    found = audited(either, lambda text: text.replace(edit.old, edit.new))
    book = found.whole.book
    hit = {citation.id for citation in book.citations.values() if citation.unit == edit.unit}
    guided = {guidance.id for guidance in book.guidance.values() if hit & {*guidance.cites}}
    rules = {rule.id for rule in book.rules.values() if hit & {*rule.cites} or rule.guidance in guided}
    expected = rules if edit.verdict in ("reworded", "gone") else set()
    assert {suspect.ref.id for suspect in found.suspects if suspect.ref.kind == "rule"} == expected
    suspect = [each for each in found.findings if each.code == "suspect"]
    lines = {line_of(SHIPPED, "rules.yaml", f"  - id: {name}\n    means:") for name in expected}
    assert {(Path(each.file).name, each.line) for each in suspect} == {("rules.yaml", line) for line in lines}


@pytest.mark.parametrize("edit", HARMFUL.values(), ids=HARMFUL)
def test_a_quotation_of_changed_words_stands_no_longer(edit: Edit, either: Made) -> None:
    """The quotations of a reworded or lost unit are findings; that nearly the same stands there is no excuse."""
    found = audited(either, lambda text: text.replace(edit.old, edit.new))
    fallen = {quotation.citation.unit for quotation in found.quotations if not quotation.stands}
    assert fallen == ({edit.unit} if edit.verdict in ("reworded", "gone") else set())
    assert len([each for each in found.findings if each.code == "misquoted"]) == len(fallen)


def test_a_new_sentence_is_named_with_its_line(either: Made) -> None:
    """A sentence that the ledger does not know is a finding at its line of the article; nothing else changes."""
    found = audited(either, lambda text: f"A new sentence.\n\n{text}")
    assert [(each.code, Path(each.file).name, each.line) for each in found.findings] == [("new", "edited.txt", 1)]
    assert set(verdicts(found)) == {"exact"}


def test_a_reworded_unit_whose_words_are_not_kept_is_found_by_its_place(made: Made) -> None:
    """Of an excluded unit no words are kept: what stands at its place is named, and that no difference can be shown."""
    found = audited(made, lambda text: text.replace("Order it now and tell", "Buy it soon and tell all"))
    (finding,) = found.findings
    assert finding.code == "reworded"
    assert "its own are not kept; 7 words, now 8" in finding.what


def test_likeness_never_passes(made: Made) -> None:
    """Whatever single word of any unit is changed, that unit does not pass, and the exit code is 1."""
    random_ = random.Random(5)
    text = made.text
    spots = [spot for spot in range(len(text)) if text[spot].isalnum()]
    for spot in random_.sample(spots, 60):
        found = audited(made, lambda text, spot=spot: f"{text[:spot]}ß{text[spot + 1 :]}")  # type: ignore[misc]
        assert verdicts(found)["exact"] == len(found.whole.book.units) - 1, text[spot - 20 : spot + 20]
        assert {each.code for each in found.findings} & {"reworded", "gone"}


def test_everything_else_is_all_gone(made: Made) -> None:
    """Another text altogether: nothing passes, and every rule that cites the source is suspect."""
    ran = run("audit", made.root, "--source", made.edited(lambda _: "Nothing of it.\n\nNot a word."), "--json")
    counts = ran.facts["counts"]
    assert (ran.code, counts["units_found"], counts["quotations_standing"]) == (1, 0, 0)
    book = indexed(made.root)[0].book
    cites = [rule for rule in book.rules.values() if rule.cites or book.guidance[rule.guidance].cites]
    assert counts["rules_suspect"] == len(cites)


# ---- the ledger is wrong -------------------------------------------------------------------------------------------

WRONG = {
    "line": ("- id: l055\n  line: ", "- id: l055\n  line: 9", 1),
    "lines of the article": ("\n  lines: ", "\n  lines: 9", 1),
    "words of the article": ("\nunits:", "9\nunits:", 0),
}


@pytest.mark.parametrize(("old", "new", "below"), WRONG.values(), ids=WRONG)
def test_a_wrong_number_in_the_ledger_is_found(old: str, new: str, below: int, made: Made, tmp_path: Path) -> None:
    """A line or a count that is not that of the very article is a finding at that number."""
    root = copy(made.root, tmp_path / "rules")
    plant(root, LEDGER, old, new)
    ran = run("audit", root, "--source", made.article, "--json")
    (finding,) = ran.facts["findings"]
    assert (ran.code, finding["line"]) == (1, line_of(root, LEDGER, new) + below)
    assert "the article" in finding["what"] or "stands on line" in finding["what"]


def test_a_hash_of_other_words_is_found(made: Made, tmp_path: Path) -> None:
    """A row whose hash was changed knows no unit of the very article, and that is called the ledger's fault."""
    root = copy(made.root, tmp_path / "rules")
    sha256 = load_whole(root).book.units["aside-2"].sha256
    plant(root, LEDGER, sha256, sha256[::-1])
    (finding,) = run("audit", root, "--source", made.article, "--json").facts["findings"]
    assert (finding["code"], finding["line"]) == ("reworded", line_of(root, LEDGER, "- id: aside-2\n"))
    assert finding["remedy"] == "The file is the very one that the ledger names: mend the ledger"


# ---- quotations that leave something out ---------------------------------------------------------------------------


RISK_SEX = 'quote: "Sex: Before 65 years, men are at a higher risk"'


def partial(quote: str, left_out: str = "the rest") -> Citation:
    return Citation(id="part", unit="l001", quote=quote, partial=True, left_out=left_out)


PARTIAL = [
    ("ALS does … affect anybody.", "ALS does not affect anybody.", True, ("not",)),
    ("ALS does ... affect anybody.", "ALS doesn't affect anybody. ALS does affect anybody.", True, ("doesn't",)),
    ("Weakness is a sign", "Weakness is a sign, especially in the hands", True, ("especially",)),
    ("men are at a higher risk", "Sex: Before 65 years, men are at a higher risk", True, ("Before", "65")),
    (
        "stem cells help",
        "It may potentially be that stem cells help most people.",
        True,
        ("may", "potentially", "most"),
    ),
    ("more than [...] of cases", "more than 40% of cases", True, ("40%",)),
    ("Slurred speech", "Slurred speech and drooling", True, ()),
    ("the whole of it.", "the whole of it.", True, ()),
    ("it is a sign", "This is a signal", False, ()),
    ("sign of it … weakness", "weakness is a sign of it", False, ()),
    ("is a sign", "this a sign", False, ()),
]


@pytest.mark.parametrize(("quote", "sentence", "stands", "qualifiers"), PARTIAL)
def test_a_cut_that_may_turn_the_sense_is_seen(
    quote: str, sentence: str, stands: bool, qualifiers: tuple[str, ...]
) -> None:
    """A partial quotation stands in its sentence in whole words and in order; what turns the sense is not left out."""
    found = compare(partial(quote), sentence)
    assert (found.stands, found.qualifiers) == (stands, qualifiers)


@pytest.mark.parametrize(
    "word", ["not", "No", "may", "most", "before", "between", "especially", "potential", "isn’t", "55"]
)
def test_what_a_qualifier_is(word: str) -> None:
    """Denials, doubts, amounts, bounds, conditions and numbers turn or narrow a sentence."""
    assert is_qualifier(word)


@pytest.mark.parametrize("word", ["muscle", "and", "sign", "hands"])
def test_what_no_qualifier_is(word: str) -> None:
    """A word that names a thing does not."""
    assert not is_qualifier(word)


CUT = 'quote: "men are at a higher risk"\n    partial: true\n    left_out: {}'
CUTS = {
    "with the article": (True, "the age", 'quote: "men'),
    "as it says itself": (False, "that it is before 65 years", "left_out: that it is before"),
}


@pytest.mark.parametrize(("has_article", "left_out", "place"), CUTS.values(), ids=CUTS)
def test_a_cut_is_found_at_its_quotation(
    has_article: bool, left_out: str, place: str, made: Made, tmp_path: Path
) -> None:
    """A quotation that leaves out "Before 65 years" is a finding; without the article, only if it says so itself."""
    root = copy(made.root, tmp_path / "rules")
    plant(root, "citations.yaml", RISK_SEX, CUT.format(left_out))
    given: tuple[str | Path, ...] = ("--source", made.article) if has_article else ()
    ran = run("audit", root, *given, "--json")
    found = ("citations.yaml", line_of(root, "citations.yaml", place), "qualifier-left-out")
    assert (ran.code, ran.found) == (1, {found})


def test_a_quotation_that_is_not_there_is_found(made: Made, tmp_path: Path) -> None:
    """A partial quotation of words that its sentence does not hold is a finding, though no hash could tell."""
    root = copy(made.root, tmp_path / "rules")
    new = 'quote: "women are at a higher risk"\n    partial: true\n    left_out: something'
    plant(root, "citations.yaml", RISK_SEX, new)
    assert run("audit", root, "--json").code == 0
    ran = run("audit", root, "--source", made.article, "--json")
    assert ran.found == {("citations.yaml", line_of(root, "citations.yaml", 'quote: "women'), "misquoted")}


# ---- without the article -------------------------------------------------------------------------------------------


def test_without_the_article_it_says_what_it_cannot_tell() -> None:
    """Hashes prove that whole quotations are the source's words; the report says so, and what they do not prove."""
    ran = run("audit", SHIPPED)
    book = indexed(SHIPPED)[0].book
    assert ran.code == 0
    for said in ("What the hashes alone prove", "What they cannot prove", "that the article still says so today"):
        assert said in ran.out
    excluded = sum(unit.disposition == "exclude" for unit in book.units.values())
    assert f"what the {excluded} excluded units say" in " ".join(ran.out.split())
    assert f"{len(book.citations)}/{len(book.citations)} quotations word for word by their hashes" in ran.out
    assert f"0/{len(book.units)} units compared" in ran.out


def test_the_article_is_not_called_checked_when_it_was_not() -> None:
    """Without the article, JSON has null where only the article could tell."""
    facts = run("audit", SHIPPED, "--json").facts
    assert [facts[name] for name in ("article", "identical", "units", "new")] == [None] * 4
    assert (facts["counts"]["units_found"], facts["counts"]["new"]) == (None, None)


# ---- files that cannot be read -------------------------------------------------------------------------------------


def _fifo(path: Path) -> None:
    import os

    os.mkfifo(path)


UNREADABLE: dict[str, tuple[Callable[[Path], Any], str]] = {
    "missing": (lambda _: None, "no-file"),
    "empty": (lambda path: path.write_bytes(b""), "empty"),
    "nothing but white space": (lambda path: path.write_bytes(b" \n\n\t"), "empty"),
    "a directory": (lambda path: path.mkdir(), "not-a-file"),
    "a pipe": (_fifo, "not-a-file"),
    "not UTF-8": (lambda path: path.write_bytes("one\ntwo caf\u00e9".encode("latin-1")), "not-utf-8"),
    "UTF-16": (lambda path: path.write_bytes("words".encode("utf-16")), "not-utf-8"),
    "too large": (lambda path: path.write_bytes(b"word " * (MAX_BYTES // 5 + 1)), "too-large"),
}


@pytest.mark.parametrize(("make", "code"), UNREADABLE.values(), ids=UNREADABLE)
def test_an_article_that_cannot_be_read_is_one_clear_finding(
    make: Callable[[Path], Any], code: str, tmp_path: Path
) -> None:
    """A file that is missing, empty, no file, not UTF-8 or too large is one problem that names it and the remedy."""
    path = tmp_path / "article.txt"
    make(path)
    with pytest.raises(ProblemsError) as raised:
        run("audit", SHIPPED, "--source", path)
    (problem,) = raised.value.problems
    assert (problem.file, problem.code) == (str(path), code)
    assert problem.remedy


def test_the_bytes_hashed_are_the_bytes_compared(made: Made) -> None:
    """The article is read once: its hash is that of the text that is compared."""
    article = read(made.article)
    assert article.sha256 == hashlib.sha256(article.text.encode()).hexdigest()


# ---- what is printed -----------------------------------------------------------------------------------------------


def test_each_quotation_stands_beside_its_whole_sentence(made: Made) -> None:
    """The report lists every quotation, and its sentence where that is another."""
    ran = run("audit", made.root, "--source", made.edited(lambda text: text.replace("or drooling", "and drooling")))
    flat = " ".join(ran.out.split())
    for citation in indexed(made.root)[0].book.citations.values():
        assert f"“{citation.quote}”" in flat
    assert "sentence “Slurred speech and difficulty in swallowing and drooling”" in flat
    assert "NOT in the article" in flat


def test_lines_and_json_give_the_same_findings(made: Made) -> None:
    """Every finding of the JSON is a line of the report, with the same place and words."""
    path = made.edited(lambda text: text.replace("or drooling", "and drooling"))
    lines = run("audit", made.root, "--source", path).out.splitlines()
    findings = run("audit", made.root, "--source", path, "--json").facts["findings"]
    assert findings
    for each in findings:
        place = f"{each['file']}:{each['line']}:{each['column']}"
        assert f"{place}: {each['what']}. {each['remedy']} [{each['code']}]" in lines
    assert f"{len(findings)} findings" in lines[-1]


def test_what_an_article_hides_reaches_no_terminal(made: Made) -> None:
    """Escape sequences and bidirectional characters of an article are not printed."""
    path = made.edited(lambda text: f"{text}\n\nA \x1b[31mred\u202e line \x9b2J.")
    for ran in (run("audit", made.root, "--source", path), run("audit", made.root, "--source", path, "--json")):
        assert ran.code == 1
        assert not {"\x1b", "\u202e", "\x9b"} & set(ran.out)


def test_all_lists_every_unit(made: Made) -> None:
    """With --all, each unit has its line, exact ones too."""
    out = run("audit", made.root, "--source", made.article, "--all").out
    for name in indexed(made.root)[0].book.units:
        assert f"\n{name} " in out


# ---- the matching itself -------------------------------------------------------------------------------------------

MATCHED = [
    ("a b c d", "a b c d", "exact exact exact exact", ""),
    ("a b c d", "c d a b", "exact exact moved moved", ""),
    ("a b c d", "b c d a", "moved exact exact exact", ""),
    ("a b c d", "a c d", "exact gone exact exact", ""),
    ("a b c d", "a x c d", "exact reworded exact exact", ""),
    ("a b c d", "a x y c d", "exact gone exact exact", "x y"),
    ("a b c d", "a b c d e", "exact exact exact exact", "e"),
    ("a b c d", "a b b c d", "exact ambiguous exact exact", ""),
    ("a b b d", "a b d", "exact ambiguous ambiguous exact", ""),
    ("a b b d", "a b d b", "exact exact moved exact", ""),
    ("a b", "", "gone gone", ""),
    ("", "a", "", "a"),
]


@pytest.mark.parametrize(("was", "now", "verdicts_", "new"), MATCHED)
def test_every_row_has_a_verdict(was: str, now: str, verdicts_: str, new: str) -> None:
    """A letter is a unit: what became of each row, and what has none."""
    book = indexed(SHIPPED)[0].book
    row = next(iter(book.units.values()))
    rows = [
        row.model_copy(update={"id": f"r{at}", "sha256": unit.sha256})
        for at, unit in enumerate(units("\n\n".join(was.split())))
    ]
    found = match(rows, units("\n\n".join(now.split())), {})
    given = [each.verdict for each in found.rows]
    assert Counter(given) == Counter(verdicts_.split()) if "moved" in given else given == verdicts_.split()
    assert [unit.text for unit in found.new] == new.split()


def test_the_likest_words_are_named_beside_a_reworded_unit() -> None:
    """Two units reworded and swapped: each is compared with the one whose words it was, wherever that stands now."""
    was = ["Hands that grow weak can be a sign of it.", "Speech may become slurred over months or years."]
    now = ["Speech may become thick over months or years.", "Hands that get weak can be a sign of it."]
    row = next(iter(indexed(SHIPPED)[0].book.units.values()))
    rows = [
        row.model_copy(update={"id": f"r{at}", "sha256": unit.sha256})
        for at, unit in enumerate(units("\n\n".join(was)))
    ]
    found = match(rows, units("\n\n".join(now)), {"r0": was[0], "r1": was[1]})
    assert [(each.verdict, each.at[0].text) for each in found.rows] == [("reworded", now[1]), ("reworded", now[0])]


CHANGED = [
    ("early or late", "early and late", "early [-or-] {+and+} late"),
    ("a b", "a b c", "a b {+c+}"),
    ("a b c", "a c", "a [-b-] c"),
    (" ".join("abcdefghijklmnop"), " ".join("abcdefghXjklmnop"), "… c d e f g h [-i-] {+X+} j k l m n o …"),
]


@pytest.mark.parametrize(("was", "now", "shown"), CHANGED)
def test_changes_are_shown_word_by_word(was: str, now: str, shown: str) -> None:
    """What was taken out, what was put in, and a few words around: a report is no copy of the article."""
    assert changes(was, now) == shown
