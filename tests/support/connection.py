"""Connections made by hand: messages in records, records in chunks, the way a capture would have them."""

from __future__ import annotations

from tlskit.registry.content_type import ContentType
from tlskit.registry.extension_type import ExtensionType
from tlskit.registry.handshake_type import HandshakeType
from tlskit.registry.protocol_version import ProtocolVersion
from tlskit.trace.chunk import Chunk, Direction, Orientation
from tlskit.trace.observer import observe
from tlskit.trace.transcript import Transcript
from tlskit.wire.extension import Extension
from tlskit.wire.extension_bodies.application import ProtocolNameList
from tlskit.wire.extension_bodies.key_share import (
    KeyShareClientHello,
    KeyShareEntry,
    KeyShareHelloRetryRequest,
    KeyShareServerHello,
)
from tlskit.wire.extension_bodies.negotiation import (
    NamedGroupList,
    RenegotiationInfo,
    SelectedVersion,
    SignatureSchemeList,
    SupportedVersions,
)
from tlskit.wire.extension_bodies.server_name import ServerName, ServerNameList
from tlskit.wire.hello import HELLO_RETRY_REQUEST_RANDOM, ClientHello, HelloRetryRequest, ServerHello
from tlskit.wire.structure import Empty, Structure

CLIENT, SERVER = Direction
AES_GCM, ECDHE_AES_GCM, ECDHE_AES_CBC, RSA_RC4, RSA_3DES = 0x1301, 0xC02F, 0xC013, 0x0005, 0x000A
DHE_AES_GCM, RSA_NULL = 0x009E, 0x0002
X25519, P256 = 0x001D, 0x0017
TLS_1_0, TLS_1_1, TLS_1_2, TLS_1_3 = 0x0301, 0x0302, 0x0303, 0x0304
FALLBACK_SCSV = 0x5600


# -- messages --------------------------------------------------------------------------------------------------------


def handshake(message_type, body=b""):
    """Return a handshake message of a structure or of bytes."""
    data = body.encode(message_type) if isinstance(body, Structure) else body
    return bytes([message_type]) + len(data).to_bytes(3) + data


def extension(extension_type, data):
    """Return an extension."""
    return Extension(ExtensionType(extension_type), data)


def versions(*offered):
    """Return supported_versions of a client."""
    return extension(43, SupportedVersions(tuple(map(ProtocolVersion, offered))))


def selected(version):
    """Return supported_versions of a server."""
    return extension(43, SelectedVersion(ProtocolVersion(version)))


def share(group):
    """Return an entry of a key share."""
    return KeyShareEntry(group, bytes(32))


def server_name(name=b"example.org"):
    """Return SNI."""
    return extension(0, ServerNameList((ServerName(0, name),)))


def alpn(*names):
    """Return ALPN of either side."""
    return extension(16, ProtocolNameList(names))


def groups(*offered):
    """Return supported_groups."""
    return extension(10, NamedGroupList(offered))


def signature_algorithms(*offered):
    """Return signature_algorithms."""
    return extension(13, SignatureSchemeList(offered))


EXTENDED_MASTER_SECRET = extension(23, Empty())
ENCRYPT_THEN_MAC = extension(22, Empty())
RENEGOTIATION_INFO = extension(0xFF01, RenegotiationInfo(b""))
OFFER_12 = (
    server_name(), groups(X25519, P256), signature_algorithms(0x0804, 0x0403), EXTENDED_MASTER_SECRET,
    RENEGOTIATION_INFO,
)  # fmt: skip
SHARES = extension(51, KeyShareClientHello((share(X25519),)))
OFFER_13 = (*OFFER_12, versions(TLS_1_3, TLS_1_2), SHARES)
ANSWER_12 = (EXTENDED_MASTER_SECRET, RENEGOTIATION_INFO)
ANSWER_13 = (selected(TLS_1_3), extension(51, KeyShareServerHello(share(X25519))))


def client_hello(extensions=OFFER_13, suites=(AES_GCM, ECDHE_AES_GCM), version=TLS_1_2, **changes):
    """Return a ClientHello that has nothing wrong unless asked for."""
    values = {
        "legacy_version": ProtocolVersion(version),
        "random": bytes(range(32)),
        "legacy_session_id": b"\x05" * 32,
        "cipher_suites": suites,
        "legacy_compression_methods": (0,),
        "extensions": extensions,
    }
    return handshake(HandshakeType.client_hello, ClientHello(**values | changes))


