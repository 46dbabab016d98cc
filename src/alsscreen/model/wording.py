"""What must never be said to a person, and how plain the words must be."""

from typing import Annotated

from pydantic import Field

from .values import Count, Id, Many, Noun, Text, Version


class Caps(Noun):
    """The longest sentence in words; the highest reading grade, and of how many words a text must be to have one."""

    sentence_words: Count
    grade: Count
    grade_text_words: Count


class Forbidden(Noun):
    """Phrases that no text may hold, why, and the whole phrases in which they are right."""

    id: Id
    why: Text
    phrases: Many[Text]
    excepted: Annotated[tuple[Text, ...], Field(strict=False, alias="except")] = ()


class MedicalWord(Noun):
    """A word that a person may not know, and the words that explain it somewhere a person reads."""

    word: Text
    explained: Text


class WordingFile(Noun):
    format: Version
    caps: Caps
    forbidden: Many[Forbidden]
    medical_words: Many[MedicalWord] = ()
