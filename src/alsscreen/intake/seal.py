"""Bytes and public keys in; sealed bytes out, and back with the clinic's identity; the only user of pyrage."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any, Literal, TypeAlias

from ..model import Problem, ProblemsError

HEADER = b"age-encryption.org/v1\n"
"""The first line of every age file (age-encryption.org/v1)."""

PUBLIC, SECRET = "age1", "AGE-SECRET-KEY-"

Why: TypeAlias = Literal["not-sealed", "other-key", "damaged"]


class Unopened(Exception):
    """Something does not open; `why` says as much as can be known without the key."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


class Seal:
    """Public keys, checked. Each of their owners can open what is sealed, alone; the kiosk itself cannot."""

    def __init__(self, recipients: Iterable[str], file: str) -> None:
        """Read the keys; `file` is where they stand. Raise ProblemsError with everything that is wrong with them."""
        self._pyrage = _pyrage(file)
        self._keys: list[Any] = []
        problems: list[Problem] = []
        for place, text in enumerate(recipients, start=1):
            try:
                self._keys.append(self._pyrage.x25519.Recipient.from_str(text.strip()))
            except self._pyrage.RecipientError:
                problems.append(_no_recipient(text, place, file))
        if not self._keys and not problems:
            remedy = f"Name the clinic's public key: it begins with {PUBLIC}, and `age-keygen` makes it"
            problems.append(Problem(file, 0, 0, "no-recipient", "no recipient is named", remedy))
        if problems:
            raise ProblemsError(tuple(problems))

    def __call__(self, content: bytes) -> bytes:
        """Seal for all recipients."""
        return bytes(self._pyrage.encrypt(content, self._keys))


class Opener:
    """The clinic's identities, as `age-keygen` writes them: one on each line, and comments."""

    def __init__(self, text: str, file: str) -> None:
        """Read the identities; raise ProblemsError. Nothing of a key is ever repeated."""
        self._pyrage = _pyrage(file)
        self._keys: list[Any] = []
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip() and not line.startswith("#"):
                try:
                    self._keys.append(self._pyrage.x25519.Identity.from_str(line.strip()))
                except self._pyrage.IdentityError:
                    raise ProblemsError((_no_identity(text, line, number, file),)) from None
        if not self._keys:
            raise ProblemsError((Problem(file, 0, 0, "no-identity", "there is no age identity here", _KEYGEN),))

    def __call__(self, sealed: bytes) -> bytes:
        """Open; raise Unopened."""
        if not sealed or not sealed.startswith(HEADER[: len(sealed)]):
            raise Unopened("not-sealed" if sealed else "damaged")
        try:
            return bytes(self._pyrage.decrypt(sealed, self._keys))
        except self._pyrage.DecryptError as error:
            raise Unopened("other-key" if "matching key" in str(error) else "damaged") from None


_KEYGEN = "Name the file that `age-keygen -o FILE` wrote"


def _pyrage(file: str) -> Any:
    """Load it only where something is sealed or opened: a kiosk that sends nothing needs none of it."""
    try:
        import_module("pyrage.x25519")
        return import_module("pyrage")
    except ImportError:
        remedy = "Install the extra: pip install 'alsscreen[clinic]'"
        raise ProblemsError((Problem(file, 0, 0, "no-pyrage", "sealing needs pyrage", remedy),)) from None


def _no_recipient(text: str, place: int, file: str) -> Problem:
    """Say which recipient is wrong, without its text: it could be the secret one."""
    if SECRET in text.upper():
        remedy = "Take it off this machine and make a new pair of keys; name the line that begins with age1"
        return Problem(file, 0, 0, "secret-key", f"recipient {place} is a private key, which no kiosk may hold", remedy)
    remedy = f"Copy the whole line that begins with {PUBLIC}, as `age-keygen -y FILE` shows it"
    return Problem(file, 0, 0, "wrong-recipient", f"recipient {place} is no public age key", remedy)


def _no_identity(text: str, line: str, number: int, file: str) -> Problem:
    if text.startswith((HEADER.decode().strip(), "-----BEGIN AGE ENCRYPTED FILE")):
        remedy = f"Open it first: age -d {file} | alsscreen intake list --identity - DIRECTORY"
        return Problem(file, 0, 0, "locked-identity", "this identity is locked with a passphrase", remedy)
    if line.strip().startswith(PUBLIC):
        return Problem(file, number, 0, "public-key", "this is a public key, which opens nothing", _KEYGEN)
    return Problem(file, number, 0, "wrong-identity", "this line is no age identity", _KEYGEN)
