"""Answers as a file or a pipe gives them: taken as they are meant, or refused with where and what; never guessed."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alsscreen.answers import MAX_BYTES, Entry, check, read
from alsscreen.model import NOTE_LENGTH, ProblemsError
from people import BOOK as SHIPPED
from small import BOOK
from strategies import answers_to


def problems_of(content, book=BOOK, first_line=1):
    """The problems as (line, column, code, what), and that each says what to do."""
    with pytest.raises(ProblemsError) as caught:
        read(content if isinstance(content, bytes) else content.encode(), "answers", book, first_line)
    assert all(problem.remedy and problem.file == "answers" for problem in caught.value.problems)
    return [(each.line, each.column, each.code, each.what) for each in caught.value.problems]


def outcome(content):
    """The answers and the problems: one of the two is empty, unless there was nothing to answer."""
    try:
        return read(content, "answers", BOOK), ()
    except ProblemsError as error:
        return {}, error.problems


@pytest.mark.parametrize(
    ("content", "answers"),
    [
        ("{}", {}),
        ("  {\n}\n", {}),
        ('{"who": "self"}', {"who": ("self",)}),
        ('{"who": ["self"]}', {"who": ("self",)}),
        ('{"arms": "grip"}', {"arms": ("grip",)}),
        ('{"arms": ["grip", "buttons"]}', {"arms": ("buttons", "grip")}),
        ('{"arms": ["not-sure", "grip"]}', {"arms": ("grip", "not-sure")}),
        ('{"arms": "not-sure", "who": "declined"}', {"arms": ("not-sure",), "who": ("declined",)}),
        ('{"sudden": ["not-seen", "face"]}', {"sudden": ("face", "not-seen")}),
        ('{"note": "  two\\n lines\\t "}', {"note": ("two lines",)}),
        ('{"note": "na\u00efve \u2713 \u0928\u092e\u0938\u094d\u200d\u0924\u0947"}',
         {"note": ("na\u00efve \u2713 \u0928\u092e\u0938\u094d\u200d\u0924\u0947",)}),
        ('\ufeff{"who": "self"}', {"who": ("self",)}),
        ('{"\\u0077ho": "se\\u006cf"}', {"who": ("self",)}),
    ],
)  # fmt: skip
def test_what_is_meant_is_taken(content, answers):
    """One code or a list, in any order; codes come out in the question's own order, a text cleaned."""
    assert read(content.encode(), "answers", BOOK) == answers


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        ('{"arm": "grip"}', [(1, 2, "unknown-question", "'arm': no such question")]),
        ('{"arms": "gripp"}', [(1, 2, "unknown-option", "'arms': no option 'gripp'")]),
        ('{"arms": "Grip"}', [(1, 2, "unknown-option", "'arms': no option 'Grip'")]),
        ('{"arms": " grip"}', [(1, 2, "unknown-option", "'arms': no option ' grip'")]),
        ('{"arms": ""}', [(1, 2, "unknown-option", "'arms': no option ''")]),
        ('{"arms": "any-tick"}', [(1, 2, "unknown-option", "'arms': no option 'any-tick'")]),
        ('{"who": ["self", "away"]}', [(1, 2, "several-options", "'who': several options where one is asked")]),
        ('{"who": ["self", "not-sure"]}', [(1, 2, "several-options", "'who': several options where one is asked")]),
        ('{"arms": ["none", "grip"]}', [(1, 2, "contradiction", "'arms': 'none' stands beside other options")]),
        ('{"arms": ["none", "not-sure"]}', [(1, 2, "contradiction", "'arms': 'none' stands beside other options")]),
        ('{"arms": ["declined", "grip"]}', [(1, 2, "contradiction", "'arms': 'declined' stands beside other options")]),
        ('{"arms": ["grip", "grip"]}', [(1, 2, "option-twice", "'arms': an option stands twice")]),
        ('{"arms": []}', [(1, 2, "no-option", "'arms': an empty list is no answer")]),
        ('{"arms": null}', [(1, 2, "not-text", "'arms': null is no answer")]),
        ('{"arms": 1}', [(1, 2, "not-text", "'arms': a number is no answer")]),
        ('{"arms": 1.5e3}', [(1, 2, "not-text", "'arms': a number is no answer")]),
        ('{"arms": NaN}', [(1, 2, "not-text", "'arms': a number is no answer")]),
        ('{"arms": true}', [(1, 2, "not-text", "'arms': a truth value is no answer")]),
        ('{"arms": {"grip": true}}', [(1, 2, "not-text", "'arms': an object is no answer")]),
        ('{"arms": ["grip", null]}',
         [(1, 2, "not-text", "'arms': a list with something else than text is no answer")]),
        ('{"arms": [["grip"]]}', [(1, 2, "not-text", "'arms': a list with something else than text is no answer")]),
        ('{"note": ["a", "b"]}', [(1, 2, "not-text", "'note': a list is no text")]),
        ('{"note": " "}', [(1, 2, "no-text", "'note': an empty text is no answer")]),
        ('{"note": "\\u0000"}', [(1, 2, "hidden-character", "'note': hidden characters U+0000")]),
        ('{"note": "a\\u001b[2Jb"}', [(1, 2, "hidden-character", "'note': hidden characters U+001B")]),
        ('{"note": "a\\u202eb"}', [(1, 2, "hidden-character", "'note': hidden characters U+202E")]),
        ('{"note": "a\\ud800b"}', [(1, 2, "hidden-character", "'note': hidden characters U+D800")]),
        ('{"arms": "gr\\u0000ip"}', [(1, 2, "unknown-option", "'arms': no option 'gr<U+0000>ip'")]),
        ('{"arms\\u001b": "grip"}', [(1, 2, "unknown-question", "'arms<U+001B>': no such question")]),
        ('{"arms": "grip", "arms": "none"}', [(1, 18, "duplicate-question", "'arms': answered twice")]),
        ('{"arms": "grip", "\\u0061rms": "grip"}', [(1, 18, "duplicate-question", "'arms': answered twice")]),
        ('{\n  "arm": 1,\n  "who": ["x"],\n  "note": {}\n}',
         [(2, 3, "unknown-question", "'arm': no such question"),
          (3, 3, "unknown-option", "'who': no option 'x'"),
          (4, 3, "not-text", "'note': an object is no answer")]),
        ('{\n"arm": 1}', [(2, 1, "unknown-question", "'arm': no such question")]),
        ('{"arms": "a\0b"}', [(1, 12, "not-json", "invalid control character at")]),
        ("", [(1, 1, "empty", "there is nothing here")]),
        (" \n\n ", [(1, 1, "empty", "there is nothing here")]),
        ("\ufeff", [(1, 1, "empty", "there is nothing here")]),
        ("[]", [(1, 1, "not-an-object", "this is no JSON object")]),
        ('\n "arms"', [(2, 2, "not-an-object", "this is no JSON object")]),
        ("null", [(1, 1, "not-an-object", "this is no JSON object")]),
        ("\u00a0{}", [(1, 1, "not-an-object", "this is no JSON object")]),
        ("{", [(1, 2, "not-json", "expecting property name enclosed in double quotes")]),
        ('{"arms"}', [(1, 8, "not-json", "expecting ':' delimiter")]),
        ('{"arms": "grip"', [(1, 16, "not-json", "expecting ',' delimiter")]),
        ("{'arms': 'grip'}", [(1, 2, "not-json", "expecting property name enclosed in double quotes")]),
        ('{"arms": "grip"} {}', [(1, 18, "not-json", "extra data")]),
        (b'{"note": "\xff"}', [(1, 11, "not-utf-8", "byte 0xff is not UTF-8")]),
        (b'{\n"note": "\xc3', [(2, 10, "not-utf-8", "byte 0xc3 is not UTF-8")]),
        ("{}".encode("utf-16"), [(1, 1, "not-utf-8", "byte 0xff is not UTF-8")]),
        (b"\0" * 9, [(1, 1, "not-an-object", "this is no JSON object")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(content, problems):
    """Every mistake is a problem with line, column, what and remedy; all of them at once, and nothing is guessed."""
    assert problems_of(content) == problems


@pytest.mark.parametrize(
    ("content", "nearest"),
    [
        ('{"arm": "grip"}', "Did you mean 'arms'?"),
        ('{"suden": "none"}', "Did you mean 'sudden'?"),
        ('{"arms": "button"}', "Did you mean 'buttons'?"),
        ('{"arms": "notsure"}', "Did you mean 'not-sure'?"),
        ('{"arms": "no"}', "Did you mean 'none'?"),
        ('{"xyzzy": "grip"}', "See `alsscreen questions`"),
    ],
)
def test_a_misspelt_name_is_told_the_nearest(content, nearest):
    """The remedy names the nearest id, or where to find them all."""
    with pytest.raises(ProblemsError) as caught:
        read(content.encode(), "answers", BOOK)
    assert caught.value.problems[0].remedy == nearest


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{" + b" " * 10_000_000 + b"}", "too-large"),
        (b'{"arms": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "not-json"),
        (b'{"arms":' * 50_000 + b"1" + b"}" * 50_000, "not-json"),
        (b'{"arms": ' + b"9" * 100_000 + b"}", "not-json"),
        (b'{"note": "' + b"a" * 900_000 + b'"}', "too-long"),
        (b'{"' + b"a" * 900_000 + b'": "x"}', "unknown-question"),
        (b'{"arms": "' + b"a" * 900_000 + b'"}', "unknown-option"),
    ],
    ids=["10 MB", "deep list", "deep object", "long number", "long text", "long id", "long code"],
)
def test_what_is_monstrous_is_refused_soon_and_shortly(content, code):
    """Size and depth end in one short problem, not in a wait, a flood or a crash."""
    started = time.monotonic()
    found = problems_of(content)
    assert [each[2] for each in found] == [code]
    assert len(found[0][3]) < 200
    assert time.monotonic() - started < 30


@pytest.mark.parametrize("depth", range(900, 1000, 7))
def test_every_depth_is_refused(depth):
    """There is no depth that one step accepts and the next cannot bear."""
    code = problems_of(b'{"arms": ' + b"[" * depth + b"]" * depth + b"}")[0][2]
    assert code in ("not-json", "not-text")


def test_lines_are_counted_from_where_the_record_stands():
    """Of a record in the seventh line of a file the problem is in line seven."""
    assert problems_of('{"arm": "grip"}', first_line=7)[0][:2] == (7, 2)


@pytest.mark.parametrize(("length", "fits"), [(NOTE_LENGTH, True), (NOTE_LENGTH + 1, False)])
def test_a_note_has_its_length(length, fits):
    """Two hundred characters are taken, one more is not; nothing is cut off in silence."""
    content = json.dumps({"note": "é" * length})
    if fits:
        assert read(content.encode(), "answers", BOOK) == {"note": ("é" * length,)}
    else:
        assert [each[2] for each in problems_of(content)] == ["too-long"]


def test_a_file_of_just_the_size_is_read():
    """The limit is the limit."""
    assert read(b"{" + b" " * (MAX_BYTES - 2) + b"}", "answers", BOOK) == {}


def test_space_between_the_parts_changes_nothing():
    """Answers that another program wrote without any space, or with much of it, are the same answers."""
    given = {"arms": ["grip", "buttons"], "since": "weeks", "note": "a, b"}
    spaced, tight = json.dumps(given, indent=4), json.dumps(given, separators=(",", ":"))
    wide = tight.replace('":', '"\t :\n ').replace(',"', ' \r\n,  "')
    assert read(tight.encode(), "a", BOOK) == read(spaced.encode(), "a", BOOK) == read(wide.encode(), "a", BOOK)
    assert list(read(tight.encode(), "a", BOOK)) == list(given)


def test_a_file_that_is_too_large_is_refused_at_its_beginning():
    """The place of a refusal that is about the whole is the first character."""
    with pytest.raises(ProblemsError) as raised:
        read(b" " * (MAX_BYTES + 1), "answers", BOOK, first_line=3)
    (problem,) = raised.value.problems
    assert (problem.line, problem.column, problem.code) == (3, 1, "too-large")


def test_a_value_that_json_has_not_is_refused():
    """Whoever calls it with something of their own is told that it is no answer."""
    with pytest.raises(ProblemsError) as caught:
        check((Entry("arms", b"grip"),), "here", BOOK)
    assert [problem.what for problem in caught.value.problems] == ["'arms': this is no answer"]


def test_values_are_checked_like_bytes():
    """Another front end gives values, and gets the same answers or problems, without a place."""
    assert check((Entry("who", "self"),), "form", BOOK) == {"who": ("self",)}
    with pytest.raises(ProblemsError) as caught:
        check((Entry("who", "me"),), "form", BOOK)
    assert str(caught.value).startswith("form: 'who': no option 'me'")


@settings(max_examples=200)
@given(answers_to(SHIPPED))
def test_what_was_written_is_read_back(answers):
    """Any answers to the shipped book, written as JSON, are read as they were."""
    given_codes = {name: codes[0] if SHIPPED.questions[name].kind == "text" else list(codes)
                   for name, codes in answers.items()}  # fmt: skip
    assert read(json.dumps(given_codes).encode(), "answers", SHIPPED) == answers


@settings(max_examples=300)
@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_give_answers_or_problems(content):
    """Nothing that can be sent ends in anything else."""
    answers, problems = outcome(content)
    assert problems or isinstance(answers, dict)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from(list(BOOK.questions)) | st.text(max_size=8), _VALUES, max_size=4))
def test_any_json_gives_answers_or_problems(data):
    """Whatever value stands for an answer is one, or is named."""
    answers, problems = outcome(json.dumps(data).encode())
    assert {problem.line for problem in problems} <= {1}
    assert problems or set(answers) == set(data)
