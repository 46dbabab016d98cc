"""A surface in; it fills the terminal from the morning to the evening, and answers to its pages come out.

One application for the whole day: between two prompts a terminal would show and obey what is typed (FACTS).
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, Layout, Window
from prompt_toolkit.output import Output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.styles import DynamicStyle, Style

from ..dialogue import Interrupted, Page
from ..model import Answer
from .canvas import MARKS
from .input import Hand
from .mouse import ON, press
from .surface import Surface
from .wipe import GOODBYE, clear, forget

TICK = 0.5
"""Seconds between two looks at the clock: a countdown of seconds needs no more."""

STUCK = 20
"""Seconds without a tick after which the terminal takes nothing any more; the system then starts us anew."""

STUCK_CODE = 70
"""EX_SOFTWARE of sysexits.h"""

LOOKS = {
    "plain": Style.from_dict(MARKS),
    "dark": Style.from_dict({"": "bold bg:#000000 #ffffff", **MARKS}),
    "light": Style.from_dict({"": "bold bg:#ffffff #000000", **MARKS}),
}
"""These are for eyes that need all the contrast there is."""


class Face:
    """The terminal of a kiosk. Only `ask` waits; whatever ends a session comes out of it as an exception."""

    def __init__(self, surface: Surface, input: Input | None = None, output: Output | None = None) -> None:
        self.surface = surface
        self.look = "plain"
        self._output = output or Vt100_Output.from_pty(sys.stdout)
        self._control = FormattedTextControl(self._fragments, show_cursor=False)
        self._application: Application[Any] = Application(
            layout=Layout(Window(self._control, style=self._ground, wrap_lines=False)),
            key_bindings=self._bindings(), style=DynamicStyle(lambda: LOOKS[self.look]), full_screen=True,
            erase_when_done=True, input=input or Hand(sys.stdin), output=self._output,
        )  # fmt: skip
        self._seen: tuple[object, ...] = ()
        self._beats = 0
        self.idle: Callable[[], None] = lambda: None

    # ---- the day

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(self._on_fault)
        self._reply: asyncio.Future[None] = self._loop.create_future()
        run = self._application.run_async(pre_run=self._begin_soon, set_exception_handler=False, handle_sigint=False)
        self._running = self._loop.create_task(run)
        for number in (signal.SIGTERM, signal.SIGHUP):
            with suppress(ValueError, RuntimeError):  # a test may not be in the main thread
                self._loop.add_signal_handler(number, self._fail, Interrupted(number))
        with suppress(ValueError, RuntimeError):
            self._loop.add_signal_handler(signal.SIGCONT, self._repaint)
        self._loop.call_later(TICK, self._tick)
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):  # the terminal may be gone; there is nothing left to save
            if self._application.is_running:
                self._application.exit(result=None)
            self._loop.run_until_complete(self._running)
        with suppress(Exception):
            self._output.write_raw(GOODBYE)
            self._output.flush()
        self._loop.close()

    def watch(self) -> None:
        """End the process when the terminal takes no output any more: nothing else could."""
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        seen, since = -1, 0
        while since < STUCK:
            time.sleep(1)
            seen, since = (self._beats, 0) if self._beats != seen else (seen, since + 1)
        os._exit(STUCK_CODE)

    def ask(
        self, page: Page, *, any_key: str = "", message: str = "", until: Callable[[], bool] | None = None
    ) -> Answer:
        """Show a page until it is answered."""
        self.surface.show(page, any_key=any_key, message=message, until=until)
        self._reply = self._loop.create_future()
        self._application.invalidate()
        self._loop.run_until_complete(asyncio.wait({self._reply, self._running}, return_when=asyncio.FIRST_COMPLETED))
        outcome = self.surface.outcome
        if isinstance(outcome, BaseException):
            raise outcome
        if outcome is None:
            with suppress(EOFError, OSError):  # the terminal is gone
                self._running.result()
            raise Interrupted(signal.SIGHUP)
        return outcome

    def wipe(self) -> None:
        """Leave nothing of a person: not on the screen, not in what scrolled away, not in what is remembered."""
        self.surface.reset()
        self.surface.guard = self.surface.guard.end()
        self.look = "plain"
        self._application.key_processor.empty_queue()
        self._application.key_processor.reset()
        self._control._content_cache.clear()  # noqa: SLF001 (it keeps the last 18 screens)
        self._control._fragment_cache.clear()  # noqa: SLF001
        if self._application.is_running:
            self._application.renderer.clear()
            clear(self._output)
            self._output.write_raw(ON)
            self._output.flush()
        forget()

    # ---- what happens

    def _begin_soon(self) -> None:
        self._output.write_raw(ON)
        self._loop.call_soon(self._settle)

    def _bindings(self) -> KeyBindings:
        bindings = KeyBindings()
        bindings.add(Keys.Any, eager=True)(self._on_key)
        return bindings

    def _on_key(self, event: KeyPressEvent) -> None:
        """Hand on a key or a touch. What comes after the answer was meant for no page that was seen."""
        self._measure()
        found = event.key_sequence[0]
        key = found.key.value if isinstance(found.key, Keys) else found.key
        if found.key is Keys.Vt100MouseEvent:
            touched = press(found.data)
            if touched is not None:
                self.surface.click(touched)
        elif found.key is not Keys.BracketedPaste:
            self.surface.key(key)
        self._settle()

    def _tick(self) -> None:
        self._beats += 1
        self._measure()
        self.surface.tick()
        self.idle()
        self._settle()
        seen = self.surface.sign()
        if seen != self._seen:
            self._seen = seen
            self._application.invalidate()
        self._loop.call_later(TICK, self._tick)

    def _settle(self) -> None:
        if self.surface.outcome is not None and not self._reply.done():
            self._reply.set_result(None)

    def _fail(self, error: BaseException) -> None:
        self.surface.fail(error)
        self._settle()

    def _on_fault(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Let a fault end the session; prompt_toolkit would print it, answers and all."""
        self._fail(context.get("exception") or RuntimeError("event loop"))

    def _repaint(self) -> None:
        """Paint everything again: somebody may have written on the screen while we were stopped."""
        self._application.renderer.clear()
        self._application.invalidate()

    def _measure(self) -> None:
        size = self._output.get_size()
        self.surface.size = (size.columns, size.rows)

    def _ground(self) -> str:
        """Give every cell a style where the look has a colour of its own; to do so takes a tenth of the painting."""
        return "" if self.look == "plain" else "class:page"

    def _fragments(self) -> StyleAndTextTuples:
        self._measure()
        found: StyleAndTextTuples = []
        for index, (style, text) in enumerate(self.surface.drawn().lines):
            found += [("", "\n")] * (index > 0) + [(style, text)]
        return found
