"""A command line in; the command and its options out, or the usage and exit code 2."""

from __future__ import annotations

import argparse
import sys

from . import __version__

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
environment: ALSSCREEN_REGION=CC, ACCESSIBLE=1 (plain mode), NO_COLOR=1, ALSSCREEN_DEBUG=1 (details of a fault)"""

SHELLS = ("bash", "zsh", "fish")


class Parser(argparse.ArgumentParser):
    """argparse, with the lay-out of our examples kept, no abbreviations, and the nearest name for a misspelt one."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(allow_abbrev=False, **options)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print; unlike argparse, do not swallow that it could not be written."""
        (file or sys.stderr).write(message or "")

    def misspelt(self, what: str, name: str, names: list[str]) -> NoReturn:
        """Say which name is nearest, and end with exit code 2."""
        import difflib

        close = difflib.get_close_matches(name, names, n=1)
        near = f"Did you mean '{close[0]}'? " if close else ""
        self.error(f"no {what} '{name}'. {near}There are: {', '.join(names)}")


def parse(arguments: list[str]) -> argparse.Namespace:
    """Give the options of one command; `command` is its name, and `parser` where a usage error belongs."""
    top = parser()
    first = arguments[0] if arguments else ""
    if first and not first.startswith("-") and first not in COMMANDS:
        top.misspelt("command", first, list(COMMANDS))
    if first not in (*COMMANDS, "-h", "--help", "--version"):
        arguments = ["ask", *arguments]
    return top.parse_args(arguments)


def parser() -> Parser:
    """Give the parser of all commands; the options of `ask` stand on top too."""
    options = _ask_options()
    top = Parser(
        prog="alsscreen", description=DESCRIPTION, epilog=_examples("ask") + "\n\n" + ENDING, parents=[options]
    )
    top.add_argument("--version", action="version", version=f"alsscreen {__version__}", help="show the version")
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    for name, (add, summary, _) in COMMANDS.items():
        parents = [options] if name == "ask" else []
        command = commands.add_parser(
            name,
            help=summary,
            description=_sentence(summary),
            epilog=_examples(name),
            parents=parents,
        )
        command.set_defaults(command=name, parser=command)
        add(command)
    return top


def _ask_options() -> Parser:
    ask = Parser(add_help=False)
    _flow(ask)
    _region(ask)
    ask.add_argument(
        "--for", dest="perspective", choices=("self", "other"), help="who it is about: yourself, or somebody else"
    )
    ask.add_argument("--plain", action="store_true", help="line by line, for screen readers and pipes")
    _rules(ask)
    ask.add_argument("--json", action="store_true", help="give the result as JSON")
    ask.add_argument("--text", metavar="FILE", help="save the page for the clinician in a new file")
    ask.add_argument("--why", action="store_true", help="list every rule, and why it fired or not")
    return ask


def _ask(command: argparse.ArgumentParser) -> None:
    """Everything that `ask` takes, the program takes without a command."""


def _questions(command: argparse.ArgumentParser) -> None:
    _flow(command)
    command.add_argument("--json", action="store_true", help="give them as JSON, for another front end")
    _rules(command)


def _evaluate(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "file",
        nargs="?",
        default="-",
        metavar="FILE",
        help="answers as JSON, or one JSON object a line; - (the default) is standard input",
    )
    _flow(command)
    _region(command)
    command.add_argument("--json", action="store_true", help="give the result as JSON, one object a line")
    command.add_argument("--why", action="store_true", help="list every rule, and why it fired or not")
    _rules(command)


def _review(command: argparse.ArgumentParser) -> None:
    tasks = command.add_subparsers(title="tasks", metavar="TASK", required=True)
    summary = "check the rule book and name everything that is wrong with it"
    lint = tasks.add_parser("lint", help=summary, description=_sentence(summary))
    lint.set_defaults(command="review lint", parser=lint)
    _rules(lint)
    lint.add_argument("--json", action="store_true", help="give the problems as JSON")


def _completion(command: argparse.ArgumentParser) -> None:
    command.add_argument("shell", choices=SHELLS, help="the shell that is to complete")


def _flow(command: argparse.ArgumentParser) -> None:
    command.add_argument("--flow", metavar="FLOW", help="which questions: full (default), signs or risks")


def _region(command: argparse.ArgumentParser) -> None:
    command.add_argument("--region", metavar="CC", help="whose telephone numbers: two letters such as GB, or generic")


def _rules(command: argparse.ArgumentParser) -> None:
    command.add_argument("--rules", metavar="DIR", help="another rule book")


COMMANDS: dict[str, tuple[Callable[[argparse.ArgumentParser], None], str, tuple[str, ...]]] = {
    "ask": (
        _ask,
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
        ("alsscreen review lint", "alsscreen review lint --rules my-rules --json"),
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
