"""A rule book in; one page that holds all of it, can be read by anybody, runs nothing and is always the same, out."""

from __future__ import annotations

import os
import re
from collections import Counter
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path

import pytest

from alsscreen.model import ProblemsError
from alsscreen.review import book as command
from alsscreen.review import writing
from alsscreen.review.book import PROVED, Proof, book_of
from alsscreen.review.book_blocks import Book, Facts, Items, Section, Table, address, code, text
from alsscreen.review.book_blocks import Item as Entry
from alsscreen.review.book_html import STYLE, html
from alsscreen.review.book_markdown import markdown
from alsscreen.review.whole import FHIR, KIOSK, load_whole
from people import BOOK, CASES, ROOT
from reviewed import copied, edited, review

WHOLE = load_whole(ROOT)
DOCUMENT = book_of(WHOLE, (Proof("every rule can fire", PROVED, "73/73 rules"), Proof("it ends", "refuted", "1/2")))
PAGE = html(DOCUMENT)
TEXT = markdown(DOCUMENT)

VOID = {"meta", "br", "hr", "img", "link", "input"}
CONTRAST = 7
"""WCAG 2.2, 1.4.6 (AAA)."""


class Tree(HTMLParser):
    """What the tests want to know of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.ids, self.links, self.headings, self.attributes = Counter(), [], [], [], set()
        self.open, self.words, self.scopes = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags[tag] += 1
        self.attributes |= set(given)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" else []
        self.scopes += [given.get("scope")] if tag == "th" else []
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.words.append(data)

    @cached_property
    def said(self):
        return " ".join(" ".join(self.words).split())


TREE = Tree(PAGE)


def flat(words):
    return " ".join(words.split())


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("rules", [rule.means for rule in BOOK.rules.values()]),
        ("judgements", [rule.judgement for rule in BOOK.rules.values() if rule.judgement]),
        ("what goes beyond the source", [rule.beyond_source for rule in BOOK.rules.values() if rule.beyond_source]),
        ("guidance", [each for guidance in BOOK.guidance.values() for each in (guidance.summary, guidance.detail)]),
        ("questions", [question.text for question in BOOK.questions.values()]),
        ("options", [option.text for question in BOOK.questions.values() for option in question.options]),
        ("quotations", [citation.quote for citation in BOOK.citations.values()]),
        ("corrections", [citation.correction for citation in BOOK.citations.values() if citation.correction]),
        ("facts", [each.fact for each in BOOK.evidence.values()]),
        ("publishers", [each.publisher for each in BOOK.evidence.values()]),
        ("addresses", [each.url for each in BOOK.evidence.values()]),
        ("units", list(BOOK.units)),
        ("remarks on units", [unit.remark for unit in BOOK.units.values() if unit.remark]),
        ("levels", [each for words in BOOK.screens.levels for each in (words.headline, words.action, words.then)]),
        ("fixed texts", list(BOOK.screens.words.values())),
        ("texts of the kiosk", list(WHOLE.files.noun(KIOSK).words.values())),
        ("terms", [each for term in WHOLE.files.noun(FHIR).hpo.terms for each in (term.code, term.label)]),
        ("sentences", [extra.text for extra in BOOK.screens.extras]),
        ("sayings", [saying.text for topic in WHOLE.topics.topics for saying in topic.says]),
        ("numbers", [region.emergency.number for region in BOOK.regions.values()]),
        ("people", [case.who for case in CASES]),
        ("proofs", ["every rule can fire", "73/73 rules", "refuted"]),
    ],
)
def test_all_of_the_book_is_in_it(kind, texts):
    """Whatever an approval covers can be read in the page."""
    assert texts
    assert not [each for each in texts if flat(each) not in TREE.said]


def test_a_rule_stands_beside_what_it_stands_on():
    """In a rule's own part are its condition in words, its quotations, its evidence with address, and its people."""
    rule = BOOK.rules["arm-fast"]
    part = re.search(r'id="rule-arm-fast".*?</section>', PAGE, re.DOTALL)[0]
    said = flat(re.sub(r"\s+", " ", " ".join(Tree(f"<section {part}").words)))
    assert "Has any of this become hard for you" in said
    assert "it is not known" in said
    for name in rule.cites:
        assert flat(BOOK.citations[name].quote) in said
    for name in rule.evidence:
        assert flat(BOOK.evidence[name].fact) in said
        assert BOOK.evidence[name].url in said
    assert re.search(rf"Fires for {sum(rule.id in case.rules for case in CASES)} of {len(CASES)} people", said)
    assert "Nearly fires for" in said


