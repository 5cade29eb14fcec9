"""The hellos of SSL 3.0 to TLS 1.3 and of DTLS (RFC 8446 section 4.1, RFC 6347 section 4.2.1)."""

from tlskit.registry import CipherSuite, CompressionMethod, HandshakeType, ProtocolVersion
from tlskit.wire.annotated import Annotated
from tlskit.wire.extension import Extension, WithExtensions, extension_block, optional_extension_block
from tlskit.wire.structure import Structure
from tlskit.wire.syntax import Fixed, Number, Opaque, Recurring, Vector

HELLO_RETRY_REQUEST_RANDOM = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
"""The SHA-256 of "HelloRetryRequest" (RFC 8446 section 4.1.3)."""


class ClientHello(WithExtensions):
    """RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2."""

    legacy_version: Annotated[ProtocolVersion, Number(ProtocolVersion)]
    random: Annotated[bytes, Fixed(32)]
    legacy_session_id: Annotated[bytes, Opaque(0, 32)]
    cipher_suites: Annotated[tuple[CipherSuite, ...], Recurring(Vector(Number(CipherSuite), 2, 2**16 - 2))]
    legacy_compression_methods: Annotated[tuple[CompressionMethod, ...], Vector(Number(CompressionMethod), 1, 255)]
    extensions: Annotated[tuple[Extension, ...] | None, optional_extension_block(HandshakeType.client_hello)]


class DtlsClientHello(WithExtensions):
    """RFC 6347 section 4.2.1: with the cookie of a HelloVerifyRequest."""

    legacy_version: Annotated[ProtocolVersion, Number(ProtocolVersion)]
    random: Annotated[bytes, Fixed(32)]
    legacy_session_id: Annotated[bytes, Opaque(0, 32)]
    cookie: Annotated[bytes, Opaque(0, 255)]
    cipher_suites: Annotated[tuple[CipherSuite, ...], Recurring(Vector(Number(CipherSuite), 2, 2**16 - 2))]
    legacy_compression_methods: Annotated[tuple[CompressionMethod, ...], Vector(Number(CompressionMethod), 1, 255)]
    extensions: Annotated[tuple[Extension, ...] | None, optional_extension_block(HandshakeType.client_hello)]


class ServerHello(WithExtensions):
    """RFC 8446 section 4.1.3, RFC 5246 section 7.4.1.3."""

    legacy_version: Annotated[ProtocolVersion, Number(ProtocolVersion)]
    random: Annotated[bytes, Fixed(32)]
    legacy_session_id_echo: Annotated[bytes, Opaque(0, 32)]
    cipher_suite: Annotated[CipherSuite, Number(CipherSuite)]
    legacy_compression_method: Annotated[CompressionMethod, Number(CompressionMethod)]
    extensions: Annotated[tuple[Extension, ...] | None, optional_extension_block(HandshakeType.server_hello)]


class HelloRetryRequest(WithExtensions):
    """RFC 8446 section 4.1.4: a ServerHello whose random is ``HELLO_RETRY_REQUEST_RANDOM``."""

    legacy_version: Annotated[ProtocolVersion, Number(ProtocolVersion)]
    random: Annotated[bytes, Fixed(32)]
    legacy_session_id_echo: Annotated[bytes, Opaque(0, 32)]
    cipher_suite: Annotated[CipherSuite, Number(CipherSuite)]
    legacy_compression_method: Annotated[CompressionMethod, Number(CompressionMethod)]
    extensions: Annotated[tuple[Extension, ...] | None, optional_extension_block(HandshakeType.hello_retry_request)]


class DraftServerHello(WithExtensions):
    """The ServerHello of TLS 1.3 up to draft 21 (draft-ietf-tls-tls13-21 section 4.1.3)."""

    version: Annotated[ProtocolVersion, Number(ProtocolVersion)]
    random: Annotated[bytes, Fixed(32)]
    cipher_suite: Annotated[CipherSuite, Number(CipherSuite)]
    extensions: Annotated[tuple[Extension, ...] | None, optional_extension_block(HandshakeType.server_hello)]


class DraftHelloRetryRequest(WithExtensions):
    """The message of its own that it was up to draft 21 (draft-ietf-tls-tls13-21 section 4.1.4)."""

    server_version: Annotated[ProtocolVersion, Number(ProtocolVersion)]
    cipher_suite: Annotated[CipherSuite, Number(CipherSuite)]
    extensions: Annotated[tuple[Extension, ...], extension_block(HandshakeType.hello_retry_request, 2)]


class EarlyDraftHelloRetryRequest(WithExtensions):
    """The same up to draft 18, which named no cipher suite (draft-ietf-tls-tls13-18 section 4.1.4)."""

    server_version: Annotated[ProtocolVersion, Number(ProtocolVersion)]
    extensions: Annotated[tuple[Extension, ...], extension_block(HandshakeType.hello_retry_request, 2)]


class HelloVerifyRequest(Structure):
    """RFC 6347 section 4.2.1."""

    server_version: Annotated[ProtocolVersion, Number(ProtocolVersion)]
    cookie: Annotated[bytes, Opaque(0, 255)]


class EncryptedExtensions(WithExtensions):
    """RFC 8446 section 4.3.1."""

    extensions: Annotated[tuple[Extension, ...], extension_block(HandshakeType.encrypted_extensions)]
