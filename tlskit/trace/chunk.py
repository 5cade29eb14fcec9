"""What a transcript is made of: bytes that came in one piece, and which way they travelled."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Direction(Enum):
    """Which way bytes travelled."""

    CLIENT_TO_SERVER = "c2s"
    SERVER_TO_CLIENT = "s2c"

    __hash__ = object.__hash__  # Enum's own is written in Python, and nearly every table here is by direction

    @property
    def opposite(self) -> Direction:
        """The other way."""
        return _OPPOSITE[self]

    def to_plain(self) -> str:
        """The value: JSON says it the same way everywhere."""
        return self.value


DIRECTIONS = tuple(Direction)  # for what is done often: going through an Enum is slow


_OPPOSITE = {
    Direction.CLIENT_TO_SERVER: Direction.SERVER_TO_CLIENT,
    Direction.SERVER_TO_CLIENT: Direction.CLIENT_TO_SERVER,
}


class Transport(Enum):
    """What carried the bytes: a stream, or datagrams that each hold whole records (DTLS, RFC 6347)."""

    STREAM = "tcp"
    DATAGRAM = "udp"


class Orientation(Enum):
    """How it is known which end is the client."""

    KNOWN = "known"  # the capture holds the SYN, or we made the connection ourselves
    GUESSED = "guessed"  # the bytes must tell


class Chunk(NamedTuple):
    """Bytes that came in one piece, in the order in which they became readable.

    ``at`` is in nanoseconds since the Unix epoch, UTC, or ``None`` where the time is unknown. ``packet`` is the packet
    of the capture that made the bytes readable, counted from 1; 0 where there are no packets. ``lost`` counts the
    bytes of the same direction before this chunk that the capture missed.
    """

    direction: Direction
    data: bytes
    at: int | None = None
    packet: int = 0
    lost: int = 0
