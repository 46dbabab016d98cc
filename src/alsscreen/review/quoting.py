"""A citation and the sentence that it quotes in; whether its words stand there, and what a cut leaves out, out."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..model import Citation
from ..source import normalise

_KINDS = {
    "what denies": """
        no not never none nor neither nothing nobody cannot without unknown unclear unlikely
    """,
    "what doubts": """
        may might could would should possibly possible potential potentially probably likely perhaps seem seems
        appear suggest suggests suspected
    """,
    "how many, how often, how much": """
        all every only alone most mostly many more much some several few fewer less least half majority almost
        nearly about approximately around often frequently usually commonly generally typically mainly largely
        majorly sometimes occasionally rarely seldom always slightly exact complete completely fully partly
        significantly
    """,
    "when, and between which bounds": """
        before after until since during between within under over above below up upto early late later than
        currently
    """,
    "for whom, and on which condition": """
        especially particularly if unless when whether except but however although though despite instead
    """,
}

QUALIFIERS = frozenset(word for words in _KINDS.values() for word in words.split())
"""Words that turn or narrow what a sentence says. A number does so too."""

_GAP = re.compile(r"\s*(?:\.\.\.|\[\.\.\.\])\s*")
"""Where a quotation leaves words out in the middle; normalising has spelt … as three full stops."""

_WORD = re.compile(r"[\w%]+(?:['’-]\w+)*")


class Quotation(NamedTuple):
    """A citation beside its whole sentence (None: not at hand).

    `stands`: whether the quoted words are there; None where nobody can tell without the article.
    """

    citation: Citation
    sentence: str | None
    stands: bool | None
    left_out: tuple[str, ...] = ()

    @property
    def qualifiers(self) -> tuple[str, ...]:
        """Give the words left out that turn or narrow what is said."""
        return tuple(word for word in self.left_out if is_qualifier(word))


def compare(citation: Citation, sentence: str) -> Quotation:
    """Lay a quotation beside its whole sentence."""
    if not citation.partial:
        return Quotation(citation, sentence, normalise(citation.quote) == sentence)
    rest: list[str] = []
    at = 0
    for part in filter(None, _GAP.split(normalise(citation.quote))):
        found = re.compile(rf"(?<!\w){re.escape(part)}(?!\w)").search(sentence, at)
        if found is None:
            return Quotation(citation, sentence, stands=False)
        rest += _words(sentence[at : found.start()])
        at = found.end()
    return Quotation(citation, sentence, stands=True, left_out=(*rest, *_words(sentence[at:])))


def declared(citation: Citation) -> Quotation:
    """Take a partial quotation at its own word about what it leaves out: there is no sentence to compare it with."""
    return Quotation(citation, None, None, tuple(_words(citation.left_out or "")))


def is_qualifier(word: str) -> bool:
    """Say whether a word turns or narrows what its sentence says."""
    small = word.casefold().replace("\u2019", "'")
    return small in QUALIFIERS or small.endswith("n't") or any(sign.isdigit() or sign == "%" for sign in small)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)
