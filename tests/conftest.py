"""What all tests share: gold files, which only `python -m pytest --update-gold` changes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("ours", deadline=None, derandomize=bool(os.environ.get("CI")))
"""No test is timed; where a change is judged, each run tries the same examples."""
settings.load_profile("ours")

GOLD = Path(__file__).parent / "gold"
"""Results that a person has looked at. A normal run compares with them and never writes them."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-gold", action="store_true", help="write what the program gives now as the gold files")


@pytest.fixture
def gold(request: pytest.FixtureRequest) -> Callable[[str | Path, str], None]:
    """Compare a text with the gold file of this name (or at this path)."""

    def compare(name: str | Path, text: str) -> None:
        path = GOLD / name
        if request.config.getoption("--update-gold"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        remedy = f"look at the difference; if it is meant: python -m pytest --update-gold, then git diff {path.name}"
        assert path.exists(), remedy
        assert text == path.read_text(encoding="utf-8"), remedy

    return compare
