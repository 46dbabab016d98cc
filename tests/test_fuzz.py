"""A short, seeded hunt through the readers that `make fuzz` hunts through for longer: no crash, and a place each."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[1] / "tools"
if not TOOLS.is_dir():
    pytest.skip("the tools are not in this package", allow_module_level=True)
sys.path.insert(0, str(TOOLS))

from fuzz_readers import READERS, Breach, _placed  # noqa: E402

from alsscreen.model import Problem  # noqa: E402

TIMES = {"rules": 250, "answers": 1500, "fhir": 150}
"""How many changed files each reader gets: about a second's worth."""

ODD = (
    b"\0",
    b"\xff",
    b"\xed\xa0\x80",
    b"\xe2\x80\xae",
    b"\\ud83d",
    b"\r",
    b"\xc2\x85",
    b"[" * 500,
    b'{"a":' * 99,
    b"&a *a",
)
"""What has broken readers elsewhere: half a character, a surrogate, a change of direction, depth, an alias."""


def changed(seed: bytes, rng: random.Random) -> bytes:
    """Change a file in up to four places: cut, copy, swap with another place, or put something odd there."""
    content = bytearray(seed)
    for _ in range(rng.randint(0, 4)):
        at, end = sorted((rng.randint(0, len(content)), rng.randint(0, len(content))))
        end = min(end, at + 40)
        other = rng.randint(0, len(content))
        content[at:end] = rng.choice(
            [b"", content[at:end] * 2, content[other : other + 20], rng.choice(ODD), bytes([rng.randrange(256)])]
        )
    return bytes(content)


def hunt(name: str) -> Iterator[bytes]:
    """Give the same changed files in each run."""
    rng = random.Random(2026)
    seeds = list(READERS[name].seeds())
    for _ in range(TIMES[name]):
        yield changed(rng.choice(seeds), rng)


@pytest.mark.parametrize("name", READERS)
def test_a_reader_takes_or_refuses_whatever_comes(name: str) -> None:
    """Nothing but a refusal with a place comes out of a reader that is given damaged files; it takes some."""
    taken = [READERS[name].judge(content) for content in hunt(name)]
    assert True in taken
    assert False in taken


@pytest.mark.parametrize(
    "problem",
    [
        Problem("f", 0, 0, "code", "what", "remedy"),
        Problem("f", 99, 1, "code", "what", "remedy"),
        Problem("f", 1, 1, "code", "what", ""),
        Problem("f", 1, 1, "code", "what \u202e", "remedy"),
    ],
    ids=["no place", "a place behind the end", "no remedy", "a change of direction"],
)
def test_a_poor_refusal_is_a_finding(problem: Problem) -> None:
    """The hunt itself notices a refusal that says too little or could fool a terminal."""
    with pytest.raises(Breach):
        _placed((problem,), b"one line")
