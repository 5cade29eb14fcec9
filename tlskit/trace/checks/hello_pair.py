"""What the checks of a negotiation look at: the client's hellos, and the server's beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tlskit.registry import HandshakeType
from tlskit.trace.record.hellos import chosen_version
from tlskit.wire import (
    ClientHello,
    DraftServerHello,
    DtlsClientHello,
    HelloRetryRequest,
    ServerHello,
    SupportedVersions,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.registry import ProtocolVersion
    from tlskit.trace.analysis import Analysis
    from tlskit.trace.record.record import Message
    from tlskit.trace.state.walk import Handshake

Offer = ClientHello | DtlsClientHello
Choice = ServerHello | DraftServerHello


class HelloPair(NamedTuple):
    """A ServerHello with the ClientHello that it answers, and the HelloRetryRequest between two of those."""

    handshake: Handshake
    client: Message
    offer: Offer
    server: Message
    choice: Choice
    retry: HelloRetryRequest | None

    @property
    def version(self) -> ProtocolVersion:
        """What the server chose."""
        return chosen_version(self.choice)


def offers(report: Analysis) -> Iterator[tuple[Message, Offer]]:
    """Yield the ClientHello with which each handshake begins, where it could be read."""
    for handshake in report.handshakes:
        for message in handshake.messages:
            if message.type == HandshakeType.client_hello:
                body = message.body
                if isinstance(body, Offer):
                    yield message, body
                break


def hello_pairs(report: Analysis) -> Iterator[HelloPair]:
    """Yield the first ServerHello of each handshake with its ClientHello, where both could be read."""
    for handshake in report.handshakes:
        client: tuple[Message, Offer] | None = None
        retry: HelloRetryRequest | None = None
        for message in handshake.messages:
            match message.body if message.type in _HELLOS else None:
                case ClientHello() | DtlsClientHello() as offer:
                    client = message, offer
                case HelloRetryRequest() as body:
                    retry = body
                case ServerHello() | DraftServerHello() as choice:
                    if client is not None:
                        yield HelloPair(handshake, *client, message, choice, retry)
                    break


def choices(report: Analysis) -> Iterator[tuple[Message, Choice]]:
    """Yield every ServerHello that could be read."""
    for message in report.messages:
        if message.type == HandshakeType.server_hello:
            body = message.body
            if isinstance(body, Choice):
                yield message, body


def offered_versions(offer: Offer) -> tuple[ProtocolVersion, ...]:
    """Return the versions that a client offers by name, or the one that it offers at most (RFC 8446 section 4.2.1)."""
    named = offer.extension(SupportedVersions)
    if named is None:
        return (offer.legacy_version,)
    return tuple(version for version in named.versions if not version.is_grease)


def age(version: ProtocolVersion) -> int:
    """Return a number by which versions of TLS and of DTLS compare: that of the version of TLS; the drafts are 1.3."""
    if version.is_tls13:
        return _TLS_1_3
    return _TLS_OF_DTLS.get(version, int(version))


_HELLOS = {HandshakeType.client_hello, HandshakeType.server_hello}
_TLS_1_3 = 0x0304
_TLS_OF_DTLS = {0x0100: 0x0302, 0xFEFF: 0x0302, 0xFEFD: 0x0303, 0xFEFC: _TLS_1_3}
