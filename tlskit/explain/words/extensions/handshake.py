"""Words for the extensions about the handshake itself: what keeps it safe and gets it through (RFC 7627, RFC 5746)."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords, Words
from tlskit.registry import ExtensionType
from tlskit.wire import Cookie, FlagExtensions, Padding, RenegotiationInfo

_PADDING = FieldWords(
    "Padding",
    "Zeros that make the hello longer.",
    "Some servers hung on hellos of 256 to 511 bytes; with [[padding]] a hello steps over that range.",
)

SUBJECTS = (
    Words(
        extensions={
            ExtensionType.cookie: FieldWords(
                "Cookie",
                "Bytes of the server that the client must return.",
                "The server need not remember the first hello, and sees that the client gets what is sent to it.",
            ),
        },
        places={
            (Cookie, "cookie"): FieldWords(
                "Cookie",
                "Bytes from the HelloRetryRequest that the client returns unread.",
                "The server may keep in the [[cookie]] what it would otherwise have to remember, and sees that the "
                "client can be reached.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.extended_master_secret: FieldWords(
                "Extended master secret",
                "The [[master secret]] shall depend on the whole handshake and not on the randoms alone.",
                "Otherwise a man in the middle could make two connections with the same secret (Triple Handshake). TLS "
                "1.3 always does so.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.renegotiation_info: FieldWords(
                "Renegotiation info",
                "What ties a [[renegotiation]] to the handshake before; empty at first.",
                "An empty one says: “I know about the attack of 2009 and am safe against it.”",
            ),
        },
        places={
            (RenegotiationInfo, "renegotiated_connection"): FieldWords(
                "Earlier handshake",
                "Empty in a first handshake; in a [[renegotiation]] what the last Finished messages said.",
                "It ties a new handshake to the one before. Without it an attacker could put his own request in front "
                "of a victim's connection, which was done in 2009.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.padding: _PADDING,
            ExtensionType.padding_draft: _PADDING,
        },
        places={
            (Padding, "padding"): FieldWords(
                "Padding",
                "Zeros.",
                "Some servers hung on hellos of 256 to 511 bytes; this [[padding]] makes a hello longer than that.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.tls_flags: FieldWords(
                "Flags",
                "One bit for each of several offers.",
                "It saves bytes.",
            ),
        },
        places={
            (FlagExtensions, "flags"): FieldWords(
                "Flags",
                "One bit for each thing that is offered or agreed on.",
                "Extensions that only say “yes” need four bytes each; here they need one bit.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.tls_lts: FieldWords(
                "TLS-LTS",
                "A hardened profile of TLS 1.2 for devices that live long.",
                "It fixes known faults of TLS 1.2 without a new version.",
            ),
        },
    ),
)
