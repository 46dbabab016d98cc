"""The terminal, as a person at one sees it: every test presses keys on a real pty and reads the screen."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pty_driver import Person, small_rules

SUDDEN = "Did any of these start suddenly?"
ARMS = "What got hard?"
Sits = Callable[..., Person]


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_rules(tmp_path_factory.mktemp("book"))


@pytest.fixture
def sits(rules: Path) -> Sits:
    """Sit somebody down at the small book."""
    return lambda *arguments, **more: Person("--rules", str(rules), *arguments, **more)


def begun(person: Person) -> Person:
    """Go to the first question."""
    person.sees("Start", "I need help now").press("1", "enter")
    return person.sees(SUDDEN)


def at_arms(person: Person) -> Person:
    """Go to the first question about a sign."""
    begun(person).press("2", "enter")
    return person.sees(ARMS)


def at_note(person: Person) -> Person:
    """Go to the question that is answered with a text."""
    at_arms(person).press("3", "enter")
    person.sees("Have you noticed this?").press("2", "enter")
    person.sees("In your family?").press("2", "enter")
    return person.sees("In your own words?")


def at_review(person: Person) -> Person:
    """Answer everything with a no."""
    at_note(person).press("enter")
    return person.sees("Check your answers")


# ---- answering


def test_a_whole_interview_needs_two_keys_a_question(sits: Sits) -> None:
    """A number and Enter answer each question; the result and the way out follow."""
    with sits() as person:
        at_review(person).press("1", "enter")
        person.sees("Your result", "You did not tick a sign").press("5", "enter")
        assert person.leaves() == 0
        assert "Nothing was kept" in person.text


def test_enter_on_an_untouched_question_answers_nothing(sits: Sits) -> None:
    """Nothing is chosen to begin with: Enter asks for a choice and stays, for one answer and for several."""
    with sits() as person:
        begun(person).lets_go().press("enter").sees("Please tick a line first", SUDDEN)
        person.press("2", "enter").sees(ARMS).press("1", "enter").sees("Since when?")
        person.press("down", "up", "enter").sees("Please choose a line first", "Since when?")


def test_a_key_that_is_held_answers_no_second_question(sits: Sits) -> None:
    """A hand that is slow to let go of Enter or of a number does not run through the questions."""
    with sits() as person:
        begun(person).press("2", *["enter"] * 30).sees(ARMS).settles().sees(ARMS)
        person.press(*["1"] * 30).settles().sees("[x] Buttons")


def test_a_broken_book_ends_it_before_an_answer_is_taken(tmp_path: Path) -> None:
    """A file that only a result needs is read while the first question stands; what is wrong with it is said."""
    rules = small_rules(tmp_path)
    (rules / "citations.yaml").write_text("format: 1\ncitations: 7\n", encoding="utf-8")
    with Person("--rules", str(rules)) as person:
        person.sees("Start", "I need help now").press("1", "enter")
        assert person.leaves() == 1
        assert "'citations' is a text where a list is due" in person.text


def test_arrows_and_space_tick(sits: Sits) -> None:
    """A list can be answered without numbers: arrows, Space, Enter."""
    with sits() as person:
        at_arms(person).press("down", "down", "space")
        person.sees("[x] Jars", "[ ] Buttons").press("enter").sees("Since when?")


def test_arrows_and_space_choose_one(sits: Sits) -> None:
    """Where one answer is wanted, Space on a line chooses it."""
    with sits() as person:
        at_arms(person).press("1", "enter").sees("Since when?").press("down", "down", "space")
        person.sees("Have you noticed this?")


def test_none_of_these_and_a_tick_clear_each_other(sits: Sits) -> None:
    """An absence stands alone, whichever came first; "not sure" may stand beside ticks."""
    with sits() as person:
        at_arms(person).press("1", "2", "n").sees("[x] Buttons", "[x] Jars", "[x] Not sure")
        person.press("3").sees("[x] None of these", "[ ] Buttons", "[ ] Jars", "[ ] Not sure")
        person.press("1").sees("[x] Buttons", "[ ] None of these")
        person.press("p").sees("[x] Prefer not to say", "[ ] Buttons")


def test_the_same_key_unticks_after_a_moment(sits: Sits) -> None:
    """What was ticked by mistake is unticked with the same key."""
    with sits() as person:
        at_arms(person).press("1").sees("[x] Buttons").lets_go().press("1").sees("[ ] Buttons")


def test_the_cursor_stands_where_the_person_is(sits: Sits) -> None:
    """A magnifier or a braille line that follows the terminal's cursor finds the line that is pointed at."""
    with sits() as person:
        at_arms(person).press("down", "down").sees("> 2 [ ] Jars").settles()
        assert person.text.splitlines()[person.screen.y].startswith("> 2 [ ] Jars")


# ---- back and change


def test_back_shows_what_you_said(sits: Sits) -> None:
    """Back takes the answer before back, shows it, and asks again with nothing ticked."""
    with sits() as person:
        at_arms(person).press("1", "enter").sees("Since when?").press("b")
        person.sees(ARMS, "You said: Buttons", "[ ] Buttons")


