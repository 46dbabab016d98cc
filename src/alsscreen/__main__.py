"""`python -m alsscreen` in; the same as `alsscreen` out."""

import sys

from .cli import entry

sys.exit(entry())
