"""From frames to transcripts: the loop over all packets of a capture, and when a connection is given out.

A connection is given out after it was closed from both sides or reset and ``MOST_CLOSED`` others were closed after it
(packets may come late), when its ports are used again, when memory runs out, or at the end of the capture. Segments in
order over Ethernet and IPv4, nearly all of most captures, take a short way through the loop.
"""

from __future__ import annotations

from struct import Struct
from typing import TYPE_CHECKING

from tlskit.trace.capture.budget import MOST_CLOSED, MOST_IN_ALL, CaptureBudget
from tlskit.trace.capture.connection import Connection, turned_ends
from tlskit.trace.capture.ip import TCP, UDP, Reassembler, Segment
from tlskit.trace.capture.link import ETHERNET, IPV4, is_known, network_packet
from tlskit.trace.capture.tcp import ACK, FIN, RST, SYN, Half
from tlskit.trace.capture.udp import UDP_HEADER, begins_dtls, may_continue_dtls
from tlskit.trace.chunk import Direction, Transport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tlskit.trace.capture.frame import Frame
    from tlskit.trace.transcript import Transcript

_headers = Struct(">12xHBxHxxHxB2x12sIxxxxBB").unpack_from  # Ethernet, IPv4 without options, TCP without options
_HEADERS_LENGTH = 54
_tcp = Struct(">4sIxxxxBB").unpack_from
_udp = Struct(">4sH").unpack_from
_SPECIAL = FIN | SYN | RST
_EVICT_TO = MOST_IN_ALL * 3 // 4


