"""Words for whole messages and for the content types of records (RFC 8446 section 4, RFC 5246 section 7.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.explain.words.entry import FieldWords
from tlskit.registry.content_type import ContentType
from tlskit.registry.handshake_type import HandshakeType
from tlskit.registry.sslv2 import Sslv2MessageType
from tlskit.wire.hello import DraftHelloRetryRequest, EarlyDraftHelloRetryRequest, HelloRetryRequest

if TYPE_CHECKING:
    from tlskit.trace.record.record import Message

HELLO_RETRY_REQUEST = FieldWords(
    "HelloRetryRequest",
    "The server asks the client for another ClientHello.",
    "The client's [[key share]]s are for groups that the server does not want, or the server wants a cookie back. It "
    "costs a round trip and is no error.",
)

HANDSHAKES: dict[int, FieldWords] = {
    HandshakeType.hello_request: FieldWords(
        "HelloRequest",
        "The server asks the client to begin a new handshake.",
        "Up to TLS 1.2 a server starts a [[renegotiation]] with it, to change keys or to ask for a certificate.",
    ),
    HandshakeType.client_hello: FieldWords(
        "ClientHello",
        "The client says what it can do and what it wants.",
        "TLS lets the client offer and the server choose, so that both ends of any age find what they share.",
    ),
    HandshakeType.server_hello: FieldWords(
        "ServerHello",
        "The server chooses from what the client offered.",
        "It settles version, cipher suite and keys; in TLS 1.3 everything after it is encrypted.",
    ),
    HandshakeType.hello_verify_request: FieldWords(
        "HelloVerifyRequest",
        "The server asks for the same hello again, with a cookie.",
        "The sender of a datagram is easily forged; the [[cookie]] shows that the client can be reached.",
    ),
    HandshakeType.new_session_ticket: FieldWords(
        "NewSessionTicket",
        "The server gives the client a ticket for the next time.",
        "With a [[ticket]] the next handshake does without certificates and signatures.",
    ),
    HandshakeType.end_of_early_data: FieldWords(
        "EndOfEarlyData",
        "The client's early data end here.",
        "What follows is protected with other keys; the server must know where to change.",
    ),
    HandshakeType.hello_retry_request: HELLO_RETRY_REQUEST,
    HandshakeType.encrypted_extensions: FieldWords(
        "EncryptedExtensions",
        "The server's answers that need not be seen by others.",
        "It is the first encrypted message of TLS 1.3. What could be read in the ServerHello of TLS 1.2, such as the "
        "application protocol, is hidden here.",
    ),
    HandshakeType.request_connection_id: FieldWords(
        "RequestConnectionId",
        "The sender asks for further connection ids.",
        "With fresh ids a device that moves cannot be followed.",
    ),
    HandshakeType.new_connection_id: FieldWords(
        "NewConnectionId",
        "Further connection ids for the other side to use.",
        "With fresh ids a device that moves cannot be followed.",
    ),
    HandshakeType.certificate: FieldWords(
        "Certificate",
        "The sender shows its certificate and those that lead to a root.",
        "The receiver learns whose key it is dealing with, if it trusts one of the CAs on the way.",
    ),
    HandshakeType.server_key_exchange: FieldWords(
        "ServerKeyExchange",
        "The server's half of the key exchange, signed with its certificate's key.",
        "Up to TLS 1.2 it carries fresh Diffie-Hellman keys; the signature ties them to the certificate.",
    ),
    HandshakeType.certificate_request: FieldWords(
        "CertificateRequest",
        "The server asks the client for a certificate.",
        "It wants to know who the client is: [[mutual TLS]]. A client that has none may still answer, with an empty "
        "list, and the server decides.",
    ),
    HandshakeType.server_hello_done: FieldWords(
        "ServerHelloDone",
        "The server has said all it has to say for now.",
        "Up to TLS 1.2 the client cannot tell otherwise, since some of the messages before it are optional.",
    ),
    HandshakeType.certificate_verify: FieldWords(
        "CertificateVerify",
        "The sender signs everything that was said so far.",
        "It proves that the sender has the private key of the certificate that it showed.",
    ),
    HandshakeType.client_key_exchange: FieldWords(
        "ClientKeyExchange",
        "The client's half of the key exchange.",
        "After it both sides can compute the [[master secret]] and from it all keys.",
    ),
    HandshakeType.client_certificate_request: FieldWords(
        "ClientCertificateRequest",
        "The client asks for a certificate outside of the handshake.",
        "Exported authenticators use it within HTTP/2.",
    ),
    HandshakeType.finished: FieldWords(
        "Finished",
        "A checksum over the whole handshake.",
        "If both sides' [[Finished]] fit, nobody changed anything on the way, and both have the same keys.",
    ),
    HandshakeType.certificate_url: FieldWords(
        "CertificateURL",
        "Where the client's certificate can be fetched.",
        "It saves the client bytes; hardly anybody uses it.",
    ),
    HandshakeType.certificate_status: FieldWords(
        "CertificateStatus",
        "The CA's word that the server's certificate is good, brought along by the server.",
        "It is [[OCSP stapling]] up to TLS 1.2; in TLS 1.3 the same stands beside the certificate.",
    ),
    HandshakeType.supplemental_data: FieldWords(
        "SupplementalData",
        "Further data for the application, within the handshake.",
        "Hardly anybody uses it.",
    ),
    HandshakeType.key_update: FieldWords(
        "KeyUpdate",
        "From here on the sender uses its next keys.",
        "A key should not protect too much data; [[KeyUpdate]] makes the next one from the last.",
    ),
    HandshakeType.compressed_certificate: FieldWords(
        "CompressedCertificate",
        "The Certificate message, compressed.",
        "Certificates are most of a handshake's bytes.",
    ),
    HandshakeType.ekt_key: FieldWords(
        "EKTKey",
        "A key for a conference's media keys.",
        "Several senders share the conference.",
    ),
    HandshakeType.next_protocol: FieldWords(
        "NextProtocol",
        "The client tells which application protocol it will speak.",
        "It belongs to the forerunner of [[ALPN]].",
    ),
    HandshakeType.encrypted_extensions_channel_id: FieldWords(
        "ChannelID",
        "The client's key for this site, and a signature with it.",
        "Cookies could be bound to that key.",
    ),
    HandshakeType.message_hash: FieldWords(
        "message_hash",
        "A message that is never sent: the hash of a first ClientHello.",
        "After a HelloRetryRequest it stands for the first hello in the [[transcript hash]].",
    ),
}
UNKNOWN_HANDSHAKE = FieldWords(
    "Unknown message",
    "A handshake message whose type is not known here.",
    "A peer that does not know it must end the connection.",
)

CONTENTS: dict[int, FieldWords] = {
    ContentType.change_cipher_spec: FieldWords(
        "ChangeCipherSpec",
        "From here on this side uses the new keys; in TLS 1.3 it says nothing.",
        "It is a content type of its own and no handshake message, so that a record never holds bytes under two keys.",
    ),
    ContentType.alert: FieldWords(
        "Alert",
        "The sender closes the connection, or says what went wrong.",
        "An [[alert]] is the one word that a peer gets about a failure.",
    ),
    ContentType.handshake: FieldWords(
        "Handshake",
        "Messages that agree on keys and prove who is who.",
        "Before anything can be protected, both sides need the same keys: that is what the [[handshake]] is for.",
    ),
    ContentType.application_data: FieldWords(
        "Application data",
        "What the application sends; in TLS 1.3 any encrypted record says so, whatever it holds.",
        "It is what the handshake was for.",
    ),
    ContentType.heartbeat: FieldWords(
        "Heartbeat",
        "A request for a sign of life, or the sign.",
        "It keeps a quiet connection open.",
    ),
    ContentType.tls12_cid: FieldWords(
        "Record with connection id",
        "A protected record that names its connection.",
        "The peer may change its address and is still known.",
    ),
    ContentType.ACK: FieldWords(
        "ACK",
        "The records that the sender has got.",
        "In DTLS 1.3 only what was lost is sent again.",
    ),
    ContentType.return_routability_check: FieldWords(
        "Return routability check",
        "A probe of whether the peer is really at its new address.",
        "Anybody can forge a sender's address.",
    ),
}
UNKNOWN_CONTENT = FieldWords(
    "Unknown content",
    "A content type that is not known here.",
    "A peer that does not know it must end the connection.",
)

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


def message_words(message: Message) -> FieldWords:
    """Return what a handshake message is and why it is sent."""
    if message.structure in {HelloRetryRequest, DraftHelloRetryRequest, EarlyDraftHelloRetryRequest}:
        return HELLO_RETRY_REQUEST
    return HANDSHAKES.get(message.type, UNKNOWN_HANDSHAKE)


def content_words(content_type: ContentType) -> FieldWords:
    """Return what a record of this type carries and why."""
    return CONTENTS.get(content_type, UNKNOWN_CONTENT)
