"""From the bytes of one direction to records: framing, loss, and bytes that are no record.

A record is taken when its last byte is there. Where the capture lost bytes, or where what stands at a record's place
cannot be a header, the rest up to the next chunk is given as unread, and the next chunk that begins like a record is
taken as a new beginning. RFC 8446 section 5.1; SSL 2.0: draft-hickman-netscape-ssl-00 section 1.1.
"""

from __future__ import annotations

from enum import Enum
from functools import partial
from struct import Struct
from typing import TYPE_CHECKING, NamedTuple

from tlskit.trace.record.record import UnparsedBytes
from tlskit.wire import MOST_CIPHERTEXT, RECORD_HEADER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.trace.chunk import Chunk, Direction

_TYPES = range(20, 27)
_MAJOR_VERSIONS = (3, 0x7F)  # 0x7f: drafts of TLS 1.3
_BEGINNINGS_OF_VERSIONS = (b"", b"\x03", b"\x7f")
_SSLV2_TYPES = range(9)
_NO_HEADER = "no record header: the type, version or length cannot be"
_CUT = "not a whole record: its other bytes were not captured, or were never sent"
_NO_BEGINNING = "not the beginning of a record, after a gap or damage"
_header = Struct(">BBxH").unpack_from


class FrameKind(Enum):
    """By whose record layer a record is framed."""

    TLS = "TLS"
    TLS_CUT = "TLS, without its end"
    SSL_2_0 = "SSL 2.0"
    DTLS = "DTLS"
    DTLS_1_3_CIPHERTEXT = "DTLS 1.3 ciphertext"  # the unified header (RFC 9147 section 4)


class FramedRecord(NamedTuple):
    """A record as it lies in the stream; ``start`` is its offset."""

    start: int
    header: bytes
    fragment: bytes
    chunk: Chunk
    kind: FrameKind = FrameKind.TLS


_new_framed = partial(tuple.__new__, FramedRecord)  # a third of the cost of Framed(...), once per record


