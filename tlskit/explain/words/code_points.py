"""Code points in words: versions, and the values of small registries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.explain.words.algorithm import GREASE, UNKNOWN, group_words, scheme_words, suite_words
from tlskit.explain.words.extensions.table import extension_words
from tlskit.explain.words.message import HANDSHAKES
from tlskit.explain.words.record_content import CONTENTS
from tlskit.explain.words.sslv2 import SSLV2_MESSAGES
from tlskit.registry import (
    AlertDescription,
    AlertLevel,
    CertificateCompressionAlgorithm,
    CertificateStatusType,
    CertificateType,
    CipherSuite,
    ClientCertificateType,
    CompressionMethod,
    ContentType,
    ECCurveType,
    ECHClientHelloType,
    ECPointFormat,
    ExtensionType,
    HandshakeType,
    HeartbeatMessageType,
    HeartbeatMode,
    KeyUpdateRequest,
    MaxFragmentLength,
    NamedGroup,
    ProtocolVersion,
    PskKeyExchangeMode,
    SctVersion,
    ServerNameType,
    SignatureScheme,
    Sslv2MessageType,
)

if TYPE_CHECKING:
    from tlskit.explain.words.entry import FieldWords
    from tlskit.registry import CodePoint


def code_point_words(point: CodePoint) -> str:
    """Return a code point's name and what it stands for."""
    meaning = _meaning(point)
    return f"{point.label}: {meaning}" if meaning else point.label


def version_words(version: ProtocolVersion) -> str:
    """Say what is to be known of a version: its age and whether it can still be used."""
    if version.draft:
        return "a draft of TLS 1.3, from before it was finished in 2018"
    return _VERSIONS.get(version, "")


def _meaning(point: CodePoint) -> str:
    match point:
        case CipherSuite():
            return suite_words(point)
        case NamedGroup():
            return group_words(point)
        case SignatureScheme():
            return scheme_words(point)
        case _ if point.is_grease:
            return GREASE
        case ProtocolVersion():
            return version_words(point)
        case ExtensionType():
            return extension_words(point).meaning
        case AlertDescription():
            return ALERTS.get(point, UNKNOWN)
    table = _TABLES.get(type(point))
    return _sentence(table[point]) if table and point in table else _VALUES.get((type(point), int(point)), "")


def _sentence(words: FieldWords) -> str:
    return words.meaning


_TABLES: dict[type[CodePoint], dict[int, FieldWords]] = {
    HandshakeType: HANDSHAKES,
    ContentType: CONTENTS,
    Sslv2MessageType: SSLV2_MESSAGES,
}

_VERSIONS: dict[int, str] = {
    ProtocolVersion.SSLv2: "from 1995, broken, forbidden since 2011",
    ProtocolVersion.SSLv3: "from 1996, broken by POODLE, forbidden since 2015",
    ProtocolVersion.tls_1_0: "from 1999, out of use since 2021",
    ProtocolVersion.tls_1_1: "from 2006, out of use since 2021",
    ProtocolVersion.tls_1_2: "from 2008, still safe with the right suites",
    ProtocolVersion.tls_1_3: "from 2018, the version to use",
    ProtocolVersion.dtls_1_0: "from 2006, TLS 1.1 for datagrams, out of use since 2021",
    ProtocolVersion.dtls_1_2: "from 2012, TLS 1.2 for datagrams",
    ProtocolVersion.dtls_1_3: "from 2022, TLS 1.3 for datagrams",
}

