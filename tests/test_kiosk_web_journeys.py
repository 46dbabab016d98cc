"""Whole journeys over HTTP, without script: what they come to is what the evaluator says of the same answers."""

from __future__ import annotations

from random import Random

import pytest

from alsscreen.evaluate import Evaluator
from alsscreen.kiosk.config import Config
from alsscreen.model import DECLINED
from kiosk_web import Clock, Person, kiosk
from people import BOOK

SKIP, SHOW = "skip-part", "show-hidden"


@pytest.fixture(scope="module")
def shop():
    return kiosk(Clock())


def chosen(random, question, page):
    """Answer a question as somebody might."""
    codes = [code for code, _ in page.inputs]
    if question.kind == "text":
        return random.choice([(), ("a note, with <b> & “quotes”",)])
    if question.kind == "choice" or random.random() < 0.6:
        return (random.choice([*codes, *(code for code in codes if code == "none")]),)
    alone = {DECLINED, *(option.code for option in question.options if option.absence)}
    free = [code for code in codes if code not in alone]
    picked = set(random.sample(free, random.randint(1, min(3, len(free)))))
    return tuple(code for code in codes if code in picked)


class Walk:
    """A random person, with a book of their own in which they write what they said."""

    def __init__(self, made, seed):
        self.random, self.person, self.kiosk = Random(seed), Person(made), made
        self.said = {}

    def run(self):
        self.person.start()
        for _ in range(400):
            session = self.person.session
            if session.journey.shown.name == "result" and self.leaves(session):
                return session.journey
            getattr(self, session.journey.shown.name)(session.journey)
        raise AssertionError("no end")

    def leaves(self, session):
        return self.random.random() < (
            0.7 if session.journey.visit.way.interview.next(session.journey.visit.answers) is None else 0.3
        )

    def wander(self):
        """Do now and then what changes no answer; say whether it was done."""
        person, random = self.person, self.random
        before = dict(person.session.journey.visit.answers)
        if random.random() < 0.15:
            act = random.choice(["help", "number", "support", "stop", "more", "look"])
            person.send(act=act)
            person.send(act="back") if act != "more" else None
        if random.random() < 0.05:
            person.send("no-such-option")
        if random.random() < 0.05:
            person.send("none", step="an older page")
        assert person.session.journey.visit.answers == before

    def opening(self, journey):
        code = self.random.choice(["start", "start", "start_other", "start_told", "start_help"])
        self.person.send(code)
        self.said = dict(journey.visit.answers)

    def help(self, _):
        self.person.send()

    unseen = help

    def question(self, journey):
        self.wander()
        if self.random.random() < 0.1:
            self.person.send(act="back")
            self.said = dict(self.person.session.journey.visit.answers)
            return
        if SKIP in self.person.page.answers and self.random.random() < 0.3:
            self.person.send(SKIP)
            self.said = dict(self.person.session.journey.visit.answers)
            return
        self.answer(journey)

    def answer(self, journey):
        visit = journey.visit
        changed = journey.shown.name == "change"
        question = BOOK.questions[self.chosen] if changed else visit.way.interview.next(visit.answers)
        assert question.text in self.person.page.heading or (question.other or "-") in self.person.page.heading
        answer = chosen(self.random, question, self.person.page)
        self.person.send(*answer)
        self.said[question.id] = answer or (DECLINED,)

    change = answer

    def part(self, _):
        self.person.send(self.random.choice(["part_ask", "part_skip"]))

    def review(self, _):
        answers = self.person.page.answers
        changes = [code for code in answers if code not in ("result", SHOW)]
        if SHOW in answers and self.random.random() < 0.3:
            self.person.send(SHOW)
        elif changes and self.random.random() < 0.3:
            self.chosen = self.random.choice(changes)
            self.person.send(self.chosen)
        else:
            self.person.send("result")

    def result(self, journey):
        codes = [code for code in self.person.page.answers if code != "leave"]
        self.person.send(self.random.choice(codes))
        self.said = dict(journey.visit.answers)


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_a_random_journey_ends_where_the_evaluator_does(shop, first):
    """What a person is told over HTTP is what the evaluator says of what they said, and nothing of it is left."""
    for seed in range(first, first + 20):
        walk = Walk(shop, seed)
        journey = walk.run()
        assert walk.said == journey.visit.answers
        evaluation = Evaluator(BOOK, BOOK.flows[journey.visit.way.flow.id])(journey.visit.counted)
        assert evaluation == journey.visit.evaluation()
        page = shop.sessions.shop.screens.result(evaluation, journey.visit.perspective, ())
        for line in (*page.lines, *page.after):
            assert " ".join(line.text.split()) in walk.person.page.text
        walk.person.send("leave")
        assert "erased" in walk.person.page.text
    assert len(shop.sessions) == 0


