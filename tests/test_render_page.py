"""The page for the clinician, as text and as HTML: thirty seconds, nothing private unless the person says so."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings

import small
from alsscreen.conditions import ticks
from alsscreen.evaluate import Evaluator
from alsscreen.render.asked import perspective_of
from alsscreen.render.html import html
from alsscreen.render.page import ASK, WIDTH, page, shown
from alsscreen.render.parts import ALSO, PARTS, SEEN
from alsscreen.render.sheet import sheet
from people import BOOK, CASES, answers_of
from small import GB, evaluation_of
from strategies import walks

DATE = dt.date(2026, 11, 22)
EVALUATORS = {name: Evaluator(BOOK, flow) for name, flow in BOOK.flows.items()}
RENDERERS = pytest.mark.parametrize("render", [page, html], ids=["text", "html"])


def rendered(render, answers, *, include_sensitive=False):
    evaluation = EVALUATORS["full"](answers)
    return render(BOOK, evaluation, answers, GB, perspective_of(BOOK, answers), DATE, include_sensitive)


HAND = {
    "sudden": ("none",), "now": ("none",), "who": ("self",), "age": ("40-54",), "told": ("waiting",),
    "arms": ("buttons", "drop"), "legs": ("none",), "limb-why": ("weak",), "limb-side": ("right",),
    "muscles": ("twitch-long",), "mouth": ("none",), "breath": ("not-sure",), "body": ("pain",), "mind": ("low-mood",),
    "together": ("same",), "how": ("none",), "since": ("months",), "course": ("worse",),
    "family": ("relative-als",), "exposures": ("smoking",), "sex": ("declined",),
    "note": ("What can I <b>do</b>?",),
}  # fmt: skip


@pytest.mark.parametrize("who", ["fast", "mood-and-family", "declined"])
@pytest.mark.parametrize(("render", "ending"), [(page, "txt"), (html, "html")])
def test_the_page_is_what_somebody_looked_at(who, render, ending, gold):
    """Each of these gets exactly the page of the gold file."""
    answers, evaluation = small.answers_of(who), evaluation_of(who)
    gold(f"page-{who}.{ending}", render(small.BOOK, evaluation, answers, GB, "self", DATE))


def test_the_page_says_first_what_changed_where_since_when_and_which_way():
    """The first line after the heading is what a doctor has time for."""
    lines = rendered(page, HAND).splitlines()
    assert lines[0] == "What I want to tell my doctor"
    assert lines[2] == "2026-11-22. Age: 40 to 54. Answered by the person."
    assert lines[3] == "Self-report. Not a diagnosis."
    short = " ".join(lines[5:8])
    assert "In short: Arm or hand. Right. 1 to 12 months ago. It gets worse. Doing up buttons" in short


@RENDERERS
def test_the_heading_names_no_disease(render):
    """Whoever sees the page on a table learns no suspicion from its heading."""
    top = rendered(render, HAND).partition("In short")[0]
    assert "ALS" not in top
    assert "MND" not in top


@pytest.mark.parametrize(
    ("name", "value"),
    [("Arm or hand", "yes"), ("Leg or foot", "no"), ("Neck", "no"), ("Speech", "no"), ("Breathing, at rest", "?")],
)
def test_an_unknown_is_never_a_no(name, value):
    """Each fixed row says yes, no, ? or not asked; "not sure" is "?"."""
    line = next(line for line in rendered(page, HAND).splitlines() if line.startswith(f"{name} "))
    assert line.removeprefix(name).strip().partition(":")[0] == value


def test_what_was_not_asked_is_not_a_no():
    """After a stop the fixed rows say "not asked"."""
    text = rendered(page, {"sudden": ("face",)})
    line = next(line for line in text.splitlines() if line.startswith("Arm or hand"))
    assert line.endswith("not asked")


PRIVATE = ("relative with ALS", "Smoking", "Low mood", "family", "low-mood")


@RENDERERS
def test_family_gene_smoking_substances_and_mood_stand_there_only_if_wanted(render):
    """Not the answers, and not the names of rules that would tell them."""
    shut, told = (rendered(render, HAND, include_sensitive=wanted) for wanted in (False, True))
    assert not [words for words in PRIVATE if words in shut]
    assert all(words in told for words in PRIVATE[:3])


@settings(max_examples=150)
@given(walks())
def test_nothing_private_leaks_whatever_was_answered(walk):
    """For every answer set: the words of a ticked sensitive option are not on the page."""
    flow, answers = walk
    evaluation = EVALUATORS[flow.id](answers)
    text = " ".join(page(BOOK, evaluation, answers, GB, "self", DATE).split())
    for name, codes in answers.items():
        question = BOOK.questions[name]
        for option in question.options:
            if option.code in codes and not option.absence and (question.sensitive or option.sensitive):
                assert option.text not in text


def test_every_tick_has_its_place_on_the_page():
    """Each option that says something is so stands in a row, or in a list of its own."""
    rows = {(name, code) for part in (*PARTS, *ALSO) for name, codes in part.ticks.items() for code in codes}
    elsewhere = {"who", "age", "sex", "limb-why", "limb-side", "together", *SEEN, *(name for name in BOOK.questions
                 if name.endswith(("since", "course")))}  # fmt: skip
    for question in BOOK.questions.values():
        if question.id not in elsewhere and not question.sensitive:
            open_codes = {(question.id, option.code) for option in question.options if not option.sensitive}
            assert open_codes & {(question.id, code) for code in ticks(question)} <= rows


@pytest.mark.parametrize("part", [*PARTS, *ALSO], ids=lambda part: part.name)
def test_a_row_reads_questions_and_options_that_exist(part):
    """A row of the page never names something that the shipped book does not have."""
    for name, codes in part.ticks.items():
        assert set(codes) <= {option.code for option in BOOK.questions[name].options}
    for name in (*part.side, *part.time[0], *part.time[1]):
        assert name in BOOK.questions


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_page_of_every_person_fits_its_width_and_says_its_level(case):
    """For every shipped person: no line is too wide; the level, and what it does not know, is there."""
    answers = answers_of(case)
    evaluation = EVALUATORS[case.flow](answers)
    text = page(BOOK, evaluation, answers, GB, perspective_of(BOOK, answers), DATE)
    assert max(map(len, text.splitlines())) <= WIDTH
    assert f"Level shown: {case.level}" in text
    assert (evaluation.may_rise_to is not None) == ("May rise to:" in text)
    assert "{" not in text


class Outline(HTMLParser):
    """The tags that are open, and everything that a page could fetch or run."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.attributes = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.extend(attrs)
        if tag not in ("meta", "!doctype"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@settings(max_examples=50)
@given(walks())
def test_the_html_is_well_formed_and_fetches_nothing(walk):
    """For every answer set: each tag is closed, there is no script, no link and no picture."""
    flow, answers = walk
    outline = Outline()
    outline.feed(html(BOOK, EVALUATORS[flow.id](answers), answers, GB, "self", DATE, include_sensitive=True))
    outline.close()
    assert not outline.open
    assert not {"script", "link", "img", "iframe", "a"} & set(outline.tags)
    assert not {"src", "href", "style", "onclick"} & {name for name, _ in outline.attributes}
    assert outline.tags.count("h1") == 1
    assert {"main", "title", "table", "thead", "tbody"} <= set(outline.tags)


WORD = re.compile(r"[^\W_]+")


@settings(max_examples=50)
@given(walks())
def test_the_html_says_all_that_the_text_says(walk):
    """For every answer set: no word of the text is missing from the page, private answers included."""
    flow, answers = walk
    given_to = (BOOK, EVALUATORS[flow.id](answers), answers, GB, perspective_of(BOOK, answers), DATE, True)
    told = unescape(re.sub(r"<[^>]*>", " ", html(*given_to)))
    assert set(WORD.findall(page(*given_to).lower())) <= set(WORD.findall(told.lower()))


@pytest.mark.parametrize("private", [True, False], ids=["private told", "private left out"])
@settings(max_examples=50)
@given(walk=walks())
def test_a_screen_shows_word_for_word_what_is_sent(walk, private):
    """For every answer set: as often as a word stands on the page, it stands in its lines, and in no other order."""
    flow, answers = walk
    evaluation, perspective = EVALUATORS[flow.id](answers), perspective_of(BOOK, answers)
    text, _, rest = page(BOOK, evaluation, answers, GB, perspective, DATE, private).partition(f"\n{ASK}\n")
    lines = shown(sheet(BOOK, evaluation, answers, perspective, DATE, include_sensitive=private))
    assert WORD.findall(" ".join(line.text for line in lines)) == WORD.findall(text + rest)


@RENDERERS
def test_the_page_says_where_to_tell_of_a_wrong_result(render):
    """The last line says whom to tell, and the book's own words say it."""
    words = " ".join(unescape(rendered(render, HAND)).split())
    assert BOOK.screens.words["wrong_page"] in words


def test_what_was_ticked_is_not_said_again_where_the_rest_is_unsure():
    """A checklist with ticks and "not sure" stands under "Not known" without its ticks; so does one that nobody saw."""
    unsure = {**HAND, "arms": ("buttons", "not-sure"), "sudden": ("not-seen",), "body": ("not-sure",)}
    words = " ".join(rendered(page, unsure).partition("Not known\n")[2].split())
    assert "a year or two ago? (not sure about the rest)" in words
    assert "noticed anything else? (not sure)" in words
    assert words.count("not sure about the rest") == 1
    assert "Doing up buttons" not in words


def test_the_page_names_the_rules_that_decided_and_counts_the_others():
    """Who wants the rest has the digest, and --why."""
    words = " ".join(rendered(page, HAND).split())
    assert "Rules: arm-soon; and 3 less urgent." in words


def test_own_words_are_escaped():
    """What a person typed is text, never markup."""
    assert "What can I &lt;b&gt;do&lt;/b&gt;?" in rendered(html, HAND)
    assert "What can I <b>do</b>?" in rendered(page, HAND)
