"""A rule book in; its state on one screen, and what to do next, out."""

from __future__ import annotations

import json
import os
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..model import Approval
from .approval_states import approval_state
from .lint import Look, look
from .signers import named
from .telling import show
from .whole import Whole, load_whole

NEXT = (
    ("alsscreen review book --html FILE", "read it as a clinician reads it"),
    ("alsscreen review audit --source FILE", "hold it against the article"),
    ("alsscreen review coverage", "see that nothing was overlooked"),
    ("alsscreen review prove", "see each property proved"),
    ("alsscreen review test --mutate", "see that the people of cases.yaml would notice a change"),
    ("alsscreen review judgements", "see what the authors decided themselves"),
    ("alsscreen review approve --help", "put your name to it"),
)
"""What a reviewer does, in the order of docs/reviewing.md."""


class State(NamedTuple):
    """What there is, what is wrong with it, and what its approvals are worth."""

    whole: Whole
    seen: Look
    approval: Approval


def run(options: Namespace) -> int:
    """Print the state of the book that the command line names; give 1 with findings, else 0."""
    root = Path(options.rules)
    whole = load_whole(root)
    state = State(whole, look(root), approval_state(root, whole.book, named(os.environ)))
    show([json.dumps(facts(state))] if options.json else lines(state))
    return 1 if state.seen.findings else 0


def facts(state: State) -> dict[str, object]:
    """Give the counts of a book."""
    whole, book = state.whole, state.whole.book
    return {
        "id": book.id,
        "version": book.version,
        "sha256": book.sha256,
        "approval": state.approval.state,
        "approved_by": state.approval.by,
        "questions": len(book.questions),
        "rules": len(book.rules),
        "judgements": sum(rule.judgement is not None for rule in book.rules.values()),
        "units": len(book.units),
        "citations": len(book.citations),
        "evidence": len(book.evidence),
        "topics": len(whole.topics.topics),
        "people": len(whole.cases.cases),
        "findings": len(state.seen.findings),
        "notes": len(state.seen.notes),
    }


def lines(state: State) -> Iterator[str]:
    """Say it in words."""
    found = facts(state)
    yield f"Rule book {found['id']} {found['version']}, {str(found['sha256'])[:12]}. {_reviewed(state.approval)}"
    yield ""
    yield f"{found['rules']} rules over {found['questions']} questions; {found['judgements']} carry a judgement."
    yield f"{found['units']} units of the source, {found['citations']} quoted; {found['evidence']} facts of others."
    yield f"{found['people']} people as tables; {found['topics']} topics."
    yield f"Lint: {found['findings']} findings, {found['notes']} notes."
    yield ""
    yield "What to do next:"
    wide = max(len(command) for command, _ in NEXT)
    yield from (f"  {command:<{wide}}  {why}" for command, why in NEXT)


def _reviewed(approval: Approval) -> str:
    if approval.by:
        return f"Approved by {approval.by}."
    return "No clinician has reviewed it." if approval.state == "unreviewed" else f"Not approved: {approval.state}."
