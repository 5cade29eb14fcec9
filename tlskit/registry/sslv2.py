"""SSL 2.0, of which only hellos are still seen (RFC 5246 appendix E.2; RFC 6176 forbids the rest)."""

from __future__ import annotations

from tlskit.registry.code_point import CodePoint
from tlskit.registry.tables.sslv2 import Sslv2CipherKindTable, Sslv2MessageTypeTable


class Sslv2MessageType(Sslv2MessageTypeTable, CodePoint, registry="SSL 2.0 message types"):
    """The first byte of an SSL 2.0 message."""

    __slots__ = ()


class Sslv2CipherKind(Sslv2CipherKindTable, CodePoint, registry="SSL 2.0 cipher kinds", width=3):
    """A cipher kind: three bytes, and 0x00 followed by a TLS cipher suite in a hello that offers TLS too."""

    __slots__ = ()
