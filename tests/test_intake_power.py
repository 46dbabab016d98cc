"""Whatever a power cut, a kill or a full disk leaves: what was called sent is there, and no piece is listed."""

from __future__ import annotations

import errno
import itertools
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from alsscreen.intake import durable
from alsscreen.intake.store import Kept, Store
from intake_room import IDENTITY, OPENER, box, handed, names, opened, outbox, send

__all__ = ["box"]

HALF = 700
"""Bytes that one `write` takes here, so that a file is made of several writes."""


class Disk:
    """The functions of `os`, each done and written down; what is not flushed may be lost."""

    def __init__(self, root: Path, *, deaf: str = "") -> None:
        self.root, self.log, self._deaf = root, [], deaf
        self._where: dict[int, tuple[str, object]] = {}
        self._inodes = itertools.count()
        self._entries: dict[tuple[str, str], int] = {}

    def __getattr__(self, name):
        return getattr(os, name)

    def open(self, path, flags, mode=0o777, *, dir_fd=None):
        descriptor = os.open(path, flags, mode, dir_fd=dir_fd)
        folder = "" if dir_fd is None else self._where[dir_fd][1]
        if flags & os.O_DIRECTORY:
            self._where[descriptor] = ("folder", "" if Path(path) == self.root else Path(path).name)
            return descriptor
        inode = self._entries.get((folder, str(path)))
        if inode is None:
            inode = self._entries[folder, str(path)] = next(self._inodes)
            self.log.append(("enter", folder, str(path), inode))
        self._where[descriptor] = ("file", inode)
        return descriptor

    def write(self, descriptor, content):
        taken = os.write(descriptor, bytes(content[:HALF]))
        self.log.append(("write", self._where[descriptor][1], bytes(content[:taken])))
        return taken

    def fsync(self, descriptor):
        kind, what = self._where[descriptor]
        os.fsync(descriptor)
        if kind != self._deaf:
            self.log.append(("flush", kind, what))

    def rename(self, old, new, *, src_dir_fd, dst_dir_fd):
        os.rename(old, new, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)
        folder = self._where[src_dir_fd][1]
        inode = self._entries[folder, new] = self._entries.pop((folder, old))
        self.log.append(("rename", folder, old, new, inode))

    def link(self, old, new, *, src_dir_fd, dst_dir_fd, follow_symlinks):
        os.link(old, new, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd, follow_symlinks=follow_symlinks)
        folder = self._where[dst_dir_fd][1]
        inode = self._entries[folder, new] = self._entries[self._where[src_dir_fd][1], old]
        self.log.append(("enter", folder, new, inode))

    def unlink(self, name, *, dir_fd):
        os.unlink(name, dir_fd=dir_fd)
        folder = self._where[dir_fd][1]
        self._entries.pop((folder, name), None)
        self.log.append(("leave", folder, name))


def states(log) -> Iterator[tuple[int, dict[tuple[str, str], bytes]]]:  # noqa: C901 (a table)
    """Give every state that a power cut after any operation can leave: unflushed entries and bytes lost in any part."""
    for cut in range(len(log) + 1):
        entries: dict[tuple[str, str], int] = {}
        loose: list[tuple] = []
        whole: dict[int, bytes] = {}
        unflushed: dict[int, list[bytes]] = {}
        for step in log[:cut]:
            match step:
                case ("write", inode, content):
                    unflushed.setdefault(inode, []).append(content)
                case ("flush", "file", inode):
                    whole[inode] = whole.get(inode, b"") + b"".join(unflushed.pop(inode, []))
                case ("flush", "folder", folder):
                    for each in [each for each in loose if each[1] == folder]:
                        _enter(entries, each)
                    loose = [each for each in loose if each[1] != folder]
                case ("enter" | "rename" | "leave", *_):
                    loose.append(step)
        for kept in itertools.product((False, True), repeat=len(loose)):
            found = dict(entries)
            for each in itertools.compress(loose, kept):
                _enter(found, each)
            inodes = sorted(set(found.values()) & unflushed.keys())
            for torn in itertools.product(*(_torn(unflushed[inode]) for inode in inodes)):
                ends = dict(zip(inodes, torn, strict=True))
                yield cut, {place: whole.get(inode, b"") + ends.get(inode, b"") for place, inode in found.items()}


