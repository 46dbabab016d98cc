"""The parsed files of a rule book in; questions, conditions, gates and stops that cannot work out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from ..conditions import atoms, held, parts
from ..model import ANY_TICK, DECLINED, NOT_SURE, AnyOf, Atom, Condition, Problem, Question
from .files import QUESTIONS, RULES, SCREENS, Files, Steps, nearest

MAX_QUESTIONS_READ = 6
"""DESIGN, section 4: so that a clinician can hold a condition in mind, and each can be enumerated."""

_CONDITIONS = (
    (RULES, "rules", "when"), (QUESTIONS, "questions", "asked_when"),
    (QUESTIONS, "stops", "when"), (SCREENS, "extras", "when"),
)  # fmt: skip


def conditions_with_paths(files: Files, file: str, key: str, field: str) -> Iterator[tuple[Steps, Condition]]:
    """Give every condition in a field of a list, with its path."""
    for path, thing in files.each(file, key):
        condition = getattr(thing, field)
        if condition is not None:
            yield (*path, field), condition


def atoms_with_paths(condition: Condition, path: Steps) -> Iterator[tuple[Steps, Atom]]:
    """Give the atoms of a condition in reading order, with their paths."""
    if isinstance(condition, Atom):
        yield path, condition
    else:
        key = "any" if isinstance(condition, AnyOf) else "all"
        for index, part in enumerate(parts(condition)):
            yield from atoms_with_paths(part, (*path, key, index))


def options_fit_the_kind(files: Files) -> Iterator[Problem]:
    """A note has no options, every other question has some."""
    for path, question in files.each(QUESTIONS, "questions"):
        if question.kind == "text" and question.options:
            what = f"'{question.id}' is of kind 'text' and has options"
            yield files.problem(QUESTIONS, (*path, "options"), "options", what, "Remove them, or change the kind")
        if question.kind != "text" and not question.options:
            what = f"'{question.id}' is of kind '{question.kind}' and has no options"
            yield files.problem(QUESTIONS, (*path, "kind"), "options", what, "Write its options")


def options_are_sound(files: Files) -> Iterator[Problem]:
    """A question's codes are its own, and no option is two things at once."""
    for path, question in files.each(QUESTIONS, "questions"):
        count = Counter[str]()
        for index, option in enumerate(question.options):
            place = (*path, "options", index, "code")
            count[option.code] += 1
            if count[option.code] > 1:
                what = f"'{option.code}' stands twice among the options of '{question.id}'"
                yield files.problem(QUESTIONS, place, "duplicate-option", what, "Rename or remove one")
            if option.code in (NOT_SURE, DECLINED, ANY_TICK):
                what = f"the code '{option.code}' means the same everywhere"
                yield files.problem(QUESTIONS, place, "reserved-option", what, "Choose another code")
            if option.absence + option.unknown + option.alarm > 1:
                what = f"'{option.code}' is more than one of absence, unknown and alarm"
                yield files.problem(QUESTIONS, place, "option-flags", what, "Keep one of them")


def conditions_are_short(files: Files) -> Iterator[Problem]:
    """A condition reads few enough questions to be held in mind."""
    for file, key, field in _CONDITIONS:
        for path, condition in conditions_with_paths(files, file, key, field):
            read = len({atom.question for atom in atoms(condition)})
            if read > MAX_QUESTIONS_READ:
                what = f"this condition reads {read} questions, more than {MAX_QUESTIONS_READ}"
                yield files.problem(file, path, "too-many-questions", what, "Split it in two")


def atoms_are_sound(files: Files) -> Iterator[Problem]:
    """A condition reads questions with options that exist, and in a rule no absence."""
    questions = files.ids(QUESTIONS, "questions")
    for file, key, field in _CONDITIONS:
        for path, condition in conditions_with_paths(files, file, key, field):
            for place, atom in atoms_with_paths(condition, path):
                question = questions.get(atom.question)
                for step, *said in _wrong(atom, question, questions, in_rule=key == "rules"):
                    yield files.problem(file, (*place, *step), *said)


_Said = tuple[Steps, str, str, str]
"""Where in the atom, code, what, remedy."""


