"""A page, the time, keys and touches in; the lines that fill the screen, and an answer or why there is none, out.

No terminal is in here: the same keys do the same in a test, with a clock that is passed in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from ..clean import clean
from ..dialogue import BACK, KEEP, NUMBER, STOP, Page, Words
from ..model import Answer
from ..terminal_keys import ENTER, SPACE, press, reach
from ..terminal_screen import State, labels
from .canvas import Canvas, canvas
from .guard import Guard, Times
from .mouse import Press
from .pinpad import PinPad
from .screens import Screens
from .staff import Door

HELD = 0.7
"""Seconds in which the same key again is a hand that was slow to let go (X11 repeats after 0.66, macOS after 0.5)."""

NEW = 0.4
"""Seconds after a new page in which a touch is the second half of a double click on the page before."""

STAFF_KEY = "f12"

_MOVES = ("up", "down", "pageup", "pagedown", "home", "end", "c-i", "s-tab", "escape")
_BACKSPACES = ("c-h", "backspace", "delete")


class Wiped(Exception):
    """The session is over without a word of the person: idle too long, or the longest time is up."""


class Staff(Exception):
    """The right PIN was given."""


Outcome: TypeAlias = Answer | BaseException


class Surface:
    """What is on the screen now. `outcome` is there once the page is answered, or cannot be any more."""

    def __init__(self, screens: Screens, times: Times, clock: Callable[[], float], door: Door | None) -> None:
        self.guard = Guard(times)
        self.size = (80, 24)
        self.outcome: Outcome | None = None
        self.helped: Callable[[], None] = lambda: None
        self.notice: Callable[[], str] = lambda: ""
        self._screens, self._clock, self._pinpad = screens, clock, PinPad(door)
        self.reset()

    @property
    def words(self) -> Words:
        return self._screens.words

    def reset(self) -> None:
        """Forget the page, and all that was typed and pressed."""
        self.state, self.outcome = State(Page("notice", "")), None
        self.typed = ""
        self._any_key = ""
        self._until: Callable[[], bool] | None = None
        self._last_key, self._last_time, self._shown = "", 0.0, self._clock()
        self._pinpad.close()

    def show(
        self, page: Page, *, any_key: str = "", message: str = "", until: Callable[[], bool] | None = None
    ) -> None:
        """Put up a page. `any_key` is what every other key answers; `until` ends a notice by itself."""
        self.state = State(page, message=message)
        self.typed, self.outcome = "", None
        self._any_key, self._until, self._shown = any_key, until, self._clock()

    # ---- time

    def tick(self) -> None:
        """Let the time do what it does; to be called about twice a second."""
        now = self._clock()
        if self.guard.at(now).phase == "over":
            self._end(Wiped())
        self._pinpad.tick(now)
        if self._until is not None and self._until():
            self._end(())

    def _end(self, outcome: Outcome) -> None:
        if self.outcome is None:
            self.outcome = outcome

    def fail(self, error: BaseException) -> None:
        """End what is being asked; nothing outranks it."""
        self.outcome = error

    # ---- keys

    def key(self, key: str) -> None:
        """Do what a key does. What is no key of ours shows that somebody is there, and nothing else."""
        if not self._is_somebody():
            return
        now = self._clock()
        held = key == self._last_key and now - self._last_time < HELD
        self._last_key, self._last_time = key, now
        if key == STAFF_KEY:
            self._pinpad.open(now)
        elif self._pinpad.is_open:
            if self._pinpad.key(key, now):
                self.fail(Staff())
        elif self.state.page.kind == "text" and self.state.aside is None:
            self._text_key(key)
        elif (len(key) == 1 and key.isprintable()) or key in (*ENTER, *_MOVES):
            self._page_key(key, held=held)

    def _is_somebody(self) -> bool:
        """Note that somebody is there; say whether a key may do something. It may not where it cannot be seen."""
        now = self._clock()
        phase = self.guard.at(now).phase
        if phase == "over":
            self._end(Wiped())
        if self.outcome is not None or self._screens.too_small(self.size):
            return False
        self.guard = self.guard.begin(now).touch(now)
        return phase not in ("warning", "covered")

    def _page_key(self, key: str, *, held: bool) -> None:
        state, page = self.state, self.state.page
        low = key.lower()
        row = self._row(low)
        if row is not None:
            if not held and reach(state, self._canvas().screen, row, self.words):
                self._choose(row)
        elif self._any_key and state.aside is None and low not in page.asides:
            self._end((self._any_key,))
        else:
            self._press(key, held=held)
            if low == NUMBER and state.aside is not None and not state.stopping:
                self.helped()

    def _row(self, key: str) -> int | None:
        """Give the row that a key names; none on the first screen for the key of what every other key does, too."""
        page, marks = self.state.page, labels(self.state.page)
        if self.state.aside is not None or page.kind == "notice" or not key or key not in marks:
            return None
        index = marks.index(key)
        return None if page.rows[index].code == self._any_key else index

    def _choose(self, index: int) -> None:
        """Tick a row, or answer with it: one key is enough."""
        if not self.state.page.rows[index].heading:
            self.state.pointer = index
            self._press(SPACE)

    def _press(self, key: str, *, held: bool = False) -> None:
        state = self.state
        try:
            answer = press(state, self._canvas().screen, key, self.words, held=held)
        except Exception as reply:  # noqa: BLE001 (Back and Stop; a fault, too, must reach whoever asked)
            self._end(reply)
        else:
            if answer is not None:
                self._end(answer)

    # ---- a text

    def _text_key(self, key: str) -> None:
        if key in _BACKSPACES:
            self.typed = self.typed[:-1]
        elif key in ENTER:
            self._enter_text()
        elif len(key) == 1 and key.isprintable():
            self.typed = (self.typed + key)[: self.state.page.limit]
        elif key in _MOVES:
            self._press(key)

    def _enter_text(self) -> None:
        """Give the text; a single letter that is a key on every other page is that key."""
        page, text = self.state.page, clean(self.typed)
        low = text.lower()
        if len(low) == 1 and (low in {*page.asides, STOP, BACK} or (low == KEEP and page.keep)):
            self.typed = ""
            self._page_key(low, held=False)
        else:
            self._end((text,) if text else ())

    # ---- touches

    def click(self, at: Press) -> None:
        """Do what a touch does: a row, one of the keys at the bottom, or the bar above them, which is Enter."""
        now = self._clock()
        if not self._is_somebody() or self._pinpad.is_open:
            return
        if at.wheel:
            self._press("pagedown" if at.wheel > 0 else "pageup")
            return
        target = self._canvas().target(at.x, at.y)
        held = now - self._shown < NEW or (self._last_key == f"touch {target}" and now - self._last_time < HELD)
        self._last_key, self._last_time = f"touch {target}", now
        if held:
            return
        if isinstance(target, int):
            self._choose(target)
        elif target == ENTER[0] and self.state.page.kind == "text" and self.state.aside is None:
            self._enter_text()
        else:
            self._page_key(target or self._elsewhere(), held=False)

    def _elsewhere(self) -> str:
        """Say what a touch on an empty place means: go on, where there is nothing else to do; never "erase"."""
        if self.state.stopping:
            return "escape"
        return ENTER[0] if self._any_key or self.state.aside is not None or self.state.page.kind == "notice" else ""

    # ---- what is drawn

    def sign(self) -> tuple[object, ...]:
        """Give what changes with the time alone; when it differs, the screen has to be painted again."""
        moment = self.guard.at(self._clock())
        counted = moment.left if moment.phase in ("warning", "ending") else 0
        wait = round(self._pinpad.wait) if self._pinpad.is_open else -1
        return moment.phase, counted, wait, self.notice(), self.size

    def drawn(self) -> Canvas:
        """Lay out the screen, or what covers it: a window that is too small, the PIN, or the warning."""
        now = self._clock()
        moment = self.guard.at(now)
        if self._screens.too_small(self.size):
            return self._cover(self._screens.small(), "how_notice")
        if moment.phase in ("warning", "over"):  # a clock that jumped shows no answer again
            return self._cover(self._screens.warning(moment.left, urgent=self.guard.held is not None), "warning_how")
        if moment.phase == "covered":
            return self._cover(self._screens.covered(), "covered_how")
        if self._pinpad.is_open:
            return self._cover(self._screens.pin(wrong=self._pinpad.is_wrong, wait=self._pinpad.wait), "pin_how")
        return self._canvas()

    def _cover(self, page: Page, how: str) -> Canvas:
        return canvas(State(page, message=self.words[how]), self.words, self.size, bare=True)

    def _canvas(self) -> Canvas:
        """Lay out the page itself, as it is seen: what is said of the bell and of the time takes lines, too."""
        moment = self.guard.at(self._clock())
        ending = self._screens.ending(moment.left) if moment.phase == "ending" else ""
        notice = " ".join(part for part in (self.notice(), ending) if part)
        return canvas(self.state, self.words, self.size, typed=self.typed, notice=notice, first=bool(self._any_key))
