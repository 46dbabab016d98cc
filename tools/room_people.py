"""A scenario and a chance in; one person of the room, and what they would say to every question, out."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable
from typing import NamedTuple, TypeAlias

from room_figures import Complaint, Scenario

from alsscreen.conditions import ticks
from alsscreen.model import DECLINED, NOT_SURE, Answer, Answers, Question, RuleBook

Weights: TypeAlias = tuple[tuple[str, float], ...]

PARTS: dict[str, dict[str, tuple[str, ...]]] = {
    "limb": {"arms": (), "legs": ()},
    "speech": {"mouth": ("slurred", "voice", "drool")},
    "swallow": {"mouth": ("choke-daily", "choke-some", "drink-less")},
    "breath": {"breath": ("ill", "rest", "flat", "effort")},
}
"""The parts of the body that have times of their own, and the ticks that open them (none named: every tick)."""

TIMES = ("today", "days", "weeks", "months", "year")
COURSES = ("worse", "comes-goes", "same", "better")
"""Of several troubles of one part people tell the first beginning, and the course that worries most."""

STRONGER = {("mouth", "choke-daily"): "choke-some", ("body", "tired-weeks"): "tired-days",
            ("muscles", "twitch-long"): "twitch-short", ("mind", "worry-daily"): "worry"}  # fmt: skip
"""Of two grades of one thing people tick one."""

PRIVATE = ("family", "exposures", "sex")
OWN_UNSURE = ("sudden", "now", "how")
"""The lists whose "not sure" has a figure of its own."""

NOTE = "Can you help me with this?"


class Person(NamedTuple):
    """One made-up person: what they have, and what they would say if asked."""

    age: str
    sex: str
    complaints: tuple[str, ...]
    says: Answers


class _Trouble:
    """A complaint with the numbers of a scenario."""

    def __init__(self, complaint: Complaint, scenario: Scenario) -> None:
        self.id, self.only = complaint.id, complaint.only
        self.share = scenario.shares(complaint.share)
        self.more_with = complaint.more_with
        self.answers = tuple((*_split(name), scenario.number(share)) for name, share in complaint.answers.items())
        self.one_of = scenario.weights(complaint.one_of) if complaint.one_of else ()
        self.reason = scenario.weights(complaint.reason) if complaint.reason else ()
        self.sudden = scenario.number(complaint.sudden)
        self.checked_then = None if complaint.checked_then is None else scenario.number(complaint.checked_then)
        onset = next((onset for onset in scenario.frequencies.onsets if onset.id == complaint.onset), None)
        self.since = scenario.weights(onset.since) if onset else ()
        self.course = scenario.weights(onset.course) if onset else ()

    def ticked(self, chance: random.Random) -> list[tuple[str, str]]:
        found = [(question, code) for question, code, share in self.answers if chance.random() < share]
        return [*found, _split(pick(self.one_of, chance))] if self.one_of else found


class _Story:
    """What the troubles of one person add up to."""

    def __init__(self) -> None:
        self.ticks: dict[str, set[str]] = {}
        self.reasons: set[str] = set()
        self.times: dict[str, list[tuple[str, str]]] = {part: [] for part in PARTS}
        self.sudden: set[str] = set()
        self.tellers: set[str] = set()
        self.unchecked = False

    def add(self, trouble: _Trouble, chance: random.Random) -> None:
        ticked = trouble.ticked(chance)
        for question, code in ticked:
            self.ticks.setdefault(question, set()).add(code)
        parts = [part for part, opened in PARTS.items() if any(_opens(opened, tick) for tick in ticked)]
        if parts:
            self.tellers.add(trouble.id)
            moment = pick(trouble.since, chance), pick(trouble.course, chance)
            began_suddenly = chance.random() < trouble.sudden
            for part in parts:
                self.times[part].append(moment)
                self.sudden.update([part] if began_suddenly else [])
        if "limb" in parts:
            self.reasons.add(pick(trouble.reason, chance))
        if trouble.checked_then is not None and ("sudden", "longer-ago") in ticked:
            self.unchecked = self.unchecked or chance.random() >= trouble.checked_then

    def when(self, parts: Iterable[str]) -> tuple[str, str]:
        moments = [moment for part in parts for moment in self.times[part]]
        return (
            max((since for since, _ in moments), key=TIMES.index, default="year"),
            min((course for _, course in moments), key=COURSES.index, default="same"),
        )


class _Habit(NamedTuple):
    """How often a question is not answered, what somebody says who has nothing to tell, and the order of the codes."""

    question: str
    declined: float
    unsure: float
    nothing: Answer
    order: tuple[str, ...]

    @classmethod
    def of(cls, question: Question, scenario: Scenario) -> _Habit:
        private = question.id in PRIVATE
        unsure = question.kind == "choices" and not private and question.id not in OWN_UNSURE
        absence = tuple(option.code for option in question.options if option.absence)
        return cls(
            question.id,
            scenario.value("declined-private" if private else "declined"),
            scenario.value("not-sure") if unsure else 0.0,
            (DECLINED,) if question.kind == "text" else absence[:1] or ticks(question)[:1],
            (NOTE,) if question.kind == "text" else (*(option.code for option in question.options), NOT_SURE),
        )

    def answer(self, said: Collection[str] | None, chance: random.Random) -> Answer:
        at = chance.random()
        if at < self.declined:
            return (DECLINED,)
        if said:
            return tuple([code for code in self.order if code in said])
        return (NOT_SURE,) if at < self.declined + self.unsure else self.nothing


class Room:
    """A book and a scenario, made ready to draw people from.

    Each trouble of a person has a chance of its own, so that one that is moved leaves the others as they were.
    """

    def __init__(self, book: RuleBook, scenario: Scenario) -> None:
        self._value = scenario.value
        self._habits = tuple(_Habit.of(question, scenario) for question in book.questions.values())
        self._troubles = tuple(_Trouble(complaint, scenario) for complaint in scenario.frequencies.complaints)
        self._ages: Weights = tuple(scenario.shares("ages").items())
        self._shares = {name: scenario.shares(name) for name in ("other-answers", "relatives", "exposures")}
        self._picks: dict[str, Weights] = {
            name: tuple(scenario.shares(name).items()) for name in ("sides", "told", "unsure-how")
        }

    def person(self, chance: random.Random, only: str | None = None) -> Person:
        """Draw somebody; with `only`, somebody who has this one complaint and no other."""
        age, sex = pick(self._ages, chance), "female" if chance.random() < self._value("women") else "male"
        has = self._has(age, sex, chance) if only is None else [only]
        story = _Story()
        for trouble in self._troubles:
            own = chance.getrandbits(32)
            if trouble.id in has:
                sex = trouble.only or sex
                story.add(trouble, random.Random(own))
        return Person(age, sex, tuple(has), self._says(age, sex, story, chance))

    def _has(self, age: str, sex: str, chance: random.Random) -> list[str]:
        """Draw the complaints: each by itself, save those that are more frequent with another."""
        has: list[str] = []
        for trouble in self._troubles:
            share = trouble.share[age]
            for other, times in trouble.more_with.items():
                share *= times if other in has else 1
            if chance.random() < share and trouble.only in (None, sex):
                has.append(trouble.id)
        return has

    def _says(self, age: str, sex: str, story: _Story, chance: random.Random) -> Answers:
        says: dict[str, Collection[str]] = {
            "age": [age], "sex": [sex], "told": [pick(self._picks["told"], chance)],
            **{question: _graded(question, codes) for question, codes in story.ticks.items()},
            **self._times(story, chance),
        }  # fmt: skip
        self._about(says, age, chance)
        self._safety(says, story, chance)
        for name in ("relatives", "exposures"):
            ticked = [code for code, share in self._shares[name].items() if chance.random() < share]
            says["family" if name == "relatives" else name] = ticked
        if chance.random() < self._value("note-written"):
            says["note"] = [NOTE]
        return {habit.question: habit.answer(says.get(habit.question), chance) for habit in self._habits}

    def _about(self, says: dict[str, Collection[str]], age: str, chance: random.Random) -> None:
        other = chance.random() < self._shares["other-answers"][age]
        says["who"] = ["with-them" if other else "self"]
        if other and chance.random() < self._value("not-seen") and "sudden" not in says:
            says["sudden"] = ["not-seen"]

    def _safety(self, says: dict[str, Collection[str]], story: _Story, chance: random.Random) -> None:
        for question, figure in (("sudden", "sudden-unsure"), ("now", "now-unsure")):
            if question not in says and chance.random() < self._value(figure):
                says[question] = [NOT_SURE]
        says["sudden-how"] = [pick(self._picks["unsure-how"], chance)]
        says["sudden-checked"] = ["unchecked" if story.unchecked else "checked"]

    def _times(self, story: _Story, chance: random.Random) -> dict[str, Collection[str]]:
        """Say how it began, since when and which way it goes, together and for each part that is affected."""
        if not story.tellers:
            return {}
        together = len(story.tellers) <= 1 or chance.random() < self._value("same-time")
        says: dict[str, Collection[str]] = {
            "together": ["same" if together else "different"],
            "how": story.sudden or ([NOT_SURE] if chance.random() < self._value("how-unsure") else ()),
            "limb-why": story.reasons if len(story.reasons) == 1 else ["weak"],
            "limb-side": [pick(self._picks["sides"], chance)],
        }
        for prefix, parts in [("", tuple(PARTS)), *((f"{part}-", (part,)) for part in PARTS if story.times[part])]:
            for name, code in zip(("since", "course"), story.when(parts), strict=True):
                unsure = chance.random() < self._value("since-unsure")
                says[f"{prefix}{name}"] = [NOT_SURE if unsure else code]
        return says


def pick(weights: Weights, chance: random.Random) -> str:
    """Draw one of the options by its share."""
    at = chance.random()
    for code, share in weights:
        at -= share
        if at < 0:
            return code
    return weights[-1][0]


def _split(name: str) -> tuple[str, str]:
    question, _, code = name.partition(".")
    return question, code


def _opens(opened: dict[str, tuple[str, ...]], tick: tuple[str, str]) -> bool:
    question, code = tick
    return question in opened and (not opened[question] or code in opened[question])


def _graded(question: str, codes: set[str]) -> set[str]:
    return codes - {weaker for (asked, code), weaker in STRONGER.items() if asked == question and code in codes}
