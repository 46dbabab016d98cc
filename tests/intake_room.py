"""People of the shipped book, an outbox and the clinic that opens it, ready for the tests of the intake."""

from __future__ import annotations

import datetime as dt
import json
import time
from argparse import ArgumentParser
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from alsscreen.evaluate import Evaluator
from alsscreen.intake.outbox import Clinic, Outbox
from alsscreen.intake.record import Consent
from alsscreen.intake.seal import Opener
from alsscreen.intake.store import Apart, Kept, Store
from alsscreen.model import Answers, Evaluation, ProblemsError, RuleBook
from alsscreen.render.page import page
from people import BOOK, CASES, ROOT, answers_of

pyrage = pytest.importorskip("pyrage")

IDENTITY = pyrage.x25519.Identity.generate()
STRANGER = pyrage.x25519.Identity.generate()
CONSENT = Consent(controller="The Clinic", reader="the neurology team", days=30)
OPENER = Opener(str(IDENTITY), "key")
DAY = dt.date(2026, 11, 20)
NOON = dt.datetime(2026, 11, 20, 12, 34, 56, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Record:
    """What the kiosk hands over, with the word on sensitive answers that its own record is to have."""

    answers: Answers
    evaluation: Evaluation
    page: str
    sensitive: bool = False


def handed(
    who: str | Answers = "slow", *, sensitive: bool = False, flow: str = "full", book: RuleBook = BOOK
) -> Record:
    """Give what a person hands over: somebody of the table with this level, or these answers."""
    answers = someone(who) if isinstance(who, str) else who
    evaluation = Evaluator(book, book.flows[flow])(answers)
    text = page(book, evaluation, answers, book.regions["GB"], "self", DAY, sensitive)
    return Record(answers, evaluation, text, sensitive)


def someone(level: str) -> Answers:
    """Give the answers of the first person of the table who is told this level."""
    wanted = {"slow": "soon"}.get(level, level)
    return answers_of(next(case for case in CASES if case.level == wanted and case.flow == "full"))


def outbox(directory: Path, *, clock: Any = lambda: dt.datetime.now(dt.UTC), keys: Any = (IDENTITY,)) -> Outbox:
    """Give the way to the clinic."""
    return Outbox(Clinic(directory, tuple(str(key.to_public()) for key in keys), CONSENT, "GB"), BOOK, clock)


def send(box: Outbox, record: Record | None = None) -> Any:
    """Send and wait until it is decided."""
    sending = box.begin(record or handed())
    until = time.monotonic() + 30
    while sending.how == "running" and time.monotonic() < until:
        time.sleep(0.0005)
    return sending


def opened(directory: Path, identity: Any = IDENTITY) -> tuple[list[Kept], list[Apart]]:
    """Open all as the clinic does."""
    found = list(Store(directory, Opener(str(identity), "key")).each())
    return [each for each in found if isinstance(each, Kept)], [each for each in found if isinstance(each, Apart)]


def names(directory: Path) -> list[str]:
    """Name all that stands in a directory, hidden or not."""
    return sorted(path.name for path in directory.iterdir())


def apart_codes(directory: Path, identity: Any = IDENTITY) -> list[str]:
    """Name why files were set apart."""
    return sorted(each.problem.code for each in opened(directory, identity)[1])


@dataclass(frozen=True)
class Told:
    """What a task printed, its exit code, and the problems that it raised."""

    code: int
    out: str
    err: str
    problems: tuple[Any, ...] = ()

    @property
    def data(self) -> Any:
        return json.loads(self.out)


def task(capsys: Any, name: str, directory: Path, *arguments: object, rules: Path = ROOT) -> Told:
    """Run a task as the dispatcher does, with the clinic's identity in a file of its own."""
    key = directory.parent / "identity.txt"
    if not key.exists():
        key.write_text(f"# a comment\n{IDENTITY}\n")
        key.chmod(0o600)
    module = import_module(f"alsscreen.intake.{name}")
    parser = ArgumentParser()
    parser.add_argument("--rules", type=Path, default=rules)
    parser.add_argument("--json", action="store_true")
    module.arguments(parser)
    options = parser.parse_args([str(directory), *(str(each) for each in arguments), "--identity", str(key)])
    capsys.readouterr()
    try:
        code = module.run(options)
    except ProblemsError as error:
        return Told(1, *capsys.readouterr(), error.problems)
    return Told(code, *capsys.readouterr())


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """Give an empty directory for intakes."""
    directory = tmp_path / "intakes"
    directory.mkdir()
    return directory
