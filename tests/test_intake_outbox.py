"""The kiosk's side: what leaves it, when it is called sent, and what is said when it cannot be."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from alsscreen.intake import claim, durable
from alsscreen.intake import outbox as module
from alsscreen.intake.outbox import Clinic, Outbox
from alsscreen.intake.record import BLOCK, decode, listed
from alsscreen.intake.seal import Opener, Seal, Unopened
from alsscreen.kiosk.outbox import Outbox as Wanted
from alsscreen.kiosk.outbox import Record as KioskRecord
from alsscreen.model import ProblemsError
from intake_room import (
    BOOK,
    CONSENT,
    IDENTITY,
    NOON,
    OPENER,
    STRANGER,
    box,
    handed,
    opened,
    outbox,
    pyrage,
    send,
    someone,
)

__all__ = ["box"]

CANARY = "zebra 7f3d91 cannot hold my grandchild"
MOOD = {"mind": ("thinking", "low-mood"), "family": ("relative-als",), "exposures": ("smoking",)}


def codes(function, *arguments):
    """Name the problems that a function raises."""
    with pytest.raises(ProblemsError) as caught:
        function(*arguments)
    assert all(problem.what and problem.remedy for problem in caught.value.problems)
    return [problem.code for problem in caught.value.problems]


# ---- what is sent


def test_what_is_sent_comes_back_as_it_was(box):
    """The clinic reads the answers, the page, the level, and what the person was told."""
    record = handed(sensitive=True)
    sending = send(outbox(box), record)
    (kept,), apart = opened(box)
    given = kept.intake
    assert not apart
    assert given.answers == record.answers
    assert (given.page, given.level, given.claim) == (record.page, record.evaluation.level, sending.code)
    assert given.consent == CONSENT
    assert given.rule_book.sha256 == BOOK.sha256


def test_it_fits_the_kiosk(box):
    """The kiosk's own record and protocol: without a word on sensitive answers, they stay behind."""
    way: Wanted = outbox(box)
    record = handed(someone("slow") | MOOD)
    sending = send(way, KioskRecord(record.answers, record.evaluation, record.page, sensitive=False))
    assert (way.name, sending.how) == ("send", "done")
    assert not opened(box)[0][0].intake.sensitive


@pytest.mark.parametrize("sensitive", [False, True])
def test_sensitive_answers_are_sent_only_when_they_were_ticked(box, sensitive):
    """Family, genes, smoking, substances and mood."""
    send(outbox(box), handed(someone("slow") | MOOD, sensitive=sensitive))
    given = opened(box)[0][0].intake
    kept = given.answers if sensitive else {"mind": given.answers["mind"]}
    assert kept.items() >= ({"mind": ("thinking", "low-mood")} if sensitive else {"mind": ("thinking",)}).items()
    assert ({"family", "exposures"} <= given.answers.keys()) == sensitive
    assert given.sensitive == sensitive


def test_what_was_kept_back_cannot_be_told_from_nothing(box):
    """Low mood alone, and none of these: with either kept back, the same is sent."""
    for mind in (("low-mood",), ("none",)):
        send(outbox(box), handed(someone("slow") | {"mind": mind}))
    first, second = (kept.intake.answers for kept in opened(box)[0])
    assert first == second
    assert "mind" not in first


def test_an_answer_that_did_not_count_is_not_sent(box):
    """What was answered before a change hid it."""
    record = handed(someone("slow") | {"child-change": ("fast",)})
    assert "child-change" in record.evaluation.ignored
    send(outbox(box), record)
    assert "child-change" not in opened(box)[0][0].intake.answers


def test_a_person_can_see_all_that_is_sent(box):
    """What `shown` lists is what is sealed, in words."""
    record = handed(someone("slow") | MOOD)
    way = outbox(box)
    send(way, record)
    given = opened(box)[0][0].intake
    assert way.shown(record) == listed(BOOK, given.answers, given.perspective)
    assert not any("family" in question for question, _ in way.shown(record))


