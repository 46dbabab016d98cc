"""The program's own words: help, errors, headings, findings and pages keep the rules of the rule book's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest

from alsscreen import wording
from alsscreen.arguments import DESCRIPTION, ENDING
from alsscreen.exits import FAULT_TEXT
from alsscreen.kiosk.words import read_words
from alsscreen.render.page import UNKNOWN
from alsscreen.render.result import LATER, NO_RULE, NOT_A_DIAGNOSIS
from alsscreen.render.sheet import SELF_REPORT
from alsscreen.review.whole import load_whole
from alsscreen.texts import shown_texts
from people import ROOT
from spoken import Said, said_by_code, said_by_program, said_by_template, unquoted

WHOLE = load_whole(ROOT)
WORDING = WHOLE.wording
SAID = tuple(said_by_program())
KIOSK = read_words(ROOT)

FOR_REVIEWERS = "review/"
REVIEWERS_WORDS = 30
"""Words of a sentence for somebody who reviews the rule book at a desk; everybody else has the 20 of wording.yaml."""

SETTING = re.compile(r"\b[A-Z][A-Z_]+=\w+")
"""The name of a setting with its value: one word, however long."""

LEAST = 1_000
"""Pieces of text in the program; fewer, and this test has gone blind."""


def wrong(texts: Iterable[Said]) -> Iterator[str]:
    """Give each phrase that must not be said, and each sentence that is too long, with its place."""
    for place, text in texts:
        for_reviewers = place.startswith(FOR_REVIEWERS)
        spoken = unquoted(text) if for_reviewers else text
        for rule in WORDING.forbidden:
            yield from (f"{place}: {phrase} ({rule.id})" for phrase in wording.said(spoken, rule))
        most = REVIEWERS_WORDS if for_reviewers else WORDING.caps.sentence_words
        yield from (f"{place}: long: {each}" for each in wording.long_sentences(SETTING.sub("SETTING", text), most))


def test_no_string_of_the_program_says_what_must_not_be_said() -> None:
    """Screens, errors, help, headings, findings and pages: nothing forbidden, and no long sentence."""
    assert list(wrong(SAID)) == []
    assert len(SAID) > LEAST


@pytest.mark.parametrize(
    "text",
    [
        *(DESCRIPTION, ENDING, "ask the questions and show the result", "another rule book"),
        *(FAULT_TEXT, "alsscreen: the output was not written whole: {place}"),
        *(SELF_REPORT, UNKNOWN, LATER, NO_RULE, *NOT_A_DIAGNOSIS.values()),
        *("Make two of it", "region '{place}': not verified: {place}"),
    ],
)
def test_the_walk_sees_every_kind_of_text(text: str) -> None:
    """Help, an error, headings of a result and of a page, a finding and its remedy are among what is read."""
    assert text in {said.text for said in SAID}


BAD = """
import re
def f(name):
    "A docstring that says you have ALS."
    parser.add_argument("--x", help="tells whether you have ALS")
    print(f"{name}: it is unlikely to be bad")
    raise ValueError("an invalid answer was given")
    heading = "Your risk score"
    re.compile("good news for you")
"""


def test_a_planted_bad_sentence_is_found_wherever_it_stands() -> None:
    """In a help text, an f-string, an error and a constant; a docstring and a pattern are read by nobody."""
    found = [line.partition(": ")[2] for line in wrong(said_by_code("planted.py", BAD))]
    assert found == [
        "you have als (diagnosis)",
        "unlikely (chance)",
        "invalid answer (blame)",
        "your risk (chance)",
        "risk score (chance)",
        "score (chance)",
    ]


def test_a_planted_bad_sentence_in_a_page_is_found() -> None:
    """The words between the tags of a template are read, and nothing else of it."""
    template = '<p class="good news">{{ words.good_news }}</p><p>Your result is negative.</p>'
    assert [line.partition(": ")[2] for line in wrong(said_by_template("a.html", template))] == ["negative (screening)"]


@pytest.mark.parametrize(
    ("place", "text", "is_wrong"),
    [
        ("review/words.py", "this says 'unlikely'", False),
        ("review/words.py", 'the quotation "a fatal disease" is not shown', False),
        ("review/words.py", "the doctor's word is that it's unlikely, isn't it", True),
        ("review/words.py", "this is unlikely", True),
        ("ask.py", "this says 'unlikely'", True),
        ("ask.py", "This is not a diagnosis.", False),
        ("ask.py", "This is a diagnosis.", True),
        ("ask.py", "word " * 21, True),
        ("review/words.py", "word " * 21, False),
        ("review/words.py", "word " * 31, True),
    ],
)
def test_what_is_denied_or_quoted_is_told_apart(place: str, text: str, is_wrong: bool) -> None:
    """A reviewer may be shown a forbidden phrase in quotes; a person may not, and apostrophes are no quotes."""
    assert bool(list(wrong([Said(place, text)]))) == is_wrong


def test_the_kiosks_words_keep_the_same_rules() -> None:
    """A kiosk's screens, in a terminal and in a browser, say nothing forbidden and no long sentence."""
    assert list(wrong(Said(name, text) for name, text in KIOSK.items())) == []


def test_medical_words_are_explained_where_they_stand() -> None:
    """A question or a page to learn from explains its medical words itself, save those that the opening explains."""
    items: dict[str, str] = {"opening": " ".join(WHOLE.book.screens.words["opening"].split())}
    for shown in shown_texts(WHOLE.files):
        if shown.item.startswith(("questions ", "topics ")):
            items[shown.item] = f"{items.get(shown.item, '')} {' '.join(shown.text.split())}"
    for word in WORDING.medical_words:
        used = [item for item in items if re.search(rf"(?i)\b{word.word}\b", items[item])]
        assert used, word.word
        assert [item for item in used if word.explained not in items[item] + items["opening"]] == [], word.word
