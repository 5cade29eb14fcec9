"""Fragments of IP datagrams, joined (RFC 791 section 3.2, RFC 8200 section 4.5), within bounds on what may wait.

Where fragments overlap, the one with the lower offset wins, and of two at one offset the longer. How long a datagram
may wait is counted in datagrams, not in time: the oldest is given up when too many wait.
"""

from __future__ import annotations

from typing import TypeAlias

Key: TypeAlias = tuple[bytes, int, int]  # addresses, identification, protocol

_LONGEST_DATAGRAM = 1 << 16
_MOST_DATAGRAMS = 256
_MOST_FRAGMENTS = 256  # of one datagram: 64 KiB through the smallest MTU in use (RFC 791: 576) are 118


class _Waiting:
    """The fragments of one datagram so far; ``length`` is -1 until the last one came."""

    __slots__ = ("held", "length", "pieces")

    def __init__(self) -> None:
        self.pieces: dict[int, bytes] = {}
        self.held, self.length = 0, -1

    def takes(self, offset: int, data: bytes) -> bool:
        """Add a fragment, if it is new."""
        known = len(self.pieces.get(offset, b""))
        if known >= len(data) > 0 or len(self.pieces) >= _MOST_FRAGMENTS:
            return False
        self.pieces[offset] = data
        self.held += len(data) - known
        return True

    def whole(self) -> bytes | None:
        """Return the datagram, if nothing of it is missing."""
        if not 0 <= self.length <= self.held:
            return None
        joined = bytearray()
        for offset, data in sorted(self.pieces.items()):
            if offset > len(joined):
                return None
            joined += data[len(joined) - offset :]
        return bytes(joined[: self.length]) if len(joined) >= self.length else None


class Fragments:
    """All datagrams of which fragments wait."""

    def __init__(self) -> None:
        self._waiting: dict[Key, _Waiting] = {}

    def join(self, key: Key, offset: int, data: bytes, *, more: bool) -> bytes | None:
        """Take a fragment; return the datagram if that was its last missing one."""
        if offset + len(data) > _LONGEST_DATAGRAM:
            return None
        datagram = self._waiting.setdefault(key, _Waiting())
        if not more and datagram.length < 0:
            datagram.length = offset + len(data)
        if not datagram.takes(offset, data):
            return None
        whole = datagram.whole()
        if whole is not None:
            del self._waiting[key]
        elif len(self._waiting) > _MOST_DATAGRAMS:
            del self._waiting[next(iter(self._waiting))]
        return whole
