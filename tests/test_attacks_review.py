"""What writers of rules, approvals or a repository could try on those who review them: each was tried, and fails."""

from __future__ import annotations

import base64
import datetime as dt
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from alsscreen.model import ProblemsError
from alsscreen.review import revisions, writing
from alsscreen.review.approve import Approver, kept, recorded
from alsscreen.review.book_blocks import Book, Item, Items, Section, text
from alsscreen.review.book_markdown import markdown
from alsscreen.review.signers import MAX_BYTES, read_signers, standing
from alsscreen.review.telling import show
from alsscreen.review.whole import load_whole
from attacking import EVIL, is_harmless
from people import ROOT
from reviewing import copy, run

posix = pytest.mark.skipif(os.name != "posix", reason="what a POSIX system does")
git = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")

# ---- what is printed -------------------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("command", ["lint", "test", "coverage"])
def test_a_directory_with_a_foul_name_is_told_in_plain_signs(tmp_path, command):
    """`lint` repeated the escape codes in a path, and a line break in it forged the last line."""
    rules = copy(ROOT, tmp_path / EVIL)
    assert is_harmless(run(command, rules).out)
    (rules / "questions.yaml").write_text("no: questions\n")
    for options in ((), ("--json",)):
        assert is_harmless(run("lint", rules, *options).out)


def test_one_line_stays_one_line(capsys):
    """A line break in somebody's words begins no line of a report."""
    show([f"unsigned: {EVIL}", "told"])
    said = capsys.readouterr().out
    assert said.count("\n") == 2
    assert is_harmless(said)


def test_an_approval_cannot_forge_another(tmp_path):
    """A role with a line break in it printed the line of an approval that does not exist."""
    rules = copy(ROOT, tmp_path / "rules")
    who = Approver(f"Jane\n{EVIL}", "role", ("all",))
    path = kept(rules, recorded(load_whole(rules), (), who, dt.datetime.now(dt.UTC)), None)
    written = path.read_text(encoding="utf-8")
    assert is_harmless(written)
    path.write_text(written.replace('"role"', r'"role\nforged: Dr Real, consultant, scope all"'), encoding="utf-8")
    told = run("approvals", rules)
    assert "unsigned: Jane" in told.out
    assert is_harmless(told.out)
    assert path.parent == rules / "approvals"
    assert path.name.isascii()


@pytest.mark.parametrize("scope", ["all\nall", "--help", "../rules", "all;id", "", EVIL])
def test_a_scope_is_a_name_of_the_book(scope):
    """Nothing else is written into an approval."""
    with pytest.raises(ProblemsError) as caught:
        recorded(load_whole(ROOT), (), Approver("Jane", "nurse", (scope,)), dt.datetime.now(dt.UTC))
    assert [problem.code for problem in caught.value.problems] == ["unknown-scope"]


@pytest.mark.parametrize(
    "words", ["---", "-----", "***", "___", "===", "+++", "- - -", "<!--", "![x](http://e)", "> x"]
)
def test_no_text_draws_a_line_in_markdown(words):
    """Three hyphens alone were a line across the page, not text."""
    body = (text(words), Items((Item((words,)),)))
    said = markdown(Book("t", (), (Section("s", ("s",), body),))).split("\n", 3)[3]
    for line in filter(None, said.splitlines()):
        bare = line.removeprefix("- ")
        assert bare[0] in "\\&=+" or bare.startswith("!\\[")


# ---- who may sign ----------------------------------------------------------------------------------------------------

KEY = base64.b64encode(b"\0\0\0\x0bssh-ed25519\0\0\0 " + bytes(range(32))).decode()
LINE = f"eve@example.org ssh-ed25519 {KEY}"
ENDS = ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\r"]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: f"U+{ord(end):04X}")
def test_no_signer_hides_behind_a_comment(tmp_path, end):
    """What OpenSSH and an editor take for the rest of a comment was a line, and so a signer, for us."""
    path = tmp_path / "allowed_signers"
    path.write_text(f"# nobody yet{end}{LINE}\n", encoding="utf-8", newline="")
    with pytest.raises(ProblemsError) as caught:
        read_signers(path, ROOT)
    assert "hidden character" in caught.value.problems[0].what


SIGNERS = {
    "a wildcard is a name like any other": (f"* ssh-ed25519 {KEY}", "*"),
    "a comment behind the key": (f"{LINE} # root@clinic", "eve@example.org"),
    "a key in a comment": (f"# {LINE}", None),
    "a key of another purpose": (f'eve namespaces="git" ssh-ed25519 {KEY}', None),
}


@pytest.mark.parametrize("name", SIGNERS)
def test_a_line_says_what_it_seems_to_say(tmp_path, name):
    """Names are told and never matched; comments and other purposes name nobody."""
    path = tmp_path / "allowed_signers"
    path.write_text(f"{SIGNERS[name][0]}\n")
    assert standing(base64.b64decode(KEY), read_signers(path, ROOT), dt.datetime.now(dt.UTC)).who == SIGNERS[name][1]


