"""What may hide in a text is found and dropped, and nothing else is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsscreen.clean import clean, hidden, is_hidden, spelt

HIDDEN = {
    "escape": "\x1b",
    "bell": "\a",
    "delete": "\x7f",
    "next line": "\x85",
    "soft hyphen": "\xad",
    "zero-width space": "\u200b",
    "right-to-left override": "\u202e",
    "first strong isolate": "\u2068",
    "line separator": "\u2028",
    "word joiner": "\u2060",
    "byte order mark": "\ufeff",
    "tag letter": "\U000e0041",
    "private use": "\ue000",
    "lone surrogate": "\ud800",
    "unassigned": "\u0378",
    "Hangul filler": "\u3164",
    "blank Braille": "\u2800",
    "combining grapheme joiner": "\u034f",
    "variation selector 1": "\ufe00",
    "variation selector 17": "\U000e0100",
}

SEEN = {
    "Persian with a non-joiner": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "Hindi with a joiner": "\u0915\u094d\u200d\u0937",
    "a family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "a heart in colour": "\u2764\ufe0f",
    "accents": "\u00e9 e\u0301",
    "quotes and dashes": "\u201cit\u2019s\u201d \u2013 \u20ac",
}


@pytest.mark.parametrize("character", HIDDEN.values(), ids=HIDDEN)
def test_what_shows_nothing_is_hidden(character: str) -> None:
    """Each of these can fool a terminal, a page or a reader."""
    assert is_hidden(character)
    assert clean(f"a{character}b") in ("ab", "a b")
    assert list(hidden(f"a\nb{character}")) == [3]


@pytest.mark.parametrize("text", SEEN.values(), ids=SEEN)
def test_what_a_script_needs_is_kept(text: str) -> None:
    """Letters, marks and joiners that a reader sees the effect of stay."""
    assert clean(text) == text
    assert not list(hidden(text))


@pytest.mark.parametrize(
    ("text", "kept"),
    [("wo\u200drd", "word"), ("\u200cword", "word"), ("\u0645\u200c\u200c\u200d", "\u0645\u200c"), ("\u200d" * 9, "")],
)
def test_a_joiner_that_joins_nothing_is_hidden(text: str, kept: str) -> None:
    """A joiner stays behind a letter that is not ASCII, and only one."""
    assert clean(text) == kept
    assert len(list(hidden(text))) >= 1


def test_white_space_becomes_single_spaces() -> None:
    """A text of one line has no tab, no line end and no double space."""
    assert clean(" a\tb\r\nc\x0bd\u2028e  f\u00a0g ") == "a b c d e f g"


def test_lines_are_kept_when_asked() -> None:
    """A text of several lines keeps its lines, each cleaned."""
    assert clean("a \x1b[31mb\r\n\tc", lines=True) == "a [31mb\nc"


def test_line_ends_are_not_hidden() -> None:
    """Line ends of Unix and Windows are no characters of a line; a lone carriage return is."""
    assert list(hidden("a\nb\r\nc\rd")) == [6]


@given(st.text())
def test_nothing_hidden_is_left(text: str) -> None:
    """What was cleaned holds nothing hidden, and to clean it again changes nothing."""
    once = clean(text)
    assert not list(hidden(once))
    assert clean(once) == once


@given(st.text())
def test_nothing_seen_is_dropped(text: str) -> None:
    """Letters, digits and punctuation stay, in their order."""

    def shown(part: str) -> str:
        kinds = {"L", "N", "P"}
        return "".join(sign for sign in part if unicodedata.category(sign)[0] in kinds and not is_hidden(sign))

    assert shown(clean(text)) == shown(text)


@pytest.mark.parametrize(
    ("name", "spelt_out"),
    [
        ("gr\0ip", "gr<U+0000>ip"),
        ("\u200d", "<U+200D>"),
        ("a\u200db", "a<U+200D>b"),
        (SEEN["Hindi with a joiner"], SEEN["Hindi with a joiner"]),
    ],
)
def test_a_foreign_name_is_spelt_out(name: str, spelt_out: str) -> None:
    """What shows nothing stands there as its number, a joiner that joins nothing too; what a script needs is kept."""
    assert spelt(name) == spelt_out


@given(st.text(st.sampled_from(["a", "\u200d", "\u200c", "\u0645", "\x1b", "\ufe00", "'", "\n"])))
def test_a_name_that_is_spelt_out_hides_nothing(name: str) -> None:
    """Nor does a message that holds it in quotes."""
    assert not list(hidden(f"'{spelt(name)}'"))
