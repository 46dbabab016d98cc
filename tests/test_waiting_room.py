"""The synthetic waiting room: the same for a seed, valid answers, shares that add up, no number without its grounds."""

from __future__ import annotations

import copy
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from alsscreen import strictyaml
from alsscreen.answers import Entry, check
from alsscreen.interview import Interview, answered
from alsscreen.model import LEVELS, Answers, Question
from people import BOOK

TOOLS = Path(__file__).parents[1] / "tools"
if not TOOLS.is_dir():
    pytest.skip("the tools are not in this package", allow_module_level=True)
sys.path.insert(0, str(TOOLS))

import waiting_room  # noqa: E402
from room_figures import FILE, Frequencies, Scenario, Side, load  # noqa: E402
from room_measure import (  # noqa: E402
    ALARMS,
    Door,
    Outcome,
    asked_summary,
    judgement_share,
    level_share,
    measure,
    people,
    rule_share,
    single,
)
from room_people import Person, Room  # noqa: E402

FREQUENCIES = load()
BASE = Scenario(FREQUENCIES)
RAW = strictyaml.read(FILE.read_bytes(), FILE.name).data
SIDES: tuple[Side, ...] = ("low", "base", "high")
SEED = 7
MOST = 30
"""Questions that nobody is asked more than."""


@pytest.fixture(scope="module")
def room() -> dict[Side, tuple[Outcome, ...]]:
    """A thousand people with every varied assumption low, as assumed, and high."""
    return {side: measure(BOOK, Scenario(FREQUENCIES, side), 1000, SEED) for side in SIDES}


def drawn(number: int, scenario: Scenario = BASE) -> list[Person]:
    return list(people(Room(BOOK, scenario), number, SEED))


# ---- the people


def test_a_seed_gives_the_same_people() -> None:
    """One seed, one room; the first of a large room are those of a small one; another seed gives others."""
    assert drawn(200) == drawn(300)[:200]
    assert drawn(50) != list(people(Room(BOOK, BASE), 50, SEED + 1))


@pytest.mark.parametrize("flow", ["full", "signs"])
def test_answers_are_valid(flow: str) -> None:
    """What each person answers is accepted as it stands, and leaves no question open that is asked."""
    door, interview = Door(BOOK, flow), Interview(BOOK, BOOK.flows[flow])
    for person in drawn(700, Scenario(FREQUENCIES, "high")):
        answers = door.ask(person)
        entries = (Entry(name, _written(BOOK.questions[name], codes)) for name, codes in answers.items())
        assert check(tuple(entries), "room", BOOK) == answers
        assert interview.next(answers) is None
        assert not interview.hidden(answers)


def _written(question: Question, codes: tuple[str, ...]) -> str | list[str]:
    return list(codes) if question.kind == "choices" else codes[0]


def test_asking_at_once_is_asking_one_by_one() -> None:
    """The answers are those that the person gives when each question is put in turn."""
    door, interview = Door(BOOK), Interview(BOOK, BOOK.flows["full"])
    for person in drawn(100):
        answers: Answers = {}
        while (question := interview.next(answers)) is not None:
            answers = answered(answers, question.id, person.says[question.id])
        assert answers == door.ask(person)


def test_one_complaint_means_one() -> None:
    """People drawn with one complaint have no other."""
    for outcome in single(BOOK, BASE, 20, SEED)["cramps"]:
        assert outcome.complaints == ("cramps",)
        assert outcome.level in ("routine", "information")


def test_nobody_is_an_emergency_for_common_things_alone() -> None:
    """Twitching, cramps, tiredness or low mood alone: never more than routine."""
    alone = single(BOOK, BASE, 60, SEED)
    for name in ("twitching", "cramps", "tired", "low-mood", "worry"):
        assert {outcome.level for outcome in alone[name]} <= {"routine", "information"}, name


# ---- the shares


