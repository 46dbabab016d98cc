"""What no page of ours would send, as tables: each is refused as documented, and no session is touched."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
import time
from dataclasses import replace

import pytest

from alsscreen.kiosk.config import Config
from alsscreen.kiosk.ready import Place
from alsscreen.kiosk.web import serve
from alsscreen.kiosk.web.security import HEADERS, MAX_BODY, Limit
from kiosk_server import raw, served
from kiosk_web import FORM, HOME, HOST, MORE, ORIGIN, ROOT, Client, Clock, Person, kiosk, options

GOOD = {"host": HOST, "origin": ORIGIN, "sec-fetch-site": "same-origin", "content-type": FORM}


@pytest.fixture(scope="module")
def made():
    return kiosk(Clock())


@pytest.fixture
def person(made):
    """Somebody in the middle of the questions, whom nothing here may touch."""
    person = Person(made)
    person.begin()
    person.send("none")
    before = (person.session.step, dict(person.session.journey.visit.answers), person.session.journey.shown.name)
    yield person
    assert (person.session.step, person.session.journey.visit.answers, person.session.journey.shown.name) == before
    made.sessions.end_all()


def sent(person, method="POST", path=f"{HOME}/page", body=b"answer=face", **headers):
    """Send with the person's own cookie; a header that is None is left out, a list stands there several times."""
    cookie = f"session={person.client.cookies['session']}"
    given = {**GOOD, "cookie": cookie, **{name.replace("_", "-"): value for name, value in headers.items()}}
    pairs = []
    for name, value in given.items():
        pairs += [(name, each) for each in (value if isinstance(value, list) else [value]) if each is not None]
    chunks = body if isinstance(body, list) else b"step=" + person.session.step.encode() + b"&" + body
    return person.client.raw(method, path, pairs, chunks)