def test_a_page_pre_selects_nothing(shop):
    person = Person(shop)
    person.begin()
    while person.session.journey.shown.name == "question":
        assert not any(ticked for _, ticked in person.page.inputs)
        codes = [code for code, _ in person.page.inputs]
        person.send(*(["none"] if "none" in codes else codes[-2:-1]))
    person.send(act="stop")
    person.send(act="erase")


def test_what_was_ticked_and_not_yet_sent_survives_a_look_at_help(shop):
    person = Person(shop)
    person.begin()
    person.send("face", "words", act="help")
    person.send(act="back")
    assert [code for code, ticked in person.page.inputs if ticked] == ["face", "words"]
    assert "sudden" not in person.session.journey.visit.answers


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ((), "Please tick"),
        (("nonsense",), "Please tick"),
        (("face", "none"), "cannot stand beside"),
        (("face", "x"), "tick"),
    ],
)
def test_a_reply_that_is_no_answer_is_told_beside_its_field(shop, answers, says):
    person = Person(shop)
    person.begin()
    person.send(*answers)
    assert says in person.page.text
    assert 'href="#answer-1"' in person.response.text
    assert 'id="answer-1"' in person.response.text
    assert "<title>Error:" in person.response.text
    assert "sudden" not in person.session.journey.visit.answers


def test_a_tick_of_the_safety_check_is_told_at_once_and_can_be_taken_back(shop):
    person = Person(shop)
    person.begin()
    person.send("face")
    assert person.session.guard.held is not None
    assert "999" in person.page.text
    assert person.page.heading == shop.words["staff_call"]
    person.send("mistake")
    assert person.session.guard.held is None
    assert "999" in person.page.text
    assert [code for code, ticked in person.page.inputs if ticked] == []


def test_private_answers_are_hidden_until_they_are_asked_for(shop):
    person = Person(shop)
    person.begin()
    while (place := person.session.journey.shown.name) != "review":
        codes = [code for code, _ in person.page.inputs]
        wanted = [code for code in codes if code in ("parent", "low-mood", "25-39")] or ["none"]
        person.send(
            "part_ask" if place == "part" else wanted[0] if wanted[0] in codes else codes[-2] if codes else "note"
        )
    texts = [
        option.text
        for name in ("family", "body", "mind")
        for option in shop.sessions.shop.screens.book.questions[name].options
    ]
    said = [text for text in texts if f"<dd>{text}" in person.response.text]
    person.send(SHOW)
    shown = [text for text in texts if f"<dd>{text}" in person.response.text]
    assert len(shown) > len(said)


def test_more_time_makes_all_waiting_longer(shop):
    person = Person(shop)
    person.begin()
    before = shop.sessions.moment(person.session).left
    person.send(act="more")
    assert shop.sessions.moment(person.session).left == 3 * before
    assert shop.words["more_time_on"] in person.page.text


def test_how_it_looks_goes_back_with_the_session(shop):
    person = Person(shop)
    person.start("look")
    for code in ("dark", "larger", "single"):
        person.send(code)
    person.send(act="back")
    assert 'data-contrast="dark"' in person.response.text
    assert 'data-size="larger"' in person.response.text
    person.send("begin")
    person.send("start")
    person.send(act="stop")
    person.send(act="erase")
    assert "data-contrast" not in person.response.text


def test_one_tap_answers_where_the_person_chose_that(shop):
    person = Person(shop)
    person.start("look")
    person.send("single")
    person.send(act="back")
    person.send("begin")
    person.send("start")
    person.send("none")
    person.send("none")
    assert person.session.journey.page.kind == "choice"
    assert not person.page.inputs
    person.send("25-39")
    assert person.session.journey.visit.answers["age"] == ("25-39",)


@pytest.mark.parametrize(("command", "says"), [("/bin/cat", "print_done"), ("/bin/false", "print_failed")])
def test_a_page_is_printed_where_the_clinic_says_so(command, says):
    from alsscreen.kiosk.config import PrinterTable

    made = kiosk(Clock(), config=Config(region="GB", printer=PrinterTable(command=(command,), place="Room 2")))
    person = Person(made)
    person.begin()
    person.send("face")
    person.send("print")
    assert "Room 2" in person.page.text
    person.send("print_yes")
    while person.session.journey.waits:
        person.get()
    person.get()
    assert made.words[says] in person.page.text
    person.send()
    assert person.session.journey.shown.name == "result"
