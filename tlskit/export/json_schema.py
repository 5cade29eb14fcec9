"""The JSON Schema (2020-12) of a type: typed dictionaries, lists, unions, literals and what ``Annotated`` adds to them.

Every key of a shape is required unless the shape says otherwise, and no other is allowed.
"""

from __future__ import annotations

from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    NotRequired,
    TypeAlias,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from tlskit.export.shapes.scalars import Keywords

if TYPE_CHECKING:
    from collections.abc import Mapping

Schema: TypeAlias = dict[str, Any]
_Bound: TypeAlias = "Mapping[Any, Any]"  # type variable -> the type that stands for it

_SCALARS: dict[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    NoneType: {"type": "null"},
    object: {},
}


def json_schema(root: Any, names: Mapping[str, str]) -> Schema:  # noqa: ANN401 - a type of any form
    """Return the schema of a type.

    ``names``: shapes that stand once, under ``$defs``, and are referred to, by what they are called in Python.

    Raises :class:`TypeError` for what has no form in JSON.
    """
    derivation = _Derivation(names)
    whole = derivation.of(root, {})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": derivation.definitions,
        **whole,
    }


class _Derivation:
    """One schema in the making."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.definitions: dict[str, Schema] = {}

    def of(self, kind: Any, bound: _Bound) -> Schema:  # noqa: ANN401 - as above
        """Return the schema of one type."""
        kind = bound.get(kind, kind)
        origin, arguments = get_origin(kind), get_args(kind)
        if kind in _SCALARS:
            return dict(_SCALARS[kind])
        if is_typeddict(origin or kind):
            return self._shape(origin or kind, [bound.get(item, item) for item in arguments])
        if origin is Annotated:
            return _narrowed(self.of(arguments[0], bound), arguments[1:])
        if origin is Literal:
            return {"const": arguments[0]} if len(arguments) == 1 else {"enum": [*arguments]}
        if origin in (Union, UnionType):
            return {"anyOf": [self.of(item, bound) for item in arguments]}
        if origin is list:
            return {"type": "array", "items": self.of(arguments[0], bound)}
        if origin is dict and arguments[0] is str:
            values = self.of(arguments[1], bound)
            return {"type": "object", "additionalProperties": values} if values else {"type": "object"}
        raise TypeError(f"no form in JSON for {kind}")

    def _shape(self, shape: Any, arguments: list[Any]) -> Schema:  # noqa: ANN401 - as above
        name = self.names.get(shape.__name__)
        if name is None:
            return self._object(shape, arguments)
        if name not in self.definitions:
            self.definitions[name] = {}  # a shape may hold itself
            self.definitions[name] = self._object(shape, arguments)
        return {"$ref": f"#/$defs/{name}"}

    def _object(self, shape: Any, arguments: list[Any]) -> Schema:  # noqa: ANN401 - as above
        bound = dict(zip(getattr(shape, "__parameters__", ()), arguments, strict=True))
        hints = get_type_hints(shape, include_extras=True)
        left_out = {key for key, kind in hints.items() if get_origin(kind) is NotRequired} | shape.__optional_keys__
        inner = {key: get_args(kind)[0] if get_origin(kind) is NotRequired else kind for key, kind in hints.items()}
        required = sorted(inner.keys() - left_out)
        return {
            "type": "object",
            **({"required": required} if required else {}),
            "properties": {key: self.of(kind, bound) for key, kind in inner.items()},
            "additionalProperties": False,
        }


def _narrowed(schema: Schema, metadata: tuple[object, ...]) -> Schema:
    for item in metadata:
        if isinstance(item, Keywords):
            says_all = not item.keywords.keys().isdisjoint(("const", "enum"))
            schema = dict(item.keywords) if says_all else {**schema, **item.keywords}
    return schema
