"""Sending to the clinic from the kiosk: asked and never assumed, sealed, said how it went, and nothing else is kept."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from alsscreen.intake import durable
from alsscreen.intake import outbox as intake
from alsscreen.intake.record import Intake, decode
from alsscreen.kiosk.config import ClinicTable, Config, PrinterTable
from alsscreen.kiosk.day import Shop
from alsscreen.kiosk.opening import shop_of
from alsscreen.kiosk.ready import prepare
from alsscreen.kiosk.staff import hashed
from alsscreen.model import ProblemsError
from intake_room import IDENTITY, OPENER
from kiosk_desk import PLACE, READY, AtKiosk, Headless, day, kiosk, write
from test_kiosk_day import ALARM, BEGIN, sees, sees_no
from test_kiosk_hostile import turns

KEY = str(IDENTITY.to_public())
FACTS = ("Nobody watches this", "does not book a visit", "does not call for help", "You still need to do this")
PIN = hashed("135790")
SENT = "You sent this to the clinic."
Step = Callable[[Headless], None]

ANSWERED = ("5", "4", *["end", "p", "c-m"] * 7)
"""From the question after the safety check to the note: how old, that nobody answers for them, and nothing more."""

NOTED = (*ANSWERED, *"quokka", "c-m")
RESULT = ("2", "1", sees("Your result"), "end")
"""Skip the part about the family; then the result, and its rows in sight: a key acts on no row that is not."""


@pytest.fixture
def box(tmp_path: Path) -> Path:
    folder = tmp_path / "intakes"
    folder.mkdir()
    return folder


def configured(box: Path, **more: object) -> Config:
    table = ClinicTable(
        directory=str(box), recipients=(KEY,), controller="The Clinic", reader="the nurses here", days=30
    )
    return Config(region="GB", clinic=table, **more)  # type: ignore[arg-type]


def shop(box: Path, **more: object) -> Shop:
    """Set a kiosk up with a way to the clinic."""
    config = configured(box, **more)
    clinic, recipients = config.clinic, (KEY,)
    assert clinic is not None
    consent = intake.Consent(controller=clinic.controller, reader=clinic.reader, days=clinic.days)
    mail = intake.Outbox(intake.Clinic(box, recipients, consent, "GB"), READY.book)
    return shop_of(replace(PLACE, config=config), replace(READY, outbox=mail), locked=False)


def opened(box: Path) -> list[Intake]:
    """Open all that arrived, as the clinic does."""
    found = [decode(OPENER(path.read_bytes())) for path in sorted(box.iterdir())]
    assert all(isinstance(each, Intake) for each in found)
    return found  # type: ignore[return-value]


def settled(front: Headless) -> None:
    """Wait until it is no longer on its way."""
    for _ in range(500):
        if "on its way" not in front.text:
            return
        time.sleep(0.01)
        front.surface.tick()
        if front.surface.outcome is not None:
            return


def empty(box: Path) -> Step:
    def look(_: Headless) -> None:
        assert list(box.iterdir()) == []

    return look


def pages_through(*texts: str) -> Step:
    """Read a long page to its end; all of the texts must have stood on it."""

    def read(front: Headless) -> None:
        seen = ""
        for _ in range(12):
            seen += f" {front.text}"
            front.press("pagedown")
        assert [text for text in texts if text not in seen] == [], seen

    return read


def test_it_is_asked_after_all_is_shown(box: Path) -> None:
    """What is sent, who reads it, how long it is kept and what to do come before the yes; then a code, and the same."""
    day(
        *BEGIN, *NOTED, *RESULT, sees("Send this to the clinic"), "1",
        sees("This is all that is sent", "Nothing is sent yet"),
        pages_through("quokka", "Self-report. Not a diagnosis", "approval:"), empty(box), "c-m",
        sees("The Clinic", "the nurses here", "30 days", *FACTS, "See a doctor or nurse"), empty(box), "1", settled,
        sees("It is sent. Your code:", *FACTS, "See a doctor or nurse"), "c-m", sees("Your result"), shop=shop(box),
    )  # fmt: skip
    (given,) = opened(box)
    assert given.answers["note"] == ("quokka",)
    assert (given.sensitive, given.region, given.consent.days) == (False, "GB", 30)


@pytest.mark.parametrize("steps", [("2",), ("b",), ("q", "c-m")])
def test_nothing_but_yes_is_a_yes(steps: tuple[str, ...], box: Path) -> None:
    """No, back and stop send nothing."""
    day(*BEGIN, *NOTED, *RESULT, "1", "end", "c-m", sees("Yes, send it"), *steps, shop=shop(box))
    assert list(box.iterdir()) == []


def test_it_is_not_offered_in_an_emergency(box: Path) -> None:
    """There is one thing to do then; paper may still be printed."""
    printer = PrinterTable(command=("true",), place="Here")
    day(*ALARM, sees("Your result", "Print a page"), sees_no("Send this"), shop=shop(box, printer=printer))


FAMILY = ("1", "1", "c-m", "7", sees("Check your answers"), "1", sees("Your result"), "end", "1",
          sees("These answers are"))  # fmt: skip


@pytest.mark.parametrize(("row", "sent"), [("1", None), ("2", ("relative-als",))])
def test_private_answers_go_only_when_ticked(row: str, sent: tuple[str, ...] | None, box: Path) -> None:
    """Family, genes, mood and substances: without a yes they are neither in the answers nor on the page."""
    shown = sees("Send to the clinic") if sent is None else pages_through("A relative with ALS")
    day(*BEGIN, *NOTED, *FAMILY, row, shown, "end", "c-m", "1", settled, shop=shop(box))
    (given,) = opened(box)
    assert (given.answers.get("family"), given.sensitive) == (sent, sent is not None)
    assert ("relative" in given.page) == (sent is not None)


def test_the_code_is_shown_again_and_the_same_is_not_sent_twice(box: Path) -> None:
    """The result says that it was sent, and its row shows the code; after a change it sends again."""
    codes: list[str] = []

    def code(front: Headless) -> None:
        codes.append(front.text.partition("Your code: ")[2][:7])

    day(
        *BEGIN, *NOTED, *RESULT, "1", "end", "c-m", "1", settled, code, "c-m", sees(SENT), "end",
        sees("Show the code"), sees_no("Send this"), "1", code, "c-m", "end", "2", sees("Check your answers"),
        "touch How old are you", "4",
        sees("Check your answers"), "1", sees("Your result"), sees_no(SENT), "end", sees("Send this"), shop=shop(box),
    )  # fmt: skip
    assert codes[0] == codes[1]
    assert opened(box)[0].claim == codes[0].replace("-", "")


def vanished(box: Path) -> Step:
    def vanish(_: Headless) -> None:
        box.rmdir()

    return vanish


@pytest.mark.parametrize("printer", [None, PrinterTable(command=("true",), place="Here")])
def test_a_failure_is_said_and_loses_nothing(printer: PrinterTable | None, box: Path) -> None:
    """The disk is gone: plain words, paper where there is any, the result still there, and staff see the reason."""
    here = sees("print a page") if printer else sees_no("print a page")
    day(
        *BEGIN, *NOTED, *RESULT, "1", "end", "c-m", vanished(box), "1", settled,
        sees("could not be sent", "Nothing is lost", "tell our staff"), here, "c-m", sees("Your result"), "end",
        sees("Send this"),
        "f12", *"135790", "c-m", pages_through("no such directory"), shop=shop(box, printer=printer), pin=PIN,
    )  # fmt: skip


def test_a_disk_that_hangs_while_naming_is_told_as_uncertain(box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can say whether it arrived, so nobody says that it did or did not."""
    go = threading.Event()
    monkeypatch.setattr(intake, "PATIENCE", 1.0)
    monkeypatch.setattr(durable.os, "rename", lambda *_, **__: go.wait(10))
    day(*BEGIN, *NOTED, *RESULT, "1", "end", "c-m", "1", settled, sees("We cannot say if it was sent"), shop=shop(box))
    go.set()


