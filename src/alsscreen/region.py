"""What the person, the environment and the locale say in; the region whose numbers are shown, and their age, out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from .model import Number, Region, RuleBook

VARIABLE = "ALSSCREEN_REGION"
GENERIC = "generic"

FRESH_DAYS = 365
"""Days for which a check of a number is good (clinical design, section 7: a year)."""

_NUMBERS = ("emergency", "advice", "crisis", "emergency_text")
_PLACES = ("LC_ALL", "LC_TELEPHONE", "LC_ADDRESS", "LANG")
"""The locale's own order, with the two categories that speak of a place; LC_MESSAGES speaks of a language."""

_LOCALE = re.compile(r"[a-z]{2,3}_([A-Z]{2})(?:[.@]|\Z)")
_ALSO = {"UK": "GB"}


class Unknown(Exception):
    """A region was named, by `what` (the option or the variable), that the book does not have."""

    def __init__(self, what: str, name: str) -> None:
        super().__init__(f"no {what} '{name}'")
        self.what, self.name = what, name


def choose(book: RuleBook, asked: str | None, environment: Mapping[str, str]) -> Region:
    """Take what was asked for, else the variable, else the locale, else the generic entry.

    Raises Unknown for a region that was named and is not there: another place's number is worse than a question.
    """
    for what, name in (("region", asked), (VARIABLE, environment.get(VARIABLE) or None)):
        if name is not None:
            return _named(book, what, name)
    return book.regions.get(_of_locale(environment), book.regions[GENERIC])


def numbers(region: Region) -> dict[str, Number]:
    """Give what was read somewhere, by its name; plain words that stand in for a number are left out."""
    named = {name: getattr(region, name) for name in _NUMBERS}
    return {name: number for name, number in named.items() if number is not None and number.seen != "unverified"}


def last_checked(region: Region) -> str | None:
    """Give the day (YYYY-MM-DD) from which on all numbers were checked; None while one of them never was."""
    days = [number.checked for number in numbers(region).values()]
    return min((day for day in days if day), default=None) if all(days) else None


def stale(region: Region, today: dt.date) -> tuple[str, ...]:
    """Name the numbers whose check is over a year old."""
    limit = (today - dt.timedelta(days=FRESH_DAYS)).isoformat()
    return tuple(name for name, number in numbers(region).items() if number.checked and number.checked < limit)


def _named(book: RuleBook, what: str, name: str) -> Region:
    wanted = GENERIC if name.lower() == GENERIC else _ALSO.get(name.upper(), name.upper())
    if wanted not in book.regions:
        raise Unknown(what, name)
    return book.regions[wanted]


def _of_locale(environment: Mapping[str, str]) -> str:
    value = next((environment[name] for name in _PLACES if environment.get(name)), "")
    found = _LOCALE.match(value)
    return found[1] if found else GENERIC
