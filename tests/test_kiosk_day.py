"""Days at a kiosk without a terminal: the clock is passed in, and strangers do what strangers do."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest

from alsscreen.answers import read
from alsscreen.dialogue import Interrupted
from alsscreen.evaluate import Evaluator
from alsscreen.kiosk.config import Config, PrinterTable, StaffTable
from alsscreen.kiosk.jobs import Job
from alsscreen.kiosk.outbox import Printer
from alsscreen.kiosk.staff import hashed
from alsscreen.model import Answer, Answers, Evaluation
from kiosk_desk import Clock, Headless, Stranger, Watched, day
from people import BOOK

Step = Callable[[Headless], None]

FIRST = "Press any key or touch the screen to start"
BEGIN = ("1", "1", "7", "c-m", "8", "c-m")
"""From the first screen to the question after the safety check: nothing sudden, nothing now."""

ALARM = ("1", "1", "1")
"""From the first screen to an emergency: a face that dropped."""


def sees(*texts: str) -> Step:
    """Make a step that looks at the screen."""

    def look(front: Headless) -> None:
        assert all(text in front.text for text in texts), front.text

    return look


def sees_no(*texts: str) -> Step:
    def look(front: Headless) -> None:
        assert not any(text in front.text for text in texts), front.text

    return look


def waits(seconds: float) -> Step:
    def wait(front: Headless) -> None:
        front.clock.now += seconds
        front.surface.tick()

    return wait


# ---- one person


def test_any_key_starts_and_the_number_stands_on_each_screen() -> None:
    """The first screen names no disease; every screen has the number, and says that it is a demo."""
    always = ("call 999", "not reviewed by a clinician")
    day(sees(FIRST, *always), "x", sees("I have been told I have ALS", *always), "1", sees("start suddenly", *always))


def test_a_touch_answers() -> None:
    """One touch answers, ticks, goes on, or opens help; nothing needs a key."""
    day(
        "touch Press any key", sees("I answer for someone else"), "touch Start", sees("start suddenly"),
        "touch None of these", sees("[x] None of these"), "touch Press all that fit", sees("Is any of this so today?"),
        "touch Help", sees("What it means"), "touch Press Enter", sees("Is any of this so today?"), "touch Back",
        sees("You said: None of these", "[ ] None"), "touch Stop and erase", sees("Stop now?"), "touch Press Enter",
        sees("All answers are erased", FIRST),
    )  # fmt: skip


def test_the_second_half_of_a_double_click_answers_nothing() -> None:
    """A hand that trembles does not answer the next question."""

    def twice(front: Headless) -> None:
        front.touch("Start")
        front.clock.now -= 0.8

    day("x", twice, "touch The face dropped", sees("start suddenly", "[ ] The face"))


def test_a_key_that_is_held_answers_once() -> None:
    """The same key again at once is a hand that was slow to let go."""

    def hold(front: Headless) -> None:
        for _ in range(40):
            front.clock.now += 0.03
            front.surface.key("1")

    day("x", hold, sees("start suddenly", "[ ] The face"))


def test_an_emergency_puts_staff_first_and_stays_ten_minutes() -> None:
    """Nobody is counted down while help is called; then the warning keeps staff and number in sight."""
    day(
        *ALARM, sees("Please tell our staff now", "Call 999", "a sign of a stroke"), waits(119), sees("a stroke"),
        waits(470), sees("Please tell our staff now", "Call 999"), sees_no("Are you still there?"), waits(12),
        sees("Are you still there?", "Please tell our staff now", "call 999"), waits(60), sees(FIRST),
    )  # fmt: skip


def test_who_comes_later_does_not_see_why_help_was_called() -> None:
    """After two minutes without a key the number stays and the reason goes; one key shows it to whoever helps."""
    private = ("a stroke", "You told us", "face dropped")
    day(
        *ALARM, waits(120), sees("Please tell our staff now", "Call 999", "here to help"), sees_no(*private),
        "1", sees("a sign of a stroke", "Your result"), waits(120), sees_no(*private), waits(600), sees_no(*private),
    )  # fmt: skip


def test_no_other_region_is_offered() -> None:
    """A kiosk stands where it stands: the numbers say for which place they are, and offer no other."""
    day("x", "e", "pagedown", sees("The numbers are for: United Kingdom."), sees_no("Choose your region"))
    day(*ALARM, *["pagedown"] * 5, sees("The numbers are for: United Kingdom."), sees_no("Choose your region"))


def test_an_emergency_can_be_dismissed() -> None:
    """The row "I ticked that by mistake" goes on, and the clock runs as usual."""
    day(
        *ALARM, "1", sees("You said: The face dropped"), waits(121), sees("Are you still there?"),
        sees_no("The face dropped"),
    )  # fmt: skip


def test_a_same_day_result_sends_to_the_desk() -> None:
    """What cannot wait until tomorrow is told to the desk before leaving."""
    day("1", "1", "6", "c-m", "2", "8", "c-m", sees("How old are you?"), "5", "4", *["p", "c-m"] * 7, "c-m", "2",
        "1", sees("Before you leave, tell the desk"))  # fmt: skip


def test_a_warning_covers_everything_and_answers_nothing() -> None:
    """After two minutes the answers are hidden; any key goes on and is no answer; then all is erased."""
    day(
        *BEGIN, waits(118), sees("How old are you?"), waits(2), sees("Are you still there?", "In 60 seconds", "999"),
        sees_no("How old"), "1", sees("How old are you?"), waits(120), sees("Are you still there?"), waits(59.5),
        sees("In 1 seconds"), waits(0.6), sees(FIRST, "All answers are erased"),
    )  # fmt: skip


def test_a_clock_that_jumped_shows_no_answer() -> None:
    """Whatever is painted before the clock is looked at again, once it is over no answer is on it."""

    def jump(front: Headless) -> None:
        front.clock.now += 5000
        sees_no("How old")(front)
        sees("999")(front)

    day(*BEGIN, sees("How old are you?"), jump, sees(FIRST))


def test_a_timeout_never_answers() -> None:
    """What was ticked and not sent is no answer."""
    found = day("1", "1", "1", sees("Call 999"), waits(5000), sees(FIRST))
    assert [answers for _, answers, _ in found.ended] == [{"sudden": ("face",)}]
    found = day("1", "1", "7", waits(5000), sees(FIRST))
    assert [answers for _, answers, _ in found.ended] == [{"who": ("self",)}]


def test_more_time_is_three_times_as_long_and_ends_with_the_session() -> None:
    """Whoever needs it says so on the first screen; the next person waits as usual."""
    day("2", sees("We wait three times as long"), "c-m", *BEGIN, waits(359), sees("How old"), waits(1),
        sees("Are you still there?"), waits(180), sees(FIRST), *BEGIN, waits(121), sees("Are you still"))  # fmt: skip


def test_the_longest_session_ends_with_a_countdown_in_sight() -> None:
    """Busy or not, after an hour it is over; the last minute is counted on the page itself."""

    def busy(front: Headless) -> None:
        for _ in range(59):
            front.clock.now += 60
            front.surface.key("pagedown")

    day(*BEGIN, busy, sees("How old are you?", "Time is nearly up"), waits(60), sees(FIRST))


def test_the_optional_part_can_be_skipped() -> None:
    """Family and past are offered once, and one key leaves them out."""
    asked = ("5", "4", *["p", "c-m"] * 7, "c-m", sees("You can skip them"))
    day(*BEGIN, *asked, "2", sees("Check your answers"), sees_no("Family and past"))
    day(*BEGIN, *asked, "1", sees("so in your family?"), "6", sees("Check your answers"), sees_no("(hidden)  Family"))
    found = day(
        *BEGIN, *asked, "1", "1", "c-m", "7", sees("Check your answers"), "end", sees("Family and past (hidden)")
    )
    flow, answers, _ = found.ended[-1]
    assert (flow, answers["family"], answers["exposures"], answers["sex"]) == (
        "full", ("relative-als",), ("declined",), ("declined",),
    )  # fmt: skip


def test_a_neighbour_cannot_read_the_review() -> None:
    """Answers about family, genes, mood and substances are hidden until they are asked for."""
    asked = ("5", "4", *["p", "c-m"] * 6, "4", "c-m", "c-m", "1", "1", "c-m", "1", "c-m", "1")
    day(*BEGIN, *asked, sees("Show the answers that are hidden"), sees_no("Low mood", "Smoking", "A relative"), "end",
        sees("Family and past (hidden)"), "home", "2", "end", sees("A relative with ALS"))  # fmt: skip


# ---- printing, calling, staff


def printing(command: tuple[str, ...]) -> Config:
    return Config(region="GB", printer=PrinterTable(command=command, place="Behind the desk"))


def settle(front: Headless) -> None:
    for _ in range(100):
        if "is being printed" not in front.text:
            return
        time.sleep(0.02)
        front.surface.tick()
        if front.surface.outcome is not None:
            return


@pytest.mark.parametrize(("command", "said"), [("true", "was sent to the printer"), ("false", "could not be printed"),
                                               ("no-such-program-here", "could not be printed")])  # fmt: skip
def test_printing_says_how_it_went_and_loses_nothing(command: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page goes to the command; a failure is told, and the result is still there."""
    clock = Clock()

    def hand(front: Headless) -> None:
        step = next(steps, None)
        if step is None:
            front.surface.fail(Interrupted(15))
        elif callable(step):
            step(front)
        else:
            front.press(step)

    steps = iter([*ALARM, sees("Print a page"), "2", sees("The printer stands here"), "1", settle, settle, sees(said),
                  "c-m", sees("Your result")])  # fmt: skip
    front = Headless(clock, hand, config=printing((command,)))
    front.shop = replace(front.shop, outboxes=(Printer((command,), clock),))
    with pytest.raises(Interrupted):
        Watched(front).run()