def test_every_link_leads_somewhere():
    """Each link inside the page has its place, and each place its own name."""
    inside = {link[1:] for link in TREE.links if link.startswith("#")}
    assert inside - set(TREE.ids) == set()
    assert [name for name, count in Counter(TREE.ids).items() if count > 1] == []


def test_the_page_is_well_made():
    """One language, one h1, no heading level skipped, landmarks, and headed rows and columns."""
    assert '<html lang="en">' in PAGE
    assert TREE.open == []
    assert (TREE.headings.count(1), TREE.tags["main"], TREE.tags["nav"], TREE.tags["header"]) == (1, 1, 1, 1)
    assert all(later - earlier <= 1 for earlier, later in zip(TREE.headings, TREE.headings[1:], strict=False))
    assert set(TREE.scopes) == {"col", "row"}
    assert TREE.tags["caption"] == TREE.tags["table"]


def test_the_page_runs_and_fetches_nothing():
    """No script, no picture, no frame, no handler, and nothing from elsewhere: one file is all of it."""
    assert not {"script", "img", "iframe", "object", "link", "form"} & set(TREE.tags)
    assert not [name for name in TREE.attributes if name.startswith("on") or name in ("src", "style")]
    style = (Path(command.__file__).parent / STYLE).read_text(encoding="utf-8")
    assert not re.search(r"url\(|@import|expression", style)
    assert all(link.startswith(("#", "https://", "http://")) for link in TREE.links)


def test_the_colours_can_be_read_by_everybody():
    """Each colour of letters on each colour behind them has the contrast of level AAA."""
    style = (Path(command.__file__).parent / STYLE).read_text(encoding="utf-8")
    letters = set(re.findall(r"[; {]color: (#\w+)", style))
    behind = set(re.findall(r"background: (#\w+)", style))
    assert letters
    assert behind
    assert min(contrast(one, other) for one in letters for other in behind) >= CONTRAST


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_the_same_book_gives_the_same_bytes(tmp_path, capsys):
    """Two runs, in two places, give one digest: neither date nor path nor time is in the page."""
    here, there = (
        review(capsys, "book", "--json", rules=rules).data for rules in (ROOT, copied(tmp_path / "elsewhere"))
    )
    assert (here["sha256"], here["book"]) == (there["sha256"], there["book"])
    assert str(tmp_path) not in PAGE


def test_it_says_what_nobody_has_reviewed():
    """The first page says that nobody has signed, and that approval is no proof of medical truth."""
    assert "What is not reviewed" in TREE.said
    assert "does not certify that they are medically true" in TREE.said
    unchecked = sum(
        number is not None and number.checked is None
        for region in BOOK.regions.values()
        for number in (region.emergency, region.advice, region.crisis, region.emergency_text)
    )
    assert f"{unchecked} of " in TREE.said


def test_it_prints_its_denominators(capsys):
    """Every unit, rule and person is counted."""
    out = review(capsys, "book").out
    assert f"{len(BOOK.units)} units of the source, {len(BOOK.units)} of {len(BOOK.units)} decided" in out
    assert f"{len(BOOK.rules)} rules" in out
    assert f"{len(CASES)} people" in out


def test_without_proofs_it_says_so():
    """A book on which nothing was proved does not look as if it were."""
    assert "Not run." in html(book_of(WHOLE))


# ---- text that would be more than text -----------------------------------------------------------------------------

HOSTILE = "<script>alert(1)</script> \"'><b onclick=x> & </section> | **bold** [a](javascript:x) `code`"


def test_what_stands_in_a_rule_stays_text(tmp_path):
    """Signs that mean something to a browser, or to Markdown, are shown as they are."""
    rules = copied(tmp_path / "rules")
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    edited(
        rules, "rules.yaml", "    summary: Cramps are common", f"    headline: {quoted}\n    summary: Cramps are common"
    )
    document = book_of(load_whole(rules))
    page = html(document)
    tree = Tree(page)
    assert "script" not in tree.tags
    assert "onclick" not in tree.attributes
    assert flat(HOSTILE) in tree.said
    assert "<script" not in markdown(document)


