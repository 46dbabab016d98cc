"""Plain lines: what a screen reader, a pipe or a poor terminal gets, and what is read from them."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from alsscreen.dialogue import Page, Row
from alsscreen.plain import Plain, wants_plain
from alsscreen.plain_input import read_lines
from pty_driver import Person, environment, small_rules

SUDDEN, ARMS = "Did any of these start suddenly?", "What got hard?"
NOTHING = ("1", "2", "3", "2", "2", "")
"""Start, and a no to everything of the small book."""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_rules(tmp_path_factory.mktemp("book"))


@pytest.fixture
def run(rules: Path) -> Run:
    """Run it with lines of input through a pipe."""

    def call(*lines: str, options: tuple[str, ...] = (), **variables: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "alsscreen", "--rules", str(rules), *options]
        given = "".join(f"{line}\n" for line in lines)
        return subprocess.run(
            command, input=given, env=environment(**variables), capture_output=True, text=True, timeout=30, check=False
        )

    return call


def words(output: str) -> str:
    return " ".join(output.split())


# ---- when


@pytest.mark.parametrize(
    ("variables", "plain"),
    [
        ({"TERM": "xterm"}, False),
        ({"TERM": "dumb"}, True),
        ({"TERM": ""}, True),
        ({}, True),
        ({"TERM": "xterm", "ACCESSIBLE": "1"}, True),
        ({"TERM": "xterm", "ACCESSIBLE": "yes"}, True),
        ({"TERM": "xterm", "ACCESSIBLE": "0"}, False),
        ({"TERM": "xterm", "ACCESSIBLE": ""}, False),
    ],
)
def test_the_environment_can_ask_for_plain_lines(variables: dict[str, str], plain: bool) -> None:
    """ACCESSIBLE, and a terminal that says it can do nothing, mean plain lines."""
    terminal = io.StringIO()
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    assert wants_plain(variables, terminal, terminal) is plain


def test_no_terminal_means_plain_lines() -> None:
    """A pipe, a closed file and no file at all are no terminal."""
    terminal, pipe, closed = io.StringIO(), io.StringIO(), io.StringIO()
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    closed.close()
    for other in (pipe, closed, None):
        assert wants_plain({"TERM": "xterm"}, other, terminal)
        assert wants_plain({"TERM": "xterm"}, terminal, other)


@pytest.mark.parametrize(
    ("options", "variables"), [(("--plain",), {}), ((), {"TERM": "dumb"}), ((), {"ACCESSIBLE": "1"})]
)
def test_a_terminal_gets_plain_lines_without_one_escape(
    rules: Path, options: tuple[str, ...], variables: dict[str, str]
) -> None:
    """On a real terminal, too, plain lines hold no escape code."""
    with Person("--rules", str(rules), *options, **variables) as person:
        for line in NOTHING:
            person.settles(0.3 if not person.raw else 0.05).press(line, "\n")
        person.sees("Show my result").press("1\n").sees("Leave").press("5\n")
        assert person.leaves() == 0
        assert "You did not tick a sign" in person.raw
        assert "\x1b" not in person.raw


def test_plain_lines_load_no_terminal_library(rules: Path) -> None:
    """Neither questionary nor prompt_toolkit nor rich is loaded for them."""
    code = (
        "import sys; from alsscreen.cli import main\n"
        f"main(['--rules', {str(rules)!r}, '--plain'])\n"
        "print(sorted({'questionary', 'prompt_toolkit', 'rich', 'asyncio'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input="1\n", env=environment(), capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines()[-1] == "[]"


# ---- answering


def test_a_script_of_answers_gives_a_result(run: Run) -> None:
    """A whole interview goes through a pipe, in one burst."""
    done = run(*NOTHING, "1", "5")
    assert done.returncode == 0
    assert "You did not tick a sign" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("lines", [(), ("1",), ("1", "2"), ("1", "2", "1"), NOTHING])
def test_input_that_ends_early_is_said_and_gives_no_result(run: Run, lines: tuple[str, ...]) -> None:
    """No missing answer is guessed: a message, exit code 1, and no result."""
    done = run(*lines)
    assert done.returncode == 1
    assert "The input ended before the last question was answered" in words(done.stdout)
    assert "Your result" not in done.stdout


def test_the_end_of_input_at_the_result_is_a_way_to_leave(run: Run) -> None:
    """When everything was answered and shown, nothing is missing."""
    assert run(*NOTHING, "1").returncode == 0


def test_a_burst_is_not_lost_and_neither_is_what_comes_slowly() -> None:
    """Lines are read whole, however the bytes arrive; a last line needs no newline."""
    reader, writer = os.pipe()
    os.write(writer, b"one\ntwo\nthr")
    lines = read_lines(reader)
    assert [next(lines), next(lines)] == ["one", "two"]
    os.write(writer, b"ee\n\xff\nlast")
    os.close(writer)
    assert list(lines) == ["three", "\ufffd", "last"]
    os.close(reader)


def test_an_endless_line_is_cut() -> None:
    """Ten megabytes without a newline are no reason to fill the memory, or to be slow."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.close(reader)
        for _ in range(160):
            os.write(writer, b"x" * 65536)
        os.write(writer, b"\nnext\n")
        os._exit(0)
    os.close(writer)
    before = time.process_time()
    first, second = read_lines(reader)
    assert (len(first), second) == (65536, "next")
    assert time.process_time() - before < 5
    os.close(reader)


