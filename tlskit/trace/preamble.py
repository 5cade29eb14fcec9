"""Where TLS begins in each direction of a connection, and what was said in clear before it.

TLS begins with the first byte, or behind the talk of a protocol that was asked to start it (STARTTLS and its like, or
an HTTP proxy's CONNECT), or somewhere in the stream where the capture began late. A record header is weak evidence:
five bytes of which three are nearly fixed. So a hello counts by itself, anything else only with what follows it.
Records: RFC 8446 section 5.1; SSL 2.0 hellos: RFC 5246 appendix E.2 and draft-hickman-netscape-ssl.
"""

from __future__ import annotations

import re
from struct import Struct
from typing import TYPE_CHECKING, NamedTuple

from tlskit.trace.starttls import talk_before_tls
from tlskit.trace.transcript import Direction, Transport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.trace.transcript import Transcript

SEARCHED = 64 << 10  # bytes of each direction; talk before STARTTLS takes a few hundred
_MOST_LINES = 256
_LONGEST_RECORD = (1 << 14) + 2048  # TLSCiphertext of TLS 1.2 (RFC 5246 section 6.2.3)
_TYPES = range(20, 25)
_CHANGE_CIPHER_SPEC, _ALERT, _HANDSHAKE = 20, 21, 22
_HANDSHAKE_TYPES = frozenset({*range(7), 8, 11, 12, 13, 14, 15, 16, *range(20, 26), 67, 254})
_HEADER = 5
_IN_MID_STREAM = 3  # records in a row that are no accident, wherever they begin

_record = Struct(">BHH").unpack_from
_hello = re.compile(rb"\x16\x03[\x00-\x04].{2}[\x01\x02]\x00.{2}(?:\x03[\x00-\x04]|\x7f.)", re.DOTALL)
_headers = re.compile(rb"[\x14-\x18]\x03[\x00-\x04][\x00-\x48]")
_sslv2_client = Struct(">HBHHHH").unpack_from
_sslv2_server = Struct(">HBBBHHHH").unpack_from


class Preamble(NamedTuple):
    """Where TLS begins: offsets in the two directions (in one that shows no TLS, the length of what was looked at).

    ``protocol`` is what was talked before, empty where TLS began at once; ``lines`` is the talk, where it was text.
    """

    client_to_server: int
    server_to_client: int
    protocol: str = ""
    lines: tuple[tuple[Direction, str], ...] = ()

    def offset(self, direction: Direction) -> int:
        """Return where TLS begins in a direction."""
        return self.client_to_server if direction is Direction.CLIENT_TO_SERVER else self.server_to_client


def find_tls(transcript: Transcript) -> Preamble | None:
    """Return where TLS begins, or ``None`` where there is none."""
    if transcript.transport is Transport.DATAGRAM:
        return Preamble(0, 0)
    client, server = (_Side(transcript, direction) for direction in Direction)
    if client.begins() or server.begins():
        return Preamble(client.start(), server.start())
    return _behind_talk(transcript, client, server) or _in_mid_stream(client, server)


def begins_tls(data: bytes) -> bool:
    """Tell whether a stream that begins with these bytes is TLS or SSL 2.0 from its first byte."""
    return _hello.match(data) is not None or _is_sslv2_hello(data) or _is_plausible(data)


class _Side:
    """One direction: its first bytes up to the first loss, and where chunks begin in them."""

    def __init__(self, transcript: Transcript, direction: Direction) -> None:
        self.direction = direction
        pieces, starts, length = [], [], 0
        for chunk in transcript.chunks:
            if chunk.direction is direction:
                if length >= SEARCHED:
                    break
                starts.append(length + min(chunk.lost, SEARCHED))
                pieces.append(bytes(min(chunk.lost, SEARCHED)) + chunk.data)
                length += len(pieces[-1])
        self.data, self.starts = b"".join(pieces)[:SEARCHED], starts

    def begins(self) -> bool:
        return begins_tls(self.data)

    def start(self) -> int:
        """Return where TLS begins, if it is known to be somewhere; the end where it is not."""
        if not self.data or self.begins():
            return 0
        found = self.hello()
        if found < 0:
            found = self.records()
        return found if found >= 0 else len(self.data)

    def hello(self) -> int:
        """Return where the first hello stands, or -1."""
        found = _hello.search(self.data)
        return found.start() if found else -1

    def records(self) -> int:
        """Return where records begin: at the start of a chunk, or elsewhere if there are many in a row; -1 if none."""
        for start in self.starts:
            if _records_in_a_row(self.data, start, 2):
                return start
        for found in _headers.finditer(self.data):
            if _records_in_a_row(self.data, found.start(), _IN_MID_STREAM):
                return found.start()
        return -1


