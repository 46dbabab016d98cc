"""A PIN in; its hash for the configuration, and whether a later one is the same, not too often, out."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable

N, R, P, LENGTH = 2**15, 8, 1, 32
"""scrypt: 32 MB and some 80 ms a try (OWASP names N=2^15, r=8, p=3 or more memory; a PIN is guarded by waiting too)."""

MOST_MEMORY = 128 * 1024 * 1024
FREE_TRIES, FIRST_WAIT, LONGEST_WAIT = 3, 30.0, 900.0
"""Tries before one has to wait, and seconds; the wait doubles with every further try."""

DIGITS = re.compile(r"[0-9]{6,12}")
_FORM = re.compile(r"scrypt:(\d{1,9}):(\d{1,3}):(\d{1,3}):([0-9a-f]{32}):([0-9a-f]{64})")


def hashed(pin: str) -> str:
    """Give the line for the configuration."""
    salt = secrets.token_bytes(16)
    return f"scrypt:{N}:{R}:{P}:{salt.hex()}:{_scrypt(pin, N, R, P, salt).hex()}"


def is_hash(text: str) -> bool:
    """Say whether a text has the form that `hashed` gives, with a cost that is neither a joke nor a trap."""
    found = _FORM.fullmatch(text)
    if found is None:
        return False
    n, r, p = (int(found[index]) for index in (1, 2, 3))
    return n >= 2**14 and n & (n - 1) == 0 and 1 <= r <= 32 and 1 <= p <= 8 and 128 * n * r * p < MOST_MEMORY  # noqa: PLR2004


def _scrypt(pin: str, n: int, r: int, p: int, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=n, r=r, p=p, maxmem=2 * MOST_MEMORY, dklen=LENGTH)


class Door:
    """Lets staff in. What was tried is not kept; how often is, across sessions."""

    def __init__(self, pin: str | None, clock: Callable[[], float], *, free: bool = False) -> None:
        """Without a PIN there is no door, unless it is `free`: in a demo whoever tries it must get out."""
        self._pin, self._clock, self._free = pin, clock, free
        self._tries = 0
        self._closed_until = 0.0

    @property
    def exists(self) -> bool:
        """Say whether there is any way in."""
        return self._free or self._pin is not None

    @property
    def wait(self) -> float:
        """Give the seconds until the next try is looked at."""
        return max(0.0, self._closed_until - self._clock())

    def opens(self, pin: str) -> bool:
        """Say whether this is the PIN; too early, or without a PIN in the configuration, nothing is."""
        if self._free:
            return True
        found = _FORM.fullmatch(self._pin) if self._pin is not None and is_hash(self._pin) else None
        if self.wait > 0 or found is None:
            return False
        n, r, p = (int(found[index]) for index in (1, 2, 3))
        if hmac.compare_digest(_scrypt(pin, n, r, p, bytes.fromhex(found[4])).hex(), found[5]):
            self._tries = 0
            return True
        self._tries += 1
        if self._tries >= FREE_TRIES:
            wait = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** (self._tries - FREE_TRIES))
            self._closed_until = self._clock() + wait
        return False
