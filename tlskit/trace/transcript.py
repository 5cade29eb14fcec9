"""One connection as recorded: every byte that each side sent, with its time, and the secrets where there are any.

A transcript comes from a capture file, from pasted bytes or from a live handshake; nothing in it has been read yet.
Offsets count the bytes that one side sent, from 0. Bytes that a capture missed keep their place: ``Chunk.lost`` counts
them, so that offsets stay what they were on the wire.
"""

from __future__ import annotations

from functools import cached_property

from tlskit.core import FrozenValue
from tlskit.trace.chunk import Chunk, Direction, Orientation, Transport
from tlskit.trace.first_bytes import FirstBytes


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
    def openings(self) -> tuple[FirstBytes, FirstBytes]:
        """The first bytes of client and server, which are asked more than once what they show."""
        return FirstBytes(self.chunks, Direction.CLIENT_TO_SERVER), FirstBytes(self.chunks, Direction.SERVER_TO_CLIENT)

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
