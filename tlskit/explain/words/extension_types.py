"""Words for every type of extension: what it says, and what it is for (RFC 8446 section 4.2 and the RFC of each)."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords
from tlskit.explain.words.extension_types_rare import RARE
from tlskit.registry.extension_type import ExtensionType

_KEY_SHARE = FieldWords(
    "Key share",
    "Public keys for the [[key exchange]], made for this connection alone.",
    "Sending them in the hello saves a round trip: the server answers with its own and can encrypt at once.",
)
_QUIC = FieldWords(
    "QUIC transport parameters",
    "The sender's settings for the [[QUIC]] connection.",
    "The handshake protects them from change on the way.",
)
_CONNECTION_ID = FieldWords(
    "Connection id",
    "A name for the connection that DTLS records shall bear.",
    "A device that changes its address or its port is still known by it.",
)
_APPLICATION_SETTINGS = FieldWords(
    "Application settings",
    "Settings of the application protocol, sent within the handshake.",
    "The other side has them before the first request; browsers use it for HTTP/2.",
)
_PADDING = FieldWords(
    "Padding",
    "Zeros that make the hello longer.",
    "Some servers hung on hellos of 256 to 511 bytes; with [[padding]] a hello steps over that range.",
)

EXTENSIONS: dict[int, FieldWords] = RARE | {
    ExtensionType.server_name: FieldWords(
        "Server name (SNI)",
        "The name of the host that the client wants to reach; from a server, empty: “the name was used”.",
        "Many names share one address, and the server must choose a certificate before it has seen a request: "
        "that is what [[SNI]] is for.",
    ),
    ExtensionType.max_fragment_length: FieldWords(
        "Largest fragment",
        "The client wants records of at most 512, 1024, 2048 or 4096 bytes.",
        "Devices with little memory cannot hold a record of 16 kB.",
    ),
    ExtensionType.status_request: FieldWords(
        "Certificate status (OCSP)",
        "The client asks the server to bring proof that its certificate was not revoked.",
        "With [[OCSP stapling]] the client need not ask the CA itself, which is slow and tells the CA what is visited.",
    ),
    ExtensionType.supported_groups: FieldWords(
        "Supported groups",
        "The [[group]]s that the client can exchange keys in.",
        "The server takes one of them. Up to TLS 1.2 it also limits the curves of ECDSA certificates.",
    ),
    ExtensionType.ec_point_formats: FieldWords(
        "Point formats",
        "How points of curves can be written: uncompressed.",
        "TLS 1.3 does without; it is sent for older servers.",
    ),
    ExtensionType.signature_algorithms: FieldWords(
        "Signature algorithms",
        "The [[signature scheme]]s that the sender can check.",
        "The other side must sign with one of them; without this extension TLS 1.3 ends with missing_extension.",
    ),
    ExtensionType.application_layer_protocol_negotiation: FieldWords(
        "Application protocol (ALPN)",
        "The application protocols that the client offers, or the one that the server took.",
        "[[ALPN]] settles what is spoken (HTTP/1.1 or HTTP/2, say) without a further round trip.",
    ),
    ExtensionType.signed_certificate_timestamp: FieldWords(
        "Certificate timestamps (SCT)",
        "Signed promises of public logs that the certificate is in them; from a client, the wish for them.",
        "Browsers demand [[SCT]]s, so that nobody can use a wrongly issued certificate in secret.",
    ),
    ExtensionType.client_certificate_type: FieldWords(
        "Client certificate type",
        "Which kind of certificate the client can show.",
        "A [[raw public key]] may do where both know each other.",
    ),
    ExtensionType.server_certificate_type: FieldWords(
        "Server certificate type",
        "Which kind of certificate the server may show.",
        "A [[raw public key]] may do where both know each other.",
    ),
    ExtensionType.padding: _PADDING,
    ExtensionType.encrypt_then_mac: FieldWords(
        "Encrypt-then-MAC",
        "With [[CBC]] suites the checksum shall be made over the ciphertext.",
        "The older order, checksum first, let attackers decrypt by watching how padding was refused.",
    ),
    ExtensionType.extended_master_secret: FieldWords(
        "Extended master secret",
        "The [[master secret]] shall depend on the whole handshake and not on the randoms alone.",
        "Otherwise a man in the middle could make two connections with the same secret (Triple Handshake). TLS 1.3 "
        "always does so.",
    ),
    ExtensionType.compress_certificate: FieldWords(
        "Certificate compression",
        "How certificates may be compressed.",
        "Certificates are most of a handshake's bytes.",
    ),
    ExtensionType.record_size_limit: FieldWords(
        "Record size limit",
        "The most bytes that the sender wants in one record.",
        "Small devices cannot hold 16 kB.",
    ),
    ExtensionType.delegated_credential: FieldWords(
        "Delegated credential",
        "The server may sign with a short-lived key that its certificate's key signed.",
        "The certificate's key stays in a safe place: a [[delegated credential]] that is stolen soon expires.",
    ),
    ExtensionType.session_ticket: FieldWords(
        "Session ticket",
        "A [[ticket]] from an earlier connection, or the wish for one.",
        "It takes a session up again without the server having to remember it (up to TLS 1.2).",
    ),
    ExtensionType.key_share_draft: _KEY_SHARE,
    ExtensionType.pre_shared_key: FieldWords(
        "Pre-shared key",
        "Keys that both sides have already, each with a [[binder]]; from a server, the one it took.",
        "A [[PSK]] from a ticket resumes a session: no certificates, no signatures.",
    ),
    ExtensionType.early_data: FieldWords(
        "Early data (0-RTT)",
        "The client sends data at once, before the server has said anything; from a server: “taken”.",
        "It saves a round trip. An attacker may send a copy of [[early data]] again, so it must do no harm twice.",
    ),
    ExtensionType.supported_versions: FieldWords(
        "Supported versions",
        "The versions that the client speaks, or the one that the server chose.",
        "TLS 1.3 is chosen here and not in the version field, which [[middlebox]]es and old servers choke on.",
    ),
    ExtensionType.cookie: FieldWords(
        "Cookie",
        "Bytes of the server that the client must return.",
        "The server need not remember the first hello, and sees that the client gets what is sent to it.",
    ),
    ExtensionType.psk_key_exchange_modes: FieldWords(
        "PSK modes",
        "How the client wants to use [[PSK]]s: with a fresh key exchange or without.",
        "Without this extension a server may neither take a PSK nor hand out tickets.",
    ),
    ExtensionType.certificate_authorities: FieldWords(
        "Acceptable CAs",
        "The names of the CAs that the sender accepts.",
        "A peer with several certificates knows which one to show.",
    ),
    ExtensionType.oid_filters: FieldWords(
        "Certificate filters",
        "What the client's certificate must have in its extensions.",
        "It helps the client to choose the right one.",
    ),
    ExtensionType.post_handshake_auth: FieldWords(
        "Post-handshake authentication",
        "The client is ready to show a certificate later, when it is asked.",
        "A server may want to know who it is only for certain pages.",
    ),
    ExtensionType.signature_algorithms_cert: FieldWords(
        "Signature algorithms in certificates",
        "The [[signature scheme]]s that the sender can check in certificates.",
        "Libraries often check older signatures in certificates than they take in a handshake.",
    ),
    ExtensionType.key_share: _KEY_SHARE,
    ExtensionType.connection_id_deprecated: _CONNECTION_ID,
    ExtensionType.connection_id: _CONNECTION_ID,
    ExtensionType.quic_transport_parameters: _QUIC,
    ExtensionType.ticket_request: FieldWords(
        "Tickets wanted",
        "How many tickets the client would like.",
        "A [[ticket]] should be used once; browsers want several.",
    ),
    ExtensionType.application_settings_draft: _APPLICATION_SETTINGS,
    ExtensionType.application_settings: _APPLICATION_SETTINGS,
    ExtensionType.padding_draft: _PADDING,
    ExtensionType.ech_outer_extensions: FieldWords(
        "Taken from the outer hello",
        "Extensions that the inner hello does not repeat.",
        "Key shares are large; with [[ECH]] they need be sent once only.",
    ),
    ExtensionType.encrypted_client_hello: FieldWords(
        "Encrypted ClientHello (ECH)",
        "The real hello, sealed inside this one; or random bytes that look like it.",
        "The name of the site is the last thing that TLS shows to onlookers; [[ECH]] hides it.",
    ),
    ExtensionType.renegotiation_info: FieldWords(
        "Renegotiation info",
        "What ties a [[renegotiation]] to the handshake before; empty at first.",
        "An empty one says: “I know about the attack of 2009 and am safe against it.”",
    ),
    ExtensionType.quic_transport_parameters_draft: _QUIC,
}

GREASE = FieldWords(
    "GREASE",
    "A number that means nothing, sent on purpose.",
    "[[GREASE]] finds peers that break on what they do not know, before a real extension meets them.",
)
UNKNOWN = FieldWords(
    "Unknown extension",
    "A number that is not registered, or not known here.",
    "A peer that does not know it must pass over it.",
)


def extension_words(extension_type: ExtensionType) -> FieldWords:
    """Return what an extension is for; every type has an answer."""
    return EXTENSIONS.get(extension_type) or (GREASE if extension_type.is_grease else UNKNOWN)
