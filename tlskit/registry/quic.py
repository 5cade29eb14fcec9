"""What TLS carries for QUIC: RFC 9000 sections 15 and 18. QUIC has its own numbers that peers must ignore."""

from __future__ import annotations

from tlskit.registry.code_point import CodePoint
from tlskit.registry.tables.quic import QuicTransportParameterTable, QuicVersionTable


class QuicTransportParameter(QuicTransportParameterTable, CodePoint, registry="QUIC Transport Parameters", width=8):
    """The name of a transport parameter; on the wire an integer of variable length."""

    __slots__ = ()

    @property
    def hex(self) -> str:
        """The number without the leading zeros that a fixed width would have."""
        return f"0x{int(self):02X}"

    @property
    def is_grease(self) -> bool:
        """Whether it is reserved to be ignored (RFC 9000 section 18.1)."""
        return self % 31 == 27  # noqa: PLR2004 - the RFC's rule


class QuicVersion(QuicVersionTable, CodePoint, registry="QUIC Versions", width=4):
    """A version of QUIC."""

    __slots__ = ()

    @property
    def is_grease(self) -> bool:
        """Whether it is reserved to be ignored (RFC 9000 section 15)."""
        return self & 0x0F0F0F0F == 0x0A0A0A0A  # noqa: PLR2004 - the RFC's rule
