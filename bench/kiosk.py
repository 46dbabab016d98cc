"""Measures the kiosk: the first screen beside a bare application, a key to the next question, and 1,000 sessions.

`python bench/kiosk.py`, some minutes on two quiet cores. Prints figures; a target that is missed fails nothing.
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
RUN = """import argparse, sys; from alsscreen.kiosk import cli; parser = argparse.ArgumentParser()
cli.arguments(parser); sys.exit(cli.run(parser.parse_args()))"""
MS = 1000


def first_screen(rounds: int) -> str:
    """Compare the time to the first screen with a bare application's."""
    ours = [sys.executable, "-c", RUN, "--unreviewed-demo"]
    floor = [sys.executable, str(HERE / "floor_kiosk.py"), FIRST]
    contest = Contest(
        "First screen", 1.25, lambda: MS * until_drawn(ours, [(FIRST, b"")]),
        lambda: MS * until_drawn(floor, [(FIRST, b"")]), "prompt_toolkit, one label",
    )  # fmt: skip
    outcome = fight([contest], rounds)[0]
    return (
        f"first screen: {outcome.ours.median:.0f} ms, bare application {outcome.floor.median:.0f} ms, "
        f"ratio {outcome.ratio.median:.2f} (target {contest.allowed})"
    )


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
    options = parser.parse_args()
    print(first_screen(options.rounds))
    place = Place(Config(region="GB"), None, rulebook.directory(), demo=True)
    shop = shop_of(place, prepare(place), locked=False)
    painted, _ = run(shop, options.sessions)
    tenth = options.sessions // 10
    first = statistics.median(ms for session, ms in painted if session < tenth)
    last = statistics.median(ms for session, ms in painted if session >= options.sessions - tenth)
    print(f"key to the next painted page: median {statistics.median(ms for _, ms in painted):.1f} ms of {len(painted)} "
          f"(target 15); first tenth {first:.1f}, last tenth {last:.1f} ms")  # fmt: skip
    tracemalloc.start()
    _, memory = run(shop, options.sessions)
    print(f"memory in use: after {tenth} sessions {memory[0] / 1e6:.2f} MB, after {options.sessions} "
          f"{memory[-1] / 1e6:.2f} MB (target: less than 2 MB more)")  # fmt: skip


if __name__ == "__main__":
    main()
