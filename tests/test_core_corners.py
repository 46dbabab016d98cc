"""Corners of the core that no other test walks into: a noun that does not exist, a book of which a part was read."""

from __future__ import annotations

import pytest

from alsscreen import model
from alsscreen.references import Files
from alsscreen.review.whole import load_whole
from alsscreen.texts import shown_texts
from people import ROOT


def test_a_noun_that_does_not_exist_is_an_error_at_once() -> None:
    """The nouns that are read when somebody asks for them do not make a misspelt one look real."""
    with pytest.raises(AttributeError, match="Guidence"):
        _ = model.Guidence


def test_the_texts_of_a_part_are_those_of_its_files() -> None:
    """Of a book of which only the questions were read, the texts of the questions are given, and nothing else."""
    whole = load_whole(ROOT).files
    part = Files(ROOT, {}, {"questions.yaml": whole.nouns["questions.yaml"]})
    assert {shown.file for shown in shown_texts(part)} == {"questions.yaml"}
    assert len(list(shown_texts(part))) == sum(shown.file == "questions.yaml" for shown in shown_texts(whole))
