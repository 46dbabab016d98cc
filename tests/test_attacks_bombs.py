"""Input that would take all memory, all time or all of the stack: each bomb was tried, and is refused soon."""

from __future__ import annotations

import json
import os
import time

import pytest

from alsscreen import answers, rulebook
from alsscreen.fhir.cli import _content
from alsscreen.fhir.reading import read as read_fhir
from alsscreen.fhir.work import Work
from alsscreen.kiosk import paint
from alsscreen.model import ProblemsError, QuestionsFile
from people import BOOK, ROOT
from reviewing import copy, run

posix = pytest.mark.skipif(os.name != "posix", reason="what a POSIX system does")
SOON = 5.0
"""Seconds of this process; before it was mended the fastest of these bombs took three times as long."""


def refused(read, content):
    """Give the problems, which have to be there soon."""
    begun = time.process_time()
    with pytest.raises(ProblemsError) as caught:
        read(content)
    assert time.process_time() - begun < SOON
    return caught.value.problems


def keys(count, form):
    return "{" + ",\n".join(form.format(number) for number in range(count)) + "}"


ANSWERS = {
    "a key for each line": keys(40_000, '"q{}": 1'),
    "one key over and over": keys(40_000, '"arms": ["none"]'),
    "a long list of options": json.dumps({"arms": [f"c{number}" for number in range(40_000)]}),
    "depth": '{"arms": ' + "[" * 450_000 + "]" * 450_000 + "}",
    "a number without end": '{"arms": ' + "9" * 900_000 + "}",
    "half a letter": '{"note": "\\ud83d"}',
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_bomb_in_answers_is_refused_soon(name):
    """Forty thousand keys took sixteen seconds; now each thing that is wrong is told in the time of reading it."""
    assert refused(lambda content: answers.read(content, "f", BOOK), ANSWERS[name].encode())


FHIR = {
    "a key twice behind many": '{"q79999": 1,' + keys(80_000, '"q{}":1')[1:],
    "depth": "[" * 500_000,
    "items without end": json.dumps({"resourceType": "QuestionnaireResponse", "item": [{"linkId": "x"}] * 40_000}),
    "items in items": '{"resourceType": "QuestionnaireResponse", "item": [' * 400 + "]}" * 400,
}


@pytest.mark.parametrize("name", FHIR)
def test_a_bomb_in_fhir_is_refused_soon(name):
    """A key that stood twice behind eighty thousand others took a minute and a half."""
    work = Work(str(ROOT))
    assert refused(lambda content: read_fhir(content, "f", work.book, work.codes), FHIR[name].encode())


@posix
def test_what_would_never_end_is_not_read(tmp_path):
    """A pipe and a device are no files of FHIR."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", "/dev/zero"):
        assert [problem.code for problem in refused(lambda path: _content(str(path)), path)] == ["not-a-file"]


PAINTED = {
    "depth": "words: " + "[" * 200_000,
    "depth in one line": "words:\n" + "- " * 200_000,
    "aliases": "words: &a [x]\nmore: [*a, *a]",
    "size": "words: " + "x" * 1_000_001,
}


@pytest.mark.parametrize("name", PAINTED)
def test_the_first_screen_is_painted_from_plain_data_alone(tmp_path, name):
    """It comes before the checks: deep rules ended the kiosk with a segmentation fault and without a word."""
    path = tmp_path / "screens.yaml"
    path.write_text(PAINTED[name])
    with pytest.raises(ValueError, match=r"screens\.yaml"):
        paint._read(path)


def test_a_thousand_mistakes_take_no_longer_than_their_number():
    """Each of 20,000 unknown keys was held against all the others: it took more than a minute."""
    content = (ROOT / "questions.yaml").read_bytes() + b"".join(b"zz%d: 1\n" % number for number in range(8000))
    begun = time.process_time()
    with pytest.raises(ProblemsError) as caught:
        rulebook.parse(content, "questions.yaml", QuestionsFile)
    assert len(caught.value.problems) == 8000
    assert time.process_time() - begun < 4


@posix
@pytest.mark.parametrize("kind", ["pipe", "loop", "device", "directory"])
def test_rules_lead_to_no_device_and_no_circle(tmp_path, kind):
    """A rule file that is something else is named, and nothing is waited for."""
    rules = copy(ROOT, tmp_path / "rules")
    path = rules / "topics.yaml"
    path.unlink()
    {
        "pipe": lambda: os.mkfifo(path), "loop": lambda: path.symlink_to(path),
        "device": lambda: path.symlink_to("/dev/zero"), "directory": path.mkdir,
    }[kind]()  # fmt: skip
    (rules / "around").symlink_to(rules)
    told = run("lint", rules, "--json")
    assert told.code == 1
    assert {code for name, _, code in told.found if name == "topics.yaml"} <= {"not-a-file", "unreadable"}
