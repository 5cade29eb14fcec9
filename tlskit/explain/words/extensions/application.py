"""Words for the extensions that settle what is spoken above TLS: the protocol, its settings, keys for media."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords, Words
from tlskit.registry import ExtensionType, SRTPProtectionProfile, TokenBindingKeyParameters
from tlskit.wire import (
    ApplicationSettings,
    ApplicationSettingsSupport,
    ExternalIdentityHash,
    NextProtocols,
    ProtocolNameList,
    TokenBindingParameters,
    UseSRTPData,
)

_PROTOCOLS = FieldWords(
    "Protocols",
    "Names of application protocols, in the order of preference.",
    "Client and server settle on one within the handshake, so that no further round trip is needed for it.",
)
_PROTOCOLNAME = FieldWords(
    "Protocol",
    "The name of an application protocol.",
    "Client and server know it by exactly these bytes.",
)
_APPLICATION_SETTINGS = FieldWords(
    "Application settings",
    "Settings of the application protocol, sent within the handshake.",
    "The other side has them before the first request; browsers use it for HTTP/2.",
)
_ID_BINDING = "It keeps an attacker from joining a call's media with somebody else's signalling."

SUBJECTS = (
    Words(
        extensions={
            ExtensionType.application_layer_protocol_negotiation: FieldWords(
                "Application protocol (ALPN)",
                "The application protocols that the client offers, or the one that the server took.",
                "[[ALPN]] settles what is spoken (HTTP/1.1 or HTTP/2, say) without a further round trip.",
            ),
            ExtensionType.next_protocol_negotiation: FieldWords(
                "Next protocol (NPN)",
                "The server offers protocols and the client will choose.",
                "It is the forerunner of [[ALPN]], where the client offers.",
            ),
        },
        places={
            (ProtocolNameList, "protocol_name_list"): _PROTOCOLS,
            (NextProtocols, "protocols"): _PROTOCOLS,
        },
        items={
            (ProtocolNameList, "protocol_name_list"): _PROTOCOLNAME,
            (NextProtocols, "protocols"): _PROTOCOLNAME,
            (ApplicationSettingsSupport, "supported_protocols"): _PROTOCOLNAME,
        },
    ),
    Words(
        extensions={
            ExtensionType.application_settings: _APPLICATION_SETTINGS,
            ExtensionType.application_settings_draft: _APPLICATION_SETTINGS,
        },
        places={
            (ApplicationSettingsSupport, "supported_protocols"): FieldWords(
                "Protocols with settings",
                "The application protocols for which the client has settings to send.",
                "The settings themselves go encrypted, within the handshake.",
            ),
            (ApplicationSettings, "settings"): FieldWords(
                "Settings",
                "The server's settings for the chosen application protocol.",
                "The client has them before its first request.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.token_binding: FieldWords(
                "Token binding",
                "Cookies can be bound to a key of the client.",
                "A stolen cookie would be worthless. Browsers gave it up.",
            ),
        },
        places={
            (TokenBindingParameters, "major"): FieldWords(
                "Major version",
                "The version of token binding that is spoken.",
                "Client and server must agree on it.",
            ),
            (TokenBindingParameters, "minor"): FieldWords(
                "Minor version",
                "The version of token binding that is spoken.",
                "Client and server must agree on it.",
            ),
            (TokenBindingParameters, "key_parameters_list"): FieldWords(
                "Key parameters",
                "The kinds of key that cookies could be bound to, the best liked first.",
                "A stolen cookie is worth nothing without the key that it is bound to.",
            ),
        },
        items={
            TokenBindingKeyParameters: FieldWords(
                "Key parameters", "A kind of key.", "The server takes one of those offered."
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.use_srtp: FieldWords(
                "SRTP",
                "The handshake shall make keys for voice and video.",
                "WebRTC encrypts its media with keys from [[DTLS]].",
            ),
            ExtensionType.supported_ekt_ciphers: FieldWords(
                "EKT ciphers",
                "How keys for conferences can be handed out.",
                "Several senders share a conference, each with its own media key.",
            ),
            ExtensionType.external_id_hash: FieldWords(
                "Identity hash", "A hash of the identity behind a call.", _ID_BINDING
            ),
            ExtensionType.external_session_id: FieldWords("External session id", "The name of a call.", _ID_BINDING),
        },
        places={
            (UseSRTPData, "SRTPProtectionProfiles"): FieldWords(
                "SRTP profiles",
                "How voice or video could be protected, the best liked first.",
                "The DTLS handshake hands its keys on to SRTP, which carries the media.",
            ),
            (ExternalIdentityHash, "external_id_hash"): FieldWords(
                "Identity hash", "The hash, SHA-256, or nothing where the sender has no identity to bind.", _ID_BINDING
            ),
            (UseSRTPData, "srtp_mki"): FieldWords(
                "Master key identifier",
                "A name for the key, or nothing.",
                "SRTP packets may name the key that they were protected with.",
            ),
        },
        items={
            SRTPProtectionProfile: FieldWords(
                "SRTP profile",
                "A cipher and a checksum for media.",
                "The server takes one of those offered.",
            ),
        },
    ),
)