def test_time_is_rounded_and_names_and_lengths_tell_nothing(box):
    """A file says neither who, nor when to the minute, nor how much."""
    way = outbox(box)
    for who in ("soon", "routine", "information"):
        send(way, handed(who))
    files = list(box.iterdir())
    assert all(re.fullmatch(r"[0-9a-f]{32}\.age", file.name) for file in files)
    assert all(file.stat().st_mtime % 3600 == 0 for file in files)
    assert {len(OPENER(file.read_bytes())) for file in files} == {BLOCK}  # what age adds has a length by chance
    assert {kept.intake.hour[-4:-1] for kept in opened(box)[0]} <= {f"T{hour:02}" for hour in range(24)}
    assert stat.S_IMODE(files[0].stat().st_mode) & 0o007 == 0


def test_a_canary_is_in_no_file_in_the_clear(box, tmp_path):
    """What a person wrote is nowhere on the disk of the kiosk, nor in what it says of a failure."""
    record = handed(someone("slow") | {"note": (CANARY,)})
    way = outbox(box)
    assert send(way, record).how == "done"
    box.rename(tmp_path / "gone")
    failed = send(way, record)
    assert failed.how == "failed"
    assert "zebra" not in f"{failed.problem}{vars(failed)}{vars(way)}"
    everything = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert everything
    assert b"zebra" not in everything
    assert opened(tmp_path / "gone")[0][0].intake.answers["note"] == (CANARY,)


def test_the_plain_text_is_not_held_while_it_is_written(box, monkeypatch):
    """From the moment of sealing, what is on its way holds sealed bytes only."""
    go = threading.Event()
    monkeypatch.setattr(durable, "write", lambda *_, **__: go.wait(10))
    sending = outbox(box).begin(handed(someone("slow") | {"note": (CANARY,)}))
    held = [value for thread in threading.enumerate() for value in vars(thread).values()]
    go.set()
    assert "zebra" not in repr(held)
    assert "zebra" not in repr(vars(sending))


# ---- the seal


def test_each_of_several_recipients_can_open_it_alone(box):
    """Two clinics' keys, either of them enough; a stranger's opens nothing."""
    other = pyrage.x25519.Identity.generate()
    send(outbox(box, keys=(IDENTITY, other)))
    assert len(opened(box, IDENTITY)[0]) == len(opened(box, other)[0]) == 1
    kept, apart = opened(box, STRANGER)
    assert not kept
    assert [each.problem.code for each in apart] == ["other-key"]


def test_any_flipped_bit_and_any_cut_is_refused():
    """No change of a sealed file opens as something else."""
    sealed = Seal((str(IDENTITY.to_public()),), "config")(b"x" * 300)
    for at in range(len(sealed)):
        for changed in (sealed[:at], sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]):
            with pytest.raises(Unopened):
                OPENER(changed)
    with pytest.raises(Unopened):
        OPENER(sealed + b"more")


@pytest.mark.skipif(shutil.which("age") is None, reason="no age here")
def test_the_stock_tool_opens_it(box, tmp_path):
    """A clinic needs nothing of ours to read its own intakes."""
    send(outbox(box))
    key = tmp_path / "key"
    key.write_text(f"{IDENTITY}\n")
    done = subprocess.run(["age", "-d", "-i", str(key), str(next(box.iterdir()))], capture_output=True, check=True)
    assert decode(done.stdout) == opened(box)[0][0].intake
    assert json.loads(done.stdout)["format"] == "alsscreen-intake"


@pytest.mark.skipif(shutil.which("age-keygen") is None, reason="no age here")
def test_keys_of_the_stock_tool_are_taken(tmp_path):
    """The file that `age-keygen` writes is an identity, comments and all."""
    key = tmp_path / "key"
    subprocess.run(["age-keygen", "-o", str(key)], capture_output=True, check=True)
    public = subprocess.run(["age-keygen", "-y", str(key)], capture_output=True, check=True, text=True).stdout
    assert Opener(key.read_text(), "key")(Seal((public,), "config")(b"hello")) == b"hello"


