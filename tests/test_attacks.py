"""What attackers put into arguments, variables, file names and answers: each attack was tried, and fails."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from alsscreen import cli, save
from alsscreen.evaluate import Evaluator
from alsscreen.kiosk.jobs import Job
from alsscreen.model import ProblemsError
from alsscreen.render.html import POLICY, html
from alsscreen.render.lines import put
from alsscreen.review.book import book_of
from alsscreen.review.book_html import html as book_html
from alsscreen.review.whole import load_whole
from attacking import EVIL, is_harmless
from people import BOOK, ROOT
from pty_driver import Person, environment, small_rules

ANSWERS = {"arms": ("buttons",), "note": ("<script>",)}
EVALUATION = Evaluator(BOOK, BOOK.flows["full"])(ANSWERS)
EVERYTHING = (EVALUATION, ANSWERS, BOOK.regions["GB"], "self", dt.date(2026, 11, 22))
posix = pytest.mark.skipif(os.name != "posix", reason="what a POSIX system does")


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command line in this process: exit code, and all that it printed."""

    def command(*arguments, stdin=b"", **variables):
        for name, value in {"ALSSCREEN_REGION": "GB", "ALSSCREEN_DEBUG": "", "COLUMNS": "80", **variables}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["alsscreen", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = cli.entry()
        return code, "".join(capsys.readouterr())

    return command


# ---- escape codes in what is given -----------------------------------------------------------------------------------

GIVEN = {
    "a command": (EVIL,),
    "an option": ("evaluate", f"--{EVIL}"),
    "one argument too many": ("completion", "bash", EVIL),
    "a flow": ("questions", "--flow", EVIL),
    "a region": ("evaluate", "--region", EVIL),
    "a topic": ("learn", EVIL),
    "a shell": ("completion", EVIL),
    "a file of answers": ("evaluate", EVIL),
    "a file of FHIR": ("fhir", "evaluate", EVIL),
    "a directory of rules": ("evaluate", "--rules", EVIL),
    "an id": ("review", "trace", EVIL),
    "a revision": ("review", "diff", EVIL, "HEAD"),
    "a configuration": ("kiosk", "check", "--config", EVIL),
    "a page": ("--html", f"{ROOT}/no/{EVIL}"),
}


@pytest.mark.parametrize("name", GIVEN)
def test_no_argument_steers_a_terminal(run, name):
    """What was typed is repeated without escape codes, line breaks and turned text, whatever it was meant to be."""
    code, said = run(*GIVEN[name])
    assert code in (1, 2)
    assert is_harmless(said)


@pytest.mark.parametrize("name", ["ALSSCREEN_REGION", "LC_ALL", "LANG", "TERM", "COLUMNS", "NO_COLOR"])
def test_no_variable_steers_a_terminal(run, name):
    """The environment is somebody's text as well."""
    code, said = run("evaluate", stdin=b'{"arms": ["buttons"]}', **{name: EVIL})
    assert code in (0, 2)
    assert is_harmless(said)


@pytest.mark.parametrize("columns", ["0", "1", "2", "-5", "99999999999", "abc"])
def test_no_width_ends_the_program(columns, tmp_path):
    """COLUMNS=1 ended plain lines with a fault, and COLUMNS=2 put one letter on a line."""
    with Person("--plain", "--rules", str(small_rules(tmp_path)), COLUMNS=columns) as person:
        person.child.expect("Your answer:")
        assert max(map(len, person.child.before.splitlines())) > 15


HIDDEN = ["\x1b[31m", "\x1b]8;;http://evil.example\x07", "\x00", "\r", "\u202e", "\u200b", "\U000e0041", "\x9b31m"]


@pytest.mark.parametrize("text", HIDDEN)
def test_no_answer_brings_hidden_characters_in(run, text):
    """ESC, OSC 8, NUL, CR, a turned line, zero-width and tag characters are refused with their place."""
    for given in ({"note": f"a{text}b"}, {f"a{text}": "b"}, {"arms": [f"a{text}"]}):
        code, said = run("evaluate", stdin=json.dumps(given).encode())
        assert code == 1
        assert said.startswith("standard input:1:2:")
        assert is_harmless(said)


@posix
def test_a_page_with_a_foul_name_is_told_in_plain_signs(tmp_path):
    """The name of a saved page is spelt out where it could steer the terminal; the file has the name that was asked."""
    name = "a\x1b]52;c;aGk=\x07\u202e page.txt"
    rules = small_rules(tmp_path)
    with Person("--plain", "--rules", str(rules), "--text", str(tmp_path / name)) as person:
        person.child.send("".join(f"{line}\n" for line in ("1", "2", "3", "2", "2", "", "1", "5")))
        person.child.expect("saved as")
        assert person.child.expect([r"a<U\+001B>\]52;c;aGk=<U\+0007><U\+202E> page\.txt", "\x1b"]) == 0
    assert (tmp_path / name).exists()


def test_words_of_a_rule_file_are_no_program():
    """A place in braces is filled by its name alone; `str.format` would have followed it into the program."""
    evil = "{file.__class__} {file[0]} {file!r} {file:>9999999999} {nobody} {file}"
    assert put(evil, file="page.txt") == evil.replace("{file}", "page.txt")


# ---- links and races -------------------------------------------------------------------------------------------------


RACES = [("link", True), ("dangling link", True), ("file", True), ("link", False), ("dangling link", False)]


@posix
@pytest.mark.parametrize(("kind", "has_links"), RACES)
def test_a_race_for_the_name_overwrites_nothing(tmp_path, monkeypatch, kind, has_links):
    """Whatever is put in the place of the page while it is written keeps its words, and no link is followed."""
    path, other = tmp_path / "page.txt", tmp_path / "other"
    if kind != "dangling link":
        other.write_text("mine")
    write, link = save._write, os.link

    def raced(*arguments):
        write(*arguments)
        link(other, path) if kind == "file" else path.symlink_to(other)

    def no_links(*_):
        raise OSError(save.NO_LINKS[0], "")

    monkeypatch.setattr(save, "_write", raced)
    monkeypatch.setattr(save.os, "link", link if has_links else no_links)
    with pytest.raises(ProblemsError) as caught:
        save.save(path, "new")
    assert caught.value.problems[0].code == "exists"
    assert other.exists() == (kind != "dangling link")
    assert not other.exists() or other.read_text() == "mine"
    assert not list(tmp_path.glob(".alsscreen*"))


@posix
def test_a_directory_that_is_gone_loses_no_answers(tmp_path):
    """Who saves where the directory was deleted meanwhile is asked for another name; it was a fault."""
    rules, there, gone = small_rules(tmp_path), tmp_path / "there.txt", tmp_path / "gone"
    gone.mkdir()
    command = f"cd {gone} && rmdir {gone} && exec {sys.executable} -m alsscreen --plain --rules {rules} --text page.txt"
    lines = ("1", "2", "3", "2", "2", "", "1", "5", str(there))
    done = subprocess.run(
        ["sh", "-c", command], input="".join(f"{line}\n" for line in lines), env=environment(), capture_output=True,
        text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert "There is no such directory" in done.stdout
    assert there.exists()


# ---- commands of the configuration -----------------------------------------------------------------------------------


@posix
def test_a_command_is_no_shell_and_is_told_nothing(tmp_path, monkeypatch):
    """Signs of a shell are letters of an argument, and of our variables none is handed on."""
    monkeypatch.setenv("ALSSCREEN_IDENTITY", "secret")
    monkeypatch.setenv("LD_PRELOAD_X", "secret")
    odd = tmp_path / "a; touch b & $(touch c) `touch d` | e > f"
    told = tmp_path / "told"
    jobs = [Job(command, time.monotonic) for command in (("touch", str(odd)), ("sh", "-c", f"env > {told}"))]
    until = time.monotonic() + 10
    while any(job.how == "running" for job in jobs) and time.monotonic() < until:
        time.sleep(0.01)
    assert [job.how for job in jobs] == ["done", "done"]
    assert sorted(tmp_path.iterdir()) == sorted([odd, told])
    said = told.read_text()
    assert "secret" not in said
    assert {line.partition("=")[0] for line in said.splitlines()} <= {"PATH", "LC_ALL", "PWD", "OLDPWD", "SHLVL", "_"}


# ---- what is shipped for shells and browsers -------------------------------------------------------------------------

TYPED = [
    "a[$(touch pwned)]",
    "$(touch pwned)",
    "`touch pwned`",
    "-$(touch pwned)",
    "x];touch pwned",
    "--rules=$(touch pwned)",
]


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_completing_a_word_runs_nothing_that_is_in_it(tmp_path):
    """A word half typed is text for the completion of bash, wherever it stands."""
    script = Path(cli.__file__).parent / "completions" / "alsscreen.bash"
    lines = [f"source {script}"]
    for word in TYPED:
        for before in ((), ("review",), ("evaluate", "--rules"), (word,)):
            words = " ".join(f"'{each}'" for each in ("alsscreen", *before, word))
            lines.append(f"COMP_WORDS=({words}); COMP_CWORD={len(before) + 1}; _shtab_alsscreen")
    lines.append("echo all ${#COMPREPLY[@]}")
    done = subprocess.run(["bash"], input="\n".join(lines), cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("all ")
    assert not list(tmp_path.iterdir())


def test_a_page_may_neither_fetch_nor_send():
    """Both kinds of page forbid script, pictures, forms and another base; for these two no default stands in."""
    policy = dict(part.strip().split(" ", 1) for part in POLICY.split(";"))
    for page in (html(BOOK, *EVERYTHING), book_html(book_of(load_whole(ROOT)))):
        assert page.count("http-equiv") == page.count(f'http-equiv="Content-Security-Policy" content="{POLICY}"') == 1
    assert policy.pop("style-src") == "'unsafe-inline'"
    assert policy == dict.fromkeys(("default-src", "base-uri", "form-action"), "'none'")
