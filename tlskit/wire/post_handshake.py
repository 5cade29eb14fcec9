"""What follows a handshake, and the small messages within one (RFC 8446 section 4.6, RFC 5246 section 7.4)."""

from tlskit.registry import HandshakeType, KeyUpdateRequest
from tlskit.wire.annotated import Annotated
from tlskit.wire.extension import Extension, WithExtensions, extension_block
from tlskit.wire.structure import Structure
from tlskit.wire.syntax import Fixed, Number, Opaque, Rest


class Unread(Structure):
    """A message whose layout is not known: what a part of the handshake that was not seen would have told."""

    body: Annotated[bytes, Rest()]


class NewSessionTicket(Structure):
    """RFC 5077 section 3.3: up to TLS 1.2."""

    ticket_lifetime_hint: Annotated[int, Number(int, 4)]
    ticket: Annotated[bytes, Opaque(0, 2**16 - 1)]


class Tls13NewSessionTicket(WithExtensions):
    """RFC 8446 section 4.6.1. The lifetime is in seconds."""

    ticket_lifetime: Annotated[int, Number(int, 4)]
    ticket_age_add: Annotated[int, Number(int, 4)]
    ticket_nonce: Annotated[bytes, Opaque(0, 255)]
    ticket: Annotated[bytes, Opaque(1, 2**16 - 1)]
    extensions: Annotated[tuple[Extension, ...], extension_block(HandshakeType.new_session_ticket)]


class DraftNewSessionTicket(WithExtensions):
    """The same up to draft 20, without a nonce (draft-ietf-tls-tls13-18 section 4.5.1)."""

    ticket_lifetime: Annotated[int, Number(int, 4)]
    ticket_age_add: Annotated[int, Number(int, 4)]
    ticket: Annotated[bytes, Opaque(1, 2**16 - 1)]
    extensions: Annotated[tuple[Extension, ...], extension_block(HandshakeType.new_session_ticket)]


class KeyUpdate(Structure):
    """RFC 8446 section 4.6.3."""

    request_update: Annotated[KeyUpdateRequest, Number(KeyUpdateRequest)]


class NextProtocol(Structure):
    """draft-agl-tls-nextprotoneg-04 section 3: what ALPN replaced."""

    selected_protocol: Annotated[bytes, Opaque(0, 255)]
    padding: Annotated[bytes, Opaque(0, 255)]


class ChannelId(Structure):
    """draft-balfanz-tls-channelid-01 section 3: the client's key and what it proves that it has it."""

    extension_type: Annotated[int, Number(int, 2)]
    extension_length: Annotated[int, Number(int, 2)]
    x: Annotated[bytes, Fixed(32)]
    y: Annotated[bytes, Fixed(32)]
    r: Annotated[bytes, Fixed(32)]
    s: Annotated[bytes, Fixed(32)]
