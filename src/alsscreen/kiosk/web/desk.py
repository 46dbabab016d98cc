"""Sessions, words and templates in; every kind of answer that a kiosk's browser gets, out."""

from __future__ import annotations

from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from . import pages, staff
from .files import static
from .security import Buckets, cookie
from .sessions import Session, Sessions

Found: TypeAlias = tuple[str, Session] | None


class Desk:
    """What every answer needs. `secure`: over TLS, so that the cookie's name can demand it."""

    def __init__(self, sessions: Sessions, words: dict[str, str], *, secure: bool) -> None:
        self.sessions, self.words, self.secure = sessions, words, secure
        self.cookie = "__Host-session" if secure else "session"
        self.buckets = Buckets(sessions.clock)
        self._templates = pages.environment()
        self.files = static()

    def found(self, request: Request) -> Found:
        """Find the session of this browser, and its token."""
        token = self.token(request)
        session = self.sessions.find(token, request.path_params["station"])
        return None if session is None else (token, session)

    def token(self, request: Request) -> str:
        """Give the token as the shield reads it: a cookie that stands there twice is somebody's trick, and is none."""
        headers = request.headers.getlist("cookie")
        return cookie(headers[0], self.cookie) if len(headers) == 1 else ""

    def at(self, request: Request) -> str:
        """Give the address of this station."""
        return f"/at/{request.path_params['station']}"

    def show(self, request: Request, session: Session) -> Response:
        """Show where a person is, or what covers it."""
        moment, waits = self.sessions.moment(session), session.journey.waits
        if session.aside:
            names = pages.aside(session, moment, self.words)
            return self.html(request, "aside.html", names | staff.covered(self.sessions, session))
        names = pages.view(session, moment, self.words)
        return self.html(request, "page.html", names | {"refresh": 1 if waits else 0})

    def invite(self, request: Request, note: str) -> Response:
        """Show the first page; nobody is there."""
        return self.html(request, "attract.html", staff.attract(self.sessions.shop.screens.attract(), note))

    def html(self, request: Request, template: str, names: dict[str, Any], status: int = 200) -> HTMLResponse:
        """Fill in a template."""
        station = request.path_params.get("station", self.sessions.stations[0])
        everywhere = {
            "words": self.words, "at": f"/at/{station}", "station": station, "css": self.files.css,
            "js": self.files.js, "look": None, "left": 0, "live": False, "refresh": 0, "note": "",
            "several": len(self.sessions.stations) > 1, "ending": "", "error": "", "said": "", "place": "", "kind": "",
            "staff": self.sessions.doors[station].exists,
        }  # fmt: skip
        return HTMLResponse(self._templates.get_template(template).render(everywhere | names), status)

    def message(self, request: Request, name: str, status: int) -> Response:
        """Say one thing, and lead to the first page."""
        screens = self.sessions.shop.screens
        banner = screens.attract().banner
        names = {"title": self.words["title"], "heading": self.words[name], "banner": banner}
        return self.html(request, "message.html", names, status)

    def told(self, found: Found) -> Response:
        """Tell a script how long there is, and how the call to staff went."""
        if found is None:
            return JSONResponse({"phase": "over", "left": 0, "said": ""})
        moment = self.sessions.moment(found[1])
        said = found[1].bell.said()
        return JSONResponse({"phase": moment.phase, "left": moment.left or pages.LOOK_AGAIN, "said": said})

    def gone(self, request: Request) -> Response:
        """Lead to the first page: the session that was meant is over, or there never was one."""
        return self.cleared(to(f"{self.at(request)}/erased"))

    def ended(self, request: Request, token: str) -> Response:
        """Erase a session, and lead to the first page."""
        response = to(f"{self.at(request)}/erased")
        self.forget(response, token)
        return response

    def forget(self, response: Response, token: str) -> None:
        """Erase a session here and in the browser."""
        self.sessions.end(token)
        self.buckets.forget(token)
        self.cleared(response)

    def cleared(self, response: Response) -> Response:
        """Let the browser forget too."""
        response.delete_cookie(self.cookie, path="/", secure=self.secure, httponly=True, samesite="strict")
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def to(address: str) -> RedirectResponse:
    """Lead to a page that is asked for, so that nothing is sent twice by going back."""
    return RedirectResponse(address, 303)