@pytest.mark.parametrize("descriptor", [None, 987])
def test_a_closed_input_has_no_lines(descriptor: int | None) -> None:
    """Nothing to read from is the end of the input, and no error."""
    assert list(read_lines(descriptor)) == []


def test_a_closed_input_is_said(rules: Path) -> None:
    """Started without any standard input, it says so and ends with 1."""
    command = f'exec "{sys.executable}" -m alsscreen --rules "{rules}" <&-'
    done = subprocess.run(["sh", "-c", command], env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "The input ended" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("", "Please type a number from the list"),
        ("9", '"9" is not on the list'),
        ("yes", '"yes" is not on the list'),
        ("1 9", '"9" is not on the list'),
        ("1 3", '"None of these" cannot stand beside other answers'),
        ("1 p", '"Prefer not to say" cannot stand beside other answers'),
    ],
)
def test_what_is_not_on_the_list_is_no_answer(run: Run, line: str, reply: str) -> None:
    """It is said what is wrong, and the question stays."""
    done = run("1", "2", line, "1 2", "2")
    assert reply in words(done.stdout)
    assert "You said: Buttons; Jars" in words(done.stdout)


def test_one_answer_is_one_number(run: Run) -> None:
    """Two numbers for a question with one answer are refused."""
    done = run("1", "2", "1", "1 2", "2")
    assert "Please type one number only" in done.stdout


@pytest.mark.parametrize("line", ["1 2", "1,2", "2; 1", " 1.  2) "])
def test_several_numbers_may_be_written_in_many_ways(run: Run, line: str) -> None:
    """Blanks, commas and dots do not matter, nor does the order."""
    assert "You said: Buttons; Jars" in words(run("1", "2", line).stdout)


def test_the_letters_work_everywhere(run: Run) -> None:
    """Help, the number, support, repeat, back and keep answer nothing by themselves."""
    done = run("1", "2", "?", "h", "E", "s", "r", "1", "b", "k")
    told = words(done.stdout)
    assert told.count("A jar stays shut.") == 2
    assert "Call 999" in told
    assert "116 123" in told
    assert told.count(ARMS) == 3  # asked, repeated, and asked again after going back
    assert told.count("You said: Buttons") == 3  # answered, shown when asked again, and kept
    assert told.count("Since when?") == 2


def test_stop_asks_once_more(run: Run) -> None:
    """Enter after q goes on; q and q stops, with nothing kept."""
    on = run("1", "q", "", "2")
    assert ARMS in on.stdout
    stopped = run("1", "q", "q")
    assert stopped.returncode == 0
    assert "Stopped. Nothing was kept." in words(stopped.stdout)


def test_an_alarm_shows_the_result_at_once_and_can_be_undone(run: Run) -> None:
    """The number comes with the danger sign; the mistake is taken back and asked again, with the number there."""
    done = run("1", "1", "1", "2", "3")
    told = words(done.stdout)
    assert "Please get help now. Call 999." in told
    assert told.index("I ticked that by mistake") < told.rindex(SUDDEN) < told.index("Have you noticed this?")
    assert "Call 999" in told[told.rindex(SUDDEN) - 40 : told.rindex(SUDDEN)]


