"""A kiosk of pages and a clock in; somebody who reads its pages and sends its forms, as without script, out."""

from __future__ import annotations

import asyncio
import atexit
from argparse import ArgumentParser, Namespace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlencode

import pytest

for _name in ("starlette", "uvicorn", "jinja2"):
    pytest.importorskip(
        _name, reason=f"the extra `kiosk` is not installed here ({_name}): the browser kiosk is NOT tested"
    )

# ruff: noqa: E402
from alsscreen.kiosk.config import Config
from alsscreen.kiosk.ready import Place, prepare
from alsscreen.kiosk.web import serve
from alsscreen.kiosk.web.app import Kiosk, app
from alsscreen.kiosk.web.security import Limit
from people import ROOT

HOST = "127.0.0.1:8480"
ORIGIN = f"http://{HOST}"
HOME = "/at/kiosk"
PLENTY = Limit(1e9, 1e9)
FORM = "application/x-www-form-urlencoded"
MORE = b"more"
"""A chunk after which nothing comes, though more was announced."""
LOOP = asyncio.new_event_loop()
atexit.register(LOOP.close)


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def options(*given: str) -> Namespace:
    """Give the options of a command line."""
    parser = ArgumentParser()
    serve.arguments(parser)
    return parser.parse_args(["--web", *given])


def kiosk(clock: Clock | None = None, *given: str, config: Config | None = None, root: Path = ROOT) -> Kiosk:
    """Put a kiosk together; nobody approved its book, as every page says."""
    place = Place(config or Config(region="GB"), None, root, demo=True, browser=True)
    made = serve.kiosk_of(options(*given), place, prepare(place))
    if clock is not None:
        made.sessions.clock = clock
        made.buckets.clock = clock
    return made


class Reply(NamedTuple):
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    text: str
    path: str

    def header(self, name: str) -> str:
        return "; ".join(value for key, value in self.headers if key == name)


class Client:
    """A browser of its own: it keeps cookies and follows redirects; `raw` sends whatever a test wants."""

    def __init__(self, made: Kiosk, **limits: Any) -> None:
        self.app = app(made, frozenset({HOST}), **{"known": PLENTY, "strangers": PLENTY, **limits})
        self.cookies: dict[str, str] = {}
        self.trail: list[Reply] = []

    def request(self, method: str, path: str, body: bytes = b"") -> Reply:
        self.trail = []
        while True:
            headers = {"host": HOST, "sec-fetch-site": "same-origin", "origin": ORIGIN, "content-type": FORM}
            if self.cookies:
                headers["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            reply = self.raw(method, path, list(headers.items()), body)
            self.trail.append(reply)
            self._keep(reply)
            if reply.status != 303:
                return reply
            method, path, body = "GET", reply.header("location"), b""

    def _keep(self, reply: Reply) -> None:
        for name, value in reply.headers:
            if name == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0].strip('"')
                if "max-age=0" in value.lower():
                    del self.cookies[key]

    def raw(self, method: str, path: str, headers: list[tuple[str, str]], body: bytes | list[bytes] = b"") -> Reply:
        chunks = [body] if isinstance(body, bytes) else body
        return LOOP.run_until_complete(self._raw(method, path, headers, chunks))

    async def _raw(self, method: str, path: str, headers: list[tuple[str, str]], chunks: list[bytes]) -> Reply:
        left, sent = iter(enumerate(chunks, start=1)), []
        plain, _, query = path.partition("?")
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": unquote(plain), "raw_path": plain.encode(), "query_string": query.encode(), "root_path": "",
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers],
            "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 8480),
        }  # fmt: skip

        async def receive() -> Any:
            number, chunk = next(left, (0, b""))
            if number == 0:
                await asyncio.sleep(3600)
            return {"type": "http.request", "body": chunk, "more_body": number < len(chunks) or chunk == MORE}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        found = [(name.decode(), value.decode("latin-1")) for name, value in sent[0]["headers"]]
        return Reply(sent[0]["status"], found, b"".join(each.get("body", b"") for each in sent).decode(), path)


class Read(HTMLParser):
    """What a page shows: its heading, its text, the fields of its main form and its buttons."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.heading = self.text = ""
        self.step, self.inputs, self.buttons, self.kind = "", [], [], ""
        self._in: list[str] = []
        self.feed(html)
        self.text = " ".join(self.text.split())
        self.heading = " ".join(self.heading.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and given.get("name") == "step":
            self.step = given["value"]
        elif tag == "input" and given.get("name") == "answer":
            self.kind = given["type"]
            self.inputs.append((given["value"], "checked" in given))
        elif tag == "textarea":
            self.kind = "text"
        elif tag == "button":
            self.buttons.append((given.get("name", ""), given.get("value", "")))
        if tag not in ("input", "meta", "link", "br"):
            self._in.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._in and self._in.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "h1" in self._in:
            self.heading += data
        if "script" not in self._in and "head" not in self._in:
            self.text += f" {data}"

    @property
    def answers(self) -> list[str]:
        return [value for name, value in self.buttons if name == "answer"]

    @property
    def acts(self) -> list[str]:
        return [value for name, value in self.buttons if name == "act"]


class Person:
    """Somebody at one browser."""

    def __init__(self, made: Kiosk, station: str = "kiosk", **limits: Any) -> None:
        self.kiosk, self.at = made, f"/at/{station}"
        self.client = Client(made, **limits)
        self.page = self.get("/")

    @property
    def session(self) -> Any:
        """Look inside: the session of this browser's cookie."""
        return self.kiosk.sessions._open[self.client.cookies[self.kiosk.cookie]]

    def get(self, path: str = "/page") -> Read:
        self.response = self.client.request("GET", self.at + path)
        self.page = Read(self.response.text)
        return self.page

    def post(self, path: str, fields: list[tuple[str, str]]) -> Read:
        self.response = self.client.request("POST", self.at + path, urlencode(fields).encode())
        self.page = Read(self.response.text)
        return self.page

    def start(self, act: str = "") -> Read:
        return self.post("/start", [("act", act)] if act else [("answer", "begin")])

    def send(self, *answers: str, act: str = "", step: str | None = None) -> Read:
        """Send the form, with answers and the button that was touched."""
        fields = [("step", self.page.step if step is None else step), *(("answer", code) for code in answers)]
        return self.post("/page", [*fields, ("act", act)] if act else fields)

    def begin(self) -> Read:
        """Go to the first question."""
        self.start()
        return self.send("start")
