"""Words for SSL 2.0 (draft-hickman-netscape-ssl-00, RFC 5246 appendix E.2)."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords, Words
from tlskit.registry import Sslv2CipherKind, Sslv2MessageType
from tlskit.trace import Envelope
from tlskit.wire import Sslv2ClientHello, Sslv2Message, Sslv2ServerHello

SSLV2_MESSAGES: dict[int, FieldWords] = {
    Sslv2MessageType.error: FieldWords(
        "Error", "The sender gives up, and a number says why.", "SSL 2.0 had no alerts yet."
    ),
    Sslv2MessageType.client_hello: FieldWords(
        "ClientHello (SSL 2.0)",
        "The client says what it can do, in the form of the year 1995.",
        "Clients used it long after, naming SSL 3.0 or TLS inside, so that servers of any age could answer.",
    ),
    Sslv2MessageType.client_master_key: FieldWords(
        "ClientMasterKey",
        "The key, encrypted for the server.",
        "Part of it is in clear for export ciphers.",
    ),
    Sslv2MessageType.client_finished: FieldWords(
        "ClientFinished",
        "The server's connection id, encrypted.",
        "It shows that the client has the keys.",
    ),
    Sslv2MessageType.server_hello: FieldWords(
        "ServerHello (SSL 2.0)",
        "The server's certificate and ciphers.",
        "A server that answers so is badly out of date: SSL 2.0 is forbidden since 2011.",
    ),
    Sslv2MessageType.server_verify: FieldWords(
        "ServerVerify",
        "The client's challenge, encrypted.",
        "It shows that the server has the keys.",
    ),
    Sslv2MessageType.server_finished: FieldWords("ServerFinished", "A new session id.", "It ends the handshake."),
    Sslv2MessageType.request_certificate: FieldWords(
        "RequestCertificate",
        "The server asks for a certificate.",
        "It wants to know who the client is.",
    ),
    Sslv2MessageType.client_certificate: FieldWords(
        "ClientCertificate",
        "The client's certificate and a signature.",
        "They show who the client is.",
    ),
}

SUBJECTS = (
    Words(
        structures={
            Sslv2ClientHello: SSLV2_MESSAGES[Sslv2MessageType.client_hello],
            Sslv2ServerHello: SSLV2_MESSAGES[Sslv2MessageType.server_hello],
            Sslv2Message: FieldWords(
                "Message of SSL 2.0",
                "A type and what follows.",
                "Messages of [[SSL 2.0]] other than the hellos are named and not taken apart.",
            ),
        },
        places={
            (Envelope.SSLV2_RECORD, "length"): FieldWords(
                "Length",
                "The first bit says that there is no padding; the others say how many bytes follow.",
                "SSL 2.0 has no types and no versions in its records.",
            ),
            (Envelope.SSLV2_RECORD, "padding_length"): FieldWords(
                "Padding length",
                "How many bytes at the end mean nothing.",
                "A block cipher encrypts whole blocks only.",
            ),
            (Sslv2ClientHello, "msg_type"): FieldWords(
                "Message type",
                "Which message of [[SSL 2.0]] this is.",
                "This version has its own messages and its own record header of two or three bytes.",
            ),
            (Sslv2ClientHello, "version"): FieldWords(
                "Version",
                "The highest version that the client speaks; it may be newer than SSL 2.0.",
                "Clients used this old form so that a server of any age could read it.",
            ),
            (Sslv2ClientHello, "cipher_spec_length"): FieldWords(
                "Length of the ciphers",
                "How many bytes the list of ciphers has.",
                "SSL 2.0 gives all lengths first and the contents after them.",
            ),
            (Sslv2ClientHello, "session_id_length"): FieldWords(
                "Length of the session id",
                "How many bytes the session id has.",
                "Zero means that no session is to be taken up again.",
            ),
            (Sslv2ClientHello, "challenge_length"): FieldWords(
                "Length of the challenge",
                "How many bytes the challenge has.",
                "It has 16 to 32 bytes.",
            ),
            (Sslv2ClientHello, "cipher_specs"): FieldWords(
                "Ciphers",
                "The ciphers that the client can use, three bytes each.",
                "Those that begin with 00 are [[cipher suite]]s of SSL 3.0 and TLS.",
            ),
            (Sslv2ClientHello, "session_id"): FieldWords(
                "Session id",
                "The name of an earlier session, or nothing.",
                "It saves the exchange of keys.",
            ),
            (Sslv2ClientHello, "challenge"): FieldWords(
                "Challenge",
                "Random bytes of the client.",
                "The server proves by them that it has the keys; a TLS server takes them as the client's random.",
            ),
            (Sslv2ServerHello, "session_id_hit"): FieldWords(
                "Session found",
                "1 if the server takes the session up again.",
                "Then neither certificate nor ciphers follow.",
            ),
            (Sslv2ServerHello, "certificate_type"): FieldWords(
                "Certificate type",
                "1 for X.509; 0 if there is none.",
                "No other was defined.",
            ),
            (Sslv2ServerHello, "version"): FieldWords("Version", "The server's version.", "It speaks SSL 2.0 here."),
            (Sslv2ServerHello, "certificate_length"): FieldWords(
                "Length of the certificate",
                "How many bytes the certificate has.",
                "SSL 2.0 gives all lengths first.",
            ),
            (Sslv2ServerHello, "cipher_specs_length"): FieldWords(
                "Length of the ciphers",
                "How many bytes the list of ciphers has.",
                "SSL 2.0 gives all lengths first.",
            ),
            (Sslv2ServerHello, "connection_id_length"): FieldWords(
                "Length of the connection id",
                "How many bytes the connection id has.",
                "SSL 2.0 gives all lengths first.",
            ),
            (Sslv2ServerHello, "certificate"): FieldWords(
                "Certificate",
                "The server's one certificate, in [[DER]].",
                "Chains did not exist yet.",
            ),
            (Sslv2ServerHello, "cipher_specs"): FieldWords(
                "Ciphers",
                "The ciphers that both know.",
                "In SSL 2.0 the client chooses, and an attacker on the way can take the strong ones out unseen.",
            ),
            (Sslv2ServerHello, "connection_id"): FieldWords(
                "Connection id",
                "Random bytes of the server.",
                "They go into the keys.",
            ),
            (Sslv2Message, "body"): FieldWords(
                "Body",
                "What follows in the message.",
                "Messages of SSL 2.0 other than the hellos are named and not taken apart.",
            ),
        },
        items={
            Sslv2CipherKind: FieldWords(
                "Cipher", "A cipher of SSL 2.0, or a suite of TLS.", "It stands in no particular order."
            ),
        },
        like={
            Sslv2ServerHello: (Sslv2ClientHello,),
            Sslv2Message: (Sslv2ClientHello,),
        },
    ),
)
