"""Bytes, an OpenSSH signature and a list of allowed signers in; whether it is good, and whose it is, out.

The signature is what `ssh-keygen -Y sign -n alsscreen-rules` makes (OpenSSH's PROTOCOL.sshsig); ed25519 keys only.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import subprocess
from pathlib import Path
from typing import NamedTuple

from ..model import Problem, ProblemsError

NAMESPACE = "alsscreen-rules"
"""A signature that was made for something else, such as a git commit, is worth nothing here."""

KEY_TYPE = "ssh-ed25519"
INSTALL = "Install alsscreen with the extra 'review', which brings the package cryptography"

_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_MAGIC, _VERSION = b"SSHSIG", 1
_HASHES = {"sha512": hashlib.sha512, "sha256": hashlib.sha256}


class BadSignatureError(Exception):
    """The signature is not one, or not of these bytes; the message says why."""


class UncheckedError(Exception):
    """Nothing can be said of the signature here, since the package that checks it is not installed."""


class _Parts(NamedTuple):
    key: bytes
    namespace: str
    reserved: bytes
    hash: str
    signature: bytes


class _Reader:
    """Takes strings with their length in front, and refuses what ends too soon."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def take(self, size: int) -> bytes:
        if len(self._content) < size:
            raise BadSignatureError("it was cut short")
        taken, self._content = self._content[:size], self._content[size:]
        return taken

    def number(self) -> int:
        return int.from_bytes(self.take(4), "big")

    def string(self) -> bytes:
        return self.take(self.number())

    def end(self) -> None:
        if self._content:
            raise BadSignatureError("something stands behind its end")


def verify(message: bytes, armored: str) -> bytes:
    """Check a signature of these bytes; give the public key that made it, as OpenSSH writes it in base64.

    Raises BadSignatureError, and UncheckedError without `cryptography`.
    """
    parts = _parts(armored)
    if parts.namespace != NAMESPACE:
        raise BadSignatureError(f"it was made for '{parts.namespace[:40]}', not for '{NAMESPACE}'")
    if parts.hash not in _HASHES:
        raise BadSignatureError("it names a hash that is not known here")
    hashed = _HASHES[parts.hash](message).digest()
    fields = (parts.namespace.encode(), parts.reserved, parts.hash.encode(), hashed)
    signed = _MAGIC + b"".join(len(field).to_bytes(4, "big") + field for field in fields)
    if not _made_by(_raw(parts.key, "key"), _raw(parts.signature, "signature"), signed):
        raise BadSignatureError("it was not made over these bytes by this key")
    return parts.key


def fingerprint(key: bytes) -> str:
    """Give a public key's fingerprint as ssh-keygen prints it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode("ascii").rstrip("=")


def sign(key: Path, message: bytes) -> str:
    """Let ssh-keygen sign with a private key (or the public half of one in an agent); raise ProblemsError."""
    command = ["ssh-keygen", "-Y", "sign", "-n", NAMESPACE, "-f", str(key.absolute())]
    try:
        done = subprocess.run(command, input=message, capture_output=True, check=False)
    except FileNotFoundError:
        raise _problem(key, "no-ssh-keygen", "there is no ssh-keygen here to sign with", "Install OpenSSH") from None
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason was given"]
        what = f"ssh-keygen could not sign with this key ({reason[-1]})"
        raise _problem(key, "not-signed", what, "Name your private ed25519 key, or load it into ssh-agent first")
    armored = done.stdout.decode("ascii")
    try:
        _raw(_parts(armored).key, "key")
    except BadSignatureError as error:
        remedy = "Make one with: ssh-keygen -t ed25519"
        raise _problem(key, "not-signed", f"this key cannot be used: {error}", remedy) from None
    return armored


def _parts(armored: str) -> _Parts:
    """Take an armored signature apart."""
    lines = [line.strip() for line in armored.strip().splitlines()]
    if not lines or lines[0] != _BEGIN:
        raise BadSignatureError("it does not begin as a signature does")
    if lines[-1] != _END:
        raise BadSignatureError("it was cut short")
    try:
        reader = _Reader(base64.b64decode("".join(lines[1:-1]), validate=True))
    except binascii.Error:
        raise BadSignatureError("it is damaged, or was cut short") from None
    if reader.take(len(_MAGIC)) != _MAGIC or reader.number() != _VERSION:
        raise BadSignatureError("it is of a kind that is not known here")
    key, namespace, reserved, hash_name, signature = (reader.string() for _ in range(5))
    reader.end()
    return _Parts(key, namespace.decode("utf-8", "replace"), reserved, hash_name.decode("ascii", "replace"), signature)


def _raw(blob: bytes, what: str) -> bytes:
    """Take the bare key or signature out of its wrapping."""
    reader = _Reader(blob)
    kind = reader.string().decode("ascii", "replace")
    if kind != KEY_TYPE:
        raise BadSignatureError(f"its {what} is of the type '{kind[:40]}', and only {KEY_TYPE} is checked here")
    raw = reader.string()
    reader.end()
    return raw


def _made_by(key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        from cryptography.exceptions import InvalidSignature  # type: ignore[import-not-found, unused-ignore]
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # type: ignore[import-not-found, unused-ignore]
            Ed25519PublicKey,
        )
    except ImportError:
        raise UncheckedError(INSTALL) from None
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _problem(path: Path, code: str, what: str, remedy: str) -> ProblemsError:
    return ProblemsError((Problem(str(path), 0, 0, code, what, remedy),))