def server_hello(extensions=ANSWER_13, suite=AES_GCM, version=TLS_1_2, **changes):
    """Return the ServerHello to it."""
    values = {
        "legacy_version": ProtocolVersion(version),
        "random": bytes(range(32, 64)),
        "legacy_session_id_echo": b"\x05" * 32,
        "cipher_suite": suite,
        "legacy_compression_method": 0,
        "extensions": extensions,
    }
    return handshake(HandshakeType.server_hello, ServerHello(**values | changes))


def retry(group=P256, **changes):
    """Return a HelloRetryRequest."""
    values = {
        "legacy_version": ProtocolVersion(TLS_1_2),
        "random": HELLO_RETRY_REQUEST_RANDOM,
        "legacy_session_id_echo": b"\x05" * 32,
        "cipher_suite": AES_GCM,
        "legacy_compression_method": 0,
        "extensions": (selected(TLS_1_3), extension(51, KeyShareHelloRetryRequest(group))),
    }
    body = HelloRetryRequest(**values | changes).encode(HandshakeType.hello_retry_request)
    return handshake(HandshakeType.server_hello, body)


CERTIFICATE = handshake(HandshakeType.certificate, b"\0\0\0")
REQUEST = handshake(HandshakeType.certificate_request, b"\1\x40\0\2\4\3\0\0")
DONE = handshake(HandshakeType.server_hello_done)
CLIENT_KEY = handshake(HandshakeType.client_key_exchange, b"\x20" + bytes(32))
FINISHED = handshake(HandshakeType.finished, bytes(12))
TICKET = handshake(HandshakeType.new_session_ticket, bytes(6))
HELLO_REQUEST = handshake(HandshakeType.hello_request)


def server_key(scheme=b"\x08\x04"):
    """Return a ServerKeyExchange of ECDHE."""
    return handshake(HandshakeType.server_key_exchange, b"\3\0\x1d\x20" + bytes(32) + scheme + b"\0\4" + bytes(4))


def dhe_server_key(size):
    """Return a ServerKeyExchange of DHE with a prime of so many bytes."""
    prime = size.to_bytes(2) + b"\xff" * size
    signed = b"\x08\x04\0\4" + bytes(4)
    return handshake(HandshakeType.server_key_exchange, prime + b"\0\1\2" + b"\0\1\2" + signed)


# -- records ---------------------------------------------------------------------------------------------------------


def record(content, content_type=ContentType.handshake, version=0x0303):
    """Return a record."""
    return bytes([content_type]) + version.to_bytes(2) + len(content).to_bytes(2) + content


def alert(description, level=2):
    """Return a record with an alert in clear."""
    return record(bytes([level, description]), ContentType.alert)


CHANGE = record(b"\1", ContentType.change_cipher_spec)
SEALED = record(b"\0" * 40)  # a Finished of TLS 1.2
SEALED_13 = record(b"\0" * 40, ContentType.application_data)


def is_record(data):
    """Tell a record from a handshake message."""
    return data[0] in range(20, 25) and data[1:2] == b"\3"


def transcript(*parts, ended=(), lost=None, raw=False, **changes):
    """Return a connection of (direction, bytes); handshake messages get a record each.

    ``lost`` says for the number of a part how many bytes are missing before it; ``raw`` parts are no messages.
    """
    chunks = [Chunk(direction, data if raw or is_record(data) else record(data)) for direction, data in parts]
    for number, count in (lost or {}).items():
        chunks[number] = chunks[number]._replace(lost=count)
    return Transcript(tuple(chunks), ended=tuple(ended), orientation=Orientation.KNOWN, **changes)


def report(*parts, **changes):
    """Return the report on such a connection."""
    return observe(transcript(*parts, **changes))


def from_client(*data):
    """Return parts that the client sends."""
    return [(CLIENT, item) for item in data]


def from_server(*data):
    """Return parts that the server sends."""
    return [(SERVER, item) for item in data]


def full_12(hello=None, answer=None, key=None):
    """Return a full handshake of TLS 1.2."""
    hello = hello or client_hello(OFFER_12, (ECDHE_AES_GCM,))
    answer = answer or server_hello(ANSWER_12, ECDHE_AES_GCM)
    return [
        *from_client(hello),
        *from_server(answer, CERTIFICATE, key or server_key(), DONE),
        *from_client(CLIENT_KEY, CHANGE, SEALED),
        *from_server(TICKET, CHANGE, SEALED),
    ]


def full_13(hello=None, answer=None):
    """Return a full handshake of TLS 1.3 of which all is sealed that can be."""
    return [
        *from_client(hello or client_hello()),
        *from_server(answer or server_hello(), CHANGE, SEALED_13),
        *from_client(CHANGE, SEALED_13),
        *from_server(SEALED_13),
    ]
