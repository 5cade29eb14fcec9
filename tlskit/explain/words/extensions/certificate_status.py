"""Words for proofs that a certificate holds and is logged (RFC 6066 section 8, RFC 6961, RFC 6962)."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords, Words
from tlskit.registry import ExtensionType
from tlskit.wire import (
    CertificateStatus,
    CertificateStatusRequest,
    CertificateStatusRequestItemV2,
    CertificateStatusRequestListV2,
    OCSPStatusRequest,
    SignedCertificateTimestamp,
    SignedCertificateTimestampList,
)

_STATUS_TYPE = FieldWords(
    "Status type",
    "How it is asked, and answered, whether a certificate was revoked.",
    "One answer for the server's own certificate, or one for each certificate of the chain.",
)

SUBJECTS = (
    Words(
        extensions={
            ExtensionType.status_request: FieldWords(
                "Certificate status (OCSP)",
                "The client asks the server to bring proof that its certificate was not revoked.",
                "With [[OCSP stapling]] the client need not ask the CA itself, which is slow and tells the CA what is "
                "visited.",
            ),
            ExtensionType.status_request_v2: FieldWords(
                "Certificate status, second form",
                "The client asks for proofs on the whole chain.",
                "TLS 1.3 can do so without it, and it is dying out.",
            ),
        },
        structures={
            OCSPStatusRequest: FieldWords(
                "OCSP request",
                "What is asked for: mostly nothing in particular.",
                "The client wants any [[OCSP]] response that the CA signed.",
            ),
        },
        places={
            (CertificateStatusRequest, "status_type"): _STATUS_TYPE,
            (CertificateStatusRequest, "request"): FieldWords(
                "Request",
                "Details of what is asked for.",
                "With it the client asks the server to bring along an [[OCSP]] response.",
            ),
            (CertificateStatusRequestListV2, "certificate_status_req_list"): FieldWords(
                "Kinds of status",
                "The kinds of answer that the client can read, the best liked first.",
                "It was to bring the status of a whole chain; TLS 1.3 does so without it.",
            ),
            (CertificateStatusRequestItemV2, "status_type"): _STATUS_TYPE,
            (CertificateStatusRequestItemV2, "request"): FieldWords(
                "Request",
                "Details of what is asked for.",
                "Each kind of answer has its own.",
            ),
            (OCSPStatusRequest, "responder_id_list"): FieldWords(
                "Responders",
                "The OCSP responders that the client trusts; empty means any that the CA trusts.",
                "Hardly anybody fills it in.",
            ),
            (OCSPStatusRequest, "request_extensions"): FieldWords(
                "Request extensions",
                "Extensions for the question to the OCSP responder, in DER; mostly none.",
                "They could ask for a fresh answer, which would spoil the server's cache.",
            ),
            (CertificateStatus, "status_type"): _STATUS_TYPE,
            (CertificateStatus, "response"): FieldWords(
                "Response",
                "The CA's signed word on whether the certificate is good, in DER.",
                "The server fetches it and hands it on ([[OCSP stapling]]): the client need not ask the CA, who would "
                "learn which sites are visited.",
            ),
        },
        items={
            CertificateStatusRequestItemV2: FieldWords(
                "Kind of status",
                "One kind of answer that the client can read.",
                "The server takes one of those offered.",
            ),
            (OCSPStatusRequest, "responder_id_list"): FieldWords(
                "Responder", "The name or key of an OCSP responder.", "The client trusts its answers."
            ),
            (CertificateStatus, "response"): FieldWords(
                "OCSP response",
                "The status of one certificate of the chain.",
                "It stands in the order of the certificates.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.signed_certificate_timestamp: FieldWords(
                "Certificate timestamps (SCT)",
                "Signed promises of public logs that the certificate is in them; from a client, the wish for them.",
                "Browsers demand [[SCT]]s, so that nobody can use a wrongly issued certificate in secret.",
            ),
            ExtensionType.transparency_info: FieldWords(
                "Transparency information",
                "Proofs that the certificate is logged, in their second version.",
                "It replaces [[SCT]]s on paper; nobody uses it yet.",
            ),
        },
        places={
            (SignedCertificateTimestampList, "sct_list"): FieldWords(
                "Timestamps",
                "One [[SCT]] for each log that took the certificate in.",
                "Browsers accept only certificates that are in public logs, so that a wrongly issued one is noticed.",
            ),
            (SignedCertificateTimestamp, "sct_version"): FieldWords(
                "Version",
                "The version of the timestamp's format.",
                "Another version would have another layout.",
            ),
            (SignedCertificateTimestamp, "id"): FieldWords(
                "Log id",
                "The SHA-256 of the public key of the log.",
                "The client knows the logs that it trusts by it.",
            ),
            (SignedCertificateTimestamp, "timestamp"): FieldWords(
                "Logged at",
                "When the log took the certificate in, in milliseconds since 1970.",
                "The log promises to show the certificate to everybody within a day of it.",
            ),
            (SignedCertificateTimestamp, "extensions"): FieldWords(
                "Extensions",
                "Further data of the log; mostly none.",
                "Some logs put the entry's number here.",
            ),
            (SignedCertificateTimestamp, "algorithm"): FieldWords(
                "Signature scheme",
                "How the log signs.",
                "Logs use ECDSA on P-256 with SHA-256, or RSA with SHA-256.",
            ),
            (SignedCertificateTimestamp, "signature"): FieldWords(
                "Signature",
                "The log's signature over the time and the certificate.",
                "A log that signs what it does not show can be convicted by it.",
            ),
        },
        items={
            SignedCertificateTimestamp: FieldWords(
                "Timestamp of a log",
                "One log's promise to show the certificate to everybody.",
                "A client may ask for [[SCT]]s of several logs, so that one dishonest log is not enough.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.dnssec_chain: FieldWords(
                "DNSSEC chain",
                "Signed DNS records that vouch for the server's key.",
                "The client need not look them up itself.",
            ),
        },
    ),
)
