"""Let atheris look for bytes that crash a reader, hang it, or are refused without a place; print what it found."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
NAMES = ("rules", "answers", "fhir")
FOLDER = ROOT / "build" / "fuzz"
HANG = 5
"""Seconds; the largest file that is allowed takes a tenth of one."""

LONGEST = 4096
"""Bytes; the longest seed has three quarters of it. Size alone is tried by the tests."""


def main() -> int:
    """Fuzz the readers that are named, each for so many seconds; 1 when something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", nargs="*", default=NAMES, help=f"of {', '.join(NAMES)}")
    parser.add_argument("--seconds", type=int, default=600, help="for each reader (default: %(default)s)")
    parser.add_argument("--inside", action="store_true", help="be the one process that fuzzes the one reader")
    options = parser.parse_args()
    if options.inside:
        _inside(options.readers[0], options.seconds)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda name: _outside(name, options.seconds), options.readers))
    from verify_record import keep  # it imports the program, which _inside must be the first to do

    code = int(any(each["found"] for each in results))
    keep("fuzz", {"code": code, "for_each": options.seconds, "readers": results})
    for each in results:
        print(f"{each['reader']:8} {each['runs']:>10,} runs, {each['edges']:,} edges reached, found: {each['found']}")
    return code


def _outside(name: str, seconds: int) -> dict[str, Any]:
    """Run one reader in a process of its own, and read what libFuzzer says of it."""
    found = FOLDER / name / "found"
    found.mkdir(parents=True, exist_ok=True)
    before = set(found.iterdir())
    command = [sys.executable, __file__, name, "--seconds", str(seconds), "--inside"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
    (FOLDER / name / "log.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
    runs = re.search(r"stat::number_of_executed_units:\s+(\d+)", done.stderr)
    edges = re.findall(r" cov: (\d+) ", done.stderr)
    new = sorted(path.name for path in set(found.iterdir()) - before)
    if done.returncode and not new:
        new = [f"ended with {done.returncode}; see {FOLDER.name}/{name}/log.txt"]
    return {"reader": name, "runs": int(runs[1]) if runs else 0, "edges": int(edges[-1]) if edges else 0, "found": new}


def _inside(name: str, seconds: int) -> None:
    """Fuzz until the time is over or something was found; never returns."""
    import atheris

    with atheris.instrument_imports(include=["alsscreen"]):
        from fuzz_readers import READERS
    reader = READERS[name]
    corpus, words = FOLDER / name / "corpus", FOLDER / name / "words.txt"
    corpus.mkdir(parents=True, exist_ok=True)
    seeds = list(reader.seeds())
    for number, seed in enumerate(seeds):
        (corpus / f"seed-{number:03}").write_bytes(seed)
    _dictionary(seeds, words)
    flags = [
        f"-max_total_time={seconds}", f"-timeout={HANG}", f"-max_len={LONGEST}", f"-dict={words}", "-rss_limit_mb=1024",
        "-print_final_stats=1", f"-artifact_prefix={FOLDER / name / 'found'}{os.sep}",
    ]  # fmt: skip

    def judge(content: bytes) -> None:
        reader.judge(content)

    atheris.Setup([sys.argv[0], str(corpus), *flags], judge)
    atheris.Fuzz()


def _dictionary(seeds: list[bytes], path: Path) -> None:
    """Write the words that a reader knows, so that changes keep some sense."""
    words = {word for seed in seeds for word in re.findall(rb"[\w-]{3,40}:?", seed)}
    path.write_text("".join(f'"{word.decode()}"\n' for word in sorted(words)), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
