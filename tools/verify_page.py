"""What the steps of a verification found comes in; the page that says so, and what it does not prove, goes out."""

from __future__ import annotations

import platform
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias

Kept: TypeAlias = dict[str, Any] | None
Steps: TypeAlias = Sequence[tuple[str, str, Kept]]
"""Name of a step, what a reader would type, what it found (None: it was not run)."""

LONGEST = 60
"""Lines of a step's own words that the page repeats, the last ones."""

PROVES = """\
## What this proves, and what it does not

It proves that the program does what `rules/` says, for each answer that a person can give: the properties above are
decided over all of them, a second reading of the design agrees on random ones, and a mistake put into the rules or
into the core is noticed by a test, save those listed. It shows that damaged files were refused with a place, as often
as it was tried.

It does not prove

- **that the content is right.** No test knows medicine. Whether a clinician approved the rules is what
  `alsscreen review` says.
- that a person understands the questions, answers them as meant, or acts on the guidance. Nobody was observed.
- that nobody is alarmed without need, or reassured without ground: `make waiting-room` measures made-up people only.
- that a screen reader, a browser or a terminal other than those in `docs/` works; macOS and Windows were not tried.
- that no file exists that breaks a reader: fuzzing finds faults, it never shows that there are none.
- that the packages it is built on are sound, beyond what is said above about known vulnerabilities.
"""


def page(steps: Steps, kept: Callable[[str], Kept]) -> str:
    """Give the whole page."""
    found = {name: each for name, _, each in steps}
    parts = (
        _opening(found),
        _table(("what", "typed", "found", "took", "commit", "rule book"), (_row(*step) for step in steps)),
        _section("Tests that were skipped, and why", _skipped(found.get("tests"))),
        _section("Proofs over all answers", _words(found.get("proofs"))),
        _section("Small changes to the rules: who notices", _words(found.get("cases"))),
        _section("Each control taken away: do its tests notice", _words(found.get("controls"))),
        _section("Lines and branches that the tests take", _coverage(kept("coverage"))),
        _section("Mistakes put into the core: do the tests notice", _mutation(kept("mutation"))),
        _section("Fuzzing", _fuzz(kept("fuzz"))),
        _section("Known vulnerabilities", _sbom(kept("sbom"))),
        PROVES,
    )
    return "\n".join(parts)


def _opening(found: dict[str, Kept]) -> str:
    days = sorted({each["on"] for each in found.values() if each})
    ran = " to ".join(dict.fromkeys((days[0], days[-1]))) if days else "never"
    return (
        "# What was verified\n\nMade by `make verify`; not edited by hand. It holds for the commits and the rule book"
        f" named here,\nand for no other. Run {ran}, with Python {platform.python_version()} on {platform.system()}.\n"
    )


def _row(name: str, typed: str, found: Kept) -> tuple[str, ...]:
    if found is None:
        return name, f"`{typed}`", "**not run**", "", "", ""
    told = "as it should be" if found["code"] == 0 else "**something: see below**"
    if found.get("unasked"):
        told = "**not all of it: see below**"
    return name, f"`{typed}`", told, _time(found), found["commit"], found["book"][:12]


def _time(found: dict[str, Any]) -> str:
    """Give the seconds, where the step was run by `make verify`, and not by itself."""
    return f"{found['seconds']} s" if "seconds" in found else ""


def _skipped(found: Kept) -> str:
    """List what pytest said it skipped, and its count of all."""
    if found is None:
        return "Not run."
    count = next((line.strip("= ") for line in reversed(found["lines"]) if re.search(r"\d+ (passed|failed)", line)), "")
    skipped = [line.removeprefix("SKIPPED ") for line in found["lines"] if line.startswith("SKIPPED ")]
    return "\n".join([f"{count}.\n", *(f"- {line}" for line in skipped), *([] if skipped else ["None was skipped."])])


def _words(found: Kept) -> str:
    """Repeat the end of what a step said."""
    if found is None:
        return "Not run."
    lines = [line.rstrip() for line in found["lines"] if line.strip()][-LONGEST:]
    return "\n".join(["```text", *lines, "```"])


def _coverage(found: Kept) -> str:
    if found is None:
        return "Not run."
    worst = _table(("least covered file", "percent"), ((name, f"{share:.1f}") for share, name in found["worst"]))
    return (
        f"Core ({found['core_files']} files, floors 0 to 2): {found['core']:.1f} %. All {found['files']} files:"
        f" {found['all']:.1f} %. Measured at commit {found['commit']}.\n\n{worst}"
    )


def _mutation(found: Kept) -> str:
    if found is None:
        return "Not run."
    left = [each["module"] for each in found["unnoticed"]]
    tried = found["tried"]
    rows = (
        (name, str(tried[name]), str(left.count(name))) if name in tried else (name, "**not run**", "")
        for name in found["of"]
    )
    kinds = _table(("module", "mistakes", "unnoticed"), rows)
    lines = (
        f"- `{each['module']}.py`, {each['within'] or 'module'}: `{each['was']}` becomes `{each['now']}`."
        f" {each['why'] or '**Not explained.**'}"
        for each in found["unnoticed"]
    )
    return "\n".join([f"One mistake at a time, tried at commit {found['commit']}.\n", kinds, *lines])


def _fuzz(found: Kept) -> str:
    if found is None:
        return "Not run."
    rows = (
        (each["reader"], f"{each['runs']:,}", f"{each['edges']:,}", ", ".join(each["found"]) or "nothing")
        for each in found["readers"]
    )
    table = _table(("reader", "files tried", "edges reached", "found"), rows)
    return f"{found['for_each']} seconds for each reader, atheris, at commit {found['commit']}.\n\n{table}"


def _sbom(found: Kept) -> str:
    if found is None:
        return "Not run."
    if found["unasked"]:
        return f"**Not checked**: {found['why']}. The bill of materials lists {found['components']} packages."
    known = "\n".join(f"- {line}" for line in found["known"]) or "None is known."
    return f"Asked about {found['asked']} packages on {found['on']}.\n\n{known}"


def _section(title: str, text: str) -> str:
    return f"## {title}\n\n{text.rstrip()}\n"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(_lines(heads, rows)) + "\n"


def _lines(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for row in (heads, ("---",) * len(heads), *rows):
        yield "| " + " | ".join(row) + " |"
