"""A flow of a rule book in; its rules as one JSONLogic rule, for two libraries that run such rules, out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from alsscreen.model import Answers, Flow, RuleBook
from engine import Engine, Values, plain
from logic import Blank, Every, Holds, Named, Not, Program, Some, Term, program


def datalogic(book: RuleBook, flow: Flow) -> Engine:
    """The rule in datalogic-py (Rust): compiled, in a session that keeps its memory, on answers that are in Rust."""
    import datalogic_py

    engine = datalogic_py.Engine()
    compiled, session = engine.compile(rule(program(book, flow))), engine.session()
    as_plain = plain(book)

    def prepare(answers: Answers) -> datalogic_py.DataHandle:
        return datalogic_py.DataHandle(as_plain(answers))

    return Engine("datalogic-py (JSONLogic)", prepare, lambda data: session.evaluate_data(compiled, data), _values)


def panzi(book: RuleBook, flow: Flow) -> Engine:
    """The rule in panzi-json-logic, which is written in Python and walks the rule anew each time."""
    import json_logic

    found = rule(program(book, flow))
    return Engine("panzi-json-logic (JSONLogic)", plain(book), lambda data: json_logic.jsonLogic(found, data), _values)


def _values(result: list[list[float]]) -> Values:
    return [int(value) for value in result[0]]


def rule(terms: Program) -> Any:
    """Say a program as one JSONLogic rule.

    JSONLogic binds no names, but `map` over a list of one list makes its items the variables "0", "1" and so on. The
    first list has each question that is put to an answer, once; each further one adds a stop; the last has the rules.
    """
    everything = (*terms.named.values(), *(term for pair in terms.rules.values() for term in pair))
    leaves = dict.fromkeys(leaf for term in everything for leaf in _leaves(term))
    places: dict[Term, int] = {leaf: place for place, leaf in enumerate(leaves)}
    found: Any = [[_leaf(leaf) for leaf in leaves]]
    for name, term in terms.named.items():
        found = {"map": [found, [*map(_variable, range(len(places))), _node(term, places)]]}
        places[Named(name)] = len(places)
    values = [
        {"if": [_node(surely, places), 2, _node(possibly, places), 1, 0]} for surely, possibly in terms.rules.values()
    ]
    return {"map": [found, values]}


def _leaves(term: Term) -> Iterator[Blank | Holds]:
    match term:
        case Not(inner):
            yield from _leaves(inner)
        case Every(terms) | Some(terms):
            for inner in terms:
                yield from _leaves(inner)
        case Blank() | Holds():
            yield term


def _leaf(term: Blank | Holds) -> Any:
    answer = {"var": term.question}
    if isinstance(term, Blank):
        return {"===": [answer, None]}
    codes = list(term.codes)
    if not term.several:
        return {"in": [answer, codes]}
    if term.at_least == 1:
        return {"some": [answer, {"in": [{"var": ""}, codes]}]}
    one_more = {"+": [{"var": "accumulator"}, {"if": [{"in": [{"var": "current"}, codes]}, 1, 0]}]}
    return {">=": [{"reduce": [answer, one_more, 0]}, term.at_least]}


def _node(term: Term, places: dict[Term, int]) -> Any:
    match term:
        case bool():
            return term
        case Not(inner):
            return {"!": [_node(inner, places)]}
        case Every(terms):
            return {"and": [_node(inner, places) for inner in terms]}
        case Some(terms):
            return {"or": [_node(inner, places) for inner in terms]}
    return _variable(places[term])


def _variable(place: int) -> Any:
    return {"var": str(place)}
