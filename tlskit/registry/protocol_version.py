"""Protocol versions, from SSL 2.0 to DTLS 1.3 with the drafts of TLS 1.3. IANA keeps no registry of them."""

from __future__ import annotations

from tlskit.registry.code_point import GREASE_16_BIT, CodePoint
from tlskit.registry.tables.protocol_version import ProtocolVersionTable

_TLS_1_3 = 0x0304
_DRAFTS = {0x7F: "", 0xFB: " (Facebook)"}
"""First byte of the number of a draft of TLS 1.3, the second being the draft's: of all, and of one deployment."""


class ProtocolVersion(ProtocolVersionTable, CodePoint, registry="TLS protocol versions", width=2, grease=GREASE_16_BIT):
    """``ProtocolVersion``, as in RFC 8446 section 4.1.2 and its ancestors."""

    __slots__ = ()

    @property
    def name(self) -> str | None:
        """``TLS 1.2``, or ``TLS 1.3 draft 23``."""
        if self.draft:
            return f"TLS 1.3 draft {self.draft}{_DRAFTS[self >> 8]}"
        return super().name

    @property
    def draft(self) -> int:
        """The number of the draft of TLS 1.3 (draft-ietf-tls-tls13-28 section 4.2.1.1); 0 for what is no draft."""
        return self & 0xFF if self >> 8 in _DRAFTS else 0

    @property
    def is_tls13(self) -> bool:
        """Whether it is TLS 1.3 or one of its drafts."""
        return self == _TLS_1_3 or self.draft > 0

    @property
    def is_dtls(self) -> bool:
        """Whether it is a version of DTLS."""
        return (self.name or "").startswith("DTLS")
