"""A command line in; the command and its options out, or the usage and exit code 2."""

from __future__ import annotations

import argparse
import sys

from . import __version__
from .options import add_flow, add_region, add_rules
from .tasks import DOORS, TASKS

TYPE_CHECKING = False
if TYPE_CHECKING:  # `--help` has a budget: typing and pathlib would be half of it
    from collections.abc import Callable
    from typing import Any, NoReturn

DESCRIPTION = """\
Plain questions about early signs and risk factors of ALS, also called MND.
The result says who to talk to, and how soon. It is never a diagnosis.
Without a command it asks the questions."""

ENDING = """\
exit codes: 0 done, 1 a problem that was named, 2 wrong usage, 3 a fault of the program, 130 interrupted
environment: ALSSCREEN_REGION=CC, ACCESSIBLE=1 (plain mode), NO_COLOR=1, ALSSCREEN_DEBUG=1 (details of a fault),
             ALSSCREEN_SIGNERS=FILE (allowed signers: whose approval of the rules counts)"""

SHELLS = ("bash", "zsh", "fish")


class Parser(argparse.ArgumentParser):
    """argparse, with the lay-out of our examples kept, no abbreviations, and the nearest name for a misspelt one."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(allow_abbrev=False, **options)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print; unlike argparse, do not swallow that it could not be written."""
        (file or sys.stderr).write(message or "")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, without what a terminal could be fooled by, and end with exit code 2."""
        super().error("".join(sign for sign in message if sign.isprintable()))

    def misspelt(self, what: str, name: str, names: list[str]) -> NoReturn:
        """Say which name is nearest, and end with exit code 2."""
        import difflib

        close = difflib.get_close_matches(name, names, n=1)
        near = f"Did you mean '{close[0]}'? " if close else ""
        self.error(f"no {what} '{name}'. {near}There are: {', '.join(names)}")


HELP = (("-h",), ("--help",))
"""Words of a command line for which every command is named, and none of its options."""

EVERY = ("*",)
"""Instead of the words of a command line: add the options of every task, as completion needs them."""


def parse(arguments: list[str]) -> argparse.Namespace:
    """Give the options of one command; `command` is its name, and `parser` where a usage error belongs."""
    first = arguments[0] if arguments else ""
    if first and not first.startswith("-") and first not in COMMANDS:
        parser(()).misspelt("command", first, list(COMMANDS))
    if (first,) not in HELP and first not in (*COMMANDS, "--version"):
        arguments = ["ask", *arguments]
    return parser(tuple(arguments)).parse_args(arguments)


def parser(words: tuple[str, ...] = EVERY) -> Parser:
    """Give the parser of all commands; the options of `ask` stand on top too.

    Only the command that `words` name is made, if they name one, and a task that loads much only when they name it.
    """
    options = _ask_options()
    top = Parser(
        prog="alsscreen", description=DESCRIPTION, epilog=_examples("ask") + "\n\n" + ENDING, parents=[options]
    )
    top.add_argument("--version", action="version", version=f"alsscreen {__version__}", help="show the version")
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    for name in words[:1] if words[:1] and words[0] in COMMANDS else COMMANDS:
        add, summary, _ = COMMANDS[name]
        parents = [options] if name == "ask" else []
        command = commands.add_parser(
            name, help=summary, description=_sentence(summary), epilog=_examples(name), parents=parents
        )
        command.set_defaults(command=name, parser=command)
        if words[:1] in HELP:
            continue  # only the names are shown
        add(command)
        if name in TASKS:
            _tasks(command, name, words)
        elif name in DOORS:
            _door(command, name, words)
    return top


def _tasks(command: Parser, name: str, words: tuple[str, ...]) -> None:
    """Add the tasks of a command; the options of one come from its own module."""
    tasks = command.add_subparsers(title="tasks", metavar="TASK")
    for task, (module, summary) in TASKS[name].items():
        inner = tasks.add_parser(task, help=summary, description=_sentence(summary))
        inner.set_defaults(command=f"{name} {task}", parser=inner, module=module)
        add_rules(inner)
        inner.add_argument("--json", action="store_true", help="give the same facts as JSON")
        if words == EVERY or words[:2] == (name, task):
            from importlib import import_module

            import_module(module, "alsscreen").arguments(inner)


def _door(command: Parser, name: str, words: tuple[str, ...]) -> None:
    """Let a command of its own module add its options."""
    command.set_defaults(module=DOORS[name])
    if words == EVERY or words[:1] == (name,):
        from importlib import import_module

        import_module(DOORS[name], "alsscreen").arguments(command)


def _ask_options() -> Parser:
    ask = Parser(add_help=False)
    add_flow(ask)
    add_region(ask)
    ask.add_argument(
        "--for", dest="perspective", choices=("self", "other"), help="who it is about: yourself, or somebody else"
    )
    ask.add_argument("--plain", action="store_true", help="line by line, for screen readers and pipes")
    add_rules(ask)
    ask.add_argument("--json", action="store_true", help="give the result as JSON")
    ask.add_argument("--text", metavar="FILE", help="save the page for the clinician in a new file")
    ask.add_argument("--html", metavar="FILE", help="save the same page as HTML, to print")
    ask.add_argument("--why", action="store_true", help="list every rule, and why it fired or not")
    return ask


def _questions(command: argparse.ArgumentParser) -> None:
    add_flow(command)
    command.add_argument("--json", action="store_true", help="give them as JSON, for another front end")
    add_rules(command)


def _evaluate(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "file",
        nargs="?",
        default="-",
        metavar="FILE",
        help="answers as JSON, or one JSON object a line; - (the default) is standard input",
    )
    add_flow(command)
    add_region(command)
    command.add_argument("--json", action="store_true", help="give the result as JSON, one object a line")
    command.add_argument("--why", action="store_true", help="list every rule, and why it fired or not")
    add_rules(command)


def _own(command: argparse.ArgumentParser) -> None:
    """The options stand in the command's own module or its tasks; those of `ask` stand on top too."""


