"""Measures the kiosk: the first screen beside a bare application, a key to the next question, and 1,000 sessions.

`python bench/kiosk.py`, some minutes on two quiet cores. Prints figures; with --write they also stand in
docs/kiosk.md. A target that is missed fails nothing.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from alsscreen import rulebook
from alsscreen.dialogue import Interrupted, Page
from alsscreen.kiosk.config import Config
from alsscreen.kiosk.day import Day, Shop
from alsscreen.kiosk.face import Face
from alsscreen.kiosk.opening import now, shop_of
from alsscreen.kiosk.ready import Place, prepare
from alsscreen.kiosk.surface import Surface
from alsscreen.model import Answer
from measure import Contest, fight
from startup import until_drawn

HERE = Path(__file__).parent
FIRST = "Press any key or touch the screen to start"
SECOND = "I have been told I have ALS"
PAGE = HERE.parent / "docs" / "kiosk.md"
BEGIN, END = "<!-- measured at a terminal: begin -->", "<!-- measured at a terminal: end -->"
RUN = """import argparse, sys; from alsscreen.kiosk import cli; parser = argparse.ArgumentParser()
cli.arguments(parser); sys.exit(cli.run(parser.parse_args()))"""
MS = 1000


def starts(rounds: int) -> list[str]:
    """Compare the time to the first screen, and until a key that was pressed at once is answered, with a bare one."""
    ours = [sys.executable, "-c", RUN, "--unreviewed-demo"]
    floor = [sys.executable, str(HERE / "floor_kiosk.py"), FIRST]

    def bare() -> float:
        return MS * until_drawn(floor, [(FIRST, b"")])

    pressed = [(FIRST, b"x"), (SECOND, b"")]
    contests = [
        Contest("first screen", 1.25, lambda: MS * until_drawn(ours, [(FIRST, b"")]), bare, "first screen"),
        Contest("a key pressed at once answered", 0.0, lambda: MS * until_drawn(ours, pressed), bare, "first screen"),
    ]
    return [
        f"- {each.contest.what}: {each.ours.median:.0f} ms; {each.contest.floor_is} of a bare application with one "
        f"label: {each.floor.median:.0f} ms; ratio {each.ratio.median:.2f} ({_target(each.contest)})"
        for each in fight(contests, rounds)
    ]


def _target(contest: Contest) -> str:
    return f"target {contest.allowed}" if contest.allowed else "no target"


def in_process(sessions: int) -> list[str]:
    """Time keys, and weigh the memory, over so many sessions."""
    place = Place(Config(region="GB"), None, rulebook.directory(), demo=True)
    shop = shop_of(place, prepare(place), locked=False)
    gc.collect()
    gc.freeze()  # as the kiosk does before its first page
    cpu = time.process_time()
    painted, _ = run(shop, sessions)
    cpu = MS * (time.process_time() - cpu) / len(painted)
    tenth = sessions // 10
    first = statistics.median(ms for session, ms in painted if session < tenth)
    last = statistics.median(ms for session, ms in painted if session >= sessions - tenth)
    tracemalloc.start()
    _, memory = run(shop, sessions)
    tracemalloc.stop()
    every = statistics.median(ms for _, ms in painted)
    grown = [f"after {count:,} {used / 1e6:.2f} MB" for count, used in ((tenth, memory[0]), (sessions, memory[-1]))]
    return [
        f"- key to the next painted page: median {every:.1f} ms of {len(painted):,} pages (target 15)",
        f"- processor a page, painting, wiping and all: {cpu:.1f} ms",
        f"- the first {tenth:,} sessions {first:.1f} ms, the last {tenth:,} of {sessions:,} {last:.1f} ms",
        f"- memory in use, by sessions: {', '.join(grown)} (target: less than 2 MB more)",
    ]


def write(text: str) -> None:
    """Put the figures between the marks of the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


class Nowhere:
    """Standard output that takes everything and keeps nothing."""

    encoding = "utf-8"

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None: ...

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1


class Timed(Face):
    """A terminal at which a key is pressed as soon as a page is painted; notes how long the next page took."""

    press: Callable[[Page], tuple[str, ...]]
    sessions = 0
    most = 0

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self.painted: list[tuple[int, float]] = []
        self._pressed = 0.0
        self._application.after_render += lambda _: self._on_painted()

    def ask(self, page: Page, **more: object) -> Answer:
        self._page, self._fresh = page, True
        return super().ask(page, **more)  # type: ignore[arg-type]

    def _on_painted(self) -> None:
        if not getattr(self, "_fresh", False) or self.surface.state.page is not self._page:
            return
        self._fresh = False
        if self._pressed:
            self.painted.append((self.sessions, MS * (time.perf_counter() - self._pressed)))
        self._loop.call_soon(self._answer)

    def _answer(self) -> None:
        self._pressed = time.perf_counter()
        for key in keys(self._page):
            self.surface.key(key)
            if self.surface.state.sought:  # it was out of sight: the key of its row acts when it is pressed again
                self.surface.key(key)
        self._settle()

    def wipe(self) -> None:
        super().wipe()
        self.sessions += 1
        self._pressed = 0.0
        if self.sessions >= self.most:
            raise Interrupted


def keys(page: Page) -> tuple[str, ...]:
    """Say "none of these" or else the last option: a whole interview with as few surprises as possible."""
    rows = [row for row in page.rows if not row.heading]
    if page.kind in ("notice", "text"):
        return ("c-m",)
    wanted = ("begin", "start", "part_skip", "result", "leave")
    row = next((row for row in rows if row.code in wanted), None)
    row = row or next((row for row in rows if row.alone), rows[0])
    return (row.key,) if page.kind != "choices" else (row.key, "c-m")


def run(shop: Shop, sessions: int) -> tuple[list[tuple[int, float]], list[int]]:
    """Run so many sessions in process; give (session, milliseconds) of each page, and the memory in use on the way."""
    memory: list[int] = []
    surface = Surface(shop.screens, Config(region="GB").guard_times, ticking(), None)
    output = Vt100_Output(Nowhere(), lambda: Size(24, 80), term="xterm-256color")  # type: ignore[arg-type]
    with create_pipe_input() as keyboard, Timed(surface, keyboard, output) as face:
        face.most = sessions
        step = max(1, sessions // 10)
        day = Day(shop, face)
        for reached in range(step, sessions + 1, step):
            face.most = reached
            try:
                day.run()
            except Interrupted:
                gc.collect()
                memory.append(tracemalloc.get_traced_memory()[0] if tracemalloc.is_tracing() else 0)
        return face.painted, memory


def ticking() -> Callable[[], float]:
    """Give a clock that moves a second with each look: no hand is too fast for it."""
    start = [now()]

    def clock() -> float:
        start[0] += 1.0
        return start[0]

    return clock


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sessions", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/kiosk.md")
    options = parser.parse_args()
    text = "\n".join([*starts(options.rounds), *in_process(options.sessions)])
    print(text)
    if options.write:
        write(text)


if __name__ == "__main__":
    main()
