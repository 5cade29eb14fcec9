"""Words for what is sent once there are keys: tickets, new keys, connection ids (RFC 8446 sections 4.5 and 4.6)."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords, Words
from tlskit.registry import HandshakeType
from tlskit.wire import (
    ChannelId,
    DraftNewSessionTicket,
    KeyUpdate,
    NewSessionTicket,
    NextProtocol,
    Tls13NewSessionTicket,
)

SUBJECTS = (
    Words(
        messages={
            HandshakeType.new_session_ticket: FieldWords(
                "NewSessionTicket",
                "The server gives the client a ticket for the next time.",
                "With a [[ticket]] the next handshake does without certificates and signatures.",
            ),
        },
        bodies={
            NewSessionTicket: HandshakeType.new_session_ticket,
            Tls13NewSessionTicket: HandshakeType.new_session_ticket,
            DraftNewSessionTicket: HandshakeType.new_session_ticket,
        },
        places={
            (NewSessionTicket, "ticket_lifetime_hint"): FieldWords(
                "Lifetime",
                "For how many seconds the server means to accept the ticket; 0 leaves it open.",
                "A client need not offer a ticket that is out of date.",
            ),
            (NewSessionTicket, "ticket"): FieldWords(
                "Ticket",
                "The session's secrets, sealed with a key that only the server has.",
                "The client hands the [[ticket]] back next time; the server need not remember anything.",
            ),
            (Tls13NewSessionTicket, "ticket_lifetime"): FieldWords(
                "Lifetime",
                "For how many seconds the ticket may be used: at most seven days.",
                "The older a ticket, the longer the secrets of a connection must be kept.",
            ),
            (Tls13NewSessionTicket, "ticket_age_add"): FieldWords(
                "Age mask",
                "A random number that the client adds to the ticket's age.",
                "The age is sent in clear next time; masked, it does not link the two connections.",
            ),
            (Tls13NewSessionTicket, "ticket_nonce"): FieldWords(
                "Ticket nonce",
                "A value that is different for each ticket of this connection.",
                "Each [[ticket]] gets its own key, derived from the connection's secret and this value.",
            ),
            (Tls13NewSessionTicket, "ticket"): FieldWords(
                "Ticket",
                "A name for the new key, or the key itself sealed for the server.",
                "The client offers it as a [[PSK]] next time and saves the certificates.",
            ),
            (Tls13NewSessionTicket, "extensions"): FieldWords(
                "Extensions",
                "Whether, and how much, [[early data]] may be sent with this ticket.",
                "Without the extension early_data the client must not send any.",
            ),
        },
        like={
            DraftNewSessionTicket: (Tls13NewSessionTicket,),
        },
    ),
    Words(
        messages={
            HandshakeType.end_of_early_data: FieldWords(
                "EndOfEarlyData",
                "The client's early data end here.",
                "What follows is protected with other keys; the server must know where to change.",
            ),
        },
    ),
    Words(
        messages={
            HandshakeType.key_update: FieldWords(
                "KeyUpdate",
                "From here on the sender uses its next keys.",
                "A key should not protect too much data; [[KeyUpdate]] makes the next one from the last.",
            ),
        },
        bodies={
            KeyUpdate: HandshakeType.key_update,
        },
        places={
            (KeyUpdate, "request_update"): FieldWords(
                "Answer wanted",
                "Whether the other side shall change its keys too.",
                "Each direction has its own keys; this side changes its own right after this message.",
            ),
        },
    ),
    Words(
        messages={
            HandshakeType.hello_request: FieldWords(
                "HelloRequest",
                "The server asks the client to begin a new handshake.",
                "Up to TLS 1.2 a server starts a [[renegotiation]] with it, to change keys or to ask for a "
                "certificate.",
            ),
        },
    ),
    Words(
        messages={
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
            HandshakeType.ekt_key: FieldWords(
                "EKTKey",
                "A key for a conference's media keys.",
                "Several senders share the conference.",
            ),
        },
    ),
    Words(
        messages={
            HandshakeType.next_protocol: FieldWords(
                "NextProtocol",
                "The client tells which application protocol it will speak.",
                "It belongs to the forerunner of [[ALPN]].",
            ),
        },
        bodies={
            NextProtocol: HandshakeType.next_protocol,
        },
        places={
            (NextProtocol, "selected_protocol"): FieldWords(
                "Protocol",
                "The application protocol that the client chose.",
                "In this forerunner of [[ALPN]] the server offered and the client chose, in an encrypted message.",
            ),
            (NextProtocol, "padding"): FieldWords(
                "Padding",
                "Zeros.",
                "They hide how long the protocol's name is.",
            ),
        },
    ),
    Words(
        messages={
            HandshakeType.encrypted_extensions_channel_id: FieldWords(
                "ChannelID",
                "The client's key for this site, and a signature with it.",
                "Cookies could be bound to that key.",
            ),
        },
        bodies={
            ChannelId: HandshakeType.encrypted_extensions_channel_id,
        },
        places={
            (ChannelId, "extension_type"): FieldWords(
                "Type", "The number of the extension.", "The message repeats it."
            ),
            (ChannelId, "extension_length"): FieldWords(
                "Length", "How many bytes follow: always 128.", "Four numbers of 32 bytes."
            ),
            (ChannelId, "x"): FieldWords(
                "Public key, x", "One half of a point on P-256.", "It is the client's key for this site."
            ),
            (ChannelId, "y"): FieldWords(
                "Public key, y", "One half of a point on P-256.", "It is the client's key for this site."
            ),
            (ChannelId, "r"): FieldWords(
                "Signature, r", "One half of an ECDSA signature.", "It proves that the client has the key."
            ),
            (ChannelId, "s"): FieldWords(
                "Signature, s", "One half of an ECDSA signature.", "It proves that the client has the key."
            ),
        },
    ),
)