def _learn(command: argparse.ArgumentParser) -> None:
    command.add_argument("topic", nargs="?", metavar="TOPIC", help="which page; without it, the list of pages")
    add_rules(command)


def _review(command: argparse.ArgumentParser) -> None:
    add_rules(command)
    command.add_argument("--json", action="store_true", help="give the same facts as JSON")


def _completion(command: argparse.ArgumentParser) -> None:
    command.add_argument("shell", choices=SHELLS, help="the shell that is to complete")


COMMANDS: dict[str, tuple[Callable[[argparse.ArgumentParser], None], str, tuple[str, ...]]] = {
    "ask": (
        _own,
        "ask the questions and show the result",
        ("alsscreen", "alsscreen --for other --region IE", "alsscreen ask --plain --flow signs --text page.txt"),
    ),
    "questions": (
        _questions,
        "show the questions, their options and when they are asked",
        ("alsscreen questions --flow signs", "alsscreen questions --json"),
    ),
    "evaluate": (
        _evaluate,
        "evaluate answers that are already there",
        (
            """echo '{"arms": ["buttons"], "course": "worse"}' | alsscreen evaluate --region GB""",
            "alsscreen evaluate answers.json --json --why",
            "alsscreen evaluate people.ndjson > results.ndjson",
        ),
    ),
    "review": (
        _review,
        "for whoever reviews the rule book",
        ("alsscreen review", "alsscreen review trace arm-soon", "alsscreen review book --html rule-book.html"),
    ),
    "learn": (
        _learn,
        "read short pages about ALS, its signs, and where these words come from",
        ("alsscreen learn", "alsscreen learn signs"),
    ),
    "kiosk": (
        _own,
        "be a waiting room's terminal: many strangers in a row",
        ("alsscreen kiosk --unreviewed-demo", "alsscreen kiosk --web --unreviewed-demo", "alsscreen kiosk check"),
    ),
    "intake": (
        _own,
        "for the clinic: read what a kiosk has sealed and sent",
        ("alsscreen intake list intakes --identity clinic.key",),
    ),
    "fhir": (
        _own,
        "speak FHIR R4 with other health software",
        ("alsscreen fhir questionnaire --flow signs", "alsscreen fhir evaluate response.json --region GB"),
    ),
    "completion": (
        _completion,
        "print a script that completes commands in a shell",
        (
            'eval "$(alsscreen completion bash)"',
            "alsscreen completion zsh > ~/.zfunc/_alsscreen",
            "alsscreen completion fish > ~/.config/fish/completions/alsscreen.fish",
        ),
    ),
}
"""Name of a command: what adds its options, what it does, and examples."""


def _sentence(summary: str) -> str:
    return f"{summary[0].upper()}{summary[1:]}."


def _examples(name: str) -> str:
    return "\n  ".join(("examples:", *COMMANDS[name][2]))
