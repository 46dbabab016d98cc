"""A directory of rules, and bytes, in; what each task of `alsscreen fhir` gives, as plain data or as text, out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from .. import answers, rulebook
from ..evaluate import Evaluator
from ..model import Flow, Region
from ..render.asked import perspective_of
from ..render.json import as_json as result_json
from ..render.result import result_lines
from ..render.text import text
from .codes import Codes
from .parts import Resource
from .plan import plan
from .questionnaire import questionnaire
from .reading import read
from .response import Responses, Told
from .terms import load


class Work:
    """One book, ready for any task."""

    def __init__(self, rules: str | None) -> None:
        root = rulebook.directory() if rules is None else Path(rules)
        self.book = rulebook.load(root)
        self.codes = Codes(self.book, load(root, self.book))
        self.first = next(iter(self.book.flows.values()))

    def questionnaire(self, flow: Flow) -> Resource:
        """Give a flow as a Questionnaire."""
        return questionnaire(self.book, flow, self.codes)

    def plan(self) -> Resource:
        """Give the rules as a PlanDefinition."""
        return plan(self.book, self.codes)

    def response(self, content: bytes, file: str, flow: Flow, region: Region, *, sensitive: bool) -> Resource:
        """Give answers as a transaction Bundle, dated today."""
        given = answers.read(content, file, self.book)
        today = dt.datetime.now().astimezone().date()
        return Responses(self.book, flow, self.codes).bundle(Told(given, region, today, sensitive))

    def evaluate(self, content: bytes, file: str, flow: Flow | None, region: Region, *, as_json: bool) -> Any:
        """Evaluate a response as `alsscreen evaluate` does its answers; the flow is the one that was answered."""
        read_flow, given = read(content, file, self.book, self.codes, flow)
        evaluation, perspective = Evaluator(self.book, read_flow)(given), perspective_of(self.book, given)
        if as_json:
            return result_json(self.book, evaluation, region, perspective)
        return text(result_lines(self.book, evaluation, region, perspective))
