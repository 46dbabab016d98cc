"""A flow of a rule book in; our evaluator and the same rules in other engines' languages, ready to run, out.

The peers give one number for every rule and no trace. Before the clock starts they are handed answers in the form that
suits them best.
"""

from __future__ import annotations

import in_jsonlogic
import in_zen
from alsscreen.evaluate import Evaluator
from alsscreen.model import Answers, Evaluation, Flow, RuleBook
from engine import Engine, Values

PEERS = (in_zen.one_expression, in_zen.one_a_rule, in_jsonlogic.datalogic, in_jsonlogic.panzi)
NUMBERS = {"not-fired": 0, "undecided": 1, "fired": 2}


def ours(book: RuleBook, flow: Flow) -> Engine:
    """Make ready our own evaluator: a verdict for every rule, how each question stood, guidance and level."""
    return Engine("alsscreen, with its trace", lambda answers: answers, Evaluator(book, flow), _values)


def installed(book: RuleBook, flow: Flow) -> list[Engine]:
    """Make ready the peers whose library is installed."""
    engines = []
    for make in PEERS:
        try:
            engines.append(make(book, flow))
        except ImportError:
            continue
    return engines


def values(engine: Engine, answers: Answers) -> Values:
    """Give what an engine makes of answers."""
    return engine.values(engine.run(engine.prepare(answers)))


def _values(evaluation: Evaluation) -> Values:
    return [NUMBERS[verdict.status] for verdict in evaluation.verdicts]
