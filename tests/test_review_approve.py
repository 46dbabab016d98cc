"""Who approved what, in which role, and with which key in; whether it still counts today out."""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from alsscreen import rulebook
from alsscreen.cli import main
from alsscreen.model import Approval, ProblemsError
from alsscreen.review import approve as command
from alsscreen.review.approval_file import APPROVALS, read_approval, written
from alsscreen.review.approvals import approval_state
from alsscreen.review.approve import Approver, kept, recorded
from alsscreen.review.signature import NAMESPACE, BadSignatureError, verify
from alsscreen.review.signers import Signer, read_signers, standing
from alsscreen.review.whole import load_whole
from people import BOOK, ROOT
from reviewed import copied, edited, git, repository, review

JANE = ("--name", "Jane Doe", "--role", "consultant neurologist")
WHO = "jane@clinic.example"
NOW = dt.datetime(2030, 6, 1, 12, tzinfo=dt.UTC)
keygen = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH makes the keys and the signatures")


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """Two keys: Jane's, and somebody else's."""
    directory = tmp_path_factory.mktemp("keys")
    for name in ("jane", "other"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", directory / name], check=True)
    return directory


@pytest.fixture(scope="module")
def approved(tmp_path_factory, keys):
    """The shipped rules, approved whole and signed by Jane; a test that changes them takes a copy."""
    rules = copied(tmp_path_factory.mktemp("approved") / "rules")
    whole = load_whole(rules)
    record = recorded(whole, (), Approver("Jane Doe", "consultant neurologist", ("all",), signs=True), NOW)
    kept(rules, record, keys / "jane")
    return rules


@pytest.fixture
def rules(approved, tmp_path):
    """A copy of the approved rules, to change."""
    return copied(tmp_path / "rules", approved)


def public(keys, name="jane"):
    return " ".join((keys / f"{name}.pub").read_text().split()[:2])


def allowed(tmp_path, *lines):
    path = tmp_path / "allowed_signers"
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def jane(keys, tmp_path, options=""):
    return allowed(tmp_path, f"{WHO} {options} {public(keys)}".replace("  ", " "))


def state(rules, signers=None, now=NOW):
    return approval_state(rules, rulebook.load(rules), signers, now)


def the_file(rules, end=".yaml"):
    (path,) = (rules / APPROVALS).glob(f"*{end}")
    return path


# ---- states --------------------------------------------------------------------------------------------------------


def test_the_shipped_book_is_unreviewed(capsys):
    """No approval is shipped, and every evaluation says so."""
    assert approval_state(ROOT, BOOK, None) == Approval("unreviewed", None)
    told = review(capsys, "approvals")
    assert told.code == 0
    assert f"0/{len(BOOK.rules)} rules approved" in told.out
    assert "not approved: unreviewed" in told.out
    assert "does not certify medical truth" in told.out


@keygen
def test_a_signed_approval_counts(rules, keys, tmp_path, capsys):
    """A whole approval by an allowed signer names the person; what the tool prints names the key."""
    pytest.importorskip("cryptography")
    signers = jane(keys, tmp_path)
    assert state(rules, signers) == Approval("approved", "Jane Doe, consultant neurologist")
    told = review(capsys, "approvals", "--allowed-signers", signers, rules=rules)
    assert told.code == 0
    assert f"{len(BOOK.rules)}/{len(BOOK.rules)} rules approved" in told.out
    assert WHO in told.out


@keygen
def test_every_result_says_what_the_approval_is_worth(rules, keys, tmp_path, capsys, monkeypatch):
    """The list that the environment names decides whether a result names a person; without one nobody is named."""
    pytest.importorskip("cryptography")
    _stamped(rules, tmp_path, capsys, "unlisted", "No doctor or nurse has reviewed")
    monkeypatch.setenv("ALSSCREEN_SIGNERS", str(jane(keys, tmp_path)))
    _stamped(rules, tmp_path, capsys, "approved", "Approved by: Jane Doe, consultant neurologist.")


@keygen
def test_the_reviewer_is_told_by_the_same_list(rules, keys, tmp_path, capsys, monkeypatch):
    """Bare `review`, `review approvals` and `review coverage` go by the list that the environment names as well."""
    pytest.importorskip("cryptography")
    commands = (["review"], ["review", "approvals"], ["review", "coverage", "--json"])
    before = [_said(command, rules, capsys) for command in commands]
    monkeypatch.setenv("ALSSCREEN_SIGNERS", str(jane(keys, tmp_path)))
    after = [_said(command, rules, capsys) for command in commands]
    assert "Not approved: unlisted." in before[0]
    assert "Approved by Jane Doe, consultant neurologist." in after[0]
    assert ("is not approved: unlisted" in before[1], "is approved by Jane Doe" in after[1]) == (True, True)
    assert ('"unlisted"' in before[2], '"unlisted"' in after[2]) == (True, False)


def _said(command, rules, capsys):
    main([*command, "--rules", str(rules)])
    return capsys.readouterr().out


def _stamped(rules, tmp_path, capsys, state, said):
    """Evaluate once as JSON and once as text, and see what they say of the approval."""
    answers = tmp_path / "answers.json"
    answers.write_text("{}")
    assert main(["evaluate", str(answers), "--json", "--rules", str(rules)]) == 0
    assert json.loads(capsys.readouterr().out)["rule_book"]["approval"]["state"] == state
    assert main(["evaluate", str(answers), "--rules", str(rules)]) == 0
    assert said in capsys.readouterr().out.replace("\n", " ")


@keygen
def test_a_list_that_cannot_be_read_is_no_empty_one(rules, tmp_path, monkeypatch):
    """Whoever names a list that is not there is told so; no result goes out with less than was asked for."""
    monkeypatch.setenv("ALSSCREEN_SIGNERS", str(tmp_path / "nothing"))
    with pytest.raises(ProblemsError, match="list of signers cannot be read"):
        main(["evaluate", "--rules", str(rules)])


@keygen
def test_openssh_itself_agrees(rules, keys, tmp_path):
    """`ssh-keygen -Y verify` accepts the file as it lies there."""
    path = the_file(rules)
    command_line = [
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        jane(keys, tmp_path),
        "-I",
        WHO,
        "-n",
        NAMESPACE,
        "-s",
        f"{path}.sig",
    ]
    assert subprocess.run(command_line, input=path.read_bytes(), capture_output=True, check=False).returncode == 0


def signature(change):
    """Give a change of the signature file."""

    def tamper(rules, keys):
        path = the_file(rules, ".sig")
        path.write_text(change(path.read_text(), rules, keys))

    return tamper


def flipped(text, *_):
    lines = text.splitlines()
    raw = bytearray(base64.b64decode("".join(lines[1:-1])))
    raw[-1] ^= 1
    return "\n".join([lines[0], base64.b64encode(raw).decode(), lines[-1]])


def forged(_, rules, keys, namespace=NAMESPACE, key="other", kind=None):
    """Sign the same file again, in another way."""
    if kind is not None and not (keys / kind).exists():
        subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", keys / kind], check=True)
    arguments = ["ssh-keygen", "-Y", "sign", "-n", namespace, "-f", keys / (kind or key)]
    done = subprocess.run(arguments, input=the_file(rules).read_bytes(), capture_output=True, check=True)
    return done.stdout.decode()


def renamed(rules, _):
    path = the_file(rules)
    path.write_bytes(path.read_bytes().replace(b"Jane Doe", b"Jim Roe"))


TAMPERED = {
    "cut in the middle": (signature(lambda text, *_: text[: len(text) // 2]), "bad-signature"),
    "cut at the end of a line": (signature(lambda text, *_: "\n".join(text.splitlines()[:-2])), "bad-signature"),
    "a line left out": (
        signature(lambda text, *_: "\n".join([*text.splitlines()[:2], text.splitlines()[-1]])), "bad-signature"
    ),
    "emptied": (signature(lambda *_: ""), "bad-signature"),
    "something else": (signature(lambda *_: "approved!"), "bad-signature"),
    "one bit flipped": (signature(flipped), "bad-signature"),
    "taken away": (lambda rules, _: the_file(rules, ".sig").unlink(), "bad-signature"),
    "another name written in": (renamed, "bad-signature"),
    "by somebody else": (signature(forged), "unknown-signer"),
    "made for something else": (
        signature(lambda *given: forged(*given, namespace="git", key="jane")), "bad-signature"
    ),
    "by a key of another type": (signature(lambda *given: forged(*given, kind="ecdsa")), "bad-signature"),
}  # fmt: skip


@keygen
@pytest.mark.parametrize("name", TAMPERED)
def test_a_signature_that_is_not_hers_does_not_count(name, rules, keys, tmp_path, capsys):
    """A forged, cut or missing signature is named, with the file, and nobody is said to have approved."""
    pytest.importorskip("cryptography")
    tamper, expected = TAMPERED[name]
    tamper(rules, keys)
    signers = jane(keys, tmp_path)
    assert state(rules, signers) == Approval(expected, None)
    told = review(capsys, "approvals", "--allowed-signers", signers, "--json", rules=rules)
    assert (told.code, told.codes()) == (1, {expected})
    assert told.data["findings"][0]["file"] == str(the_file(rules))


SIGNERS = {
    "her key, good until later": ('valid-before="20300602Z"', "approved"),
    "her key, good from before": ('valid-after="20300531Z"', "approved"),
    "her key, for this purpose": (f'namespaces="git,{NAMESPACE}"', "approved"),
    "her key, expired": ('valid-before="20300601Z"', "expired-signer"),
    "her key, not good yet": ('valid-after="20300602Z"', "expired-signer"),
    "her key, for another purpose": ('namespaces="git"', "unknown-signer"),
}


@keygen
@pytest.mark.parametrize("name", SIGNERS)
def test_a_signer_is_allowed_for_a_time_and_a_purpose(name, rules, keys, tmp_path):
    """What stands beside the key in the list decides, by the clock of today."""
    pytest.importorskip("cryptography")
    options, expected = SIGNERS[name]
    assert state(rules, jane(keys, tmp_path, options)).state == expected


@keygen
@pytest.mark.parametrize("line", ["@revoked {key}", "@revoked * {key}"])
def test_a_revoked_key_never_counts(line, rules, keys, tmp_path):
    """A revocation outweighs the line that allows the key, wherever it stands."""
    pytest.importorskip("cryptography")
    signers = allowed(tmp_path, f"{WHO} {public(keys)}", line.format(key=public(keys)))
    assert state(rules, signers) == Approval("revoked-signer", None)


@keygen
def test_without_a_list_nobody_is_known(rules, capsys):
    """A good signature alone does not say whose it is, so the book is not called approved."""
    pytest.importorskip("cryptography")
    assert state(rules) == Approval("unlisted", None)
    assert "note: " in review(capsys, "approvals", rules=rules).out


@keygen
def test_without_the_package_it_says_what_to_install(rules, keys, tmp_path, monkeypatch, capsys):
    """Where signatures cannot be checked nothing counts, and the remedy is named."""
    monkeypatch.setitem(sys.modules, "cryptography.exceptions", None)
    signers = jane(keys, tmp_path)
    assert state(rules, signers) == Approval("unchecked", None)
    assert "extra 'review'" in review(capsys, "approvals", "--allowed-signers", signers, rules=rules).out


# ---- what voids it -------------------------------------------------------------------------------------------------

CHANGES = {
    "a rule": ("rules.yaml", "holds: [cramps]", "holds: [cramps, thin]", "void", "rules/cramps"),
    "a level": (
        "rules.yaml",
        "id: cramps-routine\n    level: routine",
        "id: cramps-routine\n    level: soon",
        "void",
        "guidance/cramps-routine",
    ),
    "a word of a question": (
        "questions.yaml",
        "text: Muscle cramps,",
        "text: Bad cramps,",
        "void",
        "questions/muscles",
    ),
    "a fixed text": ("screens.yaml", "  done: Thank you.", "  done: Many thanks.", "void", "words/screens"),
    "a number": ("regions.yaml", 'number: "999"', 'number: "998"', "void", "regions/GB"),
    "a topic": ("topics.yaml", "The start is easy to miss.", "The start is hard to see.", "void", "topics/what-als-is"),
    "a word of the kiosk": ("kiosk.yaml", "too small to read", "too small", "void", "words/kiosk"),
    "a code": ("fhir.yaml", "label: Slurred speech", "label: Slurring", "void", "words/codes"),
    "a disposition": ("sources/advancells-als.yaml", "reason: lead-in", "reason: mechanism", "suspect", "units"),
    "a fact": (
        "sources/evidence.yaml",
        'title: "Stroke: know the signs"',
        'title: "Stroke: know its signs"',
        "suspect",
        "evidence",
    ),
    "the source": ("sources/advancells-als.yaml", "  lines: 163", "  lines: 164", "suspect", "source"),
    "a comment": ("rules.yaml", "rules:\n", "# A comment.\nrules:\n", "approved", None),
    "the order of options in a condition": (
        "rules.yaml",
        "holds: [face, one-side, words,",
        "holds: [words, one-side, face,",
        "approved",
        None,
    ),
}


@keygen
@pytest.mark.parametrize("name", CHANGES)
def test_a_change_voids_what_it_touches(name, rules, keys, tmp_path, capsys):
    """What is said may not change (void), nor what it stands on (suspect); how the lines are laid out may."""
    pytest.importorskip("cryptography")
    file, old, new, expected, thing = CHANGES[name]
    line = edited(rules, file, old, new)
    signers = jane(keys, tmp_path)
    assert state(rules, signers).state == expected
    told = review(capsys, "approvals", "--allowed-signers", signers, "--json", rules=rules)
    assert told.data["approvals"][0]["changed"] == ([thing] if thing else [])
    if thing is None:
        assert (told.code, told.data["state"]) == (0, "approved")
    else:
        (finding,) = told.data["findings"]
        assert (told.code, finding["code"], finding["file"]) == (1, expected, str(rules / file))
        assert 0 < finding["line"] <= line


@keygen
def test_a_rule_that_went_voids_too(rules, keys, tmp_path, capsys):
    """What was approved and is no longer there is named."""
    pytest.importorskip("cryptography")
    path = rules / "screens.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("  - id: told-nothing-wrong")], encoding="utf-8")
    told = review(capsys, "approvals", "--allowed-signers", jane(keys, tmp_path), "--json", rules=rules)
    assert told.data["approvals"][0]["changed"] == ["sentences/told-nothing-wrong"]


@keygen
def test_a_change_outside_of_its_scope_voids_nothing(tmp_path, keys):
    """Who approved one section is not concerned by another; the book as a whole is not approved by that."""
    pytest.importorskip("cryptography")
    rules = copied(tmp_path / "rules")
    record = recorded(load_whole(rules), (), Approver("Jane Doe", "neurologist", ("mouth",), signs=True), NOW)
    kept(rules, record, keys / "jane")
    signers = jane(keys, tmp_path)
    assert state(rules, signers) == Approval("partly-approved", None)
    edited(rules, "rules.yaml", "holds: [cramps]", "holds: [cramps, thin]")
    assert state(rules, signers) == Approval("partly-approved", None)
    edited(rules, "questions.yaml", '"Slurred or thick speech,', '"Slurred speech,')
    assert state(rules, signers) == Approval()


@keygen
def test_diff_says_which_approvals_a_change_voids(rules, approved, capsys):
    """Before a change is merged it is known whose approval it costs."""
    edited(rules, "rules.yaml", "holds: [cramps]", "holds: [cramps, thin]")
    (voided,) = review(capsys, "diff", approved, rules, "--json").data["approvals_voided"]
    assert "Jane Doe" in voided
    assert "rules/cramps" in voided


@keygen
def test_the_newest_whole_approval_decides(rules, keys, tmp_path):
    """A later good approval takes the place of one that was voided."""
    pytest.importorskip("cryptography")
    edited(rules, "rules.yaml", "holds: [cramps]", "holds: [cramps, thin]")
    signers = jane(keys, tmp_path)
    assert state(rules, signers) == Approval("void", None)
    later = NOW + dt.timedelta(days=1)
    kept(rules, recorded(load_whole(rules), (), Approver("Ann Roe", "GP", ("all",), signs=True), later), keys / "jane")
    assert state(rules, signers) == Approval("approved", "Ann Roe, GP")


# ---- the list of signers -------------------------------------------------------------------------------------------


@keygen
def test_the_list_may_not_stand_inside_the_rules(rules, keys):
    """Who may edit the rules could edit it too."""
    inside = rules / "allowed_signers"
    inside.write_text(f"{WHO} {public(keys)}\n")
    with pytest.raises(ProblemsError, match="inside the rules"):
        state(rules, inside)


@pytest.mark.parametrize(
    "line",
    [
        "jane ssh-ed25519",
        "jane ssh-ed25519 ???",
        "jane ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==",
        'jane valid-before="soon" ssh-ed25519 AAAA',
        "jane cert-authority ssh-ed25519 AAAA",
        "jane no-such-option ssh-ed25519 AAAA",
        "jane",
    ],
)
def test_a_line_that_is_none_is_named(line, tmp_path):
    """A list with a faulty line is refused with its number: half a list is worse than none."""
    path = allowed(tmp_path, "# comment", "", line)
    with pytest.raises(ProblemsError) as caught:
        read_signers(path, ROOT)
    assert [problem.line for problem in caught.value.problems] == [3]


def test_a_list_that_is_not_there_is_a_clear_finding(tmp_path, capsys):
    """A missing list is no empty list."""
    told = review(capsys, "approvals", "--allowed-signers", tmp_path / "none")
    assert (told.code, told.codes()) == (1, {"allowed-signers"})


def test_several_lines_for_one_key_add_up():
    """A key that expired and was renewed is good."""
    key = b"k" * 51
    old, new = Signer("a", key, before=NOW - dt.timedelta(1)), Signer("b", key, before=NOW + dt.timedelta(1))
    assert standing(key, (old, new), NOW)[:2] == ("known", "b")


# ---- approving -----------------------------------------------------------------------------------------------------


@keygen
def test_approving_writes_two_files_and_says_what_it_is_not(tmp_path, keys, capsys):
    """In a clean checkout: the record and the signature, each readable by everybody, and the remark on truth."""
    rules = repository(tmp_path / "checkout")
    told = review(capsys, "approve", *JANE, "--scope", "all", "--key", keys / "jane", rules=rules)
    assert told.code == 0, told.out
    assert "does not certify medical truth" in told.out
    record = read_approval(the_file(rules)).record
    assert (record.name, record.role, record.scope) == ("Jane Doe", "consultant neurologist", ("all",))
    assert "does not certify" in record.statement
    assert record.sha256 == rulebook.load(rules).sha256
    assert set(record.files) >= {"rules.yaml", "questions.yaml", "sources/evidence.yaml"}
    assert "properties proved" in record.checks
    assert len(list((rules / APPROVALS).iterdir())) == 2
    if os.name == "posix":
        assert the_file(rules).stat().st_mode & 0o777 == 0o644


def test_a_record_is_always_written_with_the_same_bytes():
    """What is signed can be made again from what it says, hostile names included."""
    who = Approver('Ann "the\\best" O\'Neil: #1', "GP", ("mouth", "cramps"))
    record = recorded(load_whole(ROOT), (), who, NOW)
    assert written(record) == written(record)
    assert record.name == who.name


def test_what_was_written_is_read_back(tmp_path):
    """Any name and role survive the way to the disk and back."""
    rules = copied(tmp_path / "rules")
    record = recorded(load_whole(rules), (), Approver('Zoë "Q" \\ O\'Neil: {x} #1', "- GP", ("family",)), NOW)
    assert read_approval(kept(rules, record, None)).record == record
    assert approval_state(rules, rulebook.load(rules), None) == Approval()


def test_an_unsigned_approval_is_a_claim(tmp_path, capsys):
    """Without a signature it is listed, and the book is not called approved."""
    rules = copied(tmp_path / "rules")
    kept(rules, recorded(load_whole(rules), (), Approver("Jane Doe", "GP", ("all",)), NOW), None)
    assert state(rules) == Approval("unsigned", None)
    told = review(capsys, "approvals", rules=rules)
    assert told.code == 0
    assert "anybody could have written it" in told.out


DIRTY = {
    "a file changed": lambda rules: edited(rules, "topics.yaml", "topics:\n", "# changed\ntopics:\n"),
    "a file staged": lambda rules: (
        edited(rules, "topics.yaml", "topics:\n", "# changed\ntopics:\n"), git(rules, "add", "-A")
    ),
    "a file added": lambda rules: (rules / "more.yaml").write_text("a: b\n"),
    "a change that git was told to overlook": lambda rules: (
        git(rules, "update-index", "--assume-unchanged", "topics.yaml"),
        edited(rules, "topics.yaml", "topics:\n", "# changed\ntopics:\n"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DIRTY)
def test_what_is_not_committed_is_not_approved(name, tmp_path, capsys):
    """In a checkout each file that differs from the last commit is named, and nothing is written."""
    rules = repository(tmp_path / "checkout")
    DIRTY[name](rules)
    told = review(capsys, "approve", *JANE, "--scope", "all", "--json", rules=rules)
    assert (told.code, told.codes() - {"unread-file"}) == (1, {"uncommitted"})
    assert not (rules / APPROVALS).exists()


def test_an_earlier_approval_is_no_dirt(tmp_path, capsys):
    """A second person can approve before the first one's file is committed."""
    rules = repository(tmp_path / "checkout")
    assert review(capsys, "approve", *JANE, "--scope", "all", rules=rules).code == 0
    assert review(capsys, "approve", *JANE, "--scope", "mouth", rules=rules).code == 0
    assert len(list((rules / APPROVALS).iterdir())) == 2


OPEN = {
    "a finding of lint": ("questions.yaml", "text: Muscle cramps,", "text: You have ALS,", "forbidden-phrase"),
    "a person who is told otherwise": (
        "rules.yaml", "id: cramps-routine\n    level: routine", "id: cramps-routine\n    level: soon", "case"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OPEN)
def test_open_findings_stand_in_the_way(name, tmp_path, capsys):
    """A book with a finding, or whose people are told otherwise, cannot be approved."""
    file, old, new, code = OPEN[name]
    rules = copied(tmp_path / "rules")
    edited(rules, file, old, new)
    told = review(capsys, "approve", *JANE, "--scope", "all", "--json", rules=rules)
    assert told.code == 1
    assert code in told.codes()
    assert not (rules / APPROVALS).exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((*JANE, "--scope", "mouht"), "unknown-scope"),
        (("--name", " ", "--role", "GP", "--scope", "all"), "wrong-value"),
        (("--name", "Jane", "--role", "\u200b\u202e", "--scope", "all"), "wrong-value"),
        (("--name", "x" * 201, "--role", "GP", "--scope", "all"), "wrong-value"),
        ((*JANE, "--scope", "all", "--key", "no-such-key"), "not-signed"),
    ],
)
def test_wrong_values_write_nothing(arguments, code, tmp_path, capsys):
    """An unknown scope, an empty name or a key that cannot sign is a clear finding, and nothing is written."""
    rules = copied(tmp_path / "rules")
    told = review(capsys, "approve", *arguments, rules=rules)
    assert (told.code, told.codes()) == (1, {code})
    assert not list(rules.rglob("approvals/*"))


def test_rules_that_change_meanwhile_are_not_approved(tmp_path):
    """What is approved is what was read: a change while it was being read is noticed."""
    rules = copied(tmp_path / "rules")
    record = recorded(load_whole(rules), (), Approver("Jane Doe", "GP", ("all",)), NOW)
    edited(rules, "topics.yaml", "topics:\n", "# changed\ntopics:\n")
    with pytest.raises(ProblemsError, match="changed while"):
        kept(rules, record, None)
    assert not list(rules.rglob("approvals/*"))


@keygen
def test_a_write_that_fails_leaves_nothing(tmp_path, keys, monkeypatch):
    """When the record cannot be written its signature goes too."""
    rules = copied(tmp_path / "rules")
    record = recorded(load_whole(rules), (), Approver("Jane Doe", "GP", ("all",), signs=True), NOW)
    write = command.write

    def failing(path, content):
        if path.suffix == ".yaml":
            raise OSError(28, "No space left on device")
        write(path, content)

    monkeypatch.setattr(command, "write", failing)
    with pytest.raises(OSError, match="No space"):
        kept(rules, record, keys / "jane")
    assert list((rules / APPROVALS).iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"name: [", b"\xff", b"format: 1\nname: x\n", b"- a\n"])
def test_an_approval_that_cannot_be_read_is_a_finding(content, tmp_path, capsys):
    """A damaged file is named by `approvals`; a front end goes on as if it were not there."""
    rules = copied(tmp_path / "rules")
    (rules / APPROVALS).mkdir()
    (rules / APPROVALS / "x.yaml").write_bytes(content)
    assert approval_state(rules, rulebook.load(rules), None) == Approval()
    told = review(capsys, "approvals", "--json", rules=rules)
    assert told.code == 1
    assert {finding["file"] for finding in told.data["findings"]} == {str(rules / APPROVALS / "x.yaml")}


@keygen
def test_a_signature_is_read_to_its_end(rules, keys):
    """Whatever is cut off or put behind, at any byte, is refused with a reason and never a crash."""
    pytest.importorskip("cryptography")
    approval = read_approval(the_file(rules))
    verify(approval.content, approval.signature)
    lines = approval.signature.splitlines()
    raw = base64.b64decode("".join(lines[1:-1]))
    for wrong in (*(raw[:size] for size in range(len(raw))), raw + b"\0"):
        with pytest.raises(BadSignatureError):
            verify(approval.content, "\n".join([lines[0], base64.b64encode(wrong).decode(), lines[-1]]))


@keygen
def test_the_page_of_approvals_can_be_printed(rules, keys, tmp_path, capsys):
    """Approvals stand on a page of their own, outside of what is approved."""
    pytest.importorskip("cryptography")
    page = tmp_path / "approvals.html"
    review(capsys, "approvals", "--allowed-signers", jane(keys, tmp_path), "--html", page, rules=rules)
    assert "Jane Doe" in page.read_text(encoding="utf-8")
    assert WHO in page.read_text(encoding="utf-8")


# ---- the page for clinicians ---------------------------------------------------------------------------------------

PAGE = Path(__file__).parents[1] / "docs" / "reviewing.md"
FENCES = re.findall(r"^```sh tested\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@keygen
@pytest.mark.skipif(os.name != "posix", reason="the page is written for a POSIX shell")
def test_the_page_leads_to_a_signed_approval(tmp_path, keys):
    """Whoever types what docs/reviewing.md says, in order, ends with a book that is approved by their name."""
    pytest.importorskip("cryptography")
    checkout, home = tmp_path / "checkout", tmp_path / "home"
    repository(checkout)
    (checkout / "src").symlink_to(ROOT.parent / "src")
    (checkout / ".venv" / "bin").mkdir(parents=True)
    program = checkout / ".venv" / "bin" / "alsscreen"
    program.write_text(f'#!/bin/sh\nPYTHONPATH={checkout}/src exec {sys.executable} -m alsscreen "$@"\n')
    program.chmod(0o755)
    (home / ".ssh").mkdir(parents=True)
    for end in ("", ".pub"):
        shutil.copy(keys / f"jane{end}", home / ".ssh" / f"rule-book-key{end}")
    environment = {**os.environ, "HOME": str(home), "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
    environment |= {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org"}
    done = subprocess.run(
        ["sh", "-e"],
        input="\n".join(FENCES),
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert "is approved by Jane Doe, consultant neurologist." in done.stdout
    assert "no change in meaning" in done.stdout
