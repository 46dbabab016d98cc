"""What the program is built on is written down, with the reason; what a user installs is pinned with hashes."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = ROOT / "tools"
if not TOOLS.is_dir():
    pytest.skip("the tools are not in this package", allow_module_level=True)
sys.path.insert(0, str(TOOLS))

from dependencies import PAGE, SHIPPED, WHY, direct, pinned  # noqa: E402

PARTS = direct()
HASHED = (ROOT / "requirements-hashed.txt").read_text(encoding="utf-8")


def written() -> dict[str, list[str]]:
    """Read the page: the packages under each heading."""
    found: dict[str, list[str]] = {}
    for block in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, _, rest = block.partition("\n")
        names = re.findall(r"^\| ([\w.-]+) \|", rest, flags=re.MULTILINE)
        found[title.removeprefix("Extra ").strip("`").lower()] = [
            name for name in names if name not in ("package", "---")
        ]
    return found


@pytest.mark.parametrize("part", PARTS)
def test_each_package_that_we_name_is_on_the_page(part: str) -> None:
    """The page lists what pyproject.toml names, part by part, and nothing else. If not: `make dependencies`."""
    assert written()[part] == sorted(PARTS[part])


def test_each_has_a_reason() -> None:
    """Somebody said why each of them is there; nothing that is gone still has a reason."""
    assert set(WHY) == {name for names in PARTS.values() for name in names}


def test_each_is_pinned() -> None:
    """The version of each of them that the tests pass with is known."""
    assert {name for names in PARTS.values() for name in names} <= set(pinned())


def test_what_a_user_installs_is_pinned_with_hashes() -> None:
    """Each package of the parts that are for users has its version, the same as elsewhere, and at least one hash."""
    pins = dict(re.findall(r"^([\w.-]+)==(\S+) \\\n    --hash=sha256:[0-9a-f]{64}", HASHED, flags=re.MULTILINE))
    assert {name for part in SHIPPED for name in PARTS[part]} <= set(pins)
    assert {name: version for name, version in pins.items() if pinned().get(name, version) != version} == {}
    assert len(pins) == len(re.findall(r"^[a-z].*==", HASHED, flags=re.MULTILINE))
