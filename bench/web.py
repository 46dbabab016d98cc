"""Measures the browser kiosk under the load of a large clinic, beside a bare Starlette page: `python bench/web.py`.

Each tablet is one connection that answers questions with a pause between; all of it stays on loopback, and it ends
after `--seconds`. A page is timed from its POST to the last byte of the page that follows, two requests; the bare page
is one request for one template, so that the ratio stands beside it twice.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from random import Random
from urllib.parse import urlencode

HERE = Path(__file__).parent
STEP = re.compile(r'name="step" value="([^"]+)"')
CODES = re.compile(r'<input type="(radio|checkbox)" name="answer" value="([^"]+)"')
MENU = re.compile(r'<button name="answer" value="([^"]+)"')
WORST = 50.0
"""Milliseconds of a page at the 99th percentile that we allow ourselves, on two cores that do nothing else."""


class Tablet:
    """One browser: a connection that stays open, a cookie, and the page it is on."""

    def __init__(self, port: int, seed: int, pause: tuple[float, float]) -> None:
        self._port, self._random, self._pause = port, Random(seed), pause
        self._cookie = ""
        self.times: list[float] = []
        self.errors: list[str] = []
        self.ends = 0

    async def run(self, until: float) -> None:
        """Answer until the time is up; begin again after each end."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        page = await self._ask("GET", "/at/kiosk/")
        while time.perf_counter() < until:
            await asyncio.sleep(self._random.uniform(*self._pause))
            page = await self._next(page)
        self._writer.close()

    async def _next(self, page: str) -> str:
        begun = time.perf_counter()
        found = STEP.search(page)
        if found is None or 'action="/at/kiosk/start"' in page:
            self.ends += bool(self.times)
            page = await self._ask("POST", "/at/kiosk/start", [("answer", "begin")])
        else:
            page = await self._ask("POST", "/at/kiosk/page", [("step", found[1]), *self._answer(page)])
        self.times.append((time.perf_counter() - begun) * 1000)
        return page

    def _answer(self, page: str) -> list[tuple[str, str]]:
        codes = [code for _, code in CODES.findall(page)]
        menu = MENU.findall(page)
        if codes:
            return [("answer", "none" if "none" in codes and self._random.randrange(3) else self._random.choice(codes))]
        wanted = [code for code in ("result", "leave", "part_ask", "start") if code in menu]
        return [("answer", "" if not menu else wanted[-1] if wanted else menu[0])]

    async def _ask(self, method: str, path: str, fields: list[tuple[str, str]] | None = None) -> str:
        while True:
            status, headers, text = await self._send(method, path, urlencode(fields or []))
            if status == 303:  # noqa: PLR2004 (see other)
                method, path, fields = "GET", headers["location"], None
                continue
            if status != 200:  # noqa: PLR2004
                self.errors.append(f"{status} {path}")
            return text

    async def _send(self, method: str, path: str, body: str) -> tuple[int, dict[str, str], str]:
        host = f"127.0.0.1:{self._port}"
        lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"]
        lines += [f"Cookie: {self._cookie}"] if self._cookie else []
        if method == "POST":
            lines += [f"Origin: http://{host}", "Content-Type: application/x-www-form-urlencoded"]
            lines += [f"Content-Length: {len(body)}"]
        self._writer.write("\r\n".join([*lines, "", body if method == "POST" else ""]).encode())
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:])}
        if "set-cookie" in headers:
            self._cookie = headers["set-cookie"].partition(";")[0] if "Max-Age=0" not in headers["set-cookie"] else ""
        text = (await self._reader.readexactly(int(headers.get("content-length", 0)))).decode()
        return int(head[0].split()[1]), headers, text


def free_port() -> int:
    """Give a port that nobody listens on."""
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def serve(script: str, port: int, *more: str) -> subprocess.Popen[bytes]:
    """Start a server and wait until it listens."""
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent / "src")}
    process = subprocess.Popen([sys.executable, str(HERE / script), str(port), *more], env=environment)
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


def main() -> int:
    """Measure, print, and say whether a target was missed by an error (never by a busy machine)."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--tablets", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, nargs=2, default=(1.0, 3.0), metavar=("LEAST", "MOST"))
    options = parser.parse_args()
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
    times = [each for tablet in tablets for each in tablet.times]
    errors = [error for tablet in tablets for error in tablet.errors]
    ratio = statistics.median(alone) / statistics.median(empty)
    print(f"{options.tablets} tablets, {options.pause[0]} to {options.pause[1]} s pauses, {options.seconds:.0f} s")
    print(
        f"replies          {len(times)}, sessions ended {sum(tablet.ends for tablet in tablets)}, errors {len(errors)}"
    )
    print(f"reply and page   median {centile(times, 50):.1f} ms, p99 {centile(times, 99):.1f} ms (target {WORST:.0f})")
    print(
        f"processor        {busy / len(times) * 1000:.2f} ms a reply and page; {busy / options.seconds:.0%} of one core"
    )
    print(f"bare page beside median {centile(beside, 50):.1f} ms, p99 {centile(beside, 99):.1f} ms at the same time")
    print(f"one tablet       median {centile(alone, 50):.2f} ms for two requests")
    print(f"bare page        median {centile(empty, 50):.2f} ms for one request; ratio {ratio:.2f} for two")
    print(*sorted(set(errors))[:5], sep="\n")
    measured = subprocess.run([sys.executable, str(HERE / "web_server.py"), "0", "memory"], check=False,
                              env={**os.environ, "PYTHONPATH": str(HERE.parent / "src")})  # fmt: skip
    return int(bool(errors) or measured.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
