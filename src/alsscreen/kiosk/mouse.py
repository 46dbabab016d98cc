"""What a terminal reports of a mouse or a finger in; where it was pressed, or nothing, out."""

from __future__ import annotations

import re
from typing import NamedTuple

ON, OFF = "\x1b[?1000h\x1b[?1006h", "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1005l\x1b[?1006l\x1b[?1015l"
"""Presses only. prompt_toolkit's own support asks for every movement too, which is a flood of hundreds a second."""

_SGR = re.compile(r"\x1b\[<(\d{1,3});(\d{1,4});(\d{1,4})M")
_URXVT = re.compile(r"\x1b\[(\d{1,3});(\d{1,4});(\d{1,4})M")
_X10_LENGTH, _X10_SHIFT = 6, 32
_BUTTONS, _WHEEL = 3, 64


class Press(NamedTuple):
    """Column and line from 0; `wheel` is -1 up, 1 down, 0 for a press of the first button or a finger."""

    x: int
    y: int
    wheel: int = 0


def press(report: str) -> Press | None:
    """Read one report; a release, a movement, another button or nonsense is nothing."""
    if found := _SGR.fullmatch(report):
        button, x, y = (int(part) for part in found.groups())
    elif found := _URXVT.fullmatch(report):
        button, x, y = (int(part) for part in found.groups())
        button -= _X10_SHIFT
    elif report.startswith("\x1b[M") and len(report) == _X10_LENGTH:
        button, x, y = (ord(sign) - _X10_SHIFT for sign in report[3:])
    else:
        return None
    if button in (_WHEEL, _WHEEL + 1):
        return Press(x - 1, y - 1, 1 if button & 1 else -1)
    return Press(x - 1, y - 1) if button & (_BUTTONS | _WHEEL) == 0 and x > 0 and y > 0 else None
