"""The small parts of a kiosk as tables: what a mouse says, what a hand can do, a PIN, a command, the configuration."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from alsscreen.kiosk.config import read
from alsscreen.kiosk.input import BURST, Sieve
from alsscreen.kiosk.jobs import Job
from alsscreen.kiosk.mouse import Press, press
from alsscreen.kiosk.staff import FIRST_WAIT, FREE_TRIES, Door, hashed, is_hash
from alsscreen.model import ProblemsError
from kiosk_desk import Clock, write

PIN = hashed("424242")


@pytest.mark.parametrize(
    ("report_", "expected"),
    [
        ("\x1b[<0;5;20M", Press(4, 19)),
        ("\x1b[<0;5;20m", None),  # let go
        ("\x1b[<2;5;20M", None),  # another button
        ("\x1b[<35;5;20M", None),  # moved
        ("\x1b[<64;5;20M", Press(4, 19, -1)),
        ("\x1b[<65;5;20M", Press(4, 19, 1)),
        ("\x1b[M !!", Press(0, 0)),
        ("\x1b[32;7;9M", Press(6, 8)),
        ("\x1b[<0;0;0M", None),
        ("\x1b[<0;99999;1M", None),
        ("\x1b[<0;5;20", None),
        ("", None),
    ],
)
def test_what_a_mouse_says(report_: str, expected: Press | None) -> None:
    """Only a press of the first button, a finger or the wheel is something."""
    assert press(report_) == expected


def test_a_hand_is_let_in_and_a_flood_is_not() -> None:
    """Keys at the speed of a hand pass; a paste and all that comes at once behind it do not."""
    clock = Clock()
    sieve = Sieve(clock)

    def comes(length: int, after: float) -> bool:
        clock.now += after
        return sieve.lets_in(length)

    assert all(comes(3, 0.033) for _ in range(300))  # an arrow key held down
    assert comes(24, 1.0)
    assert not comes(BURST + 1, 1.0)
    assert not comes(1, 0.1)  # still the same flood
    assert comes(1, 0.3)
    assert not all(comes(40, 0.01) for _ in range(50))  # many small pieces


def test_a_pin_is_hashed_and_never_kept() -> None:
    """Two lines for the same PIN differ, both are good, and the PIN stands in neither."""
    other = hashed("424242")
    assert other != PIN
    assert "424242" not in PIN
    assert all(is_hash(line) and Door(line, Clock()).opens("424242") for line in (PIN, other))


@pytest.mark.parametrize("line", ["", "424242", "scrypt:2:8:1:00:00", PIN.replace("32768", "1048576"),
                                  PIN.replace("32768", "1024"), PIN + "0", PIN.replace("scrypt", "plain")])  # fmt: skip
def test_a_line_that_is_no_hash(line: str) -> None:
    """Neither a PIN in clear, nor a cost that is a joke or would stop the machine, is taken."""
    assert not is_hash(line)
    assert not Door(line, Clock()).opens("424242")


def test_tries_are_limited() -> None:
    """After three wrong ones even the right PIN waits, and twice as long after the next."""
    clock = Clock()
    door = Door(PIN, clock)
    assert not any(door.opens(str(number)) for number in range(FREE_TRIES))
    assert (door.wait, door.opens("424242")) == (FIRST_WAIT, False)
    clock.now += FIRST_WAIT
    assert not door.opens("000000")
    assert door.wait == 2 * FIRST_WAIT
    clock.now += 2 * FIRST_WAIT
    assert door.opens("424242")


# ---- the configuration

GOOD = """region = "GB"
allowed_signers = "/etc/alsscreen/allowed_signers"
[numbers]
checked = 2026-11-01
[times]
idle = 90
[printer]
command = ["lp", "-d", "desk"]
place = "Behind the desk"
"""


def test_a_good_file(tmp_path: Path) -> None:
    """What it says is what it says; the rest is as shipped."""
    config = read(write(tmp_path / "k.toml", GOOD))
    assert (config.times.idle, config.times.warning, config.flow) == (90, 60, "signs")
    assert config.printer is not None
    assert config.printer.command == ("lp", "-d", "desk")


def test_the_example_is_good() -> None:
    """The example of the documentation can be taken as it is, but for the PIN that everybody has to make."""
    read(Path(__file__).parents[1] / "docs" / "kiosk" / "kiosk.toml")


BAD = [
    ("", "missing", 0),
    ("region = 'gb'", "wrong-value", 1),
    ("region = 'GB'\nregio = 1", "unknown-name", 2),
    ("region = 'GB'\n[times]\nidle = 5", "wrong-value", 3),
    ("region = 'GB'\n[times]\nwarning = 19", "wrong-value", 3),
    ("region = 'GB'\n[times]\nemergency = 60", "wrong-value", 3),
    ("region = 'GB'\n[times]\nidle = '120'", "wrong-value", 3),
    ("region = 'GB'\n[times]\nidle = true", "wrong-value", 3),
    ("region = 'GB'\n[times]\nidel = 120", "unknown-name", 3),
    ("region = 'GB'\n[staff]\npin = '1234'", "wrong-value", 3),
    ("region = 'GB'\n[staff]\nsignal = 'rm -rf /'", "wrong-value", 3),
    ("region = 'GB'\n[staff]\nsignal = []", "wrong-value", 3),
    ('region = "GB"\n[staff]\ncall = "a\\u001b[2Jb"', "wrong-value", 3),
    ("region = 'GB'\n[printer]\ncommand = ['lp']", "missing", 2),
    ("region = 'GB'\n[numbers]\nemergency = '999'", "missing", 2),
    ("region = 'GB'\n[numbers]\nchecked = '2026-01-01'", "wrong-value", 3),
    ("region = 'GB'\nallowed_signers = 'here'", "wrong-value", 2),
    ("region = ", "not-toml", 1),
    ("a = " + "[" * 5000, "not-toml", 0),
    ("x" * 70_000, "too-large", 0),
]


@pytest.mark.parametrize(("text", "code", "line"), BAD, ids=range(len(BAD)))
def test_a_bad_file_says_where_and_what_to_do(text: str, code: str, line: int, tmp_path: Path) -> None:
    """Each mistake is one message with its line and a remedy; no value is shown, since it may be a PIN."""
    with pytest.raises(ProblemsError) as caught:
        read(write(tmp_path / "k.toml", text))
    problem = caught.value.problems[0]
    assert (problem.code, problem.remedy != "") == (code, True)
    assert problem.line == line or (code == "not-toml" and problem.line <= 1)
    assert "1234" not in str(problem)


def test_all_mistakes_are_told(tmp_path: Path) -> None:
    """Three mistakes are three messages."""
    with pytest.raises(ProblemsError) as caught:
        read(write(tmp_path / "k.toml", "region = 'gb'\n[times]\nidle = 1\nwarning = 1\n"))
    assert [problem.line for problem in caught.value.problems] == [1, 3, 4]


HOSTILE: dict[str, Callable[[Path], object]] = {
    "bytes": lambda path: path.write_bytes(b"region = '\xff'"),
    "directory": Path.mkdir,
    "device": lambda path: path.symlink_to("/dev/zero"),
    "nothing": str,
    "anybody may write": lambda path: (path.write_text("region = 'GB'"), path.chmod(0o666)),
    "pipe": os.mkfifo,
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_at_once(make: Callable[[Path], object], tmp_path: Path) -> None:
    """Neither a device, nor a pipe, nor a file that anybody may change is read."""
    path = tmp_path / "k.toml"
    make(path)
    with pytest.raises(ProblemsError):
        read(path)


@pytest.mark.parametrize("length", [0, 10, 60_000])
def test_a_command_that_reads_nothing_has_not_failed(length: int) -> None:
    """A bell does not look at its standard input; only its exit code counts."""
    job = Job(("true",), Clock(), "x" * length)
    while job.how == "running":
        time.sleep(0.002)
    assert job.how == "done"
