"""What a handshake message or an alert comes to, in one clause: what a reader looks for first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tlskit.core import clipped, listed
from tlskit.explain.amount import counted, duration
from tlskit.registry import HandshakeType
from tlskit.trace import chosen_version
from tlskit.wire import (
    ClientHello,
    DraftServerHello,
    DtlsClientHello,
    HelloRetryRequest,
    KeyShareHelloRetryRequest,
    KeyShareServerHello,
    ProtocolNameList,
    ServerHello,
    ServerNameList,
    SupportedVersions,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tlskit.trace import Message
    from tlskit.wire import Alert


def message_note(message: Message) -> str:
    """Return the clause; empty where there is nothing to add to the message's name."""
    match message.body:
        case ClientHello() | DtlsClientHello() as hello:
            return "; ".join((*_client_hello(message, hello), *_missing(message)))
        case _ if message.is_cut:
            return "".join(_missing(message))
        case HelloRetryRequest() as hello:
            share = hello.extension(KeyShareHelloRetryRequest)
            return "HelloRetryRequest" + (f": asks for {share.selected_group.label}" if share else "")
        case ServerHello() | DraftServerHello() as hello:
            return ", ".join(_server_hello(hello))
    return _other(message.type, message.values)


def alert_text(alert: Alert) -> str:
    """Return ``fatal: unknown_ca (48)``."""
    return f"{alert.level.label}: {alert.description.label} ({int(alert.description)})"


def offered_versions(hello: ClientHello | DtlsClientHello) -> tuple[str, ...]:
    """Return the versions that a client offers, its own highest where it lists none."""
    listed_versions = hello.extension(SupportedVersions)
    versions = listed_versions.versions if listed_versions else (hello.legacy_version,)
    return tuple(version.label for version in versions if not version.is_grease)


def protocol_text(name: bytes) -> str:
    """Return an ALPN name as text."""
    return clipped(name.decode("utf-8", "backslashreplace"), 60)


def asked_name(message: Message) -> str:
    """Return the name that a ClientHello asks for, as far as it can be read."""
    names = message.body.extension(ServerNameList) if isinstance(message.body, ClientHello | DtlsClientHello) else None
    first = names.server_name_list[:1] if names else ()
    return "".join(name.host_name.decode("utf-8", "backslashreplace") for name in first)


def _client_hello(message: Message, hello: ClientHello | DtlsClientHello) -> Iterator[str]:
    if name := asked_name(message):
        yield clipped(name, 100)
    yield f"offers {', '.join(offered_versions(hello))}"
    protocols = hello.extension(ProtocolNameList)
    if protocols:
        yield f"ALPN {listed([protocol_text(name) for name in protocols.protocol_name_list], 5)}"


def _missing(message: Message) -> Iterator[str]:
    if message.is_cut:
        yield f"its end is missing: {message.came} came"


def _server_hello(hello: ServerHello | DraftServerHello) -> Iterator[str]:
    yield chosen_version(hello).label
    yield hello.cipher_suite.label
    share = hello.extension(KeyShareServerHello)
    if share:
        yield share.server_share.group.label


def _other(kind: HandshakeType, values: Mapping[str, Any]) -> str:
    match kind:
        case HandshakeType.certificate:
            count = len(values.get("certificate_list", ()))
            return counted(count, "certificate") if count else "no certificate"
        case HandshakeType.server_key_exchange:
            return ", ".join(_key_exchange(values))
        case HandshakeType.certificate_verify if "algorithm" in values:
            return str(values["algorithm"].label)
        case HandshakeType.new_session_ticket:
            lifetime = values.get("ticket_lifetime", values.get("ticket_lifetime_hint"))
            return "" if lifetime is None else f"lifetime {duration(lifetime)}"
    return ""


def _key_exchange(values: Mapping[str, Any]) -> Iterator[str]:
    curve = getattr(values.get("params"), "named_curve", None)
    if curve is not None and not isinstance(curve, bytes):
        yield curve.label
    scheme = getattr(values.get("signed_params"), "algorithm", None)
    if scheme is not None:
        yield scheme.label
