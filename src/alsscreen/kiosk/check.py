"""A place to run in; a report for the technician whether this machine is ready for a kiosk, and what to do, out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ..clean import clean
from .ready import Finding, Place, prepare
from .wipe import may_lock

MARKS = {"stop": "STOP", "warn": "warn", "fine": "ok  "}


def report(place: Place) -> int:
    """Print all findings; give 1 when the kiosk would not start."""
    ready = prepare(place)
    findings = (*ready.findings, *_machine(place))
    for finding in sorted(findings, key=lambda each: tuple(MARKS).index(each.kind)):
        sys.stdout.write(f"{MARKS[finding.kind]}  {clean(str(finding))}\n")
    stops = sum(finding.kind == "stop" for finding in findings)
    said = "This machine is ready." if not stops else f"The kiosk would not start: {stops} to mend."
    sys.stdout.write(f"{said} Rule book {ready.book.id} {ready.book.version}, digest {ready.book.sha256}.\n")
    return int(stops > 0)


def _machine(place: Place) -> Iterator[Finding]:
    """Look at what the kiosk cannot mend itself; none of it keeps the kiosk from starting."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        yield Finding("warn", "this is the superuser", "Run the kiosk as a user of its own")
    if _swaps() and not may_lock():
        yield Finding("warn", "memory may be written to swap", "Turn swap off, or set LimitMEMLOCK=infinity")
    if place.config_file is not None and place.config_file.stat().st_mode & 0o020:
        yield Finding("warn", "a group may write the configuration, which holds commands", "chmod g-w")
    if os.environ.get("ALSSCREEN_DEBUG") == "1":
        yield Finding("warn", "ALSSCREEN_DEBUG is set", "Unset it; the kiosk itself does not look at it")
    if "SSH_CONNECTION" in os.environ:
        yield Finding("warn", "this is a remote session", "Start the kiosk on the screen itself")


def _swaps() -> bool:
    with suppress(OSError):
        return len(Path("/proc/swaps").read_text(encoding="ascii").splitlines()) > 1
    return False
