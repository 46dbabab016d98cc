"""A place that is ready in; its day at the terminal, put together and open, out."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from .config import Config
from .day import Day, Shop
from .face import Face
from .outbox import Outbox, Printer
from .ready import Place, Ready
from .screens import Facts, Screens
from .staff import Door
from .surface import Surface
from .visit import Way


def now() -> float:
    """Give seconds that nobody can set back, and that go on while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


@contextmanager
def day(place: Place, ready: Ready, *, locked: bool) -> Iterator[Day]:
    """Open the terminal for the day."""
    shop = shop_of(place, ready, locked=locked)
    door = Door(place.config.staff.pin, now, free=place.tries and place.config.staff.pin is None)
    surface = Surface(shop.screens, place.config.guard_times, now, door if door.exists else None)
    sys.stdout.flush()
    with Face(surface) as face:
        face.watch()
        yield Day(shop, face)


def shop_of(place: Place, ready: Ready, *, locked: bool) -> Shop:
    """Put together what stays the same from person to person."""
    config, book = place.config, ready.book
    screens = Screens(book, ready.region, _facts(config, ready, locked=locked))
    ways = {name: Way(screens, book.flows[name]) for name in (config.flow, config.optional_flow) if name is not None}
    longer = None if config.optional_flow in (None, config.flow) else ways[config.optional_flow]
    printers = () if config.printer is None else (Printer(config.printer.command, now),)
    outboxes: tuple[Outbox, ...] = (*(() if ready.outbox is None else (ready.outbox,)), *printers)
    warnings = tuple(f"{text[0].upper()}{text[1:]}" for text in map(str, ready.warnings))
    return Shop(config, screens, ways[config.flow], longer, outboxes, warnings, now)


def _facts(config: Config, ready: Ready, *, locked: bool) -> Facts:
    sizes = () if config.text is None else ("larger", "normal")
    return Facts(
        staff_call=config.staff.call or ready.book.screens.words["staff_call"],
        place="" if config.printer is None else config.printer.place,
        sends=ready.outbox is not None,
        demo=ready.demo,
        looks=("plain", "dark", "light", *sizes),
        longest=config.times.longest,
        idle=config.times.idle,
        warning=config.times.warning,
        locked=locked,
    )