def test_a_kiosk_never_takes_a_private_key():
    """A private key among the recipients is refused, and not repeated."""
    secret = str(IDENTITY)
    with pytest.raises(ProblemsError) as caught:
        Seal((secret, "age1xyz", ""), "config")
    assert [problem.code for problem in caught.value.problems] == ["secret-key", "wrong-recipient", "wrong-recipient"]
    assert secret[20:] not in str(caught.value)
    assert codes(Seal, (), "config") == ["no-recipient"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no-identity"),
        ("# only a comment\n", "no-identity"),
        (f"{STRANGER.to_public()}\n", "public-key"),
        ("AGE-SECRET-KEY-1ABC\n", "wrong-identity"),
        ("age-encryption.org/v1\n-> scrypt abc 18\n", "locked-identity"),
        ("-----BEGIN AGE ENCRYPTED FILE-----\n", "locked-identity"),
    ],
    ids=["empty", "comment", "public", "wrong", "locked", "armoured"],
)
def test_a_file_that_is_no_identity_is_told_for_what_it_is(text, code):
    """Each has its words; none is repeated."""
    assert codes(Opener, text, "key") == [code]


def test_without_pyrage_it_is_said_what_to_install(monkeypatch):
    """The extra is named."""
    monkeypatch.setitem(sys.modules, "pyrage.x25519", None)
    assert codes(Seal, ("age1",), "config") == ["no-pyrage"]


# ---- claim codes


def test_a_claim_code_can_be_read_out_and_typed():
    """Any case, hyphens and spaces; no vowels, no 0 and no 1."""
    for _ in range(200):
        code = claim.new()
        assert claim.read(claim.shown(code).lower()) == claim.read(f" {code[:2]} {code[2:]}") == code
        assert not set(code) & set("AEIOU01")


def test_a_mistyped_claim_code_is_no_code():
    """One wrong sign, or two neighbours that changed places, never hits somebody else's intake."""
    code = claim.new()
    for at in range(6):
        assert all(claim.read(code[:at] + sign + code[at + 1 :]) is None for sign in claim.SIGNS if sign != code[at])
    for at in range(5):
        swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
        assert swapped == code or claim.read(swapped) is None
    assert [claim.read(text) for text in ("", "BBB", "OOOOOO", "B" * 60, "😀" * 6)] == [None] * 5


# ---- what goes wrong


def test_an_emergency_is_never_sent(box):
    """There is one thing to do then, and it is not to wait for somebody to read."""
    way, record = outbox(box), handed("emergency")
    assert not way.offered(record.evaluation)
    assert way.offered(handed().evaluation)
    assert send(way, record).problem.code == "emergency"
    assert not list(box.iterdir())


@pytest.mark.parametrize("year", [1970, 2000, 2025, 2100])
def test_a_clock_that_was_never_set_dates_nothing(box, year):
    """The age of an intake, and when it is deleted, hang on its hour."""
    assert send(outbox(box, clock=lambda: NOON.replace(year=year))).problem.code == "wrong-clock"
    assert not list(box.iterdir())


def test_a_clock_that_went_back_is_noticed(box):
    """The directory was changed later than now."""
    later = time.time() + 3 * 24 * 3600
    os.utime(box, (later, later))
    assert send(outbox(box)).problem.code == "wrong-clock"


@pytest.mark.parametrize(("kind", "code"), [("missing", "no-directory"), ("a file", "no-directory")])
def test_a_directory_that_is_none_is_refused_at_the_start(tmp_path, kind, code):
    """Before anybody has answered."""
    path = tmp_path / "intakes"
    if kind == "a file":
        path.write_text("")
    assert codes(outbox, path) == [code]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_that_may_not_be_written_to_is_refused_at_the_start(box):
    """And at sending, when it changed since."""
    way = outbox(box)
    box.chmod(0o500)
    assert codes(outbox, box) == ["not-allowed"]
    assert send(way).problem.code == "not-allowed"
    box.chmod(0o700)


