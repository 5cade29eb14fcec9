"""Where tlskit and another verifier differ about a chain, and why: the table that the differential test holds true.

A row says of one verifier and one kind of finding why the verdicts differ where we found it. What no row explains is a
defect of ours, or a row that is missing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

OPENSSL, STRICT, GNUTLS, GO = "OpenSSL", "OpenSSL, strict", "GnuTLS", "Go"
PEERS = (OPENSSL, STRICT, GNUTLS, GO)


class Row(NamedTuple):
    """Why ``peer`` answers otherwise where we found ``finding``.

    ``words`` are a pattern of the peer's refusal where we accept; empty, the peer accepts what we refuse. ``faults``
    narrows the row to certain edits, where a finding is too wide to explain anything alone.
    """

    peers: tuple[str, ...]
    finding: str
    words: str
    reason: str
    faults: frozenset[str] = frozenset()

    def explains(self, peer: str, finding: str, answer: str, faults: frozenset[str]) -> bool:
        """Whether this row is about that answer."""
        return (
            peer in self.peers
            and finding == self.finding
            and (bool(re.search(self.words, answer)) if self.words else answer == "ok")
            and (not self.faults or bool(self.faults & faults))
        )


def accepts(peers: str | tuple[str, ...], finding: str, reason: str, *faults: str) -> Row:
    """Describe what the peers accept and we refuse."""
    return Row((peers,) if isinstance(peers, str) else peers, finding, "", reason, frozenset(faults))


def refuses(peers: str | tuple[str, ...], finding: str, words: str, reason: str, *faults: str) -> Row:
    """Describe what the peers refuse, with which words, and we accept."""
    return Row((peers,) if isinstance(peers, str) else peers, finding, words, reason, frozenset(faults))


_BOTH = (OPENSSL, STRICT)
_ALL = (*_BOTH, GNUTLS, GO)
_LEVEL = "openssl verify judges algorithms and key sizes only with -auth_level, whose default lets these pass"
_COMMON_NAME = "falls back to the common name where there is no dNSName, which RFC 9525 section 2 ended"
_PARSER = "the parser of Go refuses the certificate, and crypto/tls then ends the handshake"
_AS_ABSENT = "takes an extension that holds nothing for an absent one"
_USAGE = "holds the end entity's keyUsage against the purpose nowhere in path validation (GnuTLS: in the handshake)"
_DIRECTORY_AND_URI = (
    "compares only DNS, mail and IP in permittedSubtrees, and passes over other forms (name_constraints.c)"
)
_MAILBOX = "does not know SmtpUTF8Mailbox (RFC 9598)"
_SYNTAX = "compares a subtree of a wrong syntax as text, so that it excludes nothing; we fail closed"
_UNPROCESSED = "refuses a critical extension that it does not process, known or not (RFC 5280 section 4.2)"
_POLICY_FLAG = "processes policies only with X509_V_FLAG_POLICY_CHECK, even where a critical extension requires one"
_NO_POLICIES = "processes no policies (Go: before 1.24), so that it refuses the critical extensions that ask for it"

ACCEPTED = (
    accepts((*_BOTH, GNUTLS), "chain.identity.no_subject_alt_name", _COMMON_NAME),
    accepts(_BOTH, "chain.identity.mismatch", _COMMON_NAME, "name: name as URI alone", "name: name as mail alone"),
    accepts(GNUTLS, "chain.identity.mismatch", _COMMON_NAME, "name: name as mail alone", "name: empty subjectAltName"),
    accepts(OPENSSL, "chain.identity.mismatch", _COMMON_NAME, "name: empty subjectAltName"),
    accepts(
        _BOTH,
        "chain.identity.mismatch",
        "matches a wildcard that is part of a label (X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS is not the default)",
        "name: part of a label is a wildcard",
    ),
    accepts(_ALL, "chain.key.too_small", f"{_LEVEL}; GnuTLS (without a profile) and Go ask for no size"),
    accepts(_BOTH, "chain.signature.weak_hash", _LEVEL),
    accepts(GNUTLS, "chain.key.explicit_parameters", "does not read a key with which it verifies nothing"),
    accepts((GNUTLS, GO), "chain.key.unreadable", "does not read a key with which it verifies nothing"),
    accepts(
        GO,
        "chain.key_usage.no_cert_sign",
        f"{_AS_ABSENT}: keyUsage becomes a number, and 0 is none (crypto/x509 CheckSignatureFrom)",
        "CA: empty keyUsage",
    ),
    accepts((GNUTLS, GO), "chain.key_usage.not_for_purpose", _USAGE),
    accepts(
        (GNUTLS, GO),
        "chain.basic_constraints.not_a_ca",
        "takes a negative path length for an absent one; RFC 5280 has none, so that the extension cannot be read",
        "CA: negative path length",
    ),
    accepts((GNUTLS, GO), "chain.extension.malformed", "as above", "CA: negative path length"),
    accepts(GNUTLS, "chain.extension.malformed", "does not read what it does not ask for", "extension/malformed"),
    accepts(
        (GNUTLS, GO),
        "chain.extended_key_usage.purpose_not_allowed",
        f"{_AS_ABSENT}; RFC 5280 section 4.2.1.12 demands one purpose at least",
        "leaf: EKU empty",
        "profile/empty-eku-report",
    ),
    accepts(
        _BOTH, "chain.extension.unprocessed_critical", "processes nsCertType", "critical: Netscape certificate type"
    ),
    accepts(
        GNUTLS,
        "chain.extension.unprocessed_critical",
        "compares the TLS feature along the chain (RFC 7633), and takes issuerAltName for understood",
        "critical: TLS feature",
        "critical: issuer's alternative name",
        "extension/unprocessed-critical",
    ),
    accepts(
        (GNUTLS, GO),
        "chain.certificate.unreadable",
        "reads a UTCTime without seconds, Go one with an offset too; RFC 5280 section 4.1.2.5.1 forbids both",
        "time: no seconds",
        "time: an offset",
    ),
    accepts(
        (*_BOTH, GNUTLS),
        "chain.certificate.unreadable",
        "reads a version that does not exist as if it were version 3 (RFC 5280 section 4.1.2.1)",
        "version 4",
    ),
    accepts(
        GNUTLS,
        "chain.name_constraints.not_permitted",
        _DIRECTORY_AND_URI,
        "constraints: URI not permitted",
        "constraints: directory not permitted",
        "constraints: subject not permitted",
        "constraints: URI without a host",
        "constraints/nc-directory-not-permitted",
        "constraints/nc-uri-not-permitted",
    ),
    accepts(
        (GNUTLS, GO), "chain.name_constraints.not_permitted", _MAILBOX, "constraints: SmtpUTF8Mailbox not permitted"
    ),
    accepts(
        (GNUTLS, GO),
        "chain.name_constraints.excluded",
        _MAILBOX,
        "constraints: SmtpUTF8Mailbox excluded",
        "constraints/nc-smtputf8-excluded",
    ),
    accepts(
        _ALL,
        "chain.name_constraints.excluded",
        "compares the text of a wildcard with an excluded subtree that lies inside it; RFC 5280 says nothing about "
        "wildcards, and we take one for all the names that it covers",
        "constraints: wildcard that reaches out",
        "constraints/nc-excluded-wildcard",
    ),
    accepts(_ALL, "chain.name_constraints.malformed_tree", _SYNTAX),
    accepts(
        (GNUTLS, GO),
        "chain.name_constraints.unsupported_form",
        "does not look at minimum and maximum (RFC 5280 section 4.2.1.10)",
        "constraints: with a minimum",
    ),
    accepts(_BOTH, "chain.certificate_policies.none_valid", _POLICY_FLAG),
    accepts(_BOTH, "chain.certificate_policies.repeated", _POLICY_FLAG),
    accepts(_BOTH, "chain.certificate_policies.any_policy_mapped", _POLICY_FLAG),
    accepts((GNUTLS, GO), "chain.certificate_policies.any_policy_mapped", _NO_POLICIES, "policy/any-mapped"),
)
"""What others accept and we refuse."""

REFUSED = (
    refuses(
        STRICT,
        "chain.interop.openssl_strict",
        "Key Identifier|key usage|Path length|not marked critical|name empty|Subject Alternative Name extension"
        "|Subject empty|invalid CA|keyCertSign invalid|at least X509v3",
        "a rule of X509_V_FLAG_X509_STRICT, which RFC 5280 has for CAs and not for path validation",
    ),
    refuses(
        (STRICT, GNUTLS, GO),
        "chain.interop.version",
        "at least X509v3|cannot be loaded|not authorized to sign|legacy Common Name|not valid for any names",
        "extensions in version 1 or 2: GnuTLS refuses, Go does not see them",
    ),
    refuses(
        (*_BOTH, GNUTLS),
        "chain.interop.authority_key_identifier",
        "unable to get (local )?issuer|signer not found",
        "takes the authority key identifier for a condition and not for a hint (RFC 5280 section 4.2.1.1)",
    ),
    refuses(
        (*_BOTH, GNUTLS),
        "chain.interop.any_purpose",
        "purpose",
        "does not take anyExtendedKeyUsage for every purpose, GnuTLS not in a CA (RFC 5280 section 4.2.1.12: MAY)",
    ),
    refuses(
        (*_BOTH, GO),
        "chain.interop.anchor_purpose",
        "purpose|incompatible key usage",
        "holds the anchor's extensions against the purpose; for RFC 5280 6.1.1 (d) an anchor is a name and a key",
    ),
    refuses(
        GO,
        "chain.interop.openssl_strict",
        "unknown authority",
        "asks an anchor for the CA bit",
        "root: no basicConstraints",
    ),
    refuses(_BOTH, "chain.interop.netscape_type", "purpose", "applies nsCertType, which is in no RFC"),
    refuses(
        _BOTH,
        "chain.interop.anchor_not_self_signed",
        "unable to get issuer",
        "looks for a self-signed root without X509_V_FLAG_PARTIAL_CHAIN",
    ),
    refuses(
        (GNUTLS, GO),
        "chain.interop.name_encoding",
        "signer not found|unknown authority",
        "compares names byte by byte, and not as RFC 5280 section 7.1 does",
    ),
    refuses((GNUTLS, GO), "chain.interop.curve", "status 0x2|unsupported elliptic curve", "does not know the curve"),
    refuses(_ALL, "chain.interop.critical_extension", "critical extension", _UNPROCESSED),
    refuses(GNUTLS, "chain.tls_feature.not_inherited", "constraints", "holds RFC 7633 section 4.2.2 against the chain"),
    refuses(GO, "chain.key.dsa", "unknown authority", "verifies no DSA signature since Go 1.16"),
    refuses(GO, "chain.rfc5280.value", "malformed|failed to parse|empty name constraints|invalid basic", _PARSER),
    refuses(GO, "chain.character_string.outside_its_set", "invalid RDNSequence", _PARSER),
    refuses(
        (GNUTLS, GO),
        "chain.rfc5280.value",
        "constraints failure|invalid mask",
        "refuses a mask with holes; we compare bit by bit",
        "constraints: excluded IP with a mask with holes",
    ),
    refuses((GNUTLS, GO), "chain.rfc5280.value", "critical extension", _NO_POLICIES, "policies: constraints empty"),
    refuses((GNUTLS, GO), "chain.interop.unsupported", "critical extension", _NO_POLICIES),
    refuses(GNUTLS, "chain.interop.unsupported", "constraints", "compares no URI and no directory name"),
    refuses(GO, "chain.interop.unsupported", "unknown|algorithm|insecure|key", "lacks the algorithm"),
    refuses(
        _ALL,
        "chain.interop.unsupported",
        "status 0x2|unimplemented|local issuer",
        "lacks ML-DSA, and does not load such a key",
        "good/mldsa",
    ),
    refuses(
        (GNUTLS, GO),
        "chain.interop.self_issued_counted",
        "constraints|too many intermediates",
        "counts self-issued certificates against a path length",
    ),
)
"""What others refuse and we accept."""

ROWS = ACCEPTED + REFUSED
