"""What the hellos settle for the rest of a connection: version, cipher suite, and with them the layout of messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.registry import ExtensionType, HandshakeType, ProtocolVersion
from tlskit.wire import (
    ClientHello,
    DraftServerHello,
    DtlsClientHello,
    Generation,
    HelloRetryRequest,
    Layout,
    ServerHello,
    generation,
)

if TYPE_CHECKING:
    from tlskit.registry import CipherSuite
    from tlskit.trace.record.record import Message
    from tlskit.wire import Structure


class Hellos:
    """Grows with the handshake; a renegotiation settles everything anew."""

    def __init__(self, *, datagrams: bool) -> None:
        self.version: ProtocolVersion | None = None
        self.is_tls13 = False  # the server chose TLS 1.3 or a draft of it, over a stream
        self.is_null_cipher = False  # it chose a suite of an older version that encrypts nothing
        self.cipher_suite: CipherSuite | None = None
        self.client_hello: ClientHello | DtlsClientHello | None = None
        self.server_hello: ServerHello | DraftServerHello | None = None
        self.layout = Layout(datagrams=datagrams)

    def take(self, message: Message) -> None:
        """Learn from a message; only hellos settle anything."""
        match message.type:
            case HandshakeType.client_hello:
                body = message.body
                if isinstance(body, ClientHello | DtlsClientHello):
                    self.client_hello = body
            case HandshakeType.server_hello:
                self._take_server_hello(message.body)

    def assume(self, version: ProtocolVersion) -> None:
        """Take a record's version for the connection's, where the hellos were not captured.

        Only a handshake message in clear that is no hello justifies it: under TLS 1.3 there is none.
        """
        if self.layout.generation is Generation.UNKNOWN:
            self.layout = self.layout._replace(generation=generation(version))

    def _take_server_hello(self, body: Structure | None) -> None:
        if not isinstance(body, ServerHello | DraftServerHello | HelloRetryRequest):
            return
        self.version = chosen_version(body)
        self.is_tls13 = self.version.is_tls13
        if isinstance(body, HelloRetryRequest):
            return
        self.server_hello = body
        self.cipher_suite = suite = body.cipher_suite
        self.is_null_cipher = suite.cipher == "NULL" and not self.is_tls13
        self.layout = Layout(
            generation(self.version),
            suite.key_exchange,
            suite.authentication != "anon",
            self.layout.datagrams,
        )


def chosen_version(hello: ServerHello | HelloRetryRequest | DraftServerHello) -> ProtocolVersion:
    """Return the version that a server chose (RFC 8446 section 4.2.1)."""
    if isinstance(hello, DraftServerHello):
        return hello.version
    selected = hello.extension_data(ExtensionType.supported_versions)
    chosen = selected if isinstance(selected, bytes) else getattr(selected, "selected_version", None)
    if isinstance(chosen, ProtocolVersion):
        return chosen
    return hello.legacy_version