def test_the_page_is_given_on_standard_input_only(tmp_path: object) -> None:
    """Nothing of a person is in the arguments or the environment of the command, and no file is written by us."""
    out = f"{tmp_path}/out"
    script = f'cat > {out}; printf %s "$*" >> {out}; env >> {out}'
    job = Job(("/bin/sh", "-c", script), Clock(), "canary\n")
    while job.how == "running":
        pass
    with open(out, encoding="utf-8") as file:  # noqa: PTH123
        printed = file.read()
    assert job.how == "done"
    assert printed.startswith("canary\n")
    assert {line.partition("=")[0] for line in printed.splitlines()[1:]} <= {"PATH", "LC_ALL", "PWD", "SHLVL", "_"}


@pytest.mark.parametrize(("command", "said"), [("true", "Our staff were called"), ("false", "did not work"),
                                               ("no-such-program-here", "did not work")])  # fmt: skip
def test_calling_staff_says_how_it_went(command: str, said: str) -> None:
    """The command is told nothing; whether it worked stands on the screen."""

    def settled(front: Headless) -> None:
        for _ in range(100):
            if "Calling our staff" not in front.text:
                break
            time.sleep(0.02)
        assert said in front.text

    config = Config(region="GB", staff=StaffTable(signal=(command,)))
    day(*ALARM, settled, "e", config=config)


