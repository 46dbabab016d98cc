"""Measures the program side by side with the least it could be and with other engines: `make bench`.

Prints tables; with --write they also replace the measured part of docs/performance.md. No target that is missed makes
it fail, for a busy machine is no fault of the program; only an engine that disagrees does.
"""

from __future__ import annotations

import argparse
import sys

from alsscreen import rulebook
from doors import contests
from evaluations import evaluate
from measure import fight
from report import report, write


def main() -> int:
    """Measure everything, and say whether the engines agree."""
    options = _options()
    book = rulebook.load(rulebook.directory())
    flow = next(iter(book.flows.values()))
    result = evaluate(book, flow, options.answers, max(1, options.rounds // 2))
    outcomes = fight(contests(book), options.rounds)
    text = report(book, outcomes, result, options.rounds)
    print(text)
    if options.write:
        write(text)
    return int(any(result.differing.values()))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15, help="rounds of each comparison (default: 15)")
    parser.add_argument("--answers", type=int, default=10_000, help="answer sets on which the engines must agree")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
