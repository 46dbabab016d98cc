"""The pinned packages come in; a CycloneDX bill of materials, and what is known against them, go out."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

from verify_record import ROOT, keep

PINS = ROOT / "requirements-hashed.txt"
SBOM = ROOT / "build" / "sbom.json"
ENVIRONMENT = ROOT / "build" / "sbom-environment"


def main() -> int:
    """Write the bill, ask for vulnerabilities; 1 when there are some. Not to be able to ask is said, and no fault."""
    count = bill()
    asked = audit(PINS)
    code = int(bool(asked["known"]))
    keep("sbom", {"code": code, "components": count, **asked})
    print(f"{SBOM.relative_to(ROOT)}: {count} packages, CycloneDX")
    if asked["unasked"]:
        print(f"\nNOT CHECKED for known vulnerabilities: {asked['why']}")
        print("Run this again where the network allows it, before you rely on these packages.")
    for line in asked["known"]:
        print(f"KNOWN VULNERABILITY: {line}")
    if not asked["unasked"] and not asked["known"]:
        print(f"No known vulnerability in any of the {asked['asked']} packages.")
    return code


def bill() -> int:
    """Write the bill of what a user may install, read from an environment that holds nothing else; give the count."""
    venv.create(ENVIRONMENT, clear=True, with_pip=False)
    python = ENVIRONMENT / "bin" / "python"
    install = ("install", "--quiet", "--no-deps", "--require-hashes", "--requirement", PINS)
    _run("pip", "--python", python, *install)
    _run(
        "cyclonedx_py", "environment", "--pyproject", ROOT / "pyproject.toml", "--mc-type", "application",
        "--output-reproducible", "--output-format", "JSON", "--output-file", SBOM, python,
    )  # fmt: skip
    return len(json.loads(SBOM.read_text(encoding="utf-8"))["components"])


def audit(pins: Path) -> dict[str, Any]:
    """Ask for what is known against each package. A package that nobody could be asked about is not a sound one."""
    command = (sys.executable, "-m", "pip_audit", "--disable-pip", "--requirement", pins, "--format", "json")
    done = subprocess.run([*command, "--timeout", "15"], capture_output=True, text=True, check=False)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        said = done.stderr.strip().splitlines() or ["no answer"]
        return {"asked": 0, "unasked": 1, "known": [], "why": said[-1].partition("(")[0][:120]}
    return told(packages)


def told(packages: list[dict[str, Any]]) -> dict[str, Any]:
    """Count the packages that were asked about, and those that were not; name what is known."""
    skipped = [each["name"] for each in packages if "skip_reason" in each]
    known = [f"{each['name']} {each['version']}: {flaw['id']}" for each in packages for flaw in each.get("vulns", ())]
    why = f"the database knew nothing of {len(skipped)} of {len(packages)} packages" if skipped else ""
    return {"asked": len(packages) - len(skipped), "unasked": len(skipped), "known": known, "why": why}


def _run(*command: object) -> None:
    subprocess.run([sys.executable, "-m", *map(str, command)], check=True)


if __name__ == "__main__":
    sys.exit(main())
