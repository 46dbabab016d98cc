"""A session and the fields of a form in; what the reply does to the session, or why it does nothing, out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias, cast

from ...clean import clean
from ...dialogue import Page, in_order
from ...model import Answer
from ..screens import SKIP
from .forms import Fields
from .sessions import Aside, Session, Sessions

Words: TypeAlias = Mapping[str, str]
Ended: TypeAlias = Literal["ended", ""]


def take(sessions: Sessions, session: Session, form: Fields, words: Words) -> Ended:
    """Let a reply do what it means, if it comes from the page that is on the screen now."""
    reply = (form.step, form.act, form.answers)
    if form.step != session.step:
        session.note = "" if reply == session.past else words["older_page"]
        return ""
    session.past = reply
    session.error = session.note = ""
    session.turn()
    return _ACTS[form.act](sessions, session, form.answers, words) if form.act in _ACTS else ""


def _answer(sessions: Sessions, session: Session, given: Answer, words: Words) -> Ended:
    if session.aside == "pin":
        _pin(sessions, session, given)
        return ""
    if session.aside:
        return _look(session, given)
    page = session.journey.page
    answer, error = checked(page, given, words)
    if error:
        session.error, session.draft = error, tuple(text[: page.limit] for text in given[:50])
        return ""
    session.draft = ()
    if session.journey.shown.name == "attract" and answer in (("more_time",), ("look",)):
        return _ACTS[answer[0]](sessions, session, (), words)
    sessions.begun[session.station] += session.journey.shown.name == "attract"
    session.journey.reply(answer)
    return "ended" if session.journey.finished else ""


def checked(page: Page, given: Answer, words: Words) -> tuple[Answer, str]:
    """Give the answer in the page's own order, or what is wrong with it."""
    if page.kind == "notice":
        return (), ""
    if given[-1:] == (SKIP,) and any(row.code == SKIP for row in page.rows):
        return (SKIP,), ""  # its button comes after the fields
    return _text(page, given, words) if page.kind == "text" else _codes(page, set(given), words)


def _text(page: Page, given: Answer, words: Words) -> tuple[Answer, str]:
    text = clean(" ".join(given))
    if len(text) > page.limit:
        return (), words["text_long"].replace("{limit}", str(page.limit))
    return ((text,) if text else ()), ""


def _codes(page: Page, codes: set[str], words: Words) -> tuple[Answer, str]:
    many = page.kind == "choices"
    rows = {row.code: row for row in page.rows if not row.heading}
    if not codes or not codes <= rows.keys() or (len(codes) > 1 and not many):
        return (), words["tick_first" if many else "choose_first"]
    alone = next((rows[code] for code in in_order(page, codes) if rows[code].alone), None)
    if alone is not None and len(codes) > 1:
        return (), words["alone_only"].replace("{text}", f"“{alone.text}”")
    return in_order(page, codes), ""


def _look(session: Session, given: Answer) -> Ended:
    """Change how it looks; each line is one tap, and the page stays."""
    look = session.look
    for code in given[:1]:
        if code in ("plain", "dark", "light"):
            look.contrast = cast("Literal['plain', 'dark', 'light']", code)
        elif code in ("larger", "normal"):
            look.size = cast("Literal['larger', 'normal']", code)
        elif code in ("single", "twice"):
            look.single = code == "single"
    return ""


def _pin(sessions: Sessions, session: Session, given: Answer) -> None:
    """Take one touch of the digits; what was typed is forgotten when nobody goes on."""
    now, key = sessions.clock(), "".join(given[:1])
    session.pad.tick(now)
    if key == "clear" or not session.pad.is_open:
        session.pad.open(now)
    if session.pad.key("c-m" if key == "open" else key, now):
        sessions.admit(session)


def _back(sessions: Sessions, session: Session, given: Answer, words: Words) -> Ended:
    if session.aside:
        session.aside = ""
    else:
        session.draft = ()
        session.journey.back()
    return ""


def _aside(name: Aside) -> _Act:
    def show(sessions: Sessions, session: Session, given: Answer, words: Words) -> Ended:
        """Cover the page; what was chosen on it, and not yet sent, is kept for the way back."""
        if not session.aside:
            session.draft = tuple(text[:500] for text in given[:50])
        session.aside = name
        session.pad.close()
        if name == "number":
            sessions.ring(session)
        return ""

    return show


def _more(sessions: Sessions, session: Session, given: Answer, words: Words) -> Ended:
    if not session.aside:
        session.draft = tuple(text[:500] for text in given[:50])
    session.guard = session.guard.more_time()
    session.note = words["more_time_on"]
    return ""


def _erase(sessions: Sessions, session: Session, given: Answer, words: Words) -> Ended:
    return "ended"


def _still(sessions: Sessions, session: Session, given: Answer, words: Words) -> Ended:
    return ""


_Act: TypeAlias = Callable[[Sessions, Session, Answer, Words], Ended]

_ACTS: dict[str, _Act] = {
    "": _answer,
    "back": _back,
    "help": _aside("help"),
    "number": _aside("number"),
    "support": _aside("support"),
    "stop": _aside("stop"),
    "look": _aside("look"),
    "pin": _aside("pin"),
    "more": _more,
    "more_time": _more,
    "erase": _erase,
    "still": _still,
}
