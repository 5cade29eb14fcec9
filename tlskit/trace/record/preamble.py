"""Where TLS begins in each direction of a connection, and what was said in clear before it.

TLS begins with the first byte, or behind the talk of a protocol that was asked to start it (STARTTLS and its like, or
an HTTP proxy's CONNECT), or somewhere in the stream where the capture began late.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tlskit.trace.chunk import Direction, Transport
from tlskit.trace.record.starttls import talk_before_tls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.trace.first_bytes import FirstBytes
    from tlskit.trace.transcript import Transcript

_MOST_LINES = 256


class Preamble(NamedTuple):
    """Where TLS begins: offsets in the two directions (in one that shows no TLS, the length of what was looked at).

    ``protocol`` is what was talked before, empty where TLS began at once; ``lines`` is the talk, where it was text.
    """

    client_to_server: int
    server_to_client: int
    protocol: str = ""
    lines: tuple[tuple[Direction, str], ...] = ()

    def offset(self, direction: Direction) -> int:
        """Return where TLS begins in a direction."""
        return self.client_to_server if direction is Direction.CLIENT_TO_SERVER else self.server_to_client


def find_tls(transcript: Transcript) -> Preamble | None:
    """Return where TLS begins, or ``None`` where there is none."""
    if transcript.transport is Transport.DATAGRAM:
        return Preamble(0, 0)
    client, server = transcript.openings
    if client.begins or server.begins:
        return Preamble(client.start(), server.start())
    return _behind_talk(transcript, client, server) or _in_mid_stream(client, server)


def has_tls(transcript: Transcript) -> bool:
    """Tell whether there is TLS anywhere."""
    return find_tls(transcript) is not None


def _behind_talk(transcript: Transcript, client: FirstBytes, server: FirstBytes) -> Preamble | None:
    """Find hellos behind the talk of a protocol that starts TLS."""
    if client.hello() < 0 and server.hello() < 0:
        return None
    offsets = client.start(), server.start()
    talk = client.data[: offsets[0]], server.data[: offsets[1]]
    protocol = talk_before_tls(*talk) or talk_before_tls(*reversed(talk))
    if not protocol:
        return None
    return Preamble(*offsets, protocol, tuple(_lines(transcript, dict(zip(Direction, offsets, strict=True)))))


def _in_mid_stream(client: FirstBytes, server: FirstBytes) -> Preamble | None:
    """Find records in a stream whose beginning the capture missed."""
    if client.records() < 0 and server.records() < 0:
        return None
    return Preamble(client.start(), server.start())


def _lines(transcript: Transcript, left: dict[Direction, int]) -> Iterator[tuple[Direction, str]]:
    """Yield the lines of text before the offsets, in the order of the talk."""
    count = 0
    for chunk in transcript.chunks:
        talk = chunk.data[: left[chunk.direction]]
        left[chunk.direction] -= len(talk) + chunk.lost
        for line in talk.decode("utf-8", "replace").splitlines():
            if count < _MOST_LINES and line.strip():
                count += 1
                yield chunk.direction, line
        if max(left.values()) <= 0:
            return
