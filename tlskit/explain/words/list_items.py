"""Words for the items of lists that stand in extensions, by the name of their type."""

from __future__ import annotations

from tlskit.explain.words.entry import Words

ITEMS: dict[str, Words] = {
    "ProtocolName": Words(
        "Protocol",
        "The name of an application protocol.",
        "Client and server know it by exactly these bytes.",
    ),
    "SRTPProtectionProfile": Words(
        "SRTP profile",
        "A cipher and a checksum for media.",
        "The server takes one of those offered.",
    ),
    "TokenBindingKeyParameters": Words("Key parameters", "A kind of key.", "The server takes one of those offered."),
    "CertificateType": Words("Certificate type", "A kind of certificate.", "The server takes one of those offered."),
    "CertificateCompressionAlgorithm": Words(
        "Compression algorithm",
        "A way to compress certificates.",
        "The other side may use it or leave certificates as they are.",
    ),
    "OIDFilter": Words(
        "Filter",
        "A certificate extension and what it must hold.",
        "A certificate that lacks it need not be offered.",
    ),
    "PskKeyExchangeMode": Words(
        "PSK mode",
        "With a fresh key exchange, or with the [[PSK]] alone.",
        "The server takes one of those offered.",
    ),
    "PskIdentity": Words(
        "PSK identity",
        "One key that the client offers.",
        "Its [[binder]] stands at the same place in the other list.",
    ),
    "PskBinderEntry": Words(
        "Binder",
        "A checksum over the hello, made with the offered key.",
        "The server checks the [[binder]] of the key that it picks before it does anything else.",
    ),
    "ResponderID": Words("Responder", "The name or key of an OCSP responder.", "The client trusts its answers."),
    "OCSPResponse": Words(
        "OCSP response",
        "The status of one certificate of the chain.",
        "It stands in the order of the certificates.",
    ),
    "CertificateStatusRequestItemV2": Words(
        "Kind of status",
        "One kind of answer that the client can read.",
        "The server takes one of those offered.",
    ),
    "SignedCertificateTimestamp": Words(
        "Timestamp of a log",
        "One log's promise to show the certificate to everybody.",
        "A client may ask for [[SCT]]s of several logs, so that one dishonest log is not enough.",
    ),
    "HpkeSymmetricCipherSuite": Words(
        "HPKE suite",
        "A key derivation and a cipher.",
        "The client picks one to seal its hello with.",
    ),
    "ECHConfigExtension": Words("Extension", "A further setting.", "None is in use yet."),
    "ECHConfig": Words(
        "ECH configuration",
        "One key of the server and how to use it.",
        "Clients find the same in the DNS, before they connect.",
    ),
    "ServerName": Words("Name", "A kind of name and the name.", "There is only one kind: host names."),
    "KeyShareEntry": Words(
        "Key share",
        "A [[group]] and a public key in it.",
        "If the server takes the group, it answers with a [[key share]] of its own.",
    ),
    "QuicVersion": Words("QUIC version", "A version of QUIC.", "Both sides check that the best one was chosen."),
    "TransportParameter": Words("Parameter", "One setting.", "It limits or allows what the other side may do."),
}
