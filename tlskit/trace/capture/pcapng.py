"""The next-generation capture format (draft-ietf-opsawg-pcapng): sections, interfaces, packets, decryption secrets.

A file that is damaged or cut short gives the frames before the damage and a note about it. Blocks that hold neither
packets nor secrets are passed over. A section may have another byte order than the one before it.
"""

from __future__ import annotations

from struct import Struct
from typing import TYPE_CHECKING, NamedTuple

from tlskit.trace.capture.frame import LONGEST_PACKET, READ_SIZE, topped_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.trace.capture.frame import Frame, Readable

_SECTION, _INTERFACE, _OLD_PACKET, _SIMPLE_PACKET, _PACKET, _JOURNAL, _SECRETS = 0x0A0D0D0A, 1, 2, 3, 6, 9, 10
_SECTION_MAGIC = b"\x0a\x0d\x0d\x0a"
_BYTE_ORDERS = {b"\x1a\x2b\x3c\x4d": ">", b"\x4d\x3c\x2b\x1a": "<"}
_SHORTEST_BLOCK, _LONGEST_BLOCK = 12, 1 << 24  # the secrets of a long capture take megabytes
_LONGEST_SECRETS = 1 << 24
_KEY_LOG = 0x544C534B  # "TLSK": a key log in NSS format
_END_OF_OPTIONS, _TIME_RESOLUTION, _TIME_OFFSET = 0, 9, 14
_NANOSECONDS = 1_000_000_000
_NO_LINK = -1  # no link type: the packet names an interface that was never described


class _Interface(NamedTuple):
    """What an interface description says of the packets of its interface."""

    link: int
    longest: int
    per_second: int
    offset: int


_UNDESCRIBED = _Interface(_NO_LINK, 0, 1_000_000, 0)


def is_pcapng(head: bytes) -> bool:
    """Tell whether a file that begins so is in this format."""
    return head[:4] == _SECTION_MAGIC and head[8:12] in _BYTE_ORDERS