REFUSED = {
    "foreign Host": ({"host": "evil.example"}, 421),
    "Host of another port": ({"host": "127.0.0.1:1"}, 421),
    "Host with a user": ({"host": f"a@{HOST}"}, 421),
    "no Host": ({"host": None}, 421),
    "two Hosts": ({"host": [HOST, "evil.example"]}, 421),
    "foreign Origin": ({"origin": "http://evil.example"}, 403),
    "foreign Origin, our Host in it": ({"origin": f"http://{HOST}.evil.example"}, 403),
    "Origin null": ({"origin": "null"}, 403),
    "Origin over another scheme": ({"origin": f"https://{HOST}"}, 403),
    "two Origins": ({"origin": [ORIGIN, ORIGIN], "sec_fetch_site": None}, 403),
    "cross-site": ({"sec_fetch_site": "cross-site"}, 403),
    "same-site": ({"sec_fetch_site": "same-site"}, 403),
    "typed by hand": ({"sec_fetch_site": "none"}, 403),
    "neither Origin nor Sec-Fetch-Site": ({"origin": None, "sec_fetch_site": None}, 403),
    "JSON": ({"content_type": "application/json"}, 415),
    "text/plain, which needs no preflight": ({"content_type": "text/plain"}, 415),
    "multipart": ({"content_type": "multipart/form-data; boundary=x"}, 415),
    "no Content-Type": ({"content_type": None}, 415),
    "PUT": ({"method": "PUT"}, 405),
    "DELETE": ({"method": "DELETE"}, 405),
    "TRACE": ({"method": "TRACE"}, 405),
    "OPTIONS": ({"method": "OPTIONS"}, 405),
    "a made-up method": ({"method": "ERASE"}, 405),
    "a method to override": ({"method": "GET", "path": f"{HOME}/still", "x_http_method_override": "POST"}, 405),
    "a query string": ({"path": f"{HOME}/page?answer=face"}, 404),
    "dots": ({"path": f"{HOME}/../../etc/passwd"}, 404),
    "escaped dots": ({"path": f"{HOME}/%2e%2e/page"}, 404),
    "an escaped slash": ({"path": "/at/kiosk%2fpage"}, 404),
    "a doubled slash": ({"path": "//evil.example/page"}, 404),
    "a long path": ({"path": "/at/" + "k" * 5000}, 404),
    "another station": ({"path": "/at/room-9/page"}, 404),
    "a file beside the style sheet": ({"method": "GET", "path": "/static/app.py"}, 404),
    "a length and chunks": ({"transfer_encoding": "chunked", "content_length": "11"}, 400),
    "two lengths": ({"content_length": ["11", "12"]}, 400),
    "a hundred headers": ({f"x_{number}": "1" for number in range(100)}, 431),
    "a header of 20 kB": ({"x": "1" * 20_000}, 431),
    "too long by its own word": ({"content_length": "10000000"}, 413),
    "a length of letters": ({"content_length": "ten"}, 413),
    "a length below nothing": ({"content_length": "-1"}, 413),
    "10 MB": ({"body": [b"answer=" + b"a" * 10_000_000]}, 413),
    "10 MB in pieces": ({"body": [b"a" * 100_000] * 100}, 413),
    "in a frame": ({"method": "GET", "sec_fetch_dest": "iframe", "sec_fetch_mode": "navigate"}, 403),
    "fetched by another site": ({"method": "GET", "sec_fetch_site": "cross-site", "sec_fetch_mode": "no-cors"}, 403),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_page_of_ours_sends_is_refused(person, name):
    request, status = REFUSED[name]
    reply = sent(person, **request)
    assert reply.status == status
    assert "Traceback" not in reply.text
    assert len(reply.text) < 100


BODIES = {
    "nothing": b"",
    "not ASCII": "answer=é".encode(),
    "no UTF-8 in it": b"answer=%ff%fe",
    "a thousand fields": b"&".join([b"answer=face"] * 1000),
    "another step": b"step=AAAA&answer=face",
    "a step twice": b"step=&answer=face",
    "a NUL": b"answer=%00",
    "only separators": b"&&&&====",
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_no_form_of_ours_changes_no_answer(made, name):
    person = Person(made)
    person.begin()
    before = dict(person.session.journey.visit.answers)
    reply = sent(person, body=BODIES[name])
    assert reply.status == 303
    assert person.session.journey.visit.answers == before
    made.sessions.end_all()


def test_a_note_is_shown_as_text_and_nothing_else(made):
    person = Person(made)
    person.begin()
    nasty = "<script>alert(1)</script>\"'><img src=x> {{7*7}} \u202eabc"
    while person.page.kind != "text":
        codes = [code for code, _ in person.page.inputs]
        person.send(*(["none"] if "none" in codes else codes[-2:-1]) if codes else ["part_skip"])
    person.send(nasty)
    person.send("part_skip")
    assert "<script>alert" not in person.response.text
    assert "<img" not in person.response.text
    assert "\u202e" not in person.response.text
    assert "&lt;script&gt;" in person.response.text
    assert "49" not in person.page.text.partition("{{7*7}}")[0][-20:]


@pytest.mark.parametrize("length", [201, 5000])
def test_a_note_that_is_too_long_is_told_beside_its_field(made, length):
    person = Person(made)
    person.begin()
    while person.page.kind != "text":
        codes = [code for code, _ in person.page.inputs]
        person.send(*(["none"] if "none" in codes else codes[-2:-1]) if codes else ["part_skip"])
    person.send("n" * length)
    assert "note" not in person.session.journey.visit.answers
    assert "<title>Error:" in person.response.text


def test_a_body_that_does_not_end_is_given_up(made):
    made.sessions.end_all()
    client = Client(made, patience=0.05)
    reply = client.raw("POST", f"{HOME}/start", list(GOOD.items()), [b"answer=", MORE])
    assert reply.status == 408
    assert len(made.sessions) == 0


def test_parallel_replies_of_one_page_count_once(made):
    person = Person(made)
    person.begin()
    step, cookie = person.session.step, f"session={person.client.cookies['session']}"
    headers = [*GOOD.items(), ("cookie", cookie)]
    body = f"step={step}&answer=none".encode()

    async def many():
        return await asyncio.gather(*(person.client._raw("POST", f"{HOME}/page", headers, [body]) for _ in range(30)))

    from kiosk_web import LOOP

    assert {reply.status for reply in LOOP.run_until_complete(many())} == {303}
    assert list(person.session.journey.visit.answers) == ["who", "sudden"]


def test_a_flood_is_slowed_and_a_session_beside_it_is_not():
    made = kiosk(Clock())
    person = Person(made, strangers=Limit(20, 1))
    person.begin()
    statuses = [person.client.raw("GET", f"{HOME}/", [("host", HOST)]).status for _ in range(50)]
    assert statuses.count(429) > 25
    assert person.get().kind == "checkbox"


@pytest.mark.parametrize("path", ["/", f"{HOME}/", f"{HOME}/page", f"{HOME}/nowhere", "/static/x"])
def test_every_answer_wears_the_same_headers(made, path):
    reply = Client(made).raw("GET", path, [("host", HOST)])
    found = {name.encode(): value.encode() for name, value in reply.headers}
    assert HEADERS_WANTED.items() <= found.items()
    assert b"server" not in found
    assert "unsafe" not in reply.header("content-security-policy")


HEADERS_WANTED = dict(HEADERS)


def test_no_page_has_code_or_style_of_its_own(made):
    person = Person(made)
    person.begin()
    for html in (person.response.text, person.client.request("GET", f"{HOME}/").text):
        assert " style=" not in html
        assert "<style" not in html
        assert " onclick" not in html
        assert html.count("<script") == html.count('<script src="/static/')
        assert "http://" not in html
        assert "https://" not in html


# ---- a real server on loopback ------------------------------------------------------------------------------------

DEMO = """
import sys
from argparse import ArgumentParser
from alsscreen.kiosk import cli
from alsscreen.kiosk.web import patient, serve
patient.FIRST = 1.0
parser = ArgumentParser()
cli.arguments(parser)
options = parser.parse_args(sys.argv[1:])
sys.exit(serve.run(options, cli._place(options)))
"""


@pytest.fixture(scope="module")
def server():
    """Start a kiosk that is not patient."""
    with served(start=("-c", DEMO)) as running:
        yield running


def plain(port, path=f"{HOME}/", *more):
    lines = (f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close", *more, "", "")
    return "\r\n".join(lines).encode()


BYTES = {
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "a header flood": lambda port: plain(port, f"{HOME}/", *(f"X-{number}: {'a' * 200}" for number in range(2000))),
    "one endless header": lambda port: plain(port, f"{HOME}/", f"X: {'a' * 100_000}"),
    "two lengths": lambda port: plain(port, f"{HOME}/", "Content-Length: 1", "Content-Length: 2"),
    "a length and chunks": lambda port: plain(port, f"{HOME}/", "Content-Length: 5", "Transfer-Encoding: chunked"),
    "no Host": b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
    "two Hosts": lambda port: plain(port, f"{HOME}/", "Host: evil.example"),
    "a space before the colon": lambda port: plain(port, f"{HOME}/", "X : 1"),
    "a page with a body": lambda port: plain(port, f"{HOME}/", "Content-Length: 0"),
    "HTTP/9": b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    "a NUL in a header": lambda port: plain(port, f"{HOME}/", "X: \0"),
    "an absolute address of elsewhere": lambda port: plain(port, "http://evil.example/"),
    "asterisk": lambda port: plain(port, "*"),
    "CONNECT": b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n",
    "an upgrade to a websocket": lambda port: plain(port, f"{HOME}/nowhere", "Upgrade: websocket"),
}


@pytest.mark.parametrize("name", BYTES)
def test_bytes_that_are_no_request_of_a_browser_get_no_page(server, name):
    port, process = server
    content = BYTES[name](port) if callable(BYTES[name]) else BYTES[name]
    found = raw(port, content)
    assert found == b"" or found.partition(b" ")[2][:1] == b"4"
    assert b"Traceback" not in found
    assert process.poll() is None
    assert b"200 OK" in raw(port, plain(port))


def test_no_banner_says_what_serves(server):
    found = raw(server[0], plain(server[0])).partition(b"\r\n\r\n")[0].lower()
    assert b"server:" not in found
    assert b"uvicorn" not in found


def test_slow_headers_are_given_up(server):
    port, _ = server
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        with contextlib.suppress(OSError):
            for byte in b"GET / HTTP/1.1\r\nX: " + b"a" * 100:
                connection.sendall(bytes([byte]))
                time.sleep(0.05)
        connection.settimeout(5)
        with contextlib.suppress(OSError):
            assert connection.recv(100) == b""
    assert time.monotonic() - begun < 8


def test_a_hundred_idle_connections_keep_nobody_out(server):
    port, _ = server
    held = [socket.create_connection(("127.0.0.1", port), 2) for _ in range(100)]
    assert b"200 OK" in raw(port, plain(port))
    for connection in held:
        connection.close()


# ---- starting ------------------------------------------------------------------------------------------------------

TRIED = Place(Config(region="GB"), None, ROOT, demo=True, browser=True)

USAGE = {
    "beyond this machine without TLS": (("--listen", "0.0.0.0:8480"), "--tls-cert"),
    "a clinic's address without TLS": (("--listen", "192.168.1.5:8480"), "--tls-cert"),
    "a name without TLS": (("--listen", "kiosk.example:8480"), "--tls-cert"),
    "a certificate without a key": (("--tls-cert", __file__), "give both"),
    "files that are not there": (("--tls-cert", "/no/cert", "--tls-key", "/no/key"), "no such file"),
    "a try-out beyond this machine": (
        ("--listen", "0.0.0.0:1", "--tls-cert", __file__, "--tls-key", __file__, "--name", "kiosk.example"),
        "a try-out is for this machine only",
    ),
    "every address without a name": (
        ("--listen", "0.0.0.0:1", "--tls-cert", __file__, "--tls-key", __file__),
        "--name",
    ),
    "no port": (("--listen", "127.0.0.1"), "HOST:PORT"),
    "a port too high": (("--listen", "127.0.0.1:70000"), "HOST:PORT"),
    "a station with a slash": (("--station", "a/b"), "--station"),
    "a station twice": (("--station", "a", "--station", "a"), "--station"),
    "a name with a space": (("--name", "a b"), "--name"),
}


@pytest.mark.parametrize("name", USAGE)
def test_it_starts_only_as_it_is_safe_to(name, capsys):
    given, says = USAGE[name]
    assert serve.run(options(*given), TRIED) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize("name", ["jinja2", "starlette", "uvicorn"])
def test_without_the_extra_it_says_what_to_install(name, capsys, monkeypatch):
    """One line that a technician can copy, and no trace."""
    monkeypatch.setitem(sys.modules, name, None)
    assert serve.run(options(), None) == 1
    assert capsys.readouterr().err == f"{serve.EXTRA}\n"


def test_it_does_not_start_with_rules_that_nobody_approved(capsys):
    assert serve.run(options(), replace(TRIED, demo=False)) == 1
    assert "not approved" in capsys.readouterr().err


def test_a_place_that_is_taken_is_named_with_what_to_do(capsys):
    """Started twice, the second says so in a sentence and ends with 1; it tells no address, for it has none."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        assert serve.run(options("--listen", place), TRIED) == 1
    remedy = "End what listens there, or choose another place with --listen"
    assert capsys.readouterr().err == f"--listen: {place}: Address already in use. {remedy}\n"


def test_an_address_is_told_as_a_browser_writes_it():
    """With the brackets that IPv6 needs, it can be copied."""
    given = options("--listen", "[::1]:8480")
    assert serve.told(serve.Address("::1", 8480), given) == ["http://[::1]:8480/at/kiosk/"]
    assert "[::1]:8480" in serve.hosts(serve.Address("::1", 8480), [])


def test_a_body_has_room_for_the_longest_note():
    assert 200 * len("%F0%9F%98%80") + 1000 < MAX_BODY