def test_a_directory_that_vanished_or_was_exchanged_is_said(box, tmp_path):
    """A stick that was taken out leaves nothing, or an empty directory of the same name."""
    way = outbox(box)
    box.rename(tmp_path / "taken-out")
    assert send(way).problem.code == "no-directory"
    box.mkdir()
    failed = send(way)
    assert failed.problem.code == "other-directory"
    assert way.problem is not None or failed.how == "failed"
    assert not list(box.iterdir())
    box.rmdir()
    (tmp_path / "taken-out").rename(box)
    assert send(way).how == "done"


def test_what_a_dead_kiosk_left_is_cleared_at_the_start(box):
    """Parts older than two hours; a part of a living neighbour stays."""
    old, new = box / f".{'a' * 32}.age.part", box / f".{'b' * 32}.age.part"
    for part in (old, new):
        part.write_bytes(b"x")
    os.utime(old, (1, 1))
    assert outbox(box).swept == 1
    assert [path.name for path in box.iterdir()] == [new.name]


def test_a_disk_that_does_not_answer_has_failed_and_writes_nothing_later(box, monkeypatch):
    """A dead network: the person is told, and what was told to have failed does not arrive after all."""
    go, fill = threading.Event(), durable._fill

    def slow(*arguments):
        go.wait(10)
        fill(*arguments)

    monkeypatch.setattr(durable, "_fill", slow)
    sending = outbox(box).begin(handed())
    assert sending.how == "running"
    sending._until = 0.0  # nobody waits any longer
    assert sending.how == "failed"
    assert sending.problem.code == "no-answer"
    go.set()
    _join()
    assert not list(box.iterdir())
    assert sending.code == ""


def test_where_nobody_can_know_it_says_so(box, monkeypatch):
    """The name was given, and then the disk did not answer any more."""
    named, go, flush = threading.Event(), threading.Event(), os.fsync

    def hang(fd):
        if stat.S_ISDIR(os.fstat(fd).st_mode):
            named.set()
            go.wait(10)
        flush(fd)

    monkeypatch.setattr(durable.os, "fsync", hang)
    sending = outbox(box).begin(handed())
    assert named.wait(10)
    sending._until = 0.0  # nobody waits any longer
    how, problem = sending.how, sending.problem
    go.set()
    _join()
    assert (how, problem.code) == ("failed", "uncertain")


def _join():
    for thread in threading.enumerate():
        if thread.name == "intake":
            thread.join(10)


def test_a_fault_of_ours_is_said_without_a_word_of_the_answers(box, monkeypatch):
    """An exception's text may hold anything."""

    def break_down(*_arguments, **_options):
        raise RuntimeError(CANARY)

    way = outbox(box)
    monkeypatch.setattr(module, "encode", break_down)
    assert "RuntimeError" in (said := str(send(way).problem))
    monkeypatch.undo()
    monkeypatch.setattr(durable, "write", break_down)
    assert "zebra" not in said + str(send(way).problem)


def test_the_terms_have_a_shape():
    """A clinic that names nobody, or keeps for ever, is refused."""
    for wrong in ({"controller": ""}, {"reader": "x" * 300}, {"days": 0}, {"days": 100_000}):
        with pytest.raises(ValueError):
            type(CONSENT)(**{**CONSENT.model_dump(), **wrong})


def test_a_region_without_numbers_still_sends(box):
    """A demo has the region XX."""
    clinic = Clinic(box, (str(IDENTITY.to_public()),), CONSENT, "XX")
    assert send(Outbox(clinic, replace(BOOK))).how == "done"
    assert opened(box)[0][0].intake.region == "XX"
    assert dt.datetime.now(dt.UTC).strftime("%Y") == opened(box)[0][0].intake.hour[:4]
    assert isinstance(box, Path)
