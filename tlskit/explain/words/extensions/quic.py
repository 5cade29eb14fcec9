"""Words for the settings of QUIC that the handshake carries (RFC 9000 section 18, RFC 9001 section 8.2)."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords, Words
from tlskit.registry import ExtensionType, QuicVersion
from tlskit.wire import PreferredAddress, QuicTransportParameters, TransportParameter, VersionInformation

_QUIC = FieldWords(
    "QUIC transport parameters",
    "The sender's settings for the [[QUIC]] connection.",
    "The handshake protects them from change on the way.",
)
_QUIC_VERSION = "Client and server check that nobody on the way talked them into an older version."

SUBJECTS = (
    Words(
        extensions={
            ExtensionType.quic_transport_parameters: _QUIC,
            ExtensionType.quic_transport_parameters_draft: _QUIC,
        },
        structures={
            PreferredAddress: FieldWords(
                "Preferred address",
                "Where the server would rather be reached.",
                "A shared address takes new connections, and the server's own carries them on.",
            ),
            VersionInformation: FieldWords(
                "QUIC versions",
                "The version in use and all that the sender speaks.",
                "Both sides check that nobody talked them into an older one.",
            ),
        },
        places={
            (QuicTransportParameters, "parameters"): FieldWords(
                "Parameters",
                "The sender's settings for the [[QUIC]] connection.",
                "QUIC lets the TLS handshake carry them, which protects them from change.",
            ),
            (TransportParameter, "id"): FieldWords(
                "Parameter",
                "Which setting of [[QUIC]] this is.",
                "Unknown ones are passed over.",
            ),
            (TransportParameter, "value"): FieldWords(
                "Value",
                "What the setting is set to.",
                "Each side tells the other what it may send.",
            ),
            (PreferredAddress, "ipv4_address"): FieldWords(
                "IPv4 address",
                "Where the server would rather be reached.",
                "A shared address takes new connections, and the server's own carries them on.",
            ),
            (PreferredAddress, "ipv4_port"): FieldWords(
                "IPv4 port", "The port that goes with it.", "It need not be the first one."
            ),
            (PreferredAddress, "ipv6_address"): FieldWords(
                "IPv6 address",
                "Where the server would rather be reached.",
                "The client takes it or the IPv4 one.",
            ),
            (PreferredAddress, "ipv6_port"): FieldWords(
                "IPv6 port", "The port that goes with it.", "It need not be the first one."
            ),
            (PreferredAddress, "connection_id"): FieldWords(
                "Connection id",
                "The name that packets to the new address shall bear.",
                "An onlooker cannot link the two addresses by it.",
            ),
            (PreferredAddress, "stateless_reset_token"): FieldWords(
                "Reset token",
                "Sixteen bytes that end the connection.",
                "A server that lost its memory can still end a connection by sending them.",
            ),
            (VersionInformation, "chosen_version"): FieldWords(
                "Chosen version", "The version of QUIC in use.", _QUIC_VERSION
            ),
            (VersionInformation, "available_versions"): FieldWords(
                "Versions",
                "The versions of QUIC that the sender speaks.",
                _QUIC_VERSION,
            ),
        },
        items={
            TransportParameter: FieldWords(
                "Parameter", "One setting.", "It limits or allows what the other side may do."
            ),
            QuicVersion: FieldWords(
                "QUIC version", "A version of QUIC.", "Both sides check that the best one was chosen."
            ),
        },
    ),
)
