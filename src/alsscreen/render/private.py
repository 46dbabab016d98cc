"""A question and its answer in; as much of the answer as tells nothing that is marked as sensitive, out."""

from __future__ import annotations

from ..model import Answer, Question


def without_sensitive(question: Question, answer: Answer) -> Answer:
    """Leave out what is sensitive. Where an option is, "none of these" goes too: else its absence would tell."""
    if question.sensitive:
        return ()
    private = {option.code for option in question.options if option.sensitive}
    if not private:
        return answer
    private |= {option.code for option in question.options if option.absence}
    return tuple(code for code in answer if code not in private)
