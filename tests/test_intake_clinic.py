"""The clinic's side: who waits, what is shown, set apart, given to other software, and deleted."""

from __future__ import annotations

import base64
import datetime as dt
import html
import io
import json
import os
import re
import shutil
import sys
import time

import pytest

from alsscreen import rulebook
from alsscreen.intake import cli
from alsscreen.intake import record as module
from alsscreen.intake.record import decode, encode, hour, moment
from alsscreen.intake.seal import Seal
from intake_room import (
    BOOK,
    IDENTITY,
    ROOT,
    STRANGER,
    apart_codes,
    box,
    handed,
    names,
    opened,
    outbox,
    send,
    someone,
    task,
)

__all__ = ["box"]

NOW = dt.datetime.now(dt.UTC)


def sent(directory, level="soon", hours_ago=0, **more):
    """Send somebody's intake as if it were so long ago; give its claim code."""
    moment_then = dt.datetime.now(dt.UTC) - dt.timedelta(hours=hours_ago)
    os.utime(directory, (moment_then.timestamp(), moment_then.timestamp()))
    sending = send(outbox(directory, clock=lambda: moment_then), handed(level, **more))
    assert sending.how == "done", sending.problem
    return sending.code


def forged(directory, name="f" * 32, **changes):
    """Put a sealed file there that is an intake but for some changes."""
    send(outbox(directory))
    given = opened(directory)[0][0].intake
    for path in directory.glob("*.age"):
        path.unlink()
    data = json.loads(encode(given)) | changes
    sealed = Seal((str(IDENTITY.to_public()),), "test")(json.dumps(data).encode())
    (directory / f"{name}.age").write_bytes(sealed)


# ---- list


def test_who_waits_stands_first(box, capsys):
    """Not read before read, then by level, then who waits longest; each with its age."""
    codes = [sent(box, *row) for row in (("routine", 90), ("same-day", 2), ("soon", 200), ("same-day", 30))]
    assert task(capsys, "show", box, codes[3]).code == 0
    told = task(capsys, "list_", box, "--json")
    assert [row["code"] for row in told.data["intakes"]] == [codes[1], codes[2], codes[0], codes[3]]
    assert [row["read"] for row in told.data["intakes"]] == [False, False, False, True]
    lines = task(capsys, "list_", box).out.splitlines()
    assert "same-day" in lines[1]
    assert lines[1].startswith(("2 h", "3 h"))
    assert "4 intakes, 3 not read (1 same-day, 1 soon, 1 routine)." in lines


def test_what_is_late_due_or_from_the_future_is_said(box, capsys):
    """A same-day intake after a day, one kept too long, and one that a wrong clock dated."""
    sent(box, "same-day", 30)
    assert "LATE" in task(capsys, "list_", box).out
    sent(box, "routine", 31 * 24)
    assert "kept longer than was told" in task(capsys, "list_", box).out
    sent(box, "routine", -20)
    assert "dated in the future" in task(capsys, "list_", box).out
    assert len(task(capsys, "list_", box, "--unread", "--json").data["intakes"]) == 3


def test_an_empty_directory_and_none(box, tmp_path, capsys):
    """Nobody waits; or there is no such place."""
    assert task(capsys, "list_", box).out == "No intakes.\n"
    assert [problem.code for problem in task(capsys, "list_", tmp_path / "none").problems] == ["no-directory"]


def test_a_careless_identity_is_said(box, capsys):
    """A key that others can read, or that lies beside what it opens."""
    task(capsys, "list_", box)
    (box.parent / "identity.txt").chmod(0o644)
    assert "others can read this private key" in task(capsys, "list_", box).out
    assert "beside what it opens" in task(capsys, "list_", box / "..").out


def test_long_work_says_how_far_it_is(box, capsys, monkeypatch):
    """On standard error, only when it is long, and only where somebody watches; then the line is cleared."""
    sent(box)
    monkeypatch.setattr(cli, "PATIENCE", 0.0)
    assert task(capsys, "list_", box).err == ""
    monkeypatch.setattr(type(sys.stderr), "isatty", lambda _self: True)
    assert task(capsys, "list_", box).err == "opened: 1 of 1\r\x1b[K"
    monkeypatch.setattr(cli, "PATIENCE", 60.0)
    assert task(capsys, "list_", box).err == ""


# ---- set apart


