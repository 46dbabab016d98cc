"""Measures the browser kiosk under the load of a large clinic, beside a bare Starlette page: `python bench/web.py`.

Each tablet is one connection that answers questions with a pause between; all of it stays on loopback, and it ends
after `--seconds`. A reply is timed from its POST to the last byte of the page that follows, two requests; the bare page
is one request for one template, so that the ratio stands beside it twice.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from web_tablet import Tablet

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "kiosk.md"
BEGIN, END = "<!-- measured in a browser: begin -->", "<!-- measured in a browser: end -->"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(HERE.parent / "src")}
WORST, HEAVIEST = 50.0, 20.0
"""Milliseconds of a reply at the 99th percentile, on two cores that do nothing else; kilobytes of an open session."""


def free_port() -> int:
    """Give a port that nobody listens on."""
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def serve(script: str, port: int, *more: str) -> subprocess.Popen[bytes]:
    """Start a server and wait until it listens."""
    process = subprocess.Popen([sys.executable, str(HERE / script), str(port), *more], env=ENVIRONMENT)
    for _ in range(100):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.1)
    raise SystemExit(f"{script} does not listen")


def spent(process: subprocess.Popen[bytes]) -> float:
    """Give the seconds of a processor that a process has used (Linux): a busy machine changes them little."""
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def load(port: int, many: int, seconds: float, pause: tuple[float, float]) -> list[Tablet]:
    """Let many tablets work for a while; they come one after the other, within the longest pause."""
    tablets = [Tablet(port, seed, pause) for seed in range(many)]
    until = time.perf_counter() + seconds

    async def late(tablet: Tablet, number: int) -> None:
        await asyncio.sleep(pause[1] * number / many)
        await tablet.run(until)

    await asyncio.gather(*(late(tablet, number) for number, tablet in enumerate(tablets)))
    return tablets


async def bare(port: int, requests: int) -> list[float]:
    """Time a page that does nothing."""
    tablet = Tablet(port, 0, (0, 0))
    tablet._reader, tablet._writer = await asyncio.open_connection("127.0.0.1", port)  # noqa: SLF001
    times = []
    for _ in range(requests):
        begun = time.perf_counter()
        await tablet._ask("GET", "/")  # noqa: SLF001
        times.append((time.perf_counter() - begun) * 1000)
        await asyncio.sleep(0.24)  # as the one tablet does, so that caches are as cold
    tablet._writer.close()  # noqa: SLF001
    return times


async def both(port: int, other: int, options: argparse.Namespace) -> tuple[list[Tablet], list[float]]:
    """Let the tablets work, and time the bare page at the same time: what a busy machine does, it does to both."""
    requests = max(1, int(options.seconds / 0.26))
    tablets, beside = await asyncio.gather(
        load(port, options.tablets, options.seconds, tuple(options.pause)), bare(other, requests)
    )
    return tablets, beside


def centile(figures: list[float], which: int) -> float:
    """Give a percentile."""
    return statistics.quantiles(figures, n=100, method="inclusive")[which - 1]


class Figures(NamedTuple):
    """What was measured: of the kiosk under load and with one tablet, and of the bare page beside each."""

    tablets: list[Tablet]
    beside: list[float]
    alone: list[float]
    empty: list[float]
    busy: float
    memory: str

    @property
    def times(self) -> list[float]:
        return [each for tablet in self.tablets for each in tablet.times]

    @property
    def errors(self) -> list[str]:
        return [error for tablet in self.tablets for error in tablet.errors]


def measured(options: argparse.Namespace) -> Figures:
    """Measure everything, each beside the bare page."""
    port, other = free_port(), free_port()
    kiosk, floor = serve("web_server.py", port, "kiosk"), serve("web_server.py", other, "bare")
    try:
        alone = asyncio.run(load(port, 1, 12, (0.22, 0.26)))[0].times
        empty = asyncio.run(bare(other, 50))
        before = spent(kiosk)
        tablets, beside = asyncio.run(both(port, other, options))
        busy = spent(kiosk) - before
    finally:
        for process in (kiosk, floor):
            process.terminate()
            process.wait(10)
    command = [sys.executable, str(HERE / "web_server.py"), "0", "memory"]
    memory = subprocess.run(command, check=True, env=ENVIRONMENT, capture_output=True, text=True).stdout.strip()
    return Figures(tablets, beside, alone, empty, busy, memory)


def report(figures: Figures, options: argparse.Namespace) -> Iterator[str]:
    """Give the table. Times of a busy machine say little; the bare page beside them was as busy."""
    times, errors = figures.times, figures.errors
    least, most = options.pause
    worst, held = centile(times, 99), float(figures.memory.split()[0])
    median, base = statistics.median(figures.alone), statistics.median(figures.empty)
    yield (
        f"{options.tablets} tablets, each pausing {least:g} to {most:g} s, for {options.seconds:g} s, on "
        f"{os.cpu_count()} cores, Python {platform.python_version()}. A reply is a POST and the page that follows: two "
        f"requests."
    )
    yield ""
    yield "| what | kiosk | bare Starlette page at the same time | at most | met |"
    yield "| --- | --- | --- | --- | --- |"
    yield f"| replies; errors | {len(times):,}; {len(errors)} | | 0 errors | {_met(not errors)} |"
    yield f"| reply, median | {centile(times, 50):.1f} ms | {centile(figures.beside, 50):.1f} ms | | |"
    beside = centile(figures.beside, 99)
    yield f"| reply, p99 | {worst:.1f} ms | {beside:.1f} ms | {WORST:g} ms | {_met(worst <= WORST)} |"
    yield f"| processor a reply | {figures.busy / len(times) * 1000:.2f} ms | | | |"
    yield f"| one tablet alone, median | {median:.2f} ms | {base:.2f} ms | | |"
    yield f"| memory of an open session | {held:.1f} kB | | {HEAVIEST:g} kB | {_met(held <= HEAVIEST)} |"
    yield f"| left when all have ended | {figures.memory.split()[1]} kB | | | |"
    yield ""
    yield f"One tablet alone waits {median / base:.1f} times as long as for the bare page: two requests for its one."


def write(text: str) -> None:
    """Put the text between the marks of the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


def _met(yes: bool) -> str:  # noqa: FBT001 (it is the whole question)
    return "yes" if yes else "**no**"


def main() -> int:
    """Measure and print; only an error of the kiosk makes it fail, for a busy machine is no fault of the program."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--tablets", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, nargs=2, default=(1.0, 3.0), metavar=("LEAST", "MOST"))
    parser.add_argument("--write", action="store_true", help="put the table into docs/kiosk.md")
    options = parser.parse_args()
    figures = measured(options)
    text = "\n".join(report(figures, options))
    print(text, *sorted(set(figures.errors))[:5], sep="\n")
    if options.write:
        write(text)
    return int(bool(figures.errors))


if __name__ == "__main__":
    sys.exit(main())
