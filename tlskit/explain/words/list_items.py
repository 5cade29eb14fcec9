"""Words for the items of lists that stand in extensions, by the name of their type."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords

ITEMS: dict[str, FieldWords] = {
    "ProtocolName": FieldWords(
        "Protocol",
        "The name of an application protocol.",
        "Client and server know it by exactly these bytes.",
    ),
    "SRTPProtectionProfile": FieldWords(
        "SRTP profile",
        "A cipher and a checksum for media.",
        "The server takes one of those offered.",
    ),
    "TokenBindingKeyParameters": FieldWords(
        "Key parameters", "A kind of key.", "The server takes one of those offered."
    ),
    "CertificateType": FieldWords(
        "Certificate type", "A kind of certificate.", "The server takes one of those offered."
    ),
    "CertificateCompressionAlgorithm": FieldWords(
        "Compression algorithm",
        "A way to compress certificates.",
        "The other side may use it or leave certificates as they are.",
    ),
    "OIDFilter": FieldWords(
        "Filter",
        "A certificate extension and what it must hold.",
        "A certificate that lacks it need not be offered.",
    ),
    "PskKeyExchangeMode": FieldWords(
        "PSK mode",
        "With a fresh key exchange, or with the [[PSK]] alone.",
        "The server takes one of those offered.",
    ),
    "PskIdentity": FieldWords(
        "PSK identity",
        "One key that the client offers.",
        "Its [[binder]] stands at the same place in the other list.",
    ),
    "PskBinderEntry": FieldWords(
        "Binder",
        "A checksum over the hello, made with the offered key.",
        "The server checks the [[binder]] of the key that it picks before it does anything else.",
    ),
    "ResponderID": FieldWords("Responder", "The name or key of an OCSP responder.", "The client trusts its answers."),
    "OCSPResponse": FieldWords(
        "OCSP response",
        "The status of one certificate of the chain.",
        "It stands in the order of the certificates.",
    ),
    "CertificateStatusRequestItemV2": FieldWords(
        "Kind of status",
        "One kind of answer that the client can read.",
        "The server takes one of those offered.",
    ),
    "SignedCertificateTimestamp": FieldWords(
        "Timestamp of a log",
        "One log's promise to show the certificate to everybody.",
        "A client may ask for [[SCT]]s of several logs, so that one dishonest log is not enough.",
    ),
    "HpkeSymmetricCipherSuite": FieldWords(
        "HPKE suite",
        "A key derivation and a cipher.",
        "The client picks one to seal its hello with.",
    ),
    "ECHConfigExtension": FieldWords("Extension", "A further setting.", "None is in use yet."),
    "ECHConfig": FieldWords(
        "ECH configuration",
        "One key of the server and how to use it.",
        "Clients find the same in the DNS, before they connect.",
    ),
    "ServerName": FieldWords("Name", "A kind of name and the name.", "There is only one kind: host names."),
    "KeyShareEntry": FieldWords(
        "Key share",
        "A [[group]] and a public key in it.",
        "If the server takes the group, it answers with a [[key share]] of its own.",
    ),
    "QuicVersion": FieldWords("QUIC version", "A version of QUIC.", "Both sides check that the best one was chosen."),
    "TransportParameter": FieldWords("Parameter", "One setting.", "It limits or allows what the other side may do."),
}
