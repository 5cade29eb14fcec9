"""What one side offers and the other may choose: versions, groups, formats, signatures, sizes of records."""

from tlskit.registry import (
    ECPointFormat,
    HeartbeatMode,
    MaxFragmentLength,
    NamedGroup,
    ProtocolVersion,
    SignatureScheme,
)
from tlskit.wire.annotated import Annotated
from tlskit.wire.structure import Structure
from tlskit.wire.syntax import Number, Opaque, Rest, Vector


class SupportedVersions(Structure):
    """What the client offers: RFC 8446 section 4.2.1."""

    versions: Annotated[tuple[ProtocolVersion, ...], Vector(Number(ProtocolVersion), 2, 254)]


class SelectedVersion(Structure):
    """What the server chose: RFC 8446 section 4.2.1."""

    selected_version: Annotated[ProtocolVersion, Number(ProtocolVersion)]


class NamedGroupList(Structure):
    """RFC 8446 section 4.2.7, RFC 8422 section 5.1.1."""

    named_group_list: Annotated[tuple[NamedGroup, ...], Vector(Number(NamedGroup), 2, 2**16 - 1)]


class ECPointFormatList(Structure):
    """RFC 8422 section 5.1.2."""

    ec_point_format_list: Annotated[tuple[ECPointFormat, ...], Vector(Number(ECPointFormat), 1, 2**8 - 1)]


class SignatureSchemeList(Structure):
    """RFC 8446 section 4.2.3, for signatures in the handshake; RFC 5246 section 7.4.1.4.1."""

    supported_signature_algorithms: Annotated[
        tuple[SignatureScheme, ...], Vector(Number(SignatureScheme), 2, 2**16 - 2)
    ]


class CertificateSignatureSchemeList(Structure):
    """RFC 8446 section 4.2.3, for signatures in certificates (``signature_algorithms_cert``)."""

    supported_signature_algorithms: Annotated[
        tuple[SignatureScheme, ...], Vector(Number(SignatureScheme), 2, 2**16 - 2)
    ]


class MaxFragmentLengthRequest(Structure):
    """RFC 6066 section 4; the server repeats it."""

    max_fragment_length: Annotated[MaxFragmentLength, Number(MaxFragmentLength)]


class RecordSizeLimit(Structure):
    """RFC 8449 section 4."""

    record_size_limit: Annotated[int, Number(int, 2)]


class HeartbeatExtension(Structure):
    """RFC 6520 section 2."""

    mode: Annotated[HeartbeatMode, Number(HeartbeatMode)]


class RenegotiationInfo(Structure):
    """RFC 5746 section 3.2."""

    renegotiated_connection: Annotated[bytes, Opaque(0, 2**8 - 1)]


class Cookie(Structure):
    """RFC 8446 section 4.2.2."""

    cookie: Annotated[bytes, Opaque(1, 2**16 - 1)]


class Padding(Structure):
    """RFC 7685 section 3."""

    padding: Annotated[bytes, Rest()]


class ConnectionId(Structure):
    """RFC 9146 section 3."""

    cid: Annotated[bytes, Opaque(0, 2**8 - 1)]


class FlagExtensions(Structure):
    """draft-ietf-tls-tlsflags section 2: a bit for each extension that needs no more."""

    flags: Annotated[bytes, Opaque(0, 2**8 - 1)]


class SrpIdentity(Structure):
    """The user's name: RFC 5054 section 2.8.1."""

    srp_I: Annotated[bytes, Opaque(1, 2**8 - 1)]  # noqa: N815 - the RFC's name
