"""`alsscreen review judgements`: a rule book in; what neither source nor evidence says, for a clinician, out."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..references.files import SCREENS
from .given import people
from .judging import Judgement, Worded, floors, judgements, worded
from .links import Links, Ref, links
from .telling import show, tell_json, wrapped
from .whole import load_whole


def arguments(_: ArgumentParser) -> None:
    """Add nothing: this command has no flags of its own."""


def run(options: Namespace) -> int:
    """Print every judgement; there is nothing to find, so give 0."""
    whole = load_whole(options.rules)
    evaluations = [person.evaluation for person in people(whole)]
    report = Report(
        links(whole),
        judgements(whole.book, evaluations),
        worded(whole.book, evaluations),
        dict(floors(evaluations).most_common()),
        len(evaluations),
        len(whole.book.rules),
    )
    if options.json:
        return tell_json(facts(report), ())
    show(lines(report))
    return 0


@dataclass(frozen=True, slots=True)
class Report:
    """The judgements, first those that decide most; results by the floor that gives them; and the denominators."""

    index: Links
    judgements: tuple[Judgement, ...]
    worded: tuple[Worded, ...]
    floors: dict[str, int]
    people: int
    rules: int


# ---- lines ---------------------------------------------------------------------------------------------------------


def lines(report: Report) -> Iterator[str]:
    """Give the judgements, first those that alone decide most people's level."""
    yield from wrapped(
        "What neither the source nor the evidence says, and the authors decided. First what decides most levels alone: "
        "without that rule, so many of the people in cases.yaml would be told another level. These people were made up "
        "to try the rules; they are no sample of patients."
    )
    for number, judgement in enumerate(report.judgements, start=1):
        yield ""
        yield from wrapped(f"{judgement.rule.id} ({judgement.level}), {_place(report, judgement)}", 0, f"{number}. ")
        yield from wrapped(judgement.rule.means, 3, "When:     ")
        yield from wrapped(judgement.rule.judgement or "", 3, "Judged:   ")
        yield from wrapped(_stands_on(judgement), 3, "Besides:  ")
        yield from wrapped(_decides(judgement, report.people), 3, "Decides:  ")
    for each in report.worded:
        yield ""
        yield from wrapped(f"{_called(each)}, {_worded_place(report, each)}", 0, "Words: ")
        yield from wrapped(each.judgement, 3, "Judged:   ")
        yield from wrapped(f"to {share(each.said, report.people)}", 3, "Said:     ")
    deciding = [judgement.decides for judgement in report.judgements if judgement.decides]
    floor = ", ".join(f"{guidance} {count}" for guidance, count in report.floors.items())
    yield ""
    yield from wrapped(f"{share(sum(report.floors.values()), report.people)}: {floor}", 0, "No rule fires for ")
    yield f"{len(report.judgements)}/{report.rules} rules carry a judgement, and {len(report.worded)} other words"
    yield f"{len(deciding)} of them alone decide the level of {sum(deciding)}/{report.people} people"


def _decides(judgement: Judgement, people: int) -> str:
    """Say what hangs on a judgement."""
    said = f"the level of {share(judgement.decides, people)} alone"
    if judgement.alone:
        said += f" (without it: {', '.join(f'{level} {count}' for level, count in judgement.alone.items())})"
    if judgement.shared:
        said += f", of {judgement.shared} more together with other rules"
    return f"{said}; it fires for {judgement.fires}"


def share(count: int, people: int) -> str:
    """Say how many of so many people, and how many in a hundred."""
    return f"{count} of {people:,} people" + (f" ({100 * count / people:.1f} in 100)" if people else "")


def _stands_on(judgement: Judgement) -> str:
    rule = judgement.rule
    parts = (("cites ", rule.cites), ("evidence ", rule.evidence))
    return (
        "; ".join(label + ", ".join(names) for label, names in parts if names) or "nothing else; it is judgement alone"
    )


def _place(report: Report, judgement: Judgement) -> str:
    file, line, column = report.index.place(Ref("rule", judgement.rule.id))
    return f"{file}:{line}:{column}"


def _called(each: Worded) -> str:
    return f"the level {each.id}" if each.kind == "level" else f"guidance {each.id} ({each.level})"


def _worded_place(report: Report, each: Worded) -> str:
    if each.kind == "guidance":
        file, line, column = report.index.place(Ref("guidance", each.id))
        return f"{file}:{line}:{column}"
    files = report.index.files
    path = next(path for path, words in files.each(SCREENS, "levels") if words.level == each.id)
    return ":".join(map(str, (SCREENS, *files.documents[SCREENS].place(path))))


# ---- JSON ----------------------------------------------------------------------------------------------------------


def facts(report: Report) -> dict[str, Any]:
    """Give what the lines say as plain data."""
    return {
        "counts": {"rules": report.rules, "judgements": len(report.judgements), "people": report.people},
        "judgements": [_fact(report, judgement) for judgement in report.judgements],
        "words": [{**each._asdict(), "place": _worded_place(report, each)} for each in report.worded],
        "floors": report.floors,
    }


def _fact(report: Report, judgement: Judgement) -> dict[str, Any]:
    file, line, column = report.index.place(Ref("rule", judgement.rule.id))
    return {
        "rule": judgement.rule.id,
        "level": judgement.level,
        "means": judgement.rule.means,
        "judgement": judgement.rule.judgement,
        "cites": list(judgement.rule.cites),
        "evidence": list(judgement.rule.evidence),
        "fires": judgement.fires,
        "decides_alone": judgement.decides,
        "share_decided_alone": judgement.decides / report.people if report.people else None,
        "level_without_it": judgement.alone,
        "decides_with_others": judgement.shared,
        "file": file,
        "line": line,
        "column": column,
    }
