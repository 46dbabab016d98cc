"""The session guard as a table: what happened when, and what holds at which time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsscreen.kiosk import opening
from alsscreen.kiosk.guard import Guard, Times
from alsscreen.kiosk.opening import now
from kiosk_desk import SHOP

TIMES = Times(idle=120, warning=60, longest=3600, emergency=600)

TABLE = [
    # what happened: (what, when)                        asked at   phase      seconds left
    ([], 9_999, "free", 0),
    ([("begin", 0)], 0, "open", 120),
    ([("begin", 0)], 119.9, "open", 1),
    ([("begin", 0)], 120, "warning", 60),
    ([("begin", 0)], 120.1, "warning", 60),
    ([("begin", 0)], 179.5, "warning", 1),
    ([("begin", 0)], 180, "over", 0),
    ([("begin", 0), ("touch", 100)], 180, "open", 40),
    ([("begin", 0), ("touch", 179)], 180, "open", 119),
    ([("begin", 0), ("touch", 180)], 181, "over", 0),  # a key that comes too late revives nothing
    ([("begin", 0), ("touch", 500)], 500, "over", 0),
    ([("begin", 0), ("begin", 100)], 120, "warning", 60),  # a session that runs does not begin again
    ([("begin", 0), ("end", 10)], 10_000, "free", 0),
    ([("begin", 0), ("slow", 1)], 359, "open", 1),
    ([("begin", 0), ("slow", 1)], 360, "warning", 180),
    ([("begin", 0), ("slow", 1)], 540, "over", 0),
    ([("begin", 0), ("slow", 1), ("end", 2), ("begin", 3)], 123, "warning", 60),  # the next person waits as usual
    ([("begin", 0), ("hold", 10)], 119, "open", 1),
    ([("begin", 0), ("hold", 10)], 120, "covered", 0),  # an emergency stays for ten minutes; unattended, without why
    ([("begin", 0), ("hold", 10), ("touch", 200)], 201, "open", 119),  # whoever helps presses a key
    ([("begin", 0), ("hold", 10), ("touch", 550)], 650, "open", 20),
    ([("begin", 0), ("hold", 10)], 609, "covered", 0),
    ([("begin", 0), ("hold", 10)], 610, "warning", 60),  # who comes after the ten minutes sees no answer
    ([("begin", 0), ("hold", 10)], 670, "over", 0),
    ([("begin", 0), ("hold", 10), ("hold", 600)], 610, "warning", 60),
    ([("begin", 0), ("hold", 10), ("release", 300)], 419, "open", 1),  # dismissed: idle as usual
    ([("begin", 0), ("hold", 10), ("release", 300)], 420, "warning", 60),
    ([("begin", 0), ("all-day", 3539)], 3539, "open", 1),
    ([("begin", 0), ("all-day", 3599)], 3540, "ending", 60),  # the longest session ends, however busy
    ([("begin", 0), ("all-day", 3599)], 3599, "ending", 1),
    ([("begin", 0), ("all-day", 3600)], 3600, "over", 0),
    ([("begin", 0), ("all-day", 3500), ("hold", 3500)], 3610, "open", 10),  # but not in the middle of an emergency
    ([("begin", 0), ("all-day", 3500), ("hold", 3500)], 4000, "covered", 0),
    ([("begin", 0), ("all-day", 3500), ("hold", 3500), ("touch", 4050)], 4110, "ending", 50),
    ([("begin", 100), ("touch", 50)], 100, "open", 120),  # a clock that goes back does no harm
]


def guard_of(happened: list[tuple[str, float]]) -> Guard:
    guard = Guard(TIMES)
    for what, when in happened:
        match what:
            case "begin":
                guard = guard.begin(when)
            case "touch":
                guard = guard.touch(when)
            case "end":
                guard = guard.end()
            case "slow":
                guard = guard.more_time()
            case "hold":
                guard = guard.hold(when)
            case "release":
                guard = guard.release(when)
            case "all-day":
                for second in range(0, int(when) + 1, 60):
                    guard = guard.touch(second)
                guard = guard.touch(when)
    return guard


@pytest.mark.parametrize(("happened", "now", "phase", "left"), TABLE)
def test_what_holds(happened: list[tuple[str, float]], now: float, phase: str, left: int) -> None:
    """The table is the specification."""
    assert guard_of(happened).at(now) == (phase, left)


def test_the_clock_cannot_be_set() -> None:
    """The kiosk's day runs on seconds since the machine started, asleep or not; nothing in it reads the wall clock."""
    clock = time.CLOCK_BOOTTIME if hasattr(time, "CLOCK_BOOTTIME") else time.CLOCK_MONOTONIC
    before = time.clock_gettime(clock)
    assert before <= now() <= time.clock_gettime(clock)
    assert SHOP.clock is now
    folder = Path(opening.__file__).parent
    assert [path for path in folder.rglob("*.py") if "time.time" in path.read_text(encoding="utf-8")] == []


EVENTS = st.lists(st.tuples(st.sampled_from(["touch", "hold", "release", "slow"]), st.floats(0, 5000)), max_size=12)


@given(EVENTS, st.floats(0, 20_000))
def test_a_session_always_ends(events: list[tuple[str, float]], now: float) -> None:
    """Whatever happens, the session is over at the latest when the longest time and one emergency have passed."""
    guard = guard_of([("begin", 0.0), *sorted(events, key=lambda event: event[1])])
    if now > 3 * TIMES.longest + TIMES.emergency:
        assert guard.at(now).phase == "over"


@given(EVENTS, st.floats(0, 6000))
def test_what_is_over_stays_over(events: list[tuple[str, float]], now: float) -> None:
    """No key brings back a session that was to be erased."""
    guard = guard_of([("begin", 0.0), *sorted(events, key=lambda event: event[1])])
    if guard.at(now).phase == "over":
        assert guard.touch(now).at(now + 1).phase == "over"


@given(EVENTS, st.floats(0, 6000))
def test_a_warning_comes_before_the_end(events: list[tuple[str, float]], now: float) -> None:
    """A second before it is over, the screen is covered or counts down."""
    guard = guard_of([("begin", 0.0), *sorted(events, key=lambda event: event[1])])
    if guard.at(now).phase == "over" and guard.at(now - 1).phase != "over":
        assert guard.at(now - 1).phase in ("warning", "ending")
