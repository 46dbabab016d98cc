"""A kiosk at a real terminal, and what somebody may do to it: no way out, no crash, and no trace of a person."""

from __future__ import annotations

import os
import random
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from alsscreen.kiosk.face import STUCK, STUCK_CODE
from alsscreen.kiosk.staff import hashed
from kiosk_desk import RUN, SOAK, AtKiosk, kiosk, write

FIRST = "Press any key or touch the screen to start"
CANARY = "quokkaberry"
SUDDEN = "start suddenly"


def begun(person: AtKiosk) -> AtKiosk:
    """Go to the first question."""
    person.press("x").sees("I answer for someone else").press("1")
    return person.sees(SUDDEN)


def turns(person: AtKiosk) -> None:
    """Wait until another page is there: its first line says which."""
    before, end = person.text.partition("\n")[0], time.monotonic() + 10
    while person.text.partition("\n")[0] == before and time.monotonic() < end:
        person.settles(0.06)


def with_canary(person: AtKiosk) -> AtKiosk:
    """Decline everything up to the note, and write a word into it that is nowhere else."""
    begun(person)
    for _ in range(25):
        if "in your own words?" in " ".join(person.text.split()):
            return person.press(CANARY).sees(CANARY)
        turns(person.press("\x1b[F", "p", "enter"))  # a key acts only on a row that is in sight
    raise AssertionError(person.text)


def still_works(person: AtKiosk) -> None:
    """The next person finds a clean first screen, and can answer."""
    person.lets_go().sees(FIRST)
    assert CANARY not in person.text
    begun(person)


def survives(person: AtKiosk) -> None:
    """Whatever is on the screen now, it is the kiosk's: a person can stop, and the next one can start."""
    assert person.child.isalive()
    person.settles(0.6)
    for _ in range(6):  # out of whatever page or text it is, by the ways there are
        if FIRST in " ".join(person.text.split()):
            break
        person.press("escape").settles(0.3).press("enter").settles(0.3).press("q").settles(0.3).press("enter").settles(
            0.8
        )
    still_works(person)


CONTROLS = ["\x03", "\x1c", "\x1a", "\x04", "\x03\x1c\x1a\x04" * 5, "\x13\x11", "\x1bc", "\x18\x05", "\x12", "\x1b!"]


def test_control_keys_do_nothing() -> None:
    """Ctrl-C, Ctrl-backslash, Ctrl-Z, Ctrl-D, flow control, and an editor's chords are no way out."""
    with kiosk() as person:
        begun(person)
        for keys in CONTROLS:
            person.press(keys).settles(0.1).sees(SUDDEN)
            assert person.child.isalive()
        person.press("7").sees("[x] None of these")


def test_signals_from_the_keyboard_are_ignored_from_the_first_line() -> None:
    """A burst of Ctrl-backslash during the start ends nothing and is not shown."""
    with AtKiosk("--unreviewed-demo") as person:
        while person.child.getecho():  # until its first lines are reached, the terminal is not the kiosk's
            time.sleep(0.01)
        for _ in range(30):
            time.sleep(0.02)
            person.press("\x1c\x03\x1a")
        person.sees("999").settles(0.5)
        assert person.child.isalive()
        assert "^\\" not in person.raw


def test_the_first_screen_is_there_before_the_rest_is_read() -> None:
    """It is painted early, as it will stay; a key that comes at once begins, but only after every check."""
    with AtKiosk("--unreviewed-demo") as person:
        person.sees(FIRST)
        early = person.text
        assert "\x1b[?1000h" not in person.raw  # the mouse comes with the rest
        end = time.monotonic() + 10
        while "\x1b[?1000h" not in person.raw and time.monotonic() < end:
            person.settles()
        assert person.settles(0.5).text == early
        assert "\x1b[?1000h" in person.raw
    with AtKiosk("--unreviewed-demo") as person:
        person.sees(FIRST).press("x").sees("I answer for someone else")


def test_what_may_not_start_gives_the_screen_back(tmp_path: Path) -> None:
    """The first screen was painted, the checks refuse: the screen is given back, with the reason."""
    with AtKiosk("--config", str(write(tmp_path / "kiosk.toml", 'region = "GB"\n'))) as person:
        person.press("x")
        assert person.leaves() == 1
        assert person.raw.index("1049h") < person.raw.index("1049l") < person.raw.index("not approved")
        assert "I answer for someone else" not in person.raw


FLOODS = {
    "a megabyte of answers": "1\r" * 500_000,
    "a megabyte pasted": f"\x1b[200~{CANARY * 90_000}\x1b[201~",
    "ten thousand keys": "q\r" * 5000,
    "the staff key": "\x1b[24~" * 2000,
    "touches": "\x1b[<0;5;20M\x1b[<0;5;20m" * 5000,
    "old mouse reports": "\x1b[M !!" * 3000,
}


