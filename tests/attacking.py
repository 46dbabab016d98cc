"""Text that an attacker would write anywhere; whether what came out of a program could fool a terminal by it."""

from __future__ import annotations

import unicodedata

EVIL = "x\x1b]52;c;aGk=\x07\x1b[2J\x9b31m\u202e\u200b\U000e0041\r\nforged: no findings"
"""Writes the clipboard, clears the screen, turns what follows, hides letters, and begins a line of its own."""

_STEERS = {"Cc", "Cf", "Co", "Zl", "Zp"}


def is_harmless(said: str) -> bool:
    """Say whether nothing in it steers a terminal, or begins a line in the program's name."""
    odd = any(sign != "\n" and unicodedata.category(sign) in _STEERS for sign in said)
    return not odd and not any(line.startswith("forged") for line in said.splitlines())
