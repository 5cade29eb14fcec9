"""TCP (RFC 9293): from segments to the bytes that each side sent, in order.

Strategy: each direction knows the sequence number that it expects. A segment that begins there is delivered at once;
one that begins later waits in a heap; of one that begins earlier only the bytes beyond what was delivered count, so
that of bytes sent twice the first win. Sequence numbers are kept unwrapped, as integers that only grow. A hole is given
up when more than ``MOST_OUT_OF_ORDER`` bytes wait behind it or at the end of the connection; the chunk after it says
what was lost. A SYN with another initial sequence number begins another connection between the same ends.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from tlskit.trace.capture.budget import MOST_OUT_OF_ORDER, PER_CHUNK
from tlskit.trace.chunk import Direction, Orientation

if TYPE_CHECKING:
    from tlskit.trace.capture.connection import Connection

FIN, SYN, RST, ACK = 1, 2, 4, 16
WRAP = 1 << 32
_BEHIND = 1 << 31  # as far ahead as this is behind


class Half:
    """One direction of a connection. ``expected`` is the next sequence number, unwrapped, and -1 before any packet."""

    __slots__ = ("_initial", "_latest", "_lost", "_waiting_bytes", "connection", "direction", "expected", "waiting")

    def __init__(self, connection: Connection, direction: Direction) -> None:
        self.connection, self.direction = connection, direction
        self.expected = self._initial = -1
        self.waiting: list[tuple[int, int, int | None, bytes, int]] = []
        self._waiting_bytes = self._lost = 0
        self._latest: tuple[int, int | None] = (0, None)

    def starts_anew(self, sequence: int) -> bool:
        """Tell whether a SYN with this sequence number belongs to another connection."""
        if self._initial >= 0:
            return sequence != self._initial
        return self.expected >= 0 and (sequence + 1 - self.expected) % WRAP != 0

    def synchronise(self, sequence: int, *, asking: bool) -> None:
        """Take a SYN's sequence number."""
        self._initial = sequence
        if self.expected < 0:
            self.expected = sequence + 1
        if asking is (self.direction is Direction.CLIENT_TO_SERVER):
            self.connection.orientation = Orientation.KNOWN

    def take(self, sequence: int, data: bytes, missing: int, number: int, at: int | None) -> None:
        """Take a segment's bytes, of which the capture has left out the last ``missing``."""
        if self.expected < 0:
            self.expected = sequence
        ahead = (sequence - self.expected) % WRAP
        if ahead >= _BEHIND:
            ahead -= WRAP
        if ahead <= 0 and not self.waiting:
            self._deliver(-ahead, data, missing, number, at)
        elif ahead + len(data) + missing > 0:
            heapq.heappush(self.waiting, (self.expected + ahead, number, at, data, missing))
            self._wait(len(data) + PER_CHUNK)
            self._deliver_waiting(number, at)
            while self._waiting_bytes > MOST_OUT_OF_ORDER:
                self._give_up_hole()

    def append(self, data: bytes, number: int, at: int | None) -> None:
        """Take the bytes of a segment that comes in order."""
        self.expected += len(data)
        self.connection.keep(self.direction, data, at, number, self._lost)
        self._lost = 0

    def finish(self) -> None:
        """Give up every hole: nothing comes any more."""
        while self.waiting:
            self._give_up_hole()

    def _wait(self, cost: int) -> None:
        self._waiting_bytes += cost
        self.connection.hold(cost)

    def _deliver(self, known: int, data: bytes, missing: int, number: int, at: int | None) -> None:
        """Deliver a segment of which so many bytes are known already."""
        if known >= len(data) + missing:
            return
        fresh = data[known:]
        if fresh:
            self.append(fresh, number, at)
        beyond = len(data) + missing - max(known, len(data))
        self.expected += beyond
        self._lost += beyond

    def _deliver_waiting(self, number: int, at: int | None) -> None:
        """Deliver what has no hole before it any more, in the packet that closed the hole."""
        while self.waiting and self.waiting[0][0] <= self.expected:
            position, arrived, arrived_at, data, missing = heapq.heappop(self.waiting)
            self._wait(-len(data) - PER_CHUNK)
            if arrived > number:
                number, at = arrived, arrived_at
            self._deliver(self.expected - position, data, missing, number, at)
        self._latest = number, at

    def _give_up_hole(self) -> None:
        """Deliver what waits behind the first hole as if there had been none, each in the packet that brought it."""
        position, number, at, _, _ = self.waiting[0]
        if number < self._latest[0]:  # the bytes before the hole came later
            number, at = self._latest
        self._lost += position - self.expected
        self.expected = position
        self.connection.in_order = False
        self._deliver_waiting(number, at)