def _enter(entries, step):
    match step:
        case ("enter", folder, name, inode):
            entries[folder, name] = inode
        case ("rename", folder, old, new, inode):
            entries.pop((folder, old), None)
            entries[folder, new] = inode
        case ("leave", folder, name):
            entries.pop((folder, name), None)


def _torn(writes: list[bytes]) -> set[bytes]:
    """Nothing, any first part, a part of a write, a length without content, or a later write without an earlier one."""
    ends = {b"".join(writes[:count]) for count in range(len(writes) + 1)}
    ends |= {b"".join(writes)[:-1], bytes(len(b"".join(writes)))}
    ends |= {b"".join(b"\0" * len(each) if index == lost else each for index, each in enumerate(writes))
             for lost in range(len(writes))}  # fmt: skip
    return ends


def recorded(root: Path, monkeypatch, *, deaf: str = "", whole_day: bool = False):
    """Send two intakes, read one and delete it; give what was done, with "sent" and "unsent" between."""
    way = outbox(root)
    disk = Disk(root, deaf=deaf)
    monkeypatch.setattr(durable, "os", disk)
    for _ in range(2):
        sending = send(way)
        assert sending.how == "done", sending.problem
        disk.log.append(("sent", sending.code))
    if whole_day:
        store = Store(root, OPENER)
        kept = next(each for each in store.each() if isinstance(each, Kept))
        store.mark_read(kept)
        disk.log.append(("read", kept.intake.claim))
        again = next(each for each in store.each() if isinstance(each, Kept) and each.read)
        disk.log.append(("unsent", again.intake.claim))
        store.purge([again.going])
        disk.log.append(("purged", again.intake.claim))
    monkeypatch.undo()
    return disk.log


def faults(log, root: Path) -> tuple[int, list[str]]:
    """Count the different states, and name those in which something that was sent is lost, or a piece is listed."""
    checked: dict[frozenset, tuple[set[str], set[str]]] = {}
    wrong: list[str] = []
    count = 0
    for cut, files in states(log):
        count += 1
        key = frozenset(files.items())
        if key not in checked:
            checked[key] = listed(files, root / str(len(checked)))
        codes, apart = checked[key]
        said = log[:cut]
        sent = {code for what, code, *_ in said if what == "sent"} - {
            code for what, code, *_ in said if what == "unsent"
        }
        if sent - codes:
            wrong.append(f"after {cut} operations {sent - codes} are lost")
        if apart - {"copy"}:
            wrong.append(f"after {cut} operations there is {apart}")
    return count, wrong


def listed(files, root: Path) -> tuple[set[str], set[str]]:
    """Lay a state out and open it as the clinic does."""
    root.mkdir(parents=True)
    for (folder, name), content in files.items():
        (root / folder).mkdir(exist_ok=True)
        (root / folder / name).write_bytes(content)
    kept, apart = opened(root)
    return {each.intake.claim for each in kept}, {each.problem.code for each in apart}


def test_no_power_cut_loses_what_was_sent_or_lists_a_piece(box, tmp_path, monkeypatch):
    """Every state after each operation: two intakes sent, one of them read and deleted."""
    log = recorded(box, monkeypatch, whole_day=True)
    count, wrong = faults(log, tmp_path / "states")
    assert count > 200
    assert not wrong, wrong[:5]


@pytest.mark.parametrize("deaf", ["file", "folder"])
def test_without_flushing_the_same_test_finds_losses(box, tmp_path, monkeypatch, deaf):
    """The test can fail: without the flush of the file, or of the directory, it names what is lost."""
    _, wrong = faults(recorded(box, monkeypatch, deaf=deaf), tmp_path / "states")
    assert wrong


