"""A directory becomes a rule book, or every problem with its place; what is wrong is said in words for everybody."""

from __future__ import annotations

import copy
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from alsscreen import model, rulebook, strictyaml
from alsscreen.model import AllOf, Atom, CasesFile, Noun, Problem, ProblemsError
from alsscreen.references import CHECKS, Files
from alsscreen.rulebook import FILES, directory, load, load_with_files, parse
from test_bad_rules import BAD, SMALL_BOOK, planted

SHAPES: dict[str, type[Noun]] = {name: getattr(model, noun) for name, noun in FILES.items()} | {"cases.yaml": CasesFile}
JUNK: tuple[Any, ...] = ("", [], {}, "x" * 3000, "-1", "0", ["a"], [[]], {"a": "b"}, "\u00e9 \u20ac", "01", "TRUE")
LEAKS = re.compile(
    r"should be|should have|valid|pydantic|tuple|dictionary|instance|NoneType|\bstr\b|\bint\b|\bbool\b|cannot be used"
)
"""Words of the library that checks the shapes, and of our own last resort."""


def problems_of(root: Path) -> tuple[Problem, ...]:
    """Give what is wrong with a directory."""
    with pytest.raises(ProblemsError) as raised:
        load(root)
    return raised.value.problems


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A copy of the small book."""
    return Path(shutil.copytree(SMALL_BOOK, tmp_path / "book"))


def test_the_shipped_book_is_read() -> None:
    """What is shipped has nothing wrong, and each list keeps the order of its file."""
    shipped = load(directory())
    assert next(iter(shipped.flows)) == "full"
    assert next(iter(shipped.rules)) == "sudden-sign"
    assert shipped.approval.state == "unreviewed"


def test_a_book_holds_what_its_files_say() -> None:
    """A small book, as values."""
    small = load(SMALL_BOOK)
    assert (small.id, small.version) == ("small-book", "1.0.0")
    assert list(small.questions) == ["danger", "hands", "since", "speech", "smoking", "note"]
    hands, since = Atom(question="hands", holds=("any-tick",)), Atom(question="since", holds=("days",))
    assert small.rules["hands-fast"].when == AllOf(all=(hands, since))
    assert small.rules["hands-lost"].when.all[1].or_unknown is True
    assert small.rules["hands-old"].when.all[0].at_least == 2


def test_the_digest_is_over_every_file_but_the_approvals(book: Path) -> None:
    """A changed byte, a renamed and an added file make another book; an approval does not."""
    digests = [load(book).sha256]
    (book / "approvals").mkdir()
    (book / "approvals" / "somebody.yaml").write_text("name: Somebody\n")
    assert load(book).sha256 == digests[0]
    for change in (
        lambda: (book / "rules.yaml").write_bytes((book / "rules.yaml").read_bytes() + b"# x\n"),
        lambda: (book / "cases.yaml").rename(book / "people.yaml"),
        lambda: (book / "more.yaml").write_text("a: b\n"),
    ):
        change()
        digests.append(load(book).sha256)
    assert len(set(digests)) == 4


def test_the_bytes_that_are_hashed_are_the_bytes_that_are_parsed(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is read once; what changes on the disk meanwhile changes nothing."""
    before, content = load(book).sha256, rulebook.content
    read: list[Path] = []

    def content_that_changes(path: Path) -> bytes:
        read.append(path)
        found = content(path)
        path.write_bytes(b"format: 9\n")
        return found

    monkeypatch.setattr(rulebook, "content", content_that_changes)
    assert load(book).sha256 == before
    assert len(read) == len(set(read)) == 8


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("missing", "there is no such directory"),
        ("empty", "there is no rule book in this directory"),
        ("file", "there is no such directory"),
    ],
)
def test_a_directory_that_is_no_book_is_one_problem(name: str, what: str, tmp_path: Path) -> None:
    """Whoever names the wrong directory is told so once, and not once for each file."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("rules\n")
    (problem,) = problems_of(tmp_path / name)
    assert (problem.file, problem.line, problem.code) == (str(tmp_path / name), 0, "no-rules")
    assert problem.what == what


def test_problems_come_in_the_order_of_files_and_lines(book: Path) -> None:
    """One reads them from top to bottom, file by file."""
    for path in book.rglob("*.yaml"):
        text = path.read_text()
        path.write_text(text.replace("[hands]", "[hand]").replace("holds: [", "holds: [what, "))
    problems = problems_of(book)
    assert len(problems) > 10
    assert problems == tuple(sorted(problems))


def test_every_check_speaks(tmp_path: Path) -> None:
    """For each check of references there is a bad book that it finds something in."""
    silent = {called(check) for check in CHECKS}
    for path in BAD:
        wanted = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)
        if "gives" in wanted and not re.search("wrong-value|not-yaml|-key|no-file", wanted["gives"]):
            files = files_of(planted(tmp_path / path.stem, wanted["edits"]))
            silent -= {called(check) for check in CHECKS if files is not None and any(check(files))}
    assert not silent


def called(check: Any) -> str:
    """Give the name of a check, without the list or link that it was made for."""
    return str(getattr(check, "func", check).__name__)


def files_of(root: Path) -> Files | None:
    """Parse a book whatever its names lead to, or give None where it cannot be parsed."""
    files = Files(root, {}, {})
    try:
        for name in FILES:
            files.documents[name], files.nouns[name] = parse(rulebook.content(root / name), name, SHAPES[name])
    except ProblemsError:
        return None
    return files


def test_files_come_with_the_book() -> None:
    """A check can name the place of anything in the book."""
    _, files = load_with_files(SMALL_BOOK)
    problem = files.problem("rules.yaml", ("rules", 5, "when", "holds", 0), "code", "what", "remedy")
    assert (problem.line, problem.column) == (90, 38)


# ---- no mistake of shape is said in the words of a library ---------------------------------------------------------


def nodes(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Give the path of everything in a file."""
    yield path
    for step, inner in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from nodes(inner, (*path, step))


