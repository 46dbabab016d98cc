"""The parser of a command in; with an option that several commands have, it goes out."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:  # `--help` has a budget
    import argparse


def add_flow(command: argparse.ArgumentParser) -> None:
    """Let a flow be named."""
    command.add_argument("--flow", metavar="FLOW", help="which questions: full (default), signs or risks")


def add_region(command: argparse.ArgumentParser) -> None:
    """Let a region be named."""
    command.add_argument("--region", metavar="CC", help="whose telephone numbers: two letters such as GB, or generic")


def add_rules(command: argparse.ArgumentParser) -> None:
    """Let another rule book be named."""
    command.add_argument("--rules", metavar="DIR", help="another rule book")
