"""A state, the screen it is drawn on and one key in; the state after it, and an answer when there is one, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .dialogue import BACK, HELP, KEEP, NUMBER, STOP, SUPPORT, Back, Interrupted, Page, Stop, Words, in_order, ticked
from .render.lines import Line
from .terminal_screen import Screen, State, labels

if TYPE_CHECKING:  # a kiosk paints its first screen before it reads a model
    from .model import Answer

ENTER, SPACE = ("c-m", "c-j"), " "
INTERRUPTS = ("c-c", "c-d")
_SAME = {"h": HELP, "c-i": "down", "s-tab": "up", "c-j": "c-m"}


def press(state: State, screen: Screen, key: str, words: Words, *, held: bool = False) -> Answer | None:
    """Do what a key means; raise Back, Stop or Interrupted.

    `held`: the same key came again so soon that a hand may be slow to let go. It then moves and turns pages, but it
    does not choose, tick, close or go back.
    """
    if key in INTERRUPTS:
        raise Interrupted
    key = key.lower() if len(key) == 1 else key
    key = _SAME.get(key, key)
    sought = state.sought
    if not held:
        state.message, state.sought = "", False
    if _move(state, screen, key) or (key in (*ENTER, SPACE) and _turn(state, screen)):
        return None
    if held and not (key.isdigit() and _adds_up(state.page)):
        return None
    if state.aside is not None:
        _close(state, key)
    elif key in (BACK, HELP, NUMBER, SUPPORT, STOP) or (key == KEEP and state.page.keep):
        return _command(state, key, words)
    elif key == SPACE or (key in ENTER and sought):
        return _space(state, words)
    else:
        return _enter(state, words) if key in ENTER else _label(state, screen, key, words)
    return None


def _command(state: State, key: str, words: Words) -> Answer | None:
    """Do what a key means that is never an answer."""
    page = state.page
    if key == KEEP:
        return page.keep
    if key == BACK and page.back:
        raise Back
    if key in page.asides:
        state.aside, state.top = page.asides[key](), 0
    elif key == STOP:
        state.aside, state.top, state.stopping = (Line("heading", words["stop_sure"]),), 0, True
    return None


def _close(state: State, key: str) -> None:
    """Leave the page behind a key. Stopping needs Enter; any other key goes on."""
    if state.stopping and key in ENTER:
        raise Stop
    asides = state.page.asides
    if state.stopping or key in (*ENTER, SPACE, BACK, "escape"):
        state.aside, state.stopping, state.top = None, False, 0
    elif key in asides:
        state.aside, state.top = asides[key](), 0


# ---- moving --------------------------------------------------------------------------------------------------------


def _turn(state: State, screen: Screen) -> bool:
    """Turn the page when there is more to read and nothing is pointed at or ticked."""
    reading = state.aside is not None or (state.pointer is None and not state.ticks)
    if reading and screen.more:
        state.top = screen.top + max(1, screen.height - 1)
        return True
    return False


def _move(state: State, screen: Screen, key: str) -> bool:
    if key in ("up", "down") and state.aside is None and state.page.rows:
        _point(state, screen, 1 if key == "down" else -1)
    elif key in ("up", "down", "pageup", "pagedown", "home", "end"):
        page = max(1, screen.height - 1)
        steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page, "home": -screen.total, "end": screen.total}
        state.top = max(0, min(screen.top + steps[key], screen.total - screen.height))
        state.pointer = None
    else:
        return False
    state.digits = ""
    return True


def _point(state: State, screen: Screen, step: int) -> None:
    """Point at the next row, but read first what stands before the first one; above it nothing is pointed at."""
    rows = [index for index, row in enumerate(state.page.rows) if not row.heading]
    page = max(1, screen.height - 1)
    if state.pointer is None and step < 0:
        state.top = max(0, screen.top - page)
    elif state.pointer is None:
        last = screen.rows[rows[0]].stop
        if last > screen.top + screen.height:
            state.top = screen.top + min(page, last - screen.top - screen.height)
        else:
            state.pointer = next((row for row in rows if screen.rows[row].start >= screen.top), rows[-1])
    elif state.pointer == rows[0] and step < 0:
        state.pointer, state.top = None, max(0, screen.top - page)
    elif state.pointer == rows[-1] and step > 0:
        if screen.more:
            state.pointer, state.top = None, screen.top + page
    else:
        state.pointer = rows[rows.index(state.pointer) + step]


# ---- choosing ------------------------------------------------------------------------------------------------------


def _enter(state: State, words: Words) -> Answer | None:
    page = state.page
    if page.kind == "notice":
        return ()
    if page.kind == "choices" and state.ticks:
        return in_order(page, state.ticks)
    if page.kind != "choices" and state.pointer is not None:
        return (page.rows[state.pointer].code,)
    state.message = words["tick_first" if page.kind == "choices" else "choose_first"]
    return None


def _space(state: State, words: Words) -> Answer | None:
    if state.page.kind == "choices" and state.pointer is not None:
        return _tick(state, state.pointer)
    return _enter(state, words)


def _tick(state: State, index: int) -> Answer | None:
    row = state.page.rows[index]
    state.ticks = ticked(state.page, state.ticks, row.code)
    return in_order(state.page, state.ticks) if row.at_once and row.code in state.ticks else None


def reach(state: State, screen: Screen, index: int, words: Words) -> bool:
    """Point at a row; say whether its key may act on it. Nothing is done to a row that could not be seen."""
    in_sight = screen.shows(index)
    state.pointer, state.sought, state.message = index, not in_sight, "" if in_sight else words["how_again"]
    return in_sight


def _label(state: State, screen: Screen, key: str, words: Words) -> Answer | None:
    """Point at the row that a key names, and tick it in a checklist. Digits add up where rows have numbers."""
    index = _named(state, key, labels(state.page))
    if index is None:
        state.digits = ""
        return None
    if state.page.kind != "choices":
        state.pointer = index
        return None
    return _tick(state, index) if reach(state, screen, index, words) else None


def _named(state: State, key: str, marks: list[str]) -> int | None:
    if not (key.isdigit() and _adds_up(state.page)):
        return marks.index(key) if key in marks and key else None
    for digits in (state.digits + key, key):
        if digits in marks:
            state.digits = digits
            return marks.index(digits)
    return None


def _adds_up(page: Page) -> bool:
    """Say whether rows have numbers of several digits, which only point; in a checklist each key ticks."""
    return page.kind != "choices"
