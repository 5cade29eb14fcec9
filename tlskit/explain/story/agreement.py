"""The messages in which a connection's first handshake was agreed on, found once for those who tell of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tlskit.core import FrozenValue
from tlskit.registry import HandshakeType
from tlskit.wire import (
    ClientHello,
    DraftServerHello,
    DtlsClientHello,
    HelloRetryRequest,
    KeyShareClientHello,
    KeyShareHelloRetryRequest,
    KeyShareServerHello,
    ServerHello,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tlskit.registry import NamedGroup
    from tlskit.trace import TraceReport


class Agreement(FrozenValue):
    """``client`` is the hello that the server answered, ``first`` the one before a HelloRetryRequest, if there was one.

    ``server_keys`` and ``client_keys`` are the fields of ServerKeyExchange and ClientKeyExchange.
    """

    client: ClientHello | DtlsClientHello | None = None
    first: ClientHello | DtlsClientHello | None = None
    retry: HelloRetryRequest | None = None
    server: ServerHello | DraftServerHello | None = None
    server_keys: Mapping[str, Any] = {}
    client_keys: Mapping[str, Any] = {}

    @property
    def first_shares(self) -> tuple[tuple[NamedGroup, int], ...]:
        """The groups of the first hello's key shares with the bytes of each, GREASE left out."""
        return _shares(self.first or self.client)

    @property
    def answered_shares(self) -> tuple[tuple[NamedGroup, int], ...]:
        """The same of the hello that the server answered."""
        return _shares(self.client)

    @property
    def server_share(self) -> tuple[NamedGroup, int] | None:
        """The group of the server's key share and its bytes."""
        body = self.server.extension(KeyShareServerHello) if self.server else None
        return (body.server_share.group, len(body.server_share.key_exchange)) if body else None

    @property
    def retry_group(self) -> NamedGroup | None:
        """The group that a HelloRetryRequest asked for."""
        body = self.retry.extension(KeyShareHelloRetryRequest) if self.retry else None
        return body.selected_group if body else None


def _shares(hello: ClientHello | DtlsClientHello | None) -> tuple[tuple[NamedGroup, int], ...]:
    body = hello.extension(KeyShareClientHello) if hello else None
    shares = body.client_shares if body else ()
    return tuple((share.group, len(share.key_exchange)) for share in shares if not share.group.is_grease)


def share_words(names: Sequence[str]) -> str:
    """Say for which groups a hello had key shares."""
    if not names:
        return "no key share"
    return f"{'a key share' if len(names) == 1 else 'key shares'} for {' and '.join(names)}"


def agreement(report: TraceReport) -> Agreement:
    """Return what the first handshake of a connection was agreed on with."""
    found: dict[str, Any] = {}
    for message in report.messages:
        match message.type:
            case HandshakeType.client_hello if "server" in found:
                break  # a renegotiation
            case HandshakeType.client_hello if isinstance(message.body, ClientHello | DtlsClientHello):
                found["client"] = message.body
            case HandshakeType.server_hello if isinstance(message.body, HelloRetryRequest):
                found |= {"retry": message.body, "first": found.get("client")}
            case HandshakeType.server_hello if isinstance(message.body, ServerHello | DraftServerHello):
                found["server"] = message.body
            case HandshakeType.server_key_exchange:
                found["server_keys"] = message.values
            case HandshakeType.client_key_exchange:
                found["client_keys"] = message.values
    return Agreement(**found)
