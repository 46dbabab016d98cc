"""Rows that a screen is too small to show: their keys bring them into sight first, in the kiosk and in ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from alsscreen.interview import Progress
from alsscreen.kiosk.guard import Times
from alsscreen.kiosk.surface import Surface
from alsscreen.terminal_keys import SPACE
from kiosk_desk import SHOP, Clock, Headless, day
from people import BOOK
from pty_driver import Person, small_rules
from test_kiosk_day import BEGIN, FIRST, sees, sees_no

SCREENS = SHOP.screens
DECLINED = dict.fromkeys(SHOP.way.flow.questions, ("declined",))
AGAIN = "Press the same key again"
RESULT = (*BEGIN, "5", "4", *["end", "p", "c-m"] * 7, "c-m", "2", "1", sees("Your result"), sees_no("Finish"))
"""To a result that is longer than the screen; 2 is "Finish, and erase all answers"."""


def test_the_row_that_erases_is_seen_before_it_does() -> None:
    """A digit on a long result shows its row and points at it; the same key again erases."""
    day(*RESULT, "2", sees("> 2 Finish", AGAIN), "2", sees(FIRST, "All answers are erased"))


@pytest.mark.parametrize("key", ["c-m", SPACE])
def test_enter_and_space_do_what_is_now_in_sight(key: str) -> None:
    """Once the row stands there, Enter and Space act on it as well."""
    day(*RESULT, "2", sees(AGAIN), key, sees(FIRST, "All answers are erased"))


def test_another_key_is_no_second_press() -> None:
    """Moving on, or help and back, leaves the result where it was."""
    day(*RESULT, "2", sees(AGAIN), "home", sees("Your result"), sees_no("Finish", AGAIN), "2", sees(AGAIN))
    day(*RESULT, "2", "e", sees("Call 999"), "escape", sees("Your result"), sees_no(AGAIN))


def test_a_key_that_is_held_only_shows_the_row() -> None:
    """A hand that is slow to let go erases nothing."""

    def hold(front: Headless) -> None:
        for _ in range(200):
            front.clock.now += 0.03
            front.surface.key("2")

    day(*RESULT, hold, sees("> 2 Finish", AGAIN), "2", sees(FIRST))


def test_enter_does_not_leave_a_checklist_without_the_row() -> None:
    """Whoever goes on with Enter has that row ticked first; nobody believes that it is ticked when it is not."""
    day("1", "1", "7", "c-m", sees("so today?"), sees_no("p [ ] Prefer"), "p", sees("> p [ ] Prefer", AGAIN), "c-m",
        sees("> p [x] Prefer"), "c-m", sees("Call 999"))  # fmt: skip


def test_a_touch_acts_at_once() -> None:
    """What a finger is on can be seen."""
    day(*RESULT, "2", "touch Finish", sees(FIRST, "All answers are erased"))


def test_any_key_still_starts_on_a_small_screen() -> None:
    """On the first screen the key of "Start" needs no second press, as no other key does."""

    def small(front: Headless) -> None:
        front.surface.size = (40, 10)

    for key in ("1", "x"):
        day(small, sees_no("1 Start"), key, sees("early signs of ALS"), sees_no(AGAIN))


LONG = {
    "result": lambda: SCREENS.result(SHOP.way.evaluate({}), "self", ("change", "leave")),
    "review": lambda: SCREENS.review(tuple(BOOK.questions[name] for name in DECLINED), DECLINED, "self", shown=True),
    "checklist": lambda: SCREENS.question(
        BOOK.questions["now"], Progress(1, 9), (), "self", warned=True, everybody=True, part=False
    ),
}


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (62, 14)])
@pytest.mark.parametrize("page", LONG)
def test_no_key_acts_on_what_is_not_on_the_screen(page: str, size: tuple[int, int]) -> None:
    """Each row of long pages: unseen, its key only shows it, and the next press acts; in sight, the first one does."""
    clock = Clock()
    surface = Surface(SCREENS, Times(), clock, None)
    surface.size = size
    unseen = 0
    for row in (row for row in LONG[page]().rows if not row.heading):
        surface.reset()
        surface.show(LONG[page]())
        seen = has(surface, row.text)
        unseen += not seen
        for acts in (seen, True):
            clock.now += 1
            surface.key(row.key)
            assert (surface.outcome is not None or bool(surface.state.ticks)) is acts
            assert has(surface, row.text)
            if acts:
                break
    assert unseen > 0


def has(surface: Surface, text: str) -> bool:
    """Say whether a text can be read, its line breaks as blanks."""
    return text in " ".join(" ".join(line for _, line in surface.drawn().lines).split())


def test_in_ask_too(tmp_path: Path) -> None:
    """At a terminal of ten rows a key shows the row that it would tick, and Enter ticks it."""
    with Person("--rules", str(small_rules(tmp_path)), size=(40, 10)) as person:
        person.sees("There is more").press("1", "enter").sees("999").press("p")
        person.sees("> p [ ] Prefer not to say", AGAIN).press("enter").sees("> p [x] Prefer not to say")
