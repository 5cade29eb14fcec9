"""What the shapes of the JSON are made of: text, numbers and words, each with what JSON Schema asks of it.

A shape is a :class:`~typing.TypedDict` whose name ends in ``Json``. It is the one place where the keys of an object
stand: the type checker holds the writer to it, and :mod:`tlskit.export.json_schema` derives the JSON Schema from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

if TYPE_CHECKING:
    from enum import Enum


class Keywords:
    """What a type alone does not say, in the keywords of JSON Schema, as metadata of ``Annotated``."""

    def __init__(self, **keywords: object) -> None:
        """Take the keywords; ``const`` and ``enum`` leave nothing for the type to say."""
        self.keywords = keywords


def one_of(*values: int | str) -> Keywords:
    """Allow these values and no other."""
    return Keywords(enum=[*values])


def value_of(kind: type[Enum]) -> Keywords:
    """Allow the values of an enumeration."""
    return one_of(*(item.value for item in kind))


def name_of(kind: type[Enum]) -> Keywords:
    """Allow the names of an enumeration, in lower case as :func:`~tlskit.core.plain.to_plain` has them."""
    return one_of(*(item.name.lower() for item in kind))


Count: TypeAlias = Annotated[int, Keywords(minimum=0)]
Position: TypeAlias = Annotated[int, Keywords(minimum=1)]
Byte: TypeAlias = Annotated[int, Keywords(minimum=0, maximum=255)]
Seconds: TypeAlias = Annotated[float, Keywords(minimum=0)]
Interval: TypeAlias = Annotated[list[Count], Keywords(minItems=2, maxItems=2)]
Time: TypeAlias = Annotated[str, Keywords(format="date-time")]
Sha256: TypeAlias = Annotated[str, Keywords(pattern="^[0-9a-f]{64}$")]
DottedOid: TypeAlias = Annotated[str, Keywords(pattern=r"^[0-2](\.(0|[1-9][0-9]*))+$")]
