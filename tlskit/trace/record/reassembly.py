"""Putting handshake messages together again, from the contents of records or from the fragments of DTLS.

A message may be cut anywhere and several may share a record (RFC 8446 section 5.1); in DTLS each fragment says where in
its message it belongs, and fragments may come in any order and more than once (RFC 6347 section 4.2.3). Nothing is
reserved for what a length field only announces.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tlskit.trace.record.record import FragmentSpan
from tlskit.wire import DTLS_HANDSHAKE_HEADER, HANDSHAKE_HEADER

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_WAITING = 64  # DTLS messages that wait for their fragments; a flight has at most ten


class ReassembledMessage(NamedTuple):
    """The bytes of a message, header and body, and where they lay."""

    data: bytes
    pieces: tuple[FragmentSpan, ...]
    sequence: int = -1
    retransmitted: bool = False


_new_piece, _new_whole = (
    partial(tuple.__new__, FragmentSpan),
    partial(tuple.__new__, ReassembledMessage),
)  # a third of the cost


class Reassembly:
    """The handshake messages of one direction of a stream."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._pieces: list[FragmentSpan] = []

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def lose(self) -> list[ReassembledMessage]:
        """Return what waits, and expect nothing more of it: its rest is lost."""
        lost = list(self.incomplete())
        self._clear()
        return lost

    def _clear(self) -> None:
        self._waiting.clear()
        self._pieces.clear()

    def incomplete(self) -> Iterator[ReassembledMessage]:
        """Yield what waits for its rest."""
        if self._waiting:
            yield ReassembledMessage(bytes(self._waiting), tuple(self._pieces))

    @property
    def announced(self) -> int:
        """The size of the message that waits, as its header says; 0 if the header is not whole."""
        return HANDSHAKE_HEADER + int.from_bytes(self._waiting[1:4]) if len(self._waiting) >= HANDSHAKE_HEADER else 0

    def feed(self, content: bytes, record: int) -> list[ReassembledMessage]:
        """Return the messages that end in this content."""
        found: list[ReassembledMessage] = []
        start, size = 0, len(content)
        while start < size:
            if not self._waiting and start + HANDSHAKE_HEADER <= size:
                end = start + HANDSHAKE_HEADER + int.from_bytes(content[start + 1 : start + 4])
                if end <= size:
                    found.append(_new_whole((content[start:end], (_new_piece((record, start, end)),), -1, False)))
                    start = end
                    continue
            missing = (self.announced or HANDSHAKE_HEADER) - len(self._waiting)
            end = min(start + missing, size)
            self._waiting += content[start:end]
            self._extend(record, start, end)
            start = end
            if self.announced == len(self._waiting):
                found.append(ReassembledMessage(bytes(self._waiting), tuple(self._pieces)))
                self._clear()
        return found

    def _extend(self, record: int, start: int, end: int) -> None:
        if self._pieces and self._pieces[-1].record == record:
            self._pieces[-1] = self._pieces[-1]._replace(end=end)
        else:
            self._pieces.append(FragmentSpan(record, start, end))


class DatagramReassembly:
    """The handshake messages of one direction of DTLS."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[int, int, int], _Fragments] = {}
        self._done: set[tuple[int, int]] = set()

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def lose(self) -> tuple[ReassembledMessage, ...]:
        """Lose nothing: fragments find their places by themselves."""
        return ()

    def incomplete(self) -> Iterator[ReassembledMessage]:
        """Yield what waits for fragments, each up to its first gap; what was whole before came again in part only."""
        for (message_type, sequence, length), fragments in self._waiting.items():
            header = bytes([message_type]) + length.to_bytes(3)
            again = (message_type, sequence) in self._done
            yield ReassembledMessage(header + fragments.joined(length), tuple(fragments.pieces), sequence, again)

    def feed(self, content: bytes, record: int) -> Iterator[ReassembledMessage]:
        """Yield the messages that end in this content."""
        start = 0
        while start + DTLS_HANDSHAKE_HEADER <= len(content):
            header = content[start : start + DTLS_HANDSHAKE_HEADER]
            length, sequence = int.from_bytes(header[1:4]), int.from_bytes(header[4:6])
            offset, size = int.from_bytes(header[6:9]), int.from_bytes(header[9:12])
            inside = start + DTLS_HANDSHAKE_HEADER
            end = inside + size
            if end > len(content) or offset + size > length:
                return
            whole = self._take(header, length, sequence, offset, content[inside:end], FragmentSpan(record, start, end))
            if whole is not None:
                yield whole
            start = end

    def _take(  # noqa: PLR0913, PLR0917 - the fields of a fragment
        self, header: bytes, length: int, sequence: int, offset: int, data: bytes, piece: FragmentSpan
    ) -> ReassembledMessage | None:
        message = (header[0], sequence)
        pieces: tuple[FragmentSpan, ...] = (piece,)
        if len(data) < length:
            key = (*message, length)
            if len(self._waiting) >= _MOST_WAITING and key not in self._waiting:
                self._waiting.pop(next(iter(self._waiting)))
            fragments = self._waiting.setdefault(key, _Fragments())
            fragments.add(offset, data, piece)
            if not fragments.cover(length):
                return None
            del self._waiting[key]
            data, pieces = fragments.joined(length), tuple(fragments.pieces)
        again = message in self._done
        self._done.add(message)
        return ReassembledMessage(header[:4] + data, pieces, sequence, again)


class _Fragments:
    def __init__(self) -> None:
        self.pieces: list[FragmentSpan] = []
        self._parts: dict[int, bytes] = {}

    def add(self, offset: int, data: bytes, piece: FragmentSpan) -> None:
        """Take a fragment, also one that was there already: it has its place in its record."""
        self.pieces.append(piece)
        if len(data) > len(self._parts.get(offset, b"")):
            self._parts[offset] = data

    def cover(self, length: int) -> bool:
        return len(self.joined(length)) == length

    def joined(self, length: int) -> bytes:
        """Return the message from its first byte up to the first gap."""
        joined = bytearray()
        for offset in sorted(self._parts):
            if offset > len(joined):
                break
            joined += self._parts[offset][len(joined) - offset :]
        return bytes(joined[:length])
