"""What the application above TLS agrees on: its protocol and settings, SRTP keys, token binding."""

from tlskit.registry import SRTPProtectionProfile, TokenBindingKeyParameters
from tlskit.wire.annotated import Annotated
from tlskit.wire.structure import Structure
from tlskit.wire.syntax import Number, Opaque, Repeated, Rest, Vector

_PROTOCOL_NAME = Opaque(1, 2**8 - 1, "ProtocolName")


class ProtocolNameList(Structure):
    """RFC 7301 section 3.1."""

    protocol_name_list: Annotated[tuple[bytes, ...], Vector(_PROTOCOL_NAME, 2, 2**16 - 1)]


class NextProtocols(Structure):
    """What the server can speak: draft-agl-tls-nextprotoneg section 3."""

    protocols: Annotated[tuple[bytes, ...], Repeated(_PROTOCOL_NAME)]


class ApplicationSettingsSupport(Structure):
    """For which protocols the client has settings: draft-vvv-tls-alps section 4."""

    supported_protocols: Annotated[tuple[bytes, ...], Vector(_PROTOCOL_NAME, 2, 2**16 - 1)]


class ApplicationSettings(Structure):
    """The settings for the protocol that ALPN chose: draft-vvv-tls-alps section 4."""

    settings: Annotated[bytes, Rest()]


class UseSRTPData(Structure):
    """RFC 5764 section 4.1.1."""

    SRTPProtectionProfiles: Annotated[
        tuple[SRTPProtectionProfile, ...], Vector(Number(SRTPProtectionProfile), 2, 2**16 - 1)
    ]
    srtp_mki: Annotated[bytes, Opaque(0, 255)]


class ExternalIdentityHash(Structure):
    """RFC 8844 section 3.2."""

    external_id_hash: Annotated[bytes, Opaque(0, 32)]


class TokenBindingParameters(Structure):
    """RFC 8472 section 2."""

    major: Annotated[int, Number(int, 1)]
    minor: Annotated[int, Number(int, 1)]
    key_parameters_list: Annotated[
        tuple[TokenBindingKeyParameters, ...], Vector(Number(TokenBindingKeyParameters), 1, 2**8 - 1)
    ]