PIN = hashed("246810")


def test_staff_get_in_with_the_pin_and_leave() -> None:
    """The PIN is not shown; with it come the digest and the way out, and the person's answers are gone."""
    found = day(
        *BEGIN, "f12", sees("Type the PIN"), *"246810", sees_no("2468"), "c-m", sees("For staff", BOOK.sha256),
        sees_no("How old"), "2", pin=PIN,
    )  # fmt: skip
    assert found.sessions == 1


def test_a_wrong_pin_waits_longer_and_longer() -> None:
    """After three wrong tries the right one, too, has to wait; the session below goes on."""
    day(
        *BEGIN, "f12", *("1", "2", "c-m") * 3, sees("That was not the PIN", "Please wait"), *"246810", "c-m",
        sees("Please wait"), "escape", sees("How old are you?"), waits(25), "f12", *"246810", "c-m", sees("Rule book"),
        pin=PIN,
    )  # fmt: skip


def test_no_pin_no_door() -> None:
    """Without a PIN in the configuration the key does nothing."""
    day(*BEGIN, "f12", sees("How old are you?"))


# ---- too small


def test_a_window_too_small_says_so_and_keeps_the_answers() -> None:
    """Nothing is asked where it cannot be read; the number stands there, and idle goes on."""

    def shrink(front: Headless) -> None:
        front.surface.size = (30, 6)

    def grow(front: Headless) -> None:
        front.surface.size = (80, 24)

    day(*BEGIN, shrink, sees("too small", "999"), "1", grow, sees("How old are you?"), shrink, waits(181), grow,
        sees(FIRST))  # fmt: skip


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (10, 3), (39, 24), (80, 9), (40, 10), (200, 80)])
def test_any_size_can_be_drawn(size: tuple[int, int]) -> None:
    """No window is so small or so large that it breaks the kiosk, and every line fits."""
    from prompt_toolkit.utils import get_cwidth

    def fits(front: Headless) -> None:
        front.surface.size = size
        lines = front.surface.drawn().lines
        assert len(lines) <= max(size[1], 1)
        assert all(get_cwidth(text) <= max(size[0], 2) for _, text in lines), lines
        front.surface.size = (80, 24)

    day(fits, "1", fits, "1", fits, "1", fits, waits(721), fits)