class Streams:
    """Sorts the packets of one capture into connections."""

    def __init__(self, wanted: Callable[[Transcript], bool], secrets: Callable[[], str], notes: list[str]) -> None:
        """Take what tells a connection worth keeping, the key log so far, and where problems are noted."""
        self._wanted, self._secrets, self._notes = wanted, secrets, notes
        self._budget = CaptureBudget()
        self._packets = Reassembler()
        self._halves: dict[bytes, Half] = {}
        self._flows: dict[bytes, tuple[Connection, Direction]] = {}
        self._closed: dict[Connection, None] = {}
        self._ready: list[Connection] = []
        self._unknown_links: set[int] = set()

    def transcripts(self, frames: Iterable[Frame]) -> Iterator[Transcript]:  # noqa: C901 - in one piece for its speed
        """Yield the connections of a capture that are wanted, each as soon as it is over."""
        halves, budget, ready, headers = self._halves, self._budget, self._ready, _headers
        for number, (at, link, buffer, start, end) in enumerate(frames, 1):
            if link == ETHERNET and end - start >= _HEADERS_LENGTH:
                kind, version, total, place, protocol, ends, sequence, offset, flags = headers(buffer, start)
                stop = start + 14 + total
                if (
                    kind == IPV4 and version == 0x45 and protocol == TCP
                    and not place & 0x3FFF and total >= 20 and stop <= end
                ):  # fmt: skip
                    half = halves.get(ends)
                    if half is None or flags & _SPECIAL or offset < 0x50:
                        self._segment(Segment(TCP, ends[:8], buffer, start + 34, stop, 0), number, at)
                    else:
                        payload = start + 34 + (offset >> 2 & 0x3C)
                        half.connection.last_packet = number
                        if payload < stop:
                            if sequence == half.expected & 0xFFFFFFFF and not half.waiting:
                                half.append(buffer[payload:stop], number, at)
                            else:
                                half.take(sequence, buffer[payload:stop], 0, number, at)
                    if budget.held > MOST_IN_ALL:
                        self._evict()
                    if ready:
                        yield from self._given_out()
                    continue
            self._frame(link, (buffer, start, end), number, at)
            if ready:
                yield from self._given_out()
        for connection in sorted(self._live(), key=lambda one: one.first_packet):
            self._give_out(connection)
        yield from self._given_out()

    def _frame(self, link: int, place: tuple[bytes, int, int], number: int, at: int | None) -> None:
        """Read one packet in full."""
        buffer, start, end = place
        if not is_known(link):
            self._note_link(link, number)
            return
        packet = network_packet(link, buffer, start, end)
        segment = self._packets.segment(packet[0], buffer, packet[1], end) if packet else None
        if segment is None:
            return
        if segment.protocol == TCP:
            self._segment(segment, number, at)
        elif segment.protocol == UDP:
            self._datagram(segment, number, at)
        if self._budget.held > MOST_IN_ALL:
            self._evict()

    def _note_link(self, link: int, number: int) -> None:
        if link not in self._unknown_links:
            self._unknown_links.add(link)
            what = f"the link type {link} is not known" if link >= 0 else "it belongs to no described interface"
            self._notes.append(f"packet {number} and others like it were passed over: {what}")

    def _segment(self, segment: Segment, number: int, at: int | None) -> None:
        """Take a TCP segment."""
        _, addresses, buffer, start, end, missing = segment
        if end - start < 20:
            return
        ports, sequence, offset, flags = _tcp(buffer, start)
        payload = start + (offset >> 2 & 0x3C)
        if offset < 0x50 or payload > end + missing:
            return
        ends = addresses + ports
        half = self._halves.get(ends)
        if flags & SYN and half is not None and half.starts_anew(sequence):
            self._give_out(half.connection)
            half = None
        if half is None:
            half = self._open(ends, number, answering=flags & (SYN | ACK) == SYN | ACK)
        connection = half.connection
        connection.last_packet = number
        if flags & SYN:
            half.synchronise(sequence, asking=not flags & ACK)
            sequence = sequence + 1 & 0xFFFFFFFF
        if payload < end + missing and not flags & RST:  # the bytes of a reset are a reason in words (RFC 9293 3.5.3)
            half.take(sequence, buffer[payload:end], missing, number, at)
        if flags & (FIN | RST):
            connection.ended.setdefault(half.direction, "reset" if flags & RST else "fin")
            if flags & RST or len(connection.ended) == len(Direction):
                self._close(connection)

    def _open(self, ends: bytes, number: int, *, answering: bool) -> Half:
        """Begin a connection with the first packet seen of it; who answers is the server."""
        client_ends = turned_ends(ends) if answering else ends
        connection = Connection(client_ends, Transport.STREAM, number, self._budget, self._wanted)
        self._halves[client_ends] = Half(connection, Direction.CLIENT_TO_SERVER)
        self._halves[turned_ends(client_ends)] = Half(connection, Direction.SERVER_TO_CLIENT)
        return self._halves[ends]

    def _datagram(self, segment: Segment, number: int, at: int | None) -> None:
        """Take a UDP datagram, if it is DTLS."""
        _, addresses, buffer, start, end, missing = segment
        if end - start < UDP_HEADER or missing:
            return
        ports, length = _udp(buffer, start)
        ends = addresses + ports
        data = buffer[start + UDP_HEADER : min(start + length, end)]
        flow = self._flows.get(ends)
        if flow is None:
            if not begins_dtls(data):
                return
            connection = Connection(ends, Transport.DATAGRAM, number, self._budget, self._wanted)
            self._flows[turned_ends(ends)] = connection, Direction.SERVER_TO_CLIENT
            self._flows[ends] = flow = connection, Direction.CLIENT_TO_SERVER
        elif not may_continue_dtls(data):
            return
        connection, direction = flow
        connection.last_packet = number
        connection.keep(direction, data, at, number, 0)

    def _close(self, connection: Connection) -> None:
        """Take note that a connection is over, but wait for stray packets of it."""
        self._closed[connection] = None
        if len(self._closed) > MOST_CLOSED:
            self._give_out(next(iter(self._closed)))

    def _give_out(self, connection: Connection) -> None:
        """Take a connection out of the books."""
        for ends in (connection.ends, turned_ends(connection.ends)):
            self._flows.pop(ends, None)
            half = self._halves.pop(ends, None)
            if half is not None:
                half.finish()
        self._closed.pop(connection, None)
        connection.release()
        self._ready.append(connection)

    def _live(self) -> set[Connection]:
        return {half.connection for half in self._halves.values()} | {flow for flow, _ in self._flows.values()}

    def _evict(self) -> None:
        """Give out the connections that were silent for longest, until a part of the memory is free."""
        for connection in sorted(self._live(), key=lambda one: one.last_packet):
            if self._budget.held <= _EVICT_TO:
                return
            self._give_out(connection)

    def _given_out(self) -> Iterator[Transcript]:
        """Yield the connections whose time has come, if they are wanted."""
        for connection in self._ready:
            transcript = connection.transcript(self._secrets())
            if transcript.chunks and self._wanted(transcript):
                yield transcript
        self._ready.clear()
