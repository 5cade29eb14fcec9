"""Words for the extensions about certificates: which kinds, from whom, how they are sent (RFC 8446 section 4.2.4)."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords, Words
from tlskit.registry import CertificateCompressionAlgorithm, CertificateType, ExtensionType
from tlskit.wire import (
    CertificateAuthoritiesExtension,
    CertificateCompressionAlgorithms,
    CertificateTypeChoice,
    CertificateTypeOffer,
    ClientCertificateTypeChoice,
    ClientCertificateTypeOffer,
    OIDFilter,
    OIDFilterExtension,
    ServerCertificateTypeChoice,
    ServerCertificateTypeOffer,
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
_AUTHORITY = FieldWords(
    "CA's name",
    "The subject of an acceptable CA, in [[DER]].",
    "A certificate from it, or from a CA below it, is welcome.",
)
_UNUSED = "It was specified and hardly used."

SUBJECTS = (
    Words(
        extensions={
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
            ExtensionType.cert_type: FieldWords(
                "Certificate type",
                "X.509 or OpenPGP keys.",
                "It was replaced by one extension for each side.",
            ),
        },
        places={
            (ClientCertificateTypeOffer, "client_certificate_types"): _CERTIFICATE_TYPES,
            (ClientCertificateTypeChoice, "client_certificate_type"): _CERTIFICATE_TYPE,
            (ServerCertificateTypeOffer, "server_certificate_types"): _CERTIFICATE_TYPES,
            (ServerCertificateTypeChoice, "server_certificate_type"): _CERTIFICATE_TYPE,
            (CertificateTypeOffer, "certificate_types"): _CERTIFICATE_TYPES,
            (CertificateTypeChoice, "certificate_type"): _CERTIFICATE_TYPE,
        },
        items={
            CertificateType: FieldWords(
                "Certificate type", "A kind of certificate.", "The server takes one of those offered."
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.compress_certificate: FieldWords(
                "Certificate compression",
                "How certificates may be compressed.",
                "Certificates are most of a handshake's bytes.",
            ),
        },
        places={
            (CertificateCompressionAlgorithms, "algorithms"): FieldWords(
                "Compression algorithms",
                "How the sender can unpack compressed certificates, the best liked first.",
                "Certificate chains are most of a handshake's bytes; small packets arrive sooner.",
            ),
        },
        items={
            CertificateCompressionAlgorithm: FieldWords(
                "Compression algorithm",
                "A way to compress certificates.",
                "The other side may use it or leave certificates as they are.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.certificate_authorities: FieldWords(
                "Acceptable CAs",
                "The names of the CAs that the sender accepts.",
                "A peer with several certificates knows which one to show.",
            ),
        },
        places={
            (CertificateAuthoritiesExtension, "authorities"): FieldWords(
                "Acceptable CAs",
                "The [[distinguished name]]s of CAs that the sender accepts.",
                "A peer with several certificates picks one that comes from one of these.",
            ),
        },
        items={
            (CertificateAuthoritiesExtension, "authorities"): _AUTHORITY,
        },
    ),
    Words(
        extensions={
            ExtensionType.oid_filters: FieldWords(
                "Certificate filters",
                "What the client's certificate must have in its extensions.",
                "It helps the client to choose the right one.",
            ),
        },
        places={
            (OIDFilterExtension, "filters"): FieldWords(
                "Filters",
                "What the client's certificate must have in its extensions.",
                "They help a client with several certificates to choose the right one.",
            ),
            (OIDFilter, "certificate_extension_oid"): FieldWords(
                "Certificate extension",
                "The object identifier of an extension that the client's certificate must have.",
                "A server can so ask for a certificate that is meant for a purpose.",
            ),
            (OIDFilter, "certificate_extension_values"): FieldWords(
                "Values",
                "What the extension must hold; empty if its presence is enough.",
                "They are matched as the extension's own rules say.",
            ),
        },
        items={
            OIDFilter: FieldWords(
                "Filter",
                "A certificate extension and what it must hold.",
                "A certificate that lacks it need not be offered.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.post_handshake_auth: FieldWords(
                "Post-handshake authentication",
                "The client is ready to show a certificate later, when it is asked.",
                "A server may want to know who it is only for certain pages.",
            ),
            ExtensionType.trusted_ca_keys: FieldWords(
                "Trusted CA keys",
                "The roots that the client trusts.",
                "A server with several chains could pick by it. " + _UNUSED,
            ),
            ExtensionType.client_certificate_url: FieldWords(
                "Client certificate URL",
                "The client can send an address instead of its certificate.",
                "It saves bytes, but makes the server fetch what a stranger names. " + _UNUSED,
            ),
            ExtensionType.cached_info: FieldWords(
                "Cached information",
                "Hashes of what the client has from an earlier time.",
                "The server need not send the same certificates again. " + _UNUSED,
            ),
            ExtensionType.encrypted_client_certificates: FieldWords(
                "Encrypted client certificates",
                "The client's certificate shall be sent encrypted.",
                "TLS 1.3 does so always.",
            ),
        },
    ),
)
