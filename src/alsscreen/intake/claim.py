"""Six signs that a person typed in; the claim code that they mean, or None, out: the one word for one's own intake."""

from __future__ import annotations

import secrets

SIGNS = "23456789BCDFGHJKLMNPQRSTVWXYZ"
"""29 signs, a prime. No vowels (they would make words), and nothing that looks like another sign: no 0, 1, O or I."""

RANDOM = 5
"""Signs by chance: 20 million codes. The sixth is a check: one wrong sign, or two that changed places, is no code."""

PATTERN = rf"^[{SIGNS}]{{{RANDOM + 1}}}$"


def new() -> str:
    """Draw a code."""
    drawn = "".join(secrets.choice(SIGNS) for _ in range(RANDOM))
    return drawn + _check(drawn)


def shown(code: str) -> str:
    """Give a code as a person reads it: in two groups of three."""
    return f"{code[:3]}-{code[3:]}"


def read(text: str) -> str | None:
    """Read a code as a person types it, in any case and with any hyphens and spaces; None when it cannot be one."""
    signs = "".join(text.split()).replace("-", "").upper()
    if len(signs) != RANDOM + 1 or not set(signs) <= set(SIGNS):
        return None
    return signs if signs[-1] == _check(signs[:-1]) else None


def _check(drawn: str) -> str:
    """Weigh each sign by its place: over a prime this tells any one wrong sign and any two that changed places."""
    return SIGNS[sum(place * SIGNS.index(sign) for place, sign in enumerate(drawn, start=2)) % len(SIGNS)]
