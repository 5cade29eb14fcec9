"""A gzip file (RFC 1952) read as a stream: never more than asked for is unpacked, so that size alone costs nothing.

A file that is damaged or cut short gives what comes before the damage, and a note about it.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from tlskit.trace.capture.frame import READ_SIZE

if TYPE_CHECKING:
    from tlskit.trace.capture.frame import Readable

MAGIC = b"\x1f\x8b"
_WITH_GZIP_HEADER = 16 + zlib.MAX_WBITS


class Gunzipped:
    """The unpacked bytes of a stream, several members one after the other."""

    def __init__(self, head: bytes, stream: Readable, notes: list[str]) -> None:
        self._packed, self._stream, self._notes = head, stream, notes
        self._member = zlib.decompressobj(_WITH_GZIP_HEADER)
        self._done = False

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes, and none only at the end."""
        unpacked = b""
        while not unpacked and not self._done:
            unpacked = self._step(size)
        return unpacked

    def _step(self, size: int) -> bytes:
        if not self._packed and not self._member.eof:
            self._packed = self._stream.read(READ_SIZE)
        if not self._packed:
            self._done = True
            return b"" if self._member.eof else self._stopped("ends inside the compressed data", size)
        if self._member.eof:
            if not self._packed.startswith(MAGIC):  # padding behind the last member
                self._done = True
                return b""
            self._member = zlib.decompressobj(_WITH_GZIP_HEADER)
        try:
            unpacked = self._member.decompress(self._packed, size)
        except zlib.error as error:
            self._done = True
            return self._stopped(f"is damaged: {error}", 0)
        self._packed = self._member.unused_data or self._member.unconsumed_tail
        if self._member.eof and not self._packed:
            self._packed = self._stream.read(READ_SIZE)
        return unpacked

    def _stopped(self, why: str, size: int) -> bytes:
        self._notes.append(f"the file {why}")
        return self._member.flush(size) if size else b""
