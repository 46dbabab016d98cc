"""Sending to the clinic from a page: all of it is shown first, only a yes sends it, and a failure loses nothing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from alsscreen.intake.record import decode
from alsscreen.kiosk.config import ClinicTable, Config
from intake_room import IDENTITY, OPENER
from kiosk_web import Clock, Person, kiosk

NOTE = "quokka <b>"
CODE = re.compile(r"Your code: (\w{3}-\w{3})")


@pytest.fixture
def box(tmp_path: Path) -> Path:
    folder = tmp_path / "intakes"
    folder.mkdir()
    return folder


@pytest.fixture
def made(box):
    table = ClinicTable(
        directory=str(box), recipients=(str(IDENTITY.to_public()),), controller="The Clinic", reader="its nurses",
        days=30,
    )  # fmt: skip
    return kiosk(Clock(), config=Config(region="GB", clinic=table))


def at_result(made, *, family="none"):
    """Answer everything, and come to a result."""
    person = Person(made)
    person.begin()
    while (name := person.session.journey.shown.name) != "review":
        codes = [code for code, _ in person.page.inputs]
        wanted = [code for code in (family, "none", "25-39") if code in codes] or codes[-2:-1] or [NOTE]
        person.send("part_ask" if name == "part" else wanted[0])
    person.send("result")
    return person


def shown(person):
    """Ask to send, leave out what is private, and give the page with all that would be sent."""
    page = person.send("send")
    return person.send("leave-out") if "leave-out" in page.answers else page


def sent(person):
    """Agree, and wait until it is no longer on its way."""
    person.send("send_yes")
    while person.session.journey.waits:
        person.get()
    return person.get()


def test_all_that_is_sent_is_shown_before_the_question(made, box):
    """The answers, the page, who reads it, how long it is kept and what sending does not do; then the code."""
    person = at_result(made)
    assert "Nothing leaves this screen unless you say so" in Person(made).page.text
    what = shown(person).text
    assert NOTE in what
    assert "Self-report. Not a diagnosis" in what
    asked = person.send().text
    for said in ("The Clinic", "its nurses", "30 days", "Nobody watches this", "does not book a visit"):
        assert said in asked
    assert not list(box.iterdir())
    code = CODE.search(sent(person).text)[1]
    (file,) = box.iterdir()
    given = decode(OPENER(file.read_bytes()))
    assert given.answers["note"] == (NOTE,)
    person.send()
    assert "send" not in person.page.answers
    assert code in person.send("sent").text


@pytest.mark.parametrize("how", ["no", "back", "erase", "another", "idle"])
def test_nothing_but_a_yes_sends(made, box, how):
    """No, Back, Stop, a button that is not there, and going away."""
    person = at_result(made)
    shown(person)
    assert "send_yes" in person.send().answers
    if how == "idle":
        made.sessions.clock.now += 181
        person.send("send_yes")
    else:
        answers = {"no": ["send_no"], "another": ["print_yes"]}.get(how, [])
        person.send(*answers, act=how if how in ("back", "erase") else "")
    assert not list(box.iterdir())


@pytest.mark.parametrize(("row", "goes"), [("leave-out", False), ("print", True)])
def test_private_answers_go_only_where_the_person_says_so(made, box, row, goes):
    """Family and genes: without a yes they are neither shown as sent nor sent."""
    person = at_result(made, family="parent")
    person.send("send")
    assert "These answers are private" in person.page.text
    person.send(row)
    person.send()
    sent(person)
    (file,) = box.iterdir()
    assert decode(OPENER(file.read_bytes())).sensitive is goes


def test_a_failure_is_told_plainly_and_loses_nothing(made, box):
    """The answers are still there, and staff are told why."""
    shutil.rmtree(box)
    person = at_result(made)
    before = dict(person.session.journey.visit.answers)
    shown(person)
    person.send()
    assert made.words["send_failed"].split(".")[0] in sent(person).text
    person.send()
    assert "send" in person.page.answers
    assert person.session.journey.visit.answers == before
    assert any(str(box) in warning for warning in made.sessions.shop.warnings)


def test_a_yes_that_comes_twice_sends_once(made, box):
    """A double tap, and the same form again from an older tab."""
    person = at_result(made)
    shown(person)
    step = person.send().step
    sent(person)
    for _ in range(3):
        person.send("send_yes", step=step)
    assert len(list(box.iterdir())) == 1


def test_it_is_not_offered_in_an_emergency(made):
    """There is one thing to do then."""
    person = Person(made)
    person.begin()
    person.send("face")
    assert "send" not in person.page.answers
