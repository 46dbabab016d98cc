"""A file is saved whole or not at all, and nothing that is there is touched."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from alsscreen import save as module
from alsscreen.model import ProblemsError
from alsscreen.save import check, save

posix = pytest.mark.skipif(os.name != "posix", reason="what a POSIX system does")


def names(directory):
    return sorted(path.name for path in directory.iterdir())


def code_of(function, *arguments):
    with pytest.raises(ProblemsError) as caught:
        function(*arguments)
    problem = caught.value.problems[0]
    assert problem.what
    assert problem.remedy
    return problem.code


def test_a_file_is_saved_as_utf_8_for_its_owner_only(tmp_path):
    """What was saved is what was given, and others on the machine cannot read it."""
    path = tmp_path / "page.txt"
    check(path)
    save(path, "Ich hätte gern ein Glas Wasser\n" * 10_000)
    assert path.read_bytes().decode("utf-8") == "Ich hätte gern ein Glas Wasser\n" * 10_000
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names(tmp_path) == ["page.txt"]


def occupied_by(kind, path):
    """Put something where the page was to be saved."""
    other = path.with_name("other")
    match kind:
        case "file":
            path.write_text("mine")
        case "directory":
            path.mkdir()
        case "symlink":
            other.write_text("mine")
            path.symlink_to(other)
        case "dangling symlink":
            path.symlink_to(other)
        case "hard link":
            other.write_text("mine")
            path.hardlink_to(other)
        case "pipe":
            os.mkfifo(path)


@posix
@pytest.mark.parametrize("function", [check, lambda path: save(path, "new")], ids=["check", "save"])
@pytest.mark.parametrize("kind", ["file", "directory", "symlink", "dangling symlink", "hard link", "pipe"])
def test_what_is_there_is_never_touched(tmp_path, kind, function):
    """A file, a directory, a link or a pipe of that name is refused and stays as it was."""
    path = tmp_path / "page.txt"
    occupied_by(kind, path)
    before = names(tmp_path)
    assert code_of(function, path) == "exists"
    assert names(tmp_path) == before
    for name in before:
        if (tmp_path / name).is_file():
            assert (tmp_path / name).read_text() == "mine"


@pytest.mark.parametrize("function", [check, lambda path: save(path, "new")], ids=["check", "save"])
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("no/such/page.txt", "no-directory"),
        ("file/page.txt", "no-directory"),
        ("", "exists"),
        ("x" * 300, "name-too-long"),
        ("nul\0.txt", "not-saved"),
    ],
)
def test_a_path_that_cannot_be_is_refused_kindly(tmp_path, name, code, function):
    """No directory, a file in its place, a name too long or with a NUL: each has its words."""
    (tmp_path / "file").write_text("a file")
    assert code_of(function, tmp_path / name) == code


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("function", [check, lambda path: save(path, "new")], ids=["check", "save"])
def test_a_directory_that_may_not_be_written_to_is_refused_kindly(tmp_path, function):
    """A read-only directory is said to be one."""
    tmp_path.chmod(0o500)
    try:
        assert code_of(function, tmp_path / "page.txt") == "not-allowed"
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EDQUOT, "disk-full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "not-allowed"),
        (errno.EIO, "not-saved"),
    ],
)
@pytest.mark.parametrize("call", ["open", "write", "fsync"])
def test_a_disk_that_refuses_leaves_nothing_behind(tmp_path, monkeypatch, number, code, call):
    """Full, read-only or broken, at any step: it is said, and no piece of a file is left."""

    def refuse(*_arguments, **_options):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(module.os, call, refuse)
    assert code_of(save, tmp_path / "page.txt", "new") == code
    monkeypatch.undo()
    assert names(tmp_path) == []


def test_a_disk_that_takes_a_part_is_written_on(tmp_path, monkeypatch):
    """`write` may take less than it was given; the rest is given again."""
    whole = os.write
    monkeypatch.setattr(module.os, "write", lambda descriptor, content: whole(descriptor, content[:7]))
    save(tmp_path / "page.txt", "0123456789" * 10)
    assert (tmp_path / "page.txt").read_text() == "0123456789" * 10


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP])
def test_a_disk_without_links_works_too(tmp_path, monkeypatch, number):
    """On a stick that knows no hard links the file is still whole, and still nothing is overwritten."""

    def refuse(*_arguments, **_options):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(module.os, "link", refuse)
    save(tmp_path / "page.txt", "new")
    assert (tmp_path / "page.txt").read_text() == "new"
    assert code_of(save, tmp_path / "page.txt", "newer") == "exists"
    assert names(tmp_path) == ["page.txt"]
    assert (tmp_path / "page.txt").read_text() == "new"


def test_the_file_has_its_name_only_once_it_is_whole(tmp_path, monkeypatch):
    """When the last byte is flushed, the name is still free: a power cut leaves all or nothing."""
    seen = []
    flush = os.fsync
    monkeypatch.setattr(module.os, "fsync", lambda descriptor: (seen.append(names(tmp_path)), flush(descriptor)))
    save(tmp_path / "page.txt", "new")
    assert "page.txt" not in seen[0]
    assert len(seen) == (2 if hasattr(os, "O_DIRECTORY") else 1)


@posix
def test_an_interruption_leaves_nothing_behind(tmp_path, monkeypatch):
    """Ctrl-C in the middle of saving leaves no piece of a file."""

    def interrupt(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(module.os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(tmp_path / "page.txt", "new")
    assert names(tmp_path) == []


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_device_is_refused():
    """What is there is not written to, be it a device."""
    assert code_of(save, Path("/dev/full"), "new") == "exists"
