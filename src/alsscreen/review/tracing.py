"""An index of who names whom and the name of one thing in; the trees of what it names and of what names it out."""

from __future__ import annotations

from typing import Any, NamedTuple

from .links import Link, Links, Ref


class Branch(NamedTuple):
    """What one verb leads to, in the order of the files."""

    verb: str
    nodes: tuple[Node, ...]


class Node(NamedTuple):
    """A thing, and what comes behind it.

    `again`: its branches stand at another place of this tree, no farther from the root, and not here.
    `more`: how many things come behind it that the depth leaves out.
    """

    ref: Ref
    branches: tuple[Branch, ...] = ()
    again: bool = False
    more: int = 0


class Trace(NamedTuple):
    """A thing with what it names (`down`) and what names it (`up`)."""

    ref: Ref
    down: Node
    up: Node


def trace(index: Links, ref: Ref, depth: int) -> Trace:
    """Follow the links of a thing both ways, so many steps far. Each thing has its branches once, so nothing loops."""
    return Trace(ref, _tree(index.down, ref, depth, up=False), _tree(index.up, ref, depth, up=True))


def _tree(links: dict[Ref, list[Link]], root: Ref, depth: int, *, up: bool) -> Node:
    """Walk breadth first to find where each thing is nearest to the root; build from the farthest back."""
    order, parent = [root], {root: root}
    steps = {root: 0}
    for ref in order:
        for other in _others(links, ref, up=up) if steps[ref] < depth else ():
            if other not in parent:
                parent[other] = ref
                steps[other] = depth if _ends(ref, other, up=up) else steps[ref] + 1
                order.append(other)
    nodes: dict[Ref, Node] = {}
    for ref in reversed(order):
        if steps[ref] == depth:
            more = sum(other not in parent for other in _others(links, ref, up=up))
            nodes[ref] = Node(ref, more=more)
            continue
        branches: dict[str, dict[Ref, Node]] = {}
        for link in links.get(ref, ()):
            other = link.of if up else link.to
            own = parent[other] == ref and other != root
            again = bool(links.get(other)) and steps[other] < depth
            node = nodes[other] if own else Node(other, again=again)
            branches.setdefault(link.verb.done if up else link.verb.does, {}).setdefault(other, node)
        nodes[ref] = Node(ref, tuple(Branch(verb, tuple(found.values())) for verb, found in branches.items()))
    return nodes[root]


def _ends(ref: Ref, other: Ref, *, up: bool) -> bool:
    """Say whether a step leads to what everything is in: a flow, a section, or up from an option to its question."""
    if up and ref.kind == "option":
        return other == Ref("question", ref.id.partition("/")[0])
    return other.kind in ("flow", "section")


def _others(links: dict[Ref, list[Link]], ref: Ref, *, up: bool) -> dict[Ref, None]:
    return dict.fromkeys(link.of if up else link.to for link in links.get(ref, ()))


def title(index: Links, ref: Ref) -> str:
    """Say in the book's own words what a thing is; of a unit, of which the project holds no words, its row."""
    noun: Any = index.things[ref].noun
    say = _TITLES.get(ref.kind)
    return noun if isinstance(noun, str) else say(noun) if say else str(noun.id)


_TITLES: dict[str, Any] = {
    "unit": lambda unit: (
        f"line {unit.line}, {unit.words} words, {unit.disposition}{f': {unit.reason}' * bool(unit.reason)}"
    ),
    "citation": lambda citation: f"“{citation.quote}”",
    "evidence": lambda evidence: f"{evidence.publisher}: {evidence.fact}",
    "sign": lambda sign: sign.name,
    "section": lambda section: section.title,
    "question": lambda question: question.text,
    "option": lambda option: option.text,
    "stop": lambda stop: f"after {stop.after}",
    "flow": lambda flow: flow.title,
    "guidance": lambda guidance: f"{guidance.level}: {guidance.summary}",
    "rule": lambda rule: rule.means,
    "extra": lambda extra: extra.text,
    "topic": lambda topic: topic.title,
    "case": lambda case: f"{case.who} ({case.level})",
}


def find(index: Links, name: str) -> tuple[Ref, ...]:
    """Give everything that has an id, or the one thing with a kind before it, as in `rule:family`."""
    kind, colon, rest = name.partition(":")
    if colon:
        return (Ref(kind, rest),) if Ref(kind, rest) in index.things else ()
    return tuple(ref for ref in index.things if ref.id == name)