# ---- a thousand strangers


@pytest.mark.parametrize("part", range(4))
def test_a_thousand_strangers(part: int) -> None:
    """250 strangers each: what they are told is what `evaluate` says of their answers, and no trace of any is left."""
    canary = f"quokka{part}"
    sessions, seed = 0, part * 1000
    while sessions < 250:
        seed += 1
        front = Headless(Clock(), Stranger(seed, canary))
        found = Watched(front)
        with suppress(Interrupted):
            found.run()
        sessions += len(found.ended)
        assert all(same(*each) for each in found.ended)
        front.surface.show(found.shop.screens.attract(), any_key="begin")
        assert FIRST in front.text
        assert canary not in front.text
        assert (front.surface.guard.begun, front.surface.typed) == (None, "")
    spy = f"{canary}-control"  # put together: Python keeps the lines of this file
    control = {"note": ["my " + spy]}
    assert traces(spy) == [control["note"]]
    del found, front, control
    assert traces(canary) == []


def same(flow: str, answers: Answers, evaluation: Evaluation) -> bool:
    """Say whether the same answers, written down as `alsscreen evaluate` reads them, give the same."""
    given = {name: written(name, answer) for name, answer in answers.items()}
    again = Evaluator(BOOK, BOOK.flows[flow])(read(json.dumps(given).encode(), "stranger", BOOK))
    return again == evaluation


def written(name: str, answer: Answer) -> str | list[str]:
    return list(answer) if BOOK.questions[name].kind == "choices" else answer[0]


def traces(canary: str) -> list[object]:
    """Find every container in this process that holds the canary within a text."""
    from alsscreen.kiosk.wipe import forget

    forget()
    gc.collect()
    found = []
    for thing in gc.get_objects():
        if type(thing) in (list, tuple, dict, set):
            values = list(thing.values()) if isinstance(thing, dict) else list(thing)
            keys = list(thing) if isinstance(thing, dict) else []
            if any(type(value) is str and canary in value for value in (*keys, *values)):
                found.append(thing)
    return found
