"""A rule book in; texts that a person could not read, or must not, out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ..model import Problem, RuleBook
from ..references import Files
from ..references.files import CITATIONS
from ..strictyaml import shown
from ..texts import FOR_REVIEWERS, shown_texts
from ..wording import long_sentences, said
from .whole import WORDING

MAX_SENTENCE = 20
"""Words, in a book whose wording.yaml does not say (it goes with a reading grade of 6 or less)."""

MAX_QUOTE = 25
"""Words: a list item or a sentence, never a passage (DESIGN, section 6)."""

PLACES = ("emergency", "advice", "crisis", "emergency_text")
"""What a region fills."""

_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE")
"""Scripts whose letters look like each other's."""


def sentences_are_short(_: RuleBook, files: Files) -> Iterator[Problem]:
    """A sentence can be read in one breath."""
    most = files.noun(WORDING).caps.sentence_words if WORDING in files.nouns else MAX_SENTENCE
    for file, path, _item, text in shown_texts(files):
        for sentence in long_sentences(text, most) if path[-1] not in FOR_REVIEWERS else ():
            what = f"a sentence of more than {most} words: {shown(sentence)}"
            yield files.problem(file, path, "long-sentence", what, "Make two of it")


def nothing_forbidden_is_said(_: RuleBook, files: Files) -> Iterator[Problem]:
    """No text holds a phrase that wording.yaml forbids."""
    forbidden = files.noun(WORDING).forbidden
    stems = {each.id: tuple(phrase.rstrip("*") for phrase in each.phrases) for each in forbidden}
    for file, path, _item, text in shown_texts(files):
        flat = " ".join(text.lower().replace("\u2019", "'").split())
        for each in forbidden:
            for phrase in said(text, each) if any(stem in flat for stem in stems[each.id]) else ():
                yield files.problem(file, path, "forbidden-phrase", f"this says '{phrase}'", each.why.rstrip("."))


def places_can_be_filled(_: RuleBook, files: Files) -> Iterator[Problem]:
    """A place in a text is one that a region fills; only the fixed words have places of their own."""
    for file, path, _item, text in shown_texts(files):
        for name in [] if path[0] == "words" else re.findall(r"\{([^{}]*)\}", text):
            if name not in PLACES:
                what = f"nothing fills the place {{{name}}}"
                yield files.problem(file, path, "unknown-place", what, f"Use one of {', '.join(PLACES)}")


def characters_are_plain(_: RuleBook, files: Files) -> Iterator[Problem]:
    """No letter or space looks like another one."""
    for file, path, _item, text in shown_texts(files):
        if not text.isascii():
            for what in _odd(text):
                yield files.problem(file, path, "odd-character", what, "Write it anew, in plain letters and spaces")


def _odd(text: str) -> Iterator[str]:
    for character in sorted(set(text)):
        if unicodedata.category(character) == "Zs" and character != " ":
            yield f"a space that is none, U+{ord(character):04X}"
    for word in re.findall(r"\w+", text):
        scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in word if letter.isalpha()}
        if len(scripts.intersection(_SCRIPTS)) > 1:
            yield f"letters of several scripts in {shown(word)}"


def quotations_are_short(_: RuleBook, files: Files) -> Iterator[Problem]:
    """What is quoted is a list item or a sentence."""
    for path, citation in files.each(CITATIONS, "citations"):
        count = len(citation.quote.split())
        if count > MAX_QUOTE:
            what = f"a quotation of {count} words, more than {MAX_QUOTE}"
            yield files.problem(CITATIONS, (*path, "quote"), "long-quote", what, "Quote a shorter unit")
