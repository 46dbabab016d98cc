"""A flow of a rule book in; its rules in the ZEN expression language, compiled, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from alsscreen.model import Answers, Flow, RuleBook
from engine import Engine, Values, plain
from logic import Blank, Every, Holds, Named, Not, Program, Some, Term, program


def one_expression(book: RuleBook, flow: Flow) -> Engine:
    """All rules as one expression, which gives a list: what crosses into Rust crosses once."""
    import zen

    terms = program(book, flow)
    compiled = zen.compile_expression(f"{_bindings(terms)}[{', '.join(_rules(terms))}]")
    return Engine("zen-engine, one expression", _prepare(book), compiled.evaluate, _values)


def one_a_rule(book: RuleBook, flow: Flow) -> Engine:
    """Each rule as an expression of its own, after one for the stops: what a rule book in this language would be."""
    import zen

    terms = program(book, flow)
    stops = ", ".join(f"{name}: {name}" for name in map(_identifier, terms.named))
    first = zen.compile_expression(f"{_bindings(terms)}{{{stops}}}")
    compiled = [zen.compile_expression(text) for text in _rules(terms)]

    def run(answers: dict[str, Any]) -> list[float]:
        context = answers | first.evaluate(answers)
        return [rule.evaluate(context) for rule in compiled]

    return Engine("zen-engine, one expression a rule", _prepare(book), run, _values)


def _prepare(book: RuleBook) -> Callable[[Answers], dict[str, Any]]:
    as_plain = plain(book)
    return lambda answers: {_identifier(name): given for name, given in as_plain(answers).items()}


def _values(result: list[float]) -> Values:
    return [int(value) for value in result]


def _bindings(terms: Program) -> str:
    return "".join(f"{_identifier(name)} = {text(term)}; " for name, term in terms.named.items())


def _rules(terms: Program) -> Iterator[str]:
    for surely, possibly in terms.rules.values():
        yield f"({text(surely)} ? 2 : ({text(possibly)} ? 1 : 0))"


def _identifier(name: str) -> str:
    return name.replace("-", "_")


def text(term: Term) -> str:
    """Write a term."""
    match term:
        case bool():
            written = str(term).lower()
        case Named(name):
            written = _identifier(name)
        case Blank(question):
            written = f"{_identifier(question)} == null"
        case Not(inner):
            written = f"not ({text(inner)})"
        case Every(terms):
            written = f"({' and '.join(map(text, terms))})"
        case Some(terms):
            written = f"({' or '.join(map(text, terms))})"
        case Holds():
            written = _holds(term)
    return written


def _holds(term: Holds) -> str:
    name, codes = _identifier(term.question), ", ".join(f"'{code}'" for code in term.codes)
    if not term.several:
        return f"({name} in [{codes}])"
    if term.at_least == 1:
        return f"some({name} ?? [], # in [{codes}])"
    return f"(count({name} ?? [], # in [{codes}]) >= {term.at_least})"
