"""A seed in; a small random book, and what holds of it by trying every answer with the evaluator itself, out.

Nothing here is shared with the proofs but the nouns: no classes of answers, no terms, no order of the questions.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations, product
from random import Random

from alsscreen.evaluate import Evaluator
from alsscreen.model import (
    LEVELS,
    AllOf,
    Answer,
    Answers,
    AnyOf,
    Approval,
    Atom,
    Condition,
    Evaluation,
    Floor,
    Flow,
    Guidance,
    Option,
    Question,
    Rule,
    RuleBook,
    Section,
    Sign,
    Stop,
)
from alsscreen.review.proof.search import size
from people import BOOK

FLOOR = len(LEVELS) - 1
UNKNOWN = {"not-sure", "unseen"}


def small_book(seed: int) -> RuleBook:
    """Two or three questions with gates, a stop, and up to five rules on three guidances."""
    random = Random(seed)
    questions: list[Question] = []
    for index in range(random.choice([2, 3, 3])):
        questions.append(_question(random, index, questions))
    at = random.randrange(len(questions))
    stop = Stop(id="stop", after=questions[at].id, when=_condition(random, questions[: at + 1], 1, absences=False))
    levels = {name: random.choice(LEVELS) for name in ("one", "two", "three")} | {"floor": LEVELS[-1]}
    guidance = {name: Guidance(id=name, level=level, summary="s", detail="d") for name, level in levels.items()}
    rules = {
        name: Rule(id=name, means="m", when=_condition(random, questions, 2, absences=False), basis="safety",
                   guidance=random.choice(["one", "two", "three"]))
        for name in (f"r{index}" for index in range(random.randint(1, 5)))
    }  # fmt: skip
    floor = Floor(nothing="floor", declined="floor", otherwise="floor")
    order = tuple(question.id for question in questions)
    flow = Flow(id="full", title="t", description="d", questions=order, floor=floor)
    return RuleBook(
        id="random", version="0.0.0", sha256="0" * 64, approval=Approval(),
        signs={"sign": Sign(id="sign", name="n", kind="sign"), "age": Sign(id="age", name="n", kind="risk")},
        sections={"s": Section(id="s", title="s")}, questions={question.id: question for question in questions},
        stops=random.choice([(), (stop,), (stop,)]), flows={"full": flow}, guidance=guidance, rules=rules,
        citations={}, source=BOOK.source, units={}, evidence={}, regions={}, screens=BOOK.screens,
    )  # fmt: skip


def _question(random: Random, index: int, before: list[Question]) -> Question:
    gate: Condition | None = None
    if before and random.random() < 0.6:
        atoms = tuple(_atom(random, before, absences=True) for _ in range(random.randint(1, 2)))
        gate = random.choice([AllOf(all=atoms), AnyOf(any=atoms)])
    options = (
        Option(code="a", text="a", sign=random.choice(["sign", "age", None])),
        Option(code="b", text="b", sign=random.choice(["sign", None]), alarm=random.random() < 0.3),
        Option(code="none", text="none", absence=True),
        Option(code="unseen", text="unseen", unknown=True),
    )
    return Question(
        id=f"q{index}", section="s", kind=random.choice(["choice", "choices"]), text="?", help="h", why="w",
        options=options if random.random() < 0.6 else options[:3], asked_when=gate, neutral=random.random() < 0.15,
    )  # fmt: skip


def _atom(random: Random, questions: list[Question], *, absences: bool) -> Atom:
    question = random.choice(questions)
    codes = [option.code for option in question.options if absences or not option.absence]
    holds = tuple(random.sample([*codes, "not-sure", "any-tick"], random.choice([1, 1, 2])))
    ticked = {code for code in holds if code != "any-tick"} | ({"a", "b"} if "any-tick" in holds else set())
    at_least = 2 if question.kind == "choices" and len(ticked) > 1 and random.random() < 0.3 else 1
    return Atom(question=question.id, holds=holds, at_least=at_least, or_unknown=random.random() < 0.35)


def _condition(random: Random, questions: list[Question], depth: int, *, absences: bool) -> Condition:
    if depth == 0 or random.random() < 0.4:
        return _atom(random, questions, absences=absences)
    parts = tuple(_condition(random, questions, depth - 1, absences=absences) for _ in range(random.randint(1, 3)))
    return random.choice([AllOf(all=parts), AnyOf(any=parts)])


class Brute:
    """One small book, evaluated with every answer that there is."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self.names = list(book.questions)
        evaluator = Evaluator(book, book.flows["full"])
        self.answers = {name: list(every_answer(question)) for name, question in book.questions.items()}
        self.all: dict[tuple[Answer, ...], Evaluation] = {
            given: evaluator(self.as_answers(given)) for given in product(*self.answers.values())
        }
        self.best = cache(self._best)

    def as_answers(self, given: tuple[Answer, ...]) -> Answers:
        return {name: answer for name, answer in zip(self.names, given, strict=True) if answer}

    def rank(self, given: tuple[Answer, ...]) -> int:
        return LEVELS.index(self.all[given].level)

    def fires(self, rule: str) -> bool:
        return any(rule in fired(evaluation) for evaluation in self.all.values())

    def least(self, rule: str) -> int:
        """Give the size of the smallest answers with which a rule fires."""
        firing = (given for given, evaluation in self.all.items() if rule in fired(evaluation))
        return min(size(self.as_answers(given)) for given in firing)

    def adds(self, rule: str, without: set[str]) -> bool:
        """Taking the rule away (some others being away) changes guidance, level or open danger somewhere."""
        kept = {name: other for name, other in self.book.rules.items() if name not in without}
        less = {name: other for name, other in kept.items() if name != rule}
        return any(self._said(evaluation, kept) != self._said(evaluation, less) for evaluation in self.all.values())

    def _said(self, evaluation: Evaluation, rules: dict[str, Rule]) -> tuple[set[str], int]:
        fired_ = {rules[name].guidance for name in fired(evaluation) if name in rules}
        status = {verdict.rule: verdict.status for verdict in evaluation.verdicts}
        possible = [self._rank(rule) for name, rule in rules.items() if status[name] != "not-fired"]
        return fired_, min([*possible, FLOOR])

    def _rank(self, rule: Rule) -> int:
        return LEVELS.index(self.book.guidance[rule.guidance].level)

    def sign_lowers(self, name: str, code: str) -> bool:
        question, at = self.book.questions[name], self.names.index(name)
        return any(
            self.rank((*given[:at], more, *given[at + 1 :])) > self.rank(given)
            for given in self.all
            for more in one_more(question, given[at], code)
        )

    def alarm_missed(self, name: str, code: str) -> bool:
        return any(evaluation.level != "emergency" for evaluation in self._ticking(name, code))

    def goes_on(self, name: str, code: str) -> bool:
        """Something is asked behind a question whose answer holds this code."""
        behind = self.names[self.names.index(name) + 1 :]
        return any(shown(evaluation, other) for evaluation in self._ticking(name, code) for other in behind)

    def _ticking(self, name: str, code: str) -> Iterator[Evaluation]:
        held = (each for each in self.all.values() if code in each.readings[name].answer)
        return (evaluation for evaluation in held if shown(evaluation, name))

    def moves(self, name: str) -> bool:
        at = self.names.index(name)
        return any(
            self.rank(given) != self.rank((*given[:at], other, *given[at + 1 :]))
            for given in self.all
            for other in self.answers[name]
        )

    def unknown_hides(self) -> bool:
        """Some unknown turns out worse than was said."""
        return any(self.best(given) < self._dread(given) for given in self.all)

    def _dread(self, given: tuple[Answer, ...]) -> int:
        rise = self.all[given].may_rise_to
        return min(self.rank(given), LEVELS.index(rise) if rise else FLOOR)

    def _best(self, given: tuple[Answer, ...]) -> int:
        """Give the most urgent rank that all unknowns can turn out to, one question after the other."""
        best = self.rank(given)
        for at, name in enumerate(self.names):
            for later in known_later(self.book.questions[name], given[at], self.answers[name]):
                best = min(best, self.best((*given[:at], later, *given[at + 1 :])))
        return best

    def ranks(self) -> set[int]:
        return {self.rank(given) for given in self.all}

    def asked(self, name: str) -> bool:
        return any(shown(evaluation, name) for evaluation in self.all.values())

    def most_asked(self) -> int:
        return max(sum(shown(evaluation, name) for name in self.names) for evaluation in self.all.values())

    def matters(self, name: str, code: str | None) -> bool:
        """Some rule fires, or some question is asked, that would not without."""
        question, at = self.book.questions[name], self.names.index(name)
        for given in self.all:
            others = one_more(question, given[at], code, surer=False) if code else self.answers[name]
            for other in others:
                if self._effect(given) != self._effect((*given[:at], other, *given[at + 1 :])):
                    return True
        return False

    def _effect(self, given: tuple[Answer, ...]) -> tuple[set[str], list[bool]]:
        evaluation = self.all[given]
        return fired(evaluation), [shown(evaluation, name) for name in self.names]


