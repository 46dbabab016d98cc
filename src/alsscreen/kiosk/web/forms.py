"""The body of a request in; the few fields that a form of ours has, out."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import parse_qsl

from starlette.requests import Request

from ...model import Answer
from .security import MAX_FIELDS


class Fields(NamedTuple):
    """What a form says. A field that stands there twice, where one is meant, says nothing."""

    step: str = ""
    act: str = ""
    answers: Answer = ()


async def fields(request: Request) -> Fields:
    """Read the form; one that is no form of ours is empty, and an empty one changes nothing."""
    body = await request.body()
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, strict_parsing=False, errors="strict",
            max_num_fields=MAX_FIELDS,
        )  # fmt: skip
    except ValueError:
        return Fields()
    said = {name: [value for key, value in pairs if key == name] for name in ("step", "act")}
    single = {name: values[0][:64] if len(values) == 1 else "" for name, values in said.items()}
    return Fields(**single, answers=tuple(value for key, value in pairs if key == "answer"))
