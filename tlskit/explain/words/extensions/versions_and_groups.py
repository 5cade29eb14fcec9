"""Words for the extensions that settle version, group and key share (RFC 8446 sections 4.2.1, 4.2.7 and 4.2.8)."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords, Words
from tlskit.registry import ECPointFormat, ExtensionType, NamedGroup, ProtocolVersion
from tlskit.wire import (
    ECPointFormatList,
    KeyShareClientHello,
    KeyShareEntry,
    KeyShareHelloRetryRequest,
    KeyShareServerHello,
    NamedGroupList,
    SelectedVersion,
    SupportedVersions,
)

_KEY_SHARE = FieldWords(
    "Key share",
    "Public keys for the [[key exchange]], made for this connection alone.",
    "Sending them in the hello saves a round trip: the server answers with its own and can encrypt at once.",
)

SUBJECTS = (
    Words(
        extensions={
            ExtensionType.supported_versions: FieldWords(
                "Supported versions",
                "The versions that the client speaks, or the one that the server chose.",
                "TLS 1.3 is chosen here and not in the version field, which [[middlebox]]es and old servers choke on.",
            ),
        },
        places={
            (SupportedVersions, "versions"): FieldWords(
                "Versions",
                "Every version of TLS that the client is ready to speak, the one it likes best first.",
                "It took the place of the version in the hello, on which too many servers broke.",
            ),
            (SelectedVersion, "selected_version"): FieldWords(
                "Chosen version",
                "The version that the rest of the connection follows.",
                "Here, and not in the field called version, TLS 1.3 says that it is TLS 1.3.",
            ),
        },
        items={
            ProtocolVersion: FieldWords(
                "Version",
                "A version that the sender speaks.",
                "The server takes the highest that both know.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.supported_groups: FieldWords(
                "Supported groups",
                "The [[group]]s that the client can exchange keys in.",
                "The server takes one of them. Up to TLS 1.2 it also limits the curves of ECDSA certificates.",
            ),
        },
        places={
            (NamedGroupList, "named_group_list"): FieldWords(
                "Groups",
                "The [[group]]s that the sender can exchange keys in, the one it likes best first.",
                "The server takes one of them; if the client sent no key share for it, a HelloRetryRequest asks for "
                "one.",
            ),
        },
        items={
            NamedGroup: FieldWords(
                "Group",
                "A [[group]] in which keys can be exchanged: a curve, a prime, or a hybrid with a post-quantum part.",
                "It stands in the order of preference.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.ec_point_formats: FieldWords(
                "Point formats",
                "How points of curves can be written: uncompressed.",
                "TLS 1.3 does without; it is sent for older servers.",
            ),
        },
        places={
            (ECPointFormatList, "ec_point_format_list"): FieldWords(
                "Point formats",
                "How the sender can write points of elliptic curves.",
                "Only the uncompressed form is in use; TLS 1.3 dropped the extension, and clients send it for older "
                "servers.",
            ),
        },
        items={
            ECPointFormat: FieldWords(
                "Point format",
                "A way to write a point of a curve.",
                "Everybody writes points uncompressed; the others never came into use.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.key_share: _KEY_SHARE,
            ExtensionType.key_share_draft: _KEY_SHARE,
        },
        places={
            (KeyShareClientHello, "client_shares"): FieldWords(
                "Key shares",
                "One public key for each [[group]] that the client bets on.",
                "If the server likes one of them, keys are there after one round trip; that is how TLS 1.3 saves one.",
            ),
            (KeyShareHelloRetryRequest, "selected_group"): FieldWords(
                "Group wanted",
                "The [[group]] that the server wants a key share for.",
                "The client listed it as supported, but sent no [[key share]] for it.",
            ),
            (KeyShareServerHello, "server_share"): FieldWords(
                "Server's key share",
                "The server's public key, in the group of one of the client's shares.",
                "With it both sides can compute the shared secret; everything behind the ServerHello is encrypted.",
            ),
            (KeyShareEntry, "group"): FieldWords(
                "Group",
                "The [[group]] that this share is for.",
                "Shares of different groups cannot be mixed: both sides must use the same.",
            ),
            (KeyShareEntry, "key_exchange"): FieldWords(
                "Public key",
                "The public half of a key pair that was made for this connection alone.",
                "From one side's private half and the other's public half both compute the same secret, which nobody "
                "who sees the two public halves can.",
            ),
        },
        items={
            KeyShareEntry: FieldWords(
                "Key share",
                "A [[group]] and a public key in it.",
                "If the server takes the group, it answers with a [[key share]] of its own.",
            ),
        },
    ),
)
