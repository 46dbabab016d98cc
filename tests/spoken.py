"""The program's own files in; every sentence or part of one that they can say, with its place, out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SRC = Path(__file__).parents[1] / "src" / "alsscreen"

_WORDS = re.compile(r"[A-Za-z]{2,}[,.:;]? [A-Za-z]{2,}")
"""Two words beside each other: anything shorter is a name, a code or a piece of markup."""

_LITERAL = frozenset({"STYLE", "_KINDS"})
"""Names of constants that nobody is shown: what a browser reads, and words that a check looks for."""


class Said(NamedTuple):
    """A text, and where it stands."""

    place: str
    text: str


_QUOTED = re.compile(r"\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)")
_MARKUP = re.compile(r"\{[{%#].*?[}%#]\}|<[^>]*>", re.DOTALL)


def said_by_program() -> Iterator[Said]:
    """Give what every module and every page's template of the program can say."""
    for path in sorted(SRC.rglob("*.py")):
        yield from said_by_code(path.relative_to(SRC).as_posix(), path.read_text(encoding="utf-8"))
    for path in sorted(SRC.rglob("*.html")):
        yield from said_by_template(path.relative_to(SRC).as_posix(), path.read_text(encoding="utf-8"))


def said_by_code(name: str, code: str) -> Iterator[Said]:
    """Give each string that has words in it: not the docstrings, and not what a pattern or a browser reads."""
    for line, text in _strings(ast.parse(code)):
        if _WORDS.search(text):
            yield Said(f"{name}:{line}", text)


def said_by_template(name: str, template: str) -> Iterator[Said]:
    """Give the words outside of tags and places."""
    for number, text in enumerate(_MARKUP.split(template), 1):
        if _WORDS.search(text):
            yield Said(f"{name}, piece {number}", text)


def unquoted(text: str) -> str:
    """Give a text without what it quotes; an apostrophe is no quotation mark."""
    return _QUOTED.sub("|", text)


def _strings(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Give the strings below a node, an f-string in one piece with {place} for what is filled in."""
    if isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "{place}" for part in node.values)
        yield node.lineno, "".join(map(str, parts))
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.value
    for child in ast.iter_child_nodes(node):
        if not _is_docstring(child) and not _is_for_machines(child):
            yield from _strings(child)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_for_machines(node: ast.AST) -> bool:
    """Say whether this is a pattern, or a constant that nobody is shown."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re"))):
            return True
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name in _LITERAL
    return False