def changed(data: Any, path: tuple[str | int, ...], to: Any) -> Any:
    """Give a copy of a file with another thing at `path`."""
    if not path:
        return to
    data = copy.deepcopy(data)
    here = data
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = to
    return data


def shape_problems(name: str, data: Any) -> tuple[Problem, ...]:
    """Write a file and give what is wrong with its shape."""
    try:
        parse(yaml.dump(data, allow_unicode=True, sort_keys=False).encode(), name, SHAPES[name])
    except ProblemsError as error:
        return error.problems
    return ()


DATA = {name: strictyaml.read((SMALL_BOOK / name).read_bytes(), name).data for name in SHAPES}


@pytest.mark.parametrize("name", SHAPES)
def test_junk_anywhere_is_said_in_plain_words(name: str) -> None:
    """Whatever stands in the place of anything: each problem has a place, and no word of a programming language."""
    dice = random.Random(7)
    places = [*nodes(DATA[name])]
    for path, junk in dice.choices([(path, junk) for path in places for junk in JUNK], k=250):
        for problem in shape_problems(name, changed(DATA[name], path, junk)):
            assert problem.line >= 1
            assert not LEAKS.search(f"{problem.what}. {problem.remedy}"), (path, junk, str(problem))


@pytest.mark.parametrize("name", SHAPES)
def test_a_misspelt_key_is_one_problem_that_names_the_right_key(name: str) -> None:
    """Every key of a file, with a letter too many, is found at its own place and once."""
    for path in nodes(DATA[name]):
        key = path[-1] if path else 0
        if isinstance(key, str) and key not in ("all", "any") and not {"words", "answers"} & set(path[:-1]):
            parent = DATA[name]
            for step in path[:-1]:
                parent = parent[step]
            misspelt = {f"{key}s" if name == key else name: value for name, value in parent.items()}
            problems = shape_problems(name, changed(DATA[name], path[:-1], misspelt))
            said = [(problem.what, problem.remedy) for problem in problems]
            assert said == [(f"'{key}s' is not a key here", f"Did you mean '{key}'?")], path


def test_the_first_question_needs_a_part_of_the_book():
    """What the first question needs is read first; the whole comes after, the same and checked."""
    part, whole = rulebook.load_to_ask(rulebook.directory())
    assert part.rules == part.guidance == part.citations == part.evidence == part.units == {}
    assert whole() == rulebook.load(rulebook.directory())
    assert (part.questions, part.stops, part.sha256) == (whole().questions, whole().stops, whole().sha256)
