"""From the bytes of one direction to records: framing, loss, and bytes that are no record.

A record is taken when its last byte is there. Where the capture lost bytes, or where what stands at a record's place
cannot be a header, the rest up to the next chunk is given as unread, and the next chunk that begins like a record is
taken as a new beginning. RFC 8446 section 5.1; SSL 2.0: draft-hickman-netscape-ssl-00 section 1.1.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from tlskit.trace.event import Unread
from tlskit.wire.record import MOST_CIPHERTEXT, RECORD_HEADER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.trace.transcript import Chunk, Direction

_TYPES = range(20, 27)
_SSLV2_TYPES = range(9)


class FrameKind(Enum):
    """By whose record layer a record is framed."""

    TLS = "TLS"
    SSL_2_0 = "SSL 2.0"
    DTLS = "DTLS"
    DTLS_1_3_CIPHERTEXT = "DTLS 1.3 ciphertext"  # the unified header (RFC 9147 section 4)


class Framed(NamedTuple):
    """A record as it lies in the stream; ``start`` is its offset."""

    start: int
    header: bytes
    fragment: bytes
    chunk: Chunk
    kind: FrameKind = FrameKind.TLS


class Framing:
    """One direction. ``start`` is where TLS begins; what comes before is passed over."""

    def __init__(self, direction: Direction, start: int = 0) -> None:
        self.direction = direction
        self.offset = 0  # of the first byte that waits
        self.is_sslv2 = False
        self._begun = start
        self._waiting = b""
        self._is_lost = False
        self._first = True

    def feed(self, chunk: Chunk) -> Iterator[Framed | Unread]:
        """Yield what becomes whole by this chunk."""
        if chunk.lost:
            yield from self._gap(chunk)
        data = self._waiting + chunk.data
        position = 0
        if self.offset < self._begun:
            position = min(self._begun - self.offset, len(data))
        if self._is_lost and position < len(data):
            if not self._is_header(data, position):
                yield self._unread(chunk, data, position, "not the beginning of a record, after a gap or damage")
                self._drop(data, len(data))
                return
            self._is_lost = False
        while position < len(data):
            size, header = self._size(data, position)
            if size is None:
                yield self._unread(chunk, data, position, "no record header: the type, version or length cannot be")
                position, self._is_lost = len(data), True
                break
            if position + size > len(data):
                break
            start = self.offset + position
            middle = position + header
            position += size
            self._first = False
            kind = FrameKind.SSL_2_0 if self.is_sslv2 else FrameKind.TLS
            yield Framed(start, data[start - self.offset : middle], data[middle:position], chunk, kind)
        self._drop(data, position)

    def finish(self) -> Iterator[Unread]:
        """Yield what is left at the end of the connection."""
        if self._waiting and self.offset >= self._begun:
            size, _ = self._size(self._waiting, 0)
            wanted = f" of {size}" if size else ""
            reason = f"the capture ends inside a record: {len(self._waiting)}{wanted} bytes are there"
            yield Unread(self.direction, None, 0, self.offset, self.offset + len(self._waiting), reason)

    def _gap(self, chunk: Chunk) -> Iterator[Unread]:
        if self._waiting:
            start, self.offset = self.offset, self.offset + len(self._waiting)
            yield Unread(
                self.direction,
                chunk.at,
                chunk.packet,
                start,
                self.offset,
                "a record that the capture did not get whole",
            )
        start, self.offset = self.offset, self.offset + chunk.lost
        self._waiting, self._is_lost = b"", True
        reason = f"{chunk.lost} bytes were not captured"
        yield Unread(self.direction, chunk.at, chunk.packet, start, self.offset, reason, lost=True)

    def _unread(self, chunk: Chunk, data: bytes, position: int, reason: str) -> Unread:
        return Unread(self.direction, chunk.at, chunk.packet, self.offset + position, self.offset + len(data), reason)

    def _drop(self, data: bytes, position: int) -> None:
        self._waiting = data[position:]
        self.offset += position

    def _size(self, data: bytes, position: int) -> tuple[int | None, int]:
        """Return the size of the record at this place and of its header; ``None`` if it cannot be one.

        A header that is not whole yet gives a size beyond the bytes that are there.
        """
        if self._first and data[position] >= 0x80:  # noqa: PLR2004 - SSL 2.0's header of two bytes
            if len(data) <= position + 2:
                return RECORD_HEADER, RECORD_HEADER
            self.is_sslv2 = data[position + 2] in _SSLV2_TYPES
        if self.is_sslv2:
            return self._sslv2_size(data, position)
        head = data[position : position + RECORD_HEADER]
        if head[0] not in _TYPES or (len(head) > 1 and head[1] != 3 and head[1] != 0x7F):  # noqa: PLR2004 - versions
            return None, 0
        if len(head) < RECORD_HEADER:
            return RECORD_HEADER + 1, RECORD_HEADER
        length = head[3] << 8 | head[4]
        return (None if length > MOST_CIPHERTEXT else RECORD_HEADER + length), RECORD_HEADER

    def _is_header(self, data: bytes, position: int) -> bool:
        return self._size(data, position)[0] is not None

    def _sslv2_size(self, data: bytes, position: int) -> tuple[int | None, int]:
        if data[position] in _TYPES and data[position + 1 : position + 2] == b"\x03":
            self.is_sslv2 = False  # the TLS that an SSL 2.0 hello asked for
            return self._size(data, position)
        first, second = data[position], data[position + 1] if position + 1 < len(data) else 0
        if first & 0x80:
            return 2 + ((first & 0x7F) << 8 | second), 2
        return 3 + ((first & 0x3F) << 8 | second), 3
