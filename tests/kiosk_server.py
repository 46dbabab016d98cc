"""The options of a browser kiosk in; the kiosk itself, run on a free port for as long as a test needs it, out."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SRC = str(Path(__file__).parents[1] / "src")


class Served(NamedTuple):
    """Where it listens, and what runs."""

    port: int
    process: subprocess.Popen[str]


@contextlib.contextmanager
def served(*given: str | Path, start: tuple[str, ...], address: str = "127.0.0.1", says: str = "") -> Iterator[Served]:
    """Start it, and end it as the system would; `says` stands in what it told staff, with {port} filled in."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**os.environ, "PYTHONPATH": SRC, "ALSSCREEN_REGION": "GB"}
    command = [sys.executable, *start, "--web", "--unreviewed-demo", "--listen", f"{address}:{port}", *given]
    process = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True)
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            break
        time.sleep(0.1)
    yield Served(port, process)
    process.terminate()
    _, said = process.communicate(timeout=20)
    assert process.returncode in (0, -15)
    assert says.format(port=port) in said
    assert "Traceback" not in said


def raw(port: int, content: bytes, wait: float = 5.0) -> bytes:
    """Send bytes and give what comes back until the connection ends."""
    with socket.create_connection(("127.0.0.1", port), wait) as connection:
        connection.sendall(content)
        found = b""
        with contextlib.suppress(OSError):
            while chunk := connection.recv(65536):
                found += chunk
        return found
