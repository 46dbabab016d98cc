"""Lines in; plain text that fits a width, without an escape code, out."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from .lines import Line, Style

_INDENT: dict[Style, tuple[str, str]] = {
    "bullet": ("- ", "  "),
    "quote": ("  | ", "  | "),
}
_RULE: dict[Style, str] = {"headline": "=", "heading": "-"}
_ABOVE: frozenset[Style] = frozenset({"headline", "action", "body"})
"""Paragraphs: an empty line stands before each, unless a heading does."""


def text(lines: Iterable[Line], width: int = 72) -> str:
    """Wrap lines to a width; headings are underlined, list items and quotations hang."""
    out: list[str] = []
    before: Style = "gap"
    for style, words in lines:
        if (style in _ABOVE and before not in ("gap", "heading")) or (style == "heading" and before != "gap"):
            out.append("")
        out.extend(_wrapped(style, words, width))
        before = style
    return "\n".join(out).strip("\n") + "\n"


def _wrapped(style: Style, words: str, width: int) -> list[str]:
    first, later = _INDENT.get(style, ("", ""))
    wrapped = textwrap.wrap(
        words, max(width, 20), initial_indent=first, subsequent_indent=later, break_on_hyphens=False
    ) or [""]
    rule = _RULE.get(style)
    return [*wrapped, rule * max(map(len, wrapped))] if rule else wrapped
