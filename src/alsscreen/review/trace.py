"""`alsscreen review trace ID`: the id of anything in a rule book in; what it names and what names it, as trees, out."""

from __future__ import annotations

import difflib
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from typing import Any

from .links import Links, links
from .telling import plural, show, tell_json, wrapped
from .tracing import Node, Trace, find, title, trace
from .whole import load_whole

DEPTH, DEEPEST = 3, 9
"""Steps: three lead from a unit to the rules that stand on it, and on to their people; nine through any book."""

MOST = 12
"""Things named on one line; --json names them all."""

AGAIN, MORE = " *", " (+"
LEGEND = "* its own links stand elsewhere in this tree; (+n) so many more lie behind it: trace it, or raise --depth"


def arguments(parser: ArgumentParser) -> None:
    """Add the id and the flags of this command."""
    said = (
        "a unit, citation, evidence, sign, question, option (question/code), stop, flow, rule, guidance, topic, extra "
    )
    parser.add_argument("id", metavar="ID", help=f"{said}or case; rule:NAME where several kinds share the id")
    parser.add_argument(
        "--depth", type=_depth, default=DEPTH, metavar="N", help=f"how many steps far (default {DEPTH})"
    )
    parser.set_defaults(parser=parser)


def run(options: Namespace) -> int:
    """Print the trees of everything with this id; end with wrong usage when there is nothing."""
    index = links(load_whole(options.rules))
    refs = find(index, options.id)
    if not refs:
        options.parser.error(f"nothing has the id '{options.id}'. {nearest(index, options.id)}")
    traces = [trace(index, ref, options.depth) for ref in refs]
    if options.json:
        return tell_json({"traces": [facts(index, found) for found in traces]}, ())
    said = [line for found in traces for line in lines(index, found)]
    legend = [LEGEND] * any(AGAIN in line or MORE in line for line in said)
    show((*said, *legend, f"{plural(len(traces), 'thing')} of {len(index.things):,} with the id '{options.id}'"))
    return 0


def nearest(index: Links, name: str) -> str:
    """Suggest the ids nearest to a misspelt one, with their kinds."""
    kind, colon, rest = name.partition(":")
    kinds: dict[str, list[str]] = {}
    for ref in index.things:
        kinds.setdefault(ref.id, []).append(ref.kind)
    if colon and rest in kinds:
        return f"'{rest}' is the id of a {', a '.join(kinds[rest])}, not of a {kind}"
    close = difflib.get_close_matches((rest or name)[:80], kinds, n=3)
    near = [f"'{other}' ({', '.join(kinds[other])})" for other in close]
    return f"Did you mean {' or '.join(near)}?" if near else "See `alsscreen review coverage` for ids"


def _depth(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:4]) <= DEEPEST:
        raise ArgumentTypeError(f"a number from 1 to {DEEPEST}, not '{text}'")
    return int(text)


# ---- lines ---------------------------------------------------------------------------------------------------------


def lines(index: Links, found: Trace) -> Iterator[str]:
    """Give one thing: what it is and where, then the two trees."""
    yield from wrapped(f"{found.ref} ({_place(index, found.down)})")
    yield from wrapped(title(index, found.ref), 2)
    for root in (found.down, found.up):
        for branch in root.branches:
            yield from _branch(index, branch.verb, branch.nodes, 2)
    yield ""


def _branch(index: Links, verb: str, nodes: tuple[Node, ...], indent: int) -> Iterator[str]:
    """Give what one verb leads to: on a line of its own what has branches, the others together."""
    yield f"{' ' * indent}{verb}"
    bare = [node for node in nodes if not node.branches]
    apart = indent == 2 and len(bare) <= MOST  # noqa: PLR2004 (next to the root, each is worth its words)
    for node in nodes:
        if node.branches or apart:
            words = f"{node.ref}{_marks(node)}: {title(index, node.ref)} ({_place(index, node)})"
            yield from wrapped(words, indent + 2, "- ")
            for branch in node.branches:
                yield from _branch(index, branch.verb, branch.nodes, indent + 4)
    if bare and not apart:
        more = f", and {len(bare) - MOST:,} more" if len(bare) > MOST else ""
        kinds = dict.fromkeys(node.ref.kind for node in bare)
        named = ", ".join(f"{node.ref.id}{_marks(node)}" for node in bare[:MOST])
        yield from wrapped(f"{named}{more}", indent + 2, f"- {', '.join(kinds)}: ")


def _marks(node: Node) -> str:
    return AGAIN if node.again else f"{MORE}{node.more:,})" if node.more else ""


def _place(index: Links, node: Node) -> str:
    file, line, column = index.place(node.ref)
    return f"{file}:{line}:{column}"


# ---- JSON ----------------------------------------------------------------------------------------------------------


def facts(index: Links, found: Trace) -> dict[str, Any]:
    """Give both trees as plain data."""
    own = _facts(index, found.down)
    return {**own, "names": own.pop("branches", []), "named_by": _facts(index, found.up).get("branches", [])}


def _facts(index: Links, node: Node) -> dict[str, Any]:
    file, line, column = index.place(node.ref)
    said: dict[str, Any] = {
        "kind": node.ref.kind, "id": node.ref.id, "title": title(index, node.ref),
        "file": file, "line": line, "column": column,
    }  # fmt: skip
    if node.again:
        said["shown_elsewhere"] = True
    if node.more:
        said["left_out"] = node.more
    if node.branches:
        said["branches"] = [
            {"verb": branch.verb, "things": [_facts(index, each) for each in branch.nodes]} for branch in node.branches
        ]
    return said
