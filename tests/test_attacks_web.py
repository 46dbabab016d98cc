"""What a neighbour in the network or another page could try on the browser kiosk: each attack was tried, and fails."""

from __future__ import annotations

import pytest

from alsscreen.kiosk import staff
from alsscreen.kiosk.config import Config, StaffTable
from alsscreen.kiosk.staff import FIRST_WAIT, FREE_TRIES, Door, hashed
from kiosk_server import raw
from kiosk_web import FORM, HOME, HOST, ORIGIN, Clock, Person, kiosk
from test_kiosk_web_hostile import plain, server  # noqa: F401 (a fixture)

PIN = hashed("424242")


@pytest.fixture(scope="module")
def made():
    return kiosk(Clock())


@pytest.fixture
def person(made):
    person = Person(made)
    person.begin()
    yield person
    made.sessions.end_all()


def asked(person, *headers, method="GET", path=f"{HOME}/page", body=b""):
    """Ask with these headers and no cookie but theirs."""
    given = [("host", HOST), ("sec-fetch-site", "same-origin"), *headers]
    given += [("origin", ORIGIN), ("content-type", FORM)] if method == "POST" else []
    return person.client.raw(method, path, given, body)


# ---- cookies ---------------------------------------------------------------------------------------------------------

COOKIES = {
    "another one before it, of another path": ["session=evil; session={}"],
    "another one behind it": ["session={}; session=evil"],
    "the same one twice": ["session={0}; session={0}"],
    "in two headers": ["session=evil", "session={}"],
    "behind four thousand letters": ["a=" + "x" * 5000 + "; session={}"],
    "in quotes": ['session="{}"'],
    "under the name for TLS": ["__Host-session={}"],
    "in other letters": ["Session={}"],
    "with a NUL behind it": ["session={}\0"],
    "none": [],
}


@pytest.mark.parametrize("name", COOKIES)
def test_one_cookie_is_read_one_way(person, name):
    """What the shield took for no cookie was one for the page behind it: a planted one could take the place of ours."""
    token = person.client.cookies["session"]
    reply = asked(person, *(("cookie", each.format(token)) for each in COOKIES[name]))
    assert (reply.status, reply.header("location")) == (303, f"{HOME}/erased")
    assert asked(person, ("cookie", f"a=b; session={token}")).status == 200


def test_a_token_that_was_planted_is_never_taken_over(person):
    """Nobody can choose the token of somebody else's session."""
    for planted in ("A" * 22, "", "evil"):
        reply = asked(
            person, ("cookie", f"session={planted}"), method="POST", path=f"{HOME}/start", body=b"answer=begin"
        )
        token = reply.header("set-cookie").partition("=")[2].partition(";")[0]
        assert len(token) == 22
        assert token != planted


# ---- addresses and methods -------------------------------------------------------------------------------------------


PATHS = [
    "/at/kiosk;a=b/page", "/at/KIOSK/page", f"{HOME}/./page", f"{HOME}/%70age", "/static/../app.py",
    "/static/kiosk.css", f"{HOME}/page%00", f"{HOME}/page%0d%0aX:y", f"{HOME}//page", f"{HOME}/page?step=1",
    f"{HOME}/page;x",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_an_address_has_one_form(person, path):
    """Escapes, dots, parameters and other letters lead nowhere."""
    assert asked(person, ("cookie", f"session={person.client.cookies['session']}"), path=path).status == 404


@pytest.mark.parametrize("path", [f"{HOME}/page/", f"{HOME}\\evil.example", f"{HOME}/start/"])
def test_no_address_leads_away(person, path):
    """A slash at the end leads to the same host, or nowhere."""
    reply = asked(person, path=path)
    assert reply.header("location") in {"", f"{ORIGIN}{path.rstrip('/')}"} or reply.header("location").startswith(
        f"{ORIGIN}{HOME}%5C"
    )


def test_no_header_changes_what_is_asked(person):
    """Overrides of the method, the host, the address and the sender are letters like any other."""
    tricks = [(name, "POST") for name in ("x-http-method-override", "x-method-override", "x-original-method")]
    tricks += [
        (name, "evil.example") for name in ("x-forwarded-host", "x-forwarded-for", "forwarded", "x-original-url")
    ]
    reply = asked(person, ("cookie", f"session={person.client.cookies['session']}"), *tricks)
    assert reply.status == 200
    assert "evil" not in reply.text
    assert person.session.step in reply.text


SMUGGLED = {
    "a chunked word that is not quite one": ("Transfer-Encoding: xchunked",),
    "two codings": ("Transfer-Encoding: identity, chunked",),
    "chunks and a length": ("Transfer-Encoding: chunked", "Content-Length: 4"),
    "a length with a sign": ("Content-Length: +4",),
    "a length in hex": ("Content-Length: 0x4",),
    "a length with a space in it": ("Content-Length: 4 4",),
    "a folded line": ("X: a\r\n Transfer-Encoding: chunked", "Content-Length: 4"),
    "a bare line end": ("X: a\nTransfer-Encoding: chunked", "Content-Length: 4"),
    "a tab before the colon": ("Transfer-Encoding\t: chunked",),
}


@pytest.mark.parametrize("name", SMUGGLED)
def test_no_request_hides_in_another(server, name):  # noqa: F811
    """The second request, which a proxy would take for the body of the first, is never answered."""
    port, _ = server
    host = f"Host: 127.0.0.1:{port}"
    hidden = f"0\r\n\r\nGET {HOME}/ HTTP/1.1\r\n{host}\r\n\r\n"
    lines = (f"POST {HOME}/start HTTP/1.1", host, f"Origin: http://127.0.0.1:{port}", f"Content-Type: {FORM}")
    head = "\r\n".join((*lines, *SMUGGLED[name]))
    found = raw(port, f"{head}\r\n\r\n{hidden}".encode(), wait=2.0)
    assert b" 200 OK" not in found
    assert b"200 OK" in raw(port, plain(port))


# ---- the PIN ---------------------------------------------------------------------------------------------------------


def test_each_try_takes_as_long_as_the_others(monkeypatch):
    """How much of a PIN was right no time tells: each is hashed, and hashes are compared to their end."""
    compared = []
    monkeypatch.setattr(staff.hmac, "compare_digest", lambda *hashes: compared.append(tuple(map(len, hashes))))
    for pin in ("424242", "424243", "9", "", "4" * 12):
        Door(PIN, Clock()).opens(pin)
    assert compared == [(64, 64)] * 5


def test_a_new_session_brings_no_new_tries():
    """Who stops and starts again, or comes with another browser, waits on at the same station."""
    made = kiosk(config=Config(region="GB", staff=StaffTable(pin=PIN)))
    for _ in range(FREE_TRIES):
        person = Person(made)
        person.start("pin")
        for digit in "000000":
            person.send(digit)
        person.send("open")
    assert made.sessions.doors["kiosk"].wait > FIRST_WAIT / 2
    person = Person(made)
    person.start("pin")
    for digit in "424242":
        person.send(digit)
    person.send("open")
    assert person.session.aside == "pin"
