"""The schemas by which an editor completes and underlines rule files: current, and of one mind with the reader."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from pydantic.json_schema import GenerateJsonSchema

from alsscreen.model import Noun
from alsscreen.review.lint import look
from alsscreen.review.whole import EVERY
from people import ROOT
from test_bad_rules import BAD, SMALL_BOOK, planted

NAMES = {"sources/advancells-als.yaml": "ledger.json", "sources/evidence.yaml": "evidence.json"}
"""Of the schemas that are not called as their file."""

SHAPES = {"unknown-key", "missing-key", "wrong-value"}
"""Codes of what a schema can tell. That an id is not there, or a quotation not the source's, only reading tells."""

BEYOND = {"flag-capital", "count-octal", "count-with-underscore"}
"""Bad books whose mistake is gone when an editor has read the file: it takes True for true, and 010 for a number."""


class Schema(GenerateJsonSchema):
    """A schema of files: nothing may be null, a number may stand where a text is due, and no default is written in."""

    def nullable_schema(self, schema: Any) -> Any:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> Any:
        return self.generate_inner(schema["schema"])

    def str_schema(self, schema: Any) -> Any:
        """Let 112 stand where any text may: the reader leaves it one, while an editor makes a number of it."""
        kind = "string" if "pattern" in schema else ["string", "number"]
        return {**super().str_schema(schema), "type": kind}

    def field_title_should_be_set(self, _: Any) -> bool:
        return False


def schema_of(noun: type[Noun]) -> Any:
    """Give the schema of a file."""
    return _named(noun.model_json_schema(schema_generator=Schema))


def _named(schema: Any) -> Any:
    """Call bounds as JSON Schema does; pydantic keeps its own names for those of a number that was a text."""
    if isinstance(schema, dict):
        names = {"ge": "minimum", "le": "maximum"}
        return {names.get(key, key): _named(value) for key, value in schema.items()}
    return [_named(each) for each in schema] if isinstance(schema, list) else schema


def path_of(file: str) -> Path:
    """Say where the schema of a file stands."""
    return ROOT / "schemas" / NAMES.get(file, file.replace(".yaml", ".json"))


class Editor(yaml.SafeLoader):
    """YAML 1.2, as editors read it: `no` is a text, and so is a date."""


Editor.yaml_implicit_resolvers = {}
for _tag, _form, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_form})$"), list(_first))


def underlined(root: Path) -> Iterator[str]:
    """Give the path of everything in a book that an editor underlines."""
    for file in EVERY:
        if (root / file).is_file():
            data = yaml.load((root / file).read_bytes(), Loader=Editor)  # a test reads its own files
            schema = json.loads(path_of(file).read_text(encoding="utf-8"))
            for error in jsonschema.Draft202012Validator(schema).iter_errors(data):
                yield f"{file}: {error.json_path}: {error.message[:80]}"


@pytest.mark.parametrize(("file", "noun"), EVERY.items(), ids=list(EVERY))
def test_a_schema_is_current(file: str, noun: type[Noun], gold: Callable[[Path, str], None]) -> None:
    """What is shipped is what the nouns give now; --update-gold writes it anew."""
    schema = schema_of(noun)
    jsonschema.Draft202012Validator.check_schema(schema)
    gold(path_of(file), json.dumps(schema, indent=1, ensure_ascii=False) + "\n")


@pytest.mark.parametrize("file", EVERY)
def test_a_rule_file_names_its_schema(file: str) -> None:
    """The first line leads an editor from the file to its schema, wherever the folder is copied to."""
    path = ROOT / file
    found = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text(encoding="utf-8"))
    assert found
    assert (path.parent / found[1]).resolve() == path_of(file).resolve()


@pytest.mark.parametrize("root", [ROOT, SMALL_BOOK], ids=["shipped", "small"])
def test_a_good_book_has_nothing_underlined(root: Path) -> None:
    """What the reader takes, no schema complains of."""
    assert list(underlined(root)) == []


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_an_editor_and_the_reader_are_of_one_mind(path: Path, tmp_path: Path) -> None:
    """In a bad book each mistake of shape is underlined, and nothing is that the reader would take."""
    root = planted(tmp_path / "book", yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)["edits"])
    codes = {problem.code for problem in look(root).findings}
    try:
        found = list(underlined(root))
    except (yaml.YAMLError, UnicodeDecodeError):  # an editor that cannot parse a file says so
        assert codes
    else:
        assert codes or not found
        assert found or not codes & SHAPES or path.stem in BEYOND
