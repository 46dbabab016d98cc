"""The options of `alsscreen kiosk --web` in; pages for browsers until the system ends it, and an exit code, out."""

from __future__ import annotations

import gc
import re
import socket
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import uvicorn

    from ..ready import Place, Ready
    from .app import Kiosk

LISTEN = "127.0.0.1:8480"
DONE, PROBLEM, USAGE = 0, 1, 2

STATION = re.compile(r"[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?")
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?")
MOST_STATIONS = 100

EXTRA = "The browser kiosk needs the extra `kiosk`: pip install 'alsscreen[kiosk]'"


class Address(NamedTuple):
    """Where to listen."""

    host: str
    port: int

    @property
    def local(self) -> bool:
        """Say whether only this machine can come here."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def shown(self) -> str:
        """Give it as a browser writes it."""
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def any(self) -> bool:
        """Say whether it is every address of this machine, so that its name has to be told."""
        return self.host in ("0.0.0.0", "::")  # noqa: S104 (it is compared, and needs TLS and a name)


def arguments(parser: ArgumentParser) -> None:
    """Add the options that only the browser kiosk has."""
    parser.add_argument("--web", action="store_true", help="as pages for a browser (pip install 'alsscreen[kiosk]')")
    parser.add_argument("--listen", metavar="HOST:PORT", default=LISTEN, help=f"where (default: {LISTEN})")
    parser.add_argument("--tls-cert", metavar="FILE", type=Path, help="the certificate; needed beyond this machine")
    parser.add_argument("--tls-key", metavar="FILE", type=Path, help="its private key")
    parser.add_argument("--name", metavar="HOST", action="append", default=[], help="a name it answers to; repeatable")
    parser.add_argument(
        "--station", metavar="NAME", action="append", default=[], help="a screen, such as room-2; repeatable"
    )


def run(options: Namespace, place: Place) -> int:
    """Serve pages until a signal; give 0, 1 (it may not start) or 2 (wrong usage)."""
    try:
        import jinja2  # noqa: F401 (it and the next are only looked for)
        import starlette  # noqa: F401
        import uvicorn
    except ImportError:
        return _say(EXTRA)
    address = _address(options.listen)
    wrong = list(usage(options, address, tries=place.tries))
    if wrong or address is None:
        return _say(*wrong, code=USAGE)
    from ..ready import prepare

    ready = prepare(place)
    if ready.stops:
        return _say(*map(str, ready.stops))
    server = uvicorn.Server(config(options, address, kiosk_of(options, place, ready)))
    try:
        door = listener(address)
    except OSError as error:
        remedy = "End what listens there, or choose another place with --listen"
        return _say(f"--listen: {address.shown}:{address.port}: {str(error.strerror).partition(' (')[0]}. {remedy}")
    _say(*told(address, options))
    gc.collect()
    gc.freeze()  # the rule book stays all day: a collection that walks through it would make somebody wait
    server.run(sockets=[door])
    return DONE


def usage(options: Namespace, address: Address | None, *, tries: bool) -> list[str]:
    """Say what is wrong with the options."""
    if address is None:
        return ["--listen: write HOST:PORT, such as 127.0.0.1:8480"]
    found = []
    if tries and not address.local:
        found.append("--listen: a try-out is for this machine only, since nobody checked its numbers; give --config")
    if (options.tls_cert is None) != (options.tls_key is None):
        found.append("--tls-cert and --tls-key: give both, or neither")
    if not address.local and options.tls_cert is None:
        found.append("--listen: beyond this machine answers must not travel in the open; give --tls-cert and --tls-key")
    if address.any and not options.name:
        found.append("--name: say by which name the screens find this machine, such as kiosk.clinic.example")
    found += [
        f"{file}: there is no such file" for file in (options.tls_cert, options.tls_key) if file and not file.is_file()
    ]
    found += [
        f"--station: '{name[:40]}' is not of small letters, digits and -"
        for name in options.station
        if not STATION.fullmatch(name)
    ]
    found += [f"--name: '{name[:40]}' is no host name" for name in options.name if not HOST.fullmatch(name.lower())]
    if len(set(options.station)) < len(options.station) or len(options.station) > MOST_STATIONS:
        found.append(f"--station: name each screen once, {MOST_STATIONS} at most")
    return found


def _address(text: str) -> Address | None:
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:  # noqa: PLR2004
        return None
    return Address(host.lower(), int(port))


def listener(address: Address) -> socket.socket:
    """Open the place where browsers knock; raise OSError when it is taken, or not of this machine."""
    family, *_, place = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)[0]
    return socket.create_server(place[:2], family=family, backlog=256)


def kiosk_of(options: Namespace, place: Place, ready: Ready) -> Kiosk:
    """Put together what is served; the book speaks a page's words."""
    from ..opening import now, shop_of
    from ..wipe import harden
    from ..words import spoken
    from .app import Kiosk
    from .sessions import Sessions
    from .words import web_words

    locked = harden()
    ready = replace(ready, book=spoken(ready.book, web_words(ready.book.screens.words)))
    shop = shop_of(place, ready, locked=locked)
    sessions = Sessions(shop, now, tuple(options.station) or ("kiosk",))
    return Kiosk(sessions, dict(shop.screens.words), secure=options.tls_cert is not None)


def hosts(address: Address, names: list[str]) -> frozenset[str]:
    """Name what a browser may call this machine."""
    local = ("127.0.0.1", "localhost", "[::1]") if address.local else ()
    known = {*local, *(name.lower() for name in names), *(() if address.any else (address.shown,))}
    ports = {80, 443} & {address.port}
    return frozenset({f"{name}:{address.port}" for name in known} | (known if ports else set()))


def config(options: Namespace, address: Address, kiosk: Kiosk) -> uvicorn.Config:
    """Give the server's settings: no banner, no log of requests, patience for nobody."""
    import uvicorn

    from .app import app
    from .patient import Patient

    secure = options.tls_cert is not None
    return uvicorn.Config(
        app(kiosk, hosts(address, options.name)), host=address.host, port=address.port, http=Patient, ws="none",
        lifespan="on", log_level="error", access_log=False, server_header=False, date_header=True, proxy_headers=False,
        timeout_keep_alive=30, timeout_graceful_shutdown=3, limit_concurrency=600, backlog=256, workers=1,
        h11_max_incomplete_event_size=16_384, ssl_certfile=options.tls_cert if secure else None,
        ssl_keyfile=options.tls_key if secure else None,
    )  # fmt: skip


def told(address: Address, options: Namespace) -> list[str]:
    """Say where it is, and what listening beyond this machine implies."""
    scheme = "http" if options.tls_cert is None else "https"
    shown = options.name[0] if options.name else address.shown
    lines = [f"{scheme}://{shown}:{address.port}/at/{name}/" for name in options.station or ("kiosk",)]
    if not address.local:
        lines.append("Everybody in this network can open these pages. Answers travel over TLS and stay in memory here.")
    return lines


def _say(*lines: str, code: int = PROBLEM) -> int:
    from ...clean import clean

    sys.stderr.write("".join(f"{clean(line)}\n" for line in lines))
    sys.stderr.flush()
    return code
