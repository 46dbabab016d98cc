"""The files of a kiosk, not yet checked, in; its first screen on the terminal while the rest is being read, out.

Nobody can answer yet: a key that is pressed now waits in the terminal until every check is done. Where anything here is
not as it should be, nothing is painted, and the checks say what it is.
"""

from __future__ import annotations

import os
import sys
import tomllib
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ..clean import is_hidden
from ..render.lines import fill
from ..terminal_screen import State
from .canvas import MARKS, canvas
from .first import SMALLEST, attract

ENTER, LEAVE = "\x1b[?1049h\x1b[?25l\x1b[H\x1b[2J", "\x1b[?1049l\x1b[?25h"
"""The second screen, without a cursor, empty; and back (xterm; the Linux console has one screen and clears it)."""

DEEPEST, LARGEST = 24, 1_000_000
"""Levels and bytes, as the checks allow: composing what is deeper would end the process without a word."""

_SGR = {"bold": "1", "italic": "3", "reverse": "7"}


def paint(config_file: Path | None, region: str, root: Path, *, demo: bool) -> None:
    """Paint what the first screen will be. `region` counts where there is no configuration."""
    with suppress(Exception):  # unchecked files: whatever is wrong is told by the checks, which come next
        size = os.get_terminal_size(sys.stdout.fileno())
        if (
            os.environ.get("TERM", "") not in ("", "dumb", "unknown")
            and size[0] >= SMALLEST[0]
            and size[1] >= SMALLEST[1]
        ):
            sys.stdout.write(f"{ENTER}{_screen(config_file, region, root, size, demo=demo)}")
            sys.stdout.flush()


def erase() -> None:
    """Give the screen back: the kiosk does not start."""
    with suppress(OSError, ValueError):
        if os.isatty(sys.stdout.fileno()):
            sys.stdout.write(LEAVE)
            sys.stdout.flush()


def _screen(config_file: Path | None, region: str, root: Path, size: tuple[int, int], *, demo: bool) -> str:
    config = {"region": region} if config_file is None else tomllib.loads(_text(config_file))
    words = _read(root / "screens.yaml")["words"] | _read(root / "kiosk.yaml")["words"]
    numbers = _numbers(_read(root / "regions.yaml")["regions"], config)
    flags = ("demo", *(("demo_numbers", "demo_leave") if config_file is None else ())) if demo else ()
    page = attract(
        words, lambda text: fill(text, numbers), " ".join(words[name] for name in flags),
        sends="clinic" in config, prints="printer" in config,
    )  # fmt: skip
    drawn = canvas(State(page, message=words["attract_how"]), words, size, first=True)
    return "\r\n".join(_line(style, text) for style, text in drawn.lines)


def _numbers(regions: list[dict[str, Any]], config: dict[str, Any]) -> Any:
    """Give the numbers as a region has them: the clinic's own, else those of its region, else none."""
    found = next((each for each in regions if each["id"] == config["region"]), {})
    own = config.get("numbers", {})
    names = ("emergency", "advice", "crisis", "emergency_text")
    said = {name: own.get(name) or found.get(name, {}).get("number") for name in names}
    return SimpleNamespace(**{name: SimpleNamespace(number=text) if text else None for name, text in said.items()})


def _line(style: str, text: str) -> str:
    codes = [_SGR[mark] for mark in MARKS.get(style.removeprefix("class:"), "").split()]
    shown = "".join(sign for sign in text if not is_hidden(sign))
    return f"\x1b[{';'.join(['0', *codes])}m{shown}\x1b[0m"


def _read(path: Path) -> Any:
    """Read a file of words without a check: all is text."""
    import yaml

    text, depth = _text(path), 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):  # which goes in circles and depths without recursion
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or isinstance(event, yaml.AliasEvent):
            raise ValueError(path)
    return _plain(yaml.compose(text, Loader=yaml.CSafeLoader))


def _text(path: Path) -> str:
    """Read a file that is one, and not too large; the checks say what else it is."""
    if not path.is_file() or path.stat().st_size > LARGEST:
        raise ValueError(path)
    return path.read_text("utf-8")


def _plain(node: Any) -> Any:
    """Give a node's mappings, lists and texts."""
    if node.id == "mapping":
        return {key.value: _plain(value) for key, value in node.value}
    return [_plain(value) for value in node.value] if node.id == "sequence" else node.value
