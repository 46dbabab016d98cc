"""A book, a region, who answers, and answers in; each page of the interview, worded and ready to be shown, out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .clean import spelt
from .dialogue import DECLINED_KEY, HELP, NOT_SURE_KEY, NUMBER, SUPPORT, Lines, Page, Row, Words
from .interview import Interview, Progress
from .model import DECLINED, NOT_SURE, NOTE_LENGTH, Answer, Answers, Evaluation, Perspective, Question, Region, RuleBook
from .render.asked import option_text, question_text
from .render.lines import GAP, Line, fill, put

if TYPE_CHECKING:
    from .evaluate import Evaluator
    from .model import Topic

LONGEST_NAME = 200
"""Characters of a file name; most file systems take 255 bytes."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Makes pages for one region and one perspective."""

    book: RuleBook
    region: Region
    perspective: Perspective

    @property
    def words(self) -> Words:
        return self.book.screens.words

    def opening(self, asked: Perspective | None) -> Page:
        """Say what this is, and let the person choose who it is about; `asked` when that is known."""
        names = {None: ("start", "start_other", "start_told"), "self": ("start", "start_told")}
        chosen = names.get(asked, ("start", "start_told_other"))
        rows = tuple(Row(name, self.words[name]) for name in (*chosen, "start_help"))
        lines = (*self._lines("opening"), GAP, *self._lines("opening_small", "small"))
        return self._page("menu", self.words["title"], lines, rows, back="")

    def question(
        self, question: Question, progress: Progress, said: Answer, *, warned: bool = False, everybody: bool = False
    ) -> Page:
        """Ask a question; `said` is the answer that was taken back, and `warned` keeps the number in sight."""
        hint = (question.hint_other if self.perspective == "other" else None) or question.hint
        lines = [Line("heading", question_text(question, self.perspective))]
        lines += [Line("body", hint)] if hint else []
        lines += [Line("body", f"{self.words['you_said']} {self.said(question, said)}")] if said else []
        in_sight = warned or any(option.alarm for option in question.options)
        return self._page(
            question.kind,
            self.book.sections[question.section].title,
            tuple(lines),
            () if question.kind == "text" else tuple(self._options(question, everybody=everybody)),
            progress=put(self.words["progress"], done=progress.done, total=progress.total),
            banner=fill(self.words["in_danger"], self.region) if in_sight else "",
            help_lines=lambda: self._help(question),
            keep=said,
            limit=NOTE_LENGTH,
        )

    def review(self, questions: Iterable[Question], answers: Answers) -> Page:
        """List what was answered by section, and let any of it be changed."""
        rows = [Row(RESULT, self.words["show_result"])]
        section = ""
        for question in questions:
            if question.section != section:
                section = question.section
                rows.append(Row("", self.book.sections[section].title, heading=True))
            answer = self.said(question, answers[question.id])
            rows.append(Row(question.id, f"{question_text(question, self.perspective)} {answer}"))
        return self._page("menu", self.words["review_title"], self._lines("review"), tuple(rows))

    def result(self, evaluation: Evaluation, why: Lines, choices: tuple[str, ...]) -> Page:
        """Show a result, with what a person can do next; in an emergency, that comes before the reasons."""
        lines = (*self.result_lines(evaluation), *((GAP, *why) if why else ()))
        rows = tuple(Row(name, self.words[f"do_{name}"]) for name in choices)
        urgent = evaluation.level == "emergency"
        end = lines.index(GAP) if urgent and GAP in lines else len(lines)
        return self._page(
            "menu",
            self.words["result_title"],
            lines[:end],
            rows,
            after=lines[end + 1 :],
            banner=fill(self.words["call_now"], self.region) if urgent else "",
            back="mistake" if "mistake" in choices else "",
        )

    def regions(self) -> Page:
        """Let the person choose whose numbers are shown."""
        rows = tuple(Row(region.id, region.name) for region in self.book.regions.values())
        return self._page("menu", self.words["do_region"], self._lines("region"), rows)

    def topics(self, topics: Mapping[str, Topic]) -> Page:
        """Let the person choose a short page to learn from."""
        rows = tuple(Row(topic.id, topic.title) for topic in topics.values())
        return self._page("menu", self.words["do_learn"], self._lines("learn"), rows)

    def topic(self, topic: Topic) -> Page:
        """Show a short page."""
        from .render.topics import topic_lines

        return self.notice(self.words["do_learn"], topic_lines(self.book, topic))

    def sensitive(self, answers: Answers) -> Page | None:
        """Ask whether answers that are marked as sensitive are to be printed as well; None when there are none."""
        found = [self.book.questions[name] for name, answer in answers.items() if self._is_sensitive(name, answer)]
        if not found:
            return None
        texts = (Line("bullet", question_text(question, self.perspective)) for question in found)
        rows = (Row("leave-out", self.words["leave_out"]), Row("print", self.words["print_too"]))
        return self._page("menu", self.words["do_save"], (*self._lines("sensitive"), *texts), rows)

    def _is_sensitive(self, name: str, answer: Answer) -> bool:
        question = self.book.questions[name]
        return question.sensitive or any(option.sensitive and option.code in answer for option in question.options)

    def file_name(self, problem: str) -> Page:
        """Ask where to save the page."""
        lines = (*((Line("action", problem),) if problem else ()), *self._lines("save"))
        return self._page("text", self.words["do_save"], lines, limit=LONGEST_NAME)

    def saved(self, path: Path) -> Page:
        """Say where the page was saved."""
        return self.notice(self.words["do_save"], (Line("body", put(self.words["saved"], file=spelt(str(path)))),))

    def notice(self, title: str, lines: Lines) -> Page:
        """Show something of which nothing is asked."""
        return self._page("notice", title, lines, back="")

    def result_lines(self, evaluation: Evaluation) -> Lines:
        """Give a result in words."""
        from .render.result import result_lines

        return result_lines(self.book, evaluation, self.region, self.perspective)

    def why(self, evaluator: Evaluator, interview: Interview, answers: Answers, evaluation: Evaluation) -> Lines:
        """Give every rule, why it fired or not, and which single answer would have changed the level."""
        from .render.why import why_lines
        from .whatif import changes

        return why_lines(self.book, evaluation, changes(evaluator, interview, answers, self.perspective))

    def emergency(self) -> Lines:
        """Give the box "I need help now"."""
        from .render.result import emergency_lines

        return emergency_lines(self.book, self.region, self.perspective)

    def _support(self) -> Lines:
        from .render.result import support_lines

        return support_lines(self.book, self.region)

    def unseen(self) -> Page:
        """Show the number to somebody who did not answer a question of the safety check."""
        return self.notice(self.words["key_number"], (*self._lines("safety_open"), GAP, *self.emergency()))

    def said(self, question: Question, answer: Answer) -> str:
        """Give an answer in the words in which it was chosen."""
        if question.kind == "text" and answer != (DECLINED,):
            return f'"{answer[0]}"'
        return "; ".join(self._choice(question, code) for code in answer)

    # ---- parts

    def _page(
        self, kind: str, title: str, lines: Lines, rows: tuple[Row, ...] = (),
        *, help_lines: Callable[[], Lines] | None = None, **more: object,
    ) -> Page:  # fmt: skip
        asides: Mapping[str, Callable[[], Lines]] = {
            HELP: help_lines or (lambda: self._lines("help_page")),
            NUMBER: self.emergency,
            SUPPORT: self._support,
        }
        return Page(kind, title, lines, rows, asides=asides, **more)  # type: ignore[arg-type]

    def _options(self, question: Question, *, everybody: bool) -> Iterator[Row]:
        for option in question.options:
            if everybody or option.perspective in (None, self.perspective):
                yield Row(option.code, option.text, alone=option.absence, at_once=option.alarm)
        yield Row(NOT_SURE, self._choice(question, NOT_SURE), NOT_SURE_KEY)
        yield Row(DECLINED, self._choice(question, DECLINED), DECLINED_KEY, alone=True)

    def _choice(self, question: Question, code: str) -> str:
        if code == DECLINED:
            return self.words["skipped" if question.kind == "text" else "declined"]
        if code == NOT_SURE and not question.not_sure:
            return self.words["dont_know" if self.perspective == "other" else "not_sure"]
        return option_text(question, code)

    def _help(self, question: Question) -> Lines:
        words = self.words
        return (
            Line("heading", words["help_means"]), Line("body", question.help), GAP,
            Line("heading", words["help_why"]), Line("body", question.why), GAP,
            Line("heading", words["help_keys"]), *self._lines(f"help_{question.kind}"),
        )  # fmt: skip

    def _lines(self, name: str, style: str = "body") -> Lines:
        """Give a text, a line of the file a paragraph, with the region's numbers."""
        return tuple(Line(style, fill(text, self.region)) for text in self.words[name].splitlines())  # type: ignore[arg-type]


RESULT = "result"
"""The row of the review page that leads to the result; no question may have this id."""
