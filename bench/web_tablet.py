"""A port and a seed in; a browser that answers questions until its time is up, and how long each reply took, out."""

from __future__ import annotations

import asyncio
import re
import time
from random import Random
from urllib.parse import urlencode

STEP = re.compile(r'name="step" value="([^"]+)"')
CODES = re.compile(r'<input type="(radio|checkbox)" name="answer" value="([^"]+)"')
MENU = re.compile(r'<button name="answer" value="([^"]+)"')


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
