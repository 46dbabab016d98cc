"""The lines of an allowed_signers file in; who may sign with a key today, out."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import os
import re
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from ..clean import hidden
from ..model import Problem, ProblemsError
from .signature import KEY_TYPE, NAMESPACE

VARIABLE = "ALSSCREEN_SIGNERS"
"""Names the list of allowed signers where no option does."""

REVOKED = "@revoked"
"""In place of a signer, as in known_hosts: this key is never good again. OpenSSH reads it as a signer of that name."""

MAX_BYTES = 1_000_000
_OPTION = re.compile(r'([a-z-]+)(?:="([^"]*)")?(?:,|$)', re.IGNORECASE)
_END = re.compile(r"\r?\n")
"""As OpenSSH ends a line; Python knows nine more ends, behind which a comment could hide a signer."""

_TIMES = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}


class Signer(NamedTuple):
    """One line: who, with which key, for which purposes, and when."""

    who: str
    key: bytes
    namespaces: tuple[str, ...] = ()
    after: dt.datetime | None = None
    before: dt.datetime | None = None


class Standing(NamedTuple):
    """`state` is `known`, `unknown-signer`, `revoked-signer` or `expired-signer`; who it is, and why."""

    state: str
    who: str | None
    why: str


def standing(key: bytes, signers: tuple[Signer, ...], now: dt.datetime) -> Standing:
    """Say who may sign the rules with a key at this time. One revocation outweighs every other line."""
    mine = [signer for signer in signers if signer.key == key]
    if any(signer.who == REVOKED for signer in mine):
        return Standing("revoked-signer", _names(mine), "the key was revoked")
    mine = [signer for signer in mine if _is_for_rules(signer)]
    if not mine:
        return Standing("unknown-signer", None, "the key is not among the allowed signers")
    for signer in mine:
        if (signer.after is None or signer.after <= now) and (signer.before is None or now < signer.before):
            return Standing("known", signer.who, "")
    late = [signer.before for signer in mine if signer.before is not None and signer.before <= now]
    why = f"the key was good until {max(late):%Y-%m-%d}" if late else "the key is not good yet"
    return Standing("expired-signer", _names(mine), why)


def named(environment: Mapping[str, str]) -> Path | None:
    """Give the list of allowed signers that the environment names, if it names one."""
    return Path(environment[VARIABLE]) if environment.get(VARIABLE) else None


def allowing(parser: ArgumentParser) -> None:
    """Add the option that names the list of allowed signers."""
    parser.add_argument(
        "--allowed-signers", metavar="FILE", type=Path, default=named(os.environ),
        help=f"whose approvals count; keep it outside the rules (default: the file that {VARIABLE} names)",
    )  # fmt: skip


def read_signers(path: Path, rules: Path) -> tuple[Signer, ...]:
    """Read an allowed_signers file, which must not stand inside the rules; raise ProblemsError with all its faults."""
    problems: list[Problem] = []

    def wrong(line: int, what: str, remedy: str, code: str = "allowed-signers") -> None:
        problems.append(Problem(str(path), line, 0, code, what, remedy))

    signers: list[Signer] = []
    try:
        inside = path.resolve().is_relative_to(rules.resolve())
        content = _content(path)
        text = content.decode("utf-8")
    except (OSError, ValueError) as error:
        wrong(0, f"this list of signers cannot be read ({error.__class__.__name__})", "Name an allowed_signers file")
        raise ProblemsError(tuple(problems)) from None
    if len(content) > MAX_BYTES:
        wrong(0, f"this list of signers has more than {MAX_BYTES:,} bytes", "Keep those who may sign")
    if inside:
        wrong(0, "this list of signers stands inside the rules", "Keep it elsewhere: who edits rules could edit it too")
    for number, line in enumerate(_END.split(text), start=1):
        if next(hidden(line.replace("\t", " ")), None) is not None:
            wrong(number, "this line has a hidden character, so it is not what it seems", "Delete it")
        elif line.strip() and not line.lstrip().startswith("#"):
            try:
                signers.append(_signer(line.strip()))
            except ValueError as error:
                wrong(number, str(error), 'Write: name@example.org namespaces="alsscreen-rules" ssh-ed25519 AAAA…')
    if problems:
        raise ProblemsError(tuple(problems))
    return tuple(signers)


def _content(path: Path) -> bytes:
    """Read no more than is allowed, and a file alone: a pipe or a device would never end."""
    if path.exists() and not path.is_file():
        raise IsADirectoryError
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _signer(line: str) -> Signer:
    """Read one line; raise ValueError. A key of another type is kept: it is known, though nothing it signs counts."""
    who, _, rest = line.partition(" ")
    words = rest.split()
    at = next((index for index, word in enumerate(words[:-1]) if word.startswith(("ssh-", "sk-", "ecdsa-"))), None)
    if at is None:
        raise ValueError("this line has no key")
    try:
        key = base64.b64decode(words[at + 1], validate=True)
    except binascii.Error:
        raise ValueError("the key in this line is damaged") from None
    if words[at] == KEY_TYPE and len(key) != len(KEY_TYPE) + 4 + 4 + 32:
        raise ValueError("the key in this line is damaged")
    marks = words[1:at] if who == REVOKED and words[0] == "*" else words[:at]
    options = dict(_options(" ".join(marks)))
    if "cert-authority" in options:
        raise ValueError("certificates are not supported here")
    names = tuple(options.get("namespaces", "").split(",")) if "namespaces" in options else ()
    return Signer(who, key, names, _time(options.get("valid-after")), _time(options.get("valid-before")))


def _options(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        found = _OPTION.match(text, at)
        name = found[1].lower() if found else ""
        if found is None or name not in ("namespaces", "valid-after", "valid-before", "cert-authority"):
            raise ValueError("this line has an option that is not known here")
        yield name, found[2] or ""
        at = found.end()


def _time(text: str | None) -> dt.datetime | None:
    """Read a time as OpenSSH does: of this machine's zone, or with a Z at the end UTC."""
    if text is None:
        return None
    digits = text.removesuffix("Z")
    if len(digits) not in _TIMES or not digits.isdigit():
        raise ValueError(f"'{text[:40]}' is no time, such as 20301231Z")
    time = dt.datetime.strptime(digits, _TIMES[len(digits)])  # noqa: DTZ007 (the zone is added in the next line)
    return time.replace(tzinfo=dt.UTC) if text.endswith("Z") else time.astimezone()


def _is_for_rules(signer: Signer) -> bool:
    return not signer.namespaces or any(fnmatchcase(NAMESPACE, pattern) for pattern in signer.namespaces)


def _names(signers: list[Signer]) -> str | None:
    names = dict.fromkeys(signer.who for signer in signers if signer.who != REVOKED)
    return ", ".join(names) or None
