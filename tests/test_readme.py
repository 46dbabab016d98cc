"""What README and CONTRIBUTING tell a reader to type, typed."""

import os
import re
import shlex
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest
import yaml

from alsscreen.model import Question, Rule

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
PROGRAM = Path(sysconfig.get_path("scripts")) / "alsscreen"

FENCES = re.findall(r"^```sh tested\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
COMMANDS = [line for fence in FENCES for line in fence.splitlines() if line and not line.startswith("#")]
MADE = [line for line in COMMANDS if line.startswith("make ")]
RUN = [line for line in COMMANDS if not line.startswith("make ")]

needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")


def targets(page):
    """Each `make TARGET` in a fence or between backticks."""
    code = re.findall(r"^```[^\n]*\n(.*?)^```$|`([^`\n]+)`", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return {found for fence, span in code for found in re.findall(r"^make ([a-z][a-z-]*)", fence or span, re.MULTILINE)}


def dry(*arguments):
    """Run `make -n`, as if from a shell: the `make` that runs these tests hands its own flags on."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        ["make", "-n", *arguments], cwd=ROOT, env=environment, capture_output=True, check=False, text=True
    )


def test_the_two_commands_are_there():
    """A stranger finds the command that starts the questionnaire and the one that runs the tests."""
    assert {"make run", "make test"} <= set(MADE)


@needs_make
@pytest.mark.parametrize("line", MADE)
def test_a_make_command_of_the_readme_can_be_made(line):
    """Each `make` line of a tested fence is one that the Makefile knows how to make."""
    done = dry(*shlex.split(line)[1:])
    assert done.returncode == 0, done.stderr


@needs_make
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_make_target_that_is_named_exists(page):
    """No page names a target that the Makefile does not have."""
    failed = {target: done.stderr for target in targets(page) if (done := dry(target)).returncode}
    assert not failed


@pytest.mark.parametrize("line", RUN)
def test_a_command_of_the_readme_runs(line, tmp_path):
    """Each other line of a tested fence succeeds, typed into a shell with no terminal."""
    typed = line.replace(".venv/bin/alsscreen", shlex.quote(str(PROGRAM)))
    done = subprocess.run(
        ["sh", "-euc", typed],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip()


def test_the_readme_is_short():
    """The first page stays one that people read."""
    assert len(README.splitlines()) < 120


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_to_a_file_leads_to_one(page):
    """No page links to a file that is not there."""
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (ROOT / link).exists()]


@pytest.mark.parametrize(("title", "noun"), [("A question", Question), ("A rule", Rule)])
def test_an_example_has_the_shape_of_what_it_shows(title, noun):
    """Whoever begins with an example of CONTRIBUTING begins with something that the program accepts."""
    example = re.search(rf"^### {title}\n.*?^```yaml\n(.*?)^```$", CONTRIBUTING, flags=re.MULTILINE | re.DOTALL)
    (item,) = yaml.safe_load(example[1])
    assert noun.model_validate(item).id in example[1]
