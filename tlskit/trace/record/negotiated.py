"""What client and server agreed on, read from their messages: version, suite, group, names, what was resumed.

Each value is what the wire shows; ``None`` says that it does not (the message was not captured, is not opened, or the
connection ended before). RFC 8446 section 4.1, RFC 5246 section 7.4.1.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from tlskit.core import FrozenValue
from tlskit.registry import ExtensionType, HandshakeType
from tlskit.trace.chunk import Direction
from tlskit.trace.record.hellos import chosen_version
from tlskit.wire import (
    CertificateVerify,
    ClientHello,
    DraftServerHello,
    DtlsClientHello,
    HelloRetryRequest,
    KeyShareServerHello,
    ProtocolNameList,
    ServerHello,
    ServerNameList,
    Structure,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.registry import CipherSuite, NamedGroup, ProtocolVersion, SignatureScheme
    from tlskit.trace.record.record import Message, Record

T = TypeVar("T", bound=Structure)


class Resumption(Enum):
    """Whether a session was resumed, and by what."""

    FULL = "full handshake"
    SESSION_ID = "resumed by session id"
    TICKET = "resumed by session ticket"
    PSK = "resumed or begun with a pre-shared key"
    UNKNOWN = "not known"


class Negotiated(FrozenValue):
    """What was agreed on. ``server_name`` and ``offered_protocols`` are what the client asked for.

    ``signature_scheme`` is what the server signed with, ``client_signature_scheme`` what the client did. The flags are
    facts of the hellos: an extension counts as agreed when the server sent it back.
    """

    version: ProtocolVersion | None = None
    cipher_suite: CipherSuite | None = None
    group: NamedGroup | None = None
    signature_scheme: SignatureScheme | None = None
    client_signature_scheme: SignatureScheme | None = None
    server_name: str | None = None
    offered_protocols: tuple[bytes, ...] = ()
    protocol: bytes | None = None
    resumption: Resumption = Resumption.UNKNOWN
    hello_retry_request: bool = False
    early_data_offered: bool = False
    client_certificate_requested: bool = False
    client_certificate_sent: bool = False
    extended_master_secret: bool = False
    encrypt_then_mac: bool = False
    secure_renegotiation: bool = False


def negotiated(records: tuple[Record, ...]) -> Negotiated:
    """Return what the messages of a connection agree on; of several handshakes, the first."""
    messages = tuple(_first_handshake(records))
    client = _body(messages, ClientHello) or _body(messages, DtlsClientHello)
    server = _body(messages, ServerHello) or _body(messages, DraftServerHello)
    values: dict[str, Any] = {} if server is None else _of_server(server, messages)
    if client is not None:
        values.update(_of_client(client))
        values["resumption"] = _resumption(client, server, messages)
    return Negotiated(**values, **_of_messages(messages))


def _first_handshake(records: tuple[Record, ...]) -> Iterator[Message]:
    """Yield messages up to a second ClientHello that no HelloRetryRequest or HelloVerifyRequest asked for."""
    seen: set[int] = set()
    for record in records:
        for message in record.messages:
            if message.type == HandshakeType.client_hello and HandshakeType.finished in seen:
                return
            seen.add(message.type)
            yield message


def _body(messages: tuple[Message, ...], kind: type[T]) -> T | None:
    """Return the last body of a kind: the second hello counts where there are two."""
    bodies = (message.body for message in reversed(messages) if message.structure is kind)
    return next((body for body in bodies if isinstance(body, kind)), None)


def _of_client(hello: ClientHello | DtlsClientHello) -> dict[str, Any]:
    names = hello.extension(ServerNameList)
    protocols = hello.extension(ProtocolNameList)
    return {
        "server_name": names.server_name_list[0].host_name.decode("latin-1")
        if names and names.server_name_list
        else None,
        "offered_protocols": protocols.protocol_name_list if protocols else (),
        "early_data_offered": ExtensionType.early_data in hello.extension_types,
    }


def _of_server(hello: ServerHello | DraftServerHello, messages: tuple[Message, ...]) -> dict[str, Any]:
    share = hello.extension(KeyShareServerHello)
    types = hello.extension_types
    return {
        "version": chosen_version(hello),
        "cipher_suite": hello.cipher_suite,
        "group": share.server_share.group if share else _group(messages),
        "extended_master_secret": ExtensionType.extended_master_secret in types,
        "encrypt_then_mac": ExtensionType.encrypt_then_mac in types,
        "secure_renegotiation": ExtensionType.renegotiation_info in types,
    }


def _group(messages: tuple[Message, ...]) -> NamedGroup | None:
    for message in messages:
        if message.type == HandshakeType.server_key_exchange:
            params = message.values.get("params")
            curve = getattr(params, "named_curve", None)
            return None if isinstance(curve, bytes) else curve
    return None


def _of_messages(messages: tuple[Message, ...]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for message in messages:
        is_client = message.direction is Direction.CLIENT_TO_SERVER
        match message.type:
            case HandshakeType.hello_retry_request:
                values["hello_retry_request"] = True
            case HandshakeType.server_hello if message.structure is HelloRetryRequest:
                values["hello_retry_request"] = True
            case HandshakeType.certificate_request:
                values["client_certificate_requested"] = True
            case HandshakeType.certificate if is_client:
                values["client_certificate_sent"] = bool(message.values.get("certificate_list"))
            case HandshakeType.certificate_verify if isinstance(body := message.body, CertificateVerify):
                values["client_signature_scheme" if is_client else "signature_scheme"] = body.algorithm
            case HandshakeType.server_key_exchange:
                values["signature_scheme"] = getattr(message.values.get("signed_params"), "algorithm", None)
        values.update(_protocol(message))
    return values


def _protocol(message: Message) -> dict[str, Any]:
    """Return the protocol that the server chose, from whichever message says it (RFC 7301 section 3.1)."""
    if message.type not in {HandshakeType.server_hello, HandshakeType.encrypted_extensions}:
        return {}
    for extension in message.values.get("extensions") or ():
        if isinstance(extension.extension_data, ProtocolNameList) and extension.extension_data.protocol_name_list:
            return {"protocol": extension.extension_data.protocol_name_list[0]}
    return {}


def _resumption(
    client: ClientHello | DtlsClientHello, server: ServerHello | DraftServerHello | None, messages: tuple[Message, ...]
) -> Resumption:
    if server is None:
        return Resumption.UNKNOWN
    if ExtensionType.pre_shared_key in server.extension_types:
        return Resumption.PSK
    if chosen_version(server).is_tls13:
        return Resumption.FULL
    types = {message.type for message in messages if message.direction is Direction.SERVER_TO_CLIENT}
    if types & {HandshakeType.server_hello_done, HandshakeType.certificate, HandshakeType.server_key_exchange}:
        return Resumption.FULL
    echoed = isinstance(server, ServerHello) and server.legacy_session_id_echo == client.legacy_session_id
    if not echoed or not client.legacy_session_id:
        return Resumption.UNKNOWN
    ticket = client.extension_data(ExtensionType.session_ticket)
    return Resumption.SESSION_ID if not getattr(ticket, "ticket", ticket) else Resumption.TICKET