def _wrong(atom: Atom, question: Question | None, questions: dict[str, Question], *, in_rule: bool) -> Iterator[_Said]:
    if question is None:
        remedy = nearest(atom.question, questions)
        yield ("question",), "unknown-question", f"'{atom.question}' is not a question", remedy
    elif question.kind == "text":
        what = f"'{question.id}' is a note, which nothing may read"
        yield ("question",), "reads-text", what, "Read a question with options"
    else:
        for index, code in enumerate(atom.holds):
            yield from _wrong_code(code, index, question, in_rule=in_rule)
        if atom.at_least > 1 and (question.kind != "choices" or atom.at_least > len(held(atom, question))):
            what = f"at least {atom.at_least} of these can never be ticked"
            yield ("at_least",), "at-least", what, "Lower it, or name more options of a checklist"


def _wrong_code(code: str, index: int, question: Question, *, in_rule: bool) -> Iterator[_Said]:
    known = {option.code: option for option in question.options}
    if code == DECLINED:
        what = "a condition may not name 'declined'"
        yield ("holds", index), "declined-named", what, "Write 'or_unknown: true' instead"
    elif code not in known and code not in (NOT_SURE, ANY_TICK):
        what = f"'{code}' is not an option of '{question.id}'"
        yield ("holds", index), "unknown-option", what, nearest(code, (*known, NOT_SURE, ANY_TICK))
    elif in_rule and code in known and known[code].absence:
        what = f"'{code}' is an absence: no rule may stand on a sign that is not there"
        yield ("holds", index), "absence-named", what, "Name the sign instead"


def gates_are_flat(files: Files) -> Iterator[Problem]:
    """Whether a question is asked can be said in one breath, and not by the question itself."""
    for path, gate in conditions_with_paths(files, QUESTIONS, "questions", "asked_when"):
        question = files.noun(QUESTIONS).questions[path[1]]
        if question.id in {atom.question for atom in atoms(gate)}:
            what = f"'{question.id}' decides itself whether it is asked"
            yield files.problem(QUESTIONS, path, "gate-order", what, "Read a question before it")
        if not isinstance(gate, Atom) and not all(isinstance(part, Atom) for part in parts(gate)):
            what = "'asked_when' holds an 'all' or 'any' inside another"
            yield files.problem(QUESTIONS, path, "nested-gate", what, "Write one flat 'all' or 'any'")


def flows_are_in_order(files: Files) -> Iterator[Problem]:
    """A flow asks each question once, and those that decide about others before these."""
    questions = files.ids(QUESTIONS, "questions")
    for path, flow in files.each(QUESTIONS, "flows"):
        order: dict[str, int] = {}
        for index, name in enumerate(flow.questions):
            place = (*path, "questions", index)
            if name in order:
                what = f"'{name}' stands twice in the flow '{flow.id}'"
                yield files.problem(QUESTIONS, place, "duplicate-question", what, "Remove one")
            order.setdefault(name, index)
        for name, index in order.items():
            gate = questions[name].asked_when if name in questions else None
            for other in {} if gate is None else dict.fromkeys(atom.question for atom in atoms(gate)):
                if order.get(other, -1) > index:
                    what = f"'{name}' is asked before '{other}', which decides whether it is asked"
                    place = (*path, "questions", index)
                    yield files.problem(QUESTIONS, place, "gate-order", what, f"Move it behind '{other}'")


def stops_are_in_order(files: Files) -> Iterator[Problem]:
    """A stop reads nothing that is asked behind it."""
    for path, stop in files.each(QUESTIONS, "stops"):
        for other in dict.fromkeys(atom.question for atom in atoms(stop.when)):
            if any(_behind(flow.questions, other, stop.after) for flow in files.noun(QUESTIONS).flows):
                what = f"this stop reads '{other}', which is asked behind '{stop.after}'"
                yield files.problem(QUESTIONS, (*path, "after"), "stop-order", what, f"Stop after '{other}'")


def _behind(order: tuple[str, ...], one: str, other: str) -> bool:
    return one in order and other in order and order.index(one) > order.index(other)


READING: tuple[Callable[[Files], Iterator[Problem]], ...] = (
    options_fit_the_kind,
    options_are_sound,
    conditions_are_short,
    atoms_are_sound,
    gates_are_flat,
    flows_are_in_order,
    stops_are_in_order,
)