class Framing:
    """One direction. ``start`` is where TLS begins; what comes before is passed over where it is ``talk``."""

    def __init__(self, direction: Direction, start: int = 0, *, talk: bool = True) -> None:
        self.direction = direction
        self._is_talk = talk
        self.offset = 0  # of the first byte that waits
        self.is_sslv2 = False
        self._begun = start
        self._last: Chunk | None = None
        self._waiting = b""
        self._is_lost = False
        self._is_first = True  # nothing was taken yet
        self._is_in_step = False  # what comes next is another record of TLS, or ought to be

    def feed(self, chunk: Chunk) -> list[FramedRecord | UnparsedBytes]:
        """Return what becomes whole by this chunk.

        Hot, since mostly records of TLS follow one another without a fault: what ``_tls_size`` asks is asked here, too.
        """
        found: list[FramedRecord | UnparsedBytes] = []
        data = self._waiting + chunk.data if self._is_in_step and not chunk.lost else self._led_into_step(chunk, found)
        offset, position, end = self.offset, 0, 0 if self.is_sslv2 else len(data)
        while end - position >= RECORD_HEADER:
            kind, major, length = _header(data, position)
            middle = position + RECORD_HEADER
            after = middle + length
            if after > end or kind not in _TYPES or major not in _MAJOR_VERSIONS or length > MOST_CIPHERTEXT:
                break
            header, fragment = data[position:middle], data[middle:after]
            found.append(_new_framed((offset + position, header, fragment, chunk, FrameKind.TLS)))
            position = after
            self._is_first, self._is_in_step = False, True
        if position < end and self._size(data, position)[0] is None:
            found.append(self._unread(chunk, data, position, _NO_HEADER))
            position, self._is_lost, self._is_in_step = end, True, False
        self._waiting, self.offset, self._last = data[position:], offset + position, chunk
        return found

    def _led_into_step(self, chunk: Chunk, found: list[FramedRecord | UnparsedBytes]) -> bytes:
        """Take what comes before records of TLS, or in their stead; return the bytes at which one should begin."""
        if chunk.lost:
            found.append(self._gap(chunk))
        data = self._waiting + chunk.data
        if self.offset < self._begun:
            if not self._is_talk:
                reason, self._is_talk = "neither TLS nor a talk that leads to it", True
                found.append(UnparsedBytes(self.direction, chunk.at, chunk.packet, 0, self._begun, reason))
            data = self._behind(data, min(self._begun - self.offset, len(data)))
        if self._is_lost and data:
            if self._size(data, 0)[0] is None:
                found.append(self._unread(chunk, data, 0, _NO_BEGINNING))
                return self._behind(data, len(data))
            self._is_lost = False
        while data and (self._is_first or self.is_sslv2):
            size, header = self._size(data, 0)
            if not self.is_sslv2 or size is None or size > len(data):
                break
            framed = FramedRecord(self.offset, data[:header], data[header:size], chunk, FrameKind.SSL_2_0)
            found.append(framed)
            data, self._is_first = self._behind(data, size), False
        return data

    def cut(self) -> Iterator[FramedRecord | UnparsedBytes]:
        """Yield what waits for more that does not come: a record with its header, or else bytes."""
        data, chunk, start = self._waiting, self._last, self.offset
        if not data or chunk is None:
            return
        self._waiting, self.offset, self._is_first = b"", start + len(data), False
        if len(data) < RECORD_HEADER or self.is_sslv2:
            yield UnparsedBytes(self.direction, chunk.at, chunk.packet, start, self.offset, _CUT)
        else:
            yield FramedRecord(start, data[:RECORD_HEADER], data[RECORD_HEADER:], chunk, FrameKind.TLS_CUT)

    def _gap(self, chunk: Chunk) -> UnparsedBytes:
        """Begin anew behind bytes that were not captured."""
        start, self.offset = self.offset, self.offset + chunk.lost
        self._is_lost, self._is_in_step = True, False
        reason = f"{chunk.lost} bytes were not captured"
        return UnparsedBytes(self.direction, chunk.at, chunk.packet, start, self.offset, reason, lost=True)

    def _unread(self, chunk: Chunk, data: bytes, position: int, reason: str) -> UnparsedBytes:
        return UnparsedBytes(
            self.direction, chunk.at, chunk.packet, self.offset + position, self.offset + len(data), reason
        )

    def _behind(self, data: bytes, position: int) -> bytes:
        """Pass over the bytes up to a position."""
        self.offset += position
        return data[position:]

    def _size(self, data: bytes, position: int) -> tuple[int | None, int]:
        """Return the size of the record at this place and of its header; ``None`` if it cannot be one.

        A header that is not whole yet gives a size beyond the bytes that are there.
        """
        if self._is_first and data[position] >= 0x80:  # noqa: PLR2004 - SSL 2.0's header of two bytes
            if len(data) <= position + 2:
                return RECORD_HEADER, RECORD_HEADER
            self.is_sslv2 = data[position + 2] in _SSLV2_TYPES
        if self.is_sslv2:
            return self._sslv2_size(data, position)
        if len(data) - position < RECORD_HEADER:
            fits = data[position] in _TYPES and data[position + 1 : position + 2] in _BEGINNINGS_OF_VERSIONS
            return (RECORD_HEADER + 1 if fits else None), RECORD_HEADER
        return _tls_size(data, position), RECORD_HEADER

    def _sslv2_size(self, data: bytes, position: int) -> tuple[int | None, int]:
        if data[position] in _TYPES and data[position + 1 : position + 2] == b"\x03":
            self.is_sslv2 = False  # the TLS that an SSL 2.0 hello asked for
            return self._size(data, position)
        first, second = data[position], data[position + 1] if position + 1 < len(data) else 0
        if first & 0x80:
            return 2 + ((first & 0x7F) << 8 | second), 2
        return 3 + ((first & 0x3F) << 8 | second), 3


def _tls_size(data: bytes, position: int) -> int | None:
    kind, major, length = _header(data, position)
    fits = kind in _TYPES and major in _MAJOR_VERSIONS and length <= MOST_CIPHERTEXT
    return RECORD_HEADER + length if fits else None
