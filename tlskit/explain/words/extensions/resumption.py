"""Words for tickets, pre-shared keys and early data (RFC 8446 sections 4.2.9 to 4.2.11, RFC 5077, RFC 9149)."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords, Words
from tlskit.registry import ExtensionType, PskKeyExchangeMode
from tlskit.wire import (
    ClientTicketRequest,
    MaxEarlyDataSize,
    OfferedPsks,
    PskIdentity,
    PskKeyExchangeModes,
    SelectedPsk,
    ServerTicketRequestHint,
    SessionTicket,
)

SUBJECTS = (
    Words(
        extensions={
            ExtensionType.session_ticket: FieldWords(
                "Session ticket",
                "A [[ticket]] from an earlier connection, or the wish for one.",
                "It takes a session up again without the server having to remember it (up to TLS 1.2).",
            ),
        },
        places={
            (SessionTicket, "ticket"): FieldWords(
                "Session ticket",
                "A ticket from an earlier connection; empty to ask for a new one.",
                "The server sealed the session's state into the [[ticket]], so that it need not remember anybody.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.pre_shared_key: FieldWords(
                "Pre-shared key",
                "Keys that both sides have already, each with a [[binder]]; from a server, the one it took.",
                "A [[PSK]] from a ticket resumes a session: no certificates, no signatures.",
            ),
        },
        places={
            (OfferedPsks, "identities"): FieldWords(
                "PSK identities",
                "The keys that the client offers, the one it likes best first.",
                "The server picks at most one, by its place in this list.",
            ),
            (OfferedPsks, "binders"): FieldWords(
                "PSK binders",
                "For each offered key a checksum over the hello so far.",
                "A [[binder]] shows that the client really has the key and that nobody changed the hello. It must come "
                "last, since it covers all before it.",
            ),
            (PskIdentity, "identity"): FieldWords(
                "PSK identity",
                "The name of a key that both sides have: for [[resumption]], the ticket that the server gave out.",
                "The server finds the key by it, or opens the ticket and takes the key from there.",
            ),
            (PskIdentity, "obfuscated_ticket_age"): FieldWords(
                "Ticket age, disguised",
                "How many milliseconds ago the client got the ticket, plus a number that only the two know.",
                "The server compares it with its clock to catch a repeated hello. The added number keeps an onlooker "
                "from linking connections by the age.",
            ),
            (SelectedPsk, "selected_identity"): FieldWords(
                "Chosen PSK",
                "The place of the chosen key in the client's list, counted from 0.",
                "From here on the [[PSK]] goes into all keys; the server need not show a certificate.",
            ),
        },
        items={
            PskIdentity: FieldWords(
                "PSK identity",
                "One key that the client offers.",
                "Its [[binder]] stands at the same place in the other list.",
            ),
            (OfferedPsks, "binders"): FieldWords(
                "Binder",
                "A checksum over the hello, made with the offered key.",
                "The server checks the [[binder]] of the key that it picks before it does anything else.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.psk_key_exchange_modes: FieldWords(
                "PSK modes",
                "How the client wants to use [[PSK]]s: with a fresh key exchange or without.",
                "Without this extension a server may neither take a PSK nor hand out tickets.",
            ),
        },
        places={
            (PskKeyExchangeModes, "ke_modes"): FieldWords(
                "PSK modes",
                "Whether the client wants a fresh key exchange besides a [[PSK]].",
                "With one, what is said stays secret even if the PSK leaks later; without, the handshake is cheaper.",
            ),
        },
        items={
            PskKeyExchangeMode: FieldWords(
                "PSK mode",
                "With a fresh key exchange, or with the [[PSK]] alone.",
                "The server takes one of those offered.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.early_data: FieldWords(
                "Early data (0-RTT)",
                "The client sends data at once, before the server has said anything; from a server: “taken”.",
                "It saves a round trip. An attacker may send a copy of [[early data]] again, so it must do no harm "
                "twice.",
            ),
            ExtensionType.ticket_early_data_info: FieldWords(
                "Early data limit (draft)",
                "How much [[early data]] may be sent with this ticket.",
                "Later drafts use the extension early_data for it.",
            ),
        },
        places={
            (MaxEarlyDataSize, "max_early_data_size"): FieldWords(
                "Most early data",
                "How many bytes of [[early data]] the client may send with this ticket.",
                "The server must hold early data back until it has accepted it, and so sets a limit.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.ticket_request: FieldWords(
                "Tickets wanted",
                "How many tickets the client would like.",
                "A [[ticket]] should be used once; browsers want several.",
            ),
        },
        places={
            (ClientTicketRequest, "new_session_count"): FieldWords(
                "Tickets wanted, new session",
                "How many tickets the client wants after a full handshake.",
                "Browsers open several connections at once and want a [[ticket]] for each.",
            ),
            (ClientTicketRequest, "resumption_count"): FieldWords(
                "Tickets wanted, resumption",
                "How many tickets the client wants after a resumption.",
                "A ticket should be used once, so that connections cannot be linked by it.",
            ),
            (ServerTicketRequestHint, "expected_count"): FieldWords(
                "Tickets to come",
                "How many tickets the server means to send.",
                "The client need not wait for more.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.ticket_pinning: FieldWords(
                "Ticket pinning",
                "The server shows that it is the one of an earlier connection.",
                "A wrongly issued certificate alone would not be enough for an impostor.",
            ),
            ExtensionType.tls_cert_with_extern_psk: FieldWords(
                "Certificate with external PSK",
                "A [[PSK]] goes into the keys besides a certificate.",
                "A secret agreed on beforehand withstands a quantum computer.",
            ),
        },
    ),
)