@pytest.mark.parametrize("text", FLOODS.values(), ids=FLOODS)
def test_a_flood_is_thrown_away(text: str) -> None:
    """No hand is that fast: it answers nothing, and the kiosk goes on at once."""
    with kiosk() as person:
        begun(person)
        start = time.monotonic()
        while text and time.monotonic() - start < 8:
            text = text[os.write(person.child.child_fd, text[:4096].encode()) :]
            person._read(0.0)
        person.settles(0.4).sees(SUDDEN)
        assert CANARY not in person.text
        person.lets_go().press("7").sees("[x] None of these")


def test_random_bytes_do_no_harm() -> None:
    """Noise for two seconds (a minute in `make soak`): it is still the kiosk, and the next person can use it."""
    noise = random.Random(5)
    with kiosk() as person:
        end = time.monotonic() + (60 if SOAK else 2)
        while time.monotonic() < end:
            os.write(person.child.child_fd, noise.randbytes(noise.randrange(1, 40)))
            person.screen.feed = lambda _: None  # type: ignore[method-assign]
            person._read(0.02)
        del person.screen.feed
        person.resize(80, 25).settles()
        survives(person)


REPORTS = [
    "\x1b[12;40R", "\x1b]11;rgb:1111/2222/3333\x1b\\", "\x1bP1$r0m\x1b\\", "\x1b[?62;1;6c", "\x1b[8;24;80t",
    "\x1b[I\x1b[O", "\x1b[?1;2c\x1b[>0;136;0c",
]  # fmt: skip


def test_answers_to_queries_never_made_are_no_answers() -> None:
    """What a terminal reports, or somebody types as if it did, is no key."""
    with kiosk() as person:
        begun(person)
        for answer in REPORTS:
            person.press(answer).settles(0.2).sees(SUDDEN)
            assert "[x]" not in person.text, answer


def test_a_storm_of_sizes() -> None:
    """Down to one cell and back; the answers are still there."""
    with kiosk() as person:
        begun(person).press("7").sees("[x] None")
        for columns, rows in [(1, 1), (300, 100), (2, 1), (40, 9), (1, 50), (0, 0)] * 5:
            person.child.setwinsize(rows, columns)
            time.sleep(0.02)
        person.screen.feed = lambda _: None  # type: ignore[method-assign]
        person.settles(0.6)
        del person.screen.feed
        person.resize(80, 24).sees(SUDDEN, "[x] None of these")


def test_stopped_and_continued() -> None:
    """SIGSTOP and SIGCONT: the screen comes back as it was."""
    with kiosk() as person:
        begun(person).press("7").sees("[x] None")
        os.kill(person.child.pid, signal.SIGSTOP)
        time.sleep(0.5)
        os.kill(person.child.pid, signal.SIGCONT)
        person.settles(0.5).sees("[x] None of these").press("enter").sees("so today?")


SHORT = f"""from alsscreen.kiosk import config, guard
config.Config.guard_times = guard.Times(idle=2, warning=1)
{RUN}"""


def test_stopped_for_longer_than_the_idle_time() -> None:
    """A process that was asleep for too long erases at once when it wakes, and paints no answer again."""
    with kiosk(program=SHORT) as person:
        begun(person).press("7").sees("[x] None")
        seen = len(person.settles().raw)
        os.kill(person.child.pid, signal.SIGSTOP)
        time.sleep(3.5)
        os.kill(person.child.pid, signal.SIGCONT)
        person.sees(FIRST, "All answers are erased")
        assert not re.search(r"\[x\]|None of these|Are you still", person.raw[seen:])


def test_an_output_that_blocks_goes_on_when_it_is_read() -> None:
    """Nobody reads the terminal for a while; afterwards everything is there."""
    with kiosk() as person:
        begun(person)
        for number in range(60):
            person.child.setwinsize(24 + number % 2, 80)
            time.sleep(0.02)
        person.screen.feed = lambda _: None  # type: ignore[method-assign]
        person.settles(0.5)
        del person.screen.feed
        person.resize(80, 24).sees(SUDDEN)


def test_an_output_that_breaks_ends_the_process() -> None:
    """The terminal is gone: so is the kiosk, with nothing of the person; the system starts it anew."""
    with kiosk() as person:
        with_canary(person)
        person.child.close(force=False)  # the other side of the terminal is closed; it fails if the kiosk lives on
        assert person.child.signalstatus in (None, signal.SIGHUP)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_system_ends_it_without_a_trace(number: signal.Signals) -> None:
    """A signal of the system erases screen and scrollback, gives the terminal back, and ends it."""
    with kiosk() as person:
        with_canary(person)
        seen = len(person.raw)
        person.child.kill(number)
        assert person.leaves() == 128 + number
        assert CANARY not in person.text
        last = person.raw[seen:]
        assert all(code in last for code in ("\x1b[?1049l", "\x1b[3J", "\x1b[?1000l", "\x1b[?25h"))
        assert CANARY not in last


