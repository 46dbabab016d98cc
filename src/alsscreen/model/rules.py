"""What follows from answers: guidance and rules."""

from typing import Annotated

from pydantic import Field

from .conditions import Condition
from .values import Flag, Id, Many, Noun, Text, Version
from .words import Basis, Level


class Guidance(Noun):
    """What a person is told. `cites` and `evidence` carry these words, apart from those of a rule's condition."""

    id: Id
    level: Level
    summary: Text
    other: Text | None = None
    detail: Text
    detail_other: Text | None = None
    action: Text | None = None
    """Takes the place of the level's own first action."""
    headline: Text | None = None
    """Takes the place of the level's own headline."""
    first: Flag = False
    """Its action is said before all others, except in an emergency."""
    cites: Many[Id] = ()
    evidence: Many[Id] = ()
    judgement: Text | None = None


class Rule(Noun):
    """When `when` is true, `guidance` counts. `means` says so in one plain sentence."""

    id: Id
    means: Text
    when: Condition
    guidance: Id
    basis: Basis
    cites: Many[Id] = ()
    evidence: Many[Id] = ()
    beyond_source: Text | None = None
    judgement: Text | None = None


class RulesFile(Noun):
    format: Version
    id: Id
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    guidance: Many[Guidance]
    rules: Many[Rule]
