"""A command and keys in; what a person would see on a terminal of that size out: a pty and a screen to read it from."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import pexpect

ROOT = Path(__file__).parents[1]
KEYS = {
    "enter": "\r", "down": "\x1b[B", "up": "\x1b[A", "pagedown": "\x1b[6~", "pageup": "\x1b[5~", "home": "\x1b[H",
    "backspace": "\x7f", "escape": "\x1b", "space": " ", "ctrl-c": "\x03", "ctrl-d": "\x04", "ctrl-z": "\x1a",
    "ctrl-backslash": "\x1c",
}  # fmt: skip
_SEQUENCE = re.compile(r"\x1b(?:\[([?>]?[\d;]*)([A-Za-z@`])|\][^\x07]*\x07|[()][A-Z0-9]|[=>78cM])")
LET_GO = 0.8
"""Seconds; a little more than `terminal.HELD`."""

PATIENCE = 10.0
"""Seconds until a screen that does not come is a failure; usually it takes 20 ms."""


def small_rules(folder: Path) -> Path:
    """Make a small rule book that speaks the shipped words."""
    small = shutil.copytree(ROOT / "tests" / "books" / "small", folder / "rules")
    shipped = (ROOT / "rules" / "screens.yaml").read_text(encoding="utf-8")
    words = shipped[shipped.index("words:\n") : shipped.index("levels:\n")]
    screens = (small / "screens.yaml").read_text(encoding="utf-8")
    (small / "screens.yaml").write_text(re.sub(r"(?m)^words: .*\n", lambda _: words, screens), encoding="utf-8")
    return small


def environment(**more: str) -> dict[str, str]:
    """Give an environment that says nothing about the one the tests run in."""
    base = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8", "ALSSCREEN_REGION": "GB"}
    measured = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    return {**base, **measured, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1", **more}


class Screen:
    """The cells of a terminal, as far as a program that draws whole pages needs them."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.cells = [[" "] * columns for _ in range(rows)]
        self.main: list[list[str]] = []
        self.x = self.y = 0
        self._rest = ""

    @property
    def text(self) -> str:
        """Give what can be read, without the blanks at the ends of lines."""
        return "\n".join("".join(row).rstrip() for row in self.cells).rstrip("\n")

    def feed(self, output: str) -> None:
        """Take output in; an escape sequence may come in two parts."""
        output = self._rest + output
        self._rest = ""
        at = 0
        while at < len(output):
            if output[at] != "\x1b":
                self._put(output[at])
                at += 1
            elif found := _SEQUENCE.match(output, at):
                self._obey(found[1] or "", found[2] or "")
                at = found.end()
            elif len(output) - at < 20:
                self._rest = output[at:]
                return
            else:
                raise AssertionError(f"an unknown sequence: {output[at : at + 20]!r}")

    def _put(self, sign: str) -> None:
        if sign == "\n":
            self.y += 1
        elif sign == "\r":
            self.x = 0
        elif sign == "\b":
            self.x = max(0, self.x - 1)
        elif sign >= " ":
            if self.x >= self.columns:
                self.x, self.y = 0, self.y + 1
            self._scroll()
            self.cells[self.y][self.x] = sign
            self.x += 1
        self._scroll()

    def _scroll(self) -> None:
        while self.y >= self.rows:
            self.cells = [*self.cells[1:], [" "] * self.columns]
            self.y -= 1

    def _obey(self, parameters: str, letter: str) -> None:
        numbers = [int(part) for part in parameters.lstrip("?>").split(";") if part]
        first = numbers[0] if numbers else 0
        if letter in "ABCD":
            step = max(1, first)
            self.y += {"A": -step, "B": step}.get(letter, 0)
            self.x += {"C": step, "D": -step}.get(letter, 0)
            self.x, self.y = max(0, min(self.x, self.columns - 1)), max(0, min(self.y, self.rows - 1))
        elif letter == "H":
            self.y, self.x = [*[number - 1 for number in numbers], 0, 0][:2]
        elif letter == "K":
            self.cells[self.y][self.x :] = [" "] * (self.columns - self.x)
        elif letter == "J":
            self._erase(first)
        elif parameters == "?1049" and letter in "hl":
            self._alternate(entered=letter == "h")

    def _erase(self, what: int) -> None:
        start = 0 if what == 2 else self.y
        for row in range(start, self.rows):
            self.cells[row] = [" "] * self.columns if row > self.y or what == 2 else self.cells[row]
        if what == 0:
            self.cells[self.y][self.x :] = [" "] * (self.columns - self.x)

    def _alternate(self, *, entered: bool) -> None:
        if entered:
            self.main = self.cells
            self.cells = [[" "] * self.columns for _ in range(self.rows)]
        else:
            self.cells, self.main = self.main, []


class Person:
    """Somebody at a terminal: presses keys and reads the screen."""

    def __init__(self, *arguments: str, size: tuple[int, int] = (80, 24), **variables: str) -> None:
        columns, rows = size
        self.screen = Screen(columns, rows)
        self.raw = ""
        self.child = pexpect.spawn(
            sys.executable, ["-m", "alsscreen", *arguments], env=environment(**variables), dimensions=(rows, columns),
            encoding="utf-8", codec_errors="replace", echo=True,
        )  # fmt: skip
        self.child.delaybeforesend = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        if kind is not None:
            sys.stdout.write(f"{self.screen.text}\n")  # what was there when it failed
        self.child.close(force=True)

    @property
    def text(self) -> str:
        return self.screen.text

    def press(self, *keys: str) -> Self:
        """Press keys in one go; a name of KEYS, or else the characters themselves."""
        self.child.send("".join(KEYS.get(key, key) for key in keys))
        return self

    def sees(self, *texts: str) -> Self:
        """Wait until all texts stand on the screen; a line break counts as a blank."""
        return self._wait(lambda seen: all(text in seen for text in texts), f"never saw {texts}")

    def sees_no(self, *texts: str) -> Self:
        """Wait until none of the texts stands on the screen."""
        return self._wait(lambda seen: not any(text in seen for text in texts), f"still sees {texts}")

    def lets_go(self) -> Self:
        """Wait until the same key is a new press."""
        time.sleep(LET_GO)
        return self

    def settles(self, seconds: float = 0.15) -> Self:
        """Wait until nothing more is drawn."""
        while self._read(seconds):
            pass
        return self

    def resize(self, columns: int, rows: int) -> Self:
        """Change the size of the window."""
        self.settles()
        self.screen.__init__(columns, rows)  # type: ignore[misc]
        self.screen.main = [[" "] * columns for _ in range(rows)]
        self.child.setwinsize(rows, columns)
        return self

    def leaves(self) -> int:
        """Wait for the end; give the exit code, as a shell would."""
        while self._read(PATIENCE):
            pass
        self.child.close()
        return self.child.exitstatus if self.child.exitstatus is not None else 128 + self.child.signalstatus

    def _wait(self, is_there: object, failure: str) -> Self:
        end = time.monotonic() + PATIENCE
        while not is_there(" ".join(self.text.split())):  # type: ignore[operator]
            assert time.monotonic() < end, f"{failure}:\n{self.text}"
            self._read(0.1)
        return self

    def _read(self, seconds: float) -> bool:
        try:
            output = self.child.read_nonblocking(65536, timeout=seconds)
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            return False
        self.raw += output
        self.screen.feed(output)
        return True
