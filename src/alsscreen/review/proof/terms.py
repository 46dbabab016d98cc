"""Conditions in; the same as true-or-false terms, and what is left of a term once a question has been answered, out.

Conditions have no negation, so their three truth values fit into two plain questions: is it surely true, is it possibly
true? Both are `all` and `any` of leaves; a leaf is an atom read in one of the two ways. Equal terms have one number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias

from ...conditions import held, parts, unknowns
from ...model import DECLINED, AllOf, Answer, Atom, Condition, Question

Term: TypeAlias = int
FALSE: Term = 0
TRUE: Term = 1

Moment: TypeAlias = int
"""The number of one way in which one question can stand."""

HIDDEN, MAYBE, ASKED = 0, 1, 2
"""Whether a question is asked: no, undecided, yes."""


class Leaf(NamedTuple):
    """An atom, codes spelt out, read as surely (`sure`) or possibly true."""

    question: str
    codes: frozenset[str]
    at_least: int
    or_unknown: bool
    sure: bool


class Terms:
    """Every term of one book (and of small changes to it), each once, and what became of it under each answer."""

    def __init__(self, questions: dict[str, Question]) -> None:
        self.questions = questions
        self._unknown = {name: unknowns(question) | {DECLINED} for name, question in questions.items()}
        self._nodes: list[Leaf | tuple[bool, tuple[Term, ...]] | None] = [None, None]
        """A leaf, or whether its parts must all be true and the parts; nothing for the two constants."""
        self._leaves: list[frozenset[Term]] = [frozenset(), frozenset()]
        self._numbers: dict[Leaf | tuple[bool, tuple[Term, ...]], Term] = {}
        self._moments: dict[tuple[str, int, Answer], Moment] = {}
        self._stood: list[tuple[str, int, Answer]] = []
        self._after: list[dict[Term, Term]] = []

    def leaf(self, leaf: Leaf) -> Term:
        """Give the number of a leaf."""
        return self._number(leaf)

    def what(self, term: Term) -> Leaf:
        """Give the leaf that has this number."""
        node = self._nodes[term]
        assert isinstance(node, Leaf)  # noqa: S101 (only ever asked of a member of `leaves`)
        return node

    def leaves(self, term: Term) -> frozenset[Term]:
        """Give the leaves of a term."""
        return self._leaves[term]

    def every(self, some: Iterable[Term]) -> Term:
        """Join terms by "and"."""
        return self._join(some, all_of=True)

    def any(self, some: Iterable[Term]) -> Term:
        """Join terms by "or"."""
        return self._join(some, all_of=False)

    def of(self, condition: Condition, asked: frozenset[str], *, sure: bool) -> Term:
        """Give a condition as a term; an atom about a question that is not `asked` in the flow is false."""
        if not isinstance(condition, Atom):
            inner = (self.of(part, asked, sure=sure) for part in parts(condition))
            return self._join(inner, all_of=isinstance(condition, AllOf))
        if condition.question not in asked:
            return FALSE
        codes = frozenset(held(condition, self.questions[condition.question]))
        return self._number(Leaf(condition.question, codes, condition.at_least, condition.or_unknown, sure))

    def moment(self, question: str, shown: int, answer: Answer) -> Moment:
        """Give the number of a question's standing; an answer counts only where it is asked."""
        key = question, shown, answer if shown == ASKED else ()
        known = self._moments.get(key)
        if known is None:
            known = self._moments[key] = len(self._after)
            self._stood.append(key)
            self._after.append({})
        return known

    def after(self, term: Term, moment: Moment) -> Term:
        """Give what is left to be decided of a term."""
        memo = self._after[moment]
        left = memo.get(term)
        if left is None:
            memo[term] = left = self._left(term, moment)
        return left

    def holds(self, leaf: Leaf, shown: int, answer: Answer) -> bool:
        """Say whether a leaf is true: the hidden is false, an unknown is possibly so, and with `or_unknown` surely."""
        if shown != ASKED:
            return shown == MAYBE and not leaf.sure
        if len(leaf.codes.intersection(answer)) >= leaf.at_least:
            return True
        is_open = not answer or not self._unknown[leaf.question].isdisjoint(answer)
        return is_open and (leaf.or_unknown or not leaf.sure)

    def truth(self, term: Term, true: Callable[[Term], bool]) -> bool:
        """Say whether a term is true, given which of its leaves are."""
        node = self._nodes[term]
        if isinstance(node, Leaf):
            return true(term)
        if node is None:
            return term == TRUE
        return (all if node[0] else any)(self.truth(part, true) for part in node[1])

    def _left(self, term: Term, moment: Moment) -> Term:
        node = self._nodes[term]
        if isinstance(node, Leaf):
            question, shown, answer = self._stood[moment]
            return term if node.question != question else TRUE if self.holds(node, shown, answer) else FALSE
        if node is None:
            return term
        return self._join((self.after(part, moment) for part in node[1]), all_of=node[0])

    def _join(self, some: Iterable[Term], *, all_of: bool) -> Term:
        """Join terms; what is certain falls away, and parts of the same kind are joined with it."""
        decisive, neutral = (FALSE, TRUE) if all_of else (TRUE, FALSE)
        flat: set[Term] = set()
        for term in some:
            if term == decisive:
                return decisive
            node = self._nodes[term]
            if isinstance(node, Leaf) or node is None or node[0] != all_of:
                flat.add(term)
            else:
                flat.update(node[1])
        flat.discard(neutral)
        if len(flat) > 1:
            return self._number((all_of, tuple(sorted(flat))))
        return flat.pop() if flat else neutral

    def _number(self, node: Leaf | tuple[bool, tuple[Term, ...]]) -> Term:
        known = self._numbers.get(node)
        if known is None:
            known = self._numbers[node] = len(self._nodes)
            self._nodes.append(node)
            inner = (frozenset((known,)),) if isinstance(node, Leaf) else (self._leaves[part] for part in node[1])
            self._leaves.append(frozenset().union(*inner))
        return known
