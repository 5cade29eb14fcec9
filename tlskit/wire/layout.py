"""Which structure a handshake message is: by its type, and where that is not enough by what was negotiated.

Two tables, one by type and one by type and generation of the protocol, and one of key exchanges. An observer hands in
what it learnt from the hellos; a message that cannot be told without them is ``Unread``.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from tlskit.registry import HandshakeType, ProtocolVersion
from tlskit.wire import authentication, hello, key_exchange, post_handshake
from tlskit.wire.post_handshake import Unread
from tlskit.wire.structure import Empty

if TYPE_CHECKING:
    from tlskit.wire.structure import Structure


class Generation(Enum):
    """Versions that lay their messages out alike."""

    UNKNOWN = "unknown"
    SSL_3_0 = "SSL 3.0"
    TLS_1_0 = "TLS 1.0 and 1.1, DTLS 1.0"
    TLS_1_2 = "TLS 1.2, DTLS 1.2"
    TLS_1_3 = "TLS 1.3, DTLS 1.3"
    DRAFT_18 = "TLS 1.3 up to draft 18"
    DRAFT_20 = "TLS 1.3 drafts 19 and 20"

    __hash__ = object.__hash__  # Enum's own is written in Python


class Layout(NamedTuple):
    """What the layout of messages depends on: all that hellos tell about it."""

    generation: Generation = Generation.UNKNOWN
    key_exchange: str | None = None
    signed: bool = True
    datagrams: bool = False


def generation(version: int) -> Generation:
    """Return the generation that a protocol version belongs to."""
    point = ProtocolVersion(version)
    if draft := point.draft:
        return Generation.DRAFT_18 if draft <= 18 else Generation.DRAFT_20 if draft <= 20 else Generation.TLS_1_3  # noqa: PLR2004
    return _GENERATIONS.get(version, Generation.UNKNOWN)


def structure_of(message: bytes, layout: Layout) -> type[Structure]:
    """Return the structure of a message's body, or ``Unread``. The body tells apart what shares a type."""
    message_type, kind = message[0], layout.generation
    if message_type in _BY_GENERATION:
        return _BY_GENERATION[message_type].get(kind, Unread)
    match message_type:
        case HandshakeType.client_hello if layout.datagrams:
            return hello.DtlsClientHello
        case HandshakeType.server_hello:
            return _server_hello(message[4:38])
        case HandshakeType.hello_retry_request:
            early = message[4:5] == b"\x7f" and message[5:6] <= b"\x12"
            return hello.EarlyDraftHelloRetryRequest if early else hello.DraftHelloRetryRequest
        case HandshakeType.server_key_exchange:
            return _SERVER_KEY_EXCHANGE.get((layout.key_exchange, layout.signed, kind is Generation.TLS_1_2), Unread)
        case HandshakeType.client_key_exchange if kind is Generation.SSL_3_0 and layout.key_exchange == "RSA":
            return key_exchange.Sslv3RsaClientKeyExchange
        case HandshakeType.client_key_exchange:
            return _CLIENT_KEY_EXCHANGE.get(layout.key_exchange, Unread)
    return _BY_TYPE.get(message_type, Unread)


def _server_hello(body: bytes) -> type[Structure]:
    if body[2:34] == hello.HELLO_RETRY_REQUEST_RANDOM:
        return hello.HelloRetryRequest
    version = ProtocolVersion(int.from_bytes(body[:2]))
    if version == ProtocolVersion.tls_1_3 or 0 < version.draft <= _LAST_WITHOUT_SESSION_ID:
        return hello.DraftServerHello  # since then legacy_version never says TLS 1.3
    return hello.ServerHello


_LAST_WITHOUT_SESSION_ID = 21

_GENERATIONS: dict[int, Generation] = {
    ProtocolVersion.SSLv3: Generation.SSL_3_0,
    ProtocolVersion.tls_1_0: Generation.TLS_1_0,
    ProtocolVersion.tls_1_1: Generation.TLS_1_0,
    ProtocolVersion.tls_1_2: Generation.TLS_1_2,
    ProtocolVersion.tls_1_3: Generation.TLS_1_3,
    ProtocolVersion.dtls_1_0: Generation.TLS_1_0,
    ProtocolVersion.dtls_1_2: Generation.TLS_1_2,
    ProtocolVersion.dtls_1_3: Generation.TLS_1_3,
}

