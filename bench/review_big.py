"""The words of a review command in; what it prints, of a book larger than any that somebody writes by hand, out."""

from __future__ import annotations

import sys

from alsscreen import strictyaml
from alsscreen.cli import entry
from alsscreen.strictyaml import build

LARGE = 1_000_000_000
"""The reader refuses files of more than a megabyte, lest somebody feeds it one; here we do."""

strictyaml.MAX_BYTES = build.MAX_NODES = LARGE
sys.argv.insert(1, "review")
sys.exit(entry())
