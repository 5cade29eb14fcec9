"""IPv4 (RFC 791) and IPv6 (RFC 8200): from a packet to the transport's segment in it, fragments joined.

Fragments wait for one another within bounds. Where fragments overlap, the one with the lower offset wins, and of two at
one offset the first. Checksums are not looked at: capturing hosts often see packets before the card fills them in.
"""

from __future__ import annotations

from struct import Struct
from typing import NamedTuple

from tlskit.trace.capture.link import IPV4, IPV6

TCP, UDP = 6, 17
_IPV4_IN_IP, _IPV6_IN_IP, _FRAGMENT, _AUTHENTICATION = 4, 41, 44, 51
_EXTENSIONS = frozenset({0, 43, 60, 135, 139, 140})  # hop-by-hop, routing, destination, mobility, HIP, Shim6
_MOST_HEADERS = 16  # extension headers and tunnels of one packet; real packets have a handful
_LONGEST_DATAGRAM = 1 << 16
_MOST_DATAGRAMS = 256  # that wait for fragments; the oldest is given up
_MOST_FRAGMENTS = 256  # of one datagram: 64 KiB through the smallest MTU in use (RFC 791: 576) are 118

_version_4 = Struct(">BxHHHxB").unpack_from
_version_6 = Struct(">4xHB").unpack_from
_fragment = Struct(">BxHI").unpack_from


class Segment(NamedTuple):
    """The transport's part of a packet. ``missing`` counts bytes at its end that the capture left out."""

    protocol: int
    addresses: bytes
    buffer: bytes
    start: int
    end: int
    missing: int


class Reassembler:
    """Reads packets one after the other, and keeps the fragments that wait for others."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[bytes, int, int], list[tuple[int, bytes]]] = {}
        self._lengths: dict[tuple[bytes, int, int], int] = {}

    def segment(self, version: int, buffer: bytes, start: int, end: int) -> Segment | None:
        """Return the segment in a packet, or ``None`` where there is none or it is not whole yet."""
        for _ in range(_MOST_HEADERS):
            found = self._version_4(buffer, start, end) if version == IPV4 else self._version_6(buffer, start, end)
            if found is None or found.protocol not in (_IPV4_IN_IP, _IPV6_IN_IP):
                return found
            version = IPV4 if found.protocol == _IPV4_IN_IP else IPV6
            _, _, buffer, start, end, _ = found
        return None

    def _version_4(self, buffer: bytes, start: int, end: int) -> Segment | None:
        if end - start < 20:
            return None
        version, total, identification, place, protocol = _version_4(buffer, start)
        header = (version & 0x0F) * 4
        if version >> 4 != 4 or header < 20 or end - start < header:
            return None
        stop = start + total if total else end  # 0: segmentation is left to the card, which sees more than 64 KiB
        if stop < start + header:
            return None
        addresses = buffer[start + 12 : start + 20]
        missing, stop = max(stop - end, 0), min(stop, end)
        if place & 0x3FFF:
            if missing:
                return None
            return self._join(
                (addresses, identification, protocol),
                place << 3 & 0xFFF8,
                bool(place & 0x2000),
                buffer[start + header : stop],
            )
        return Segment(protocol, addresses, buffer, start + header, stop, missing)

    def _version_6(self, buffer: bytes, start: int, end: int) -> Segment | None:
        if end - start < 40 or buffer[start] >> 4 != 6:
            return None
        length, following = _version_6(buffer, start)
        addresses = buffer[start + 8 : start + 40]
        stop = start + 40 + length if length else end  # 0: a jumbogram, or segmentation left to the card
        missing, stop = max(stop - end, 0), min(stop, end)
        position = start + 40
        for _ in range(_MOST_HEADERS):
            if following == _FRAGMENT and stop - position >= 8:
                protocol, place, identification = _fragment(buffer, position)
                if place & 0xFFF9 == 0:  # an atomic fragment (RFC 6946)
                    following, position = protocol, position + 8
                    continue
                if missing:
                    return None
                whole = self._join(
                    (addresses, identification, protocol), place & 0xFFF8, bool(place & 1), buffer[position + 8 : stop]
                )
                if whole is None:
                    return None
                following, buffer, position, stop = protocol, whole.buffer, 0, whole.end
            elif following in _EXTENSIONS and stop - position >= 8:
                following, position = buffer[position], position + 8 + buffer[position + 1] * 8
            elif following == _AUTHENTICATION and stop - position >= 8:
                following, position = buffer[position], position + 8 + buffer[position + 1] * 4
            else:
                break
        return Segment(following, addresses, buffer, position, stop, missing) if position <= stop else None

    def _join(self, key: tuple[bytes, int, int], offset: int, more: bool, data: bytes) -> Segment | None:
        """Keep a fragment; return the whole datagram if this was its last missing one."""
        if offset + len(data) > _LONGEST_DATAGRAM:
            return None
        pieces = self._waiting.setdefault(key, [])
        if len(pieces) < _MOST_FRAGMENTS:
            pieces.append((offset, data))
        if not more:
            self._lengths.setdefault(key, offset + len(data))
        if len(self._waiting) > _MOST_DATAGRAMS:
            self._forget(next(iter(self._waiting)))
        length = self._lengths.get(key)
        if length is None or sum(len(piece) for _, piece in pieces) < length:
            return None
        whole = _whole(pieces, length)
        if whole is None:
            return None
        self._forget(key)
        return Segment(key[2], key[0], whole, 0, len(whole), 0)

    def _forget(self, key: tuple[bytes, int, int]) -> None:
        del self._waiting[key]
        self._lengths.pop(key, None)


def _whole(pieces: list[tuple[int, bytes]], length: int) -> bytes | None:
    """Join fragments, or return ``None`` where one is missing."""
    joined = bytearray()
    for offset, data in sorted(pieces, key=lambda piece: piece[0]):
        if offset > len(joined):
            return None
        joined += data[len(joined) - offset :]
    return bytes(joined[:length]) if len(joined) >= length else None
