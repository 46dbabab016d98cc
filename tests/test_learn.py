"""`alsscreen learn`: short pages, each sentence with where it comes from."""

from __future__ import annotations

import pytest

from alsscreen.cli import main
from alsscreen.rulebook import load_topics
from people import ROOT

TOPICS = load_topics(ROOT)


def test_the_list_names_every_page(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a name, every page is named with its title."""
    assert main(["learn"]) == 0
    said = capsys.readouterr().out
    assert all(topic.id in said and topic.title in said for topic in TOPICS.values())


@pytest.mark.parametrize("name", TOPICS)
def test_a_page_says_where_each_sentence_comes_from(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each sentence stands on the page twice: to be read, and beside its source."""
    assert main(["learn", name]) == 0
    said = " ".join(capsys.readouterr().out.split())
    for saying in TOPICS[name].says:
        assert said.count(" ".join(saying.text.split())) >= 2


def test_a_misspelt_page_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is nearly right is answered with the right one, and exit code 2."""
    assert main(["learn", "sings"]) == 2
    assert "signs" in capsys.readouterr().err
