"""The file of frequencies in; its figures, onsets and complaints, and the numbers of one scenario, out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

from alsscreen import strictyaml

FILE = Path(__file__).with_name("frequencies.yaml")
AGES = ("18-24", "25-39", "40-54", "55-75", "over-75")

Side: TypeAlias = Literal["low", "base", "high"]
Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]
Number: TypeAlias = str
"""A share as written, the id of a figure, or `rest`: what remains to one."""


class Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidenced(Entry):
    """What holds a number says where it is from, or that it is assumed and why."""

    id: str
    checked: Literal["primary", "secondary", "assumed"]
    says: str = ""
    of: str = ""
    source: str = ""
    address: str = ""
    read: str = ""
    why: str = ""

    @model_validator(mode="after")
    def _has_its_grounds(self) -> Self:
        published = (self.says, self.of, self.source, self.address, self.read)
        if self.checked == "assumed" and (not self.why or any(published)):
            raise ValueError(f"{self.id}: what is assumed says why, and names no source as its own")
        if self.checked != "assumed" and (self.why or not all(published)):
            raise ValueError(f"{self.id}: a published number has says, of, source, address and read")
        return self


class Figure(Evidenced):
    """One number, or one for each age band or option; `low` and `high` where it is varied."""

    value: Share | None = None
    shares: dict[str, Share] = Field(default_factory=dict)
    low: Share | None = None
    high: Share | None = None

    @model_validator(mode="after")
    def _is_one_or_many(self) -> Self:
        if (self.value is None) == (not self.shares) or (self.low is None) != (self.high is None):
            raise ValueError(f"{self.id}: either a value, with low and high or without, or shares")
        return self

    @property
    def varied(self) -> bool:
        return self.low is not None

    @property
    def ends(self) -> tuple[float, float, float]:
        """The low, the assumed and the high number of a figure that is varied."""
        if self.low is None or self.value is None or self.high is None:
            raise ValueError(f"{self.id} is not varied")
        return self.low, self.value, self.high

    def at(self, side: Side) -> float | None:
        """Give the one number at an end of its range; None of shares."""
        return {"low": self.low, "high": self.high}.get(side, self.value) if self.varied else self.value


class Onset(Evidenced):
    """Since when, and which way it goes."""

    since: dict[str, Number]
    course: dict[str, Number]


class Complaint(Entry):
    """A kind of trouble, and how people who have it answer; its numbers are assumed, and `why` says on what grounds."""

    id: str
    name: str
    share: str
    only: Literal["female", "male"] | None = None
    answers: dict[str, Number] = Field(default_factory=dict)
    one_of: dict[str, Number] = Field(default_factory=dict)
    reason: dict[str, Number] = Field(default_factory=dict)
    onset: str | None = None
    sudden: Number = "0"
    checked_then: Number | None = None
    more_with: dict[str, float] = Field(default_factory=dict)
    why: Annotated[str, Field(min_length=1)]


class Frequencies(Entry):
    format: Literal["1"]
    figures: tuple[Figure, ...]
    onsets: tuple[Onset, ...]
    complaints: tuple[Complaint, ...]

    @property
    def varied(self) -> tuple[Figure, ...]:
        """The figures that have a range."""
        return tuple(figure for figure in self.figures if figure.varied)


def load(path: Path = FILE) -> Frequencies:
    """Read the file; what is wrong with it is an error that says where."""
    return Frequencies.model_validate(strictyaml.read(path.read_bytes(), path.name).data)


class Scenario:
    """Every number with some figures at the low or high end of their range."""

    def __init__(self, frequencies: Frequencies, side: Side = "base", moved: Iterable[str] | None = None) -> None:
        self.frequencies = frequencies
        self._figures = {figure.id: figure for figure in frequencies.figures}
        names = self._figures if moved is None else frozenset(moved)
        self._values = {
            figure.id: value
            for figure in frequencies.figures
            if (value := figure.at(side if figure.id in names else "base")) is not None
        }

    def value(self, name: str) -> float:
        """Give a figure's one number."""
        return self._values[name]

    def shares(self, name: str) -> dict[str, float]:
        """Give a figure's numbers; of a single number the same for every age."""
        figure = self._figures[name]
        return dict(figure.shares) or dict.fromkeys(AGES, self.value(name))

    def number(self, written: Number) -> float:
        """Give the value of a number or of a figure that is named in its place."""
        return self.value(written) if written in self._figures else float(written)

    def weights(self, written: Mapping[str, Number]) -> tuple[tuple[str, float], ...]:
        """Give options with their shares, `rest` filled up to one; what does not add up to one is scaled."""
        known = {code: self.number(number) for code, number in written.items() if number != "rest"}
        left = max(0.0, 1 - sum(known.values()))
        found = {code: known.get(code, left) for code in written}
        total = sum(found.values())
        return tuple((code, share / total) for code, share in found.items())