def stops(person: AtKiosk) -> None:
    person.press("enter").sees("You can skip them").press("q").sees("Stop now?").press("enter")


def finishes(person: AtKiosk) -> None:
    person.press("enter").sees("You can skip them").press("2").sees("Check your answers").press("1")
    person.sees("Your result").press("\x1b[F").sees("Finish, and erase").press("2")


def goes_back_and_stops(person: AtKiosk) -> None:
    person.press("enter").sees("You can skip them").press("b").sees("You said", CANARY)
    person.press("q").settles(0.2).press("enter").sees("Stop now?").lets_go().press("enter")


ENDINGS: dict[str, Callable[[AtKiosk], None]] = {
    "stopped": stops, "finished": finishes, "went back and stopped": goes_back_and_stops,
}  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_is_left_after_a_session(ending: str, tmp_path: Path) -> None:
    """Not on the screen, not in what scrolled away, not on disk, and not in a process that is started then."""
    with kiosk(TMPDIR=str(tmp_path), HOME=str(tmp_path)) as person:
        with_canary(person)
        ENDINGS[ending](person)
        person.sees(FIRST, "All answers are erased")
        assert "\x1b[3J" in person.raw
        assert CANARY not in person.text
        assert list(tmp_path.rglob("*")) == []
        assert CANARY.encode() not in Path(f"/proc/{person.child.pid}/cmdline").read_bytes()
        still_works(person)


def noted(person: AtKiosk) -> AtKiosk:
    return with_canary(person).press("enter").sees("You can skip them")


SCREENS: dict[str, Callable[[AtKiosk], object]] = {
    "note": with_canary,
    "first": lambda person: person,
    "question": begun,
    "emergency": lambda person: begun(person).lets_go().press("1").sees("Your result"),
    "part": noted,
    "review": lambda person: noted(person).press("2").sees("Check your answers"),
    "result": lambda person: noted(person).press("2").sees("Check your answers").press("1").sees("Your result"),
    "staff": lambda person: begun(person).press("\x1b[24~").sees("Type the PIN"),
}


@pytest.mark.parametrize("screen", [screen for screen in SCREENS if SOAK or screen == "note"])
def test_killed_and_started_again(screen: str, tmp_path: Path) -> None:
    """Kill -9 (at each screen in `make soak`): nothing was written, and a fresh start is a first screen."""
    where = {"TMPDIR": str(tmp_path), "HOME": str(tmp_path)}
    with kiosk(**where) as person:
        SCREENS[screen](person)
        person.child.kill(signal.SIGKILL)
    assert list(tmp_path.rglob("*")) == []
    with kiosk(**where) as person:
        assert CANARY not in person.raw
        still_works(person)


@pytest.mark.skipif(not SOAK, reason="it takes as long as the watchdog waits: `make soak`")
def test_an_output_that_stays_blocked_ends_the_process() -> None:
    """The terminal takes nothing for longer than the watchdog waits: it ends with 70, and the system starts it anew."""
    with kiosk() as person:
        begun(person)
        end = time.monotonic() + STUCK + 60
        columns = 200
        while person.child.isalive() and time.monotonic() < end:
            columns ^= 1
            person.child.setwinsize(60, columns)  # it paints everything again, and nobody reads it
            time.sleep(0.05)
        assert person.child.exitstatus == STUCK_CODE


def test_no_core_no_look_inside() -> None:
    """No core dump is written, and other users' programs may not look into the process."""
    with kiosk() as person:
        begun(person)
        limits = Path(f"/proc/{person.child.pid}/limits").read_text(encoding="ascii")
        core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
        assert core.split()[4:6] == ["0", "0"]
        assert Path(f"/proc/{person.child.pid}/environ").stat().st_uid == 0  # not dumpable: it belongs to nobody else


def test_staff_leave_with_the_pin(tmp_path: Path) -> None:
    """The PIN opens the staff page, is shown nowhere, and the terminal is given back."""
    config = write(
        tmp_path / "kiosk.toml",
        f'region = "GB"\n[numbers]\nchecked = 2026-11-01\n[staff]\npin = "{hashed("135790")}"\n',
    )
    with kiosk("--config", str(config)) as person:
        begun(person).press("\x1b[24~").sees("Type the PIN").press("1").press("3").press("5").press("7").press("9")
        person.settles(0.3).press("0").settles(0.3).press("enter").sees("Rule book", "digest")
        assert "1357" not in person.raw
        person.press("2")
        assert person.leaves() == 0


def test_a_text_size_and_a_contrast_can_be_chosen() -> None:
    """White on black, bold; and the next person has it plain again."""
    with kiosk() as person:
        person.press("3").sees("White on black").press("2").sees(FIRST)
        begun(person)
        assert "48;5;16;1m" in person.raw
        person.press("q").sees("Stop now?").press("enter").sees("All answers are erased").settles()
        seen = len(person.raw)
        begun(person)
        assert "48;5;16" not in person.raw[seen:]
