"""Sessions and what a clinic decided in; the pages of a kiosk, served to its browsers, out."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeAlias

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from . import pages
from .desk import Desk, to
from .forms import Fields, fields
from .replies import take
from .security import Limit, Rules, Shield
from .sessions import Sessions

SWEEP = 1.0
"""Seconds between two looks at all sessions."""

FIRST = ("number", "support", "more_time", "look", "pin")
"""What can be touched on the first page besides "Start"."""

Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


class Kiosk(Desk):
    """All pages."""

    # ---- answers to requests

    async def root(self, _: Request) -> Response:
        """Lead to the first station."""
        return to(f"/at/{self.sessions.stations[0]}/")

    async def attract(self, request: Request) -> Response:
        """Invite, unless somebody is in the middle of it here."""
        found = self.found(request)
        if found is not None:
            return to(f"{self.at(request)}/page")
        return self.invite(request, "")

    async def erased(self, request: Request) -> Response:
        """Invite, and say that all is erased."""
        return await self.attract(request) if self.found(request) else self.invite(request, self.words["erased"])

    async def start(self, request: Request) -> Response:
        """Begin a session under a new token; one that is open here goes on."""
        if self.found(request) is not None:
            return to(f"{self.at(request)}/page")
        form = await fields(request)
        begun = self.sessions.begin(request.path_params["station"])
        if begun is None:
            return self.message(request, "busy", 503)
        token, session = begun
        act = form.act or next(iter(form.answers), "")
        act = act if act in FIRST else ""
        first = Fields(session.step, act, answers=() if act else ("begin",))
        take(self.sessions, session, first, self.words)
        response = to(f"{self.at(request)}/page")
        response.set_cookie(self.cookie, token, path="/", secure=self.secure, httponly=True, samesite="strict")
        return response

    async def page(self, request: Request) -> Response:
        """Show where the person is."""
        found = self.found(request)
        if found is None:
            return self.gone(request)
        self.sessions.touch(found[1])
        return self.show(request, found[1])

    async def reply(self, request: Request) -> Response:
        """Take a reply, then lead to the page that follows."""
        found = self.found(request)
        if found is None:
            return self.gone(request)
        token, session = found
        form = await fields(request)
        self.sessions.touch(session)
        if take(self.sessions, session, form, self.words):
            return self.ended(request, token)
        self.sessions.settle(session)
        return to(f"{self.at(request)}/page")

    async def idle(self, request: Request) -> Response:
        """Hide everything when nobody was there for a while; where no script runs, pages come here by themselves."""
        found = self.found(request)
        if found is None:
            return self.gone(request)
        session, moment = found[1], self.sessions.moment(found[1])
        screens = self.sessions.shop.screens
        if moment.phase == "covered":
            page = screens.covered()
        elif moment.phase == "warning":
            page = screens.warning(moment.left, urgent=session.guard.held is not None)
        else:
            return self.show(request, session)
        return self.html(request, "aside.html", pages.cover(page, session, moment, self.words))

    async def state(self, request: Request) -> Response:
        """Tell the script how long there is; asking is no sign of a person."""
        found = self.found(request)
        return self.told(found)

    async def still(self, request: Request) -> Response:
        """Take a sign of a person from the script."""
        found = self.found(request)
        if found is not None:
            self.sessions.touch(found[1])
        return self.told(found)

    async def file(self, request: Request) -> Response:
        """Give the style sheet or the script; their names change with what they say."""
        found = self.files.by_address.get(request.path_params["name"])
        if found is None:
            return Response(status_code=404)
        headers = {"Cache-Control": "public, max-age=86400, immutable"}
        return Response(found[0], media_type=found[1], headers=headers)

    # ---- the app

    def routes(self) -> list[Route]:
        """Give each address and who answers it."""
        table: tuple[tuple[str, Endpoint, str], ...] = (
            ("/", self.attract, "GET"), ("/erased", self.erased, "GET"), ("/start", self.start, "POST"),
            ("/page", self.page, "GET"), ("/page", self.reply, "POST"), ("/idle", self.idle, "GET"),
            ("/state", self.state, "GET"), ("/still", self.still, "POST"),
        )  # fmt: skip
        at = [Route(f"/at/{{station}}{path}", self._guarded(end), methods=[how]) for path, end, how in table]
        return [Route("/", self.root), Route("/static/{name}", self.file), *at]

    def _guarded(self, endpoint: Endpoint) -> Endpoint:
        """Answer with a page whatever happens; of a fault only its kind and place are told, for it may hold answers."""

        async def answer(request: Request) -> Response:
            if request.path_params["station"] not in self.sessions.stations:
                return Response("Not found\n", 404, media_type="text/plain")
            try:
                return await endpoint(request)
            except Exception as error:  # noqa: BLE001 (the web's own catch-all: another one would print answers)
                _report(error)
                response = self.message(request, "fault", 500)
                self.forget(response, self.token(request))
                return response

        return answer


def _report(error: Exception) -> None:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f" in {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
    sys.stderr.write(f"alsscreen kiosk: a fault of the program ({type(error).__name__}{place})\n")


def app(
    kiosk: Kiosk, hosts: frozenset[str], *, known: Limit | None = None, strangers: Limit | None = None,
    patience: float | None = None,
) -> ASGIApp:  # fmt: skip
    """Give the whole application, with the shield before it and a sweep of the sessions beside it."""

    @asynccontextmanager
    async def sweeping(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(_sweep(kiosk.sessions))
        try:
            yield
        finally:
            task.cancel()
            kiosk.sessions.end_all()

    given = {"known": known, "strangers": strangers, "patience": patience}
    rules = Rules(
        hosts, "https" if kiosk.secure else "http", kiosk.cookie, kiosk.sessions.knows, kiosk.buckets,
        **{name: value for name, value in given.items() if value is not None},  # type: ignore[arg-type]
    )  # fmt: skip
    return Shield(Starlette(routes=kiosk.routes(), lifespan=sweeping), rules)


async def _sweep(sessions: Sessions) -> None:
    while True:
        await asyncio.sleep(SWEEP)
        sessions.sweep()
