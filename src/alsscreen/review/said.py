"""Two values of a field in; how they differ, in words that can be read aloud, out."""

from __future__ import annotations

import difflib
from typing import Any

from ..model import Noun
from ..references.files import Steps


def called(path: Steps) -> str:
    """Name a field as a person would: the last key on the way to it."""
    names = [step for step in path if isinstance(step, str)]
    return f"{names[-1].replace('_', ' ')}: " if names else ""


def difference_said(old: Any, new: Any) -> str:
    """Say how a value changed: a text word by word, anything else as the old one and the new one."""
    if isinstance(old, str) and isinstance(new, str) and (" " in old or " " in new):
        return word_diff(old, new)
    return f"{value_said(old)} → {value_said(new)}"


def value_said(value: Any) -> str:
    """Say a value in one line."""
    if value is None:
        return "nothing"
    if isinstance(value, Noun):
        inner = value.model_dump(exclude_defaults=True, mode="json")
        return "; ".join(f"{key.replace('_', ' ')} {value_said(each)}" for key, each in inner.items())
    if isinstance(value, tuple | list):
        return ", ".join(map(value_said, value)) or "nothing"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else " ".join(str(value).split())


def sets_said(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    """Say which names went and which came; their order says nothing."""
    lost = [f"[-{name}-]" for name in old if name not in new]
    return " ".join([*lost, *(f"{{+{name}+}}" for name in new if name not in old)])


def word_diff(old: str, new: str) -> str:
    """Give both texts in one: [-words that went-] and {+words that came+}, as `git diff --word-diff` marks them."""
    first, second = old.split(), new.split()
    said: list[str] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "equal":
            said.append(" ".join(first[a:b]))
        else:
            said.extend(f"[-{' '.join(first[a:b])}-]" for _ in range(b > a))
            said.extend(f"{{+{' '.join(second[c:d])}+}}" for _ in range(d > c))
    return " ".join(said)