class Broken(Disk):
    """A disk on which one operation, counted from the start, is refused."""

    def __init__(self, root: Path, at: int, number: int) -> None:
        super().__init__(root)
        self.at, self.number, self.count = at, number, 0

    def _step(self):
        self.count += 1
        if self.count == self.at:
            raise OSError(self.number, os.strerror(self.number))

    def open(self, *arguments, **options):
        self._step()
        return super().open(*arguments, **options)

    def write(self, descriptor, content):
        self._step()
        return super().write(descriptor, content)

    def fsync(self, descriptor):
        self._step()
        super().fsync(descriptor)

    def rename(self, *arguments, **options):
        self._step()
        super().rename(*arguments, **options)

    def utime(self, *arguments, **options):
        self._step()
        os.utime(*arguments, **options)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.ENOENT])
def test_a_disk_that_refuses_at_any_step_is_said_and_leaves_nothing(box, monkeypatch, number):
    """Full, read-only, broken or gone, at each operation: not called sent, and nothing left behind."""
    way = outbox(box)
    for at in itertools.count(1):
        disk = Broken(box, at, number)
        monkeypatch.setattr(durable, "os", disk)
        sending = send(way)
        monkeypatch.undo()
        if sending.how == "done":
            break
        assert disk.count >= at
        assert sending.problem.what
        assert sending.problem.remedy
        assert sending.code == ""
        assert names(box) == []
    assert at > 10
    assert len(opened(box)[0]) == 1


def test_a_disk_that_takes_nothing_is_full(box, monkeypatch):
    """`write` may take no byte and raise nothing; that must not go on for ever."""
    disk = Disk(box)
    disk.write = lambda *_: 0
    way = outbox(box)
    monkeypatch.setattr(durable, "os", disk)
    assert send(way).problem.code == "disk-full"
    assert names(box) == []


CHILD = """
import os, sys
from pathlib import Path
import intake_room as room
directory, record = Path(sys.argv[1]), room.handed()
for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        way = room.outbox(directory)
        os.write(1, b"ready\\n")
        while True:
            os.write(1, f"code {room.send(way, record).code}\\n".encode())
    os.write(1, f"pid {pid}\\n".encode())
    os.waitpid(pid, 0)
    os.write(1, b"dead\\n")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_hundred_and_fifty_kills(box, tmp_path, monkeypatch):
    """Killed at any moment: each intake whose code was told is there, and no half of one has a name."""
    here = Path(__file__).parent
    key = tmp_path / "room.py"
    key.write_text(CHILD.replace("import intake_room as room", f"""
import intake_room as room
room.IDENTITY = room.pyrage.x25519.Identity.from_str({str(IDENTITY)!r})
room.outbox.__kwdefaults__["keys"] = (room.IDENTITY,)"""))  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(here.parent / "src"), str(here)))}
    chance = random.Random(7)
    told: list[str] = []
    with subprocess.Popen(
        [sys.executable, str(key), str(box)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as child:
        for _ in range(150):
            told += _killed(child, chance)
        child.stdin.close()
    kept, apart = opened(box)
    assert len(told) >= 100
    assert set(told) <= {each.intake.claim for each in kept}
    assert not apart
    late = time.time() + durable.STALE + 3700
    durable.sweep(box, late)
    assert all(name.endswith(".age") and not name.startswith(".") for name in names(box))


def _killed(child, chance) -> list[str]:
    """Let one process send some, kill it within the next few; give the codes that it told."""
    child.stdin.write("go\n")
    child.stdin.flush()
    lines: list[list[str]] = []
    while not {"pid", "ready"} <= {line[0] for line in lines}:
        lines.append(child.stdout.readline().split())
    some = chance.randrange(3)
    while sum(line[0] == "code" for line in lines) < some:
        lines.append(child.stdout.readline().split())
    time.sleep(chance.uniform(0, 0.03))
    os.kill(next(int(line[1]) for line in lines if line[0] == "pid"), signal.SIGKILL)
    while lines[-1] != ["dead"]:
        lines.append(child.stdout.readline().split())
    return [line[1] for line in lines if line[0] == "code"]


def test_a_record_that_is_handed_over_twice_is_two_intakes(box):
    """Nothing is overwritten: names are drawn by chance."""
    way, record = outbox(box), handed()
    assert send(way, record).code != send(way, record).code
    assert len(opened(box)[0]) == 2
