"""Where this package stands comes in; the directory of the rules that were shipped with it goes out."""

from __future__ import annotations

from pathlib import Path


def directory() -> Path:
    """Find the rules that were shipped: inside the installed package, else in the checkout."""
    installed = Path(__file__).parent / "rules"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "rules"