def test_what_was_said_can_be_kept(sits: Sits) -> None:
    """One key gives the answer that was taken back again."""
    with sits() as person:
        at_arms(person).press("1", "enter").sees("Since when?").press("b").sees("k Keep what you said")
        person.press("k").sees("Since when?")


def test_back_from_the_first_question_leads_to_the_opening(sits: Sits) -> None:
    """The choice of who it is about can be taken back too, and changes the words."""
    with sits() as person:
        begun(person).press("b").sees("I answer for someone else").press("2", "enter")
        person.sees("suddenly for them?", "Hard to wake")


def test_an_answer_changed_from_the_review_asks_what_is_new_first(sits: Sits) -> None:
    """A changed answer opens its question, and then one is back at the review."""
    with sits() as person:
        at_review(person).sees(f"{ARMS} None of these").press("4", "enter")
        person.sees(ARMS, "You said: None of these").press("1", "enter")
        person.sees("Since when?").press("2", "enter")
        person.sees("Check your answers", f"{ARMS} Buttons", "Since when? Since 1 to 12 months")


def test_back_from_a_change_leaves_the_answer(sits: Sits) -> None:
    """Going back from the review's question changes nothing."""
    with sits() as person:
        at_review(person).press("4", "enter").sees(ARMS).press("b")
        person.sees("Check your answers", f"{ARMS} None of these")


# ---- safety


def test_an_alarm_shows_the_result_at_once(sits: Sits) -> None:
    """One key on a danger sign is enough, and the number stands there."""
    with sits() as person:
        begun(person).press("1").sees("Please get help now", "Call 999", "I ticked that by mistake")


def test_an_alarm_can_be_undone_with_the_number_in_sight(sits: Sits) -> None:
    """The row "I ticked that by mistake" asks again, and the number stays through the questions after it."""
    with sits() as person:
        begun(person).press("1").sees("Please get help now").press("1", "enter")
        person.sees(SUDDEN, "You said: The face dropped", "Call 999").press("2", "enter")
        person.sees(ARMS, "Call 999")


def test_an_open_safety_question_shows_the_number_and_goes_on(sits: Sits) -> None:
    """Prefer not to say is never no."""
    with sits() as person:
        begun(person).press("p", "enter").sees("Call 999", "we go on")
        person.lets_go().press("enter").sees(ARMS)


@pytest.mark.parametrize(
    ("key", "words"), [("e", "Call 999"), ("s", "116 123"), ("?", "A jar stays shut"), ("h", "A lost task says more")]
)
def test_help_is_one_key_away_and_answers_nothing(sits: Sits, key: str, words: str) -> None:
    """The number, the support box and the help open and close over a question; its ticks stay."""
    with sits() as person:
        at_arms(person).press("1").sees("[x] Buttons").press(key).sees(words).press("enter").sees("[x] Buttons")


def test_help_is_there_before_the_first_question(sits: Sits) -> None:
    """The opening offers help now, and comes back."""
    with sits() as person:
        person.sees("I need help now").press("4", "enter").sees("Call 999", "Text 999")
        person.lets_go().press("enter").sees("I answer for someone else")


# ---- text


def test_a_text_is_cut_and_cleaned_while_it_is_typed(sits: Sits) -> None:
    """Twenty thousand characters, with escape codes among them, stay quick and become two hundred."""
    with sits() as person:
        at_note(person).press("\x1b[200~", "\x1b]52;c;AAAA\x07", "x" * 20_000, "\x1b[201~").sees("> ]52;c;AAAAxxx")
        person.press("y" * 20_000, "enter").sees("Check your answers").press(*["pagedown"] * 3).settles()
        written = "".join(person.text.split()).partition("words?")[2]
        assert written.startswith('"]52;c;AAAA' + "x" * 190 + '"')
        assert "\x1b]52" not in person.raw


def test_enter_skips_a_text(sits: Sits) -> None:
    """An empty text is no answer, and is shown as nothing."""
    with sits() as person:
        at_review(person).press(*["pagedown"] * 3).sees("In your own words? Nothing")


def test_a_letter_alone_is_a_key_on_a_text_too(sits: Sits) -> None:
    """Back, help and the number work where letters are typed: the letter, then Enter."""
    with sits() as person:
        at_note(person).press("e", "enter").sees("Call 999").press("escape").sees("In your own words?")
        person.press("b", "enter").sees("In your family?")


# ---- the end


def test_stop_asks_once_more(sits: Sits) -> None:
    """A stray q loses nothing; Enter then stops, and says that nothing was kept."""
    with sits() as person:
        at_arms(person).press("q").sees("Stop now?").press("x").sees(ARMS).press("q").sees("Stop now?").press("enter")
        assert person.leaves() == 0
        assert "Stopped. Nothing was kept." in " ".join(person.text.split())


def test_the_result_stays_only_when_asked_to(sits: Sits) -> None:
    """After the end the screen shows the result, or nothing of it, as was chosen."""
    for row, is_there in (("5", False), ("6", True)):
        with sits() as person:
            at_review(person).press("1", "enter").sees("Your result").press(row, "enter")
            assert person.leaves() == 0
            assert ("Rule book small" in person.text) is is_there


