"""Words for types of extension that are seldom seen today: old, given up, or made for one purpose."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords
from tlskit.registry.extension_type import ExtensionType

_CHANNEL_ID = FieldWords(
    "Channel ID",
    "The client can sign with a key of its own for each site.",
    "Cookies could be bound to the key. Chrome had it and gave it up.",
)
_INSTEAD_OF_CERTIFICATE = (
    "A password takes the place of a certificate; an onlooker cannot try passwords against what he recorded."
)
_UNUSED = "It was specified and hardly used."
_ID_BINDING = "It keeps an attacker from joining a call's media with somebody else's signalling."

RARE: dict[int, FieldWords] = {
    ExtensionType.client_certificate_url: FieldWords(
        "Client certificate URL",
        "The client can send an address instead of its certificate.",
        "It saves bytes, but makes the server fetch what a stranger names. " + _UNUSED,
    ),
    ExtensionType.trusted_ca_keys: FieldWords(
        "Trusted CA keys",
        "The roots that the client trusts.",
        "A server with several chains could pick by it. " + _UNUSED,
    ),
    ExtensionType.truncated_hmac: FieldWords(
        "Truncated HMAC",
        "Checksums of records are cut to ten bytes.",
        "It saves bytes and weakens them; it should not be used.",
    ),
    ExtensionType.user_mapping: FieldWords("User mapping", "A hint on the user's account.", _UNUSED),
    ExtensionType.client_authz: FieldWords("Client authorisation", "Proofs of what the client may do.", _UNUSED),
    ExtensionType.server_authz: FieldWords("Server authorisation", "Proofs of what the server may do.", _UNUSED),
    ExtensionType.cert_type: FieldWords(
        "Certificate type",
        "X.509 or OpenPGP keys.",
        "It was replaced by one extension for each side.",
    ),
    ExtensionType.srp: FieldWords("SRP", "The name of a user who logs in with a password.", _INSTEAD_OF_CERTIFICATE),
    ExtensionType.use_srtp: FieldWords(
        "SRTP",
        "The handshake shall make keys for voice and video.",
        "WebRTC encrypts its media with keys from [[DTLS]].",
    ),
    ExtensionType.heartbeat: FieldWords(
        "Heartbeat",
        "Whether [[heartbeat]] requests will be answered.",
        "It was meant for DTLS; a fault in its handling was Heartbleed.",
    ),
    ExtensionType.status_request_v2: FieldWords(
        "Certificate status, second form",
        "The client asks for proofs on the whole chain.",
        "TLS 1.3 can do so without it, and it is dying out.",
    ),
    ExtensionType.token_binding: FieldWords(
        "Token binding",
        "Cookies can be bound to a key of the client.",
        "A stolen cookie would be worthless. Browsers gave it up.",
    ),
    ExtensionType.cached_info: FieldWords(
        "Cached information",
        "Hashes of what the client has from an earlier time.",
        "The server need not send the same certificates again. " + _UNUSED,
    ),
    ExtensionType.tls_lts: FieldWords(
        "TLS-LTS",
        "A hardened profile of TLS 1.2 for devices that live long.",
        "It fixes known faults of TLS 1.2 without a new version.",
    ),
    ExtensionType.pwd_protect: FieldWords(
        "Password, name hidden", "A user's name, encrypted.", _INSTEAD_OF_CERTIFICATE
    ),
    ExtensionType.pwd_clear: FieldWords("Password, name in clear", "A user's name.", _INSTEAD_OF_CERTIFICATE),
    ExtensionType.password_salt: FieldWords(
        "Password salt", "What the password is to be mixed with.", _INSTEAD_OF_CERTIFICATE
    ),
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
    ExtensionType.TLMSP: FieldWords("TLMSP", "Named middlemen may read or change parts.", _UNUSED),
    ExtensionType.TLMSP_proxying: FieldWords("TLMSP proxying", "A middleman speaks for the client.", _UNUSED),
    ExtensionType.TLMSP_delegate: FieldWords("TLMSP delegate", "A middleman speaks for the server.", _UNUSED),
    ExtensionType.supported_ekt_ciphers: FieldWords(
        "EKT ciphers",
        "How keys for conferences can be handed out.",
        "Several senders share a conference, each with its own media key.",
    ),
    ExtensionType.ticket_early_data_info: FieldWords(
        "Early data limit (draft)",
        "How much [[early data]] may be sent with this ticket.",
        "Later drafts use the extension early_data for it.",
    ),
    ExtensionType.transparency_info: FieldWords(
        "Transparency information",
        "Proofs that the certificate is logged, in their second version.",
        "It replaces [[SCT]]s on paper; nobody uses it yet.",
    ),
    ExtensionType.external_id_hash: FieldWords("Identity hash", "A hash of the identity behind a call.", _ID_BINDING),
    ExtensionType.external_session_id: FieldWords("External session id", "The name of a call.", _ID_BINDING),
    ExtensionType.dnssec_chain: FieldWords(
        "DNSSEC chain",
        "Signed DNS records that vouch for the server's key.",
        "The client need not look them up itself.",
    ),
    ExtensionType.sequence_number_encryption_algorithms: FieldWords(
        "Sequence number encryption",
        "How the record numbers of [[DTLS]] can be hidden.",
        "Ciphers that only authenticate have no way of their own to do it.",
    ),
    ExtensionType.rrc: FieldWords(
        "Return routability check",
        "Both can check that a new address of the peer is really its own.",
        "With a connection id records may come from anywhere, forged ones too.",
    ),
    ExtensionType.tls_flags: FieldWords(
        "Flags",
        "One bit for each of several offers.",
        "It saves bytes.",
    ),
    ExtensionType.next_protocol_negotiation: FieldWords(
        "Next protocol (NPN)",
        "The server offers protocols and the client will choose.",
        "It is the forerunner of [[ALPN]], where the client offers.",
    ),
    ExtensionType.origin_bound_certificates: FieldWords(
        "Origin-bound certificates",
        "The client can make a certificate of its own for each site.",
        "It led to Channel ID and token binding.",
    ),
    ExtensionType.encrypted_client_certificates: FieldWords(
        "Encrypted client certificates",
        "The client's certificate shall be sent encrypted.",
        "TLS 1.3 does so always.",
    ),
    ExtensionType.channel_id_draft: _CHANNEL_ID,
    ExtensionType.channel_id: _CHANNEL_ID,
    ExtensionType.encrypted_server_name: FieldWords(
        "Encrypted server name (draft)",
        "The host name, encrypted.",
        "It was the forerunner of [[ECH]], which hides the whole hello.",
    ),
}