def junk(kind, directory):  # noqa: C901, PLR0912 (a table)
    """Put something there that is no intake."""
    good = next(directory.glob("*.age"))
    path = directory / f"{'0' * 32}.age"
    content = good.read_bytes()
    match kind:
        case "empty":
            path.write_bytes(b"")
        case "cut":
            path.write_bytes(content[:-700])
        case "cut early":
            path.write_bytes(content[:10])
        case "flipped":
            path.write_bytes(content[:-5] + bytes([content[-5] ^ 4]) + content[-4:])
        case "a text":
            path.write_text("hello")
        case "another name":
            (directory / "notes.txt").write_text("hello")
        case "a copy":
            shutil.copy(good, path)
        case "for somebody else":
            path.write_bytes(Seal((str(STRANGER.to_public()),), "test")(b"{}"))
        case "sealed junk":
            path.write_bytes(Seal((str(IDENTITY.to_public()),), "test")(b"\xff not JSON"))
        case "sealed JSON":
            path.write_bytes(Seal((str(IDENTITY.to_public()),), "test")(b'{"a": 1}'))
        case "a link":
            path.symlink_to(good)
        case "a pipe":
            os.mkfifo(path)
        case "a directory":
            path.mkdir()
        case "huge":
            path.write_bytes(content + bytes(1_000_000))


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("empty", "damaged"), ("cut", "damaged"), ("cut early", "damaged"), ("flipped", "damaged"),
        ("a text", "foreign"), ("another name", "foreign"), ("a copy", "copy"), ("for somebody else", "other-key"),
        ("sealed junk", "foreign"), ("sealed JSON", "foreign"), ("a link", "foreign"), ("a pipe", "foreign"),
        ("a directory", "foreign"), ("huge", "foreign"),
    ],
)  # fmt: skip
def test_what_is_no_intake_is_reported_and_never_deleted(box, capsys, kind, code):
    """Each is named; the others are listed all the same; a purge leaves it; `--set-apart` moves it, unchanged."""
    sent(box)
    junk(kind, box)
    before = names(box)
    told = task(capsys, "list_", box)
    assert (told.code, apart_codes(box)) == (1, [code])
    assert "1 intake, 1 not read" in told.out
    assert f"[{code}]" in told.out
    assert task(capsys, "purge", box, "--set-apart").code == 1
    assert names(box) == before
    assert task(capsys, "purge", box, "--set-apart", "--yes").code == 0
    assert apart_codes(box) == []
    assert len(names(box / "apart")) == 1
    assert task(capsys, "purge", box, "--older-than", "0", "--yes").code == 0
    assert len(names(box / "apart")) == 1


def test_a_wrong_identity_moves_nothing(box, capsys):
    """When nothing opens, it is more likely the identity than the files."""
    sent(box)
    (box.parent / "identity.txt").write_text(f"{STRANGER}\n")
    told = task(capsys, "list_", box)
    assert "may be the wrong one" in told.out
    assert [problem.code for problem in task(capsys, "purge", box, "--set-apart", "--yes").problems] == ["other-key"]
    assert len(list(box.glob("*.age"))) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"format_version": 2}, {"more": 1}, {"hour": "2026-13-41T99Z"}, {"level": "fine"}, {"answers": {"arms": []}},
        {"claim": "AAAAAA"}, {"id": "../../etc"}, {"page": 7}, {"rule_book": {}},
    ],
)  # fmt: skip
def test_an_intake_of_another_shape_is_foreign(box, changes):
    """A newer format, a name that we do not know, a value that cannot be: nothing is guessed or repeated."""
    forged(box, **changes)
    kept, (apart,) = opened(box)
    assert not kept
    assert apart.problem.code == "foreign"
    assert "etc" not in apart.problem.what


def test_a_page_that_fools_a_terminal_is_shown_without_that(box, capsys):
    """Anybody can seal for a public key."""
    forged(box, page="a\x1b[2Jb\u202ec\n")
    assert "a[2Jbc" in task(capsys, "show", box, "f" * 32).out


# ---- show


def test_one_page_by_claim_code_or_file(box, capsys):
    """As the person agreed to it; then it is read, once."""
    code = sent(box)
    told = task(capsys, "show", box, code.lower())
    assert told.code == 0
    assert told.out.startswith(handed("soon").page[:200])
    assert "The Clinic, for the neurology team" in told.out
    assert not list(box.glob("*.age"))
    assert len(list(box.glob("read/*.age"))) == 1
    again = task(capsys, "show", box, next(box.glob("read/*.age")).name[:12], "--json")
    assert again.data["intake"]["claim"] == code


