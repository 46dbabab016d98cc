"""YAML is read as text with places, or refused with places; random bytes and mutations never crash the reader."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from alsscreen.clean import hidden
from alsscreen.model import ProblemsError
from alsscreen.strictyaml import MAX_BYTES, MAX_DEPTH, Document, read
from alsscreen.strictyaml.build import LOADER

SMALL_BOOK = Path(__file__).parent / "small_book"
FILES = sorted(SMALL_BOOK.rglob("*.yaml"))


def attempt(content: bytes) -> Document | ProblemsError:
    """Read, or give what is wrong; anything else that is raised is a crash."""
    try:
        return read(content, "book.yaml")
    except ProblemsError as error:
        return error


def codes(text: str) -> list[str]:
    """Give the codes of all that is wrong with a text."""
    given = attempt(text.encode())
    return [problem.code for problem in given.problems] if isinstance(given, ProblemsError) else []


@pytest.mark.parametrize(
    "value",
    ["no", "NO", "yes", "on", "true", "null", "~", "010", "0x1f", "1_000", "1.10", "1e3", "12:30:45", "2024-05-31"],
)
def test_plain_text_stays_text(value: str) -> None:
    """No word, number, time or date is guessed to be anything but the text that stands there."""
    assert read(f"key: {value}".encode(), "f").data == {"key": value}


def test_text_keeps_what_its_style_says() -> None:
    """Quotes, folded and literal texts are read as YAML reads them."""
    text = "a: 'it''s'\nb: \"one\\ntwo \\u00e9\"\nc: >-\n  one\n  two\nd: |\n  one\n  two\ne:\nf: [x, {y: z}]\n"
    data = {"a": "it's", "b": "one\ntwo é", "c": "one two", "d": "one\ntwo\n", "e": "", "f": ["x", {"y": "z"}]}
    assert read(text.encode(), "f").data == data


def test_windows_line_ends_are_line_ends() -> None:
    """A file that was saved on Windows reads the same, with the same places."""
    document = read(b"a: 1\r\nb:\r\n  - c: |\r\n      x\r\n      y\r\n", "f")
    assert document.data == {"a": "1", "b": [{"c": "x\ny\n"}]}
    assert document.place(("b", 0, "c")) == (3, 5)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (2, 1)),
        (("a",), (2, 1)),
        (("b",), (3, 1)),
        (("b", 0), (4, 5)),
        (("b", 0, "c"), (4, 5)),
        (("b", 0, "d"), (5, 5)),
        (("b", 1, 2), (6, 12)),
        (("b", 2, "e", "f"), (7, 10)),
        (("b", 0, "missing"), (4, 5)),
        (("b", 9), (3, 1)),
        (("tag", "b", "atom", 1), (6, 5)),
        ((0, "a", "deep"), (2, 1)),
    ],
)
def test_every_node_has_its_place(path: tuple[str | int, ...], place: tuple[int, int]) -> None:
    """A value stands at its key, an entry at its beginning, what is missing at what should hold it."""
    text = "# remark\na: x\nb:\n  - c: x\n    d: x\n  - [x, y, z]\n  - {e: {f: x}}\n"
    assert read(text.encode(), "f").place(path) == place


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: 1\nb: 2\na: 3", "duplicate-key"),
        ("a: {b: 1, 'b': 2}", "duplicate-key"),
        ("a: &x 1", "anchor"),
        ("a: *x", "alias"),
        ("*x : 1", "alias"),
        ("<<: {a: 1}", "merge"),
        ("a: !!str 1", "tag"),
        ("! a: 1", "tag"),
        ("a: b\u200bc", "hidden-character"),
        ('a: "\\e[0m"', "hidden-character"),
        ('a: "\\0"', "hidden-character"),
        ('a: "\\t"', "hidden-character"),
        ('a: "x\\ry"', "hidden-character"),
        ('"\\u202ea": 1', "hidden-character"),
        ("a:\t1", "tab"),
        ("\ufeffa: 1", "byte-order-mark"),
        ("? [a]\n: b", "key"),
        ("{{a: b}: c}", "key"),
        ("a: [1, 2", "not-yaml"),
        ("a: 'b", "not-yaml"),
        ("a: b\n---\nc: d", "second-document"),
        ("---\n---\na: b", "second-document"),
        ("", "empty"),
        ("# remark", "empty"),
        ("---\n...", "empty"),
        ('""', "empty"),
    ],
)
def test_what_is_not_plain_data_is_refused(text: str, code: str) -> None:
    """Each refusal has its own code, and one mistake gives one."""
    assert codes(text) == [code]


def test_a_merge_in_quotes_is_a_key_like_any_other() -> None:
    """Only the plain << means something else than itself."""
    assert read(b"'<<': a", "f").data == {"<<": "a"}


def test_the_limits_are_where_they_are_said_to_be() -> None:
    """24 levels and a megabyte are read; one more is not."""
    assert codes("[" * MAX_DEPTH + "]" * MAX_DEPTH) == []
    assert codes("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)) == ["too-deep"]
    assert codes("a: b #".ljust(MAX_BYTES)) == []
    assert codes("a: b #".ljust(MAX_BYTES + 1)) == ["too-large"]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "a:\n", '["', "&a [", "!!a ["])
def test_great_depth_ends_the_reading_early(opening: str) -> None:
    """A hundred thousand opened brackets are refused as any other mistake is."""
    assert codes(opening * 100_000)


def test_all_is_named_and_not_the_first_only() -> None:
    """Several refusals of a file come together, each at its place."""
    text = "a: &x 1\nb: !t 2\na: 3\n<<: {}\nc: *x\n"
    with pytest.raises(ProblemsError) as raised:
        read(text.encode(), "f")
    places = [(problem.line, problem.column, problem.code) for problem in raised.value.problems]
    assert places == [(1, 4, "anchor"), (2, 4, "tag"), (3, 1, "duplicate-key"), (4, 1, "merge"), (5, 4, "alias")]


# ---- what no person would write ------------------------------------------------------------------------------------


def mutated(content: bytes, dice: random.Random) -> bytes:
    """Flip, drop, double or insert some bytes, most of them those that YAML gives a meaning."""
    changed = bytearray(content)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(changed))
        piece = dice.choice([bytes([dice.choice(b"[]{}:-,&*!|>'\"%@`#? \n\t\\<")]), dice.randbytes(1), b"\xe2\x80\xae"])
        match dice.randrange(4):
            case 0:
                changed[at : at + 1] = piece
            case 1:
                del changed[at : at + dice.randint(1, 9)]
            case 2:
                changed[at:at] = piece
            case _:
                changed[at:at] = changed[at : at + dice.randint(1, 40)]
    return bytes(changed)


def test_mutations_of_a_good_file_never_crash() -> None:
    """Each of 2,000 mutations is read, or refused with places within the file."""
    dice = random.Random(20_240_531)
    contents = [path.read_bytes() for path in FILES]
    read_at_all = 0
    for turn in range(2_000):
        content = mutated(contents[turn % len(contents)], dice)
        given = attempt(content)
        if isinstance(given, ProblemsError):
            lines = content.count(b"\n") + 1
            assert given.problems
            assert all(1 <= problem.line <= lines and problem.column >= 1 for problem in given.problems), content
        else:
            read_at_all += 1
    assert 200 < read_at_all < 1_800


@given(
    st.binary(max_size=200) | st.text(alphabet="[]{}:-,&*!|>'\"%@`#? \nab<\\\u200b\u0301", max_size=60).map(str.encode)
)
def test_random_bytes_never_crash(content: bytes) -> None:
    """Whatever the bytes are: a document, or problems that all have a place."""
    given = attempt(content)
    if isinstance(given, ProblemsError):
        assert all(problem.line >= 1 and problem.column >= 1 for problem in given.problems)


@given(st.text(alphabet="[]{}:-,'\"#? \nab|>", max_size=40))
def test_what_is_read_is_what_yaml_reads(text: str) -> None:
    """A text that is not refused has the data that PyYAML's own base loader finds in it."""
    given = attempt(text.encode())
    if isinstance(given, Document):
        assert given.data == yaml.load(text, Loader=yaml.CBaseLoader)