@pytest.mark.parametrize("side", SIDES)
def test_shares_add_up(side: Side, room: dict[Side, tuple[Outcome, ...]]) -> None:
    """The levels' shares are of everybody, and no rule decides more people than there are."""
    share = level_share(room[side])
    assert tuple(share) == LEVELS
    assert sum(share.values()) == pytest.approx(1)
    alarmed = round(sum(share[level] for level in ALARMS) * len(room[side]))
    for rule in rule_share(room[side], ALARMS):
        assert 0 <= max(rule.alone, rule.hurts) <= rule.people <= alarmed


def test_low_and_high_are_low_and_high(room: dict[Side, tuple[Outcome, ...]]) -> None:
    """Every varied assumption low alarms fewer people, high more."""
    low, base, high = (sum(level_share(room[side])[level] for level in ALARMS) for side in SIDES)
    assert low < base < high


@pytest.mark.parametrize("side", SIDES)
def test_nobody_is_asked_too_much(side: Side, room: dict[Side, tuple[Outcome, ...]]) -> None:
    """No person in the room is asked more than thirty questions."""
    mean, usual, most = asked_summary(room[side])
    assert 1 <= mean <= usual <= most <= MOST


def test_judgements_are_all_there(room: dict[Side, tuple[Outcome, ...]]) -> None:
    """Each rule that is a judgement is counted once, those that decide most people alone first."""
    shares = judgement_share(BOOK, room["base"])
    assert {share.rule for share in shares} == {rule.id for rule in BOOK.rules.values() if rule.judgement}
    assert len(shares) == len({share.rule for share in shares})
    assert [share.alone for share in shares] == sorted((share.alone for share in shares), reverse=True)
    for share in shares:
        deciding = [outcome for outcome in room["base"] if share.rule in outcome.deciding]
        assert share.people == len(deciding)
        assert all(BOOK.guidance[BOOK.rules[share.rule].guidance].level == outcome.level for outcome in deciding)


# ---- the file


def test_every_number_has_its_grounds() -> None:
    """A number has a source, or is marked as assumed with the reason: in each block that holds one."""
    for block in (*RAW["figures"], *RAW["onsets"]):
        keys = {"why"} if block["checked"] == "assumed" else {"says", "of", "source", "address", "read"}
        assert all(len(block[key]) > 3 for key in keys), block["id"]
    assert all(len(complaint["why"]) > 3 for complaint in RAW["complaints"])
    assert set(RAW) == {"format", "figures", "onsets", "complaints"}


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("primary", {"source": None}),
        ("primary", {"address": ""}),
        ("primary", {"why": "we think so"}),
        ("assumed", {"why": None}),
        ("assumed", {"source": "somebody, 1999"}),
        ("assumed", {"low": "1.2"}),
        ("assumed", {"note": "a key that nobody knows"}),
    ],
    ids=str,
)
def test_a_number_without_grounds_is_refused(kind: str, change: dict[str, str | None]) -> None:
    """Reading the file fails when the grounds of a number are missing or are of the wrong kind."""
    data = copy.deepcopy(RAW)
    figure = next(figure for figure in data["figures"] if figure["checked"] == kind and "value" in figure)
    for key, value in change.items():
        figure[key] = value
        if value is None:
            del figure[key]
    with pytest.raises(ValidationError):
        Frequencies.model_validate(data)


def test_names_in_the_file_exist() -> None:
    """Each tick is an option of the book; figures, onsets and complaints are named once and all used."""
    ids = [entry.id for group in (FREQUENCIES.figures, FREQUENCIES.onsets) for entry in group]
    complaints = [complaint.id for complaint in FREQUENCIES.complaints]
    assert len({figure.id for figure in FREQUENCIES.figures}) == len(FREQUENCIES.figures)
    assert len(set(complaints)) == len(complaints)
    for complaint in FREQUENCIES.complaints:
        for name in (*complaint.answers, *complaint.one_of):
            question, _, code = name.partition(".")
            assert code in {option.code for option in BOOK.questions[question].options}, name
        assert complaint.onset is None or complaint.onset in ids
        assert set(complaint.more_with) <= set(complaints[: complaints.index(complaint.id)])
    text = "".join(path.read_text(encoding="utf-8") for path in TOOLS.glob("room_*.py"))
    written = str(RAW["complaints"]) + str(RAW["onsets"]) + text
    assert not [name for name in ids if f"'{name}'" not in written and f'"{name}"' not in written]


