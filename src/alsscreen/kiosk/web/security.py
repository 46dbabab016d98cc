"""Any request in; only what a page of ours can have sent, not too much and not too often, goes on to the app."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 16_384
"""Bytes: a form has some 300, a note of 200 letters at worst 2,400."""

MAX_FIELDS = 64
"""Fields of a form: no question has half as many options."""

MAX_HEADERS = 60
"""A browser sends some 20."""

PATIENCE = 10.0
"""Seconds until a body has to be there whole."""

HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (
        b"content-security-policy",
        (
            b"default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
            b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),  # with no-referrer a browser sends "Origin: null", and each reply is refused
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"x-robots-tag", b"noindex, nofollow"),
    (b"x-dns-prefetch-control", b"off"),
)
NO_STORE = (b"cache-control", b"no-store")


class Limit(NamedTuple):
    """So many at once, and then so many a second."""

    burst: float
    rate: float


KNOWN, STRANGERS = Limit(40, 10), Limit(300, 50)
"""A session's own limit, and that of an address without one: twenty tablets may stand behind one address."""

MOST_BUCKETS = 2048


@dataclass(slots=True)
class Buckets:
    """How much each name may still ask for; names are forgotten when there are too many."""

    clock: Callable[[], float]
    _left: dict[tuple[str, Limit], tuple[float, float]] = field(default_factory=dict)

    def takes(self, name: str, limit: Limit) -> bool:
        """Take one, or say that there is none left."""
        now = self.clock()
        if len(self._left) >= MOST_BUCKETS:
            self._left.clear()
        left, then = self._left.get((name, limit), (limit.burst, now))
        left = min(limit.burst, left + (now - then) * limit.rate)
        self._left[name, limit] = (max(0.0, left - 1), now)
        return left >= 1

    def forget(self, name: str) -> None:
        """Forget a name: the token of a session that is over."""
        self._left.pop((name, KNOWN), None)


@dataclass(frozen=True, slots=True)
class Rules:
    """Which names this server answers to, over what, how patiently, and which tokens are of open sessions."""

    hosts: frozenset[str]
    scheme: str
    cookie: str
    knows: Callable[[str], bool]
    buckets: Buckets
    known: Limit = KNOWN
    strangers: Limit = STRANGERS
    patience: float = PATIENCE


class Shield:
    """Refuses early, in plain words and without touching a session; dresses every response."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self._app, self._rules = app, rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, _dressed(send))

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = self._refusal(scope)
        if not status and scope["method"] == "POST":
            body, status = await self._body(scope, receive)
            receive = _replay(body)
        if status:
            await _refuse(send, status)
        else:
            await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> int:
        """Give the status to refuse with, or 0."""
        return next((status for check in CHECKS if (status := check(scope, self._rules))), 0)

    async def _body(self, scope: Scope, receive: Receive) -> tuple[bytes, int]:
        """Read a whole body, small and soon, or give the status to refuse with."""
        length = _one(scope, b"content-length")
        if length and (not length.isascii() or not length.isdigit() or len(length) > 6 or int(length) > MAX_BODY):  # noqa: PLR2004
            return b"", 413
        try:
            async with asyncio.timeout(self._rules.patience):
                return await _whole(receive)
        except TimeoutError:
            return b"", 408


# ---- what is looked at, in this order ------------------------------------------------------------------------------


def _method(scope: Scope, rules: Rules) -> int:
    return 0 if scope["method"] in ("GET", "HEAD", "POST") else 405


def _path(scope: Scope, rules: Rules) -> int:
    """Refuse what no page of ours links to: escapes, doubled slashes, query strings."""
    raw = scope.get("raw_path") or scope["path"].encode()
    odd = len(raw) > 200 or b"%" in raw or b"//" in raw or b".." in raw or scope["query_string"]  # noqa: PLR2004
    return 404 if odd else 0


def _headers(scope: Scope, rules: Rules) -> int:
    """Refuse a flood, and a body whose length is told in two ways, or that a GET has."""
    pairs = scope["headers"]
    names = [name for name, _ in pairs]
    if len(pairs) > MAX_HEADERS or sum(len(name) + len(value) for name, value in pairs) > MAX_BODY:
        return 431
    lengths = names.count(b"content-length") + names.count(b"transfer-encoding")
    return 400 if lengths > (scope["method"] == "POST") else 0


def _host(scope: Scope, rules: Rules) -> int:
    return 0 if _one(scope, b"host").lower() in rules.hosts else 421


def _origin(scope: Scope, rules: Rules) -> int:
    """Take a reply only from a page of ours. A browser says where it comes from; who says nothing is no browser."""
    site, origin = _one(scope, b"sec-fetch-site"), _one(scope, b"origin")
    if scope["method"] != "POST":
        frame = _one(scope, b"sec-fetch-dest") in ("iframe", "frame", "embed", "object")
        return 403 if frame or (site == "cross-site" and _one(scope, b"sec-fetch-mode") != "navigate") else 0
    own = f"{rules.scheme}://{_one(scope, b'host').lower()}"
    if (origin and origin.lower() != own) or site not in ("", "same-origin") or not (origin or site):
        return 403
    return 0


def _form(scope: Scope, rules: Rules) -> int:
    kind = _one(scope, b"content-type").partition(";")[0].strip().lower()
    return 415 if scope["method"] == "POST" and kind != "application/x-www-form-urlencoded" else 0


def _rate(scope: Scope, rules: Rules) -> int:
    token = cookie(_one(scope, b"cookie"), rules.cookie)
    address = (scope.get("client") or ("", 0))[0]
    name, limit = (token, rules.known) if rules.knows(token) else (address, rules.strangers)
    return 0 if rules.buckets.takes(name, limit) else 429


CHECKS: tuple[Callable[[Scope, Rules], int], ...] = (_host, _method, _headers, _path, _origin, _form, _rate)


def cookie(header: str, name: str) -> str:
    """Give the value of a cookie; nothing when it stands there twice."""
    pairs = (part.strip().partition("=") for part in header[:4096].split(";"))
    values = [value for key, _, value in pairs if key == name]
    return values[0] if len(values) == 1 else ""


def _one(scope: Scope, name: bytes) -> str:
    """Give a header's value; one that stands there twice is none."""
    values = [value for key, value in scope["headers"] if key == name]
    return values[0].decode("latin-1") if len(values) == 1 else ""


# ---- messages ------------------------------------------------------------------------------------------------------


async def _whole(receive: Receive) -> tuple[bytes, int]:
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b"", 400
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            return b"", 413
        if not message.get("more_body"):
            return body, 0


def _replay(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _dressed(send: Send) -> Send:
    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [pair for pair in message.get("headers", []) if pair[0] != b"server"]
            caches = any(key == b"cache-control" for key, _ in headers)
            message = {**message, "headers": [*headers, *HEADERS, *(() if caches else (NO_STORE,))]}
        await send(message)

    return dressed


REASONS = {
    400: "Bad request", 403: "Not allowed", 404: "Not found", 405: "Method not allowed", 408: "Too slow",
    413: "Too large", 415: "Wrong kind of content", 421: "Unknown host", 429: "Too many requests",
    431: "Too many headers",
}  # fmt: skip


async def _refuse(send: Send, status: int) -> None:
    body = f"{REASONS[status]}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
