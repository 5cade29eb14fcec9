"""Whether a certificate still holds, and that it was logged: RFC 6066 section 8, RFC 6961, RFC 6962."""

from tlskit.registry import CertificateStatusType, SctVersion, SignatureScheme
from tlskit.wire.annotated import Annotated
from tlskit.wire.structure import Structure
from tlskit.wire.syntax import Fixed, Number, Opaque, Rest, Select, Struct, Syntax, Vector, Where, Within

_UNKNOWN = Rest()


class OCSPStatusRequest(Structure):
    """RFC 6066 section 8."""

    responder_id_list: Annotated[tuple[bytes, ...], Vector(Opaque(1, 2**16 - 1, "ResponderID"), 0, 2**16 - 1)]
    request_extensions: Annotated[bytes, Opaque(0, 2**16 - 1)]


_OCSP_STATUS_REQUEST = Struct(OCSPStatusRequest)


def status_request(status_type: CertificateStatusType, _: Where) -> Syntax:
    """Return the syntax of what is asked for."""
    is_ocsp = status_type in (CertificateStatusType.ocsp, CertificateStatusType.ocsp_multi)
    return _OCSP_STATUS_REQUEST if is_ocsp else _UNKNOWN


class CertificateStatusRequest(Structure):
    """RFC 6066 section 8."""

    status_type: Annotated[CertificateStatusType, Number(CertificateStatusType)]
    request: Annotated[OCSPStatusRequest | bytes, Select("status_type", status_request)]


class CertificateStatusRequestItemV2(Structure):
    """RFC 6961 section 2.2."""

    status_type: Annotated[CertificateStatusType, Number(CertificateStatusType)]
    request: Annotated[OCSPStatusRequest | bytes, Within(Select("status_type", status_request), 0, 2**16 - 1)]


class CertificateStatusRequestListV2(Structure):
    """RFC 6961 section 2.2."""

    certificate_status_req_list: Annotated[
        tuple[CertificateStatusRequestItemV2, ...], Vector(Struct(CertificateStatusRequestItemV2), 1, 2**16 - 1)
    ]


_OCSP_RESPONSE = Opaque(1, 2**24 - 1)
_OCSP_RESPONSE_LIST = Vector(Opaque(0, 2**24 - 1, "OCSPResponse"), 1, 2**24 - 1)


def status_response(status_type: CertificateStatusType, _: Where) -> Syntax:
    """Return the syntax of the answer."""
    match status_type:
        case CertificateStatusType.ocsp:
            return _OCSP_RESPONSE
        case CertificateStatusType.ocsp_multi:
            return _OCSP_RESPONSE_LIST
        case _:
            return _UNKNOWN


class CertificateStatus(Structure):
    """RFC 6066 section 8, RFC 6961 section 2.2: OCSP responses in DER, one, or one for each certificate.

    Up to TLS 1.2 it is a handshake message, from TLS 1.3 on an extension of a certificate (RFC 8446 section 4.4.2.1).
    """

    status_type: Annotated[CertificateStatusType, Number(CertificateStatusType)]
    response: Annotated[bytes | tuple[bytes, ...], Select("status_type", status_response)]


class SignedCertificateTimestamp(Structure):
    """RFC 6962 section 3.2."""

    sct_version: Annotated[SctVersion, Number(SctVersion)]
    id: Annotated[bytes, Fixed(32)]
    timestamp: Annotated[int, Number(int, 8)]
    extensions: Annotated[bytes, Opaque(0, 2**16 - 1)]
    algorithm: Annotated[SignatureScheme, Number(SignatureScheme)]
    signature: Annotated[bytes, Opaque(0, 2**16 - 1)]


class SignedCertificateTimestampList(Structure):
    """RFC 6962 section 3.3."""

    sct_list: Annotated[
        tuple[SignedCertificateTimestamp | bytes, ...],
        Vector(Within(Struct(SignedCertificateTimestamp), 1, 2**16 - 1), 1, 2**16 - 1),
    ]
