"""Two tablets over TLS, with a throwaway certificate: found by its name alone, each with a session of its own."""

from __future__ import annotations

import contextlib
import datetime as dt
import http.client
import re
import socket
import ssl
from ipaddress import ip_address
from pathlib import Path

import pytest

from kiosk_server import served
from kiosk_web import FORM

pytest.importorskip("cryptography", reason="the extra `review` is not installed here: TLS is NOT tested")

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

NAME = "localhost"


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a key and a certificate of a day for the name and the address of this machine."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = dt.datetime.now(dt.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(NAME), x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1)).add_extension(names, critical=False).sign(key, hashes.SHA256())
    )  # fmt: skip
    files = folder / "cert.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    files[1].write_bytes(key.private_bytes(pem, pkcs8, plain))
    return files


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Start a kiosk on every address of this machine, as a clinic would for its tablets, and end it."""
    folder = tmp_path_factory.mktemp("tls")
    cert, key = certificate(folder)
    config = folder / "kiosk.toml"
    config.write_text('region = "GB"\n[numbers]\nchecked = 2026-11-01\n', encoding="utf-8")
    given = ("--config", config, "--name", NAME, "--tls-cert", cert, "--tls-key", key)
    rooms = ("--station", "room-1", "--station", "room-2")
    at, start = "0.0.0.0", ("-m", "alsscreen", "kiosk")
    with served(*given, *rooms, start=start, address=at, says=f"https://{NAME}:{{port}}/at/room-2/\nEverybody") as it:
        yield it.port, cert


def ask(server, method, path, body="", **headers):
    """Ask as a tablet does that trusts this certificate; give the response and its text."""
    port, cert = server
    trusting = ssl.create_default_context(cafile=cert)
    connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=10, context=trusting)
    own = {"Host": f"{NAME}:{port}", "Origin": f"https://{NAME}:{port}", "Content-Type": FORM}
    connection.request(method, path, body or None, {**own, **headers})
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response, text


def test_the_cookie_goes_only_over_tls_and_only_to_this_host(server):
    """`__Host-` and Secure; the tablet in the next room knows nothing of the session."""
    response, _ = ask(server, "POST", "/at/room-1/start", "answer=begin")
    given = response.headers["set-cookie"]
    assert given.startswith("__Host-session=")
    for word in ("secure", "httponly", "samesite=strict", "path=/"):
        assert word in given.lower()
    token = given.partition(";")[0]
    assert 'name="step"' in ask(server, "GET", "/at/room-1/page", Cookie=token)[1]
    assert ask(server, "GET", "/at/room-2/page", Cookie=token)[0].status == 303
    assert 'name="step"' in ask(server, "GET", "/at/room-1/page", Cookie=token)[1]


def test_each_screen_says_which_it_is(server):
    """Staff who are called know where to."""
    assert re.search(r"This is room-2\.", ask(server, "GET", "/at/room-2/")[1])
    assert ask(server, "GET", "/at/room-3/")[0].status == 404


@pytest.mark.parametrize("host", ["127.0.0.1", "evil.example"])
def test_no_other_name_is_answered(server, host):
    """Not even the address, which is not what the clinic named."""
    assert ask(server, "GET", "/at/room-1/", Host=f"{host}:{server[0]}")[0].status == 421


def test_nothing_is_answered_in_the_open(server):
    """Plain HTTP to the same port gets no page, and no way to one."""
    with socket.create_connection(("127.0.0.1", server[0]), 10) as connection:
        connection.sendall(f"GET /at/room-1/ HTTP/1.1\r\nHost: {NAME}:{server[0]}\r\n\r\n".encode())
        with contextlib.suppress(ConnectionError):
            assert b"HTTP" not in connection.recv(1000)


def test_an_old_protocol_is_refused(server):
    """TLS 1.2 is the least."""
    old = ssl.create_default_context(cafile=server[1])
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("127.0.0.1", server[0]), 10) as connection, pytest.raises(ssl.SSLError):
        old.wrap_socket(connection, server_hostname=NAME)
