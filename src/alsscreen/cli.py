"""Command lines in; one function for each command, its exit code, and the only catch-all out."""

from __future__ import annotations

import errno
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable
    from pathlib import Path

    from .arguments import Parser
    from .model import Flow, Problem, Region, RuleBook

DONE, PROBLEM, FAULT, INTERRUPTED = 0, 1, 3, 130
"""Exit codes; 2, wrong usage, is argparse's own."""

_OUTPUT_FAILED = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)

FAULT_TEXT = """\
alsscreen: this is a fault of the program, not yours ({kind}).
Please report it as the README says. ALSSCREEN_DEBUG=1 shows more; read that before you send it: it may hold answers."""


def entry() -> int:
    """Run the command line of this process; the only place that catches everything."""
    try:
        if not _streams():
            return PROBLEM
        code = main(sys.argv[1:])
        sys.stdout.flush()
        return code
    except BaseException as error:  # noqa: BLE001 (the one catch-all)
        return _explained(error)


def main(arguments: list[str]) -> int:
    """Run one command and give its exit code."""
    if arguments == ["--version"]:
        from . import __version__

        print("alsscreen", __version__)
        return DONE
    from .arguments import parse

    try:
        options = parse(arguments)
        return COMMANDS.get(options.command, task)(options)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else DONE


def ask(options: Namespace) -> int:
    """Ask the questions of a flow and show the result."""
    import gc

    gc.disable()  # until the first page is there, when the door enables it: a tenth of the time to that page
    from pathlib import Path

    from . import ask as door
    from .save import check

    book = _book(options)
    flow, region = _flow(options, book), _region(options, book)
    page = None if options.text is None else Path(options.text)
    if page is not None:
        check(page)
    return door.run(
        book, flow, region, options.perspective,
        plain=options.plain, why=options.why, json=options.json, text_file=page,
    )  # fmt: skip


def questions(options: Namespace) -> int:
    """Show the questions of a flow."""
    from .render.questions import as_list, question_lines
    from .render.text import text

    book = _book(options)
    flow = _flow(options, book)
    if options.json:
        _print_json(as_list(book, flow))
    else:
        print(text(question_lines(book, flow)), end="")
    return DONE


def evaluate(options: Namespace) -> int:
    """Evaluate the answers of one person, or of one on each line; a bad line does not stop the rest."""
    from .batch import Desk, read, records
    from .model import ProblemsError

    book = _book(options)
    flow, region = _flow(options, book), _region(options, book)
    content, name = read(options.file)
    many, chunks = records(content)
    desk = Desk(book, flow, region, why=options.why, as_json=options.json or many)
    code = DONE
    for line, chunk in chunks:
        try:
            print(desk.result(chunk, name, line), end="")
        except ProblemsError as error:
            code = PROBLEM
            _complain(error.problems)
            print(desk.refusal(error.problems, line), end="")
    return code


def learn(options: Namespace) -> int:
    """Show a short page to learn from, or the list of them."""
    from .render.text import text
    from .render.topics import topic_lines, topic_list_lines
    from .rulebook import load_topics

    book, topics = _book(options), load_topics(_rules(options))
    parser: Parser = options.parser
    if options.topic is None:
        print(text(topic_list_lines(topics.values())), end="")
    elif options.topic in topics:
        print(text(topic_lines(book, topics[options.topic])), end="")
    else:
        parser.misspelt("topic", options.topic, list(topics))
    return DONE


def review(options: Namespace) -> int:
    """Show the state of a rule book on one screen, and what to do next."""
    from .review.state import run

    options.rules = _rules(options)
    return run(options)


def task(options: Namespace) -> int:
    """Run a task of a command, which stands in a module of its own."""
    from importlib import import_module

    options.rules = _rules(options)
    code: int = import_module(options.module, __package__).run(options)
    return code


def completion(options: Namespace) -> int:
    """Print the script that completes commands in a shell."""
    folder = os.path.join(os.path.dirname(__file__), "completions")  # noqa: PTH118, PTH120 (pathlib takes longer)
    with open(os.path.join(folder, f"alsscreen.{options.shell}"), encoding="utf-8") as script:  # noqa: PTH118, PTH123
        print(script.read(), end="")
    return DONE


COMMANDS = {
    "ask": ask,
    "questions": questions,
    "evaluate": evaluate,
    "learn": learn,
    "review": review,
    "completion": completion,
}


def _book(options: Namespace) -> RuleBook:
    from .rulebook import load

    return load(_rules(options))


def _rules(options: Namespace) -> Path:
    """Give the rules that were named, else those that were shipped."""
    from pathlib import Path

    from .rulebook import directory

    return directory() if options.rules is None else Path(options.rules)


def _flow(options: Namespace, book: RuleBook) -> Flow:
    """Give the flow that was asked for, else the book's first."""
    parser: Parser = options.parser
    if options.flow is not None and options.flow not in book.flows:
        parser.misspelt("flow", options.flow, list(book.flows))
    return book.flows[options.flow or next(iter(book.flows))]


def _region(options: Namespace, book: RuleBook) -> Region:
    from .region import Unknown, choose

    parser: Parser = options.parser
    try:
        return choose(book, options.region, os.environ)
    except Unknown as error:
        parser.misspelt(error.what, error.name, list(book.regions))


def _print_json(data: object) -> None:
    import json

    print(json.dumps(data))


# ---- when something goes wrong -------------------------------------------------------------------------------------


def _streams() -> bool:
    """Make printing safe where the terminal knows few characters; say whether there is anywhere to print to."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123 (it stays open)
    if sys.stdout is None:
        print("alsscreen: standard output is closed, so there is nowhere to write", file=sys.stderr)
        return False
    if hasattr(sys.stdout, "reconfigure"):  # a test may have a stream of its own
        sys.stdout.reconfigure(errors="backslashreplace")
    return True


def _explained(error: BaseException) -> int:
    """Say in one line what went wrong, and give the exit code. Only a fault of ours is hidden behind a switch."""
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    if isinstance(error, BrokenPipeError):
        _leave_output()
        return PROBLEM
    if isinstance(error, OSError) and error.errno in _OUTPUT_FAILED:
        _leave_output()
        print(
            f"alsscreen: the output was not written whole: {(error.strerror or 'unknown reason').lower()}",
            file=sys.stderr,
        )
        return PROBLEM
    problems = getattr(error, "problems", None)
    if problems:
        _complain(problems)
        return PROBLEM
    if os.environ.get("ALSSCREEN_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    print(FAULT_TEXT.format(kind=type(error).__name__), file=sys.stderr)
    return FAULT


def _complain(problems: Iterable[Problem]) -> None:
    from .clean import clean

    for problem in problems:
        print(clean(str(problem)), file=sys.stderr)


def _leave_output() -> None:
    """Point standard output at nothing, so that Python's own flush at the end has nothing to complain of."""
    import contextlib

    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
