"""The options of `alsscreen kiosk` in; a day at the kiosk, a check of this machine or the hash of a PIN, out."""

from __future__ import annotations

import sys

from ..options import add_rules

TYPE_CHECKING = False
if TYPE_CHECKING:  # the keyboard is still deafened: nothing heavy before that
    from argparse import ArgumentParser, Namespace
    from pathlib import Path

    from .ready import Place

CONFIG = "/etc/alsscreen/kiosk.toml"
"""Where the configuration is looked for."""

VARIABLE, NOWHERE = "ALSSCREEN_REGION", "XX"
"""Which names a region for whoever tries it; and no region: ISO 3166 leaves these letters to users."""

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
    add_rules(parser)


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
        from .paint import erase

        erase()
        problems = getattr(error, "problems", ())
        _say(
            *map(str, problems) if problems else (f"alsscreen kiosk: a fault of the program ({type(error).__name__})",)
        )
        return PROBLEM if problems else FAULT


def _opened(options: Namespace) -> int:
    import gc

    from .paint import erase, paint

    gc.disable()  # until the first page is there
    file, root, region = _file(options), _root(options), _region()
    paint(file, region, root, demo=options.unreviewed_demo)
    from .ready import prepare
    from .wipe import harden

    place = _place(options)
    ready = prepare(place)
    if ready.stops:
        erase()
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
    from .config import Config, read
    from .ready import Place

    file = _file(options)
    config = Config(region=_region()) if file is None else read(file)
    return Place(config, file, _root(options), options.unreviewed_demo, browser=options.web)


def _file(options: Namespace) -> Path | None:
    """Give the configuration; a demo needs none."""
    from pathlib import Path

    named = Path(CONFIG if options.config is None else options.config)
    return named if options.config is not None or not options.unreviewed_demo or named.exists() else None


def _root(options: Namespace) -> Path:
    from pathlib import Path

    if getattr(options, "rules", None) is not None:
        return Path(options.rules)
    from ..shipped import directory

    return directory()


def _region() -> str:
    """Take the region of a demo without a configuration from the environment; else it shows no numbers."""
    import os

    named = os.environ.get(VARIABLE, "").upper()
    return named if len(named) == len(NOWHERE) and named.isascii() and named.isalpha() else NOWHERE


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
