"""IPv4 (RFC 791) and IPv6 (RFC 8200): from a packet to the transport's segment in it, through tunnels of IP in IP.

Checksums are not looked at: capturing hosts often see packets before the card fills them in. For the same reason a
length of 0 means that the packet goes on to the end of the frame: the card is to cut it into segments.
"""

from __future__ import annotations

from struct import Struct
from typing import NamedTuple

from tlskit.trace.capture.fragments import Fragments
from tlskit.trace.capture.link import IPV4, IPV6

TCP, UDP = 6, 17
_TUNNELS = {4: IPV4, 41: IPV6}
_FRAGMENT, _AUTHENTICATION = 44, 51
_EXTENSIONS = frozenset({0, 43, 60, 135, 139, 140})  # hop-by-hop, routing, destination, mobility, HIP, Shim6
_MOST_HEADERS = 16  # extension headers, or tunnels, of one packet; real packets have a handful

_version_4 = Struct(">BxHHHxB").unpack_from
_version_6 = Struct(">BxxxHB").unpack_from
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
        self._fragments = Fragments()

    def segment(self, version: int, buffer: bytes, start: int, end: int) -> Segment | None:
        """Return the segment in a packet, or ``None`` where there is none or it is not whole yet."""
        for _ in range(_MOST_HEADERS):
            found = self._version_4(buffer, start, end) if version == IPV4 else self._version_6(buffer, start, end)
            if found is None or found.protocol not in _TUNNELS:
                return found
            version = _TUNNELS[found.protocol]
            _, _, buffer, start, end, _ = found
        return None

    def _version_4(self, buffer: bytes, start: int, end: int) -> Segment | None:
        if end - start < 20:
            return None
        version, total, identification, place, protocol = _version_4(buffer, start)
        payload = start + (version & 0x0F) * 4
        stop = start + total if total else end
        if version >> 4 != 4 or not start + 20 <= payload <= min(stop, end):
            return None
        addresses = buffer[start + 12 : start + 20]
        missing, stop = max(stop - end, 0), min(stop, end)
        if not place & 0x3FFF:
            return Segment(protocol, addresses, buffer, payload, stop, missing)
        if missing:
            return None
        key = addresses, identification, protocol
        whole = self._fragments.join(key, (place & 0x1FFF) * 8, buffer[payload:stop], more=bool(place & 0x2000))
        return None if whole is None else Segment(protocol, addresses, whole, 0, len(whole), 0)

    def _version_6(self, buffer: bytes, start: int, end: int) -> Segment | None:
        if end - start < 40:
            return None
        version, length, protocol = _version_6(buffer, start)
        if version >> 4 != 6:
            return None
        stop = start + 40 + length if length else end
        found = Segment(
            protocol, buffer[start + 8 : start + 40], buffer, start + 40, min(stop, end), max(stop - end, 0)
        )
        for _ in range(_MOST_HEADERS):
            following = self._behind_extension(found)
            if following is None or following is found:
                return following
            found = following
        return None

    def _behind_extension(self, found: Segment) -> Segment | None:
        """Take one extension header off; the segment itself where there is none."""
        protocol, addresses, buffer, start, end, missing = found
        if protocol not in _EXTENSIONS and protocol not in (_FRAGMENT, _AUTHENTICATION):
            return found
        if end - start < 8:
            return None
        if protocol != _FRAGMENT:
            start += 8 + buffer[start + 1] * (4 if protocol == _AUTHENTICATION else 8)
            return Segment(buffer[found.start], addresses, buffer, start, end, missing) if start <= end else None
        inside, place, identification = _fragment(buffer, start)
        if not place & 0xFFF9:  # an atomic fragment (RFC 6946)
            return Segment(inside, addresses, buffer, start + 8, end, missing)
        if missing:
            return None
        key = addresses, identification, inside
        whole = self._fragments.join(key, place & 0xFFF8, buffer[start + 8 : end], more=bool(place & 1))
        return None if whole is None else Segment(inside, addresses, whole, 0, len(whole), 0)
