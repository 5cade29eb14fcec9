"""ServerKeyExchange and ClientKeyExchange of SSL 3.0 to TLS 1.2: the cipher suite decides what they hold.

RFC 5246 section 7.4.3 and 7.4.7, RFC 8422 section 5.4 and 5.7, RFC 4279 section 2 to 4, RFC 5489 section 2.
"""

from tlskit.registry import ECCurveType, NamedGroup, SignatureScheme
from tlskit.wire.annotated import Annotated
from tlskit.wire.structure import Structure
from tlskit.wire.syntax import Number, Opaque, Rest, Select, Struct, Syntax

_LARGE = Opaque(1, 2**16 - 1)
_NAMED_CURVE, _EXPLICIT_CURVE = Number(NamedGroup), Rest()


class DigitallySigned(Structure):
    """RFC 5246 section 4.7."""

    algorithm: Annotated[SignatureScheme, Number(SignatureScheme)]
    signature: Annotated[bytes, Opaque(0, 2**16 - 1)]


class LegacyDigitallySigned(Structure):
    """RFC 4346 section 4.7: up to TLS 1.1 the key's type says the algorithm."""

    signature: Annotated[bytes, Opaque(0, 2**16 - 1)]


def curve_syntax(curve_type: int, _: int) -> Syntax:
    """Return the syntax of a curve; explicit ones, which RFC 8422 forbids, are not taken apart."""
    return _NAMED_CURVE if curve_type == ECCurveType.named_curve else _EXPLICIT_CURVE


class ServerECDHParams(Structure):
    """RFC 8422 section 5.4."""

    curve_type: Annotated[ECCurveType, Number(ECCurveType)]
    named_curve: Annotated[NamedGroup | bytes, Select("curve_type", curve_syntax)]
    public: Annotated[bytes, Opaque(1, 255)]


class ServerDHParams(Structure):
    """RFC 5246 section 7.4.3."""

    dh_p: Annotated[bytes, _LARGE]
    dh_g: Annotated[bytes, _LARGE]
    dh_ys: Annotated[bytes, _LARGE]


class ServerRSAParams(Structure):
    """RFC 2246 section 7.4.3: the short key of an export suite."""

    rsa_modulus: Annotated[bytes, _LARGE]
    rsa_exponent: Annotated[bytes, _LARGE]


class EcdheServerKeyExchange(Structure):
    """RFC 8422 section 5.4 under TLS 1.2."""

    params: Annotated[ServerECDHParams, Struct(ServerECDHParams)]
    signed_params: Annotated[DigitallySigned, Struct(DigitallySigned)]


class LegacyEcdheServerKeyExchange(Structure):
    """RFC 8422 section 5.4 up to TLS 1.1."""

    params: Annotated[ServerECDHParams, Struct(ServerECDHParams)]
    signed_params: Annotated[LegacyDigitallySigned, Struct(LegacyDigitallySigned)]


class EcdhAnonServerKeyExchange(Structure):
    """RFC 8422 section 2.3: nobody signs."""

    params: Annotated[ServerECDHParams, Struct(ServerECDHParams)]


class DheServerKeyExchange(Structure):
    """RFC 5246 section 7.4.3."""

    params: Annotated[ServerDHParams, Struct(ServerDHParams)]
    signed_params: Annotated[DigitallySigned, Struct(DigitallySigned)]


class LegacyDheServerKeyExchange(Structure):
    """RFC 4346 section 7.4.3."""

    params: Annotated[ServerDHParams, Struct(ServerDHParams)]
    signed_params: Annotated[LegacyDigitallySigned, Struct(LegacyDigitallySigned)]


class DhAnonServerKeyExchange(Structure):
    """RFC 5246 section 7.4.3: nobody signs."""

    params: Annotated[ServerDHParams, Struct(ServerDHParams)]


class RsaExportServerKeyExchange(Structure):
    """RFC 2246 section 7.4.3."""

    params: Annotated[ServerRSAParams, Struct(ServerRSAParams)]
    signed_params: Annotated[LegacyDigitallySigned, Struct(LegacyDigitallySigned)]


class PskServerKeyExchange(Structure):
    """RFC 4279 section 2, for RSA_PSK too."""

    psk_identity_hint: Annotated[bytes, Opaque(0, 2**16 - 1)]


class DhePskServerKeyExchange(Structure):
    """RFC 4279 section 3."""

    psk_identity_hint: Annotated[bytes, Opaque(0, 2**16 - 1)]
    params: Annotated[ServerDHParams, Struct(ServerDHParams)]


class EcdhePskServerKeyExchange(Structure):
    """RFC 5489 section 2."""

    psk_identity_hint: Annotated[bytes, Opaque(0, 2**16 - 1)]
    params: Annotated[ServerECDHParams, Struct(ServerECDHParams)]


class RsaClientKeyExchange(Structure):
    """RFC 5246 section 7.4.7.1."""

    encrypted_pre_master_secret: Annotated[bytes, Opaque(0, 2**16 - 1)]


class Sslv3RsaClientKeyExchange(Structure):
    """RFC 6101 section 5.6.7.1: without a length before it."""

    encrypted_pre_master_secret: Annotated[bytes, Rest()]


class DhClientKeyExchange(Structure):
    """RFC 5246 section 7.4.7.2."""

    dh_yc: Annotated[bytes, _LARGE]


class EcdhClientKeyExchange(Structure):
    """RFC 8422 section 5.7."""

    ecdh_yc: Annotated[bytes, Opaque(1, 255)]


class PskClientKeyExchange(Structure):
    """RFC 4279 section 2."""

    psk_identity: Annotated[bytes, Opaque(0, 2**16 - 1)]


class RsaPskClientKeyExchange(Structure):
    """RFC 4279 section 4."""

    psk_identity: Annotated[bytes, Opaque(0, 2**16 - 1)]
    encrypted_pre_master_secret: Annotated[bytes, Opaque(0, 2**16 - 1)]


class DhePskClientKeyExchange(Structure):
    """RFC 4279 section 3."""

    psk_identity: Annotated[bytes, Opaque(0, 2**16 - 1)]
    dh_yc: Annotated[bytes, _LARGE]


class EcdhePskClientKeyExchange(Structure):
    """RFC 5489 section 2."""

    psk_identity: Annotated[bytes, Opaque(0, 2**16 - 1)]
    ecdh_yc: Annotated[bytes, Opaque(1, 255)]
