"""A book's sentences with {places} come in; lines with a style, and the region's numbers in them, go out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:  # a kiosk paints its first screen before it reads a model
    from ..model import Region

Style: TypeAlias = Literal["headline", "action", "heading", "body", "bullet", "quote", "small", "gap"]

NUMBERS = {
    "emergency": "your local emergency number",
    "advice": "your doctor",
    "crisis": "a crisis line near you",
    "emergency_text": "Ask somebody near you to call.",
}
"""The places that a region fills, and the plain words where it leaves one empty (the shipped regions leave none)."""


class Line(NamedTuple):
    """One paragraph, list item or heading; a `gap` is an empty line. A renderer wraps it."""

    style: Style
    text: str


GAP = Line("gap", "")


def fill(text: str, region: Region) -> str:
    """Put the region's numbers into {emergency}, {advice}, {crisis} and {emergency_text}."""
    for name, words in NUMBERS.items():
        number = getattr(region, name)
        text = text.replace(f"{{{name}}}", words if number is None else number.number)
    return text


def put(text: str, **values: object) -> str:
    """Put each value in its {place}. Nothing else in braces counts: `format` would follow a rule file anywhere."""
    return re.sub(r"\{([a-z0-9_]+)\}", lambda found: str(values.get(found[1], found[0])), text)


def section(heading: str, lines: Iterable[Line]) -> Iterator[Line]:
    """Give the lines under their heading, after a gap; nothing where there are none."""
    inner = tuple(lines)
    if inner:
        yield GAP
        yield Line("heading", heading)
        yield from inner


def bullets(texts: Iterable[str]) -> Iterator[Line]:
    """Give each text once, as an item of a list."""
    yield from (Line("bullet", text) for text in dict.fromkeys(texts))
