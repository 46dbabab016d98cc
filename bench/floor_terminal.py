"""The least that a questionnaire with these libraries can be: one model, and one question, given as arguments."""

import sys

import questionary
from pydantic import BaseModel


class Answer(BaseModel):
    """What was ticked."""

    options: list[str]


print(Answer(options=questionary.checkbox(sys.argv[1], choices=sys.argv[2:]).ask()))
