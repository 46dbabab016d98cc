"""A question as two books ask it, and atoms that read it; every way to answer it that these tell apart, out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import comb
from typing import NamedTuple, TypeAlias

from ..conditions import FALSE, TRUE, UNDECIDED, held, unknowns
from ..model import DECLINED, NOT_SURE, Answer, Atom, Question

Side: TypeAlias = tuple[Question | None, tuple[Atom, ...]]
"""A question as one book asks it (None: not at all), and the atoms of that book that read it."""

MOST = 100_000
"""Kinds of answer sets of one question; the shipped book has at most some hundreds."""


class TooMany(Exception):
    """There are more ways than can be counted one by one."""


class Way(NamedTuple):
    """Answer sets that no atom tells apart: the atoms' values, how many sets, and the smallest of them.

    An `example` of None is no answer: not given, not asked, or not known whether it is asked.
    """

    values: tuple[tuple[int, ...], tuple[int, ...]]
    sets: int
    example: Answer | None
    answered: bool
    """Whether a person gave it: false where the question was hidden, or its gate undecided."""


def ways(old: Side, new: Side) -> tuple[Way, ...]:
    """Give the ways to answer a question, in the order of how little they say, as both books' atoms see them.

    Counted is each set of answers that one of the books accepts, no answer, and, where a gate stands before the
    question, that it is not asked and that it is not known whether it is. What one book does not accept is false there.
    """
    found: dict[tuple[tuple[int, ...], tuple[int, ...]], Way] = {}
    for example, count, accepted, answered in _kinds(old, new):
        values = tuple(_values(side, example, good) for side, good in zip((old, new), accepted, strict=True))
        key = (values[0], values[1])
        before = found.get(key)
        if before is None:
            found[key] = Way(key, count, example, answered)
        else:
            found[key] = before._replace(sets=before.sets + count)
    for way in _not_given(old, new):
        before = found.get(way.values)
        found[way.values] = way if before is None else before._replace(sets=before.sets + way.sets)
    return tuple(sorted(found.values(), key=_size))


def _size(way: Way) -> tuple[int, bool, Answer]:
    return len(way.example or ()), not way.answered, way.example or ()


_Kind: TypeAlias = tuple[Answer | None, int, tuple[bool, bool], bool]
"""The smallest set of a kind, how many there are, which book accepts them, and whether somebody gave it."""


def _kinds(old: Side, new: Side) -> Iterator[_Kind]:
    """Give the kinds of answers that somebody can give: options that all atoms treat alike are counted together."""
    yield None, 1, (True, True), True
    yield (DECLINED,), 1, (True, True), True
    alone: dict[tuple[object, ...], list[str]] = {}
    beside: dict[tuple[object, ...], list[str]] = {}
    for code in _codes(old, new):
        traits = (_traits(old, code), _traits(new, code))
        (alone if _absent(old, code) or _absent(new, code) else beside).setdefault(traits, []).append(code)
    for codes in alone.values():
        accepted = (_accepts(old, codes[:1]), _accepts(new, codes[:1]))
        yield (codes[0],), len(codes), accepted, True
    groups = tuple(beside.values())
    for counts in _counts(groups, several="choices" in {question.kind for question, _ in (old, new) if question}):
        example = tuple(code for codes, count in zip(groups, counts, strict=True) for code in codes[:count])
        accepted = (_accepts(old, example), _accepts(new, example))
        sets = 1
        for codes, count in zip(groups, counts, strict=True):
            sets *= comb(len(codes), count)
        if any(accepted):
            yield example, sets, accepted, True


def _counts(groups: tuple[list[str], ...], *, several: bool) -> Iterator[tuple[int, ...]]:
    """Say how many options of each group may be given together."""
    if not several:
        for index in range(len(groups)):
            yield tuple(int(index == other) for other in range(len(groups)))
        return
    size = 1
    for codes in groups:
        size *= len(codes) + 1
    if size > MOST:
        raise TooMany
    yield from (counts for counts in product(*(range(len(codes) + 1) for codes in groups)) if any(counts))


def _not_given(old: Side, new: Side) -> Iterator[Way]:
    """Give the ways that a gate adds: not asked is false, and a gate that is open leaves every atom open."""
    if any(question is not None and question.asked_when is not None for question, _ in (old, new)):
        for value in (FALSE, UNDECIDED):
            values = tuple(tuple(value if question else FALSE for _ in atoms) for question, atoms in (old, new))
            yield Way((values[0], values[1]), 1, None, answered=False)


def _values(side: Side, answer: Answer | None, accepted: bool) -> tuple[int, ...]:  # noqa: FBT001 (a fact of the answer)
    """Give the value of each atom, as `visible` gives it."""
    question, atoms = side
    if question is None or not accepted:
        return (FALSE,) * len(atoms)
    given = set(answer or ())
    is_open = answer in (None, (NOT_SURE,), (DECLINED,)) or bool(given & unknowns(question))
    return tuple(_value(atom, given & set(held(atom, question)), is_open=is_open) for atom in atoms)


def _value(atom: Atom, hits: set[str], *, is_open: bool) -> int:
    if len(hits) >= atom.at_least:
        return TRUE
    return FALSE if not is_open else TRUE if atom.or_unknown else UNDECIDED


def _codes(old: Side, new: Side) -> tuple[str, ...]:
    options = (option.code for question, _ in (new, old) if question is not None for option in question.options)
    return tuple(dict.fromkeys((*options, NOT_SURE)))


def _traits(side: Side, code: str) -> tuple[object, ...]:
    """Give all that may set one option apart from another: what it is, and which atoms hold it."""
    question, atoms = side
    if question is None:
        return ()
    known = code == NOT_SURE or any(option.code == code for option in question.options)
    holding = tuple(code in held(atom, question) for atom in atoms)
    return known, _absent(side, code), code in unknowns(question), code == NOT_SURE, holding


def _absent(side: Side, code: str) -> bool:
    return side[0] is not None and any(option.code == code and option.absence for option in side[0].options)


def _accepts(side: Side, codes: Answer | list[str]) -> bool:
    """Say whether a book takes these codes together as an answer."""
    question = side[0]
    if question is None:
        return False
    known = {NOT_SURE, *(option.code for option in question.options)}
    alone = question.kind == "choice" or any(_absent(side, code) for code in codes)
    return known.issuperset(codes) and (len(codes) == 1 or not alone)