def test_what_is_not_hidden_can_be_parsed() -> None:
    """The parser takes each character that is let through to it: its one complaint that has no place never comes."""
    every = "".join(map(chr, range(0x110000)))
    refused = set(hidden(every))
    kept = "".join(sign for index, sign in enumerate(every) if index not in refused and sign not in "'\r\n")
    for loader in (yaml.SafeLoader, LOADER):
        events = yaml.parse(f"'{kept}'", Loader=loader)
        assert [event.value for event in events if isinstance(event, yaml.ScalarEvent)] == [kept]
    assert len(kept) > 140_000


WORDS = st.text(alphabet="abz09-_.: '\"#é", min_size=1, max_size=8)
TREES: Any = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=12
).filter(lambda tree: not isinstance(tree, str))


@settings(max_examples=50)
@given(TREES, st.booleans())
def test_what_was_written_is_read(tree: Any, flow: bool) -> None:
    """Plain data written as YAML is read again, and each key is found at its place."""
    text = yaml.dump(tree, default_flow_style=flow, allow_unicode=True, default_style=None)
    document = read(text.encode(), "f")
    assert document.data == tree
    rows = text.split("\n")
    for path in paths(tree):
        line, column = document.place(path)
        there = rows[line - 1][column - 1 :]
        if isinstance(path[-1], str):
            assert there.startswith((path[-1], "'", '"', "? ")), (path, there)


def paths(tree: Any, before: tuple[str | int, ...] = ()) -> Any:
    """Give the path of everything in a tree."""
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, inner in inside:
        yield (*before, step)
        yield from paths(inner, (*before, step))
