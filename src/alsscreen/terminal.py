"""A page in; it fills the terminal until it is answered, and the answer, or Back, Stop or Interrupted, comes out.

The only file that knows questionary. One prompt lasts for the whole session: between two prompts a terminal
would show and obey what is typed (a burst of Ctrl-backslash killed ten sessions of ten).
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPress, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import BufferControl, ConditionalContainer, FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.layout.dimension import Dimension
from prompt_toolkit.layout.processors import BeforeInput
from questionary import Question, Style

from .clean import clean
from .dialogue import BACK, STOP, Interrupted, Page, Words, signals
from .model import Answer
from .terminal_keys import ENTER, press
from .terminal_screen import Screen, State, Styled, draw, typing_rows

HELD = 0.7
"""Seconds in which the same key again is a hand that was slow to let go: X11 repeats after 0.66, macOS after 0.5."""

_EDITING_KEYS = ("c-c", "c-d", "c-j", "c-m", "up", "down", "pageup", "pagedown", "escape")

_STYLE = Style(
    [
        ("title", "bold reverse"), ("banner", "bold"), ("headline", "bold"), ("action", "bold"), ("heading", "bold"),
        ("quote", "italic"), ("pointed", "bold"), ("ticked", "bold"), ("status", "reverse"),
        ("small", ""), ("keys", ""), ("body", ""), ("row", ""),
    ]
)  # fmt: skip
"""No colours: nothing here may depend on them, and bold and reverse survive NO_COLOR and a grey screen."""


class Terminal:
    """A full-screen session. Its alternate screen is erased and left at the end: nothing stays in the scrollback."""

    keeps = False

    def __init__(self, words: Words) -> None:
        self._words = words
        self._state = State(Page("notice", ""))
        self._last_key, self._last_time = "", 0.0
        self._ahead: list[KeyPress] = []
        self._signal = 0
        self._meanwhile: Callable[[], object] | None = None
        self._last_drawn: tuple[int, Screen] | None = None
        self._buffer = Buffer(multiline=False, on_text_changed=self._cap)
        self._application: Application[Any] = Application(
            layout=self._layout(), key_bindings=self._bindings(), style=_STYLE, full_screen=True, erase_when_done=True,
            after_render=self._on_drawn,
        )  # fmt: skip

    # ---- the session

    def __enter__(self) -> Self:
        self._signals = signals(self._on_signal)
        self._signals.__enter__()
        self._loop = asyncio.new_event_loop()
        self._reply: asyncio.Future[Answer] = self._loop.create_future()
        run = Question(self._application).application.run_async
        self._running = self._loop.create_task(
            run(pre_run=self._begin_soon, set_exception_handler=False, handle_sigint=False)
        )
        self._loop.set_exception_handler(self._on_fault)
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):  # the window may be gone; there is nothing left to save
            if self._application.is_running:
                self._application.exit(result=None)
            self._loop.run_until_complete(self._running)
        self._loop.close()
        self._signals.__exit__(None, None, None)

    def ask(self, page: Page, meanwhile: Callable[[], object] | None = None) -> Answer:
        """Show a page until it is answered."""
        self._state, self._meanwhile = State(page), meanwhile
        self._buffer.reset()
        self._reply = self._loop.create_future()
        self._loop.call_soon(self._begin)
        self._loop.run_until_complete(asyncio.wait({self._reply, self._running}, return_when=asyncio.FIRST_COMPLETED))
        if self._signal:
            raise Interrupted(self._signal)
        if self._reply.done():
            return self._reply.result()
        with suppress(EOFError, OSError):  # the window is gone
            self._running.result()
        raise Interrupted(signal.SIGTERM)

    def _begin(self) -> None:
        """Draw the page and give it the keys that were typed before it was there."""
        application, ahead = self._application, self._ahead
        self._ahead = []
        if self._signal:
            self._fail(Interrupted(self._signal))
        elif application.context is not None:
            self._focus()
            application.key_processor.feed_multiple(ahead)
            application.context.copy().run(application.key_processor.process_keys)
            application.invalidate()
        else:
            self._ahead = ahead

    def _on_drawn(self, _: Application[Any]) -> None:
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile is not None:
            try:
                meanwhile()
            except Exception as error:  # noqa: BLE001 (it must reach ask())
                self._fail(error)

    def _begin_soon(self) -> None:
        self._loop.call_soon(self._begin)

    def _on_signal(self, number: int) -> None:
        self._signal = number
        if self._loop.is_running():
            self._loop.call_soon_threadsafe(self._fail, Interrupted(number))
        else:
            raise Interrupted(number)

    def _on_fault(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Let a fault end the session and be reported where all are; prompt_toolkit would print it, answers and all."""
        self._fail(context.get("exception") or RuntimeError(context.get("message")))

    def _fail(self, error: BaseException) -> None:
        if not self._reply.done():
            self._reply.set_exception(error)

    # ---- keys

    def _bindings(self) -> KeyBindings:
        bindings = KeyBindings()
        typing = Condition(lambda: self._is_typing)
        bindings.add(Keys.Any, filter=~typing, eager=True)(self._on_key)
        for key in _EDITING_KEYS:
            bindings.add(key, filter=typing, eager=True)(self._on_key)
        bindings.add(Keys.BracketedPaste, filter=typing, eager=True)(self._on_paste)
        return bindings

    @property
    def _is_typing(self) -> bool:
        return self._state.page.kind == "text" and self._state.aside is None and not self._reply.done()

    def _on_key(self, event: KeyPressEvent) -> None:
        """Hand a key on. What comes after the answer belongs to the next page."""
        if self._reply.done():
            self._ahead.extend(event.key_sequence)
            return
        pressed = event.key_sequence[0].key
        key = pressed.value if isinstance(pressed, Keys) else pressed
        now = time.monotonic()
        held = key == self._last_key and now - self._last_time < HELD
        self._last_key, self._last_time = key, now
        try:
            answer = self._typed() if self._is_typing and key in ENTER else self._press(key, held=held)
        except Exception as reply:  # noqa: BLE001 (Back, Stop and Interrupted; a fault, too, must reach ask())
            self._fail(reply)
        else:
            if answer is not None:
                self._reply.set_result(answer)
        self._focus()
        if self._reply.done():
            self._ahead += self._application.key_processor.empty_queue()

    def _focus(self) -> None:
        self._application.layout.focus(self._typing_window if self._is_typing else self._body_window)

    def _press(self, key: str, *, held: bool = False) -> Answer | None:
        return press(self._state, self._screen(), key, self._words, held=held)

    def _typed(self) -> Answer | None:
        """Give the text; a single letter that is a key on every other page is that key."""
        page = self._state.page
        text = clean(self._buffer.text)[: page.limit]
        if len(text) == 1 and text.lower() in {*page.asides, "h", STOP, BACK, *("k" if page.keep else "")}:
            self._buffer.reset()
            return self._press(text)
        return (text,) if text else ()

    def _on_paste(self, event: KeyPressEvent) -> None:
        self._buffer.insert_text(clean(event.data[: 10 * self._state.page.limit])[: self._state.page.limit])

    def _cap(self, buffer: Buffer) -> None:
        if len(buffer.text) > self._state.page.limit:
            buffer.text = buffer.text[: self._state.page.limit]

    # ---- what is drawn

    def _layout(self) -> Layout:
        self._typing_window = Window(
            BufferControl(self._buffer, input_processors=[BeforeInput("> ")]),
            height=lambda: Dimension.exact(typing_rows(self._state, self._size()[1])),
            wrap_lines=True,
        )
        typing = ConditionalContainer(self._typing_window, Condition(lambda: typing_rows(self._state, 20) > 0))
        head = _window(lambda: self._drawn().head)
        self._body_window = _window(lambda: self._drawn().body, focusable=True)
        foot = _window(lambda: self._drawn().foot)
        return Layout(HSplit([head, self._body_window, typing, Window(), foot]), focused_element=self._typing_window)

    def _size(self) -> tuple[int, int]:
        size = self._application.output.get_size()
        return size.columns, size.rows

    def _screen(self) -> Screen:
        return draw(self._state, self._words, *self._size())

    def _drawn(self) -> Screen:
        """Give the screen, laid out once for each time that it is drawn."""
        count = self._application.render_counter
        if self._last_drawn is None or self._last_drawn[0] != count:
            self._last_drawn = (count, self._screen())
        return self._last_drawn[1]


def _window(lines: Callable[[], tuple[Styled, ...]], *, focusable: bool = False) -> Window:
    """Show lines with a style each; the terminal's own cursor is where the person is, for a magnifier to follow."""

    def fragments() -> StyleAndTextTuples:
        found: StyleAndTextTuples = []
        for index, (style, text) in enumerate(lines()):
            mark = "[SetCursorPosition]" if style == "class:pointed" else ""
            found += [("", "\n")] * (index > 0) + [(mark, "")] * bool(mark) + [(style, text)]
        return found

    control = FormattedTextControl(fragments, focusable=focusable, show_cursor=focusable)
    return Window(control, height=lambda: Dimension.exact(len(lines())))
