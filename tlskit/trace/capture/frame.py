"""What every capture format gives: frames, one for each packet, in the order of the file.

A frame is a plain tuple, since a capture has millions of them: time in nanoseconds since the Unix epoch (``None``
where the format has none), link type (https://www.tcpdump.org/linktypes.html), and a buffer with the start and the end
of the packet in it. What a capture left out at the end of a packet, the lengths inside the packet tell. Packets count
from 1 in the order of frames.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from typing import TypeAlias

Frame: TypeAlias = "tuple[int | None, int, bytes, int, int]"

READ_SIZE = 1 << 20  # one system call per mebibyte; smaller costs calls, larger gains nothing
LONGEST_PACKET = 1 << 18  # what libpcap takes for the longest packet of any common link; longer is damage


class Readable(Protocol):
    """Anything that bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes, and none only at the end."""


def topped_up(buffer: bytes, position: int, wanted: int, stream: Readable) -> bytes:
    """Return the buffer from a position on with at least so many bytes, fewer only where the stream ends."""
    pieces = [buffer[position:]]
    held = len(pieces[0])
    while held < wanted:
        piece = stream.read(READ_SIZE)
        if not piece:
            break
        pieces.append(piece)
        held += len(piece)
    return b"".join(pieces)
