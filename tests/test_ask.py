"""The way through one person's interview: which page follows which reply, without any terminal."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import pytest

from alsscreen import rulebook
from alsscreen.answers import Entry, check
from alsscreen.ask_session import Leave, Session
from alsscreen.dialogue import Back, Ended, Front, Page
from alsscreen.model import Answer, Perspective, Problem, ProblemsError, RuleBook, Saying, Topic
from alsscreen.terminal_keys import press
from alsscreen.terminal_screen import State, draw
from pty_driver import ROOT, small_rules

BOOK = rulebook.load(ROOT / "rules")
WORDS = BOOK.screens.words
BACK = "back"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    return rulebook.load(small_rules(tmp_path_factory.mktemp("book")))


class Script(Front):
    """A front end that replies from a list and remembers the pages; a reply is a row's code, several, or BACK."""

    keeps = False

    def __init__(self, *replies: str) -> None:
        self.replies = list(replies)
        self.pages: list[Page] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def ask(self, page: Page, meanwhile: Callable[[], object] | None = None) -> Answer:
        self.pages.append(page)
        if meanwhile is not None:
            meanwhile()
        if page.kind == "notice":
            return ()
        if not self.replies:
            raise Ended
        reply = self.replies.pop(0)
        if reply == BACK:
            raise Back
        codes = tuple(reply.split())
        assert page.kind == "text" or set(codes) <= {row.code for row in page.rows}, f"{page.rows} has no {reply}"
        return (reply,) if page.kind == "text" and reply else codes

    @property
    def seen(self) -> list[str]:
        """The first line of each page."""
        return [page.lines[0].text if page.lines else page.title for page in self.pages]


def went(book: RuleBook, *replies: str, perspective: Perspective | None = None) -> tuple[Session, Script]:
    """Let somebody reply until the replies end."""
    script = Script(*replies)
    session = Session(book, book.flows["full"], book.regions["GB"], perspective, script)
    try:
        session.run()
    except (Ended, Leave):
        return session, script
    raise AssertionError


