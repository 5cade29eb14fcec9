"""From datagrams to DTLS records: each datagram holds whole records (RFC 6347 section 4.1, RFC 9147 section 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.trace.record.framing import FramedRecord, FrameKind
from tlskit.trace.record.record import UnparsedBytes
from tlskit.wire import DTLS_RECORD_HEADER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.trace.chunk import Chunk, Direction

_TYPES = range(20, 27)
_UNIFIED_HEADER = 0b001  # the three highest bits of its first byte
_VERSIONS = (0xFE, 0x01)  # the first byte of a DTLS version, and of OpenSSL's before the RFC


class DatagramFraming:
    """One direction."""

    def __init__(self, direction: Direction) -> None:
        self.direction = direction
        self.offset = 0

    def feed(self, chunk: Chunk) -> Iterator[FramedRecord | UnparsedBytes]:
        """Yield the records of a datagram, and as unread what is none."""
        data, position = chunk.data, 0
        while position < len(data):
            record = self._record(data, position, chunk)
            if record is None:
                start, end = self.offset + position, self.offset + len(data)
                yield UnparsedBytes(self.direction, chunk.at, chunk.packet, start, end, "not a DTLS record")
                break
            yield record
            position += len(record.header) + len(record.fragment)
        self.offset += len(data)

    def cut(self) -> Iterator[UnparsedBytes]:
        """Nothing waits between datagrams."""
        return iter(())

    def _record(self, data: bytes, position: int, chunk: Chunk) -> FramedRecord | None:
        if data[position] >> 5 == _UNIFIED_HEADER:
            start = self.offset + position
            return FramedRecord(
                start, data[position : position + 1], data[position + 1 :], chunk, FrameKind.DTLS_1_3_CIPHERTEXT
            )
        inside = position + DTLS_RECORD_HEADER
        header = data[position:inside]
        if len(header) < DTLS_RECORD_HEADER or header[0] not in _TYPES or header[1] not in _VERSIONS:
            return None
        end = inside + int.from_bytes(header[11:13])
        if end > len(data):
            return None
        return FramedRecord(self.offset + position, header, data[inside:end], chunk, FrameKind.DTLS)
