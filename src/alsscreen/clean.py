"""Any text in; the same text without what a terminal, a page or a reader could be fooled by out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_JOINERS = "\u200c\u200d"
"""Zero-width (non-)joiner: without them several scripts are misspelt. They follow a letter that is not ASCII."""

_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Controls, formats (bidirectional marks among them), surrogates, private, unassigned, line and paragraph marks."""

_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that show nothing (most from Unicode's Default_Ignorable_Code_Point)."""

_ODD = re.compile(r"\r(?!\n)|[^\n\r -~]")
"""What may be hidden: all but the printable characters of ASCII and the ends of lines."""

_STRAY = re.compile(f"(?<![^\0-\x7f])[{_JOINERS}]+|(?<=[{_JOINERS}])[{_JOINERS}]+")
"""A joiner that joins nothing."""


def is_hidden(character: str) -> bool:
    """Say whether a character is one that no text of ours may hold."""
    if character in _JOINERS:
        return False
    return unicodedata.category(character) in _DROPPED or character in _BLANK or _selects(ord(character))


def hidden(text: str) -> Iterator[int]:
    """Give the index of each hidden character of a text of several lines, joiners that join nothing among them."""
    for odd in _ODD.finditer(text):
        if is_hidden(odd[0]) or (odd[0] in _JOINERS and _STRAY.match(text, odd.start())):
            yield odd.start()


def clean(text: str, *, lines: bool = False) -> str:
    """Drop hidden characters; keep newlines with `lines`, else turn all white space into single spaces."""
    if lines:
        return "\n".join(clean(line) for line in text.splitlines())
    spaced = "".join(" " if character in "\t\n\r\v\f\x85\u2028\u2029" else character for character in text)
    kept = "".join(character for character in spaced if not is_hidden(character))
    return " ".join(_STRAY.sub("", kept).split())


def spelt(name: str) -> str:
    """Give a name of unknown origin with each hidden character spelt out; all else stays as it is, to be copied."""
    seen = "".join(_number(sign) if is_hidden(sign) else sign for sign in name)
    return _STRAY.sub(lambda found: "".join(map(_number, found[0])), seen)


def _number(sign: str) -> str:
    return f"<U+{ord(sign):04X}>"


def _selects(code: int) -> bool:
    """Say whether it is a variation selector that no common text needs; bytes can be smuggled in these."""
    return 0xFE00 <= code <= 0xFE0D or 0xE0100 <= code <= 0xE01EF  # noqa: PLR2004 (blocks of Unicode)
