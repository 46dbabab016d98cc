"""What is asked: signs, sections, questions, options, stops and flows."""

from typing import Literal

from .conditions import Condition
from .values import Flag, Id, Many, Noun, Some, Text, Version
from .words import Kind, Perspective


class Sign(Noun):
    """A sign or a risk factor as the source lists it, so that an option can say what it stands for."""

    id: Id
    name: Text
    kind: Literal["sign", "risk"]
    cites: Many[Id] = ()
    evidence: Many[Id] = ()


class Section(Noun):
    id: Id
    title: Text


class Option(Noun):
    """One answer. `absence`: a definite no. `unknown`: known to nobody here. `alarm`: a tick of the safety check.

    `neutral`: read by no rule, on purpose; so everywhere.
    """

    code: Id
    text: Text
    sign: Id | None = None
    absence: Flag = False
    unknown: Flag = False
    alarm: Flag = False
    neutral: Flag = False
    sensitive: Flag = False
    perspective: Perspective | None = None
    """Offered only to somebody who answers for `self` or for an `other`; the code counts whoever gives it."""


class Question(Noun):
    """What is asked. `other` is the wording for somebody who answers for another person; so everywhere."""

    id: Id
    section: Id
    kind: Kind
    text: Text
    other: Text | None = None
    hint: Text | None = None
    hint_other: Text | None = None
    help: Text
    why: Text
    not_sure: Text | None = None
    options: Many[Option] = ()
    asked_when: Condition | None = None
    neutral: Flag = False
    """Read by no rule, on purpose: it stands on the page for the clinician."""
    sensitive: Flag = False
    """Printed for the clinician only when the person says so; hidden behind "Show" on a shared screen."""


class Stop(Noun):
    """After question `after`, when `when` is true, nothing further is asked (and what was answered does not count)."""

    id: Id
    after: Id
    when: Condition


class Floor(Noun):
    """The guidance of a flow in which no rule fires: all definite no, all declined, or anything else."""

    nothing: Id
    declined: Id
    otherwise: Id


class Flow(Noun):
    id: Id
    title: Text
    description: Text
    questions: Some[Id]
    floor: Floor


class QuestionsFile(Noun):
    format: Version
    signs: Many[Sign]
    sections: Many[Section]
    questions: Many[Question]
    stops: Many[Stop] = ()
    flows: Some[Flow]
