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
    after = dict(person.session.journey.visit.answers)
    person.send("none", step=step)
    assert person.session.journey.visit.answers == after
    assert made.words["older_page"] not in person.page.text


@pytest.mark.parametrize("step", ["", "x", "A" * 5000])
def test_a_reply_from_an_older_page_changes_nothing_and_says_so(made, step):
    person = Person(made)
    person.begin()
    person.send("none")
    after = dict(person.session.journey.visit.answers)
    person.send("face", step=step)
    assert person.session.journey.visit.answers == after
    assert made.words["older_page"] in person.page.text


def test_another_answer_from_an_older_tab_changes_nothing(made):
    person = Person(made)
    step = person.begin().step
    person.send("none")
    person.send("face", step=step)
    assert person.session.journey.visit.answers["sudden"] == ("none",)
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
    assert "sudden" not in one.session.journey.visit.answers
    assert "sudden" not in two.session.journey.visit.answers


@pytest.mark.parametrize("act", ["erased", "leave", "__class__", "mistake", "x" * 500])
def test_a_button_that_is_not_there_does_nothing(made, act):
    person = Person(made)
    person.begin()
    before = dict(person.session.journey.visit.answers)
    person.send("face", act=act)
    assert person.session.journey.visit.answers == before
    assert person.session.journey.shown.name == "question"


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
    """Left alone, the number stays and what it is for does not; a touch shows it again, and at last it is erased."""
    person = Person(made)
    person.begin()
    told = person.send("face").text
    clock.now += 121
    covered = person.get("/idle")
    assert "999" in covered.text
    assert made.words["staff_call"] in covered.text
    assert "face" not in covered.text
    assert person.send(act="still").text == told
    clock.now += 480
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
    for path in ("/", "/page", "/idle", "/erased", "/state"):
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
    for path in ("/", "/page", "/idle", "/state", "/erased"):
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


def types(person, pin):
    """Touch the digits of a PIN, then Open; the pad must be on the screen."""
    for digit in pin:
        person.send(digit)
    person.send("open")


def test_the_pin_shows_staff_what_they_need_and_nothing_of_a_person(guarded):
    """The person before is counted, and every trace of whoever touched the screen is gone."""
    person = at_note(Person(guarded))
    person.send(CANARY)
    person.send(act="pin")
    types(person, PIN)
    assert guarded.sessions.shop.screens.book.sha256 in person.page.text
    assert "1 since the start" in person.page.text
    assert person.session.journey.visit.answers == {}
    person.send(act="erase")
    assert len(guarded.sessions) == 0
    assert guarded.sessions.shop.screens.book.sha256 not in person.get("/page").text


def test_a_look_at_the_pad_is_no_session(guarded):
    """Only who begins is counted."""
    person = Person(guarded)
    person.start("pin")
    types(person, PIN)
    assert "0 since the start" in person.page.text


def test_no_digit_of_the_pin_stands_on_a_page(guarded):
    """How many were touched is shown; which ones is not, not even in a field that is hidden."""
    person = Person(guarded)
    plain = person.start("pin").text
    pages = [person.send(digit) for digit in PIN]
    assert [page.text.replace(f"Digits so far: {count} ", "") for count, page in enumerate(pages, 1)] == [plain] * 6
    assert 'name="pin"' not in person.response.text


@pytest.mark.parametrize("pin", ["", "000000", PIN + "0", PIN[:-1], "x", "1" * 100])
def test_a_wrong_pin_opens_nothing(guarded, pin):
    person = Person(guarded)
    person.start("pin")
    types(person, pin)
    assert guarded.words["pin_wrong"] in person.page.text
    assert guarded.sessions.shop.screens.book.sha256 not in person.page.text


def test_digits_of_somebody_who_went_away_are_forgotten(guarded, clock):
    """Nobody can go on with another's PIN."""
    person = Person(guarded)
    person.start("pin")
    for digit in PIN:
        person.send(digit)
    clock.now += 30
    person.send("open")
    assert guarded.sessions.shop.screens.book.sha256 not in person.page.text


def test_the_staff_page_cannot_be_asked_for_by_its_name(guarded):
    """Only the pad leads there."""
    person = Person(guarded)
    for act in ("staff", "pin", "opened"):
        person.start(act)
        person.send(act=act)
        person.send("staff")
        assert guarded.sessions.shop.screens.book.sha256 not in person.page.text


def test_tries_are_limited(guarded):
    """Three wrong ones, and even the right one has to wait; another browser at the same screen too."""
    person = Person(guarded)
    person.start("pin")
    for _ in range(3):
        types(person, "000000")
    types(person, PIN)
    assert guarded.sessions.shop.screens.book.sha256 not in person.page.text
    other = Person(guarded)
    other.start("pin")
    assert "Please wait" in other.page.text


def test_without_a_pin_there_is_no_way_to_the_staff_page(clock):
    """What cannot be opened is not offered."""
    made = kiosk(clock)
    made.sessions.doors["kiosk"]._free = False
    assert "pin" not in Person(made).page.acts


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
    before = dict(person.session.journey.visit.answers)
    person.send(act="back")
    assert person.session.journey.visit.answers == before == {}
    assert not person.session.aside
