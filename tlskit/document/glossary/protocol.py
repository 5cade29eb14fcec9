"""Terms of the glossary that are about messages, names and the course of a connection."""

from __future__ import annotations

from tlskit.document.term import Term

PROTOCOL: tuple[Term, ...] = (
    Term(
        "alert",
        "A message of two bytes that closes a connection or says why it fails.",
        "RFC 8446 section 6",
    ),
    Term(
        "ALPN",
        "The extension by which client and server agree on an application protocol (“application-layer protocol "
        "negotiation”).",
        "RFC 7301",
    ),
    Term(
        "CA",
        "Who signs certificates and so vouches for names (“certification authority”).",
        "RFC 5280",
    ),
    Term(
        "certificate",
        "A name and a public key, signed by a CA.",
        "RFC 5280 section 4",
    ),
    Term(
        "certificate chain",
        "The certificates from a server's own to a root, each signed by the next.",
        "RFC 5280 section 6",
        ("chain",),
    ),
    Term(
        "ChangeCipherSpec",
        "Up to TLS 1.2 the mark after which a side uses the new keys; in TLS 1.3 a dummy.",
        "RFC 5246 section 7.1",
    ),
    Term(
        "client certificate",
        "A certificate that a client shows when the server asks for one.",
        "RFC 8446 section 4.3.2",
    ),
    Term(
        "ClientHello",
        "The first message: what the client can do and wants.",
        "RFC 8446 section 4.1.2",
    ),
    Term(
        "cookie",
        "Bytes that a server gives a client to return, to see that the client can be reached or to remember nothing "
        "itself. It has nothing to do with the cookies of the Web.",
        "RFC 8446 section 4.2.2",
    ),
    Term(
        "delegated credential",
        "A short-lived key that the owner of a certificate has signed, to be used in its place.",
        "RFC 9345",
    ),
    Term(
        "DER",
        "The form in bytes that certificates are written in.",
        "X.690",
    ),
    Term(
        "distinguished name",
        "The name in a certificate, made of parts such as country, organisation and common name.",
        "RFC 5280 section 4.1.2.4",
    ),
    Term(
        "downgrade",
        "An attack that makes two sides use an older version or a weaker cipher than they could.",
        "RFC 8446 appendix D",
    ),
    Term(
        "downgrade sentinel",
        "Eight bytes at the end of a server's random by which a client sees that an older version was chosen by a "
        "server that knows a newer one.",
        "RFC 8446 section 4.1.3",
    ),
    Term(
        "DTLS",
        "TLS for datagrams, which get lost and swapped.",
        "RFC 9147",
    ),
    Term(
        "ECH",
        "An extension that hides the real ClientHello, and so the name of the site, in a harmless outer one "
        "(“Encrypted Client Hello”).",
        "RFC 9849",
    ),
    Term(
        "epoch",
        "In DTLS the number of a set of keys.",
        "RFC 6347 section 4.1",
    ),
    Term(
        "extension",
        "An addition to a hello, a certificate or a ticket, as a type and its data; who does not know it passes over "
        "it.",
        "RFC 8446 section 4.2",
    ),
    Term(
        "Finished",
        "The last message of a handshake from each side: a checksum over all that was said.",
        "RFC 8446 section 4.4.4",
    ),
    Term(
        "flight",
        "What one side sends before it must wait for the other.",
        "RFC 6347 section 4.2.4",
    ),
    Term(
        "GREASE",
        "Numbers without a meaning that clients send so that servers get used to passing over what they do not know.",
        "RFC 8701",
    ),
    Term(
        "handshake",
        "The messages by which two sides agree on keys and show who they are.",
        "RFC 8446 section 4",
    ),
    Term(
        "heartbeat",
        "A small message that asks for an echo.",
        "RFC 6520",
    ),
    Term(
        "HelloRetryRequest",
        "A server's wish for another ClientHello, written as a ServerHello with a fixed random.",
        "RFC 8446 section 4.1.4",
        ("HRR",),
    ),
    Term(
        "middlebox",
        "A device on the way, such as a firewall, that looks into connections. Many break on what they do not know.",
        "RFC 8446 appendix D.4",
        ("middleboxes",),
    ),
    Term(
        "mutual TLS",
        "TLS in which the client shows a certificate too.",
        "RFC 8446 section 4.3.2",
        ("mTLS",),
    ),
    Term(
        "OCSP",
        "A protocol that asks a CA whether a certificate was revoked.",
        "RFC 6960",
    ),
    Term(
        "OCSP stapling",
        "The server brings an OCSP response along, so that the client need not ask the CA.",
        "RFC 6066 section 8",
    ),
    Term(
        "QUIC",
        "A transport over UDP that uses the TLS 1.3 handshake; HTTP/3 runs on it.",
        "RFC 9000",
    ),
    Term(
        "raw public key",
        "A public key without a certificate, for sides that know each other.",
        "RFC 7250",
    ),
    Term(
        "record",
        "A piece of what one side sends, with a header of five bytes; each is protected by itself.",
        "RFC 8446 section 5",
    ),
    Term(
        "renegotiation",
        "Up to TLS 1.2 a new handshake within a connection. TLS 1.3 has none.",
        "RFC 5746",
    ),
    Term(
        "resumption",
        "A handshake that builds on an earlier one and does without certificates.",
        "RFC 8446 section 2.2",
    ),
    Term(
        "root",
        "A CA's certificate that is trusted because it was installed, and not because somebody signed it.",
        "RFC 5280 section 6",
    ),
    Term(
        "round trip",
        "The time to the other side and back.",
        "RFC 8446 section 2",
    ),
    Term(
        "SCSV",
        "A number in the list of cipher suites that is a signal and no suite (“signalling cipher suite value”).",
        "RFC 5746 section 3.3",
    ),
    Term(
        "SCT",
        "A public log's signed promise that it has taken in a certificate (“signed certificate timestamp”).",
        "RFC 6962",
    ),
    Term(
        "ServerHello",
        "The server's answer: what it chose from the client's offers.",
        "RFC 8446 section 4.1.3",
    ),
    Term(
        "session id",
        "Up to TLS 1.2 the name under which a server remembers a session; in TLS 1.3 bytes without a meaning.",
        "RFC 5246 section 7.4.1.2",
    ),
    Term(
        "SNI",
        "The extension that says which host name the client wants (“server name indication”).",
        "RFC 6066 section 3",
    ),
    Term(
        "SSL 2.0",
        "The first version that was published, in 1995; broken and forbidden.",
        "RFC 6176",
    ),
    Term(
        "ticket",
        "What a server gives a client to come back with: the key to a resumption, sealed for the server itself or "
        "kept under that name.",
        "RFC 8446 section 4.6.1",
        ("session ticket",),
    ),
)
