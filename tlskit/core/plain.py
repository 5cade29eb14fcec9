"""Any of our values as JSON-ready plain data: one generic function instead of one serialiser per type.

Evidence is written with it, whatever it is made of. Reports have shapes of their own: see :mod:`tlskit.export`.

RFC 3339 UTC times, enum names in lower case, bytes as lower-case hex, integers beyond 53 bits as hex strings,
a type's own ``to_plain`` where it has one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from enum import Enum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import TypeAlias

from tlskit.core.frozen import FrozenValue

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"

_EXACT_IN_JSON = 2**53  # RFC 8259 section 6: integers in this range are interoperable


def to_plain(value: object) -> Plain:  # noqa: C901, PLR0912 - a flat table, one type per line
    """Return ``value`` as dicts, lists, strings, numbers, booleans and None.

    Raises ``TypeError`` for a type that has no agreed plain form.
    """
    own = getattr(value, "to_plain", None)
    if own is not None:
        plain: Plain = own()
        return plain
    match value:
        case None | bool() | float() | str():
            return well_formed(value) if isinstance(value, str) else value
        case Enum():
            return value.name.lower()
        case int():
            return integer(value)
        case bytes():
            return value.hex()
        case datetime():
            return rfc3339(value)
        case timedelta():
            return value.total_seconds()
        case IPv4Address() | IPv6Address() | IPv4Network() | IPv6Network():
            return str(value)
        case Mapping():
            return {str(key): to_plain(item) for key, item in value.items()}
        case tuple() | list():
            return [to_plain(item) for item in value]
        case AbstractSet():
            return sorted((to_plain(item) for item in value), key=str)
    if isinstance(value, FrozenValue):
        return {name: to_plain(getattr(value, name)) for name in value.fields}
    if dataclasses.is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    raise TypeError(f"no plain form for {type(value).__name__}")


def rfc3339(moment: datetime) -> str:
    """Return an aware datetime as RFC 3339 in UTC with ``Z``."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def integer(value: int) -> int | str:
    """Return an integer, or where readers of JSON may round it, a hex string."""
    return value if -_EXACT_IN_JSON < value < _EXACT_IN_JSON else hex(value)


def well_formed(text: str) -> str:
    """Return text that can be encoded as UTF-8: lone surrogates stay readable as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
