"""The command line is a contract: what each command takes, gives, refuses and ends with."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from alsscreen import __version__, cli
from alsscreen.arguments import COMMANDS, parse
from alsscreen.model import LEVELS
from alsscreen.rulebook import directory, load_topics
from people import BOOK
from small import ROOT as SMALL

posix = pytest.mark.skipif(os.name != "posix", reason="what a POSIX system does")


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command line in this process: exit code, standard output, standard error."""
    for name in ("ALSSCREEN_REGION", "ALSSCREEN_DEBUG", "LC_ALL", "LC_TELEPHONE", "LC_ADDRESS", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")

    def command(*arguments, stdin=b""):
        monkeypatch.setattr(sys, "argv", ["alsscreen", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = cli.entry()
        return code, *capsys.readouterr()

    return command


def process(*arguments, stdin=b"", environment=None, **more):
    """Run it as a process of its own, with real streams."""
    return subprocess.run(
        [sys.executable, "-m", "alsscreen", *map(str, arguments)],
        input=stdin,
        capture_output=not more,
        check=False,
        timeout=120,
        env={**os.environ, **(environment or {})},
        **more,
    )


# ---- the commands -------------------------------------------------------------------------------------------------


def test_version(run):
    """`--version` gives the version."""
    assert run("--version") == (0, f"alsscreen {__version__}\n", "")


@pytest.mark.parametrize("arguments", [(), *((name,) for name in COMMANDS), ("review", "lint")])
def test_every_command_has_help_with_examples(run, arguments):
    """`--help` of each command says what it does, and shows how it is typed."""
    code, out, err = run(*arguments, "--help")
    assert (code, err) == (0, "")
    assert out.startswith("usage: alsscreen")
    if arguments != ("review", "lint"):
        assert "\nexamples:\n" in out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_is_one_that_can_be_typed(name):
    """What help shows as an example is understood by the parser."""
    for example in COMMANDS[name][2]:
        words = example.split("alsscreen", 1)[1].partition(" >")[0].strip(')"').split()
        assert parse(words).command.startswith(name)


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ([], "ask"),
        (["--plain"], "ask"),
        (["--flow", "signs"], "ask"),
        (["ask", "--for", "other"], "ask"),
        (["evaluate"], "evaluate"),
        (["review", "lint"], "review lint"),
    ],
)
def test_without_a_command_it_asks(arguments, command):
    """The bare command opens the most wanted door, and takes its options."""
    assert parse(arguments).command == command


def test_ask_hands_everything_on(run, monkeypatch, tmp_path):
    """The loop of one person gets the book, the flow, the region, the perspective and each option."""
    from alsscreen import ask as door

    seen = {}

    def ask(book, flow, region, perspective, **options):
        seen.update(options, flow=flow.id, region=region.id, perspective=perspective)
        return 0

    monkeypatch.setattr(door, "run", ask)
    path = tmp_path / "page.txt"
    typed = ("--flow", "signs", "--region", "ie", "--for", "other", "--plain", "--json", "--why", "--text", path)
    typed += ("--html", path.with_suffix(".html"))
    assert run(*typed, "--rules", SMALL)[0] == 2  # the small book has no Ireland
    assert run(*typed)[0] == 0
    assert seen.pop("whole")() == BOOK
    assert list(seen.pop("topics")()) == list(load_topics(directory()))
    assert seen == {
        "flow": "signs", "region": "IE", "perspective": "other",
        "plain": True, "why": True, "json": True, "files": ((path, False), (path.with_suffix(".html"), True)),
    }  # fmt: skip
    assert not path.exists()


def test_a_page_that_could_not_be_saved_is_refused_before_anybody_answers(run, tmp_path):
    """`--text` with a name that is taken ends at once."""
    path = tmp_path / "page.txt"
    path.write_text("mine")
    code, out, err = run("--text", path)
    assert (code, out) == (1, "")
    assert "there is something of this name already" in err


def test_questions_as_json(run):
    """`questions --json` is a list in the order of the flow, the default flow or another."""
    for flow in (None, *BOOK.flows):
        code, out, _ = run("questions", "--json", *(("--flow", flow) if flow else ()))
        expected = BOOK.flows[flow or "full"].questions
        assert (code, [each["id"] for each in json.loads(out)]) == (0, list(expected))


def test_questions_as_text(run):
    """`questions` names each question with its id and its codes."""
    code, out, _ = run("questions", "--rules", SMALL)
    assert code == 0
    assert "arms (choices): What got hard?" in out
    assert "- buttons: Buttons" in out


@pytest.mark.parametrize(
    ("typed", "expected"), [((), (directory(), False)), (("--rules", "x", "--json"), (Path("x"), True))]
)
def test_review_lint_hands_on_where_the_rules_are(run, monkeypatch, typed, expected):
    """`review lint` checks the shipped rules, or others, and ends with the code of the check."""
    monkeypatch.setattr("alsscreen.review.lint.run", lambda given: int((given.rules, given.json) == expected))
    assert run("review", "lint", *typed)[0] == 1


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(run, shell):
    """`completion SHELL` prints a script, without reading the rules."""
    code, out, _ = run("completion", shell)
    assert code == 0
    assert "evaluate" in out


# ---- evaluate -----------------------------------------------------------------------------------------------------

ONE = b'{"sudden": "none", "arms": ["grip"], "since": "weeks"}'
PRETTY = b'{\n  "sudden": "none",\n  "arms": [\n    "grip"\n  ],\n  "since": "weeks"\n}\n'


@pytest.mark.parametrize("content", [ONE, PRETTY, b"\n\n" + ONE + b"\n\n", b"\xef\xbb\xbf" + PRETTY])
@pytest.mark.parametrize("how", ["file", "dash", "stdin"])
def test_one_person_comes_from_a_file_or_a_pipe(run, tmp_path, content, how):
    """FILE, - and nothing read one object, on one line or many, and give one line of JSON."""
    path = tmp_path / "answers.json"
    path.write_bytes(content)
    name = {"file": (path,), "dash": ("-",), "stdin": ()}[how]
    code, out, err = run("evaluate", *name, "--json", "--rules", SMALL, stdin=b"" if how == "file" else content)
    assert (code, err) == (0, "")
    assert out.count("\n") == 1
    assert json.loads(out)["level"] == "same-day"


def test_text_is_what_a_person_reads(run):
    """Without --json the result is text that begins with what to do."""
    code, out, _ = run("evaluate", "--rules", SMALL, "--region", "GB", stdin=ONE)
    assert code == 0
    assert out.startswith("Please talk to a doctor today.\n====")
    assert "Closed? Call 111." in out


@pytest.mark.parametrize(
    ("options", "environment", "number"),
    [
        (("--region", "GB"), {}, "999"),
        (("--region", "uk"), {}, "999"),
        ((), {"ALSSCREEN_REGION": "US"}, "911"),
        ((), {"LANG": "en_GB.UTF-8"}, "999"),
        ((), {"LANG": "C"}, "your local emergency number"),
    ],
)
def test_the_region_gives_the_numbers(run, monkeypatch, options, environment, number):
    """--region, the variable, the locale, else plain words."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    _, out, _ = run("evaluate", *options, "--rules", SMALL, stdin=b'{"sudden": "face"}')
    assert f"Call {number}." in out


def test_somebody_elses_answers_are_worded_for_them(run):
    """Who it is about is taken from the answers."""
    _, out, _ = run("evaluate", "--rules", SMALL, stdin=b'{"who": "away", "arms": "grip", "since": "months"}')
    assert "Their lost task should be seen soon." in out


def test_why_lists_every_rule_and_what_would_change_the_level(run):
    """--why adds each rule to the text, and the changes to the JSON."""
    _, out, _ = run("evaluate", "--why", "--rules", SMALL, stdin=ONE)
    assert all(f"{rule} (" in out for rule in ("arm-fast", "low-mood", "unseen-away"))
    _, out, _ = run("evaluate", "--why", "--json", "--rules", SMALL, stdin=ONE)
    change = {"question": "since", "from": ["weeks"], "to": ["months"], "level": "soon"}
    assert change in json.loads(out)["changes"]


def test_one_result_a_line_in_the_same_order(run):
    """NDJSON gives as many lines as people, each the result that the person alone would get."""
    people = [b'{"sudden": "face"}', ONE, b"{}", b'{"arms": "declined"}', b'{"mind": ["low-mood"]}']
    code, out, err = run("evaluate", "--rules", SMALL, stdin=b"\n\n".join(people) + b"\r\n")
    assert (code, err) == (0, "")
    alone = [run("evaluate", "--json", "--rules", SMALL, stdin=person)[1] for person in people]
    assert out.splitlines(keepends=True) == alone
    assert [json.loads(line)["level"] for line in alone] == [
        "emergency", "same-day", "information", "information", "routine",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (b'{"arm": "grip"}', "unknown-question"),
        (b'{"arms": []}', "no-option"),
        (b'{"arms": ["none", "grip"]}', "contradiction"),
        (b'{"arms": "grip"', "not-json"),
        (b"[]", "not-an-object"),
        (b"nonsense", "not-an-object"),
        (b'{"note": "\xff"}', "not-utf-8"),
        (b'{"note": "\x1b[2J"}', "not-json"),
        (b'{"arms": ' + b"[" * 5000 + b"]" * 5000 + b"}", "not-json"),
        (b'{"arms": "grip", "arms": "grip"}', "duplicate-question"),
        (b'{"note": "' + b"a" * 1_000_001 + b'"}', "too-large"),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_bad_line_does_not_stop_the_others(run, bad, code, place):
    """The error record names its line; those before and after it are evaluated; the exit code is 1."""
    lines = [ONE, b"", ONE]
    lines.insert(place, bad)
    number = place + 1
    exit_code, out, err = run("evaluate", "--rules", SMALL, stdin=b"\n".join(lines))
    records = [json.loads(line) for line in out.splitlines()]
    errors = [record for record in records if "error" in record]
    assert exit_code == 1
    assert [record["line"] for record in errors] == [number]
    assert errors[0]["error"]["problems"][0]["code"] == code
    assert errors[0]["error"]["problems"][0]["line"] == number
    assert [record["level"] for record in records if "level" in record] == ["same-day", "same-day"]
    assert err.startswith(f"standard input:{number}:")
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b'{"arm": "grip"}', "unknown-question"),
        (b'{\n"arms": "grip",\n"who": 1\n}', "not-text"),
        (b'{\n"arms": "grip"\n', "not-json"),
        (b"\xff\xfe{}", "not-utf-8"),
        (b"{" + b" " * 10_000_000 + b"}", "too-large"),
        (b"{}\0", "not-json"),
    ],
)
@pytest.mark.parametrize("as_json", [True, False])
def test_what_is_wrong_is_named_and_nothing_is_guessed(run, content, code, as_json):
    """A problem goes to standard error with place, what and remedy; with --json a record says the same. Exit code 1."""
    exit_code, out, err = run("evaluate", "--rules", SMALL, *(("--json",) if as_json else ()), stdin=content)
    assert exit_code == 1
    assert f"[{code}]" in err
    assert err.startswith("standard input:")
    if as_json:
        assert json.loads(out)["error"]["problems"][0]["code"] == code
    else:
        assert out == ""


def test_a_problem_holds_no_control_character(run):
    """What somebody wrote into a file cannot steer the terminal through a message."""
    _, _, err = run("evaluate", "--rules", SMALL, stdin=b'{"\\u001b[31m": "x", "arms": "\\u009b2J\\u202e"}')
    assert not [sign for sign in err if sign != "\n" and not sign.isprintable()]


@pytest.mark.parametrize("name", ["missing.json", ".", "nul\0"])
def test_a_file_that_cannot_be_read_is_named(run, tmp_path, monkeypatch, name):
    """No such file, a directory, no name at all: a message, exit code 1."""
    monkeypatch.chdir(tmp_path)
    code, out, err = run("evaluate", name)
    assert (code, out) == (1, "")
    assert "cannot be read" in err


# ---- wrong usage --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("evalute",), "Did you mean 'evaluate'?"),
        (("questions", "--flow", "sign"), "Did you mean 'signs'?"),
        (("evaluate", "--flow", "risk"), "Did you mean 'risks'?"),
        (("--flow", "ful"), "Did you mean 'full'?"),
        (("evaluate", "--region", "GBR"), "Did you mean 'GB'?"),
        (("--region", "XX"), "There are: US, GB, IE"),
        (("--for", "them"), "invalid choice: 'them'"),
        (("--nonsense",), "unrecognized arguments: --nonsense"),
        (("--regio", "GB"), "unrecognized arguments"),
        (("review", "lnit"), "invalid choice: 'lnit'"),
        (("completion", "tcsh"), "invalid choice: 'tcsh'"),
        (("evaluate", "a", "b"), "unrecognized arguments: b"),
    ],
)
def test_wrong_usage_says_what_was_meant(run, arguments, said):
    """A misspelt command, flow or region is told the nearest; the exit code is 2 and nothing is printed."""
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert err.startswith("usage: alsscreen")


def test_a_variable_with_a_region_that_is_not_there_is_wrong_usage(run, monkeypatch):
    """No other place's numbers are shown to somebody who named theirs."""
    monkeypatch.setenv("ALSSCREEN_REGION", "ZZ")
    code, out, err = run("evaluate", stdin=b"{}")
    assert (code, out) == (2, "")
    assert "no ALSSCREEN_REGION 'ZZ'" in err


def test_rules_that_are_not_there_are_a_problem(run, tmp_path):
    """A book that cannot be read ends with its problems and exit code 1."""
    code, out, err = run("evaluate", "--rules", tmp_path / "none", stdin=b"{}")
    assert (code, out) == (1, "")
    assert "[no-rules]" in err


def test_every_problem_of_a_book_is_named(run, tmp_path):
    """Not the first problem of a rule book, but all."""
    shutil.copytree(SMALL, tmp_path / "rules")
    for name in ("questions.yaml", "regions.yaml"):
        (tmp_path / "rules" / name).write_text("format: 2\nnonsense: 1\n")
    code, out, err = run("questions", "--rules", tmp_path / "rules")
    assert (code, out) == (1, "")
    assert err.count("regions.yaml:") >= 3
    assert err.count("questions.yaml:") >= 3


# ---- the rim ------------------------------------------------------------------------------------------------------


def test_a_fault_of_ours_says_how_to_report_it_and_no_answer(run, monkeypatch):
    """An unforeseen exception is one short message with exit code 3; nothing of the answers is in it."""

    def fail(*_arguments, **_options):
        raise RuntimeError("What can I do? secret")

    monkeypatch.setitem(cli.COMMANDS, "evaluate", fail)
    code, out, err = run("evaluate", stdin=b"{}")
    assert (code, out) == (3, "")
    assert "fault of the program" in err
    assert "RuntimeError" in err
    assert "secret" not in err
    assert "Traceback" not in err
    monkeypatch.setenv("ALSSCREEN_DEBUG", "1")
    assert "Traceback" in run("evaluate", stdin=b"{}")[2]


def test_an_interruption_is_quiet(run, monkeypatch):
    """Ctrl-C ends with exit code 130 and no traceback."""

    def interrupt(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setitem(cli.COMMANDS, "questions", interrupt)
    assert run("questions") == (130, "", "")


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("arguments", [("questions",), ("--help",), ("--version",), ("evaluate", "--json")])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_is_said(arguments, unbuffered):
    """Output that cannot be written whole is a message and exit code 1, at once or when it is flushed."""
    with open("/dev/full", "wb") as full:  # noqa: PTH123 (a device)
        done = process(
            *arguments, stdin=b"{}", environment={"PYTHONUNBUFFERED": unbuffered}, stdout=full, stderr=subprocess.PIPE
        )
    assert done.returncode == 1
    assert done.stderr.decode().strip() == "alsscreen: the output was not written whole: no space left on device"


@posix
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_goes_away_is_no_drama(unbuffered):
    """`alsscreen questions | head -1` prints no traceback."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as broken:
        done = process("questions", environment={"PYTHONUNBUFFERED": unbuffered}, stdout=broken, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (1, b"")


@posix
@pytest.mark.parametrize(("closed", "code"), [("<&-", 1), (">&-", 1), ("2>&-", 0)])
def test_closed_streams_are_no_drama(closed, code):
    """Without standard input or output there is a message; without standard error the work is done."""
    given_input = "" if closed == "<&-" else "echo '{}' | "
    line = f"{given_input}'{sys.executable}' -m alsscreen evaluate --json {closed}"
    done = subprocess.run(["sh", "-c", line], capture_output=True, check=False, timeout=120)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert done.stderr if code else done.stdout


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_terminal_with_few_characters_gets_them_spelt_out(tmp_path, encoding):
    """Where the output knows ASCII only, nothing raises and the JSON stays JSON."""
    path = tmp_path / "naïve ✓.json"
    path.write_bytes(b'{"arm": "\xe2\x9c\x93"}')
    done = process("evaluate", "--json", path, environment={"PYTHONIOENCODING": encoding})
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]
    assert b"Traceback" not in done.stderr


def test_it_runs_as_a_module_and_as_a_script():
    """`python -m alsscreen` is the same program."""
    assert process("--version").stdout.decode().strip() == f"alsscreen {__version__}"


@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        (["--version"], {"argparse", "pydantic", "yaml", "re", "json", "rich", "questionary", "prompt_toolkit"}),
        (["--help"], {"pydantic", "yaml", "json", "rich", "questionary", "prompt_toolkit"}),
        (["completion", "bash"], {"pydantic", "yaml", "json", "rich", "questionary", "prompt_toolkit"}),
        (["evaluate", "--rules", str(SMALL)], {"rich", "questionary", "prompt_toolkit", "asyncio"}),
        (["questions", "--rules", str(SMALL)], {"rich", "questionary", "prompt_toolkit", "asyncio"}),
    ],
)
def test_a_command_loads_only_what_it_needs(arguments, absent):
    """Heavy libraries are imported behind the door that needs them."""
    code = (
        "import sys; before = set(sys.modules); sys.argv = ['alsscreen', *sys.argv[1:]]\n"
        "from alsscreen.cli import entry; entry()\n"
        "print(*sorted(set(sys.modules) - before), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], input=b"{}", capture_output=True, check=False, timeout=120
    )
    assert not absent & set(done.stderr.decode().split()), done.stderr


def test_the_levels_of_the_contract():
    """The five levels that a caller may meet, most urgent first."""
    assert LEVELS == ("emergency", "same-day", "soon", "routine", "information")
