"""Words for what extensions hold: negotiation, key shares, resumption, names, applications (RFC 8446 section 4.2)."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords

_SIGNATURES = FieldWords(
    "Signature schemes",
    "The [[signature scheme]]s that the sender can check, the one it likes best first.",
    "The other side must sign with one of them, with a key that fits; if it has none, it gives up with "
    "handshake_failure.",
)
_PROTOCOLS = FieldWords(
    "Protocols",
    "Names of application protocols, in the order of preference.",
    "Client and server settle on one within the handshake, so that no further round trip is needed for it.",
)
_CERTIFICATE_TYPES = FieldWords(
    "Certificate types",
    "The kinds of certificate that can be handled, in the order of preference.",
    "Small devices do without X.509 and show a [[raw public key]] that the other side knows already.",
)
_CERTIFICATE_TYPE = FieldWords(
    "Certificate type",
    "The kind of certificate that was chosen.",
    "It says how the bytes in the Certificate message are to be read.",
)

FIELDS: dict[str, FieldWords] = {
    "SupportedVersions.versions": FieldWords(
        "Versions",
        "Every version of TLS that the client is ready to speak, the one it likes best first.",
        "It took the place of the version in the hello, on which too many servers broke.",
    ),
    "SelectedVersion.selected_version": FieldWords(
        "Chosen version",
        "The version that the rest of the connection follows.",
        "Here, and not in the field called version, TLS 1.3 says that it is TLS 1.3.",
    ),
    "NamedGroupList.named_group_list": FieldWords(
        "Groups",
        "The [[group]]s that the sender can exchange keys in, the one it likes best first.",
        "The server takes one of them; if the client sent no key share for it, a HelloRetryRequest asks for one.",
    ),
    "ECPointFormatList.ec_point_format_list": FieldWords(
        "Point formats",
        "How the sender can write points of elliptic curves.",
        "Only the uncompressed form is in use; TLS 1.3 dropped the extension, and clients send it for older servers.",
    ),
    "SignatureSchemeList.supported_signature_algorithms": _SIGNATURES,
    "CertificateSignatureSchemeList.supported_signature_algorithms": FieldWords(
        "Signature schemes for certificates",
        "The [[signature scheme]]s that the sender can check in certificates.",
        "It is sent where a side can check more in certificates than in the handshake itself, or less.",
    ),
    "MaxFragmentLengthRequest.max_fragment_length": FieldWords(
        "Largest fragment",
        "The most content that a record shall hold.",
        "Devices with little memory cannot take in 16 kB at once, and a record can be used only when it is whole.",
    ),
    "RecordSizeLimit.record_size_limit": FieldWords(
        "Record size limit",
        "The most bytes that the sender wants to get in one protected record.",
        "Each side says what it can take in, which max_fragment_length did not let the server do.",
    ),
    "HeartbeatExtension.mode": FieldWords(
        "Heartbeat mode",
        "Whether the other side may send heartbeat requests.",
        "Without this extension nobody may send a [[heartbeat]].",
    ),
    "RenegotiationInfo.renegotiated_connection": FieldWords(
        "Earlier handshake",
        "Empty in a first handshake; in a [[renegotiation]] what the last Finished messages said.",
        "It ties a new handshake to the one before. Without it an attacker could put his own request in front of a "
        "victim's connection, which was done in 2009.",
    ),
    "Cookie.cookie": FieldWords(
        "Cookie",
        "Bytes from the HelloRetryRequest that the client returns unread.",
        "The server may keep in the [[cookie]] what it would otherwise have to remember, and sees that the client can "
        "be reached.",
    ),
    "Padding.padding": FieldWords(
        "Padding",
        "Zeros.",
        "Some servers hung on hellos of 256 to 511 bytes; this [[padding]] makes a hello longer than that.",
    ),
    "ConnectionId.cid": FieldWords(
        "Connection id",
        "The name that records sent to this side shall bear; empty if they shall bear none.",
        "A device behind a router changes its address; by this name the server still knows the connection.",
    ),
    "FlagExtensions.flags": FieldWords(
        "Flags",
        "One bit for each thing that is offered or agreed on.",
        "Extensions that only say “yes” need four bytes each; here they need one bit.",
    ),
    "SrpIdentity.srp_I": FieldWords(
        "User name",
        "The user who wants to log in with a password.",
        "In SRP both sides prove that they know the password, and no certificate is needed.",
    ),
    "KeyShareEntry.group": FieldWords(
        "Group",
        "The [[group]] that this share is for.",
        "Shares of different groups cannot be mixed: both sides must use the same.",
    ),
    "KeyShareEntry.key_exchange": FieldWords(
        "Public key",
        "The public half of a key pair that was made for this connection alone.",
        "From one side's private half and the other's public half both compute the same secret, which nobody who sees "
        "the two public halves can.",
    ),
    "KeyShareClientHello.client_shares": FieldWords(
        "Key shares",
        "One public key for each [[group]] that the client bets on.",
        "If the server likes one of them, keys are there after one round trip; that is how TLS 1.3 saves one.",
    ),
    "KeyShareHelloRetryRequest.selected_group": FieldWords(
        "Group wanted",
        "The [[group]] that the server wants a key share for.",
        "The client listed it as supported, but sent no [[key share]] for it.",
    ),
    "KeyShareServerHello.server_share": FieldWords(
        "Server's key share",
        "The server's public key, in the group of one of the client's shares.",
        "With it both sides can compute the shared secret; everything behind the ServerHello is encrypted.",
    ),
    "SessionTicket.ticket": FieldWords(
        "Session ticket",
        "A ticket from an earlier connection; empty to ask for a new one.",
        "The server sealed the session's state into the [[ticket]], so that it need not remember anybody.",
    ),
    "PskKeyExchangeModes.ke_modes": FieldWords(
        "PSK modes",
        "Whether the client wants a fresh key exchange besides a [[PSK]].",
        "With one, what is said stays secret even if the PSK leaks later; without, the handshake is cheaper.",
    ),
    "PskIdentity.identity": FieldWords(
        "PSK identity",
        "The name of a key that both sides have: for [[resumption]], the ticket that the server gave out.",
        "The server finds the key by it, or opens the ticket and takes the key from there.",
    ),
    "PskIdentity.obfuscated_ticket_age": FieldWords(
        "Ticket age, disguised",
        "How many milliseconds ago the client got the ticket, plus a number that only the two know.",
        "The server compares it with its clock to catch a repeated hello. The added number keeps an onlooker from "
        "linking connections by the age.",
    ),
    "OfferedPsks.identities": FieldWords(
        "PSK identities",
        "The keys that the client offers, the one it likes best first.",
        "The server picks at most one, by its place in this list.",
    ),
    "OfferedPsks.binders": FieldWords(
        "PSK binders",
        "For each offered key a checksum over the hello so far.",
        "A [[binder]] shows that the client really has the key and that nobody changed the hello. It must come last, "
        "since it covers all before it.",
    ),
    "SelectedPsk.selected_identity": FieldWords(
        "Chosen PSK",
        "The place of the chosen key in the client's list, counted from 0.",
        "From here on the [[PSK]] goes into all keys; the server need not show a certificate.",
    ),
    "MaxEarlyDataSize.max_early_data_size": FieldWords(
        "Most early data",
        "How many bytes of [[early data]] the client may send with this ticket.",
        "The server must hold early data back until it has accepted it, and so sets a limit.",
    ),
    "ClientTicketRequest.new_session_count": FieldWords(
        "Tickets wanted, new session",
        "How many tickets the client wants after a full handshake.",
        "Browsers open several connections at once and want a [[ticket]] for each.",
    ),
    "ClientTicketRequest.resumption_count": FieldWords(
        "Tickets wanted, resumption",
        "How many tickets the client wants after a resumption.",
        "A ticket should be used once, so that connections cannot be linked by it.",
    ),
    "ServerTicketRequestHint.expected_count": FieldWords(
        "Tickets to come",
        "How many tickets the server means to send.",
        "The client need not wait for more.",
    ),
    "ServerName.name_type": FieldWords(
        "Name type",
        "What kind of name follows; only host names were ever defined.",
        "It was meant for other names, and software has grown that breaks on them.",
    ),
    "ServerName.host_name": FieldWords(
        "Host name",
        "The name that the client wants to reach.",
        "One address serves many names; the server chooses its certificate by this one, before it has seen any "
        "request. It is sent in clear unless [[ECH]] hides it.",
    ),
    "ServerNameList.server_name_list": FieldWords(
        "Names",
        "The name that the client wants to reach, in a list of one.",
        "The list was meant for several kinds of names; there is only one.",
    ),
    "ProtocolNameList.protocol_name_list": _PROTOCOLS,
    "NextProtocols.protocols": _PROTOCOLS,
    "ApplicationSettingsSupport.supported_protocols": FieldWords(
        "Protocols with settings",
        "The application protocols for which the client has settings to send.",
        "The settings themselves go encrypted, within the handshake.",
    ),
    "ApplicationSettings.settings": FieldWords(
        "Settings",
        "The server's settings for the chosen application protocol.",
        "The client has them before its first request.",
    ),
    "UseSRTPData.SRTPProtectionProfiles": FieldWords(
        "SRTP profiles",
        "How voice or video could be protected, the best liked first.",
        "The DTLS handshake hands its keys on to SRTP, which carries the media.",
    ),
    "UseSRTPData.srtp_mki": FieldWords(
        "Master key identifier",
        "A name for the key, or nothing.",
        "SRTP packets may name the key that they were protected with.",
    ),
    "TokenBindingParameters.major": FieldWords(
        "Major version",
        "The version of token binding that is spoken.",
        "Client and server must agree on it.",
    ),
    "TokenBindingParameters.minor": FieldWords(
        "Minor version",
        "The version of token binding that is spoken.",
        "Client and server must agree on it.",
    ),
    "TokenBindingParameters.key_parameters_list": FieldWords(
        "Key parameters",
        "The kinds of key that cookies could be bound to, the best liked first.",
        "A stolen cookie is worth nothing without the key that it is bound to.",
    ),
    "ClientCertificateTypeOffer.client_certificate_types": _CERTIFICATE_TYPES,
    "ServerCertificateTypeOffer.server_certificate_types": _CERTIFICATE_TYPES,
    "CertificateTypeOffer.certificate_types": _CERTIFICATE_TYPES,
    "ClientCertificateTypeChoice.client_certificate_type": _CERTIFICATE_TYPE,
    "ServerCertificateTypeChoice.server_certificate_type": _CERTIFICATE_TYPE,
    "CertificateTypeChoice.certificate_type": _CERTIFICATE_TYPE,
    "CertificateCompressionAlgorithms.algorithms": FieldWords(
        "Compression algorithms",
        "How the sender can unpack compressed certificates, the best liked first.",
        "Certificate chains are most of a handshake's bytes; small packets arrive sooner.",
    ),
    "CertificateAuthoritiesExtension.authorities": FieldWords(
        "Acceptable CAs",
        "The [[distinguished name]]s of CAs that the sender accepts.",
        "A peer with several certificates picks one that comes from one of these.",
    ),
    "OIDFilter.certificate_extension_oid": FieldWords(
        "Certificate extension",
        "The object identifier of an extension that the client's certificate must have.",
        "A server can so ask for a certificate that is meant for a purpose.",
    ),
    "OIDFilter.certificate_extension_values": FieldWords(
        "Values",
        "What the extension must hold; empty if its presence is enough.",
        "They are matched as the extension's own rules say.",
    ),
    "OIDFilterExtension.filters": FieldWords(
        "Filters",
        "What the client's certificate must have in its extensions.",
        "They help a client with several certificates to choose the right one.",
    ),
}
