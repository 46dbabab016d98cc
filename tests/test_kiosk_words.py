"""The kiosk's own words: the same rules as for every text that a person can see."""

from __future__ import annotations

import re

import pytest

from alsscreen import wording
from alsscreen.kiosk.words import read_words
from alsscreen.review.whole import load_whole
from kiosk_desk import SHOP
from people import ROOT

WORDING = load_whole(ROOT).wording
WORDS = read_words(ROOT)


@pytest.mark.parametrize("name", WORDS)
def test_nothing_forbidden_is_said(name: str) -> None:
    """No text says what must never be said, and no sentence has more than 20 words."""
    assert not [phrase for rule in WORDING.forbidden for phrase in wording.said(WORDS[name], rule)]
    assert not list(wording.long_sentences(WORDS[name], WORDING.caps.sentence_words))


def test_the_words_are_plain() -> None:
    """For visitors they read at grade 6 or lower; the page for staff may use their words."""
    ours = [text if text[-1] in ".?!" else f"{text}." for name, text in WORDS.items() if "staff_" not in name]
    assert wording.grade("\n".join(ours)) <= WORDING.caps.grade


def test_every_word_has_a_use() -> None:
    """What replaces a word of the screens exists there, and the rest is used by the kiosk."""
    folder = ROOT.parent / "src" / "alsscreen" / "kiosk"
    files = [path for path in folder.rglob("*") if path.suffix in (".py", ".html")]
    code = "".join(path.read_text(encoding="utf-8").replace("'", '"') for path in files)
    shipped = load_whole(ROOT).book.screens.words
    made = re.compile(r"look_\w+|attract_private\w*|(print|send)_\w+|do_(print|send|sent)|wrong")
    names = [name.removeprefix("web_") for name in WORDS]
    unused = [name for name in names if name not in shipped and not re.search(rf'"{name}"|words\.{name}\b', code)]
    assert [name for name in unused if not made.fullmatch(name)] == []


def test_the_first_screen_names_no_disease() -> None:
    """Everybody in the room can read it."""
    page = SHOP.screens.attract()
    shown = " ".join((page.title, *(line.text for line in page.lines), *(row.text for row in page.rows)))
    assert not re.search(r"\b(ALS|MND|disease|nerve)", shown)
