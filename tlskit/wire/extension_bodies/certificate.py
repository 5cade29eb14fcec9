"""What is asked for and sent with certificates: kinds, compression, authorities, filters, delegated credentials."""

from tlskit.registry import CertificateCompressionAlgorithm, CertificateType, SignatureScheme
from tlskit.wire.annotated import Annotated
from tlskit.wire.structure import Structure
from tlskit.wire.syntax import Number, Opaque, Struct, Vector

_CERTIFICATE_TYPES = Vector(Number(CertificateType), 1, 2**8 - 1)


class ClientCertificateTypeOffer(Structure):
    """What the client can present: RFC 7250 section 3."""

    client_certificate_types: Annotated[tuple[CertificateType, ...], _CERTIFICATE_TYPES]


class ClientCertificateTypeChoice(Structure):
    """What the client is to present: RFC 7250 section 3."""

    client_certificate_type: Annotated[CertificateType, Number(CertificateType)]


class ServerCertificateTypeOffer(Structure):
    """What the client accepts: RFC 7250 section 3."""

    server_certificate_types: Annotated[tuple[CertificateType, ...], _CERTIFICATE_TYPES]


class ServerCertificateTypeChoice(Structure):
    """What the server presents: RFC 7250 section 3."""

    server_certificate_type: Annotated[CertificateType, Number(CertificateType)]


class CertificateTypeOffer(Structure):
    """RFC 6091 section 3.1, which RFC 7250 replaced."""

    certificate_types: Annotated[tuple[CertificateType, ...], _CERTIFICATE_TYPES]


class CertificateTypeChoice(Structure):
    """RFC 6091 section 3.1, which RFC 7250 replaced."""

    certificate_type: Annotated[CertificateType, Number(CertificateType)]


class CertificateCompressionAlgorithms(Structure):
    """RFC 8879 section 3."""

    algorithms: Annotated[
        tuple[CertificateCompressionAlgorithm, ...], Vector(Number(CertificateCompressionAlgorithm), 2, 2**8 - 2)
    ]


class CertificateAuthoritiesExtension(Structure):
    """RFC 8446 section 4.2.4: names in DER."""

    authorities: Annotated[tuple[bytes, ...], Vector(Opaque(1, 2**16 - 1, "DistinguishedName"), 3, 2**16 - 1)]


class OIDFilter(Structure):
    """RFC 8446 section 4.2.5."""

    certificate_extension_oid: Annotated[bytes, Opaque(1, 2**8 - 1)]
    certificate_extension_values: Annotated[bytes, Opaque(0, 2**16 - 1)]


class OIDFilterExtension(Structure):
    """RFC 8446 section 4.2.5."""

    filters: Annotated[tuple[OIDFilter, ...], Vector(Struct(OIDFilter), 0, 2**16 - 1)]


class DelegatedCredentialSchemes(Structure):
    """What delegated credentials may be signed with, or sign with: RFC 9345 section 4.1.1."""

    supported_signature_algorithms: Annotated[
        tuple[SignatureScheme, ...], Vector(Number(SignatureScheme), 2, 2**16 - 2)
    ]


class Credential(Structure):
    """RFC 9345 section 4."""

    valid_time: Annotated[int, Number(int, 4)]
    dc_cert_verify_algorithm: Annotated[SignatureScheme, Number(SignatureScheme)]
    ASN1_subjectPublicKeyInfo: Annotated[bytes, Opaque(1, 2**24 - 1)]


class DelegatedCredential(Structure):
    """RFC 9345 section 4."""

    cred: Annotated[Credential, Struct(Credential)]
    algorithm: Annotated[SignatureScheme, Number(SignatureScheme)]
    signature: Annotated[bytes, Opaque(1, 2**16 - 1)]
