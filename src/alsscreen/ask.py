"""A rule book and who answers in; one person's interview, from the opening to the result, and an exit code out.

The state is the answers. Nothing clinical is decided here: Interview says what is asked next, Evaluator what it means.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from .ask_save import PageFile
from .ask_session import Leave, Session
from .dialogue import Ended, Front, Interrupted, Stop, Words
from .model import Flow, Perspective, Region, RuleBook
from .plain import Plain, columns, wants_plain

if TYPE_CHECKING:
    from .model import Topic

DONE, INPUT_ENDED = 0, 1
STOPPED = -1
"""The person chose to stop: no fault (0), unless something was to be made of the answers (1)."""


def run(  # noqa: PLR0913 (what the command line knows, by name)
    book: RuleBook, flow: Flow, region: Region, perspective: Perspective | None,
    *, plain: bool, why: bool, json: bool, files: tuple[PageFile, ...] = (),
    whole: Callable[[], RuleBook] | None = None, topics: Callable[[], Mapping[str, Topic]] = dict,
) -> int:  # fmt: skip
    """Interview one person and give the exit code: 0 done or stopped by choice, 1 the input ended, 128 + n a signal.

    With `json` everything a person reads goes to standard error, so that standard output holds the JSON alone.
    """
    out = sys.stderr if json else sys.stdout
    front = _front(book.screens.words, out, plain=plain)
    session = Session(book, flow, region, perspective, front, why=why, files=files, whole=whole, topics=topics)
    code = _attend(session, front)
    with suppress(*(() if code == DONE else (OSError,))):  # the window may be gone
        _part(session, out, code, stays=front.keeps and out.isatty())
        if json and code == DONE:
            _print_json(session)
    return code if code != STOPPED else int(json or bool(files))


def _front(words: Words, out: TextIO, *, plain: bool) -> Front:
    """Open the terminal, or plain lines where they are better; only the terminal loads questionary."""
    if plain or wants_plain(os.environ, sys.stdin, sys.stdout):
        return Plain(words, out, None if sys.stdin is None else 0)
    from .terminal import Terminal

    return Terminal(words)


def _attend(session: Session, front: Front) -> int:
    try:
        with front:
            gc.freeze()  # the command line may start without collecting garbage: a tenth of the time to the first page
            gc.enable()
            session.run()
    except Leave:
        return DONE
    except Stop:
        return STOPPED
    except Ended:
        return INPUT_ENDED
    except Interrupted as interrupted:
        return interrupted.code
    except KeyboardInterrupt:
        return Interrupted().code
    raise AssertionError  # run() ends by raising one of these


def _part(session: Session, out: TextIO, code: int, *, stays: bool) -> None:
    """Say how it ended, and what of it is kept."""
    import textwrap

    from .clean import spelt
    from .render.lines import put
    from .render.text import text

    words = session.book.screens.words
    width = columns()
    if code == DONE and session.leave_on_screen:
        print(text(session.result_lines(), width), file=out)
    ended = words["done" if code == DONE else "input_ended" if code == INPUT_ENDED else "stopped"]
    kept = [] if session.saved else [words["nothing_kept"]]
    print(textwrap.fill(" ".join([ended, *kept, *([words["still_on_screen"]] if stays else [])]), width), file=out)
    for path in session.saved:
        print(put(words["saved"], file=spelt(str(path))), file=out)  # in one piece, to be copied
    out.flush()


def _print_json(session: Session) -> None:
    import json

    from .render.json import as_json

    print(json.dumps(as_json(session.book, session.evaluation(), session.region, session.perspective)), flush=True)
