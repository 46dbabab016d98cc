"""The options of `alsscreen kiosk` in; a day at the kiosk, a check of this machine or the hash of a PIN, out."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # the keyboard is still deafened: nothing heavy before that
    from argparse import ArgumentParser, Namespace
    from pathlib import Path

    from .config import Config
    from .ready import Place

CONFIG = "/etc/alsscreen/kiosk.toml"
"""Where the configuration is looked for."""

DONE, PROBLEM, USAGE, FAULT = 0, 1, 2, 3


def arguments(parser: ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "action", nargs="?", choices=("check", "pin"),
        help="check: say whether this machine is ready; pin: make the line for a staff PIN",
    )  # fmt: skip
    parser.add_argument("--config", metavar="FILE", help=f"what this clinic decided (default: {CONFIG})")
    parser.add_argument(
        "--unreviewed-demo", action="store_true", help="show rules that nobody approved; each screen says so"
    )
    from .web.serve import arguments as web_arguments

    web_arguments(parser)
    if not any(action.dest == "rules" for action in parser._actions):  # noqa: SLF001 (argparse has no other way)
        parser.add_argument("--rules", metavar="DIR", help="another rule book")


def run(options: Namespace) -> int:
    """Run the kiosk until staff or the system end it; give 0, 1 (it may not start), 3 (a fault) or 128 + n."""
    if options.action == "pin":
        return pin()
    if options.action == "check":
        from .check import report

        return report(_place(options))
    if options.web:
        from .web.serve import run as serve

        return serve(options, _place(options))
    from .signals import deaf

    with deaf():
        return _kiosk(options)


def _kiosk(options: Namespace) -> int:
    """Say in one line what ended the kiosk; of a fault only its kind, since a message may hold answers."""
    from ..dialogue import Interrupted

    try:
        return _opened(options)
    except Interrupted as interrupted:
        return interrupted.code
    except Exception as error:  # noqa: BLE001 (the kiosk's own catch-all: the other one can print answers)
        problems = getattr(error, "problems", ())
        _say(
            *map(str, problems) if problems else (f"alsscreen kiosk: a fault of the program ({type(error).__name__})",)
        )
        return PROBLEM if problems else FAULT


def _opened(options: Namespace) -> int:
    import gc

    from .ready import prepare
    from .wipe import harden

    gc.disable()  # until the first page is there
    place = _place(options)
    ready = prepare(place)
    if ready.stops:
        _say(*map(str, ready.stops))
        return PROBLEM
    locked = harden()
    from .opening import day

    with day(place, ready, locked=locked) as today:
        gc.freeze()
        gc.enable()
        today.run()
    return DONE


def _place(options: Namespace) -> Place:
    from pathlib import Path

    from ..rulebook import directory
    from .ready import Place

    named = Path(options.config) if options.config is not None else Path(CONFIG)
    file = named if options.config is not None or not options.unreviewed_demo or named.exists() else None
    root = Path(options.rules) if getattr(options, "rules", None) is not None else directory()
    return Place(_config(file), file, root, options.unreviewed_demo)


def _config(file: Path | None) -> Config:
    """Read the configuration; a demo needs none, and takes the region from the environment or shows no numbers."""
    import os

    from ..region import VARIABLE
    from .config import NOWHERE, Config, read

    if file is not None:
        return read(file)
    named = os.environ.get(VARIABLE, "").upper()
    return Config(region=named if len(named) == len(NOWHERE) and named.isascii() and named.isalpha() else NOWHERE)


def pin() -> int:
    """Ask twice for a PIN, without showing it, and print the line for the configuration."""
    import getpass

    from .staff import DIGITS, hashed

    first = getpass.getpass("PIN of 6 to 12 digits (it is not shown): ")
    if not DIGITS.fullmatch(first):
        _say("That was not 6 to 12 digits. Run it again.")
        return PROBLEM
    if getpass.getpass("The same once more: ") != first:
        _say("These were two different PINs. Run it again.")
        return PROBLEM
    sys.stdout.write(f'pin = "{hashed(first)}"\n')
    return DONE


def _say(*lines: str) -> None:
    from ..clean import clean

    sys.stderr.write("".join(f"{clean(line)}\n" for line in lines))
