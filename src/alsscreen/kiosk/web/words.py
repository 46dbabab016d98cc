"""The words that only a page needs, or says in another way than a terminal; a rule book's own words come first.

They wait here for `rules/kiosk.yaml`: a name that stands there as `web_NAME` takes the place of the one below.
"""

from __future__ import annotations

from collections.abc import Mapping

WORDS = {
    "attract_start": "Touch Start when you are ready.",
    "warning": "Your answers are hidden now. Touch the button, or press Space, to go on.",
    "still": "I am still here",
    "continue": "Continue",
    "error_title": "There is a problem",
    "error": "Error:",
    "choose_first": "Please choose one answer.",
    "tick_first": "Please tick at least one line.",
    "alone_only": "{text} cannot stand beside other answers. Please choose it alone, or leave it out.",
    "text_long": "That is too long. Please write at most {limit} letters.",
    "older_page": "That was an older page, so nothing was changed. Here is where you are now.",
    "busy": "That was too fast, or too many are here at once. Please wait a moment and try again.",
    "fault": "Something went wrong here, and it was not you. All answers are erased. Please start again.",
    "start_again": "Go to the first screen",
    "change": "Change",
    "close": "Go back to where I was",
    "stop_title": "Stop and erase?",
    "stop_sure": "All that you answered is erased.",
    "stop_yes": "Stop and erase",
    "stop_no": "Go on with the questions",
    "look_done": "Done",
    "look_single": "One tap answers and goes on",
    "look_twice": "First choose, then touch Continue",
    "more_time_on": "You have more time now. We wait three times as long.",
    "help_title": "Help",
    "text_label": "Your own words",
    "text_left": "At most {limit} letters.",
    "any_that_fit": "Choose all that fit.",
    "tools": "Help and more",
    "station": "This is {station}.",
    "staff_link": "For staff",
    "staff_pin": "PIN",
    "staff_open": "Open",
    "staff_station": "{station}: {open} open now, {begun} since the start",
    "staff_rang": "{station}: help was asked for {seconds} seconds ago",
    "pin": "Type the PIN. It is not shown.",
    "help_choice": (
        "Touch the line that fits, then Continue. With a keyboard: Tab and the arrow keys, then Enter.\n"
        "You can always go back and change it. Nothing is chosen until you choose."
    ),
    "help_choices": (
        "Touch each line that fits. Touch it again to untick it. Then touch Continue.\n"
        "With a keyboard: Tab goes on, Space ticks. If nothing fits, tick the line that says so."
    ),
    "help_text": "Write in your own words, then touch Continue. To skip it, touch Continue and write nothing.",
    "help_page": "Touch what you want to do. With a keyboard: Tab goes on, Enter chooses.",
}
"""By name; `rules/kiosk.yaml` has the rest."""

OWN = "web_"
"""What a name in the rules begins with when it is meant for pages alone."""


def web_words(words: Mapping[str, str]) -> dict[str, str]:
    """Give the words of a page: ours, then what the rules say for pages."""
    said = {name.removeprefix(OWN): text for name, text in words.items() if name.startswith(OWN)}
    return {**WORDS, **said}