def _behind_talk(transcript: Transcript, client: _Side, server: _Side) -> Preamble | None:
    """Find hellos behind the talk of a protocol that starts TLS."""
    if client.hello() < 0 and server.hello() < 0:
        return None
    offsets = client.start(), server.start()
    talk = client.data[: offsets[0]], server.data[: offsets[1]]
    protocol = talk_before_tls(*talk) or talk_before_tls(*reversed(talk))
    if not protocol:
        return None
    return Preamble(*offsets, protocol, tuple(_lines(transcript, dict(zip(Direction, offsets, strict=True)))))


def _in_mid_stream(client: _Side, server: _Side) -> Preamble | None:
    """Find records in a stream whose beginning the capture missed."""
    if client.records() < 0 and server.records() < 0:
        return None
    return Preamble(client.start(), server.start())


def _lines(transcript: Transcript, left: dict[Direction, int]) -> Iterator[tuple[Direction, str]]:
    """Yield the lines of text before the offsets, in the order of the talk."""
    count = 0
    for chunk in transcript.chunks:
        talk = chunk.data[: left[chunk.direction]]
        left[chunk.direction] -= len(talk) + chunk.lost
        for line in talk.decode("utf-8", "replace").splitlines():
            if count < _MOST_LINES and line.strip():
                count += 1
                yield chunk.direction, line
        if max(left.values()) <= 0:
            return


def _records_in_a_row(data: bytes, start: int, wanted: int) -> bool:
    """Tell whether so many records follow one another, or fewer that end exactly with the data."""
    for _ in range(wanted):
        if len(data) - start < _HEADER:
            return False
        kind, version, length = _record(data, start)
        if kind not in _TYPES or version >> 8 != 3 or version & 0xFF > 4 or not 0 < length <= _LONGEST_RECORD:
            return False
        start += _HEADER + length
        if start == len(data):
            return True
    return True


def _is_plausible(data: bytes) -> bool:
    """Tell whether what begins with a record header is a record: a row of them, or one whose content fits its type."""
    if _records_in_a_row(data, 0, 2):
        return True
    if not _records_in_a_row(data, 0, 1) or len(data) == _HEADER:
        return False
    kind, _, length = _record(data)
    content = data[_HEADER:]
    if kind == _CHANGE_CIPHER_SPEC:
        return length == 1 and content[0] == 1
    if kind == _ALERT:
        return length > 2 or content[0] in (1, 2)
    if kind == _HANDSHAKE:
        return content[0] in _HANDSHAKE_TYPES
    return True


def _is_sslv2_hello(data: bytes) -> bool:
    """Tell whether data begins with an SSL 2.0 ClientHello or ServerHello whose lengths add up."""
    if len(data) < 13 or not data[0] & 0x80:
        return False
    if data[2] == 1:
        header, _, version, ciphers, session, challenge = _sslv2_client(data)
        total = 9 + ciphers + session + challenge
        return (
            (version == 2 or version >> 8 == 3) and ciphers % 3 == 0 and 16 <= challenge <= 32
        ) and total == header & 0x7FFF
    if data[2] == 4:
        header, _, hit, _, version, certificate, ciphers, session = _sslv2_server(data)
        return hit < 2 and version == 2 and 11 + certificate + ciphers + session == header & 0x7FFF
    return False
