"""The hazards in; the page that a safety officer reads, in Markdown, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from hazards import Control, Hazard, Hazards, Meaning

INTRO = """\
# Hazards: what could go wrong, and what stands against it

Made from [hazards.yaml](hazards.yaml) by `pytest tests/test_hazards.py --update-gold`; a test keeps it current.
[What the program is for](intended-use.md) · [Attackers](../SECURITY.md) · [How often it alarms](waiting-room.md)

**No clinician has reviewed the questions, the rules or this page.** A control shows that the program does what its
authors meant. It does not show that they meant the right thing. So a hazard that hangs on the content stays `open`
until a named clinician has approved the rule book.

Each control names its tests, and one line of the product with which it is taken away. `make prove-controls` makes each
of these changes in a copy, one at a time, and expects every named test to fail."""


def page(hazards: Hazards) -> str:
    """Give the whole page."""
    blocks = (INTRO, *_scales(hazards), _overview(hazards), *(_hazard(each) for each in hazards.hazards))
    return "\n\n".join(blocks) + "\n"


def _scales(hazards: Hazards) -> Iterator[str]:
    yield "## The words\n\nSeverity and likelihood are those **without** the controls: our guess, not measured."
    scales = hazards.scales
    for name, title in (("severity", "Severity"), ("likelihood", "Likelihood"), ("state", "State"), ("owner", "Owner")):
        meanings: tuple[Meaning, ...] = getattr(scales, name)
        yield _table((title, "means"), [(f"`{each.id}`", each.means) for each in meanings])


def _overview(hazards: Hazards) -> str:
    rows = [
        (f"[{each.id}](#{each.id})", each.hazard, each.severity, each.likelihood, str(len(each.controls)), each.state)
        for each in hazards.hazards
    ]
    states = ", ".join(f"{count} {state}" for state, count in Counter(each.state for each in hazards.hazards).items())
    controls = sum(len(each.controls) for each in hazards.hazards)
    head = f"## All of them\n\n{len(rows)} hazards ({states}), {controls} controls."
    return f"{head}\n\n{_table(('id', 'hazard', 'severity', 'likelihood', 'controls', 'state'), rows)}"


def _hazard(hazard: Hazard) -> str:
    people = ", ".join(f"`{name}`" for name in hazard.cases) or f"none: {hazard.no_case}"
    facts = (
        f"**{hazard.hazard}**",
        f"- Causes: {' '.join(hazard.causes)}",
        f"- Harm: {hazard.harm}",
        f"- Without controls: {hazard.severity}, {hazard.likelihood}",
        f"- People of the cases: {people}",
        f"- **What is left:** {hazard.residual}",
        f"- {hazard.state}; owner: {hazard.owner}",
    )
    rows = [_control(number, each) for number, each in enumerate(hazard.controls, start=1)]
    table = _table(("", "control", "tests", "they fail when"), rows)
    return f"## {hazard.id}\n\n{facts[0]}\n\n" + "\n".join(facts[1:]) + f"\n\n{table}"


def _control(number: int, control: Control) -> tuple[str, ...]:
    tests = "<br>".join(f"`{test}`" for test in control.tests)
    ((before, after),) = control.mutation.lines()
    change = f"`{control.mutation.file}`: {_code(before)} becomes {_code(after)}"
    return str(number), control.what, tests, change


def _code(line: str) -> str:
    """Set a line as code within a table."""
    inner = line.strip().replace("|", "\\|")
    return f"`` {inner} ``" if "`" in inner else f"`{inner}`"


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = (heads, tuple("---" for _ in heads), *rows)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
