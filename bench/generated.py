"""A number of rules and a seed in; a rule book of that size, built as the shipped one is, out.

Two safety screens with stops; a choice of a group of areas, and of an area in it; in each area a checklist of parts,
and for each part a checklist of signs with what follows it: how it began, since when, which way it goes, and what comes
with it. Ten rules a part. So a book ten times as large has ten times the questions, as a questionnaire that grows does,
and nobody is asked more than 30. A seed decides which options a rule reads, and how.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from alsscreen import rulebook
from alsscreen.model import (
    AllOf,
    AnyOf,
    Atom,
    Condition,
    Flow,
    Guidance,
    Level,
    Option,
    Question,
    Rule,
    RuleBook,
    Stop,
)

PARTS, RULES_A_PART, AREAS_A_GROUP = 4, 10, 10
SIGNS = ("one", "two", "three", "four", "five")
SINCE = ("today", "days", "weeks", "months", "year")
COURSE = ("worse", "same", "better", "comes-goes")
WITH = ("loss", "fever", "pain", "sleep")


def generated_book(n_rules: int, seed: int) -> RuleBook:
    """Give a book of exactly `n_rules` rules (at least 12) in one flow, the same for the same seed."""
    random = Random(seed)
    questions, stops, rules = _safety()
    parts = -(-(n_rules - len(rules)) // RULES_A_PART)
    areas = -(-parts // PARTS)
    questions += _routes(areas)
    for area in range(areas):
        inside = [f"a{area}p{part}" for part in range(min(PARTS, parts - area * PARTS))]
        questions.append(_parts(area, inside))
        for name in inside:
            questions += _part(name, f"a{area}-parts")
            rules += _rules(name, inside, random)
    return _book(questions, stops, rules[:n_rules])


def _safety() -> tuple[list[Question], list[Stop], list[Rule]]:
    screens = {"sudden": ("face", "arm", "words"), "now": ("breath", "choking", "weak-fast")}
    questions, stops, rules = [], [], []
    for name, alarms in screens.items():
        options = [Option(code=code, text=code, alarm=True) for code in alarms]
        questions.append(_question(name, "choices", [*options, _none()]))
        codes = (*alarms, "not-sure")
        stops.append(Stop(id=name, after=name, when=_has(name, *codes)))
        rules += [_rule(f"{name}-{code}", f"{name}-now", _has(name, code)) for code in codes]
    return questions, stops, rules


def _routes(areas: int) -> list[Question]:
    """Give the choice of a group, and of an area in it."""
    groups = -(-areas // AREAS_A_GROUP)
    names = [f"area-{area}" for area in range(areas)]
    first = _question("group", "choice", [*(_option(f"group-{group}") for group in range(groups)), _none()])
    of_group = [names[at : at + AREAS_A_GROUP] for at in range(0, areas, AREAS_A_GROUP)]
    return [first] + [
        _question(f"area-{group}-of", "choice", [*map(_option, some), _none()], _has("group", f"group-{group}"))
        for group, some in enumerate(of_group)
    ]


def _parts(area: int, inside: list[str]) -> Question:
    gate = _has(f"area-{area // AREAS_A_GROUP}-of", f"area-{area}")
    return _question(f"a{area}-parts", "choices", [*map(_option, inside), _none()], gate)


def _part(name: str, parts: str) -> list[Question]:
    asked, ticked = _has(parts, name), _has(f"{name}-signs", "any-tick")
    signs = [Option(code=code, text=code, sign="weakness") for code in SIGNS]
    return [
        _question(f"{name}-signs", "choices", [*signs, _none()], asked),
        _question(f"{name}-how", "choice", [_option("sudden"), _option("slow")], ticked),
        _question(f"{name}-since", "choice", [*map(_option, SINCE)], ticked),
        _question(f"{name}-course", "choice", [*map(_option, COURSE)], ticked),
        _question(f"{name}-with", "choices", [*map(_option, WITH), _none()], asked),
    ]


def _rules(name: str, inside: list[str], random: Random) -> list[Rule]:
    """Give ten rules of a part, one of which reads the part beside it too."""

    def some(codes: tuple[str, ...], least: int = 1) -> tuple[str, ...]:
        return tuple(random.sample(codes, random.randint(least, len(codes) - 1)))

    signs, how, since, course, with_ = (f"{name}-{kind}" for kind in ("signs", "how", "since", "course", "with"))
    beside = f"{inside[inside.index(name) - 1]}-signs"
    ticked, fresh = _has(signs, "any-tick"), SINCE[: random.randint(2, 3)]
    worse = _has(course, "worse", *random.choice([(), ("comes-goes",)]), or_unknown=True)
    strong = Atom(question=signs, holds=SIGNS, at_least=random.randint(2, 3))
    table: list[tuple[str, Condition]] = [
        ("now", _all(_has(how, "sudden"), _has(signs, *some(SIGNS, 2)), _has(since, "today"))),
        ("today", _all(_has(how, "sudden"), ticked, _has(since, "today", "days", or_unknown=True))),
        ("today", _all(ticked, _has(since, *fresh), worse)),
        ("today", _all(_any(strong, _has(signs, random.choice(SIGNS))), _has(with_, *some(WITH)))),
        ("soon", _all(ticked, _any(worse, _has(since, *SINCE[:4], or_unknown=True)))),
        ("long", ticked),
        ("soon", _all(_has(with_, "loss"), _any(ticked, _has(beside, "any-tick")))),
        ("with", _has(with_, *some(WITH[1:]))),
        ("loss", _has(with_, *WITH)),
        ("unsure", _has(signs, "not-sure")),
    ]
    return [_rule(f"{name}-r{number}", f"{name}-{what}", when) for number, (what, when) in enumerate(table)]


_LEVELS: dict[str, Level] = {
    "now": "emergency",
    "today": "same-day",
    "soon": "soon",
    "long": "routine",
    "with": "routine",
    "unsure": "routine",
    "loss": "information",
    "none": "information",
}


def _book(questions: list[Question], stops: list[Stop], rules: list[Rule]) -> RuleBook:
    shipped = rulebook.load(rulebook.directory())
    called = [*dict.fromkeys(rule.guidance for rule in rules), "none"]
    guidance = {name: Guidance(id=name, level=_LEVELS[name.split("-")[-1]], summary="s", detail="d") for name in called}
    floor = next(iter(shipped.flows.values())).floor.model_copy(
        update=dict.fromkeys(("nothing", "declined", "otherwise"), "none")
    )
    order = tuple(question.id for question in questions)
    flow = Flow(id="full", title="t", description="d", questions=order, floor=floor)
    return replace(
        shipped,
        id="generated",
        questions={question.id: question for question in questions},
        stops=tuple(stops),
        flows={"full": flow},
        guidance=guidance,
        rules={rule.id: rule for rule in rules},
        screens=shipped.screens.model_copy(update={"extras": ()}),
    )


def _question(name: str, kind: str, options: list[Option], gate: Condition | None = None) -> Question:
    return Question(
        id=name, section="limbs", kind=kind, text="?", help="h", why="w", options=tuple(options), asked_when=gate
    )  # fmt: skip


def _option(code: str) -> Option:
    return Option(code=code, text=code)


def _none() -> Option:
    return Option(code="none", text="None of these", absence=True)


def _rule(name: str, guidance: str, when: Condition) -> Rule:
    return Rule(id=name, means="m", when=when, guidance=guidance, basis="safety", judgement="Made up.")


def _has(question: str, *codes: str, or_unknown: bool = False) -> Atom:
    return Atom(question=question, holds=codes, or_unknown=or_unknown)


def _all(*parts: Condition) -> AllOf:
    return AllOf(all=parts)


def _any(*parts: Condition) -> AnyOf:
    return AnyOf(any=parts)