@pytest.mark.parametrize("keys", [("ctrl-c",), ("ctrl-d",)])
def test_a_control_key_ends_it_cleanly(sits: Sits, keys: tuple[str, ...]) -> None:
    """Ctrl-C and Ctrl-D leave the terminal as it was, with a word and no traceback."""
    with sits() as person:
        at_arms(person).press(*keys)
        assert person.leaves() == 130
        assert_clean(person)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_it_cleanly(sits: Sits, number: int, code: int) -> None:
    """A polite signal does what Ctrl-C does, each with its own exit code."""
    with sits() as person:
        at_arms(person).child.kill(number)
        assert person.leaves() == code
        assert_clean(person)


def assert_clean(person: Person) -> None:
    """The alternate screen is left, the cursor is shown, and nothing of the answers stands there."""
    assert "Stopped." in person.text
    assert ARMS not in person.text
    assert "Traceback" not in person.raw
    assert person.raw.rfind("\x1b[?1049l") > person.raw.rfind("\x1b[?1049h")
    assert person.raw.rfind("\x1b[?25h") > person.raw.rfind("\x1b[?25l")


def test_keys_that_stop_a_program_do_nothing(sits: Sits) -> None:
    """A burst of Ctrl-backslash and Ctrl-Z, between two questions too, neither kills nor suspends it."""
    with sits() as person:
        begun(person).press("2", "enter", *["ctrl-backslash", "ctrl-z"] * 200)
        person.sees(ARMS).press("1", "enter").sees("Since when?")


def test_a_closed_window_ends_it(sits: Sits) -> None:
    """When the terminal goes away, the program does."""
    with sits() as person:
        at_arms(person)
        person.child.ptyproc.fileobj.close()
        end = time.monotonic() + 5
        while os.waitpid(person.child.pid, os.WNOHANG) == (0, 0):
            assert time.monotonic() < end
            time.sleep(0.02)
        person.child.closed = person.child.ptyproc.closed = person.child.ptyproc.terminated = True


def test_keys_typed_ahead_are_not_lost(sits: Sits) -> None:
    """A burst over several pages answers them in order."""
    with sits() as person:
        person.sees("Start").press(*["1", "enter", "2", "enter"] * 2).sees("Have you noticed this?")


def test_words_typed_ahead_are_not_lost(sits: Sits) -> None:
    """A text that comes before its question was drawn is that question's answer."""
    with sits() as person:
        at_arms(person).press("3", "enter", "2", "enter", "2", "enter", "jars", "enter")
        person.sees("Check your answers").press(*["pagedown"] * 3).sees('In your own words? "jars"')


# ---- sizes and characters


def test_ten_rows_of_forty_columns_show_everything(sits: Sits) -> None:
    """On a small screen each line of a question can be reached, and no option is lost."""
    with sits(size=(40, 10)) as person:
        person.sees("There is more")
        seen = ""
        for _ in range(12):
            seen += person.settles().text
            person.press("space")
        assert all(words in seen for words in ("about 2 in 100,000", "Do not wait", "1 Start", "4 I need help now"))
        person.press("1", "enter").sees("999", "suddenly").press(*["down"] * 9).sees("> p [ ] Prefer not to say")


def test_the_keys_stay_in_sight_on_a_small_screen(sits: Sits) -> None:
    """Help, the number, support, back and stop stand on every page of forty columns."""
    with sits(size=(40, 10)) as person:
        keys = ("b Back", "? Help", "e Help now", "s Feeling low?", "q Stop")
        person.sees("There is more").press("1", "enter").sees(*keys)


def test_a_resize_lays_the_page_out_anew(sits: Sits) -> None:
    """Growing and shrinking in the middle of a question keeps its ticks."""
    with sits() as person:
        at_arms(person).press("1").sees("[x] Buttons").resize(40, 10)
        person.sees("[x] Buttons", "e Help now").resize(100, 30)
        person.sees("[x] Buttons", ARMS, "I need help now")


def test_a_window_too_small_for_anything_does_not_crash(sits: Sits) -> None:
    """Twenty columns of five rows still take an answer."""
    with sits(size=(20, 5)) as person:
        person.settles(1.5).press("1", "enter").settles(0.5).press("2", "enter").settles(0.5)
        person.lets_go().press("enter").settles(0.5)
        person.resize(80, 24).sees(ARMS)


def test_no_color_means_no_color(sits: Sits) -> None:
    """With NO_COLOR there is bold and reverse, and no sequence that sets a colour."""
    with sits(NO_COLOR="1") as person:
        at_arms(person)
        assert "[0;38" not in person.raw
        assert ";3" not in "".join(part.split("m")[0] for part in person.raw.split("\x1b[0")[1:])


def test_an_ascii_terminal_can_be_used(sits: Sits) -> None:
    """Where there are no other letters than ASCII nothing breaks."""
    with sits(LANG="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0") as person:
        begun(person).press("1").sees("Please get help now").press("pagedown", "pagedown").settles()
        assert person.text.isascii()
