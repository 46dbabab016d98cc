"""Whether a kiosk may start: a table of what keeps it from starting, what a demo waives, and a real signature."""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from alsscreen.kiosk import cli
from alsscreen.kiosk.check import report
from alsscreen.kiosk.config import Config, NumbersTable, StaffTable
from alsscreen.kiosk.ready import Place, prepare
from alsscreen.kiosk.staff import hashed
from alsscreen.review.approve import Approver, kept, recorded
from alsscreen.review.signature import NAMESPACE
from alsscreen.review.whole import load_whole
from kiosk_desk import PLACE, write
from reviewed import copied, edited

FILE = Path("/etc/alsscreen/kiosk.toml")
JANE = Approver("Jane Doe", "neurologist", ("all",), signs=True)
keygen = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH makes the keys and the signatures")

NUMBERS = NumbersTable(checked=dt.date(2026, 11, 1))
CHECKED = Config(region="GB", numbers=NUMBERS, staff=StaffTable(pin=hashed("424242")))


def stops(**change: object) -> str:
    place = replace(PLACE, config=CHECKED, demo=False)
    place = replace(place, **change)  # type: ignore[arg-type]
    return " ".join(finding.text for finding in prepare(place).stops)


def test_it_starts_only_with_an_approval() -> None:
    """Nobody has approved the shipped rules: only a demo may show them, and it says so."""
    assert "not approved" in stops()
    assert "not approved" not in stops(demo=True)
    ready = prepare(replace(PLACE, config=CHECKED, demo=True))
    assert ready.demo == ("demo",)
    assert prepare(PLACE).demo == ("demo", "demo_numbers", "demo_leave")


def test_a_demo_waives_the_approval_alone() -> None:
    """With a configuration it is a clinic's kiosk: its numbers are checked, and only its PIN leads out."""
    bare = replace(PLACE, config_file=FILE)
    assert "nobody has checked" in " ".join(finding.text for finding in prepare(bare).stops)
    assert "no region QQ" in stops(config=CHECKED.model_copy(update={"region": "QQ"}), demo=True, config_file=FILE)
    ready = prepare(replace(bare, config=CHECKED.model_copy(update={"staff": StaffTable()})))
    assert ready.demo == ("demo",)
    assert "there is no PIN" in " ".join(finding.text for finding in ready.warnings)


@keygen
def test_an_approval_that_verifies_opens_the_kiosk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signed by one of the clinic's list: it starts, and names them. By another, unchecked, or changed since: not."""
    for name in ("jane", "other"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / name], check=True)
        key = " ".join((tmp_path / f"{name}.pub").read_text().split()[:2])
        write(tmp_path / f"signers-{name}", f'jane@clinic.example namespaces="{NAMESPACE}" {key}\n')
    rules = copied(tmp_path / "rules")
    kept(rules, recorded(load_whole(rules), (), JANE, dt.datetime(2026, 11, 1, tzinfo=dt.UTC)), tmp_path / "jane")
    good, foreign = (listed(tmp_path / f"signers-{name}") for name in ("jane", "other"))
    ready = prepare(replace(PLACE, root=rules, config=good, demo=False))
    assert (ready.book.approval.by, ready.demo) == ("Jane Doe, neurologist", ())
    assert [finding.text for finding in ready.stops if "terminal" not in finding.text] == []
    assert "not approved" in stops(root=rules, config=foreign)
    assert "not approved" in stops(root=rules)
    with monkeypatch.context() as bare:
        bare.setitem(sys.modules, "cryptography.exceptions", None)
        unchecked = prepare(replace(PLACE, root=rules, config=good, demo=False)).stops
        assert "pip install 'alsscreen[review]'" in " ".join(map(str, unchecked))
    edited(rules, "regions.yaml", '"999"', '"998"')
    assert "not approved" in stops(root=rules, config=good)


def listed(signers: Path) -> Config:
    return CHECKED.model_copy(update={"allowed_signers": str(signers)})


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (Config(region="GB"), "nobody has checked"),
        (Config(region="QQ", numbers=CHECKED.numbers), "no region QQ"),
        (CHECKED.model_copy(update={"numbers": NumbersTable(checked=dt.date(2030, 1, 1))}), "in the future"),
        (CHECKED.model_copy(update={"flow": "sings"}), "no flow 'sings'"),
        (CHECKED.model_copy(update={"flow": "full", "optional_flow": "risks"}), "does not hold all"),
        (CHECKED.model_copy(update={"staff": StaffTable(signal=("no-such-program",))}), "no program"),
    ],
)
def test_what_keeps_it_from_starting(config: Config, said: str) -> None:
    """Each reason is told with what to do."""
    assert said in stops(config=config)


def test_old_numbers_are_a_warning_for_staff() -> None:
    """Over a year old: it starts, and the staff page says so."""
    ready = prepare(replace(PLACE, config=CHECKED, today=dt.date(2027, 11, 22)))
    assert any("over a year ago" in finding.text for finding in ready.warnings)
    assert ready.region.emergency.checked == "2026-11-01"


def test_a_clock_that_was_never_set() -> None:
    """In 1970 no approval can be judged."""
    assert "thinks it is" in stops(today=dt.date(1970, 1, 1))


def test_the_clinic_may_give_its_own_numbers() -> None:
    """A number of the configuration takes the place of the region's."""
    own = NumbersTable(checked=dt.date(2026, 11, 1), emergency="2222 from any phone here")
    ready = prepare(replace(PLACE, config=CHECKED.model_copy(update={"numbers": own})))
    assert ready.region.emergency.number == "2222 from any phone here"


def test_check_reports_and_says_whether_it_is_ready(capsys: pytest.CaptureFixture[str]) -> None:
    """Every line is a finding with a remedy; a machine that is not ready gives 1."""
    assert report(Place(CHECKED, None, PLACE.root, demo=False)) == 1
    said = capsys.readouterr().out
    assert "STOP  the rule book is not approved" in said
    assert "The kiosk would not start" in said


def test_without_a_terminal_it_does_not_start(capsys: pytest.CaptureFixture[str]) -> None:
    """In a pipe there is nobody to ask."""
    parser = argparse.ArgumentParser()
    cli.arguments(parser)
    assert cli.run(parser.parse_args(["--unreviewed-demo"])) == 1
    assert "no terminal" in capsys.readouterr().err
