"""The packages that are named, pinned and installed come in; docs/dependencies.md, what is used and why, goes out."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "dependencies.md"
SHIPPED = ("always", "kiosk", "clinic", "review")
"""The parts that a user may install; the others are for those who work on the program."""

WHY = {
    "atheris": "Fuzzing that follows which lines were reached (`make fuzz`)",
    "build": "Makes the sdist and the wheel",
    "coverage": "Says which lines and branches no test took (`make coverage`)",
    "cryptography": "Checks an approval's OpenSSH signature, with no key on the machine",
    "cyclonedx-bom": "Writes the bill of materials (`make sbom`)",
    "datalogic-py": "A JSONLogic engine to measure ours against",
    "fhir-resources": "Models of FHIR by other hands, to read what we send",
    "hatchling": "The build backend; here so that a build needs no download",
    "hypothesis": "Makes up answers, books and whole interviews for the tests",
    "import-linter": "Holds the floors: imports go only downwards",
    "jinja2": "The pages of the browser kiosk, escaped by default",
    "jsonschema": "Judges the schemas that are shipped for editors",
    "mypy": "Types, strict",
    "panzi-json-logic": "A JSONLogic engine to measure ours against",
    "pexpect": "Types at the program through a real pseudo-terminal",
    "pip-audit": "Asks for known vulnerabilities (`make sbom`)",
    "pip-tools": "Writes the file of hashes",
    "pydantic": "Says what a rule file may hold, and refuses the rest; the nouns are its frozen models",
    "pyrage": "Seals an intake (age); whoever takes the machine cannot open it",
    "pytest": "Runs the tests",
    "pytest-cov": "Brings together what the two cores measured",
    "pytest-xdist": "Runs them on two cores",
    "pyyaml": "The events of YAML, from libyaml; none of its `load` functions is used",
    "questionary": "The questions at a terminal; used in one file",
    "rich": "Wraps and lays out a result at a terminal",
    "ruff": "Lint and layout",
    "shtab": "Makes the completion scripts that are shipped",
    "starlette": "The browser kiosk: routes, forms, headers; works without script",
    "textstat": "The reading grade of each text that a person sees",
    "types-pyyaml": "Types of PyYAML for mypy",
    "uvicorn": "Serves the browser kiosk, on this machine only",
    "zen-engine": "A rules engine to measure ours against",
}
"""Why each package that pyproject.toml names is there; a test misses the one that is not."""

_IN_THEIR_FILE = {
    "atheris": "Apache-2.0 (its LICENSE file)",
    "pyrage": "MIT (its LICENSE file)",
    "zen-engine": "MIT (its LICENSE file)",
}
"""The licence of what does not say it in its metadata, read by hand in the file that comes with it."""

ABOUT = """\
# What it is built on

Made by `make dependencies` from `pyproject.toml`, `constraints.txt` and what the packages say of themselves; not edited
by hand. The reasons stand in `tools/dependencies.py`.

The versions are those that the tests pass with. `requirements-hashed.txt` pins what a user may install, with the hash
of each file; pip refuses a file with another one. In a checkout, `make dist` builds the wheel first:

```sh
make dist
pip install --require-hashes -r requirements-hashed.txt && pip install --no-deps dist/*.whl
```

`make sbom` writes the bill of materials (CycloneDX) to `build/sbom.json` and asks for known vulnerabilities.
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.relative_to(ROOT))


def page() -> str:
    """Give the whole page."""
    used = direct()
    pins = pinned()
    named = {name for names in used.values() for name in names}
    shipped = reached({name for part in SHIPPED for name in used[part]})
    others = reached({name for part in used if part not in SHIPPED for name in used[part]}) - shipped
    blocks = [ABOUT]
    for part, names in used.items():
        title = "Always" if part == "always" else f"Extra `{part}`"
        rows = ((name, pins[name], licence(name), WHY[name]) for name in sorted(names))
        blocks.append(f"## {title}\n\n{table(('package', 'version', 'licence', 'why'), rows)}")
    for title, names in (("What these bring along to a user", shipped), ("And to those who work on it", others)):
        rows = ((name, pins.get(name, "not pinned"), licence(name)) for name in sorted(names - named))
        blocks.append(f"## {title}\n\n{table(('package', 'version', 'licence'), rows)}")
    return "\n".join(blocks)


def direct() -> dict[str, tuple[str, ...]]:
    """Give the packages that pyproject.toml names: those that are always there, and those of each extra."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    parts = {"always": project["dependencies"], **project["optional-dependencies"]}
    order = (*SHIPPED, *(part for part in parts if part not in SHIPPED))
    return {part: tuple(name for name in map(_name, parts[part]) if name != project["name"]) for part in order}


def pinned() -> dict[str, str]:
    """Give the version of each package in constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = (line.partition("==") for line in lines if not line.startswith("#"))
    return {canonicalize_name(name): version for name, _, version in pins}


def reached(names: Iterable[str]) -> set[str]:
    """Give the packages, and all that they need on this machine."""
    found: set[str] = set()
    waiting = [(name, frozenset[str]()) for name in names]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) not in seen:
            seen.add((name, extras))
            found.add(name)
            waiting += _needs(name, extras)
    return found


def _needs(name: str, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for text in requires(name) or ():
        need = Requirement(text)
        if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in (*extras, "")):
            yield canonicalize_name(need.name), frozenset(need.extras)


def licence(name: str) -> str:
    """Give what a package says of its licence, as short as it says it."""
    said = metadata(name)
    classified = [each.rpartition(" :: ")[2] for each in said.get_all("Classifier") or () if each.startswith("License")]
    first = (said.get("License") or "").strip().partition("\n")[0]
    return said.get("License-Expression") or ", ".join(classified) or first or _IN_THEIR_FILE.get(name, "not said")


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Lay out a table in Markdown."""
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def _name(requirement: str) -> str:
    return canonicalize_name(re.match(r"[\w.-]+", requirement)[0])  # type: ignore[index]


if __name__ == "__main__":
    try:
        main()
    except PackageNotFoundError as missing:
        sys.exit(f"{missing.name} is not installed; `make dependencies` installs everything first")
