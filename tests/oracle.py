"""A second, plain reading of DESIGN section 4, written apart from the product: answers in, truth of every rule out."""

from __future__ import annotations

from alsscreen.model import Answers, Condition, Flow, Question, RuleBook

FALSE, UNDECIDED, TRUE = "false", "undecided", "true"
_ORDER = [FALSE, UNDECIDED, TRUE]


def shown(book: RuleBook, flow: Flow, answers: Answers) -> dict[str, str]:
    """Say of each question of a flow whether it is asked: true, false or undecided."""
    out: dict[str, str] = {}
    stopped = False
    for name in flow.questions:
        gate = book.questions[name].asked_when
        out[name] = FALSE if stopped else TRUE if gate is None else truth(gate, book, out, answers)
        for stop in book.stops:
            if stop.after == name and truth(stop.when, book, out, answers) == TRUE:
                stopped = True
    return out


def verdicts(book: RuleBook, flow: Flow, answers: Answers) -> dict[str, str]:
    """Say what each rule's condition is."""
    asked = shown(book, flow, answers)
    return {rule.id: truth(rule.when, book, asked, answers) for rule in book.rules.values()}


def truth(condition: Condition, book: RuleBook, asked: dict[str, str], answers: Answers) -> str:
    """Say what a condition is, from the outside in."""
    for key, choose in (("all", min), ("any", max)):
        if hasattr(condition, key):
            inner = [truth(part, book, asked, answers) for part in getattr(condition, key)]
            return choose(inner, key=_ORDER.index)
    question = book.questions[condition.question]
    standing = asked.get(question.id, FALSE)
    if standing != TRUE:
        return standing
    codes = set(answers.get(question.id, ("declined",)))
    if len(codes & _wanted(condition.holds, question)) >= condition.at_least:
        return TRUE
    unknown = {"not-sure", "declined"} | {option.code for option in question.options if option.unknown}
    if not codes & unknown:
        return FALSE
    return TRUE if condition.or_unknown else UNDECIDED


def _wanted(holds: tuple[str, ...], question: Question) -> set[str]:
    wanted = set(holds) - {"any-tick"}
    if "any-tick" in holds:
        wanted |= {option.code for option in question.options if not (option.absence or option.unknown)}
    return wanted
