"""UDP (RFC 768): which datagrams are DTLS (RFC 6347 section 4.1, RFC 9147 section 4), among STUN, QUIC and all else."""

from __future__ import annotations

from struct import Struct

UDP_HEADER = 8
_DTLS_RECORD_HEADER = 13
_FIRST_TYPE, _LAST_TYPE = 20, 26  # change_cipher_spec to ACK, with heartbeat and tls12_cid
_VERSIONS = frozenset({0xFEFF, 0xFEFD, 0xFEFC, 0x0100})  # 0x0100: what OpenSSL sent before DTLS 1.0 was published
_OWN_BYTES = range(20, 64)  # first bytes that are DTLS where protocols share a port (RFC 7983, RFC 9443)

_record = Struct(">BHxxxxxxxxH").unpack_from


def begins_dtls(data: bytes) -> bool:
    """Tell whether a datagram shows by itself that it is DTLS: it begins with a whole record."""
    if len(data) < _DTLS_RECORD_HEADER:
        return False
    kind, version, length = _record(data)
    return _FIRST_TYPE <= kind <= _LAST_TYPE and version in _VERSIONS and _DTLS_RECORD_HEADER + length <= len(data)


def may_continue_dtls(data: bytes) -> bool:
    """Tell whether a datagram of a flow that has shown DTLS belongs to it: DTLS 1.3 hides all but the first byte."""
    return bool(data) and data[0] in _OWN_BYTES
