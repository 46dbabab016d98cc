"""The source of a module in; one small mistake at a time put into it, each as a tree with what it changed, out."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeAlias

_SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.LShift: ast.RShift,
}  # fmt: skip
"""An operator, and the one that is written by mistake."""

_NAMES = {"min": "max", "max": "min", "all": "any", "any": "all", "TRUE": "UNDECIDED", "UNDECIDED": "FALSE"}
"""A name, and the one that is written by mistake."""


Change: TypeAlias = Callable[[Any], None]


class Mutant(NamedTuple):
    """A module with one mistake."""

    tree: ast.Module
    line: int
    within: str
    """The class or function in which it stands, outermost first; empty for the module."""
    was: str
    now: str


def mutants(source: str) -> Iterator[Mutant]:
    """Give every mutant of a module, in the order of its nodes."""
    tree = ast.parse(source)
    nodes = _worth_changing(tree)
    owners = _owners(tree)
    for at, node in enumerate(nodes):
        for change in changes(node):
            copied = copy.deepcopy(tree)
            target = _worth_changing(copied)[at]
            was = _shown(target)
            change(target)
            ast.fix_missing_locations(copied)
            yield Mutant(copied, getattr(node, "lineno", 0), owners[id(node)], was, _shown(target))


def changes(node: ast.AST) -> Iterator[Change]:
    """Give the mistakes that can be made at a node; each changes the node that it is given."""
    for kinds, mistakes in _MISTAKES:
        if isinstance(node, kinds):
            yield from mistakes(node)


def _comparison(node: Any) -> Iterator[Change]:
    yield from (_operator(at) for at, operator in enumerate(node.ops) if type(operator) in _SWAPPED)


def _combination(node: Any) -> Iterator[Change]:
    if type(node.op) in _SWAPPED:
        yield lambda each: setattr(each, "op", _SWAPPED[type(each.op)]())


def _branch(node: Any) -> Iterator[Change]:
    if not _turns(node.test):
        yield lambda each: setattr(each, "test", ast.UnaryOp(ast.Not(), each.test))


def _loop(node: Any) -> Iterator[Change]:
    yield from (_condition(at) for at, test in enumerate(node.ifs) if not _turns(test))


def _negation(node: Any) -> Iterator[Change]:
    if isinstance(node.op, ast.Not):
        yield lambda each: setattr(each, "operand", ast.UnaryOp(ast.Not(), each.operand))


def _name(node: Any) -> Iterator[Change]:
    if node.id in _NAMES and isinstance(node.ctx, ast.Load):
        yield lambda each: setattr(each, "id", _NAMES[each.id])


def _result(node: Any) -> Iterator[Change]:
    """What is given back, or done, is forgotten."""
    if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield lambda each: setattr(each, "value", ast.Constant(None))


def _constant(node: Any) -> Iterator[Change]:
    """Words that a person reads are left alone (other tests hold them); codes, numbers and truths are not."""
    value = node.value
    if isinstance(value, bool):
        yield lambda each: setattr(each, "value", not each.value)
    elif isinstance(value, int):
        yield lambda each: setattr(each, "value", each.value + 1)
    elif isinstance(value, str) and value and " " not in value and value[0].islower():
        yield lambda each: setattr(each, "value", f"{each.value}-x")


_MISTAKES: tuple[tuple[type[ast.AST] | tuple[type[ast.AST], ...], Callable[[Any], Iterator[Change]]], ...] = (
    (ast.Compare, _comparison),
    ((ast.BoolOp, ast.BinOp, ast.AugAssign), _combination),
    ((ast.If, ast.IfExp, ast.While), _branch),
    (ast.comprehension, _loop),
    (ast.UnaryOp, _negation),
    (ast.Name, _name),
    ((ast.Return, ast.Expr), _result),
    (ast.Constant, _constant),
)
"""A kind of node, and the mistakes that can be made there."""


def _operator(at: int) -> Change:
    def swap(node: Any) -> None:
        node.ops[at] = _SWAPPED[type(node.ops[at])]()

    return swap


def _condition(at: int) -> Change:
    def negate(node: Any) -> None:
        node.ifs[at] = ast.UnaryOp(ast.Not(), node.ifs[at])

    return negate


def _turns(test: ast.AST) -> bool:
    """Say whether a test is turned round by its own operator, which is tried anyway."""
    if isinstance(test, ast.UnaryOp):
        return isinstance(test.op, ast.Not)
    return isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in _SWAPPED


def _worth_changing(tree: ast.AST) -> list[ast.AST]:
    """Give the nodes in order, without types, docstrings and the pieces of a sentence, which no mistake can be in."""
    found: list[ast.AST] = []
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list") or isinstance(tree, (ast.JoinedStr, ast.ImportFrom)):
            continue
        for node in value if isinstance(value, list) else [value]:
            is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            if isinstance(node, ast.AST) and not is_docstring:
                found += [node, *_worth_changing(node)]
    return found


def _owners(tree: ast.AST, within: str = "") -> dict[int, str]:
    """Say of each node in which class and function it stands."""
    found = {}
    for node in ast.iter_child_nodes(tree):
        found[id(node)] = within
        named = isinstance(node, (ast.FunctionDef, ast.ClassDef))
        found |= _owners(node, f"{within}.{node.name}".strip(".") if named else within)
    return found


def _shown(node: ast.AST) -> str:
    """Write a node on one line; of a branch or a loop its condition."""
    if isinstance(node, (ast.If, ast.While)):
        return f"if {ast.unparse(node.test)}"
    if isinstance(node, ast.comprehension):
        return ast.unparse(node).strip()
    return ast.unparse(node)
