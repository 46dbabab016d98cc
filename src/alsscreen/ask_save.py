"""What a person wants on paper in; a new file where they say, or none, out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from .ask_pages import Pages
from .dialogue import Back, Page
from .model import Answer, Answers, Evaluation, ProblemsError

Ask = Callable[[Page], Answer]
Make = Callable[[str], str]
"""The name of a file -> what is to stand in it."""


def is_html(name: str) -> bool:
    """Say whether a name asks for a page that a browser shows."""
    return name.lower().endswith((".html", ".htm"))


class PageFile(NamedTuple):
    """A file that was asked for on the command line."""

    path: Path
    as_html: bool


def page_of(pages: Pages, evaluation: Evaluation, answers: Answers, *, as_html: bool, sensitive: bool) -> str:
    """Make the page for the clinician, with the date of today."""
    from .render import html, page

    make = html.html if as_html else page.page
    today = datetime.now().astimezone().date()
    return make(pages.book, evaluation, answers, pages.region, pages.perspective, today, sensitive)


def wants_sensitive(ask: Ask, pages: Pages, answers: Answers) -> bool:
    """Ask whether answers that are marked as sensitive shall be printed; without a word they are not."""
    page = pages.sensitive(answers)
    return page is not None and ask(page) == ("print",)


def save_somewhere(ask: Ask, pages: Pages, make: Make, problem: str = "") -> list[Path]:
    """Ask for a name until a new file could be made; nothing when the person gives none."""
    while True:
        try:
            name = ask(pages.file_name(problem))
        except Back:
            return []
        if not name:
            return []
        saved = _saved(name[0], pages, make)
        if isinstance(saved, Path):
            ask(pages.saved(saved))
            return [saved]
        problem = saved


def save_as(name: str, ask: Ask, pages: Pages, make: Make) -> list[Path]:
    """Save under this name; where that cannot be, ask for another."""
    saved = _saved(name, pages, make)
    return [saved] if isinstance(saved, Path) else save_somewhere(ask, pages, make, saved)


def _saved(name: str, pages: Pages, make: Make) -> Path | str:
    """Give the path of the new file, or what stood in the way. Nothing is overwritten; no half of a file is left."""
    from .save import save

    try:
        path = Path(name).expanduser()
        save(path, make(name))
    except ProblemsError as error:
        return " ".join(f"{problem.what[0].upper()}{problem.what[1:]}. {problem.remedy}." for problem in error.problems)
    except RuntimeError:  # ~somebody, whom nobody knows
        return pages.words["no_such_home"]
    return path.absolute()