def all_no(session_replies: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Start, and a no to everything of the small book; then what follows."""
    return ("start", "none", "none", "none", "none", "", *session_replies)


# ---- who


def test_start_answers_who(small: RuleBook) -> None:
    """Somebody who starts answers for themselves, and is not asked."""
    session, script = went(small, "start", "none")
    assert session.answers == {"who": ("self",), "sudden": ("none",)}
    assert script.seen[-1] == "What got hard?"


def test_somebody_else_changes_the_words_and_the_options(small: RuleBook) -> None:
    """Who answers for another is asked in the other words, and offered only what fits."""
    session, script = went(small, "start_other", "none", "away", "buttons")
    assert session.perspective == "other"
    assert script.seen[1] == "Did any of these start suddenly for them?"
    assert script.seen[2:4] == ["Are you with them?", "What got hard for them?"]
    assert [row.code for row in script.pages[2].rows] == ["away", "not-sure", "declined"]
    assert "Don't know" in [row.text for row in script.pages[2].rows]


def test_for_other_leaves_the_choice_out(small: RuleBook) -> None:
    """What the command line has said is not asked again."""
    _, script = went(small, perspective="other")
    assert [row.code for row in script.pages[0].rows] == ["start", "start_told_other", "start_help"]
    _, script = went(small, "start", perspective="other")
    assert script.seen[1] == "Did any of these start suddenly for them?"


def test_told_answers_two_questions() -> None:
    """Somebody who was told it is ALS is asked for what changed, and nothing about signs."""
    session, script = went(BOOK, "start_told", "none", "none", "40-54", "none", "result")
    assert session.answers["told"] == ("als",)
    assert script.seen[4] == "Is any of this new or worse?"
    assert script.pages[-1].title == WORDS["result_title"]


def test_who_can_be_changed_from_the_review_with_all_its_options(small: RuleBook) -> None:
    """Somebody who chose wrongly at the beginning finds every option there."""
    session, script = went(small, *all_no(("who", "away")))
    assert session.perspective == "other"
    assert [row.code for row in script.pages[-2].rows] == ["self", "away", "not-sure", "declined"]


# ---- back


def test_back_skips_what_the_opening_answered(small: RuleBook) -> None:
    """Back from the second question leads to the first, not to the one that was not asked."""
    session, script = went(small, "start", "none", BACK)
    assert script.seen[-1] == "Did any of these start suddenly?"
    assert script.pages[-1].keep == ("none",)
    assert session.answers == {"who": ("self",)}


def test_back_from_the_opening_question_forgets_who(small: RuleBook) -> None:
    """A new choice at the opening takes the place of the old one."""
    session, _ = went(small, "start", BACK, "start_other")
    assert session.answers == {}
    assert session.perspective == "other"


def test_back_from_the_review_asks_the_last_question_again(small: RuleBook) -> None:
    """The review is a page like others: Back takes the last answer back."""
    session, script = went(small, *all_no((BACK, "", "result")))
    assert script.seen[-3] == "In your own words?"
    assert script.pages[-1].title == WORDS["result_title"]
    assert session.answers["note"] == ("declined",)


# ---- safety


def test_an_emergency_stops_the_questions_until_it_is_undone(small: RuleBook) -> None:
    """The result comes at once; undone, the question is asked again and the number stays in sight to the end."""
    session, script = went(small, "start", "face", "mistake", "none", "buttons")
    titles = [page.title for page in script.pages]
    assert titles[2] == WORDS["result_title"]
    assert script.pages[2].rows[0].code == "mistake"
    assert all("999" in page.banner for page in script.pages[2:])
    assert session.evaluation().level != "emergency"


def test_back_undoes_an_emergency_too(small: RuleBook) -> None:
    """On the emergency page Back means the mistake."""
    session, script = went(small, "start", "face", BACK)
    assert "sudden" not in session.answers
    assert script.pages[-1].keep == ("face",)


def test_an_emergency_is_shown_once(small: RuleBook) -> None:
    """Who goes on with the questions is not stopped at each of them again, but ends at the same result."""
    session, script = went(small, "start", "not-sure", "on", "buttons", "weeks", "none", "none", "", "result")
    titles = [page.title for page in script.pages]
    assert titles.count(WORDS["result_title"]) == 2
    assert session.evaluation().level == "emergency"


def test_an_emergency_result_says_what_to_do_before_the_menu_and_why_after(small: RuleBook) -> None:
    """The way to undo it stands below the number, not below the reasons."""
    _, script = went(small, "start", "face")
    page = script.pages[-1]
    assert any("Call 999" in line.text for line in page.lines)
    assert "This is not a diagnosis" not in " ".join(line.text for line in page.lines)
    assert "This is not a diagnosis" in " ".join(line.text for line in page.after)


@pytest.mark.parametrize("reply", ["declined", "not-seen"])
def test_an_open_safety_question_shows_the_number(small: RuleBook, reply: str) -> None:
    """Declined or not seen, the number is shown and the questions go on."""
    _, script = went(small, "start", reply)
    assert [page.kind for page in script.pages[-2:]] == ["notice", "choices"]
    assert any("Call 999" in line.text for line in script.pages[-2].lines)


def test_what_the_opening_answered_is_not_told_as_ignored(small: RuleBook) -> None:
    """Nobody is told that an answer does not count which they never gave."""
    session, _ = went(small, "start", "face")
    assert session.evaluation().ignored == ()


# ---- review and result


def test_the_review_lists_every_answer_under_its_section(small: RuleBook) -> None:
    """Each answer stands there in the words in which it was given."""
    _, script = went(small, *all_no())
    rows = script.pages[-1].rows
    assert [row.text for row in rows if row.heading] == ["First, your safety", "Signs", "The rest"]
    assert "What got hard? None of these" in [row.text for row in rows]


def test_a_changed_answer_asks_what_is_new_and_returns(small: RuleBook) -> None:
    """The newly opened question comes first, then the review again."""
    _, script = went(small, *all_no(("arms", "buttons grip", "months", "result")))
    assert script.seen[-4:-2] == ["What got hard?", "Since when?"]
    assert script.pages[-1].title == WORDS["result_title"]


def test_an_emergency_that_comes_with_a_change_is_shown_at_once(small: RuleBook) -> None:
    """A danger sign told late counts as one told early."""
    _, script = went(small, *all_no(("sudden", "face", "mistake", "none")))
    assert [page.title for page in script.pages[-4:]] == [
        "First, your safety", WORDS["result_title"], "First, your safety", WORDS["review_title"],
    ]  # fmt: skip


def test_the_result_can_be_left_changed_explained_and_moved(small: RuleBook) -> None:
    """From the result one can change an answer, read every rule, choose a country, and leave."""
    session, script = went(small, *all_no(("result", "why", "region", "US", "change", "result", "leave_shown")))
    assert session.region.id == "US"
    assert session.leave_on_screen
    assert "Rules that fired" in " ".join(line.text for page in script.pages for line in page.lines)


def test_sensitive_answers_are_printed_only_when_the_person_says_so(small: RuleBook, tmp_path: Path) -> None:
    """Nothing private is on the page unless asked for, and the question comes only where there is something."""
    replies = ("start", "none", "none", "low-mood", "relative-als", "", "result", "save")
    session, _ = went(small, *replies, "leave-out", str(tmp_path / "without"), "save", "print", str(tmp_path / "with"))
    assert [path.name for path in session.saved] == ["without", "with"]
    assert "A relative with ALS" not in (tmp_path / "without").read_text(encoding="utf-8")
    assert "A relative with ALS" in (tmp_path / "with").read_text(encoding="utf-8")


def test_an_empty_name_saves_nothing(small: RuleBook) -> None:
    """Enter at the file name, or Back, is a way out."""
    session, script = went(small, *all_no(("result", "save", "leave-out", "", "save", BACK, "leave")))
    assert session.saved == []
    assert script.pages[-1].title == WORDS["result_title"]


# ---- the shipped book, walked at random


def replies(page: Page, dice: random.Random) -> Answer:
    """Reply at random, seldom with what ends it all or makes it an emergency."""
    if page.back and dice.random() < 0.1:
        raise Back
    if page.kind in ("notice", "text"):
        return ()
    rows = [row for row in page.rows if not row.heading and not row.code.startswith(("leave", "save", "why"))]
    calm = [row for row in rows if not row.at_once or dice.random() < 0.1]
    chosen = dice.sample(calm, min(len(calm), dice.randint(1, 3))) if page.kind == "choices" else [dice.choice(calm)]
    alone = [row for row in chosen if row.alone]
    codes = {row.code for row in (alone[:1] or chosen)}
    return tuple(row.code for row in page.rows if row.code in codes)


@pytest.mark.parametrize("seed", range(12))
def test_every_way_through_the_shipped_book_holds(seed: int) -> None:
    """However somebody replies, the answers are ones that the evaluator takes, and each page can be laid out."""
    dice = random.Random(seed)
    left = iter(range(150))

    class Random(Script):
        def ask(self, page: Page, meanwhile: Callable[[], object] | None = None) -> Answer:
            if meanwhile is not None:
                meanwhile()
            if next(left, None) is None:
                raise Ended
            state = State(page)
            for columns, rows in ((80, 24), (40, 10)):
                screen = draw(state, WORDS, columns, rows)
                lines = (*screen.head, *screen.body, *screen.foot)
                assert len(lines) <= rows
                assert all(len(text) <= columns for _, text in lines)
            return replies(page, dice)

    flow = list(BOOK.flows.values())[seed % len(BOOK.flows)]
    session = Session(BOOK, flow, BOOK.regions["GB"], None, Random())
    with pytest.raises((Ended, Leave)):
        session.run()
    given = {name: list(answer) for name, answer in session.answers.items() if BOOK.questions[name].kind == "choices"}
    assert check(tuple(Entry(name, answer) for name, answer in given.items()), "answers", BOOK).keys() == given.keys()


def shipped_pages() -> Iterator[Page]:
    """Each question of the shipped book as a page, for both perspectives."""
    from alsscreen.ask_pages import Pages
    from alsscreen.interview import Progress

    for perspective in ("self", "other"):
        pages = Pages(BOOK, BOOK.regions["generic"], perspective)
        for question in BOOK.questions.values():
            yield pages.question(question, Progress(10, 20), (), warned=True)


def test_every_word_of_every_question_can_be_read_on_the_smallest_screen() -> None:
    """Going down line by line in forty columns and ten rows shows each line of each page at some time."""
    for page in shipped_pages():
        if page.kind == "text":
            continue
        state, seen = State(page), set()
        whole = draw(state, WORDS, 40, 1000)
        for _ in range(80):
            screen = draw(state, WORDS, 40, 10)
            seen.update(text.replace(">", " ", 1) for _, text in screen.body)
            press(state, screen, "down", WORDS)
        assert {text for _, text in whole.body if text} <= seen


# ---- short pages to learn from


def shelf() -> dict[str, Topic]:
    titles = {"what": "What is it?", "signs": "Which signs?"}
    says = (Saying(text="These are our words.", own=True),)
    return {name: Topic(id=name, title=title, says=says) for name, title in titles.items()}


def read(small: RuleBook, *replies: str) -> list[Page]:
    """Let somebody reply with two short pages on the shelf; give what they saw."""
    script = Script(*replies)
    with pytest.raises((Ended, Leave)):
        Session(small, small.flows["full"], small.regions["GB"], None, script, topics=shelf).run()
    return script.pages


def test_a_result_leads_to_short_pages(small: RuleBook) -> None:
    """The topics of a book are offered with a result; one is read after the other, and back leads to the result."""
    pages = read(small, *all_no(("result", "learn", "what", "signs", BACK, "leave_shown")))
    assert [page.lines[0].text for page in pages[-6:-1]] == [
        WORDS["learn"], "What is it?", WORDS["learn"], "Which signs?", WORDS["learn"],
    ]  # fmt: skip
    assert pages[-1].title == WORDS["result_title"]


def test_an_emergency_offers_nothing_to_read(small: RuleBook) -> None:
    """Who has to call for help is offered no reading."""
    codes = {row.code for row in read(small, "start", "face")[-1].rows}
    assert "save" in codes
    assert "learn" not in codes


# ---- the rest of the book is read while the person reads


def test_a_book_is_whole_before_an_answer_is_taken() -> None:
    """What is wrong with a file that the first question does not need ends the session on that very page."""

    def whole() -> RuleBook:
        raise ProblemsError((Problem("rules.yaml", 1, 1, "empty", "the file is empty", "Restore what it should hold"),))

    script = Script("start", "none")
    session = Session(BOOK, BOOK.flows["full"], BOOK.regions["GB"], None, script, whole=whole)
    with pytest.raises(ProblemsError):
        session.run()
    assert len(script.pages) == 2
    assert script.replies == ["none"]


class Hasty(Script):
    """A front end that had the reply before it could do anything meanwhile: keys that were typed ahead."""

    def ask(self, page: Page, _: Callable[[], object] | None = None) -> Answer:
        return super().ask(page)


def test_keys_typed_ahead_are_judged_by_the_whole_book() -> None:
    """Nothing was read meanwhile: then it is read before the first answer is judged."""
    part, whole = rulebook.load_to_ask(ROOT / "rules")
    script = Hasty("start", "face")
    session = Session(part, part.flows["full"], part.regions["GB"], None, script, whole=whole)
    with pytest.raises(Leave):
        session.run()
    assert session.evaluation().level == "emergency"
    assert script.pages[-1].title == WORDS["result_title"]


# ---- words


def used_words() -> set[str]:
    """Every name that the code looks up, as far as it can be read; an f-string stands for all that fit."""
    found: set[str] = set()
    folder = ROOT / "src" / "alsscreen"
    globs = ("ask*.py", "terminal*.py", "plain.py", "render/*.py")
    for path in (path for glob in globs for path in folder.glob(glob)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                found |= {word for word in WORDS if fits(node, word)}
    return found


def fits(text: ast.JoinedStr, word: str) -> bool:
    """Say whether an f-string with some fixed letters could be this name."""
    fixed = [str(part.value) if isinstance(part, ast.Constant) else None for part in text.values]
    pattern = "".join(".+" if part is None else re.escape(part) for part in fixed)
    return any(part and part.strip() for part in fixed) and re.fullmatch(pattern, word) is not None


def test_no_word_is_left_over() -> None:
    """Each fixed sentence of the rule book is one that somebody can read."""
    assert set(WORDS) <= used_words()


@pytest.mark.parametrize("name", [name for name in WORDS if name.startswith(("how_", "choose_", "tick_"))])
def test_what_to_do_next_fits_the_narrowest_line(name: str) -> None:
    """The line above the keys is never cut, not even in forty columns."""
    assert len(WORDS[name]) <= 38


def test_back_passes_over_what_was_never_answered() -> None:
    """Back from the review, with questions still open behind the last answer, takes back the last answer."""
    session = Session(BOOK, BOOK.flows["full"], BOOK.regions["generic"], "self", None)  # type: ignore[arg-type]
    session.answers = {"sudden": ("none",)}
    assert session._take_back(None)
    assert session.answers == {}
