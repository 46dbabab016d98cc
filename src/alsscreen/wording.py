"""A text in; the phrases that must never be said, the sentences that are too long and the reading grade out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .model import Forbidden

_END = re.compile(r"(?<=[.!?:])[\"')\]]*\s+|\n\s*\n|;\s+|\n(?=\s*[-*])")
"""A sentence ends at . ! ? or a colon before white space, at a semicolon, a blank line or a list mark."""

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


def sentences(text: str) -> Iterator[str]:
    """Give the sentences of a text, lines joined."""
    for part in _END.split(text):
        sentence = " ".join(part.split())
        if sentence:
            yield sentence


def words(text: str) -> list[str]:
    """Give the words of a text; {places} count as one word each."""
    return _WORD.findall(re.sub(r"\{\w+\}", "number", text))


def long_sentences(text: str, most: int) -> Iterator[str]:
    """Give the sentences of more than `most` words."""
    return (sentence for sentence in sentences(text) if len(words(sentence)) > most)


def said(text: str, forbidden: Forbidden) -> Iterator[str]:
    """Give the forbidden phrases that a text holds outside the phrases in which they are right."""
    flat = " ".join(text.lower().replace("\u2019", "'").split())
    for phrase in sorted(forbidden.excepted, key=len, reverse=True):
        flat = flat.replace(phrase, " | ")
    for phrase in forbidden.phrases:
        if _pattern(phrase).search(flat):
            yield phrase


def grade(text: str) -> float:
    """Give the Flesch-Kincaid grade of a text (textstat, extra `review`); raise ImportError without it."""
    from textstat import textstat

    return float(textstat.flesch_kincaid_grade("\n".join(f"{part.rstrip('.:;,')}." for part in sentences(text))))


def _pattern(phrase: str) -> re.Pattern[str]:
    ending = r"\w*" if phrase.endswith("*") else ""
    return re.compile(rf"(?<!\w){re.escape(phrase.rstrip('*'))}{ending}(?!\w)")
