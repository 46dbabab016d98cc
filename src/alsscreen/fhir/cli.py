"""The options of `alsscreen fhir` in; a FHIR resource as JSON, or the result of a response, and the exit code out."""

from __future__ import annotations

import os
import sys

from ..options import add_flow, add_region, add_rules

TYPE_CHECKING = False
if TYPE_CHECKING:  # `--help` has a budget
    import argparse
    from collections.abc import Callable
    from typing import Any

    from ..model import Flow, Region
    from .work import Work

DONE = 0


def arguments(command: argparse.ArgumentParser) -> None:
    """Add the tasks of `alsscreen fhir`."""
    tasks = command.add_subparsers(title="tasks", metavar="TASK", required=True)
    for name, (_, summary, adding) in TASKS.items():
        task = tasks.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
        task.set_defaults(command="fhir", task=name, parser=task)
        for add in adding:
            add(task)
        add_rules(task)


def run(options: argparse.Namespace) -> int:
    """Do one task; raise ProblemsError with all that is wrong with what was given."""
    from .work import Work

    work = Work(options.rules)
    return TASKS[options.task][0](options, work)


def questionnaire(options: argparse.Namespace, work: Work) -> int:
    """Print a flow as a Questionnaire."""
    return _print(work.questionnaire(_flow(options, work) or work.first))


def response(options: argparse.Namespace, work: Work) -> int:
    """Print answers as a transaction Bundle."""
    flow, region = _flow(options, work) or work.first, _region(options, work)
    return _print(work.response(*_content(options.answers), flow, region, sensitive=not options.without_sensitive))


def evaluate(options: argparse.Namespace, work: Work) -> int:
    """Print the evaluation of anyone's response."""
    region = _region(options, work)
    result = work.evaluate(*_content(options.response), _flow(options, work), region, as_json=options.json)
    return _print(result) if options.json else _write(result)


def plan(options: argparse.Namespace, work: Work) -> int:
    """Print the rules as a PlanDefinition."""
    return _print(work.plan())


def _flow(options: argparse.Namespace, work: Work) -> Flow | None:
    flows = work.book.flows
    if options.flow is not None and options.flow not in flows:
        options.parser.misspelt("flow", options.flow, list(flows))
    return flows.get(options.flow)


def _region(options: argparse.Namespace, work: Work) -> Region:
    from ..region import Unknown, choose

    try:
        return choose(work.book, options.region, os.environ)
    except Unknown as error:
        options.parser.misspelt(error.what, error.name, list(work.book.regions))
        raise


def _content(file: str) -> tuple[bytes, str]:
    """Read a file, or standard input for `-`, and no more than is allowed."""
    from pathlib import Path

    from ..answers import MAX_BYTES
    from ..rulebook import content

    if file == "-":
        return (sys.stdin.buffer.read(MAX_BYTES + 1) if sys.stdin else b""), "standard input"
    return content(Path(file)), file


def _print(resource: Any) -> int:
    """Print in ASCII, which passes through any terminal and any file unchanged."""
    import json

    return _write(json.dumps(resource, indent=2) + "\n")


def _write(text: str) -> int:
    sys.stdout.write(text)
    return DONE


def _add_answers(task: argparse.ArgumentParser) -> None:
    task.add_argument("answers", metavar="ANSWERS", help="one person's answers as JSON; - is standard input")
    task.add_argument("--without-sensitive", action="store_true", help="leave sensitive answers out")


def _add_response(task: argparse.ArgumentParser) -> None:
    told = "a QuestionnaireResponse, or a Bundle with one; - is standard input"
    task.add_argument("response", metavar="RESPONSE", help=told)
    task.add_argument("--json", action="store_true", help="give the result as JSON")


TASKS: dict[
    str,
    tuple[Callable[[argparse.Namespace, Work], int], str, tuple[Callable[[argparse.ArgumentParser], None], ...]],
] = {
    "questionnaire": (questionnaire, "print the questions as a FHIR R4 Questionnaire", (add_flow,)),
    "response": (
        response,
        "print answers as a Bundle: a QuestionnaireResponse and the readable page",
        (_add_answers, add_flow, add_region),
    ),
    "evaluate": (
        evaluate,
        "evaluate a QuestionnaireResponse that any program made",
        (_add_response, add_flow, add_region),
    ),
    "plan": (plan, "print the rules as a FHIR R4 PlanDefinition", ()),
}
"""Name of a task: what it does, its summary, and what adds its options."""