def test_a_text_is_cleaned_and_cut(run: Run) -> None:
    """Escape codes and bidirectional marks are dropped where they come in; 200 characters stay."""
    done = run(*NOTHING[:-1], "\x1b[31mred\u202e" + "x" * 300, "1", "5")
    assert "That was too long" in done.stdout
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    assert f"[31mred{'x' * 193}" in done.stdout.replace("\n", "").replace(" ", "")


# ---- around


def test_json_stands_alone_on_standard_output(run: Run) -> None:
    """With --json what a person reads goes to standard error."""
    done = run(*NOTHING, "1", "5", options=("--json",))
    assert json.loads(done.stdout)["level"] == "information"
    assert ARMS in done.stderr


def test_no_json_without_a_result(run: Run) -> None:
    """Stopped or ended early there is no JSON, and the exit code says so."""
    for lines in (("1", "q", "q"), ("1",)):
        done = run(*lines, options=("--json",))
        assert (done.returncode, done.stdout) == (1, "")


def test_why_is_part_of_the_result_when_asked_for(run: Run) -> None:
    """--why lists every rule with the result."""
    assert "Rules that did not fire" in run(*NOTHING, "1", "5", options=("--why",)).stdout


def test_a_page_that_was_asked_for_is_saved_at_the_end(run: Run, tmp_path: Path) -> None:
    """--text saves without asking again, and says where."""
    path = tmp_path / "page.txt"
    done = run(*NOTHING, "1", "5", options=("--text", str(path)))
    assert done.returncode == 0
    assert "What I want to tell my doctor" in path.read_text(encoding="utf-8")
    assert path.name in "".join(done.stdout.split())


def test_a_page_is_saved_where_the_person_says_and_nothing_is_overwritten(run: Run, tmp_path: Path) -> None:
    """A name that is taken is refused and asked for again; the other file stays as it was."""
    taken = tmp_path / "taken.txt"
    taken.write_text("mine", encoding="utf-8")
    done = run(*NOTHING, "1", "1", "1", str(taken), str(tmp_path / "nowhere" / "x"), str(tmp_path / "free.txt"), "5")
    assert done.returncode == 0
    assert "nothing is overwritten" in words(done.stdout)
    assert taken.read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["free.txt", "taken.txt"]


def test_another_country_gives_another_number(run: Run) -> None:
    """The region can be changed on the result."""
    done = run("1", "1", "4", "1", "")
    assert "Call 911" in done.stdout.split("Call 999")[-1]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_it_with_a_word(rules: Path, number: int, code: int) -> None:
    """Interrupted while it waits for a line it says that nothing was kept; there is no traceback."""
    command = [sys.executable, "-m", "alsscreen", "--rules", str(rules), "--plain"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), text=True
    ) as child:
        assert child.stdout is not None
        said = ""
        while "Your answer:" not in said:
            said += child.stdout.read(1)
        child.send_signal(number)
        out, error = child.communicate(timeout=10)
    assert child.returncode == code
    assert "Nothing was kept" in out
    assert not error


def test_letters_that_a_terminal_does_not_have_are_spelt() -> None:
    """Quotes and dashes turn into plain ones, and what has no likeness into its number; nothing raises."""
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii", write_through=True)
    reader, writer = os.pipe()
    os.write(writer, b"1\n")
    os.close(writer)
    with Plain(defaultdict(lambda: "words"), out, reader) as plain:
        assert plain.ask(Page("choice", "“Title” – é", rows=(Row("a", "हिन्दी…"),))) == ("a",)
    os.close(reader)
    said = raw.getvalue().decode("ascii")
    assert '"Title" - \\u00e9.' in said
    assert "\\u0939" in said


def test_every_page_is_numbered_and_spoken(run: Run) -> None:
    """Each option is a line with its number, and each question says how to answer it."""
    asked = run("1").stdout
    assert re.search(r"(?m)^1\. The face dropped$", asked)
    assert re.search(r"(?m)^p\. Prefer not to say$", asked)
    assert asked.count("press Enter") >= 2
    assert max(map(len, asked.splitlines())) <= 76
