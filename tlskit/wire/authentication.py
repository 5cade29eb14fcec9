"""The messages that say who is who: certificates, requests for them, proofs, Finished (RFC 8446 section 4.4)."""

from tlskit.registry import (
    CertificateCompressionAlgorithm,
    CertificateStatusType,
    ClientCertificateType,
    HandshakeType,
    SignatureScheme,
)
from tlskit.wire.annotated import Annotated
from tlskit.wire.extension import Extension, WithExtensions, extension_block
from tlskit.wire.structure import Structure
from tlskit.wire.syntax import Number, Opaque, Rest, Struct, Vector

_ASN1_CERT = Opaque(1, 2**24 - 1)
_DISTINGUISHED_NAME = Opaque(1, 2**16 - 1)


class Certificate(Structure):
    """RFC 5246 section 7.4.2."""

    certificate_list: Annotated[tuple[bytes, ...], Vector(_ASN1_CERT, 0, 2**24 - 1)]


class CertificateEntry(WithExtensions):
    """RFC 8446 section 4.4.2."""

    cert_data: Annotated[bytes, _ASN1_CERT]
    extensions: Annotated[tuple[Extension, ...], extension_block(HandshakeType.certificate)]


class Tls13Certificate(Structure):
    """RFC 8446 section 4.4.2."""

    certificate_request_context: Annotated[bytes, Opaque(0, 255)]
    certificate_list: Annotated[tuple[CertificateEntry, ...], Vector(Struct(CertificateEntry), 0, 2**24 - 1)]


class CompressedCertificate(Structure):
    """RFC 8879 section 4."""

    algorithm: Annotated[CertificateCompressionAlgorithm, Number(CertificateCompressionAlgorithm)]
    uncompressed_length: Annotated[int, Number(int, 3)]
    compressed_certificate_message: Annotated[bytes, Opaque(1, 2**24 - 1)]


class LegacyCertificateRequest(Structure):
    """RFC 4346 section 7.4.4: up to TLS 1.1."""

    certificate_types: Annotated[tuple[ClientCertificateType, ...], Vector(Number(ClientCertificateType), 1, 255)]
    certificate_authorities: Annotated[tuple[bytes, ...], Vector(_DISTINGUISHED_NAME, 0, 2**16 - 1)]


class CertificateRequest(Structure):
    """RFC 5246 section 7.4.4."""

    certificate_types: Annotated[tuple[ClientCertificateType, ...], Vector(Number(ClientCertificateType), 1, 255)]
    supported_signature_algorithms: Annotated[
        tuple[SignatureScheme, ...], Vector(Number(SignatureScheme), 2, 2**16 - 2)
    ]
    certificate_authorities: Annotated[tuple[bytes, ...], Vector(_DISTINGUISHED_NAME, 0, 2**16 - 1)]


class Tls13CertificateRequest(WithExtensions):
    """RFC 8446 section 4.3.2."""

    certificate_request_context: Annotated[bytes, Opaque(0, 255)]
    extensions: Annotated[tuple[Extension, ...], extension_block(HandshakeType.certificate_request, 2)]


class DraftCertificateRequest(WithExtensions):
    """The CertificateRequest of TLS 1.3 up to draft 18 (draft-ietf-tls-tls13-18 section 4.3.2)."""

    certificate_request_context: Annotated[bytes, Opaque(0, 255)]
    supported_signature_algorithms: Annotated[
        tuple[SignatureScheme, ...], Vector(Number(SignatureScheme), 2, 2**16 - 2)
    ]
    certificate_authorities: Annotated[tuple[bytes, ...], Vector(_DISTINGUISHED_NAME, 0, 2**16 - 1)]
    extensions: Annotated[tuple[Extension, ...], extension_block(HandshakeType.certificate_request)]


class LegacyCertificateVerify(Structure):
    """RFC 4346 section 7.4.8: up to TLS 1.1 the key's type says the algorithm."""

    signature: Annotated[bytes, Opaque(0, 2**16 - 1)]


class CertificateVerify(Structure):
    """RFC 8446 section 4.4.3, RFC 5246 section 7.4.8."""

    algorithm: Annotated[SignatureScheme, Number(SignatureScheme)]
    signature: Annotated[bytes, Opaque(0, 2**16 - 1)]


class CertificateStatusMessage(Structure):
    """RFC 6066 section 8, RFC 6961 section 2.2: one OCSP response, or with ocsp_multi a list of them."""

    status_type: Annotated[CertificateStatusType, Number(CertificateStatusType)]
    response: Annotated[bytes, Opaque(0, 2**24 - 1)]


class Finished(Structure):
    """RFC 8446 section 4.4.4, RFC 5246 section 7.4.9: as long as the hash, or 12 bytes up to TLS 1.2."""

    verify_data: Annotated[bytes, Rest()]
