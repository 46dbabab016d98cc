"""One browser's session after another, with a clock that is passed in: nobody sees a trace of the one before."""

from __future__ import annotations

import gc

import pytest

from alsscreen.kiosk.config import Config, StaffTable
from alsscreen.kiosk.staff import hashed
from alsscreen.kiosk.web.journey import Journey
from alsscreen.kiosk.web.sessions import MOST
from kiosk_web import HOME, Clock, Person, kiosk

CANARY = "Canary Wolfeschlegel"
PIN = "314159"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def made(clock):
    return kiosk(clock)


def at_note(person):
    """Go to the note, the only page that takes words."""
    person.begin()
    while person.page.kind != "text":
        codes = [code for code, _ in person.page.inputs]
        person.send(*(["none"] if "none" in codes else codes[-2:-1]) if codes else ["part_skip"])
    return person


def alive():
    gc.collect()
    return sum(isinstance(thing, Journey) for thing in gc.get_objects())


# ---- token and cookie


def test_the_cookie_is_128_bits_strict_and_out_of_a_scripts_reach(made):
    person = Person(made)
    person.start()
    cookie = person.client.trail[0].header("set-cookie").lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/" in cookie
    assert len(person.client.cookies["session"]) >= 22


def test_over_tls_the_cookies_name_demands_it():
    made = kiosk(Clock())
    secure = type(made)(made.sessions, made.words, secure=True)
    assert secure.cookie == "__Host-session"


def test_each_start_has_a_new_token(made):
    tokens = set()
    for _ in range(20):
        person = Person(made)
        person.start()
        tokens.add(person.client.cookies["session"])
        person.send(act="stop")
        person.send(act="erase")
        assert not person.client.cookies
    assert len(tokens) == 20


def test_a_made_up_token_opens_nothing(made):
    person = Person(made)
    person.client.cookies["session"] = "A" * 22
    person.get()
    assert "erased" in person.page.text
    assert not len(made.sessions)


def test_a_start_in_the_middle_of_a_session_goes_on_with_it(made):
    person = Person(made)
    person.begin()
    token = person.client.cookies["session"]
    person.start()
    assert person.client.cookies["session"] == token
    assert person.page.kind == "checkbox"


# ---- replies that come twice, late, or from elsewhere


def test_a_reply_sent_twice_counts_once_and_is_not_scolded(made):
    person = Person(made)
    step = person.begin().step
    person.send("none")
    after = dict(person.session.journey.answers)
    person.send("none", step=step)
    assert person.session.journey.answers == after
    assert made.words["older_page"] not in person.page.text


@pytest.mark.parametrize("step", ["", "x", "A" * 5000])
def test_a_reply_from_an_older_page_changes_nothing_and_says_so(made, step):
    person = Person(made)
    person.begin()
    person.send("none")
    after = dict(person.session.journey.answers)
    person.send("face", step=step)
    assert person.session.journey.answers == after
    assert made.words["older_page"] in person.page.text


def test_another_answer_from_an_older_tab_changes_nothing(made):
    person = Person(made)
    step = person.begin().step
    person.send("none")
    person.send("face", step=step)
    assert person.session.journey.answers["sudden"] == ("none",)
    assert made.words["older_page"] in person.page.text


def test_a_reply_after_the_wipe_starts_nothing(made):
    person = Person(made)
    step = person.begin().step
    made.sessions.end_all()
    person.send("face", step=step)
    assert "erased" in person.page.text
    assert len(made.sessions) == 0


def test_a_reply_to_another_session_is_refused_by_its_step(made):
    one, two = Person(made), Person(made)
    one.begin()
    two.begin()
    two.send("face", step=one.page.step)
    assert "sudden" not in one.session.journey.answers
    assert "sudden" not in two.session.journey.answers


@pytest.mark.parametrize("act", ["erased", "leave", "__class__", "mistake", "x" * 500])
def test_a_button_that_is_not_there_does_nothing(made, act):
    person = Person(made)
    person.begin()
    before = dict(person.session.journey.answers)
    person.send("face", act=act)
    assert person.session.journey.answers == before
    assert person.session.journey.place == "question"


# ---- time


def test_it_warns_at_its_time_extends_and_erases(made, clock):
    person = Person(made)
    person.begin()
    clock.now += 119
    assert person.get("/idle").kind == "checkbox"
    clock.now += 1
    page = person.get("/idle")
    assert page.heading == made.words["warning_title"]
    assert not page.inputs
    assert "999" in page.text
    person.send(act="still")
    assert person.page.kind == "checkbox"
    clock.now += 180
    person.get("/idle")
    assert "erased" in person.page.text
    assert alive() == 0


def test_looking_at_the_time_is_no_sign_of_a_person(made, clock):
    person = Person(made)
    person.begin()
    for _ in range(18):
        clock.now += 10
        person.get("/state")
        person.get("/idle")
    assert len(made.sessions) == 0


def test_a_session_has_a_longest_time_however_busy(made, clock):
    person = Person(made)
    person.begin()
    for _ in range(36):
        clock.now += 100
        person.get("/page")
    assert "erased" in person.page.text


def test_it_is_erased_though_nobody_asks(made, clock):
    person = Person(made)
    person.begin()
    clock.now += 181
    made.sessions.sweep()
    assert len(made.sessions) == 0
    del person
    assert alive() == 0


