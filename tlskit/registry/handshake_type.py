"""Handshake message types: RFC 8446 section 4, RFC 5246 section 7.4, RFC 9147 section 5.2."""

from __future__ import annotations

from tlskit.registry.code_point import CodePoint
from tlskit.registry.tables.handshake_type import HandshakeTypeTable


class HandshakeType(HandshakeTypeTable, CodePoint, registry="TLS HandshakeType"):
    """The type of a handshake message."""

    __slots__ = ()
