"""What is wrong with a YAML file, in words for somebody who has not heard of YAML."""

from __future__ import annotations

MAX_DEPTH = 24
"""Levels; a rule with a nested condition takes ten."""

MAX_NODES = 50_000
"""Keys, values and lists; the largest file of the shipped book has some 5,000."""

_LONGEST = 40
"""Characters of somebody's text that a message repeats."""


def shown(text: str) -> str:
    """Give the beginning of a text, in quotes, as a message may repeat it."""
    return f"'{text}'" if len(text) <= _LONGEST else f"'{text[:_LONGEST]}…'"


TOO_DEEP = ("too-deep", f"lists and keys inside each other, more than {MAX_DEPTH} deep", "Write it flatter")
TOO_MANY = ("too-many", f"more than {MAX_NODES:,} keys, values and lists", "Split the file")
REMOVE = "Remove it; if it begins a text, put the text in quotes"
WRITE_OUT = "Write the values out; if it begins a text, put the text in quotes"
UNREADABLE = ("this cannot be read", "Mend the indentation, colons and quotes here")

_UNCLOSED = ("the quotes that open here are not closed", "Close them")
_BRACKET = ("the bracket that opens here is not closed, or lacks a comma", "Close it, or put the text in quotes")
_FIRST = ("a text may not begin with this character", "Put the text in quotes")
SYNTAX = {
    "quoted scalar found unexpected": _UNCLOSED,
    "quoted scalar": ("this backslash means nothing", "Put a text with a backslash in single quotes"),
    "flow sequence": _BRACKET,
    "flow mapping": _BRACKET,
    "cannot start any token": _FIRST,
    "scanning an alias": _FIRST,
    "scanning an anchor": _FIRST,
    "tag": _FIRST,
    "mapping values": ("a second colon, or a wrong indentation", "Put a text with a colon in quotes"),
    "block sequence entries": ("a list may not begin on this line", "Begin it on a line of its own"),
    "expected ':'": ("a colon is missing", "Write 'key: value', or '- ' in front of a list item"),
    "block scalar": ("nothing may follow '|' or '>' on its line", "Begin the text on the next line"),
    "directive": ("a line may not begin with '%'", "Remove it"),
    "YAML document": ("a line may not begin with '%'", "Remove it"),
    "document": ("the file goes on behind its end", "Remove '...' and what follows"),
    "expected": ("this does not fit what stands before it", "Mend indentation, quotes and brackets, here or above"),
}
"""Part of what the parser says, the first that fits; what we say, and the remedy."""

OPENED = ("quoted scalar found unexpected", "flow sequence", "flow mapping", "expected ':'")
"""Where these begin is a better place than where they were found out."""