def test_a_look_can_leave_it_unread(box, capsys):
    """For whoever looks but does not act."""
    assert task(capsys, "show", box, sent(box), "--keep-unread").code == 0
    assert len(list(box.glob("*.age"))) == 1


@pytest.mark.parametrize(("which", "code"), [("BBB-BBC", "no-code"), ("0" * 12, "no-intake"), ("abc", "no-code")])
def test_what_names_no_intake(box, capsys, which, code):
    """A mistyped code is told from one that nobody bears."""
    sent(box)
    assert [problem.code for problem in task(capsys, "show", box, which).problems] == [code]


def another_book(to):
    """Make a rule book that differs in a word."""
    shutil.copytree(ROOT, to)
    rules = to / "regions.yaml"
    rules.write_text(rules.read_text() + "\n# another day\n")
    return rulebook.load(to)


def test_it_is_opened_with_the_rule_book_that_wrote_it(box, tmp_path, capsys):
    """Today's is another one: the older is found by its digest, and a word says so."""
    book = another_book(tmp_path / "today")
    assert book.sha256 != BOOK.sha256
    code = sent(box)
    told = task(capsys, "show", box, code, rules=tmp_path / "today")
    assert "is not here" in told.out
    assert "it gives the same level, soon" in told.out
    (tmp_path / "books").mkdir()
    shutil.copytree(ROOT, tmp_path / "books" / "0.1")
    (tmp_path / "books" / "broken").mkdir()
    told = task(capsys, "show", box, code, "--books", tmp_path / "books", rules=tmp_path / "today")
    assert "is not here" not in told.out
    assert "today's rule book" in told.out
    fhir = task(capsys, "export", box, "--fhir", "--books", tmp_path / "books", rules=tmp_path / "today")
    assert fhir.code == 0


def test_a_rule_book_that_is_missing_is_said_once(box, tmp_path, capsys):
    """However many intakes it wrote; none of them becomes a bundle by another book."""
    another_book(tmp_path / "today")
    sent(box)
    sent(box)
    told = task(capsys, "export", box, "--fhir", rules=tmp_path / "today")
    assert (told.code, told.out) == (1, "")
    assert told.err.count("[no-book]") == 1
    assert "2 intakes not exported. 0 intakes exported" in told.err


def test_a_level_that_its_answers_do_not_give_is_a_finding(box, capsys):
    """Somebody wrote it who is not our kiosk, or the program has a fault."""
    forged(box, level="information", sensitive=True)
    told = task(capsys, "show", box, "f" * 32)
    assert told.code == 1
    assert "[other-level]" in told.out


# ---- export


def test_lines_of_json_for_other_software(box, capsys):
    """One intake on each line, all of it; in a file whole or not at all, for its owner only."""
    codes = {sent(box), sent(box, "routine")}
    told = task(capsys, "export", box)
    assert {json.loads(line)["claim"] for line in told.out.splitlines()} == codes
    assert "2 intakes exported, no longer sealed." in told.err
    file = box.parent / "out.ndjson"
    assert task(capsys, "export", box, next(iter(codes)), "--out", file).code == 0
    assert len(file.read_text().splitlines()) == 1
    assert file.stat().st_mode & 0o077 == 0
    assert [problem.code for problem in task(capsys, "export", box, "--out", file).problems] == ["exists"]
    assert not [name for name in names(box.parent) if name.endswith(".part")]


def test_fhir_bundles_hold_the_page_as_it_was_sent(box, capsys):
    """The answers that were kept back had a part in the level on it, and are nowhere in the bundle."""
    record = handed(someone("soon") | {"family": ("relative-als",), "mind": ("low-mood",)})
    assert send(outbox(box), record).how == "done"
    bundle = json.loads(task(capsys, "export", box, "--fhir").out)
    answers, document = (entry["resource"] for entry in bundle["entry"])
    pages = [base64.b64decode(each["attachment"]["data"]).decode() for each in document["content"]]
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "transaction")
    assert answers["status"] == "completed"
    assert pages[1] == record.page
    assert html.unescape(pages[0]).count(record.page) == 1
    assert not {"relative-als", "low-mood"} & set(re.findall(r"[\w-]+", json.dumps(bundle)))


