"""Code points of small registries, which stand inside handshake messages and extensions."""

from __future__ import annotations

from tlskit.registry.code_point import GREASE_PSK_MODES, CodePoint
from tlskit.registry.tables.message_value import (
    CertificateCompressionAlgorithmTable,
    CertificateStatusTypeTable,
    CertificateTypeTable,
    ClientCertificateTypeTable,
    CompressionMethodTable,
    ECCurveTypeTable,
    ECHClientHelloTypeTable,
    ECPointFormatTable,
    HeartbeatMessageTypeTable,
    HeartbeatModeTable,
    KeyUpdateRequestTable,
    MaxFragmentLengthTable,
    PskKeyExchangeModeTable,
    SctVersionTable,
    ServerNameTypeTable,
    SRTPProtectionProfileTable,
    TokenBindingKeyParametersTable,
)


class CertificateCompressionAlgorithm(
    CertificateCompressionAlgorithmTable, CodePoint, registry="TLS Certificate Compression Algorithm IDs", width=2
):
    """RFC 8879 section 3."""

    __slots__ = ()


class CertificateStatusType(CertificateStatusTypeTable, CodePoint, registry="TLS Certificate Status Types"):
    """RFC 6066 section 8, RFC 6961 section 2.2."""

    __slots__ = ()


class CertificateType(CertificateTypeTable, CodePoint, registry="TLS Certificate Types"):
    """RFC 7250 section 3: what stands in place of X.509 certificates."""

    __slots__ = ()


class ClientCertificateType(ClientCertificateTypeTable, CodePoint, registry="TLS ClientCertificateType Identifiers"):
    """RFC 5246 section 7.4.4, RFC 8422 section 5.5."""

    __slots__ = ()


class CompressionMethod(CompressionMethodTable, CodePoint, registry="TLS Compression Method Identifiers"):
    """RFC 3749 section 2."""

    __slots__ = ()


class ECCurveType(ECCurveTypeTable, CodePoint, registry="TLS EC Curve Types"):
    """RFC 8422 section 5.4."""

    __slots__ = ()


class ECHClientHelloType(ECHClientHelloTypeTable, CodePoint, registry="ECHClientHelloType"):
    """RFC 9849 section 5."""

    __slots__ = ()


class ECPointFormat(ECPointFormatTable, CodePoint, registry="TLS EC Point Formats"):
    """RFC 8422 section 5.1.2."""

    __slots__ = ()


class HeartbeatMessageType(HeartbeatMessageTypeTable, CodePoint, registry="Heartbeat Message Types"):
    """RFC 6520 section 3."""

    __slots__ = ()


class HeartbeatMode(HeartbeatModeTable, CodePoint, registry="Heartbeat Modes"):
    """RFC 6520 section 2."""

    __slots__ = ()


class KeyUpdateRequest(KeyUpdateRequestTable, CodePoint, registry="KeyUpdateRequest"):
    """RFC 8446 section 4.6.3."""

    __slots__ = ()


class MaxFragmentLength(MaxFragmentLengthTable, CodePoint, registry="TLS MaxFragmentLength"):
    """RFC 6066 section 4."""

    __slots__ = ()

    @property
    def length(self) -> int | None:
        """The largest plaintext of a record, in bytes, where the number is known."""
        return 256 << self if self.is_known else None


class PskKeyExchangeMode(
    PskKeyExchangeModeTable, CodePoint, registry="TLS PskKeyExchangeMode", grease=GREASE_PSK_MODES
):
    """RFC 8446 section 4.2.9."""

    __slots__ = ()


class SctVersion(SctVersionTable, CodePoint, registry="SCT versions"):
    """RFC 6962 section 3.2."""

    __slots__ = ()


class ServerNameType(ServerNameTypeTable, CodePoint, registry="ServerName NameType"):
    """RFC 6066 section 3."""

    __slots__ = ()


class SRTPProtectionProfile(SRTPProtectionProfileTable, CodePoint, registry="DTLS-SRTP Protection Profiles", width=2):
    """RFC 5764 section 4.1.2."""

    __slots__ = ()


class TokenBindingKeyParameters(TokenBindingKeyParametersTable, CodePoint, registry="Token Binding Key Parameters"):
    """RFC 8471 section 3."""

    __slots__ = ()
