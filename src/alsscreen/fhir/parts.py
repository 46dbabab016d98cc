"""Texts and plain values in; the small pieces that every resource is made of, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any, TypeAlias

from ..model import RuleBook
from ..render.because import shown

Resource: TypeAlias = dict[str, Any]

STRUCTURES = "http://hl7.org/fhir/StructureDefinition"
XHTML = "http://www.w3.org/1999/xhtml"


def extension(name: str, kind: str, value: Any) -> Resource:
    """Give an extension of HL7's own, with `value[x]` of a kind such as `Uri`."""
    return {"url": f"{STRUCTURES}/{name}", f"value{kind}": value}


def concept(system: str, code: str) -> Resource:
    """Give a CodeableConcept of one code."""
    return {"coding": [{"system": system, "code": code}]}


def narrative(title: str, lines: Iterable[str]) -> Resource:
    """Give the readable part of a resource; the lines are XHTML already."""
    body = "".join(lines)
    return {"status": "generated", "div": f'<div xmlns="{XHTML}"><h1>{escape(title)}</h1>{body}</div>'}


def paragraph(text: str) -> str:
    """Give a text as a paragraph of a narrative."""
    return f"<p>{escape(text)}</p>"


def listed(texts: Iterable[str]) -> str:
    """Give texts as a list of a narrative; nothing where there are none, for an empty list is invalid."""
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return f"<ul>{items}</ul>" if items else ""


def citations(book: RuleBook, names: Iterable[str]) -> Iterator[Resource]:
    """Give each citation as a RelatedArtifact, in the words that a person may read."""
    for name in dict.fromkeys(names):
        citation = book.citations[name]
        unit = book.units[citation.unit]
        said = f"{book.source.publisher}: {book.source.title}, line {unit.line}"
        yield {"type": "citation", "label": unit.id, "display": said, "citation": shown(citation)}


def evidence(book: RuleBook, names: Iterable[str]) -> Iterator[Resource]:
    """Give each evidence as a RelatedArtifact with its address."""
    for name in dict.fromkeys(names):
        each = book.evidence[name]
        said = f"{each.publisher}: {each.title}"
        yield {"type": "citation", "label": name, "display": said, "citation": each.fact, "url": each.url}
