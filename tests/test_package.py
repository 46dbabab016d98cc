"""What a stranger installs: the sdist, the wheel built from it, and the program in a folder without a checkout."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from alsscreen import __version__

ROOT = Path(__file__).parents[1]
SHIPPED = {
    ROOT / "src/alsscreen": "alsscreen",
    ROOT / "rules": "alsscreen/rules",
}
"""Folder of the checkout: where the wheel holds it."""

# One build, used by each test here: pytest-xdist must not spread them.
pytestmark = pytest.mark.xdist_group("package")


@pytest.fixture(scope="module")
def dist(tmp_path_factory):
    """Without --sdist and --wheel, `build` makes the sdist, and the wheel from what it unpacks of that."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(dist):
    with zipfile.ZipFile(next(dist.glob("*.whl"))) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.fixture(scope="module")
def alsscreen(dist, tmp_path_factory):
    """The program, run in an empty folder from a fresh environment, as a function of its arguments."""
    home, empty = tmp_path_factory.mktemp("venv"), tmp_path_factory.mktemp("empty")
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    places = {"base": str(home), "platbase": str(home)}
    scripts, packages = (Path(sysconfig.get_path(name, "venv", places)) for name in ("scripts", "purelib"))
    # The dependencies are those of this environment: no download. A folder named in a .pth file is searched last, and
    # the .pth files in it, through which a checkout comes in, are not read.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = (sys.executable, "-m", "pip", "--python", scripts / "python", "--no-cache-dir")
    run(*pip, "install", "--no-deps", "--no-index", next(dist.glob("*.whl")), cwd=empty)

    def program(*arguments):
        return run(scripts / "alsscreen", *arguments, cwd=empty)

    found = run(scripts / "python", "-c", "import alsscreen; print(alsscreen.__file__)", cwd=empty).strip()
    assert Path(found).resolve().is_relative_to(packages.resolve()), "a checkout got in"
    return program


def run(*command, cwd):
    """Standard output of a command that must succeed, away from this checkout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ALSSCREEN_"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment | {"PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def below(folder):
    """Each file by its path from there, but for what .gitignore leaves out: byte code, and what an editor leaves."""
    paths = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    ignored = re.compile(r"(^|/)(\.|__pycache__/)|~$")
    return {name: path.read_bytes() for short, path in paths.items() if not ignored.search(name := short.as_posix())}


def test_the_wheel_holds_each_file_byte_for_byte(wheel):
    """Whoever installs the wheel has the very rules and program of the checkout, and nothing besides."""
    expected = {
        f"{place}/{name}": content for folder, place in SHIPPED.items() for name, content in below(folder).items()
    }
    shipped = {
        name: content for name, content in wheel.items() if not name.startswith(f"alsscreen-{__version__}.dist-info/")
    }
    assert sorted(shipped) == sorted(expected)
    assert not [name for name, content in expected.items() if shipped[name] != content]


def test_the_wheel_holds_the_rule_book(wheel):
    """The files without which no question can be asked are there."""
    needed = {"questions", "rules", "screens", "regions", "citations", "sources/advancells-als", "sources/evidence"}
    assert {f"alsscreen/rules/{name}.yaml" for name in needed} <= set(wheel)


def test_the_wheel_holds_the_licence(wheel):
    """The licence travels with the program."""
    name = f"alsscreen-{__version__}.dist-info/licenses/LICENSE"
    assert wheel[name] == (ROOT / "LICENSE").read_bytes()


def test_the_sdist_holds_what_the_tests_and_make_need(dist):
    """Somebody who has the sdist alone can read, build and test it."""
    with tarfile.open(next(dist.glob("*.tar.gz"))) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    needed = {"LICENSE", "README.md", "CHANGELOG.md", "Makefile", "constraints.txt", "pyproject.toml"}
    assert needed | {"rules/questions.yaml", "tests/test_package.py", "src/alsscreen/py.typed"} <= names


def test_the_installed_program_knows_its_version(alsscreen):
    """`alsscreen --version` runs with no checkout."""
    assert __version__ in alsscreen("--version")


def test_the_installed_program_finds_its_rules(alsscreen):
    """`alsscreen questions --json` runs with no checkout, and begins with the safety check."""
    questions = json.loads(alsscreen("questions", "--json"))
    assert questions[0]["section"] == "safety"
    assert all({"id", "text", "help", "section", "kind", "options", "asked_when"} <= set(each) for each in questions)
