"""The derivation of JSON Schema from types: what each form of a type becomes, and what has no form in JSON."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any, Generic, Literal, NotRequired, TypedDict, TypeVar

import jsonschema
import pytest

from tlskit.export.json_schema import json_schema
from tlskit.export.shapes.scalars import Count, Interval, Keywords, Position, Time, name_of, one_of, value_of

T = TypeVar("T")


class Colour(Enum):
    """An enumeration whose names are not its values."""

    RED = "deep red"
    BLUE = "pale blue"


class Point(TypedDict):
    """A shape."""

    x: Count
    label: str | None


class Named(Point):
    """A shape with the keys of another."""

    name: str


class Tree(TypedDict):
    """A shape that holds itself."""

    name: str
    below: NotRequired[list[Tree]]


class Loose(TypedDict, total=False):
    """A shape without a key that must be there."""

    x: int


class Box(TypedDict, Generic[T]):
    """A shape around any other."""

    content: list[T]
    spare: T | None


class Crate(TypedDict, Generic[T]):
    """A shape around a shape around any other."""

    box: Box[T]


def derived(kind, names=None):
    """Return the schema of a type without what every schema begins with."""
    schema = json_schema(kind, names or {})
    jsonschema.Draft202012Validator.check_schema(schema)
    assert "https://json-schema.org/draft/2020-12/schema" == schema.pop("$schema")
    definitions = schema.pop("$defs")
    return (schema, definitions) if names else schema


def whole(**properties):
    """Return the schema of an object with these keys and no other."""
    return {"type": "object", "required": sorted(properties), "properties": properties, "additionalProperties": False}


INTEGER, STRING, NULL = {"type": "integer"}, {"type": "string"}, {"type": "null"}
COUNT = {"type": "integer", "minimum": 0}
POINT = {"x": COUNT, "label": {"anyOf": [STRING, NULL]}}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (str, STRING),
        (int, INTEGER),
        (bool, {"type": "boolean"}),
        (float, {"type": "number"}),
        (type(None), NULL),
        (object, {}),
        (int | str, {"anyOf": [INTEGER, STRING]}),
        (list[bool], {"type": "array", "items": {"type": "boolean"}}),
        (dict[str, object], {"type": "object"}),
        (dict[str, int], {"type": "object", "additionalProperties": INTEGER}),
        (Literal["a"], {"const": "a"}),
        (Literal["a", 1], {"enum": ["a", 1]}),
        (Count, COUNT),
        (Position, {"type": "integer", "minimum": 1}),
        (Time, {"type": "string", "format": "date-time"}),
        (Count | None, {"anyOf": [COUNT, NULL]}),
        (Interval, {"type": "array", "items": COUNT, "minItems": 2, "maxItems": 2}),
        (Annotated[str, one_of("a", "b")], {"enum": ["a", "b"]}),
        (Annotated[str, value_of(Colour)], {"enum": ["deep red", "pale blue"]}),
        (Annotated[str, name_of(Colour)], {"enum": ["red", "blue"]}),
        (Annotated[str, Keywords(const="x")], {"const": "x"}),
        (Annotated[int, "a note"], INTEGER),
        (Point, whole(**POINT)),
        (Named, whole(**POINT, name=STRING)),
        (Loose, {"type": "object", "properties": {"x": INTEGER}, "additionalProperties": False}),
        (Box[str], whole(content={"type": "array", "items": STRING}, spare={"anyOf": [STRING, NULL]})),
        (Crate[int], whole(box=derived(Box[int]))),
    ],
)
def test_forms(kind, expected):
    """Every form of a type has its schema."""
    assert expected == derived(kind)


def test_names():
    """A shape that has a name stands once and is referred to, also from within itself."""
    schema, definitions = derived(Box[Tree], {"Tree": "tree", "Point": "never met"})
    reference = {"$ref": "#/$defs/tree"}
    below = {"type": "array", "items": reference}
    assert whole(content={"type": "array", "items": reference}, spare={"anyOf": [reference, NULL]}) == schema
    assert {"tree": {**whole(name=STRING, below=below), "required": ["name"]}} == definitions


@pytest.mark.parametrize("kind", [bytes, tuple[int, ...], dict[int, str], set[str], Colour, Any, Box[bytes]])
def test_no_form(kind):
    """What JSON cannot hold is refused rather than guessed at."""
    with pytest.raises(TypeError, match="no form in JSON"):
        json_schema(kind, {})
