"""Command lines in; one function for each command, its exit code, and the only catch-all out."""

from __future__ import annotations

import os
import sys

from .exits import DONE, PROBLEM, complain, explained, streams
from .tasks import DOORS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from .arguments import Parser
    from .model import Flow, Region, RuleBook, Topic


def entry() -> int:
    """Run the command line of this process; the only place that catches everything."""
    try:
        if not streams():
            return PROBLEM
        code = main(sys.argv[1:])
        sys.stdout.flush()
        return code
    except BaseException as error:  # noqa: BLE001 (the one catch-all)
        return explained(error)


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

    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # none of ours; looking for others' takes its time
    gc.disable()  # until the first page is there, when the door enables it: a tenth of the time to that page
    from pathlib import Path

    from . import ask as door
    from .ask_save import PageFile
    from .rulebook import load_to_ask, load_topics
    from .save import check

    root = _rules(options)
    book, read_whole = load_to_ask(root)

    def whole() -> RuleBook:
        return _judged(options, read_whole())

    def topics() -> dict[str, Topic]:
        return load_topics(root) if (root / "topics.yaml").exists() else {}

    flow, region = _flow(options, book), _region(options, book)
    named = (PageFile(Path(name), html) for name, html in ((options.text, False), (options.html, True)) if name)
    files = tuple(named)
    for file in files:
        check(file.path)
    return door.run(
        book, flow, region, options.perspective,
        plain=options.plain, why=options.why, json=options.json, files=files, whole=whole, topics=topics,
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

    book = _judged(options, _book(options))
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
            complain(error.problems)
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
    """Run what stands in a module of its own; a door reads its rules itself, after it has seen to the keyboard."""
    from importlib import import_module

    if options.module not in DOORS.values():
        options.rules = _rules(options)
    if options.command.startswith("review"):
        import gc

        gc.disable()  # it ends by itself and leaves no circles; of a book a hundred times as large, half of the time
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


def _judged(options: Namespace, book: RuleBook) -> RuleBook:
    """Give the book with what its approvals are worth by the signers whom the environment names, if it has any."""
    root = _rules(options)
    if not (root / "approvals").is_dir():
        return book
    from dataclasses import replace

    from .review.approval_states import approval_state
    from .review.signers import named

    return replace(book, approval=approval_state(root, book, named(os.environ)))


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
