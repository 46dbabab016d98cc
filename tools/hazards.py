"""The file of hazards in; each hazard with its controls, what is left of it and the people that show it, out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

from alsscreen import strictyaml

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docs" / "hazards.yaml"

Words: TypeAlias = Annotated[str, Field(min_length=3)]
Id: TypeAlias = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Test: TypeAlias = Annotated[str, Field(pattern=r"^tests/test_\w+\.py::test_\w+(\[[\w-]+\])?$")]
"""A pytest node; what stands in brackets is the id of a person of `rules/cases.yaml`."""

ProductFile: TypeAlias = Annotated[str, Field(pattern=r"^(src|rules)/[\w/-]+\.\w+$")]


class Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Mutation(Entry):
    """A change of one line of the product that takes a control away. `find` may hold the lines around it."""

    file: ProductFile
    find: Words
    replace: Words
    at_load: bool = False
    """The control is that the rule book is not read at all; else a change that nothing can load proves nothing."""

    @model_validator(mode="after")
    def _changes_one_line(self) -> Self:
        if len(self.lines()) != 1:
            raise ValueError(f"{self.file}: a mutation changes exactly one line")
        return self

    def lines(self) -> list[tuple[str, str]]:
        """Give the lines that differ, before and after."""
        before, after = self.find.split("\n"), self.replace.split("\n")
        pairs = zip(before, after, strict=False) if len(before) == len(after) else ()
        return [(one, other) for one, other in pairs if one != other]


class Control(Entry):
    what: Words
    tests: Annotated[tuple[Test, ...], Field(min_length=1)]
    mutation: Mutation


class Hazard(Entry):
    id: Id
    hazard: Words
    causes: Annotated[tuple[Words, ...], Field(min_length=1)]
    harm: Words
    severity: Id
    likelihood: Id
    controls: Annotated[tuple[Control, ...], Field(min_length=1)]
    residual: Words
    owner: Id
    state: Id
    cases: tuple[Id, ...] = ()
    no_case: str = ""
    """Why no person of the cases can show it; given exactly where there are none."""


class Meaning(Entry):
    id: Id
    means: Words


class Scales(Entry):
    severity: tuple[Meaning, ...]
    likelihood: tuple[Meaning, ...]
    state: tuple[Meaning, ...]
    owner: tuple[Meaning, ...]


class Hazards(Entry):
    format: Literal["1"]
    scales: Scales
    hazards: tuple[Hazard, ...]


def load(path: Path = FILE) -> Hazards:
    """Read the file; what is wrong with it is an error that says where."""
    return Hazards.model_validate(strictyaml.read(path.read_bytes(), path.name).data)