def test_the_first_screen_tells_what_may_leave(box: Path) -> None:
    """Where something can be sent it no longer says that nothing is kept."""
    day(sees("Nothing leaves this screen unless you say so"), sees_no("Nothing is kept"), shop=shop(box))


# ---- whether it may start


def stops(box: Path, **change: object) -> str:
    config = configured(box)
    assert config.clinic is not None
    table = config.clinic.model_copy(update=change)
    place = replace(PLACE, config=config.model_copy(update={"clinic": table}))
    return " ".join(finding.text for finding in prepare(place).stops)


@pytest.mark.parametrize(
    ("change", "said"),
    [({"recipients": ("age1nonsense",)}, "no public age key"), ({"recipients": (str(IDENTITY),)}, "private key"),
     ({"directory": "/no/such/directory"}, "no such directory")],
)  # fmt: skip
def test_a_way_that_cannot_work_keeps_it_from_starting(change: dict[str, object], said: str, box: Path) -> None:
    """A wrong key, a private one, a directory that is not there: told before anybody answers, and no key repeated."""
    found = stops(box, **change)
    assert said in found
    assert str(IDENTITY) not in found


BAD = ["", "directory = 'here'", "days = 0", "days = 4000", "recipients = []", "reader = ''", "colour = 'red'"]