def test_a_page_with_hidden_characters_is_in_no_bundle(box, capsys):
    """No kiosk writes it; the reader of the bundle may not be as careful as we are."""
    forged(box, page="a\u202eb")
    told = task(capsys, "export", box, "--fhir")
    assert (told.code, told.out) == (1, "")
    assert "[hidden-character]" in told.err


def test_a_bad_file_does_not_stop_the_rest(box, capsys):
    """It is reported, and the exit code says so."""
    sent(box)
    junk("cut", box)
    told = task(capsys, "export", box)
    assert (told.code, len(told.out.splitlines())) == (1, 1)
    assert "[damaged]" in told.err


# ---- purge


def test_nothing_is_deleted_without_a_yes(box, capsys):
    """First the count, and how many of these nobody has read."""
    sent(box, "same-day", 31 * 24)
    sent(box, "routine", 2)
    for option in (("--due",), ("--older-than", "30")):
        told = task(capsys, "purge", box, *option)
        assert told.code == 1
        assert told.out == (
            "1 intake to delete (never read: 1, of these same-day: 1).\nNothing was deleted: add --yes to do it.\n"
        )
    assert len(list(box.glob("*.age"))) == 2
    assert task(capsys, "purge", box, "--due", "--yes", "--json").data["deleted"] == 1
    assert len(list(box.glob("*.age"))) == 1
    assert task(capsys, "purge", box, "--due").out == "No intake is meant by this.\n"


@pytest.mark.parametrize(("typed", "left"), [("yes\n", 0), ("y\n", 1), ("\n", 1), ("", 1)])
def test_at_a_terminal_it_is_asked_and_only_yes_is_yes(box, capsys, monkeypatch, typed, left):
    """What was counted is what is deleted."""
    sent(box, "soon", 31 * 24)
    stdin = io.StringIO(typed)
    stdin.isatty = lambda: True
    monkeypatch.setattr("sys.stdin", stdin)
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _self: True)
    told = task(capsys, "purge", box, "--due")
    assert "Delete for good? Type yes: " in told.out
    assert (len(list(box.glob("*.age"))), told.code) == (left, left)


def test_a_person_can_have_theirs_deleted_and_it_stays_deleted(box, tmp_path, capsys):
    """By the claim code; a copy that comes back is known."""
    code = sent(box)
    sent(box, "routine")
    shutil.copytree(box, tmp_path / "backup")
    assert task(capsys, "purge", box, "--code", code, "--yes").code == 0
    assert len(opened(box)[0]) == 1
    shutil.copytree(tmp_path / "backup", box, dirs_exist_ok=True)
    assert apart_codes(box) == ["came-back"]
    assert len(opened(box)[0]) == 1


def test_one_code_of_two_people_deletes_neither(box, capsys, monkeypatch):
    """It happens once in twenty million; then the file is named."""
    monkeypatch.setattr(module.claim, "new", lambda: "BBBBB" + module.claim._check("BBBBB"))
    code = sent(box)
    assert sent(box) == code
    assert [problem.code for problem in task(capsys, "purge", box, "--code", code, "--yes").problems] == ["several"]
    name = next(box.glob("*.age")).name[:12]
    assert task(capsys, "purge", box, "--code", name, "--yes").code == 0
    assert len(opened(box)[0]) == 1


def test_read_ones_are_deleted_too(box, capsys):
    """Wherever they stand."""
    code = sent(box, "soon", 50)
    task(capsys, "show", box, code)
    told = task(capsys, "purge", box, "--older-than", "1", "--yes")
    assert told.out.startswith("1 intake to delete (all of them were read).\n1 intake deleted.")
    assert opened(box) == ([], [])


@pytest.mark.parametrize("wrong", [(), ("--older-than", "x"), ("--due", "--code", "B")])
def test_a_purge_names_one_thing(box, capsys, wrong):
    """Exactly one of age, due, code."""
    with pytest.raises(SystemExit):
        task(capsys, "purge", box, *wrong)


def test_hours_go_there_and_back():
    """An hour is UTC, and is where it began."""
    there = dt.datetime(2026, 3, 29, 1, 59, 59, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    assert hour(there) == "2026-03-28T23Z"
    assert moment(hour(there)) == dt.datetime(2026, 3, 28, 23, tzinfo=dt.UTC)
    assert isinstance(decode(b"[]"), str)
    assert NOW.timestamp() <= time.time() + 1