_BY_TYPE: dict[int, type[Structure]] = {
    HandshakeType.hello_request: Empty,
    HandshakeType.client_hello: hello.ClientHello,
    HandshakeType.hello_verify_request: hello.HelloVerifyRequest,
    HandshakeType.end_of_early_data: Empty,
    HandshakeType.encrypted_extensions: hello.EncryptedExtensions,
    HandshakeType.server_hello_done: Empty,
    HandshakeType.finished: authentication.Finished,
    HandshakeType.certificate_status: authentication.CertificateStatusMessage,
    HandshakeType.key_update: post_handshake.KeyUpdate,
    HandshakeType.compressed_certificate: authentication.CompressedCertificate,
    HandshakeType.next_protocol: post_handshake.NextProtocol,
    HandshakeType.encrypted_extensions_channel_id: post_handshake.ChannelId,
}


def _by_generation(
    older: type[Structure],
    tls12: type[Structure],
    tls13: type[Structure],
    draft18: type[Structure],
    draft20: type[Structure],
) -> dict[Generation, type[Structure]]:
    return {
        Generation.SSL_3_0: older,
        Generation.TLS_1_0: older,
        Generation.TLS_1_2: tls12,
        Generation.TLS_1_3: tls13,
        Generation.DRAFT_18: draft18,
        Generation.DRAFT_20: draft20,
    }


_BY_GENERATION: dict[int, dict[Generation, type[Structure]]] = {
    HandshakeType.certificate: _by_generation(
        authentication.Certificate,
        authentication.Certificate,
        authentication.Tls13Certificate,
        authentication.Tls13Certificate,
        authentication.Tls13Certificate,
    ),
    HandshakeType.certificate_request: _by_generation(
        authentication.LegacyCertificateRequest,
        authentication.CertificateRequest,
        authentication.Tls13CertificateRequest,
        authentication.DraftCertificateRequest,
        authentication.Tls13CertificateRequest,
    ),
    HandshakeType.certificate_verify: _by_generation(
        authentication.LegacyCertificateVerify,
        authentication.CertificateVerify,
        authentication.CertificateVerify,
        authentication.CertificateVerify,
        authentication.CertificateVerify,
    ),
    HandshakeType.new_session_ticket: _by_generation(
        post_handshake.NewSessionTicket,
        post_handshake.NewSessionTicket,
        post_handshake.Tls13NewSessionTicket,
        post_handshake.DraftNewSessionTicket,
        post_handshake.DraftNewSessionTicket,
    ),
}

# (key exchange, signed, TLS 1.2)
_SERVER_KEY_EXCHANGE: dict[tuple[str | None, bool, bool], type[Structure]] = {
    ("ECDHE", True, True): key_exchange.EcdheServerKeyExchange,
    ("ECDHE", True, False): key_exchange.LegacyEcdheServerKeyExchange,
    ("ECDHE", False, True): key_exchange.EcdhAnonServerKeyExchange,
    ("ECDHE", False, False): key_exchange.EcdhAnonServerKeyExchange,
    ("ECDH", False, True): key_exchange.EcdhAnonServerKeyExchange,
    ("ECDH", False, False): key_exchange.EcdhAnonServerKeyExchange,
    ("DHE", True, True): key_exchange.DheServerKeyExchange,
    ("DHE", True, False): key_exchange.LegacyDheServerKeyExchange,
    ("DH", False, True): key_exchange.DhAnonServerKeyExchange,
    ("DH", False, False): key_exchange.DhAnonServerKeyExchange,
    ("RSA", True, False): key_exchange.RsaExportServerKeyExchange,
    ("PSK", True, True): key_exchange.PskServerKeyExchange,
    ("PSK", True, False): key_exchange.PskServerKeyExchange,
    ("RSA_PSK", True, True): key_exchange.PskServerKeyExchange,
    ("RSA_PSK", True, False): key_exchange.PskServerKeyExchange,
    ("DHE_PSK", True, True): key_exchange.DhePskServerKeyExchange,
    ("DHE_PSK", True, False): key_exchange.DhePskServerKeyExchange,
    ("ECDHE_PSK", True, True): key_exchange.EcdhePskServerKeyExchange,
    ("ECDHE_PSK", True, False): key_exchange.EcdhePskServerKeyExchange,
}

_CLIENT_KEY_EXCHANGE: dict[str | None, type[Structure]] = {
    "RSA": key_exchange.RsaClientKeyExchange,
    "DHE": key_exchange.DhClientKeyExchange,
    "DH": key_exchange.DhClientKeyExchange,
    "ECDHE": key_exchange.EcdhClientKeyExchange,
    "ECDH": key_exchange.EcdhClientKeyExchange,
    "PSK": key_exchange.PskClientKeyExchange,
    "RSA_PSK": key_exchange.RsaPskClientKeyExchange,
    "DHE_PSK": key_exchange.DhePskClientKeyExchange,
    "ECDHE_PSK": key_exchange.EcdhePskClientKeyExchange,
}