@pytest.mark.parametrize("line", BAD)
def test_a_bad_table_is_refused(line: str, tmp_path: Path) -> None:
    """Every mistake in the table is a problem with a remedy."""
    from alsscreen.kiosk.config import read

    good = {"directory": "'/var/x'", "recipients": f"['{KEY}']", "controller": "'C'", "reader": "'R'", "days": "30"}
    name = line.partition(" =")[0]
    rows = [f"{key} = {value}" for key, value in good.items() if key != (name or "days")]
    text = "\n".join(["region = 'GB'", "[clinic]", *rows, line])
    with pytest.raises(ProblemsError) as caught:
        read(write(tmp_path / "k.toml", text))
    assert all(problem.remedy for problem in caught.value.problems)


# ---- the whole kiosk

CANARY = "quokkaberry"


@pytest.fixture
def at_work(tmp_path: Path, box: Path) -> Iterator[AtKiosk]:
    clinic = f"directory = '{box}'\nrecipients = ['{KEY}']\ncontroller = 'C'\nreader = 'R'\ndays = 30\n"
    config = write(tmp_path / "kiosk.toml", f"region = 'GB'\n[numbers]\nchecked = 2026-11-01\n[clinic]\n{clinic}")
    home = tmp_path / "home"
    home.mkdir()
    with kiosk("--config", str(config), TMPDIR=str(home), HOME=str(home)) as person:
        yield person


def test_an_answer_stands_in_no_file_but_sealed(at_work: AtKiosk, box: Path, tmp_path: Path) -> None:
    """After sending and finishing at a real terminal: in no file and not on the screen; only the clinic can read it."""
    person = at_work
    person.press("x").sees("I answer for someone else").press("1").sees("start suddenly")
    while "in your own words?" not in " ".join(person.text.split()):
        turns(person.press("\x1b[F", "p", "enter"))
    person.press(CANARY).sees(CANARY).press("enter").sees("You can skip them").press("2").sees("Check your answers")
    person.press("1").sees("Your result").press("\x1b[F").sees("Send this").lets_go()
    person.press("1").sees("This is all that is sent").press("\x1b[F")
    person.sees("Rule book").press("enter").sees("Yes, send it").lets_go().press("1").sees("Your code:")
    person.press("enter").sees("Your result").press("\x1b[F").sees("Show the code").press("3")
    person.sees("All answers are erased")
    assert CANARY not in person.text
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in files if CANARY.encode() in path.read_bytes()] == []
    assert [given.answers["note"] for given in opened(box)] == [(CANARY,)]
    assert list((tmp_path / "home").iterdir()) == []
