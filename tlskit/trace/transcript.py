"""One connection as recorded: every byte that each side sent, with its time, and the secrets where there are any.

A transcript comes from a capture file, from pasted bytes or from a live handshake; nothing in it has been read yet.
Offsets count the bytes that one side sent, from 0. Bytes that a capture missed keep their place: ``Chunk.lost`` counts
them, so that offsets stay what they were on the wire.
"""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from typing import NamedTuple

from tlskit.core.frozen import FrozenValue
from tlskit.trace.first_bytes import Opening


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


class Transcript(FrozenValue):
    """One connection, verbatim.

    ``client`` and ``server`` are addresses as ``192.0.2.1:443`` or ``[2001:db8::1]:443``, empty where unknown.
    ``secrets`` is a key log in NSS format (RFC 9850), empty where there is none. ``ended`` says for each direction
    that was closed how ("fin", "reset"); ``not_kept`` counts bytes that a limit on the reader left out at the end.
    """

    chunks: tuple[Chunk, ...]
    transport: Transport = Transport.STREAM
    client: str = ""
    server: str = ""
    orientation: Orientation = Orientation.GUESSED
    secrets: str = ""
    ended: tuple[tuple[Direction, str], ...] = ()
    not_kept: int = 0

    @cached_property
    def openings(self) -> tuple[Opening, Opening]:
        """The first bytes of client and server, which are asked more than once what they show."""
        return Opening(self.chunks, Direction.CLIENT_TO_SERVER), Opening(self.chunks, Direction.SERVER_TO_CLIENT)

    def turned(self) -> Transcript:
        """Return the same connection with client and server exchanged."""
        return Transcript(
            chunks=tuple(chunk._replace(direction=chunk.direction.opposite) for chunk in self.chunks),
            transport=self.transport,
            client=self.server,
            server=self.client,
            orientation=self.orientation,
            secrets=self.secrets,
            ended=tuple((direction.opposite, how) for direction, how in self.ended),
            not_kept=self.not_kept,
        )
