"""A port and a name in; a kiosk of pages, a bare Starlette page beside it, or the memory of a session, out."""

from __future__ import annotations

import gc
import sys
import tracemalloc
from argparse import ArgumentParser

import uvicorn
from jinja2 import Environment
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from alsscreen import rulebook
from alsscreen.kiosk.config import Config
from alsscreen.kiosk.ready import Place, prepare
from alsscreen.kiosk.web import serve
from alsscreen.kiosk.web.forms import Fields
from alsscreen.kiosk.web.replies import take
from alsscreen.kiosk.web.sessions import Session

MANY = 400
PAGE = "<!doctype html><title>{{ title }}</title>{% for line in lines %}<p>{{ line }}</p>{% endfor %}"


def options(port: int) -> tuple[object, Place]:
    """Give the options of a kiosk for everybody on this machine, with rules that nobody approved."""
    parser = ArgumentParser()
    serve.arguments(parser)
    given = parser.parse_args(["--web", "--listen", f"127.0.0.1:{port}"])
    return given, Place(Config(region="GB"), None, rulebook.directory(), demo=True, browser=True)


def kiosk(port: int) -> None:
    """Serve the kiosk as `alsscreen kiosk --web` does."""
    given, place = options(port)
    address = serve._address(given.listen)  # noqa: SLF001
    made = serve.kiosk_of(given, place, prepare(place))
    gc.collect()
    gc.freeze()
    uvicorn.Server(serve.config(given, address, made)).run()


def bare(port: int) -> None:
    """Serve one template, by the same server."""
    template = Environment(autoescape=True).from_string(PAGE)

    async def page(request: Request) -> HTMLResponse:
        return HTMLResponse(template.render(title="A page", lines=["A line of text"] * 20))

    app = Starlette(routes=[Route("/", page)])
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False, http="h11")


def memory() -> None:
    """Open sessions, answer everything in each, and print the kB that one holds; end them, and print what is left."""
    given, place = options(8480)
    made = serve.kiosk_of(given, place, prepare(place))
    to_the_end(made, made.sessions.begin("kiosk")[1])
    made.sessions.end_all()
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(MANY):
        to_the_end(made, made.sessions.begin("kiosk")[1])
    gc.collect()
    held = (tracemalloc.get_traced_memory()[0] - before) / MANY
    made.sessions.end_all()
    gc.collect()
    left = tracemalloc.get_traced_memory()[0] - before
    print(f"{held / 1000:.1f} {left / 1000:.1f}")


def to_the_end(made: object, session: Session) -> None:
    """Answer until all answers are checked."""
    for _ in range(80):
        journey = session.journey
        page = journey.page
        codes = [row.code for row in page.rows if not row.heading]
        if journey.shown.name == "review":
            return
        wanted = [code for code in ("begin", "start", "part_ask") if code in codes]
        code = wanted[0] if wanted else codes[len(codes) // 2] if codes else "x" * 150
        if journey.shown.name == "question" and "none" in codes:
            code = "none"  # no emergency, so that every question is asked
        answers = () if journey.shown.name == "unseen" else (code,)
        take(made.sessions, session, Fields(session.step, answers=answers), made.words)


if __name__ == "__main__":
    {"kiosk": kiosk, "bare": bare, "memory": lambda _: memory()}[sys.argv[2]](int(sys.argv[1]))
