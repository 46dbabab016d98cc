"""Words: what must never be said and how plain the words must be, over every text that a person can read."""

from __future__ import annotations

from collections import defaultdict

import pytest

from alsscreen import wording
from alsscreen.evaluate import Evaluator
from alsscreen.render.result import emergency_lines, perspective_of, result_lines, why_lines
from alsscreen.render.topics import topic_lines
from alsscreen.review.whole import load_whole
from alsscreen.texts import FOR_REVIEWERS, Shown, shown_texts
from people import BOOK, CASES, ROOT, answers_of

WHOLE = load_whole(ROOT)
WORDING = WHOLE.wording
TEXTS = tuple(shown_texts(WHOLE.files))
RULES = {rule.id: rule for rule in WORDING.forbidden}


def found(text: str) -> dict[str, list[str]]:
    """Give what each rule of wording finds in a text."""
    hits = {name: list(wording.said(text, rule)) for name, rule in RULES.items()}
    return {name: phrases for name, phrases in hits.items() if phrases}


@pytest.mark.parametrize("shown", TEXTS, ids=lambda shown: f"{shown.file}:{'.'.join(map(str, shown.path))}")
def test_nothing_forbidden_is_said(shown: Shown) -> None:
    """No text of the rule book says what must never be said."""
    assert found(shown.text) == {}


@pytest.mark.parametrize("shown", TEXTS, ids=lambda shown: f"{shown.file}:{'.'.join(map(str, shown.path))}")
def test_sentences_are_short(shown: Shown) -> None:
    """No sentence that a person reads has more than 20 words."""
    if shown.path[-1] not in FOR_REVIEWERS:
        assert list(wording.long_sentences(shown.text, WORDING.caps.sentence_words)) == []


def test_questions_together_are_plain() -> None:
    """The questions together read at grade 6 or lower."""
    assert (
        wording.grade(joined(shown.text for shown in TEXTS if shown.item.startswith("questions ")))
        <= WORDING.caps.grade
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_results_are_plain_and_say_nothing_forbidden(case: object) -> None:
    """Each person's result reads at grade 6 or lower and says nothing forbidden, quotations of the source apart."""
    evaluation = Evaluator(BOOK, BOOK.flows[case.flow])(answers_of(case))  # type: ignore[attr-defined, arg-type]
    lines = result_lines(BOOK, evaluation, BOOK.regions["GB"], perspective_of(BOOK, answers_of(case)))  # type: ignore[arg-type]
    ours = [line for line in lines if line.style in ("headline", "action", "heading", "body", "bullet", "small")]
    named = [line.text for line in ours if not line.text.startswith(("Others who write", "The list of signs:"))]
    assert found(" | ".join(named)) == {}
    assert wording.grade(joined(named)) <= WORDING.caps.grade


@pytest.mark.parametrize("topic", WHOLE.topics.topics, ids=lambda topic: topic.id)
def test_topics_are_plain(topic: object) -> None:
    """Each topic reads at grade 6 or lower, and each sentence is cited, evidenced or about this program."""
    says = topic.says  # type: ignore[attr-defined]
    assert wording.grade(joined(saying.text for saying in says)) <= WORDING.caps.grade
    assert all(saying.cites or saying.evidence or saying.own for saying in says)
    assert (
        found(" | ".join(line.text for line in topic_lines(BOOK, topic) if line.style not in ("small", "quote"))) == {}
    )  # type: ignore[arg-type]


def test_the_rest_of_the_screens() -> None:
    """The emergency box and the list of verdicts say nothing forbidden."""
    case = next(case for case in CASES if case.id == "weak-hand")
    evaluation = Evaluator(BOOK, BOOK.flows["full"])(answers_of(case))
    lines = (*emergency_lines(BOOK, BOOK.regions["US"], "other"), *why_lines(BOOK, evaluation, ()))
    assert found(" | ".join(line.text for line in lines)) == {}


def test_medical_words_are_explained() -> None:
    """Each allowed medical word is explained in words that stand somewhere a person reads."""
    everything = "\n".join(" ".join(shown.text.split()) for shown in TEXTS)
    for word in WORDING.medical_words:
        assert word.explained in everything, word.word


def test_cited_things_exist() -> None:
    """Topics cite what is there."""
    for topic in WHOLE.topics.topics:
        for saying in topic.says:
            assert set(saying.cites) <= set(BOOK.citations)
            assert set(saying.evidence) <= set(BOOK.evidence)


def test_every_citation_has_a_use() -> None:
    """With rules, questions and topics together every cited unit of the source is used."""
    used = {name for topic in WHOLE.topics.topics for saying in topic.says for name in saying.cites}
    for things in (BOOK.rules, BOOK.guidance, BOOK.signs):
        used |= {name for thing in things.values() for name in thing.cites}
    assert set(BOOK.citations) - used == set()


BAD = [
    ("diagnosis", "You have ALS."),
    ("diagnosis", "You may have ALS, so see somebody."),
    ("diagnosis", "This is a diagnosis."),
    ("diagnosis", "There is no ALS."),
    ("chance", "This is unlikely to be serious."),
    ("chance", "Your risk score is 7."),
    ("chance", "You are at low risk."),
    ("chance", "It is probably nothing."),
    ("all-clear", "Good news: nothing to worry about."),
    ("all-clear", "That is ruled out."),
    ("all-clear", "You can be reassured."),
    ("screening", "This screening detects early signs."),
    ("screening", "Your result is negative."),
    ("treatment", "A promising treatment that slows it down."),
    ("treatment", "There is no cure."),
    ("prognosis", "ALS is a fatal disease."),
    ("prognosis", "Life expectancy is three years."),
    ("blame", "You should have come earlier."),
    ("blame", "Invalid answer."),
    ("strength-test", "Stand on your heels and walk."),
    ("self-harm-question", "Have you thought of suicide?"),
    ("latin", "Do you have dysphagia?"),
    ("latin", "Lost tasks, e.g. buttons."),
]


@pytest.mark.parametrize(("rule", "text"), BAD)
def test_bad_sentence_is_found(rule: str, text: str) -> None:
    """A planted bad sentence is found by its rule."""
    assert rule in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "This is not a diagnosis.",
        "It cannot show that you have ALS, or that you do not.",
        "It cannot tell you if you have ALS or not.",
        "I have been told I have ALS",
        "Ask your doctor. Many things can cause this.",
        "The list is short. It cannot rule anything out.",
        "Not on our list does not mean fine.",
        "A stroke needs help within minutes.",
    ],
)
def test_good_sentence_passes(text: str) -> None:
    """Negated and needed forms are told apart from what they deny."""
    assert found(text) == {}


def test_every_rule_of_wording_is_tried() -> None:
    """Each rule of wording has a planted bad sentence."""
    assert {rule for rule, _ in BAD} == set(RULES)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One two three.", 0),
        ("a " * 21 + ".", 1),
        ("a " * 20 + ". " + "b " * 20 + ".", 0),
        ("a " * 11 + "; " + "b " * 11, 0),
        ("Call {emergency} " + "a " * 18, 0),
    ],
)
def test_long_sentences(text: str, count: int) -> None:
    """A sentence of more than 20 words is long; a place to fill counts as one word."""
    assert len(list(wording.long_sentences(text, 20))) == count


def joined(texts: object) -> str:
    """Make sentences of texts that may lack a full stop, as options do."""
    by_text: dict[str, None] = defaultdict(None)
    by_text.update(dict.fromkeys(texts))  # type: ignore[call-overload]
    return "\n".join(text if text[-1:] in ".?!:" else f"{text}." for text in by_text)
