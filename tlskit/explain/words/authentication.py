"""Words for certificates, requests for them, proofs and Finished (RFC 8446 section 4.4, RFC 5246 section 7.4)."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords, Words
from tlskit.registry import ClientCertificateType, HandshakeType
from tlskit.wire import (
    Certificate,
    CertificateEntry,
    CertificateRequest,
    CertificateStatusMessage,
    CertificateVerify,
    CompressedCertificate,
    DraftCertificateRequest,
    Finished,
    Item,
    LegacyCertificateRequest,
    LegacyCertificateVerify,
    Tls13Certificate,
    Tls13CertificateRequest,
)

_ENTRY = FieldWords(
    "Certificate with its extensions",
    "One certificate of the chain and what goes with it.",
    "In TLS 1.3 proofs of status and of logging travel beside the certificate that they are about.",
)
_CERTIFICATE_TYPES = FieldWords(
    "Certificate types",
    "The kinds of key that the client's certificate may have.",
    "In TLS 1.2 the list of signature schemes says it better, and TLS 1.3 has dropped this one.",
)
_AUTHORITIES = FieldWords(
    "Acceptable CAs",
    "The [[distinguished name]]s of the CAs whose certificates the server accepts; empty means that it does not say.",
    "A client picks the certificate to show by them. One that finds none sends an empty Certificate.",
)
_AUTHORITY = FieldWords(
    "CA's name",
    "The subject of an acceptable CA, in [[DER]].",
    "A certificate from it, or from a CA below it, is welcome.",
)
_SIGNATURE_SCHEMES = FieldWords(
    "Signature schemes",
    "The [[signature scheme]]s that the server can check.",
    "The client's certificate and its proof must be made with one of them.",
)
_REQUEST_CONTEXT = FieldWords(
    "Request context",
    "Empty within a handshake; after it, a name for this request.",
    "A server may ask for a certificate later too, and more than once; the answer repeats the name.",
)
_SIGNATURE = FieldWords(
    "Signature",
    "The [[digital signature]] over everything said so far.",
    "Anybody can copy a certificate. This proves that its sender has the private key too, and that it is the one that "
    "this very handshake was made with.",
)

SUBJECTS = (
    Words(
        messages={
            HandshakeType.certificate: FieldWords(
                "Certificate",
                "The sender shows its certificate and those that lead to a root.",
                "The receiver learns whose key it is dealing with, if it trusts one of the CAs on the way.",
            ),
        },
        bodies={
            Certificate: HandshakeType.certificate,
            Tls13Certificate: HandshakeType.certificate,
        },
        places={
            (Certificate, "certificate_list"): FieldWords(
                "Certificates",
                "The sender's own certificate, then the CAs' that lead from it towards a root.",
                "The receiver builds a path to a root that it trusts. The root itself may be left out: it must be "
                "known already. An empty list from a client means that it has no certificate to show.",
            ),
            (Certificate, "certificate_list", Item()): FieldWords(
                "Certificate",
                "An X.509 [[certificate]] in [[DER]]: a name, a public key and the CA's signature.",
                "It says whose key it is. Whether that can be believed is decided by whoever signed it.",
            ),
            (Tls13Certificate, "certificate_request_context"): FieldWords(
                "Request context",
                "Which CertificateRequest this answers; empty from a server.",
                "A certificate that is sent after the handshake must say which request it belongs to.",
            ),
            (CertificateEntry, "cert_data"): FieldWords(
                "Certificate",
                "An X.509 [[certificate]] in [[DER]]: a name, a public key and the CA's signature.",
                "It says whose key it is. Whether that can be believed is decided by whoever signed it.",
            ),
            (CertificateEntry, "extensions"): FieldWords(
                "Extensions",
                "What goes with this certificate: an [[OCSP]] response, [[SCT]]s.",
                "In TLS 1.3 each certificate of the chain may have its own.",
            ),
        },
        items={
            CertificateEntry: _ENTRY,
        },
        like={
            Tls13Certificate: (Certificate,),
        },
    ),
    Words(
        messages={
            HandshakeType.compressed_certificate: FieldWords(
                "CompressedCertificate",
                "The Certificate message, compressed.",
                "Certificates are most of a handshake's bytes.",
            ),
        },
        bodies={
            CompressedCertificate: HandshakeType.compressed_certificate,
        },
        places={
            (CompressedCertificate, "algorithm"): FieldWords(
                "Compression",
                "How the message was compressed.",
                "The other side listed it among those that it can unpack.",
            ),
            (CompressedCertificate, "uncompressed_length"): FieldWords(
                "Length when unpacked",
                "How long the Certificate message is when it is unpacked.",
                "The receiver can refuse what would fill its memory before it unpacks anything.",
            ),
            (CompressedCertificate, "compressed_certificate_message"): FieldWords(
                "Compressed certificates",
                "The Certificate message, compressed.",
                "A chain shrinks by about a third, which may spare a round trip.",
            ),
        },
    ),
    Words(
        messages={
            HandshakeType.certificate_status: FieldWords(
                "CertificateStatus",
                "The CA's word that the server's certificate is good, brought along by the server.",
                "It is [[OCSP stapling]] up to TLS 1.2; in TLS 1.3 the same stands beside the certificate.",
            ),
        },
        bodies={
            CertificateStatusMessage: HandshakeType.certificate_status,
        },
        places={
            (CertificateStatusMessage, "status_type"): FieldWords(
                "Status type",
                "The kind of answer that follows.",
                "It is the kind that the client asked for.",
            ),
            (CertificateStatusMessage, "response"): FieldWords(
                "Response",
                "The CA's signed word on whether the certificate is good ([[OCSP]]), in [[DER]].",
                "The server brings it along, so that the client need not ask the CA ([[OCSP stapling]]).",
            ),
        },
    ),
    Words(
        messages={
            HandshakeType.certificate_request: FieldWords(
                "CertificateRequest",
                "The server asks the client for a certificate.",
                "It wants to know who the client is: [[mutual TLS]]. A client that has none may still answer, with an "
                "empty list, and the server decides.",
            ),
        },
        bodies={
            LegacyCertificateRequest: HandshakeType.certificate_request,
            CertificateRequest: HandshakeType.certificate_request,
            DraftCertificateRequest: HandshakeType.certificate_request,
            Tls13CertificateRequest: HandshakeType.certificate_request,
        },
        places={
            (LegacyCertificateRequest, "certificate_types"): _CERTIFICATE_TYPES,
            (LegacyCertificateRequest, "certificate_authorities"): _AUTHORITIES,
            (LegacyCertificateRequest, "certificate_authorities", Item()): _AUTHORITY,
            (CertificateRequest, "supported_signature_algorithms"): _SIGNATURE_SCHEMES,
            (DraftCertificateRequest, "extensions"): FieldWords(
                "Extensions",
                "Which extensions the client's certificate must have.",
                "Later drafts turned all of this message into extensions.",
            ),
            (Tls13CertificateRequest, "certificate_request_context"): _REQUEST_CONTEXT,
            (Tls13CertificateRequest, "extensions"): FieldWords(
                "Extensions",
                "What the client's certificate must be like: signature schemes above all, perhaps acceptable CAs.",
                "They are the same extensions that the client uses to say what it wants from the server.",
            ),
        },
        items={
            ClientCertificateType: FieldWords(
                "Certificate type",
                "A kind of key that the client's certificate may have.",
                "A client without such a key has nothing to show.",
            ),
        },
        like={
            CertificateRequest: (LegacyCertificateRequest,),
            DraftCertificateRequest: (
                CertificateRequest,
                LegacyCertificateRequest,
                Tls13CertificateRequest,
            ),
        },
    ),
    Words(
        messages={
            HandshakeType.certificate_verify: FieldWords(
                "CertificateVerify",
                "The sender signs everything that was said so far.",
                "It proves that the sender has the private key of the certificate that it showed.",
            ),
        },
        bodies={
            LegacyCertificateVerify: HandshakeType.certificate_verify,
            CertificateVerify: HandshakeType.certificate_verify,
        },
        places={
            (LegacyCertificateVerify, "signature"): _SIGNATURE,
            (CertificateVerify, "algorithm"): FieldWords(
                "Signature scheme",
                "What the signature was made with.",
                "It must be one that the other side listed, and fit the key in the certificate.",
            ),
            (CertificateVerify, "signature"): _SIGNATURE,
        },
    ),
    Words(
        messages={
            HandshakeType.finished: FieldWords(
                "Finished",
                "A checksum over the whole handshake.",
                "If both sides' [[Finished]] fit, nobody changed anything on the way, and both have the same keys.",
            ),
        },
        bodies={
            Finished: HandshakeType.finished,
        },
        places={
            (Finished, "verify_data"): FieldWords(
                "Verify data",
                "A checksum over every handshake message so far, made with a key that only the two ends have.",
                "If anybody changed, dropped or added a byte of the handshake, the two sides saw different messages "
                "and this does not fit: the handshake then fails.",
            ),
        },
    ),
    Words(
        messages={
            HandshakeType.client_certificate_request: FieldWords(
                "ClientCertificateRequest",
                "The client asks for a certificate outside of the handshake.",
                "Exported authenticators use it within HTTP/2.",
            ),
            HandshakeType.certificate_url: FieldWords(
                "CertificateURL",
                "Where the client's certificate can be fetched.",
                "It saves the client bytes; hardly anybody uses it.",
            ),
            HandshakeType.supplemental_data: FieldWords(
                "SupplementalData",
                "Further data for the application, within the handshake.",
                "Hardly anybody uses it.",
            ),
        },
    ),
)
