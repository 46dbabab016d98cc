"""A port and short times in; a kiosk on loopback for a real browser, until it is ended, out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pyrage
import uvicorn

from alsscreen import rulebook
from alsscreen.kiosk.config import ClinicTable, Config, PrinterTable, StaffTable, TimesTable
from alsscreen.kiosk.ready import Place, prepare
from alsscreen.kiosk.staff import hashed
from alsscreen.kiosk.web import serve


def clinic(directory: str) -> ClinicTable:
    """Give a clinic that nobody reads: the key that opens what is sent is not kept."""
    key = str(pyrage.x25519.Identity.generate().to_public())
    return ClinicTable(directory=directory, recipients=(key,), controller="The Clinic", reader="its nurses", days=30)


def main() -> None:
    """Serve; the times may be shorter than a clinic's configuration allows."""
    parser = argparse.ArgumentParser()
    serve.arguments(parser)
    for name, seconds in (("idle", 120), ("warning", 60), ("longest", 3600), ("emergency", 600)):
        parser.add_argument(f"--{name}", type=int, default=seconds)
    parser.add_argument("--rules", type=Path, default=rulebook.directory())
    parser.add_argument("--intakes", required=True)
    options = parser.parse_args()
    times = TimesTable.model_construct(
        idle=options.idle, warning=options.warning, longest=options.longest, emergency=options.emergency
    )
    given = Config(
        region="GB",
        staff=StaffTable(pin=hashed("314159"), signal=("/bin/true",)),
        printer=PrinterTable(command=("/bin/cat",), place="At the desk"),
        clinic=clinic(options.intakes),
    ).model_copy(update={"times": times})
    place = Place(given, None, options.rules, demo=True, browser=True)
    kiosk = serve.kiosk_of(options, place, prepare(place))
    address = serve._address(options.listen)
    assert address is not None
    uvicorn.Server(serve.config(options, address, kiosk)).run()


if __name__ == "__main__":
    sys.exit(main())
