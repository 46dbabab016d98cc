"""A source's text comes in; its units go out, each known by the hash of its normalised words."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_STRAIGHT = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b", "'") | dict.fromkeys("\u201c\u201d\u201e\u201f", '"')
)
_BULLETS = re.compile(r"\A(?:[\u2022\u2023\u25e6\u25aa\u00b7\u2013\u2014*-](?:\s+|\Z))+")
_NUMBER = re.compile(r"(\d{1,2})[.)](?:\s|\Z)")
_HYPHEN = re.compile(r"\w-\Z")
"""A line that was wrapped behind the hyphen of a compound. (A word cut by syllables looks the same, and differs.)"""
_LINE_END = re.compile(r"\r\n?|\n")
_OPENING, _CLOSING = "\"'([", "\"')]"

_ABBREVIATIONS = frozenset({"e.g.", "i.e.", "cf.", "vs.", "dr.", "mr.", "mrs.", "ms.", "prof.", "al."})
"""A full stop after these ends no sentence. "etc." is not among them: before a capital it does."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One heading, list item or sentence.

    `line` (from 1) is where its paragraph or list item begins, `part` (from 1) which sentence of that it is.
    """

    line: int
    part: int
    text: str
    sha256: str
    words: int


def normalise(text: str) -> str:
    """Give the words alone: NFKC, straight quotes, single spaces, no bullet or dash in front of a list item."""
    spaced = " ".join(unicodedata.normalize("NFKC", text).translate(_STRAIGHT).split())
    return _BULLETS.sub("", spaced)


def digest(text: str) -> str:
    """Give the SHA-256, in hex, of the normalised words as UTF-8."""
    return hashlib.sha256(normalise(text).encode("utf-8")).hexdigest()


def units(text: str) -> tuple[Unit, ...]:
    """Give every unit in order. An entry of a numbered list, as references are, stays whole."""
    return tuple(
        Unit(line, part, sentence, digest(sentence), len(sentence.split()))
        for line, block in _blocks(text)
        for part, sentence in enumerate(_sentences(block), start=1)
    )


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Give paragraphs and list items, normalised, wrapped lines joined, each with the line it begins on."""
    begun, lines, number = 0, list[str](), 0
    for at, line in enumerate([*_LINE_END.split(text), ""], start=1):
        words = line.strip()
        entry = _entry(words, due={number + 1} if lines else {1, number + 1})
        if lines and (not words or entry or _BULLETS.match(words)):
            yield begun, normalise(" ".join(lines))
            lines = []
        if lines and _HYPHEN.search(lines[-1]) and words[0].isalnum():
            lines[-1] += words
        elif words:
            begun = begun if lines else at
            lines.append(words)
        number = entry or number


def _entry(words: str, due: set[int]) -> int:
    """Give the number of the entry that begins here, or 0; a wrapped line may begin with "12. " without being due."""
    found = _NUMBER.match(words)
    number = int(found[1]) if found else 0
    return number if number in due else 0


def _sentences(block: str) -> Iterator[str]:
    words = block.split()
    start = 0
    if not _NUMBER.match(block):
        for end, (word, following) in enumerate(pairwise(words), start=1):
            if _ends(word) and _begins(following):
                yield " ".join(words[start:end])
                start = end
    if words:
        yield " ".join(words[start:])


def _ends(word: str) -> bool:
    bare = word.strip(_OPENING + _CLOSING)
    is_initial = bare[:1].isupper() and bare[1:] == "."
    return bare.endswith((".", "!", "?")) and not is_initial and bare.lower() not in _ABBREVIATIONS


def _begins(word: str) -> bool:
    return word.lstrip(_OPENING)[:1].isupper()
