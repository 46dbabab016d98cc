"""How a value is written in a YAML file, and what all nouns of a rule book share."""

from typing import Annotated, TypeAlias, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from .words import FORMAT_VERSION

# The reader leaves every plain scalar as text, so a schema says where a number or a truth value is meant.


def _flag(value: object) -> object:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _count(value: object) -> object:
    canonical = isinstance(value, str) and value.isascii() and value.isdigit() and (value == "0" or value[0] != "0")
    return int(str(value)) if canonical and len(str(value)) < 10 else value  # noqa: PLR2004 (nine digits are plenty)


T = TypeVar("T")
Many: TypeAlias = Annotated[tuple[T, ...], Field(strict=False)]
"""A list, which may be empty."""
Some: TypeAlias = Annotated[tuple[T, ...], Field(min_length=1, strict=False)]
"""A list of one or more."""

Flag: TypeAlias = Annotated[bool, BeforeValidator(_flag)]
Count: TypeAlias = Annotated[int, BeforeValidator(_count), Field(ge=0)]
Version: TypeAlias = Annotated[int, BeforeValidator(_count), Field(ge=FORMAT_VERSION, le=FORMAT_VERSION)]
Id: TypeAlias = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Text: TypeAlias = Annotated[str, Field(min_length=1, max_length=2000)]
Sha256: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Noun(BaseModel):
    """What all nouns share: nothing is coerced, nothing unknown is accepted, nothing changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)
