"""Words for structures that are neither a message nor an extension: what stands inside those."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords

STRUCTURES: dict[str, FieldWords] = {
    "Handshake": FieldWords(
        "Handshake message",
        "A type, a length and a body.",
        "The [[handshake]] agrees on keys and proves who is who.",
    ),
    "Empty": FieldWords(
        "Nothing",
        "No bytes at all.",
        "That the message or the extension is there says everything.",
    ),
    "Unread": FieldWords(
        "Message body",
        "Bytes that cannot be taken apart here.",
        "Their layout depends on a part of the handshake that was not seen, or the message's type is not known.",
    ),
    "Sslv2Message": FieldWords(
        "Message of SSL 2.0",
        "A type and what follows.",
        "Messages of [[SSL 2.0]] other than the hellos are named and not taken apart.",
    ),
    "DigitallySigned": FieldWords(
        "Signature",
        "A [[signature scheme]] and a signature made with it.",
        "It proves that the key exchange comes from the owner of the certificate.",
    ),
    "LegacyDigitallySigned": FieldWords(
        "Signature",
        "A signature; the kind of key says how it was made.",
        "It proves that the key exchange comes from the owner of the certificate.",
    ),
    "ServerECDHParams": FieldWords(
        "Elliptic-curve parameters",
        "A curve and a public key on it.",
        "They are the server's half of the key exchange.",
    ),
    "ServerDHParams": FieldWords(
        "Diffie-Hellman parameters",
        "A prime, a generator and a public key.",
        "They are the server's half of the key exchange.",
    ),
    "ServerRSAParams": FieldWords(
        "Export key",
        "A short RSA key.",
        "An [[export cipher]] was not allowed to use the certificate's long one.",
    ),
    "Credential": FieldWords(
        "Credential",
        "A short-lived key, what it is for and how long it holds.",
        "The handshake is checked with it in place of the certificate's key.",
    ),
    "OCSPStatusRequest": FieldWords(
        "OCSP request",
        "What is asked for: mostly nothing in particular.",
        "The client wants any [[OCSP]] response that the CA signed.",
    ),
    "ECHOuterClientHello": FieldWords(
        "Sealed hello and its key",
        "The inner hello, encrypted, and what the server needs to open it.",
        "Only the server can open it; all others see the outer hello.",
    ),
    "HpkeKeyConfig": FieldWords(
        "Key of a configuration",
        "A public key and the suites that go with it.",
        "Clients seal their hello with it.",
    ),
    "ECHConfigContents": FieldWords(
        "Contents of a configuration",
        "A key, the public name and settings.",
        "It is all that a client needs to hide its hello.",
    ),
    "PreferredAddress": FieldWords(
        "Preferred address",
        "Where the server would rather be reached.",
        "A shared address takes new connections, and the server's own carries them on.",
    ),
    "VersionInformation": FieldWords(
        "QUIC versions",
        "The version in use and all that the sender speaks.",
        "Both sides check that nobody talked them into an older one.",
    ),
}