ALERTS: dict[int, str] = {
    AlertDescription.close_notify: "the sender has no more to say; the connection ends in good order",
    AlertDescription.end_of_early_data: "the client's early data end here (drafts of TLS 1.3)",
    AlertDescription.unexpected_message: "a message came that has no place at this point",
    AlertDescription.bad_record_mac: "a record could not be authenticated: wrong keys, or bytes changed on the way",
    AlertDescription.decryption_failed: "a record could not be decrypted; no longer used, since it helps attackers",
    AlertDescription.record_overflow: "a record was longer than is allowed",
    AlertDescription.decompression_failure: "a record could not be unpacked; compression is no longer used",
    AlertDescription.handshake_failure: "the two sides found nothing in common, or one does not want to go on",
    AlertDescription.no_certificate: "the client has no certificate to show (SSL 3.0)",
    AlertDescription.bad_certificate: "the certificate is damaged, or its signature is wrong, or it is refused",
    AlertDescription.unsupported_certificate: "the certificate is of a kind or for a purpose that cannot be used",
    AlertDescription.certificate_revoked: "the CA has taken the certificate back",
    AlertDescription.certificate_expired: "the certificate has expired, or is not valid yet",
    AlertDescription.certificate_unknown: "something else is wrong with the certificate",
    AlertDescription.illegal_parameter: "a field has a value that is not allowed, or contradicts another",
    AlertDescription.unknown_ca: "no path leads from the certificate to a CA that the sender trusts",
    AlertDescription.access_denied: "the certificate is good, but its owner may not come in",
    AlertDescription.decode_error: "a message could not be taken apart: a length or a field is wrong",
    AlertDescription.decrypt_error: "a signature, a Finished or a binder does not fit",
    AlertDescription.export_restriction: "the rules for export were broken; no longer used",
    AlertDescription.protocol_version: "the version is known, but not spoken here",
    AlertDescription.insufficient_security: "the server asks for stronger ciphers than the client offers",
    AlertDescription.internal_error: "something failed inside the sender; the other side need not be at fault",
    AlertDescription.inappropriate_fallback: "the client came back with an older version than it had to",
    AlertDescription.user_canceled: "somebody called the handshake off",
    AlertDescription.no_renegotiation: "the sender will not begin a new handshake here",
    AlertDescription.missing_extension: "an extension that must be there is not",
    AlertDescription.unsupported_extension: "an answer came to an extension that was never sent",
    AlertDescription.certificate_unobtainable: "the certificate could not be fetched from its address",
    AlertDescription.unrecognized_name: "the server knows no host of that name",
    AlertDescription.bad_certificate_status_response: "the OCSP response is wrong or cannot be used",
    AlertDescription.bad_certificate_hash_value: "a certificate that was fetched is not the one that was announced",
    AlertDescription.unknown_psk_identity: "the server does not know that pre-shared key",
    AlertDescription.certificate_required: "the server wants a client certificate, and none was shown",
    AlertDescription.general_error: "something failed that no other alert is made for",
    AlertDescription.no_application_protocol: "client and server have no application protocol in common",
    AlertDescription.ech_required: "the client will not go on without encrypted hello",
}

_VALUES: dict[tuple[type[CodePoint], int], str] = {
    (AlertLevel, 1): "the connection may go on (up to TLS 1.2)",
    (AlertLevel, 2): "the connection is over",
    (CompressionMethod, 0): "no compression",
    (CompressionMethod, 1): "compression by DEFLATE, which betrays secrets (CRIME)",
    (ECPointFormat, 0): "both coordinates in full",
    (ECPointFormat, 1): "one coordinate and a bit, on curves over primes",
    (ECPointFormat, 2): "one coordinate and a bit, on binary curves",
    (ECCurveType, 1): "numbers of a curve over a prime; forbidden",
    (ECCurveType, 2): "numbers of a binary curve; forbidden",
    (ECCurveType, 3): "the curve is called by its number",
    (CertificateStatusType, 1): "an OCSP response for the server's certificate",
    (CertificateStatusType, 2): "OCSP responses for each certificate of the chain",
    (ServerNameType, 0): "a DNS host name",
    (PskKeyExchangeMode, 0): "the pre-shared key alone, without forward secrecy",
    (PskKeyExchangeMode, 1): "the pre-shared key and a fresh key exchange",
    (KeyUpdateRequest, 0): "the other side may keep its keys",
    (KeyUpdateRequest, 1): "the other side shall change its keys too",
    (HeartbeatMode, 1): "the other side may send requests",
    (HeartbeatMode, 2): "the other side must not send requests",
    (HeartbeatMessageType, 1): "please answer",
    (HeartbeatMessageType, 2): "the answer",
    (MaxFragmentLength, 1): "at most 512 bytes",
    (MaxFragmentLength, 2): "at most 1024 bytes",
    (MaxFragmentLength, 3): "at most 2048 bytes",
    (MaxFragmentLength, 4): "at most 4096 bytes",
    (CertificateType, 0): "an ordinary certificate",
    (CertificateType, 1): "an OpenPGP key",
    (CertificateType, 2): "a public key without a certificate",
    (ClientCertificateType, 1): "an RSA key that signs",
    (ClientCertificateType, 2): "a DSA key that signs",
    (ClientCertificateType, 3): "a Diffie-Hellman key in a certificate, out of use",
    (ClientCertificateType, 4): "a Diffie-Hellman key in a certificate, out of use",
    (ClientCertificateType, 64): "an ECDSA or EdDSA key that signs",
    (ClientCertificateType, 65): "a key on a curve for the exchange itself, out of use",
    (ClientCertificateType, 66): "a key on a curve for the exchange itself, out of use",
    (CertificateCompressionAlgorithm, 1): "DEFLATE, as in gzip",
    (CertificateCompressionAlgorithm, 2): "made for the Web, with a dictionary",
    (CertificateCompressionAlgorithm, 3): "fast to unpack",
    (SctVersion, 0): "the only version in use",
    (ECHClientHelloType, 0): "the hello that everybody can read",
    (ECHClientHelloType, 1): "the real hello",
}
