"""What a reader keeps at most, and what it has kept; every limit on memory stands here.

The limits are generous for what people capture and small for a workstation. Bytes over the limit of a connection are
counted in ``Transcript.not_kept``. Over the total, the connections that were silent for longest are given out as they
are; if one goes on later, it goes on as another transcript.
"""

from __future__ import annotations

PROBE = 64 << 10  # by then TLS has begun, behind any talk before STARTTLS; a connection without it is dropped
MOST_OF_A_CONNECTION = 64 << 20  # a handshake takes kilobytes; the rest is application data
MOST_IN_ALL = 256 << 20
MOST_OUT_OF_ORDER = 16 << 20  # behind one hole; the largest windows in common use
PER_CHUNK = 256  # what a chunk costs beside its bytes
PER_CONNECTION = 2048  # what a connection costs beside its chunks
MOST_CLOSED = 256  # closed connections that still wait for stray packets before they are given out


class CaptureBudget:
    """Counts what all connections of one reader keep."""

    __slots__ = ("held",)

    def __init__(self) -> None:
        self.held = 0
