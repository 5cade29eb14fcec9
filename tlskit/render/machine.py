"""JSON on a stream: always valid, always ASCII, so that no terminal is reached by what a certificate says.

What stands near the top is spread over lines; below that each item has a line of its own, since a trace has a hundred
thousand of them, and Python lays JSON out far more slowly than it writes it.
"""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPREAD = 5  # document, results, result, report, its lists
_encode = json.JSONEncoder(ensure_ascii=True, allow_nan=False).encode


def print_json(value: object, stream: IO[str]) -> None:
    """Write one JSON document (RFC 8259) and a line feed."""
    _write(value, stream, 0)
    stream.write("\n")


def _write(value: object, stream: IO[str], depth: int) -> None:
    items: Iterable[tuple[str, object]]
    match value:
        case dict() if value and depth < _SPREAD:
            ends, items = "{}", ((f"{_encode(name)}: ", item) for name, item in value.items())
        case list() if value and depth < _SPREAD:
            ends, items = "[]", (("", item) for item in value)
        case _:
            stream.write(_encode(value))
            return
    before = ends[0]
    for name, item in items:
        stream.write(f"{before}\n{'  ' * (depth + 1)}{name}")
        _write(item, stream, depth + 1)
        before = ","
    stream.write(f"\n{'  ' * depth}{ends[1]}")
