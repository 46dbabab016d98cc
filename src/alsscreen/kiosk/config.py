"""One TOML file in; what this clinic decided about its kiosk, or every problem with its line and remedy, out."""

from __future__ import annotations

import datetime as dt
import re
import stat
import tomllib
from pathlib import Path
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, Field, ValidationError

from ..clean import is_hidden
from ..model import Id, Noun, Problem, ProblemsError
from .guard import Times
from .staff import is_hash

MAX_BYTES = 64_000
"""A configuration has some 40 lines."""


def _seen(text: str) -> str:
    if any(is_hidden(sign) for sign in text) or not text.strip():
        raise ValueError("hidden characters, or nothing at all")
    return text


def _absolute(text: str) -> str:
    if not text.startswith("/") or "\0" in text:
        raise ValueError("not a whole path")
    return text


def _pin(text: str) -> str:
    if not is_hash(text):
        raise ValueError("not a line that `alsscreen kiosk pin` gives")
    return text


Said: TypeAlias = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_seen)]
FullPath: TypeAlias = Annotated[str, Field(max_length=1000), AfterValidator(_absolute)]
Argument: TypeAlias = Annotated[str, Field(max_length=1000), AfterValidator(_seen)]
Command: TypeAlias = Annotated[tuple[Argument, ...], Field(min_length=1, max_length=40, strict=False)]


class NumbersTable(Noun):
    """The clinic's own check of the numbers; a number given here takes the place of the region's."""

    checked: dt.date
    emergency: Said | None = None
    advice: Said | None = None
    crisis: Said | None = None
    emergency_text: Said | None = None


class TimesTable(Noun):
    idle: Annotated[int, Field(ge=30, le=900)] = 120
    warning: Annotated[int, Field(ge=20, le=300)] = 60
    longest: Annotated[int, Field(ge=600, le=14_400)] = 3600
    emergency: Annotated[int, Field(ge=600, le=7200)] = 600


class StaffTable(Noun):
    call: Said | None = None
    signal: Command | None = None
    pin: Annotated[str, AfterValidator(_pin)] | None = None


class PrinterTable(Noun):
    command: Command
    place: Said


class ClinicTable(Noun):
    """Where sealed intakes go, for whose public keys, and what a person is told before they agree."""

    directory: FullPath
    recipients: Annotated[tuple[Argument, ...], Field(min_length=1, max_length=20, strict=False)]
    controller: Said
    reader: Said
    days: Annotated[int, Field(ge=1, le=3650)]


class TextTable(Noun):
    larger: Command
    normal: Command


class Config(Noun):
    """All that a clinic decides. What is not there is off: no printer, no signal, no way out but the system's."""

    region: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    flow: Id = "signs"
    optional_flow: Id | None = "full"
    allowed_signers: FullPath | None = None
    numbers: NumbersTable | None = None
    times: TimesTable = Field(default_factory=TimesTable)
    staff: StaffTable = Field(default_factory=StaffTable)
    printer: PrinterTable | None = None
    clinic: ClinicTable | None = None
    text: TextTable | None = None

    @property
    def guard_times(self) -> Times:
        """Give the times as the guard takes them."""
        return Times(**self.times.model_dump())


REMEDIES = {
    "region": 'Write two capital letters, such as region = "GB"',
    "flow": "Write the name of a flow: `alsscreen questions` shows them",
    "optional_flow": "Write the name of a flow that asks more, or leave it out",
    "allowed_signers": "Write the whole path of an allowed_signers file that stands outside the rules",
    "numbers": "Write at least checked = 2026-01-31, the day on which somebody called the numbers up",
    "numbers.checked": "Write a date without quotes, such as 2026-01-31",
    "times.idle": "Write whole seconds from 30 to 900",
    "times.warning": "Write whole seconds from 20 to 300: people need time to reach the keyboard",
    "times.longest": "Write whole seconds from 600 to 14400",
    "times.emergency": "Write whole seconds from 600 to 7200",
    "staff.call": 'Write one short sentence, such as "Please tell the person at the desk now."',
    "staff.signal": 'Write a list, such as ["/usr/local/bin/bell"]; no shell is used',
    "staff.pin": "Write the line that `alsscreen kiosk pin` gives",
    "printer": "Write both the command and the place, or leave the whole table out",
    "printer.command": 'Write a list, such as ["/usr/bin/lp"]; no shell is used',
    "printer.place": "Write where the printer stands, so that nobody prints into a hallway",
    "clinic": "Write directory, recipients, controller, reader and days, or leave the whole table out",
    "clinic.directory": "Write the whole path of a directory that the kiosk's user may write to",
    "clinic.recipients": 'Write a list of public keys, such as ["age1..."]; `age-keygen` makes them',
    "clinic.controller": "Write the clinic's name, as a person is to be told it",
    "clinic.reader": 'Write who reads what is sent, such as "the nurses of this clinic"',
    "clinic.days": "Write for how many whole days it is kept (1 to 3650)",
    "text": "Write both larger and normal, or leave the whole table out",
}
"""What to do about a wrong value, by its name."""

