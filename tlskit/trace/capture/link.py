"""Link layers: from a frame to the network layer's packet in it.

Link types are those of https://www.tcpdump.org/linktypes.html; VLAN tags are IEEE 802.1Q, PPPoE is RFC 2516, MPLS
RFC 3032. A frame of another network protocol than IP gives ``None``; an unknown link type is told by ``is_known``.
"""

from __future__ import annotations

from struct import Struct

IPV4, IPV6 = 0x0800, 0x86DD
ETHERNET, RAW_IP = 1, 101
_VLAN_TAGS = frozenset({0x8100, 0x88A8, 0x9100, 0x9200})
_PPPOE_SESSION, _MPLS = 0x8864, frozenset({0x8847, 0x8848})
_PPP_PROTOCOLS = {0x0021: IPV4, 0x0057: IPV6}
_SHORT_ETHERTYPE = 1536  # below it the field is a length (IEEE 802.3)
_NULL, _PPP, _PPP_HDLC, _PPP_ETHER, _LOOP, _COOKED, _COOKED_2 = 0, 9, 50, 51, 108, 113, 276
_RAW = frozenset({12, 14, RAW_IP, 228, 229})
_KNOWN = frozenset({ETHERNET, _NULL, _PPP, _PPP_HDLC, _PPP_ETHER, _LOOP, _COOKED, _COOKED_2}) | _RAW
PASTED_LINKS = (ETHERNET, RAW_IP, _NULL, _COOKED, _COOKED_2)
"""The link types that packets without a capture around them are tried as."""
_MOST_TAGS = 8  # more are no real stack of tags

_number = Struct(">H").unpack_from


def is_known(link: int) -> bool:
    """Tell whether packets of a link type can be read."""
    return link in _KNOWN


def network_packet(link: int, buffer: bytes, start: int, end: int) -> tuple[int, int] | None:
    """Return the protocol (an EtherType) of the packet in a frame, and where it starts."""
    if link == ETHERNET:
        return _tagged(buffer, start + 12, end)
    if link in _RAW:
        return _by_version(buffer, start, end)
    if link in (_NULL, _LOOP):  # the address family in front has another number on each system
        return _by_version(buffer, start + 4, end)
    if link == _COOKED:
        return _tagged(buffer, start + 14, end)
    if link == _COOKED_2:
        return _inside(_number(buffer, start)[0], buffer, start + 20, end) if end - start >= 20 else None
    if link == _PPP_ETHER:
        return _point_to_point(buffer, start + 6, end)
    if link in (_PPP, _PPP_HDLC):
        framed = buffer.startswith((b"\xff\x03", b"\x0f\x00"), start)
        return _point_to_point(buffer, start + 2 if framed else start, end)
    return None


def _tagged(buffer: bytes, position: int, end: int) -> tuple[int, int] | None:
    """Read an EtherType at a position and the packet behind it."""
    return _inside(_number(buffer, position)[0], buffer, position + 2, end) if end - position >= 2 else None


def _inside(protocol: int, buffer: bytes, start: int, end: int) -> tuple[int, int] | None:
    """Take off what may stand between an EtherType and the packet."""
    for _ in range(_MOST_TAGS):
        if protocol in (IPV4, IPV6):
            return protocol, start
        if protocol in _VLAN_TAGS and end - start >= 4:
            protocol, start = _number(buffer, start + 2)[0], start + 4
        elif protocol == _PPPOE_SESSION:
            return _point_to_point(buffer, start + 6, end)
        elif protocol in _MPLS and end - start >= 4:
            if buffer[start + 2] & 1:  # bottom of the stack
                return _by_version(buffer, start + 4, end)
            start += 4
        elif protocol < _SHORT_ETHERTYPE and buffer.startswith(b"\xaa\xaa\x03\x00\x00\x00", start):
            return _tagged(buffer, start + 6, end)  # SNAP (RFC 1042)
        else:
            return None
    return None


def _point_to_point(buffer: bytes, start: int, end: int) -> tuple[int, int] | None:
    if end - start < 2:
        return None
    if buffer[start] & 1:  # a protocol number of one byte (RFC 1661 section 2)
        return _by_version(buffer, start + 1, end)
    protocol = _PPP_PROTOCOLS.get(_number(buffer, start)[0])
    return (protocol, start + 2) if protocol else None


def _by_version(buffer: bytes, start: int, end: int) -> tuple[int, int] | None:
    if start >= end:
        return None
    match buffer[start] >> 4:
        case 4:
            return IPV4, start
        case 6:
            return IPV6, start
    return None
