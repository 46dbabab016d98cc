"""The fixed words that every part of the program shares: levels, codes, kinds and limits."""

from __future__ import annotations

from typing import Literal, TypeAlias

FORMAT_VERSION = 1
"""The version of every file under `rules/` and of every JSON result."""

NOT_SURE = "not-sure"
DECLINED = "declined"
ANY_TICK = "any-tick"
"""In a condition's `holds`: each option that is neither an absence nor an unknown; spelt out when the book is read."""

NOTE_LENGTH = 200
"""Characters of a text answer (DESIGN, section 5: one short note for the clinician)."""

Level: TypeAlias = Literal["emergency", "same-day", "soon", "routine", "information"]
LEVELS: tuple[Level, ...] = ("emergency", "same-day", "soon", "routine", "information")
"""Most urgent first; request priority stat, asap, urgent, routine, and plain information."""

Basis: TypeAlias = Literal["source", "corroborated", "safety"]
Kind: TypeAlias = Literal["choice", "choices", "text"]
Perspective: TypeAlias = Literal["self", "other"]
Reason: TypeAlias = Literal[
    "boilerplate", "lead-in", "promotion", "duplicate", "mechanism",
    "treatment", "prognosis", "statistic", "contested", "not-askable",
]  # fmt: skip
