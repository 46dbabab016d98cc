"""The people whom the rule book promises to know: each is in `cases.yaml`, as that person, with that level."""

from __future__ import annotations

import pytest

from people import BOOK, CASES, answers_of

BY_ID = {case.id: case for case in CASES}

NAMED = [
    ("a stroke that passed after ten minutes", "stroke-ten-minutes", "emergency", {"sudden": "one-side"}),
    ("a stroke that passed, three days ago", "stroke-three-days", "emergency", {"sudden": "face"}),
    ("three weeks ago, unchecked", "stroke-three-weeks-unchecked", "same-day", {"sudden-checked": "unchecked"}),
    ("an old one, checked", "stroke-old-checked", "routine", {"sudden-checked": "checked"}),
    ("woke with it", "woke-with-it", "emergency", {"sudden": "one-side"}),
    ("legs weaker over three weeks", "legs-three-weeks", "same-day", {"since": "weeks", "course": "worse"}),
    ("cannot stand since yesterday", "cannot-stand", "emergency", {"now": "weak-fast"}),
    ("no swallow at all", "no-swallow", "emergency", {"now": "no-swallow"}),
    ("chokes on tea every day", "tea-every-day", "same-day", {"mouth": "choke-daily"}),
    ("breathless lying flat", "flat-new", "same-day", {"breath": "flat"}),
    ("breathless between words", "breathless-words", "emergency", {"now": "breathless"}),
    ("one weak hand at 26", "weak-hand-26", "soon", {"age": "25-39", "limb-side": "right"}),
    ("a task lost for eight years, the same", "hand-eight-years", "routine", {"since": "year", "course": "same"}),
    ("only because it hurts", "hand-only-hurts", "routine", {"limb-why": "hurts"}),
    ("will not say since when", "since-declined", "soon", {"since": "declined"}),
    ("only tired", "only-tired", "routine", {"body": "tired-weeks"}),
    ("two years of twitching, healthy, worried", "worried-twitcher", "routine", {"muscles": "twitch-long"}),
    ("cramps for twenty years, slurs for three days", "cramps-and-slur", "same-day", {"muscles": "cramps"}),
    ("a carer who does not know half", "carer-half", "same-day", {"who": "with-them", "sudden": "not-seen"}),
    ("a carer elsewhere", "carer-away", "soon", {"who": "away"}),
    ("a mother with a known gene", "mother-gene", "routine", {"family": "gene-relative"}),
    ("waits for tests", "waiting", "soon", {"told": "waiting"}),
    ("told that nothing is wrong", "told-nothing", "soon", {"told": "nothing-wrong"}),
    ("has ALS, breathes worse", "knows-breathing", "same-day", {"told": "als", "als-change": "breathing"}),
    ("under 18", "teen-fast", "same-day", {"age": "under-18"}),
    ("over 90", "over-90", "information", {"age": "over-75"}),
    ("not sure of anything", "all-not-sure", "emergency", {"sudden": "not-sure"}),
    ("declines everything", "all-declined", "information", {"arms": "declined"}),
    ("ticks nothing", "nothing-wrong", "information", {"arms": "none", "mouth": "none", "breath": "none"}),
]

ORDINARY = {
    "room-copd", "room-old-stroke", "room-parkinson", "room-sciatica", "room-arthritis", "room-carpal", "room-reflux",
    "room-flu", "room-panic", "room-dementia", "room-kerb", "room-hay-fever", "room-pelvic", "room-migraine",
    "room-gym", "room-menopause", "room-shoulder", "room-neuropathy", "room-denture", "room-heart",
}  # fmt: skip


@pytest.mark.parametrize(("person", "name", "level", "says"), NAMED, ids=[row[0] for row in NAMED])
def test_a_person_whom_we_promised_is_there(person: str, name: str, level: str, says: dict[str, str]) -> None:
    """Each answers what makes them that person, and gets the level that a clinician reads here."""
    case = BY_ID[name]
    answers = answers_of(case)
    assert case.level == level
    assert [(question, code) for question, code in says.items() if code not in answers.get(question, ())] == []


def test_the_extreme_ones_are_extreme() -> None:
    """Who is sure of nothing, says nothing or ticks nothing does so throughout."""
    for name, code in (("all-not-sure", "not-sure"), ("all-declined", "declined")):
        assert {answer for question, answer in answers_of(BY_ID[name]).items() if question != "note"} == {(code,)}
    assert {"sudden", "now", "arms", "legs", "mouth", "breath", "family"} <= set(answers_of(BY_ID["all-declined"]))
    ticks = answers_of(BY_ID["nothing-wrong"])
    signs = {
        question for question, asked in BOOK.questions.items() if asked.kind == "choices" and asked.asked_when is None
    }
    assert {ticks[question] for question in signs} == {("none",)}


@pytest.mark.parametrize("name", sorted(ORDINARY))
def test_the_twenty_ordinary_people_are_there(name: str) -> None:
    """Each is in the table, and none is sent to an ambulance."""
    assert BY_ID[name].level != "emergency"
    assert len(ORDINARY) == 20
