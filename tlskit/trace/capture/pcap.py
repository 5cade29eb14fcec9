"""The classic capture format (draft-ietf-opsawg-pcap): both byte orders, micro- and nanoseconds, Kuznetzov's variant.

A file that is damaged or cut short gives the frames before the damage and a note about it.
"""

from __future__ import annotations

from struct import Struct
from typing import TYPE_CHECKING

from tlskit.trace.capture.frame import LONGEST_PACKET, READ_SIZE, topped_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.trace.capture.frame import Frame, Readable

# magic number as it stands in the file: byte order, nanoseconds per unit of the fraction, length of a packet's header
_FORMATS = {
    b"\xa1\xb2\xc3\xd4": (">", 1000, 16),
    b"\xd4\xc3\xb2\xa1": ("<", 1000, 16),
    b"\xa1\xb2\x3c\x4d": (">", 1, 16),
    b"\x4d\x3c\xb2\xa1": ("<", 1, 16),
    b"\xa1\xb2\xcd\x34": (">", 1000, 24),
    b"\x34\xcd\xb2\xa1": ("<", 1000, 24),
}
_FILE_HEADER = 24
_LINK_TYPE = slice(20, 24)  # the upper bits tell of frame check sequences, which the lengths inside a packet pass over


def is_pcap(head: bytes) -> bool:
    """Tell whether a file that begins so is in this format."""
    return head[:4] in _FORMATS


def frames(head: bytes, stream: Readable, notes: list[str]) -> Iterator[Frame]:
    """Yield the frames of a file whose first bytes have been read already."""
    buffer = topped_up(head, 0, _FILE_HEADER, stream)
    if len(buffer) < _FILE_HEADER:
        notes.append("the capture ends inside its header")
        return
    order, unit, header_length = _FORMATS[buffer[:4]]
    link = int.from_bytes(buffer[_LINK_TYPE], "big" if order == ">" else "little") & 0xFFFF
    header = Struct(f"{order}III").unpack_from
    position, size = _FILE_HEADER, len(buffer)
    while True:
        start = position + header_length
        if start > size:
            buffer = topped_up(buffer, position, READ_SIZE, stream)
            position, start, size = 0, header_length, len(buffer)
            if start > size:
                break
        seconds, fraction, captured = header(buffer, position)
        if captured > LONGEST_PACKET:
            notes.append(f"the capture is damaged: a packet of {captured} bytes")
            return
        end = start + captured
        if end > size:
            buffer = topped_up(buffer, position, header_length + captured, stream)
            position, start, end, size = 0, header_length, header_length + captured, len(buffer)
            if end > size:
                break
        yield seconds * 1_000_000_000 + fraction * unit, link, buffer, start, end
        position = end
    if position < size:
        notes.append("the capture ends inside a packet")
