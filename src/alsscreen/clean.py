"""Any text in; the same text without what a terminal, a page or a reader could be fooled by out."""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d"
"""Zero-width (non-)joiner: without them several scripts are misspelt."""

_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Controls, formats (bidirectional marks among them), surrogates, private, unassigned, line and paragraph marks."""


def is_hidden(character: str) -> bool:
    """Say whether a character is one that no text of ours may hold."""
    return unicodedata.category(character) in _DROPPED and character not in _JOINERS


def clean(text: str, *, lines: bool = False) -> str:
    """Drop hidden characters; keep newlines with `lines`, else turn all white space into single spaces."""
    if lines:
        return "\n".join(clean(line) for line in text.splitlines())
    spaced = "".join(" " if character in "\t\n\r\v\f\x85\u2028\u2029" else character for character in text)
    kept = "".join(character for character in spaced if not is_hidden(character))
    return " ".join(kept.split())