def refusal(path):
    with pytest.raises(ProblemsError) as caught:
        read_signers(path, ROOT)
    return caught.value.problems[0].what


@posix
def test_a_list_is_read_whole_or_not_at_all(tmp_path):
    """Behind a megabyte a revocation was cut off; and a pipe was waited for without end."""
    path, pipe = tmp_path / "allowed_signers", tmp_path / "pipe"
    path.write_text(f"{LINE}\n{'# x' * MAX_BYTES}\n@revoked {LINE}\n")
    os.mkfifo(pipe)
    assert "more than" in refusal(path)
    assert "cannot be read" in refusal(pipe)
    assert "cannot be read" in refusal(Path("/dev/zero"))


# ---- a repository that somebody sent ---------------------------------------------------------------------------------


def in_git(directory, *arguments):
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *who, *arguments], cwd=directory, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(tmp_path):
    """Give a repository with the rules in it, committed."""
    copy(ROOT, tmp_path / "rules")
    in_git(tmp_path, "init", "-q")
    in_git(tmp_path, "add", "-A")
    in_git(tmp_path, "commit", "-qm", "one")
    return tmp_path


NAMES = [
    "--upload-pack=touch pwned",
    "-h",
    "HEAD:..",
    "HEAD:rules",
    "--help",
    "HEAD..HEAD",
    ":/one",
    "^HEAD",
    "HEAD\nHEAD",
]


@git
@pytest.mark.parametrize("name", [*NAMES, EVIL])
def test_a_revision_is_a_name_and_no_option(repository, name):
    """What git would take for an option, a path, a range or a search never comes to it."""
    with pytest.raises(ProblemsError) as caught, revisions.rules_of(name, repository / "rules"):
        pass
    assert [problem.code for problem in caught.value.problems] == ["hostile-name"]
    assert not (repository / "pwned").exists()


@git
def test_a_revision_with_a_packed_gigabyte_is_refused(repository, monkeypatch):
    """A gigabyte of nothing is a megabyte in a repository; now it is too large before it is unpacked."""
    (repository / "rules" / "rules.yaml").write_bytes(b"\0" * 1_000_001)
    in_git(repository, "commit", "-qam", "two")
    read = []
    real = revisions.git
    monkeypatch.setattr(revisions, "git", lambda *given, **more: read.append(given[1]) or real(*given, **more))
    with pytest.raises(ProblemsError) as caught, revisions.rules_of("HEAD", repository / "rules"):
        pass
    assert [problem.code for problem in caught.value.problems] == ["too-large"]
    assert "cat-file" not in read


@git
@posix
def test_a_repository_runs_no_program_of_its_own(repository):
    """Neither what it says to fetch with, nor a hook, a pager, an alias or a watcher; a missing file is said."""
    evil = repository / "evil"
    evil.write_text(f"#!/bin/sh\ntouch {repository}/pwned\n")
    evil.chmod(0o755)
    blob = in_git(repository, "rev-parse", "HEAD:rules/rules.yaml").strip()
    for name, value in (
        ("core.repositoryformatversion", "1"), ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"), ("remote.origin.url", str(repository)),
        ("remote.origin.uploadpack", str(evil)), ("core.sshCommand", str(evil)), ("protocol.allow", "always"),
        ("core.pager", str(evil)), ("core.fsmonitor", str(evil)), ("core.hooksPath", str(repository)),
        ("alias.ls-tree", f"!{evil}"),
    ):  # fmt: skip
        in_git(repository, "config", name, value)
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(ProblemsError), revisions.rules_of("HEAD", repository / "rules"):
        pass
    assert not (repository / "pwned").exists()


@git
def test_a_repository_with_its_files_elsewhere_is_a_clear_finding(repository, tmp_path_factory):
    """`core.worktree` of a repository that was sent ended `diff` and `approve` with a fault."""
    in_git(repository, "config", "core.worktree", str(tmp_path_factory.mktemp("elsewhere")))
    with pytest.raises(ProblemsError) as caught, revisions.rules_of("HEAD", repository / "rules"):
        pass
    assert [problem.code for problem in caught.value.problems] == ["no-revision"]


# ---- files and bombs -------------------------------------------------------------------------------------------------


@posix
def test_no_mode_is_changed_by_name(tmp_path, monkeypatch):
    """A file that is put in the place of a book just written keeps its mode: it may be somebody's private key."""
    key, page = tmp_path / "key", tmp_path / "book.html"
    key.write_text("secret")
    key.chmod(0o600)

    def raced(path, *_):
        path.symlink_to(key)

    monkeypatch.setattr(writing, "save", raced)
    writing.write(page, b"book")
    assert key.stat().st_mode & 0o777 == 0o600
