"""A connection in; the same, closed when no whole request came over it in time, out."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

FIRST = 15.0
"""Seconds until the first line and the headers have to be there; a browser sends them at once."""


class Patient(H11Protocol):
    """uvicorn's own timer begins after the first answer; this one begins with the connection, and with each request."""

    def connection_made(self, transport: Any) -> None:
        """Begin to wait."""
        super().connection_made(transport)
        self._waiting: asyncio.TimerHandle | None = None
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait on while a request is not whole; more bytes of it are no excuse."""
        super().data_received(data)
        cycle: Any = self.cycle  # None until the first request is whole
        if cycle is not None and not cycle.response_complete:
            self._stop()
        elif self._waiting is None:
            self._wait()

    def on_response_complete(self) -> None:
        """Leave it to uvicorn's own timer until the next bytes come."""
        self._stop()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._stop()
        self._waiting = self.loop.call_later(FIRST, self._give_up)

    def _stop(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if not self.transport.is_closing():
            self.transport.close()