class Pcapng:
    """One file: ``frames`` yields its packets; ``secrets`` is the key log as far as it has been met."""

    def __init__(self, head: bytes, stream: Readable, notes: list[str]) -> None:
        self._secrets: list[str] = []
        self._secrets_room = _LONGEST_SECRETS
        self._buffer, self._stream, self._notes = head, stream, notes
        self._position = self._end = 0
        self._interfaces: list[_Interface] = []
        self._in_order(">")

    def frames(self) -> Iterator[Frame]:
        """Yield the frames of all sections."""
        while self._next_block():
            frame = self._frame(self._kind, self._position + 8, self._end - 4)
            if frame is not None:
                yield frame

    def secrets(self) -> str:
        """Return the key log as far as it has been met."""
        if len(self._secrets) > 1:
            self._secrets = ["".join(self._secrets)]
        return self._secrets[0] if self._secrets else ""

    def _in_order(self, order: str) -> None:
        self._order = order
        self._pair = Struct(f"{order}II").unpack_from
        self._short = Struct(f"{order}HH").unpack_from
        self._packet = Struct(f"{order}IIII").unpack_from
        self._old_packet = Struct(f"{order}HHIII").unpack_from

    def _next_block(self) -> bool:
        """Go on to the next block and have all of it in the buffer."""
        position = self._end
        if position + _SHORTEST_BLOCK > len(self._buffer):
            self._buffer, position = topped_up(self._buffer, position, READ_SIZE, self._stream), 0
            if len(self._buffer) < _SHORTEST_BLOCK:
                return self._stop("ends inside a block") if self._buffer else False
        if self._buffer.startswith(_SECTION_MAGIC, position):
            order = _BYTE_ORDERS.get(self._buffer[position + 8 : position + 12])
            if order is None:
                return self._stop("is damaged: a section of no known byte order")
            self._in_order(order)
            self._interfaces = []
        self._kind, length = self._pair(self._buffer, position)
        if not _SHORTEST_BLOCK <= length <= _LONGEST_BLOCK:
            return self._stop(f"is damaged: a block of {length} bytes")
        length += -length % 4
        if position + length > len(self._buffer):
            self._buffer, position = topped_up(self._buffer, position, length, self._stream), 0
            if length > len(self._buffer):
                return self._stop("ends inside a block")
        self._position, self._end = position, position + length
        return True

    def _stop(self, why: str) -> bool:
        self._note(f"the capture {why}")
        return False

    def _note(self, note: str) -> None:
        if note not in self._notes:
            self._notes.append(note)

    def _frame(self, kind: int, start: int, end: int) -> Frame | None:
        """Return the frame that a block holds, if it is a block with a packet; learn from the others."""
        if kind == _PACKET:
            if end - start < 20:
                return self._damaged_frame()
            number, high, low, captured = self._packet(self._buffer, start)
            return self._timed_frame(number, high << 32 | low, (start + 20, end), captured)
        if kind == _SIMPLE_PACKET:
            return self._simple_frame(start, end)
        if kind == _OLD_PACKET:
            if end - start < 20:
                return self._damaged_frame()
            number, _, high, low, captured = self._old_packet(self._buffer, start)
            return self._timed_frame(number, high << 32 | low, (start + 20, end), captured)
        if kind == _JOURNAL:  # no packet, but counted as one by Wireshark
            return None, _NO_LINK, b"", 0, 0
        if kind == _INTERFACE:
            self._interfaces.append(self._interface(start, end))
        elif kind == _SECRETS:
            self._learn(start, end)
        return None

    def _timed_frame(self, number: int, ticks: int, room: tuple[int, int], captured: int) -> Frame:
        start, end = room
        known = number < len(self._interfaces)
        link, _, per_second, offset = self._interfaces[number] if known else _UNDESCRIBED
        if captured > end - start or captured > LONGEST_PACKET:
            return self._damaged_frame()
        return ticks * _NANOSECONDS // per_second + offset, link, self._buffer, start, start + captured

    def _simple_frame(self, start: int, end: int) -> Frame:
        if end - start < 4 or not self._interfaces:
            return self._damaged_frame()
        original = int.from_bytes(self._buffer[start : start + 4], "big" if self._order == ">" else "little")
        link, longest, _, _ = self._interfaces[0]
        captured = min(original, end - start - 4, longest or original)
        return None, link, self._buffer, start + 4, start + 4 + captured

    def _damaged_frame(self) -> Frame:
        self._note("the capture is damaged: a packet that does not fit its block")
        return None, _NO_LINK, b"", 0, 0

    def _interface(self, start: int, end: int) -> _Interface:
        if end - start < 8:
            return _UNDESCRIBED
        link, _ = self._short(self._buffer, start)
        _, longest = self._pair(self._buffer, start)
        per_second, offset = 1_000_000, 0
        for code, value in self._options(start + 8, end):
            if code == _TIME_RESOLUTION and len(value) == 1:
                power = value[0] & 0x7F
                per_second = 1 << power if value[0] & 0x80 else 10**power
            elif code == _TIME_OFFSET and len(value) == 8:
                offset = int.from_bytes(value, "big" if self._order == ">" else "little", signed=True) * _NANOSECONDS
        return _Interface(link, longest, per_second, offset)

    def _options(self, start: int, end: int) -> Iterator[tuple[int, bytes]]:
        while end - start >= 4:
            code, length = self._short(self._buffer, start)
            start += 4
            if code == _END_OF_OPTIONS or length > end - start:
                return
            yield code, self._buffer[start : start + length]
            start += length + -length % 4

    def _learn(self, start: int, end: int) -> None:
        """Take the key log of a block of decryption secrets."""
        if end - start < 8:
            return
        kind, length = self._pair(self._buffer, start)
        if kind == _KEY_LOG:
            text = self._buffer[start + 8 : min(start + 8 + length, end)].decode("latin-1")
            self._secrets_room -= len(text) + 1
            if self._secrets_room >= 0:
                self._secrets.append(text if text.endswith("\n") else text + "\n")
            else:
                self._note("the capture holds more secrets than are read")
