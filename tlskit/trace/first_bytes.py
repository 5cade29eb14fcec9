"""The first bytes that one side sent, and where TLS may begin in them.

A record header is weak evidence: five bytes of which three are nearly fixed. So a hello counts by itself, anything else
only with what follows it. Records: RFC 8446 section 5.1; SSL 2.0 hellos: RFC 5246 appendix E.2 and
draft-hickman-netscape-ssl.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cached_property
from struct import Struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tlskit.trace.chunk import Chunk, Direction

SEARCHED = 64 << 10  # bytes of each direction; talk before STARTTLS takes a few hundred
_LONGEST_RECORD = (1 << 14) + 2048  # TLSCiphertext of TLS 1.2 (RFC 5246 section 6.2.3)
_TYPES = range(20, 25)
_CHANGE_CIPHER_SPEC, _ALERT, _HANDSHAKE = 20, 21, 22
_SHORT = {_CHANGE_CIPHER_SPEC: 1, _ALERT: 512}  # the longest content: one byte; an alert, sealed and padded
_SSLV2, _SSLV3_AND_LATER, _LATEST_MINOR = 2, 3, 4
_SSLV2_SHORTEST = 13  # both hellos' headers
_HANDSHAKE_TYPES = frozenset({*range(7), 8, 11, 12, 13, 14, 15, 16, *range(20, 26), 67, 254})
_SSLV2_CLIENT_HELLO, _SSLV2_SERVER_HELLO = 1, 4
_SSLV2_LONGEST_CHALLENGE = 32
_HEADER = 5
_IN_MID_STREAM = 3  # records in a row that are no accident, wherever they begin

_record = Struct(">BHH").unpack_from
_hello = re.compile(rb"\x16\x03[\x00-\x04].{2}([\x01\x02])\x00.{2}(?:\x03[\x00-\x04]|\x7f.)", re.DOTALL)
_headers = re.compile(rb"[\x14-\x18]\x03[\x00-\x04][\x00-\x48]")
_sslv2_client = Struct(">HBHHHH").unpack_from
_sslv2_server = Struct(">HBBBHHHH").unpack_from


def begins_tls(data: bytes) -> bool:
    """Tell whether a stream that begins with these bytes is TLS or SSL 2.0 from its first byte."""
    return _hello.match(data) is not None or _is_sslv2_hello(data) or _is_plausible(data)


class PeerRole(Enum):
    """What a side is."""

    UNKNOWN = 0
    CLIENT = 1
    SERVER = 2


_ROLES = {b"\x01": PeerRole.CLIENT, b"\x02": PeerRole.SERVER}  # by the type of their hellos


class FirstBytes:
    """One direction: its first bytes, and where chunks begin in them. Mostly the first chunk tells all."""

    def __init__(self, chunks: tuple[Chunk, ...], direction: Direction) -> None:
        self._chunks, self._direction = chunks, direction
        first = next((_with_zeros(chunk) for chunk in chunks if chunk.direction is direction), b"")
        self._hello = _hello.match(first)
        self._starts: list[int] = []

    @cached_property
    def data(self) -> bytes:
        """The first bytes; where some were lost, zeros stand in their place."""
        pieces, length = [], 0
        for chunk in self._chunks:
            if length >= SEARCHED:
                break
            if chunk.direction is self._direction:
                pieces.append(_with_zeros(chunk))
                length += len(pieces[-1])
                self._starts.append(length - len(chunk.data))
        return b"".join(pieces)[:SEARCHED]

    @property
    def begins(self) -> bool:
        """Whether TLS begins with the first byte."""
        return self._hello is not None or self._begins_otherwise

    @cached_property
    def _begins_otherwise(self) -> bool:
        return begins_tls(self.data)

    def start(self) -> int:
        """Return where TLS begins, if it is known to be somewhere; the end where it is not."""
        if self.begins or not self.data:
            return 0
        found = self.hello()
        if found < 0:
            found = self.records()
        return found if found >= 0 else len(self.data)

    def hello(self) -> int:
        """Return where the first hello stands, or -1."""
        found = _hello.search(self.data)
        return found.start() if found else -1

    @property
    def role(self) -> PeerRole:
        """What this side is by its first hello."""
        return self._role_elsewhere if self._hello is None else _ROLES[self._hello[1]]

    @cached_property
    def _role_elsewhere(self) -> PeerRole:
        found = _hello.search(self.data)
        if found:
            return _ROLES[found[1]]
        if _is_sslv2_hello(self.data):
            return PeerRole.CLIENT if self.data[2] == _SSLV2_CLIENT_HELLO else PeerRole.SERVER
        return PeerRole.UNKNOWN

    def records(self) -> int:
        """Return where records begin: at the start of a chunk, or elsewhere if there are many in a row; -1 if none."""
        data = self.data
        for start in self._starts:
            if _records_in_a_row(data, start, 2):
                return start
        for found in _headers.finditer(data):
            if _records_in_a_row(data, found.start(), _IN_MID_STREAM, to_the_end=_IN_MID_STREAM):
                return found.start()
        return -1


def _with_zeros(chunk: Chunk) -> bytes:
    return bytes(min(chunk.lost, SEARCHED)) + chunk.data


def _records_in_a_row(data: bytes, start: int, wanted: int, *, to_the_end: int = 1) -> bool:
    """Tell whether so many records follow one another, or ``to_the_end`` that end exactly with the data."""
    for count in range(1, wanted + 1):
        if len(data) - start < _HEADER:
            return False
        kind, version, length = _record(data, start)
        if (
            kind not in _TYPES
            or version >> 8 != _SSLV3_AND_LATER
            or version & 0xFF > _LATEST_MINOR
            or length > _LONGEST_RECORD
        ):
            return False
        start += _HEADER + length
        if start == len(data):
            return count >= to_the_end
    return True


def _is_plausible(data: bytes) -> bool:
    """Tell whether what begins with a record header is a record: a whole one, or the part of one that fits its type."""
    if len(data) <= _HEADER or not _records_in_a_row(data, 0, 1):
        return False
    kind, _, length = _record(data)
    if _HEADER + length <= len(data) or kind != _HANDSHAKE:
        return kind not in _SHORT or length <= _SHORT[kind]
    return data[_HEADER] in _HANDSHAKE_TYPES


def _is_sslv2_hello(data: bytes) -> bool:
    """Tell whether data begins with an SSL 2.0 ClientHello or ServerHello whose lengths add up."""
    if len(data) < _SSLV2_SHORTEST or not data[0] & 0x80:
        return False
    if data[2] == _SSLV2_CLIENT_HELLO:
        header, _, version, ciphers, session, challenge = _sslv2_client(data)
        fits = ciphers % 3 == 0 and 0 < challenge <= _SSLV2_LONGEST_CHALLENGE
        total = 9 + ciphers + session + challenge
    else:
        header, kind, hit, _, version, certificate, ciphers, session = _sslv2_server(data)
        fits = kind == _SSLV2_SERVER_HELLO and hit <= 1
        total = 11 + certificate + ciphers + session
    return bool(fits and (version == _SSLV2 or version >> 8 == _SSLV3_AND_LATER) and total == header & 0x7FFF)
