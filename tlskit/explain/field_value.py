"""What a field says, in words: code points by name, times and lengths readable, text as text, bytes as hex."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tlskit.core import clipped
from tlskit.explain.amount import counted, duration
from tlskit.registry import CodePoint
from tlskit.wire import Extension

if TYPE_CHECKING:
    from tlskit.wire import Field

_MOST_HEX, _MOST_TEXT = 16, 100
_MS_PER_S = 1000
_PRINTABLE = frozenset(range(0x20, 0x7F))
_SHORTEST_TEXT, _SHORTEST_LINE = 2, 8
_LINES = _PRINTABLE | {0x09, 0x0A, 0x0D}
_ESCAPES = str.maketrans({"\t": "\\t", "\n": "\\n", "\r": "\\r"})
_SECONDS = frozenset({"ticket_lifetime", "ticket_lifetime_hint"})


def field_text(field: Field[Any], *, beside_bytes: bool = False) -> str:
    """Return the value in words; empty where the fields below say it.

    ``beside_bytes``: the bytes stand beside it, so that it need not repeat them.
    """
    match field.value:
        case CodePoint() as point:
            return f"{point.label} ({point.hex})" if point.is_known and not beside_bytes else point.label
        case bool():
            return "yes" if field.value else "no"
        case int() as number:
            return f"{number:#x}" if field.name.startswith("serialNumber") else _number(field.name, number)
        case str() as text:
            return clipped(text, _MOST_TEXT)
        case Extension(extension_type=kind):
            return str(kind.label)
        case tuple() as items if field.children:
            return counted(len(items), "item")
        case bytes() as data if not field.children:
            return bytes_text(data, beside_bytes=beside_bytes)
    return ""


def bytes_text(data: bytes, *, beside_bytes: bool = False) -> str:
    """Return bytes as text where they are text, as hex where they are not; long ones cut, with their number."""
    if not data:
        return "empty"
    if len(data) >= _SHORTEST_TEXT and _PRINTABLE.issuperset(data[:_MOST_TEXT]):
        return f'"{clipped(data.decode("latin-1"), _MOST_TEXT)}"'
    if len(data) >= _SHORTEST_LINE and _LINES.issuperset(data[:_MOST_TEXT]):
        return f'"{clipped(data.decode("latin-1").translate(_ESCAPES), _MOST_TEXT)}"'
    if beside_bytes:
        return counted(len(data), "byte")
    if len(data) <= _MOST_HEX:
        return data.hex()
    return f"{data[:_MOST_HEX].hex()}... ({len(data):,} bytes)"


def _number(name: str, number: int) -> str:
    if name in _SECONDS:
        return duration(number)
    if name == "timestamp":
        return _moment(number)
    return counted(number, "byte") if name.endswith("length") else f"{number:,}"


def _moment(milliseconds: int) -> str:
    """Return the time of an SCT (RFC 6962 section 3.2), or the number where there is no such time."""
    try:
        return f"{datetime.fromtimestamp(milliseconds / _MS_PER_S, UTC):%Y-%m-%d %H:%M:%S}Z"
    except (ValueError, OverflowError, OSError):
        return f"{milliseconds:,}"
