"""The house itself: what every file keeps to, besides what `make lint` looks after."""

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
MODULES = sorted(path for folder in ("src", "tests", "bench") for path in (ROOT / folder).rglob("*.py"))

LINES = 250
"""A file that is longer hurts to read; it is redesigned, not commented."""

MACHINE_PATH = re.compile(r"(?<![\w.])(?:/(?:work|root|home/[\w.-]+|Users/[\w.-]+)|[A-Z]:\\Users\\[\w.-]+)[/\\][\w.-]")
REGISTRY = re.compile(r"https?://(?:[\w.-]*\.)?(?:pypi|pythonhosted|npmjs|debian)\.(?:org|com)\b")
FORBIDDEN_CALLS = {"eval", "exec", "__import__"}
FORBIDDEN_MODULES = {"dill", "marshal", "pickle", "shelve"}
YAML_LOADERS = {"load", "load_all", "full_load", "safe_load", "unsafe_load"}


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path):
    """The outermost name of each absolute import, wherever in the file it stands."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.partition(".")[0]


def executed(path):
    """What turns text into code or objects: as line number and name."""
    for node in ast.walk(tree(path)):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in FORBIDDEN_CALLS:
                yield node.lineno, name
            case ast.Attribute(value=ast.Name(id="yaml"), attr=name) if name in YAML_LOADERS:
                yield node.lineno, f"yaml.{name}"
            case ast.ImportFrom(module="yaml", names=names) if YAML_LOADERS & {alias.name for alias in names}:
                yield node.lineno, "yaml's loader"


def committed():
    """Every text file that git keeps."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("this is no git checkout")
    names = (
        subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    )
    for name in filter(None, names):
        try:
            yield name, (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_in_one_sentence_what_it_is(path):
    """The first line of every file is one sentence, so that a folder reads like a list of contents."""
    docstring = ast.get_docstring(tree(path)) or ""
    first = docstring.partition("\n")[0]
    assert re.fullmatch(r"(?!.*[.!?] [A-Z]).+[.!?]", first), first or "no docstring"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_file_is_short_enough_to_read(path):
    """No file of the program is the famous monster."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES


def test_one_file_knows_questionary():
    """The library that draws the questions can be exchanged in one place."""
    assert {path.name for path in SOURCES if "questionary" in imported(path)} <= {"terminal.py"}


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_nothing_is_executed_that_was_read(path):
    """Neither rules nor answers become code: no eval, no exec, no pickle, no yaml.load."""
    assert not list(executed(path))
    assert not FORBIDDEN_MODULES & set(imported(path))


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY], ids=["a path of one machine", "a registry's host"])
def test_no_file_names_the_machine_it_was_written_on(pattern):
    """What is in the repository means the same everywhere."""
    assert not [f"{name}: {hit[0]}" for name, text in committed() if (hit := pattern.search(text))]
