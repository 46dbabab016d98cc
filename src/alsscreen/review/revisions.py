"""A directory or a git revision in; a directory with the rule book of then, and whose it is, out."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from ..model import Problem, ProblemsError
from ..strictyaml import MAX_BYTES, shown
from .whole import Whole, load_whole

_REVISION = re.compile(r"[A-Za-z0-9_@][\w.@/^~{}+-]{0,199}", re.ASCII)
"""Names, hashes, HEAD~2, main@{1}, v1^{}. What begins with a hyphen would be an option; a colon, a path or a search."""

_KEPT = re.compile(r"[^\0]+\.(?:yaml|sig)")


@dataclass(frozen=True, slots=True)
class Side:
    """One of two books: what it was called on the command line, where its files are, and how these are named."""

    name: str
    root: Path
    called: str
    """What stands in a finding in place of `root`, where that is a directory of our own."""

    def load(self) -> Whole:
        """Read the book; raise ProblemsError."""
        try:
            return load_whole(self.root)
        except ProblemsError as error:
            raise ProblemsError(tuple(self.placed(problem) for problem in error.problems)) from None

    def file(self, name: str) -> str:
        """Name a file as the person knows it."""
        root = str(self.root)
        return self.called + name.removeprefix(root) if name == root or name.startswith(root + os.sep) else name

    def placed(self, problem: Problem) -> Problem:
        """Name the file of a problem as the person knows it."""
        return replace(problem, file=self.file(problem.file))


@contextmanager
def rules_of(name: str, rules: Path) -> Iterator[Side]:
    """Give the rule book in a directory, or as it was in a revision of the repository that `rules` is in."""
    if os.path.exists(name):  # noqa: PTH110 (Path.exists raises where the name is too long)
        yield Side(name, Path(name), name)
        return
    top, inside = repository(rules, name)
    revision = _commit(top, name)
    with tempfile.TemporaryDirectory(prefix="alsscreen-") as directory:
        root = Path(directory) / "rules"
        _extract(top, revision, inside, root)
        yield Side(name, root, f"{name}:{inside}")


def repository(rules: Path, name: str) -> tuple[Path, str]:
    """Find the repository around the rules, and their path inside it; raise ProblemsError outside of one."""
    found = git(rules, "rev-parse", "--show-toplevel") if rules.is_dir() else None
    if found is None or found.returncode:
        reason = "" if found is None else found.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        what = f"this is no directory, and there is no git repository around {rules} ({reason or 'no git'})"
        raise _no(name, "no-revision", what, "Name a directory with a rule book, or run this in a checkout")
    top = Path(found.stdout.decode("utf-8", "surrogateescape").rstrip("\n"))
    if not rules.resolve().is_relative_to(top.resolve()):  # as the repository's own configuration may say
        what = f"the repository around {rules} has its files elsewhere"
        raise _no(name, "no-revision", what, "Name a directory with a rule book, or run this in a checkout")
    return top, rules.resolve().relative_to(top.resolve()).as_posix()


def git(directory: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes] | None:
    """Run git without a shell, an editor, a pager or a repository that the environment names; None without git."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_") or "CONFIG" in key}
    command = ["git", "--literal-pathspecs", "-c", "core.fsmonitor=false", *arguments]
    try:
        return subprocess.run(
            command, cwd=directory, env={**kept, **_QUIET}, input=given, capture_output=True, check=False
        )  # fmt: skip
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return None


_QUIET = {
    "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_REPLACE_OBJECTS": "1", "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "", "LC_ALL": "C",
}  # fmt: skip
"""Nothing is written, asked or fetched, and what git says is English."""


def _commit(top: Path, name: str) -> str:
    if not _REVISION.fullmatch(name) or ".." in name:
        raise _no(name, "hostile-name", "this is neither a directory nor the name of a revision", _NAME)
    found = git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if found is None or found.returncode:
        raise _no(name, "no-revision", "there is neither a directory nor a revision of this name", _NAME)
    return found.stdout.decode("ascii").strip()


def committed(rules: Path) -> dict[str, bytes] | None:
    """Give the rule files as the last commit has them, by name; None outside of a git repository, or without git."""
    found = git(rules, "rev-parse", "--show-toplevel")
    if found is None or b"not a git repository" in found.stderr:
        return None
    top, inside = repository(rules, "HEAD")
    head = git(top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if head is None or head.returncode:
        return {}
    return {str(path): content for path, content in _files(top, head.stdout.decode("ascii").strip(), inside)}


def _extract(top: Path, revision: str, inside: str, root: Path) -> None:
    root.mkdir()
    for path, content in _files(top, revision, inside):
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _files(top: Path, revision: str, inside: str) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Give the rule files of a commit; a link, or a path that leads elsewhere, is none of them."""
    where = () if inside == "." else ("--", f"{inside}/")
    listed = git(top, "ls-tree", "-r", "-l", "-z", "--full-tree", revision, *where)
    if listed is None or listed.returncode:
        raise _no(revision, "no-revision", f"the files of {revision[:12]} cannot be read", "Fetch the whole history")
    blobs = tuple(_blobs(listed.stdout.decode("utf-8", "surrogateescape"), inside))
    read = git(top, "cat-file", "--batch", given="".join(f"{blob}\n" for _, blob in blobs).encode())
    rest = b"" if read is None else read.stdout
    for path, _ in blobs:
        head, _, rest = rest.partition(b"\n")
        if not head or head.endswith(b" missing"):
            raise _no(revision, "no-revision", f"{path} of {revision[:12]} cannot be read", "Fetch the whole history")
        size = int(head.split()[-1])
        yield path, rest[:size]
        rest = rest[size + 1 :]


def _blobs(listing: str, inside: str) -> Iterator[tuple[PurePosixPath, str]]:
    for line in listing.split("\0"):
        about, _, name = line.partition("\t")
        path = PurePosixPath(name)
        if about.startswith("100") and ".." not in path.parts and _KEPT.fullmatch(name):
            blob, size = about.split()[2:4]
            if size.isdigit() and int(size) > MAX_BYTES:  # a packed gigabyte of nothing takes a megabyte
                raise _no(name, "too-large", f"the file has {int(size):,} bytes, more than {MAX_BYTES:,}", "Split it")
            yield path.relative_to(inside), blob


_NAME = "Name a directory with a rule book, or a revision such as HEAD~1, a branch, a tag or a commit"


def _no(name: str, code: str, what: str, remedy: str) -> ProblemsError:
    return ProblemsError((Problem(shown(name), 0, 0, code, what, remedy),))