@pytest.mark.parametrize("words", [HOSTILE, "# no heading", "1. no list", "- none", "a_b_c*d*", "~~x~~", "\\"])
def test_markdown_signs_are_taken_for_themselves(words):
    """Every sign of Markdown in a text is escaped, in a paragraph, a list and a table."""
    table = Table("c", ("A", "B"), (((words,), (words,)),))
    body = (text(words), Items((Entry((words,)),)), Facts(((words, (words,)),)), table)
    made = markdown(Book("t", (), (Section("s", ("t",), body),)))
    row = made.splitlines()[-1]
    assert len(re.findall(r"(?<!\\)\|", row)) == 3
    for line in made.splitlines()[4:]:
        assert not re.match(r"\s*(#|\d+\.)\s", line)
        assert not re.search(r"(?<![\\*])\*\*?(?=bold)|<script|(?<!\\)~~|(?<!\\)\[a", line)


def test_an_address_that_runs_something_is_no_link():
    """Only web addresses become links."""
    page = html(Book("t", (), (Section("s", ("t",), (text(address("javascript:alert(1)")),)),)))
    assert "javascript:alert(1)" in page
    assert 'href="javascript' not in page


def test_the_markdown_form_says_the_same():
    """Each rule and each quotation stands in the Markdown form too, and each row of a table has all its cells."""
    plain = flat(TEXT.replace("\\", "").replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&"))
    for rule in BOOK.rules.values():
        assert f"{flat(rule.means)} `{rule.id}`" in plain
    for citation in BOOK.citations.values():
        assert flat(citation.quote) in plain
    cells = None
    for line in TEXT.splitlines():
        count = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else None
        assert cells is None or count is None or count == cells
        cells = count


def test_a_case_that_is_not_met_is_marked(tmp_path):
    """A person who is told something else than expected is counted and marked in the table."""
    rules = copied(tmp_path / "rules")
    edited(
        rules,
        "cases.yaml",
        "    level: emergency\n    rules: [sudden-sign]",
        "    level: soon\n    rules: [sudden-sign]",
    )
    said = Tree(html(book_of(load_whole(rules)))).said
    assert f"{len(CASES) - 1} of {len(CASES)} people" in said
    assert "the case expects soon" in said


# ---- writing -------------------------------------------------------------------------------------------------------


def test_both_forms_are_written_whole(tmp_path, capsys):
    """The files hold what was rendered, and everybody may read them."""
    page, plain = tmp_path / "book.html", tmp_path / "book.md"
    told = review(capsys, "book", "--html", page, "--markdown", plain, "--json")
    assert told.code == 0
    assert told.data["written"] == [str(page), str(plain)]
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert plain.read_text(encoding="utf-8").startswith("# The rule book")
    if os.name == "posix":
        assert page.stat().st_mode & 0o777 == 0o644


def test_nothing_is_overwritten_unless_asked(tmp_path, capsys):
    """A file that is there stays; with --force a new one takes its place."""
    page = tmp_path / "book.html"
    page.write_text("mine")
    assert review(capsys, "book", "--html", page).codes() == {"exists"}
    assert page.read_text() == "mine"
    assert review(capsys, "book", "--html", page, "--force").code == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert [path.name for path in tmp_path.iterdir()] == ["book.html"]


def test_a_link_is_not_written_through(tmp_path, capsys):
    """Where a link stands nothing is written, not even with --force."""
    target = tmp_path / "target"
    target.write_text("mine")
    (tmp_path / "book.html").symlink_to(target)
    assert review(capsys, "book", "--html", tmp_path / "book.html", "--force").codes() == {"exists"}
    assert target.read_text() == "mine"


def test_a_write_that_fails_leaves_what_was_there(tmp_path, monkeypatch):
    """When the new file cannot take its place, the old one stays and nothing else is left."""
    page = tmp_path / "book.html"
    page.write_text("mine")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.Path, "replace", fail)
    with pytest.raises(ProblemsError):
        writing.write(page, b"new", force=True)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("book.html", "mine")]


def test_a_book_that_cannot_be_read_is_not_printed(tmp_path, capsys):
    """With a problem in the rules nothing is written."""
    rules = copied(tmp_path / "rules")
    edited(rules, "rules.yaml", "guidance: cramps-routine", "guidance: cramps-rotine")
    told = review(capsys, "book", "--html", tmp_path / "book.html", rules=rules)
    assert told.codes() == {"unknown-id"}
    assert not (tmp_path / "book.html").exists()


def test_an_id_is_set_apart():
    """A code is a code in both forms."""
    book = Book("t", (), (Section("s", ("t",), (text("see ", code("arm-fast")),)),))
    assert "<code>arm-fast</code>" in html(book)
    assert "`arm-fast`" in markdown(book)
