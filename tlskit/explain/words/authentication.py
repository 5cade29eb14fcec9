"""Words for certificates, requests for them, proofs and Finished, and for what follows (RFC 8446 section 4.4)."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords

_CERTIFICATE_TYPES = FieldWords(
    "Certificate types",
    "The kinds of key that the client's certificate may have.",
    "In TLS 1.2 the list of signature schemes says it better, and TLS 1.3 has dropped this one.",
)
_SIGNATURE_SCHEMES = FieldWords(
    "Signature schemes",
    "The [[signature scheme]]s that the server can check.",
    "The client's certificate and its proof must be made with one of them.",
)
_AUTHORITIES = FieldWords(
    "Acceptable CAs",
    "The [[distinguished name]]s of the CAs whose certificates the server accepts; empty means that it does not say.",
    "A client picks the certificate to show by them. One that finds none sends an empty Certificate.",
)
_ENTRY = FieldWords(
    "Certificate with its extensions",
    "One certificate of the chain and what goes with it.",
    "In TLS 1.3 proofs of status and of logging travel beside the certificate that they are about.",
)
_AUTHORITY = FieldWords(
    "CA's name",
    "The subject of an acceptable CA, in [[DER]].",
    "A certificate from it, or from a CA below it, is welcome.",
)
_REQUEST_CONTEXT = FieldWords(
    "Request context",
    "Empty within a handshake; after it, a name for this request.",
    "A server may ask for a certificate later too, and more than once; the answer repeats the name.",
)
_SIGNATURE = FieldWords(
    "Signature",
    "The [[digital signature]] over everything said so far.",
    "Anybody can copy a certificate. This proves that its sender has the private key too, and that it is the one "
    "that this very handshake was made with.",
)

FIELDS: dict[str, FieldWords] = {
    "Certificate.certificate_list": FieldWords(
        "Certificates",
        "The sender's own certificate, then the CAs' that lead from it towards a root.",
        "The receiver builds a path to a root that it trusts. The root itself may be left out: it must be known "
        "already. An empty list from a client means that it has no certificate to show.",
    ),
    "Certificate.certificate_list[]": FieldWords(
        "Certificate",
        "An X.509 [[certificate]] in [[DER]]: a name, a public key and the CA's signature.",
        "It says whose key it is. Whether that can be believed is decided by whoever signed it.",
    ),
    "Tls13Certificate.certificate_list[]": _ENTRY,
    "CertificateEntry.cert_data": FieldWords(
        "Certificate",
        "An X.509 [[certificate]] in [[DER]]: a name, a public key and the CA's signature.",
        "It says whose key it is. Whether that can be believed is decided by whoever signed it.",
    ),
    "CertificateEntry.extensions": FieldWords(
        "Extensions",
        "What goes with this certificate: an [[OCSP]] response, [[SCT]]s.",
        "In TLS 1.3 each certificate of the chain may have its own.",
    ),
    "Tls13Certificate.certificate_request_context": FieldWords(
        "Request context",
        "Which CertificateRequest this answers; empty from a server.",
        "A certificate that is sent after the handshake must say which request it belongs to.",
    ),
    "CompressedCertificate.algorithm": FieldWords(
        "Compression",
        "How the message was compressed.",
        "The other side listed it among those that it can unpack.",
    ),
    "CompressedCertificate.uncompressed_length": FieldWords(
        "Length when unpacked",
        "How long the Certificate message is when it is unpacked.",
        "The receiver can refuse what would fill its memory before it unpacks anything.",
    ),
    "CompressedCertificate.compressed_certificate_message": FieldWords(
        "Compressed certificates",
        "The Certificate message, compressed.",
        "A chain shrinks by about a third, which may spare a round trip.",
    ),
    "LegacyCertificateRequest.certificate_types": _CERTIFICATE_TYPES,
    "LegacyCertificateRequest.certificate_authorities": _AUTHORITIES,
    "LegacyCertificateRequest.certificate_authorities[]": _AUTHORITY,
    "CertificateRequest.supported_signature_algorithms": _SIGNATURE_SCHEMES,
    "Tls13CertificateRequest.certificate_request_context": _REQUEST_CONTEXT,
    "Tls13CertificateRequest.extensions": FieldWords(
        "Extensions",
        "What the client's certificate must be like: signature schemes above all, perhaps acceptable CAs.",
        "They are the same extensions that the client uses to say what it wants from the server.",
    ),
    "DraftCertificateRequest.extensions": FieldWords(
        "Extensions",
        "Which extensions the client's certificate must have.",
        "Later drafts turned all of this message into extensions.",
    ),
    "LegacyCertificateVerify.signature": _SIGNATURE,
    "CertificateVerify.algorithm": FieldWords(
        "Signature scheme",
        "What the signature was made with.",
        "It must be one that the other side listed, and fit the key in the certificate.",
    ),
    "CertificateVerify.signature": _SIGNATURE,
    "CertificateStatusMessage.status_type": FieldWords(
        "Status type",
        "The kind of answer that follows.",
        "It is the kind that the client asked for.",
    ),
    "CertificateStatusMessage.response": FieldWords(
        "Response",
        "The CA's signed word on whether the certificate is good ([[OCSP]]), in [[DER]].",
        "The server brings it along, so that the client need not ask the CA ([[OCSP stapling]]).",
    ),
    "Finished.verify_data": FieldWords(
        "Verify data",
        "A checksum over every handshake message so far, made with a key that only the two ends have.",
        "If anybody changed, dropped or added a byte of the handshake, the two sides saw different messages and this "
        "does not fit: the handshake then fails.",
    ),
    "NewSessionTicket.ticket_lifetime_hint": FieldWords(
        "Lifetime",
        "For how many seconds the server means to accept the ticket; 0 leaves it open.",
        "A client need not offer a ticket that is out of date.",
    ),
    "NewSessionTicket.ticket": FieldWords(
        "Ticket",
        "The session's secrets, sealed with a key that only the server has.",
        "The client hands the [[ticket]] back next time; the server need not remember anything.",
    ),
    "Tls13NewSessionTicket.ticket_lifetime": FieldWords(
        "Lifetime",
        "For how many seconds the ticket may be used: at most seven days.",
        "The older a ticket, the longer the secrets of a connection must be kept.",
    ),
    "Tls13NewSessionTicket.ticket_age_add": FieldWords(
        "Age mask",
        "A random number that the client adds to the ticket's age.",
        "The age is sent in clear next time; masked, it does not link the two connections.",
    ),
    "Tls13NewSessionTicket.ticket_nonce": FieldWords(
        "Ticket nonce",
        "A value that is different for each ticket of this connection.",
        "Each [[ticket]] gets its own key, derived from the connection's secret and this value.",
    ),
    "Tls13NewSessionTicket.ticket": FieldWords(
        "Ticket",
        "A name for the new key, or the key itself sealed for the server.",
        "The client offers it as a [[PSK]] next time and saves the certificates.",
    ),
    "Tls13NewSessionTicket.extensions": FieldWords(
        "Extensions",
        "Whether, and how much, [[early data]] may be sent with this ticket.",
        "Without the extension early_data the client must not send any.",
    ),
    "KeyUpdate.request_update": FieldWords(
        "Answer wanted",
        "Whether the other side shall change its keys too.",
        "Each direction has its own keys; this side changes its own right after this message.",
    ),
    "NextProtocol.selected_protocol": FieldWords(
        "Protocol",
        "The application protocol that the client chose.",
        "In this forerunner of [[ALPN]] the server offered and the client chose, in an encrypted message.",
    ),
    "NextProtocol.padding": FieldWords(
        "Padding",
        "Zeros.",
        "They hide how long the protocol's name is.",
    ),
    "ChannelId.extension_type": FieldWords("Type", "The number of the extension.", "The message repeats it."),
    "ChannelId.extension_length": FieldWords(
        "Length", "How many bytes follow: always 128.", "Four numbers of 32 bytes."
    ),
    "ChannelId.x": FieldWords(
        "Public key, x", "One half of a point on P-256.", "It is the client's key for this site."
    ),
    "ChannelId.y": FieldWords(
        "Public key, y", "One half of a point on P-256.", "It is the client's key for this site."
    ),
    "ChannelId.r": FieldWords(
        "Signature, r", "One half of an ECDSA signature.", "It proves that the client has the key."
    ),
    "ChannelId.s": FieldWords(
        "Signature, s", "One half of an ECDSA signature.", "It proves that the client has the key."
    ),
}

LIKE: dict[str, tuple[str, ...]] = {
    "Tls13Certificate": ("Certificate",),
    "CertificateRequest": ("LegacyCertificateRequest",),
    "DraftCertificateRequest": ("CertificateRequest", "LegacyCertificateRequest", "Tls13CertificateRequest"),
    "DraftNewSessionTicket": ("Tls13NewSessionTicket",),
}
"""Structures that share the words of others for fields of the same name."""

ITEMS: dict[str, FieldWords] = {
    "CertificateEntry": _ENTRY,
    "ClientCertificateType": FieldWords(
        "Certificate type",
        "A kind of key that the client's certificate may have.",
        "A client without such a key has nothing to show.",
    ),
    "DistinguishedName": _AUTHORITY,
}
