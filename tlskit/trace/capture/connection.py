"""One connection or one flow of datagrams while its packets come in.

It keeps chunks within its limits (``budget.py``) and becomes a ``Transcript`` when it is given out. ``in_order`` is
false once chunks were added after others of later packets.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tlskit.trace.capture.budget import MOST_OF_A_CONNECTION, PER_CHUNK, PER_CONNECTION, PROBE, CaptureBudget
from tlskit.trace.chunk import Chunk, Direction, Orientation, Transport
from tlskit.trace.transcript import Transcript

if TYPE_CHECKING:
    from collections.abc import Callable

_PORTS, _IPV4_ADDRESS = 4, 4
_new_chunk = partial(tuple.__new__, Chunk)  # half the cost of Chunk(...), once per packet


class Connection:
    """What two ends have sent one another."""

    __slots__ = (
        *("_budget", "_held", "_limit", "_not_kept", "_probed", "_transport", "_wanted", "chunks", "ended", "ends"),
        *("first_packet", "in_order", "last_packet", "orientation"),
    )

    def __init__(
        self,
        ends: bytes,
        transport: Transport,
        packet: int,
        budget: CaptureBudget,
        wanted: Callable[[Transcript], bool],
    ) -> None:
        """Take both ends as they stand in a packet of the client (addresses, then ports) and the first packet."""
        self.chunks: list[Chunk] = []
        self.ended: dict[Direction, str] = {}
        self.orientation = Orientation.GUESSED
        self.first_packet = self.last_packet = packet
        self.ends = ends
        self.in_order = True
        self._transport, self._budget, self._wanted = transport, budget, wanted
        self._limit, self._held, self._not_kept = PROBE, 0, 0
        self._probed = False
        self.hold(PER_CONNECTION)

    def keep(self, direction: Direction, data: bytes, at: int | None, packet: int, lost: int) -> None:
        """Add a chunk, or count its bytes where the limits are reached."""
        cost = len(data) + PER_CHUNK
        if self._held + cost > self._limit and not self._more_room(cost):
            self._not_kept += len(data)
            return
        self._held += cost
        self._budget.held += cost
        self.chunks.append(_new_chunk((direction, data, at, packet, lost)))

    def hold(self, cost: int) -> None:
        """Count memory; a negative cost is given back."""
        self._held += cost
        self._budget.held += cost

    def release(self) -> None:
        """Give back what was held, when the connection is given out."""
        self.hold(-self._held)

    def transcript(self, secrets: str) -> Transcript:
        """Return the connection as it stands."""
        client, server = endpoints(self.ends)
        if not self.in_order:
            self.chunks.sort(key=lambda chunk: chunk.packet)
        chunks, ended = tuple(self.chunks), tuple(self.ended.items())
        return Transcript(chunks, self._transport, client, server, self.orientation, secrets, ended, self._not_kept)

    def _more_room(self, cost: int) -> bool:
        """Decide what happens at a limit: at the first, whether this is TLS; at the second, that it is enough."""
        if not self._probed:
            self._probed = True
            if self._wanted(self.transcript("")):
                self._limit = MOST_OF_A_CONNECTION
                return self._held + cost <= self._limit
            self.hold(-sum(len(chunk.data) + PER_CHUNK for chunk in self.chunks))
            self.chunks.clear()
        self._limit = 0  # a smaller chunk must not get in behind one that was left out
        return False


def endpoints(ends: bytes) -> tuple[str, str]:
    """Return source and destination of a packet as text."""
    half = (len(ends) - _PORTS) // 2
    return _endpoint(ends[:half], ends[-4:-2]), _endpoint(ends[half:-_PORTS], ends[-2:])


def turned_ends(ends: bytes) -> bytes:
    """Return the ends as they stand in a packet of the other side."""
    half = (len(ends) - _PORTS) // 2
    return ends[half:-_PORTS] + ends[:half] + ends[-2:] + ends[-4:-2]


def _endpoint(address: bytes, port: bytes) -> str:
    number = int.from_bytes(port, "big")
    if len(address) == _IPV4_ADDRESS:
        return "%d.%d.%d.%d:%d" % (*address, number)  # noqa: UP031 - the fastest way
    from ipaddress import IPv6Address  # many captures have none

    mapped = IPv6Address(address).ipv4_mapped
    return f"[::ffff:{mapped}]:{number}" if mapped else f"[{IPv6Address(address)}]:{number}"
