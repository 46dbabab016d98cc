"""A topic in; its sentences with the source's line and who else writes about it, as lines, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import RuleBook, Saying, Topic
from .because import sources
from .lines import GAP, Line, bullets

CHOOSE = "Read one with: alsscreen learn NAME"
OWN = "This is about these questions themselves."


def topic_list_lines(topics: Iterable[Topic]) -> tuple[Line, ...]:
    """Give the names of the topics and their titles."""
    return (
        Line("headline", "Short pages to learn from"),
        *bullets(f"{topic.id}: {topic.title}" for topic in topics),
        GAP,
        Line("small", CHOOSE),
    )


def topic_lines(book: RuleBook, topic: Topic) -> tuple[Line, ...]:
    """Give a topic as a person reads it: first the words, then where each of them comes from."""
    return (
        Line("headline", topic.title),
        *(Line("body", saying.text) for saying in topic.says),
        GAP,
        Line("heading", "Where each sentence comes from"),
        *(line for saying in topic.says for line in _origin(book, saying)),
    )


def _origin(book: RuleBook, saying: Saying) -> Iterator[Line]:
    yield Line("bullet", saying.text)
    yield from sources(book, saying.cites, saying.evidence)
    if saying.own:
        yield Line("small", OWN)
