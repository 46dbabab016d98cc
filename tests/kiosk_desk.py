"""A configuration and a clock in; a kiosk without a terminal, and one at a real terminal, out."""

from __future__ import annotations

import datetime as dt
import os
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pexpect

from alsscreen.dialogue import Interrupted, Page
from alsscreen.kiosk.config import Config
from alsscreen.kiosk.day import Day, Shop
from alsscreen.kiosk.mouse import Press
from alsscreen.kiosk.opening import shop_of
from alsscreen.kiosk.ready import Place, prepare
from alsscreen.kiosk.staff import Door
from alsscreen.kiosk.surface import Surface
from alsscreen.kiosk.visit import Visit
from alsscreen.model import Answer, Answers, Evaluation
from people import ROOT
from pty_driver import Person, Screen, environment

RUN = "import argparse, sys; from alsscreen.kiosk import cli; p = argparse.ArgumentParser(); cli.arguments(p); sys.exit(cli.run(p.parse_args()))"  # noqa: E501
PLACE = Place(Config(region="GB"), None, ROOT, demo=True, today=dt.date(2026, 11, 22))
READY = prepare(PLACE)
SHOP = shop_of(PLACE, READY, locked=False)


SOAK = os.environ.get("SOAK") == "1"
"""`make soak`: as long as a bad day in a waiting room is; the suite does a short piece of it."""


class Clock:
    """Seconds that go on only when somebody says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


Hand = Callable[["Headless"], None]


class Headless:
    """A front without a terminal: `hand` does something until the page is answered."""

    look = "plain"

    def __init__(
        self, clock: Clock, hand: Hand, *, config: Config | None = None, pin: str | None = None, shop: Shop = SHOP
    ) -> None:
        self.clock, self.hand = clock, hand
        self.shop: Shop = replace(shop, clock=clock, config=config or shop.config)
        times = self.shop.config.guard_times
        self.surface = Surface(self.shop.screens, times, clock, Door(pin, clock) if pin else None)
        self.wipes = 0

    def ask(
        self, page: Page, *, any_key: str = "", message: str = "", until: Callable[[], bool] | None = None
    ) -> Answer:
        self.surface.show(page, any_key=any_key, message=message, until=until)
        while self.surface.outcome is None:
            self.hand(self)
            self.surface.tick()
        if isinstance(self.surface.outcome, BaseException):
            raise self.surface.outcome
        return self.surface.outcome

    def wipe(self) -> None:
        self.surface.reset()
        self.surface.guard = self.surface.guard.end()
        self.wipes += 1

    @property
    def text(self) -> str:
        """Give what can be read, a line break as a blank."""
        return " ".join(" ".join(text for _, text in self.surface.drawn().lines).split())

    def press(self, *keys: str) -> None:
        """Press keys, a second apart."""
        for key in keys:
            self.clock.now += 1.0
            self.surface.key(key)

    def touch(self, text: str) -> None:
        """Touch the line or the word where a text stands."""
        for y, (_, line) in enumerate(self.surface.drawn().lines):
            if text in line:
                self.clock.now += 1.0
                self.surface.click(Press(line.index(text) + 1, y))
                return
        raise AssertionError(f"no {text!r} in:\n{self.text}")


class Watched(Day):
    """A day that notes what each visit ended with."""

    def __init__(self, front: Headless) -> None:
        super().__init__(front.shop, front)
        self.ended: list[tuple[str, Answers, Evaluation]] = []

    def visit(self, visit: Visit) -> None:
        try:
            super().visit(visit)
        finally:
            self.ended.append((visit.way.flow.id, dict(visit.counted), visit.evaluation()))


def script(*steps: str | Callable[[Headless], None]) -> Hand:
    """Give a hand that does one step after the other, and then ends the day by a signal."""
    left = iter(steps)

    def hand(front: Headless) -> None:
        step = next(left, None)
        if step is None:
            front.surface.fail(Interrupted(15))
        elif callable(step):
            step(front)
        elif step.startswith("touch "):
            front.touch(step.removeprefix("touch "))
        else:
            front.press(step)

    return hand


def day(*steps: str | Callable[[Headless], None], **more: object) -> Watched:
    """Do the steps; give the day as it stood when they were done."""
    front = Headless(Clock(), script(*steps), **more)  # type: ignore[arg-type]
    found = Watched(front)
    try:
        found.run()
    except Interrupted:
        return found
    return found


class Stranger:
    """Somebody who presses this and that, from a seed; rather often what leads on."""

    def __init__(self, seed: int, canary: str) -> None:
        self._random, self.canary = random.Random(seed), canary
        self.steps = 0
        self.seen: list[str] = []

    def __call__(self, front: Headless) -> None:
        self.steps += 1
        surface, page = front.surface, front.surface.state.page
        if self.steps > 400:
            surface.fail(Interrupted(15))
        elif self._random.random() < 0.06:
            self._odd(front)
        elif page.kind == "text" and surface.state.aside is None:
            front.press(*self._random.choice(["", self.canary]), "c-m")
        elif surface.state.aside is not None or page.kind == "notice":
            front.press("c-m")
        else:
            self._choose(front)

    def _choose(self, front: Headless) -> None:
        page = front.surface.state.page
        row = self._random.choice([row for row in page.rows if not row.heading and row.key])
        if page.rows[0].code == "result" and self._random.random() < 0.5:
            row = page.rows[0]
        front.press(row.key)
        if page.kind == "choices":
            front.press("c-m")

    def _odd(self, front: Headless) -> None:
        """Go back, stop, walk away, come back too late, press what means nothing, be interrupted."""
        kind = self._random.randrange(9)
        if kind == 0:
            front.clock.now += self._random.choice([60, 125, 170, 200, 4000])
            front.surface.tick()
        elif kind == 1:
            front.press("q", self._random.choice(["c-m", "x"]))
        elif kind == 2:
            front.press(*self._random.choices(["e", "s", "?", "escape", "up", "down", "pagedown", "home", "c-c"], k=4))
        elif kind == 3:
            front.surface.size = self._random.choice([(80, 24), (120, 40), (40, 10), (1, 1)])
            front.surface.key("1")
            front.surface.size = (80, 24)
        elif kind == 4:
            front.surface.click(Press(self._random.randrange(80), self._random.randrange(24)))
        elif kind == 5:
            front.press("f12", *"123456", "c-m", "escape")
        elif kind == 6 and self._random.random() < 0.3:
            front.surface.fail(Interrupted(15))
        else:
            front.press("b")


class AtKiosk(Person):
    """Somebody at a kiosk's real terminal."""

    def __init__(self, *arguments: str, size: tuple[int, int] = (80, 24), program: str = RUN, **variables: str) -> None:
        columns, rows = size
        self.screen = Screen(columns, rows)
        self.raw = ""
        self.child = pexpect.spawn(
            sys.executable, ["-c", program, *arguments], env=environment(**variables), dimensions=(rows, columns),
            encoding="utf-8", codec_errors="replace", echo=True,
        )  # fmt: skip
        self.child.delaybeforesend = None


@contextmanager
def kiosk(*arguments: str, **more: object) -> Iterator[AtKiosk]:
    """Start a demo kiosk and wait for its first screen."""
    with AtKiosk("--unreviewed-demo", *arguments, **more) as person:  # type: ignore[arg-type]
        yield person.sees("Press any key or touch the screen to start")


def write(path: Path, text: str) -> Path:
    """Write a configuration."""
    path.write_text(text, encoding="utf-8")
    return path
