"""A book and one of its flows in; a FHIR R4 Questionnaire that asks what the interview asks, when it asks it, out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from ..model import DECLINED, NOTE_LENGTH, Flow, Kind, Question, RuleBook
from ..region import GENERIC
from ..render.asked import option_text
from ..render.lines import fill
from .codes import CODES, Codes
from .enabling import Gate, gates
from .parts import Resource, citations, concept, extension, listed, narrative, paragraph

CONTROLS = "http://hl7.org/fhir/questionnaire-item-control"
CONTROL: dict[Kind, str] = {"choice": "radio-button", "choices": "check-box", "text": "text-box"}
OTHER = "For somebody else:"
ALONE = "The form alone gives no advice: a response has to be evaluated by the rule book before anybody relies on it."
NOT_REVIEWED = "For education. Not a diagnosis. No doctor or nurse has reviewed these questions yet."


def questionnaire(book: RuleBook, flow: Flow, codes: Codes) -> Resource:
    """Give the form. Questions keep their ids as linkIds; what is not a question has a dot in its linkId."""
    acknowledgement = codes.acknowledgement()
    return {
        "resourceType": "Questionnaire",
        "id": f"{book.id}-{flow.id}",
        "language": "en",
        "text": narrative(flow.title, _readable(book, flow)),
        "contained": [codes.code_system(flow)],
        "extension": [extension("artifact-relatedArtifact", "RelatedArtifact", each) for each in _about(book, flow)],
        "url": codes.questionnaire(flow),
        "identifier": [codes.identifier()],
        "version": book.version,
        "name": "Alsscreen" + "".join(part.capitalize() for part in (*book.id.split("-"), *flow.id.split("-"))),
        "title": flow.title,
        "status": "draft",
        "experimental": True,
        "subjectType": ["Patient"],
        "description": f"{flow.description} {NOT_REVIEWED}",
        "purpose": ALONE,
        **({"copyright": acknowledgement} if acknowledgement else {}),
        "item": [*_warning(book), *_items(book, flow, codes)],
    }


def _warning(book: RuleBook) -> Iterator[Resource]:
    """Say first what to do in danger: another program will not say it."""
    words = book.screens.words.get("in_danger")
    if words:
        yield _display("say.in-danger", fill(words, book.regions[GENERIC]))


def _items(book: RuleBook, flow: Flow, codes: Codes) -> list[Resource]:
    """Lay the questions into their gates; neighbours whose gates begin alike share them."""
    top: list[Resource] = []
    open_: list[tuple[Gate, list[Resource]]] = []
    section = ""
    for name, chain in gates(book, flow, codes):
        question = book.questions[name]
        outer = chain[:-1] if chain and chain[-1].name.startswith("when.") else chain
        own = chain[len(outer) :]
        shared = len(list(takewhile(_same, zip(open_, outer, strict=False))))
        del open_[shared:]
        for gate in outer[shared:]:
            inside: list[Resource] = []
            (open_[-1][1] if open_ else top).append(
                {"linkId": gate.name, "type": "group", **dict(gate.enabling), "item": inside}
            )
            open_.append((gate, inside))
        place = open_[-1][1] if open_ else top
        enabling = dict(own[0].enabling) if own else {}
        if question.section != section:
            section = question.section
            place.append({**_display(f"section.{section}", book.sections[section].title), **enabling})
        place.append({**_question(book, question, codes), **enabling})
    return top


def _same(pair: tuple[tuple[Gate, list[Resource]], Gate]) -> bool:
    (gate, _), other = pair
    return gate.enabling == other.enabling


def _question(book: RuleBook, question: Question, codes: Codes) -> Resource:
    item: Resource = {
        "linkId": question.id,
        "extension": [*_links(book, question), _control(CONTROL[question.kind])],
        "text": question.text,
        "type": "text" if question.kind == "text" else "choice",
    }
    if question.kind == "text":
        item["maxLength"] = NOTE_LENGTH
    else:
        item["repeats"] = question.kind == "choices"
        item["answerOption"] = [_option(question, code, codes) for code in codes.of(question)]
    return {**item, "item": list(_help(question))}


def _option(question: Question, code: str, codes: Codes) -> Resource:
    """Give one answer; of a checklist, "none of these" and "prefer not to say" stand alone."""
    alone = {DECLINED, *(option.code for option in question.options if option.absence)}
    value = {"valueCoding": codes.coding(question, code)}
    if question.kind != "choices" or code not in alone:
        return value
    return {"extension": [extension("questionnaire-optionExclusive", "Boolean", value=True)], **value}


def _help(question: Question) -> Iterator[Resource]:
    if question.hint:
        yield _display(f"{question.id}.hint", question.hint)
    other = [f"{OTHER} {question.other}"] if question.other else []
    help_ = _display(f"{question.id}.help", " ".join((question.help, question.why, *other)))
    yield {**help_, "extension": [_control("help")]}


def _display(link: str, text: str) -> Resource:
    return {"linkId": link, "text": text, "type": "display"}


def _control(code: str) -> Resource:
    return extension("questionnaire-itemControl", "CodeableConcept", concept(CONTROLS, code))


def _links(book: RuleBook, question: Question) -> Iterator[Resource]:
    """Give the address of each evidence that stands behind the question's signs and their citations."""
    signs = [book.signs[option.sign] for option in question.options if option.sign]
    cited = [name for sign in signs for cite in sign.cites for name in book.citations[cite].evidence]
    names = [name for sign in signs for name in sign.evidence]
    for url in dict.fromkeys(book.evidence[name].url for name in (*names, *cited)):
        yield extension("questionnaire-supportLink", "Uri", url)


def _about(book: RuleBook, flow: Flow) -> Iterator[Resource]:
    """Name the contained codes (what is contained must be named somewhere), and cite the source of the signs."""
    yield {"type": "composed-of", "resource": f"#{CODES}"}
    options = (option for name in flow.questions for option in book.questions[name].options)
    yield from citations(book, (cite for option in options if option.sign for cite in book.signs[option.sign].cites))


def _readable(book: RuleBook, flow: Flow) -> Iterator[str]:
    yield paragraph(f"{flow.description} {NOT_REVIEWED}")
    yield paragraph(ALONE)
    section = ""
    for name in flow.questions:
        question = book.questions[name]
        if question.section != section:
            section = question.section
            yield f"<h2>{paragraph(book.sections[section].title)[3:-4]}</h2>"
        yield paragraph(question.text)
        yield listed(option_text(question, option.code) for option in question.options)
