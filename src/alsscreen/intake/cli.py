"""The options that all tasks of `alsscreen intake` share in; the clinic's store, its progress and its findings, out."""

from __future__ import annotations

import math
import os
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ..model import Problem, ProblemsError
from . import claim
from .store import Apart, Kept, Store

VARIABLE = "ALSSCREEN_IDENTITY"
"""Names the identity file where `--identity` does not."""

MAX_BYTES = 100_000
"""An identity has three lines."""

PATIENCE, EVERY = 1.0, 0.2
"""Seconds until progress is shown at all, and between two updates."""


def arguments(parser: ArgumentParser) -> None:
    """Add where the intakes are, and what opens them."""
    parser.add_argument("directory", metavar="DIRECTORY", help="where the kiosk puts the intakes")
    parser.add_argument(
        "--identity", metavar="FILE", default=os.environ.get(VARIABLE),
        help=f"the clinic's age identity; - is standard input (default: the file that {VARIABLE} names)",
    )  # fmt: skip


def wanted(parser: ArgumentParser, *, many: bool) -> None:
    """Add which intakes are meant."""
    parser.add_argument(
        "which", nargs="*" if many else None, metavar="CODE", help="a claim code, or the beginning of a file's name"
    )


def books(parser: ArgumentParser) -> None:
    """Add where older rule books are kept."""
    parser.add_argument(
        "--books", metavar="DIR", type=Path, help="a directory with one older rule book in each directory"
    )


def store(options: Namespace) -> Store:
    """Open the store; raise ProblemsError."""
    from .seal import Opener

    if options.identity is None:
        what, remedy = "no identity is named", f"Name the file with the clinic's private key, or set {VARIABLE}"
        raise ProblemsError((Problem("--identity", 0, 0, "no-identity", what, remedy),))
    text, name = _identity(options.identity)
    return Store(Path(options.directory), Opener(text, name))


def _identity(file: str) -> tuple[str, str]:
    try:
        if file == "-":
            return sys.stdin.read(MAX_BYTES), "standard input"
        with Path(file).open(encoding="utf-8", errors="replace") as opened:
            return opened.read(MAX_BYTES), file
    except OSError as error:
        what = f"this identity cannot be read ({(error.strerror or 'unknown reason').lower()})"
        raise ProblemsError((Problem(file, 0, 0, "no-identity", what, "Name a file that you can read"),)) from None


def warnings(options: Namespace) -> Iterator[Problem]:
    """Say what is careless about the identity: others can read it, or it lies beside what it opens."""
    if options.identity in (None, "-"):
        return
    path = Path(options.identity)
    if path.stat().st_mode & 0o077:
        what, remedy = "others can read this private key", f"chmod 600 {path}"
        yield Problem(str(path), 0, 0, "open-identity", what, remedy)
    if Path(options.directory).resolve() in path.resolve().parents:
        what, remedy = "the private key lies beside what it opens", "Keep it where the kiosk cannot reach it"
        yield Problem(str(path), 0, 0, "identity-beside", what, remedy)


# ---- finding -------------------------------------------------------------------------------------------------------


def matcher(which: Sequence[str]) -> Matcher:
    """Make what tells the wanted intakes; raise ProblemsError for what can be neither a code nor a name."""
    codes: set[str] = set()
    names: list[str] = []
    for text in which:
        code = claim.read(text)
        if code is not None:
            codes.add(code)
        elif len(text) >= NAME_LEAST and set(text.removesuffix(".age")) <= set("0123456789abcdef"):
            names.append(text)
        else:
            what = "this is no claim code, and not the beginning of a file's name"
            remedy = "A code has six signs, no vowels, no 0 and no 1; ask the person to read it once more"
            raise ProblemsError((Problem(text[:40], 0, 0, "no-code", what, remedy),))
    return Matcher(frozenset(codes), tuple(names))


NAME_LEAST = 8
"""Signs of a name, as `list` shows it."""


class Matcher:
    """Tells the intakes that somebody named; all, when none was."""

    def __init__(self, codes: frozenset[str], names: tuple[str, ...]) -> None:
        self.codes, self.names = codes, names

    def __call__(self, kept: Kept) -> bool:
        """Say whether this one is meant."""
        named = bool(self.names) and kept.name.startswith(self.names)
        return named or kept.intake.claim in self.codes or not (self.names or self.codes)


# ---- telling -------------------------------------------------------------------------------------------------------


class Progress:
    """Says on standard error, where that is a terminal, how far long work has come; short work says nothing."""

    def __init__(self, what: str) -> None:
        self._what, self._shown = what, False
        self._next = time.monotonic() + PATIENCE if sys.stderr.isatty() else math.inf

    def __call__(self, done: int, of: int) -> None:
        """Take how many are done."""
        now = time.monotonic()
        if now >= self._next:
            self._next, self._shown = now + EVERY, True
            self._write(f"{self._what}: {done:,} of {of:,}\r")
        if done == of and self._shown:
            self._write("\x1b[K")

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()


def confirmed(question: str) -> bool:
    """Ask somebody at a terminal; where nobody is, the answer is no."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    sys.stdout.write(f"{question} Type yes: ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() == "yes"


def apart_lines(apart: Sequence[Apart], opened: int) -> Iterator[str]:
    """Report what was set apart; where nothing opens at all, say first that it may be the wrong identity."""
    if not apart:
        return
    yield ""
    if not opened and any(each.problem.code == "other-key" for each in apart):
        yield "Nothing opened with this identity. It may be the wrong one: see `age-keygen -y FILE` and the kiosk."
    yield "Apart, and not counted above; nothing was changed or deleted:"
    yield from (f"  {each.problem}" for each in apart)


def say(lines: Iterable[str]) -> None:
    """Print on standard error, without what a terminal could be fooled by."""
    from ..clean import clean

    sys.stderr.write("".join(f"{clean(line)}\n" for line in lines))