_HEADER = re.compile(r"\s*\[\s*([\w-]+)\s*\]")
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def read(path: Path) -> Config:
    """Read and check the file; raise ProblemsError with everything that is wrong with it."""
    text = _text(path)
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        found = _PLACE.search(str(error))
        line, column = (int(found[1]), int(found[2])) if found else (0, 0)
        what = f"this is not TOML: {_PLACE.sub('', str(error)).strip()[:100]}"
        raise _wrong(path, line, column, "not-toml", what, "Mend this line") from None
    try:
        return Config.model_validate(data)
    except ValidationError as error:
        lines = _lines(text)
        raise ProblemsError(tuple(sorted(_problem(path, lines, dict(each)) for each in error.errors()))) from None


def _text(path: Path) -> str:
    """Read a file, however hostile: a device would never end, and somebody else's file could hold any command."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _wrong(path, 0, 0, "not-a-file", "this is not a file", "Name a TOML file")
        if status.st_mode & stat.S_IWOTH:
            what = "anybody may write this file, and it holds commands"
            raise _wrong(path, 0, 0, "writable", what, f"chmod o-w {path}")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        what = f"this file cannot be read: {(error.strerror or 'unknown reason').lower()}"
        remedy = "Write it after the example in docs/kiosk/kiosk.toml, or name another one with --config"
        raise _wrong(path, 0, 0, "no-config", what, remedy) from None
    if len(content) > MAX_BYTES:
        raise _wrong(path, 0, 0, "too-large", f"more than {MAX_BYTES:,} bytes", "Keep what the example has")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _wrong(path, line, 0, "not-utf-8", "this line is not UTF-8", "Save the file as UTF-8") from None


def _wrong(path: Path, line: int, column: int, code: str, what: str, remedy: str) -> ProblemsError:  # noqa: PLR0913, PLR0917
    return ProblemsError((Problem(str(path), line, column, code, what, remedy),))


def _problem(path: Path, lines: dict[str, int], error: dict[str, Any]) -> Problem:
    """Say what pydantic found in words of ours; a value is never shown, since it may be a PIN."""
    names = [str(part) for part in error["loc"] if isinstance(part, str)]
    name = ".".join(names[:2])
    line = lines.get(name, lines.get(names[0] if names else "", 0))
    if error["type"] == "extra_forbidden":
        known = ", ".join(sorted(_known(names[:-1])))
        return Problem(str(path), line, 0, "unknown-name", f"'{name[:60]}' is no name here", f"There are: {known}")
    remedy = REMEDIES.get(name) or REMEDIES.get(names[0] if names else "", "See docs/kiosk/kiosk.toml")
    if error["type"] == "missing":
        return Problem(str(path), line, 0, "missing", f"'{name}' is missing", remedy)
    said = str(error["msg"]).removeprefix("Value error, ").lower()
    return Problem(str(path), line, 0, "wrong-value", f"'{name}' is wrong: {said[:120]}", remedy)


def _known(names: list[str]) -> tuple[str, ...]:
    tables: dict[str, type[Noun]] = {
        "numbers": NumbersTable, "times": TimesTable, "staff": StaffTable, "printer": PrinterTable,
        "clinic": ClinicTable, "text": TextTable,
    }  # fmt: skip
    return tuple((tables[names[0]] if names and names[0] in tables else Config).model_fields)


def _lines(text: str) -> dict[str, int]:
    """Find the line of each table and key: tomllib gives values without places."""
    found: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = header[1]
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault(f"{table}.{key[1]}" if table else key[1], number)
    return found
