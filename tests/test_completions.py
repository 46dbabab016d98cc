"""The scripts that complete commands in a shell are those of the program as it is."""

from __future__ import annotations

import argparse
import shutil
import subprocess
from pathlib import Path

import pytest

import alsscreen
from alsscreen.arguments import COMMANDS, SHELLS, parser

SCRIPTS = Path(alsscreen.__file__).parent / "completions"
PATHS = {"text": "FILE", "file": "FILE", "rules": "DIRECTORY"}
"""Options that take a path: what shtab calls it."""


def script(shell):
    """Generate a script with shtab, a tool for developers."""
    shtab = pytest.importorskip("shtab")

    def mark(command):
        for action in command._actions:
            if action.dest in PATHS:
                action.complete = getattr(shtab, PATHS[action.dest])
            if isinstance(action, argparse._SubParsersAction):
                for inner in action.choices.values():
                    mark(inner)

    top = parser()
    mark(top)
    return shtab.complete(top, shell).rstrip() + "\n"


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_is_current(shell, gold):
    """What is shipped is what the parser gives now; --update-gold writes it anew."""
    gold(SCRIPTS / f"alsscreen.{shell}", script(shell))


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_knows_every_command_and_option(shell):
    """No command and no option of the program is missing, whichever version of shtab wrote it."""
    text = (SCRIPTS / f"alsscreen.{shell}").read_text(encoding="utf-8")
    for name in (*COMMANDS, "lint", "--flow", "--region", "--for", "--plain", "--rules", "--json", "--text", "--why"):
        assert name.removeprefix("--") in text


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_is_one_that_its_shell_can_read(shell):
    """The shell itself, where there is one, finds no mistake in it."""
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"there is no {shell} here")
    done = subprocess.run(
        [program, "-n", SCRIPTS / f"alsscreen.{shell}"], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_bash_completes_commands_and_options():
    """In bash, `alsscreen ev<TAB>` gives evaluate, and `alsscreen --p<TAB>` gives --plain."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash here")
    for words, expected in (("ev", "evaluate"), ("--pl", "--plain"), ("questions --fl", "--flow")):
        typed = ("alsscreen", *words.split())
        line = (
            f"source '{SCRIPTS / 'alsscreen.bash'}'; COMP_WORDS=({' '.join(typed)}); COMP_CWORD={len(typed) - 1}; "
            f"$(complete -p alsscreen | sed 's/.*-F \\([^ ]*\\).*/\\1/'); echo \"${{COMPREPLY[@]}}\""
        )
        done = subprocess.run([bash, "-c", line], capture_output=True, text=True, check=False, timeout=60)
        assert expected in done.stdout.split(), done.stderr
