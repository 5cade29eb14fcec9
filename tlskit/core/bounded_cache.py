"""A table of what was worked out before, with a bound: what repeats is worked out once.

Certificates of one CA repeat most of their parts octet for octet: names, algorithms, all extensions but two or three.
"""

from __future__ import annotations

from typing import TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

SHORT = 512
"""Octets of an encoding that is worth keeping; longer ones seldom repeat, and a table of them would not be small."""


class BoundedCache(dict[_Key, _Value]):
    """Full, it starts again. Safe under threads: every access is one operation on a dict."""

    def __init__(self, maximum: int = 4096) -> None:
        """Keep up to ``maximum`` entries."""
        super().__init__()
        self._maximum = maximum

    def keep(self, key: _Key, value: _Value) -> _Value:
        """Keep a value, and return it."""
        if len(self) >= self._maximum:
            self.clear()
        self[key] = value
        return value