@pytest.mark.parametrize("onset", FREQUENCIES.onsets, ids=lambda onset: onset.id)
def test_an_onset_is_of_everybody(onset) -> None:
    """The shares of a time and of a course add up to one, and are options of the book."""
    for question, written in (("since", onset.since), ("course", onset.course)):
        assert set(written) <= {option.code for option in BOOK.questions[question].options}
        known = sum(BASE.number(share) for share in written.values() if share != "rest")
        assert known == pytest.approx(1) or ("rest" in written.values() and known < 1)


@pytest.mark.parametrize(
    ("figure", "published"),
    [("hand-pain", 0.137), ("hand-numb", 0.144), ("leg-joints", 0.19), ("back-pain", 0.23), ("cramps", 0.3),
     ("weight-loss", 0.062), ("leak-women", 0.511), ("leak-men", 0.139), ("swallowing", 0.226)],
)  # fmt: skip
def test_the_room_has_what_was_published(figure: str, published: float) -> None:
    """Spread over the ages of the room, a frequency is the published one again."""
    ages, shares = BASE.shares("ages"), BASE.shares(figure)
    assert sum(ages.values()) == pytest.approx(1)
    assert sum(ages[age] * shares[age] for age in ages) == pytest.approx(published, rel=0.06)


# ---- what is printed


def test_the_page_says_what_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """The first words are that it is made up; every block is there."""
    waiting_room.main(["--people", "200", "--single", "3"])
    text = capsys.readouterr().out
    assert "no epidemiology" in text.splitlines()[0]
    for words in (
        "How it is made",
        "What it is for",
        "Share of each level",
        "Questions asked",
        "no other",
        "judgement",
    ):
        assert words in text
    assert all(len(line) <= 120 for line in text.splitlines() if not line.startswith("Nobody's"))


def test_one_assumption_can_be_moved() -> None:
    """A scenario moves the figures that it names and leaves the others."""
    moved = Scenario(FREQUENCIES, "high", ["choke-ticked"])
    assert moved.value("choke-ticked") > BASE.value("choke-ticked")
    assert moved.value("injury-sudden") == BASE.value("injury-sudden")
    lines = waiting_room.drivers(BOOK, FREQUENCIES, 20, SEED)
    assert len(lines) == 4 + len(FREQUENCIES.varied)
    assert all(len(line) <= 120 for line in lines)


def test_the_page_is_brought_up_to_date_between_its_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables and the drivers take the place of the old ones; the words around them stay."""
    monkeypatch.setattr(waiting_room, "drivers", lambda *_: ["The drivers."])
    first, last = waiting_room.MARKS
    page = tmp_path / "page.md"
    page.write_text(f"Before.\n{first}old\n{last}After.\n", encoding="utf-8")
    waiting_room.main(["--people", "40", "--single", "1", "--write", str(page)])
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"Before.\n{first}```text\nA SYNTHETIC WAITING ROOM.")
    assert text.endswith(f"\n```\n{last}After.\n")
    assert "Share of each level" in text
    assert "The drivers." in text


@pytest.mark.parametrize("page", ["", "{0}", "{1}", "{1}{0}", "{0}{1}{0}{1}"])
def test_a_page_without_its_marks_is_refused(page: str) -> None:
    """Nothing is written where it is not clear what is to be replaced."""
    with pytest.raises(ValueError, match="both marks"):
        waiting_room.replaced(page.format(*waiting_room.MARKS), "made")
