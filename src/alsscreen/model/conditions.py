"""The closed language of conditions: an atom, `all` and `any`."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import Discriminator, Field, Tag

from .values import Count, Flag, Id, Noun, Some


class Atom(Noun):
    """Question `question` holds one of the options `holds` (of a checklist: at least `at_least` of them)."""

    question: Id
    holds: Some[Id]
    at_least: Annotated[Count, Field(ge=1)] = 1
    or_unknown: Flag = False


class AllOf(Noun):
    """True when each part is."""

    all: Some[Condition]


class AnyOf(Noun):
    """True when one part is."""

    any: Some[Condition]


def _operator(value: Any) -> str:
    """Pick the shape by its operator key, so that one mistake gives one message (FACTS: 10 instead of 27)."""
    if isinstance(value, (AllOf, AnyOf)):
        return "all" if isinstance(value, AllOf) else "any"
    keys = value if isinstance(value, dict) else {}
    return "all" if "all" in keys else "any" if "any" in keys else "atom"


Condition: TypeAlias = Annotated[
    Annotated[AllOf, Tag("all")] | Annotated[AnyOf, Tag("any")] | Annotated[Atom, Tag("atom")],
    Discriminator(_operator),
]
