"""The words of a rule book in; those of a page, where what is said for pages alone takes the place of the rest, out."""

from __future__ import annotations

from collections.abc import Mapping

OWN = "web_"
"""What a name in `rules/kiosk.yaml` begins with when it is meant for pages alone."""


def web_words(words: Mapping[str, str]) -> dict[str, str]:
    """Give the words of pages, under the names that the templates use."""
    return {name.removeprefix(OWN): text for name, text in words.items() if name.startswith(OWN)}