def test_an_emergency_stays_for_its_time(made, clock):
    person = Person(made)
    person.begin()
    person.send("face")
    clock.now += 599
    assert "999" in person.get("/idle").text
    assert person.page.heading == made.words["staff_call"]
    clock.now += 121
    warned = person.get("/idle")
    assert warned.heading == made.words["warning_title"]
    assert made.words["staff_call"] in warned.text


def test_every_page_of_a_session_goes_on_by_itself_without_script(made):
    person = Person(made)
    person.begin()
    left = made.sessions.moment(person.session).left
    refresh = f'<noscript><meta http-equiv="refresh" content="{left + 1};url={HOME}/idle"></noscript>'
    assert refresh in person.response.text


# ---- the end


@pytest.mark.parametrize("how", ["leave", "stop", "idle"])
def test_after_the_end_nothing_is_left(made, clock, how):
    person = at_note(Person(made))
    person.send(CANARY)
    person.send("part_skip")
    assert CANARY in person.page.text
    if how == "leave":
        person.send("result")
        person.send("leave")
    elif how == "stop":
        person.send(act="stop")
        person.send(act="erase")
    else:
        clock.now += 181
        person.get()
    cleared = person.client.trail[0]
    assert cleared.header("clear-site-data") == '"cache", "storage"'
    assert "max-age=0" in cleared.header("set-cookie").lower()
    for path in ("/", "/page", "/idle", "/erased", "/state", "/staff"):
        assert CANARY not in person.get(path).text
    assert alive() == 0
    gc.collect()
    ours = [
        thing for thing in gc.get_objects() if isinstance(thing, dict | list | tuple) and thing is not person.__dict__
    ]
    assert not any(CANARY in map(str, thing) for thing in ours if len(thing) < 50 and type(thing) is tuple)


def test_no_page_may_be_kept(made):
    person = Person(made)
    person.begin()
    for path in ("/", "/page", "/idle", "/state", "/erased", "/staff"):
        person.get(path)
        assert {reply.header("cache-control") for reply in person.client.trail} == {"no-store"}


def test_no_answer_stands_in_an_address_or_a_title(made, capfd):
    person = at_note(Person(made))
    person.send(CANARY)
    assert all(CANARY not in reply.path for reply in person.client.trail)
    assert CANARY not in person.response.text.partition("</head>")[0]
    assert CANARY not in "".join(capfd.readouterr())


def test_a_fault_tells_its_kind_alone_and_erases(made, capfd, monkeypatch):
    person = at_note(Person(made))

    def broken(*_):
        raise ValueError(CANARY)

    monkeypatch.setattr(Journey, "reply", broken)
    person.send(CANARY)
    assert person.response.status == 500
    assert made.words["fault"] in person.page.text
    said = "".join(capfd.readouterr())
    assert "ValueError" in said
    assert CANARY not in said + person.response.text
    assert len(made.sessions) == 0


# ---- many


def test_there_are_not_more_than_so_many(made):
    for _ in range(MOST):
        assert made.sessions.begin("kiosk") is not None
    person = Person(made)
    person.start()
    assert person.response.status == 503


def test_stations_do_not_see_each_other():
    made = kiosk(Clock(), "--station", "room-1", "--station", "room-2")
    one = Person(made, "room-1")
    one.begin()
    one.at = "/at/room-2"
    assert one.get("/page").kind == ""
    assert "room-2" in one.page.text


# ---- staff


@pytest.fixture
def guarded(clock):
    return kiosk(clock, config=Config(region="GB", staff=StaffTable(pin=hashed(PIN), signal=("/bin/true",))))


def test_the_pin_shows_staff_what_they_need_and_erases_the_session(guarded):
    person = at_note(Person(guarded))
    person.post("/staff", [("pin", PIN)])
    assert person.response.status == 200
    assert guarded.sessions.shop.screens.book.sha256 in person.page.text
    assert "1 since the start" in person.page.text
    assert len(guarded.sessions) == 0


@pytest.mark.parametrize("pin", ["", "000000", PIN + "0", "x" * 100])
def test_a_wrong_pin_opens_nothing(guarded, pin):
    person = Person(guarded)
    person.post("/staff", [("pin", pin)])
    assert person.response.status == 403
    assert guarded.sessions.shop.screens.book.sha256 not in person.page.text


def test_tries_are_limited(guarded):
    person = Person(guarded)
    for _ in range(3):
        person.post("/staff", [("pin", "000000")])
    person.post("/staff", [("pin", PIN)])
    assert person.response.status == 403
    assert "Please wait" in person.page.text


def test_help_calls_staff_once(guarded):
    person = Person(guarded)
    person.start("number")
    assert guarded.words["staff_call"] in person.page.text
    assert guarded.sessions.rung
    while guarded.words["staff_calling"] in person.page.text:
        person.get()
    assert guarded.words["staff_called"] in person.page.text


def test_the_support_box_leaves_no_trace(guarded):
    person = Person(guarded)
    person.start("support")
    assert "116 123" in person.page.text
    before = dict(person.session.journey.answers)
    person.send(act="back")
    assert person.session.journey.answers == before == {}
    assert not person.session.aside