def shown(evaluation: Evaluation, name: str) -> bool:
    """Say whether a question is asked."""
    return evaluation.readings[name].state not in ("hidden", "gate-undecided", "not-in-flow")


def fired(evaluation: Evaluation) -> set[str]:
    return {verdict.rule for verdict in evaluation.verdicts if verdict.status == "fired"}


def every_answer(question: Question) -> Iterator[Answer]:
    """Every answer that there is, declined apart (it is the same as none)."""
    yield ()
    codes = [option.code for option in question.options]
    if question.kind == "choice":
        yield from ((code,) for code in (*codes, "not-sure"))
        return
    yield ("none",)
    ticks = [*(code for code in codes if code != "none"), "not-sure"]
    for count in range(1, len(ticks) + 1):
        yield from combinations(ticks, count)


def one_more(question: Question, answer: Answer, code: str, *, surer: bool = True) -> Iterator[Answer]:
    """Every way of ticking one sign more."""
    if code in answer or (question.kind == "choice" and {"a", "b"} & set(answer)):
        return
    if not answer and not surer:
        return
    for kept in [set(answer), set(answer) - UNKNOWN] if surer else [set(answer)]:
        more = {code} if question.kind == "choice" else {*kept, code} - {"none"}
        yield tuple(other for other in ("a", "b", "unseen", "not-sure") if other in more)


def known_later(question: Question, answer: Answer, answers: list[Answer]) -> Iterator[Answer]:
    """Everything else that an open answer can turn out to be, as long as it is then known better."""
    if answer and not UNKNOWN & set(answer):
        return
    ticks = set(answer) & {"a", "b"}
    for other in answers:
        known = set(other) & {"a", "b"}
        before, after = UNKNOWN & set(answer), UNKNOWN & set(other)
        more = len(known) > len(ticks) or len(after) < len(before)
        if other and ticks <= known and (not answer or (more and after <= before)):
            yield other
