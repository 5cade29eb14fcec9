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
_NO_SYSTEM = "openssl verify judges algorithms and key sizes only with -auth_level, whose default lets these pass"
_COMMON_NAME = "falls back to the common name where there is no dNSName, which RFC 9525 section 2 ended"
_STRICT_ONLY = "a rule of X509_V_FLAG_X509_STRICT; RFC 5280 demands it of the CA, and path validation does not ask"
_PARSER = "Go's parser refuses the certificate; crypto/tls then ends the handshake"

ROWS = (
    # -- accepted by others, refused by us
    accepts(_BOTH, "chain.identity.no_subject_alt_name", _COMMON_NAME),
    accepts(GNUTLS, "chain.identity.no_subject_alt_name", _COMMON_NAME),
    accepts(_BOTH, "chain.identity.mismatch", _COMMON_NAME, "name: name as URI alone", "name: name as mail alone"),
    accepts(GNUTLS, "chain.identity.mismatch", _COMMON_NAME, "name: name as mail alone", "name: empty subjectAltName"),
    accepts(OPENSSL, "chain.identity.mismatch", _COMMON_NAME, "name: empty subjectAltName"),
    accepts(
        _BOTH,
        "chain.identity.mismatch",
        "matches a wildcard that is part of a label (X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS is not the default)",
        "name: part of a label is a wildcard",
    ),
    accepts((*_BOTH, GNUTLS, GO), "chain.key.too_small", f"{_NO_SYSTEM}; GnuTLS and Go ask for no size either"),
    accepts(_BOTH, "chain.signature.weak_hash", _NO_SYSTEM),
    accepts(
        GO,
        "chain.key_usage.no_cert_sign",
        "reads keyUsage into a number, and takes the number 0 for an absent extension (crypto/x509 checkSignatureFrom)",
        "CA: empty keyUsage",
    ),
    accepts(
        (GNUTLS, GO),
        "chain.basic_constraints.not_a_ca",
        "takes a negative path length for an absent one, the extension cannot be read as RFC 5280 writes it",
        "CA: negative path length",
    ),
    accepts((GNUTLS, GO), "chain.extension.malformed", "as above", "CA: negative path length"),
    accepts(
        GNUTLS,
        "chain.extended_key_usage.purpose_not_allowed",
        "takes an empty extKeyUsage for an absent one; section 4.2.1.12 has one purpose at least",
        "leaf: EKU empty",
    ),
    accepts(GO, "chain.extended_key_usage.purpose_not_allowed", "as above", "leaf: EKU empty"),
    accepts(_BOTH, "chain.extension.unknown_critical", "processes nsCertType", "critical: Netscape certificate type"),
    accepts(
        GNUTLS,
        "chain.extension.unknown_critical",
        "knows the TLS feature extension, and compares it along the chain (RFC 7633)",
        "critical: TLS feature",
    ),
    accepts(
        (GNUTLS, GO),
        "chain.certificate.unreadable",
        "reads a UTCTime without seconds, or with an offset, which RFC 5280 section 4.1.2.5.1 forbids",
        "time: no seconds",
        "time: an offset",
    ),
    accepts(
        GNUTLS,
        "chain.name_constraints.not_permitted",
        "does not look at directoryName and URI in permittedSubtrees",
        "constraints: URI not permitted",
        "constraints: directory not permitted",
        "constraints: subject not permitted",
        "constraints: URI without a host",
    ),
    accepts(
        (GNUTLS, GO),
        "chain.name_constraints.unsupported_form",
        "does not look at minimum (section 4.2.1.10)",
        "constraints: with a minimum",
    ),
    accepts(
        (*_BOTH, GNUTLS, GO),
        "chain.name_constraints.excluded",
        "compares the text of a wildcard with an excluded subtree that lies inside it; RFC 5280 says nothing about "
        "wildcards, and we take one for all the names that it covers",
        "constraints: wildcard that reaches out",
    ),
    accepts(
        _BOTH,
        "chain.certificate_policies.none_valid",
        "processes policies only with X509_V_FLAG_POLICY_CHECK, even where a critical extension requires one",
    ),
    accepts(_BOTH, "chain.certificate_policies.any_policy_mapped", "as above"),
    # -- refused by others, accepted by us: OpenSSL
    refuses(STRICT, "chain.rfc5280.extension_missing", "key usage|Key Identifier|empty|invalid CA", _STRICT_ONLY),
    refuses(
        STRICT,
        "chain.rfc5280.value",
        "Issuer name empty|Path length invalid|keyCertSign invalid|invalid CA|v3|Empty Authority|Empty Subject",
        _STRICT_ONLY,
    ),
    refuses(STRICT, "chain.rfc5280.extension_criticality", "not marked critical|not critical", _STRICT_ONLY),
    refuses(
        _BOTH,
        "chain.rfc5280.value",
        "self-signed|unable to get (local )?issuer",
        "takes a certificate for self-issued where subject and issuer are both empty, or looks for an issuer by the "
        "serial number in the authority key identifier",
        "CA: empty subject",
        "AKI of another serial",
        "AKI of another issuer",
    ),
    refuses(
        _BOTH,
        "chain.rfc5280.extension_criticality",
        "unhandled critical extension",
        "refuses a critical extension that it does not process, known or not",
    ),
    # -- GnuTLS
    refuses(
        GNUTLS,
        "chain.rfc5280.value",
        "cannot be loaded: error -43",
        "refuses extensions in version 1 and 2",
        "version 1 with extensions",
    ),
    refuses(
        GNUTLS,
        "chain.rfc5280.extension_criticality",
        "unknown critical extensions",
        "refuses a critical extension that it does not process, known or not",
    ),
    refuses(
        GNUTLS,
        "chain.rfc5280.value",
        "unknown critical",
        "does not process policyConstraints",
        "policies: constraints empty",
        "policies: required, one twice",
    ),
    # -- Go
    refuses(GO, "chain.rfc5280.value", "malformed|failed to parse|empty name constraints", _PARSER),
    refuses(
        GO,
        "chain.rfc5280.value",
        "not authorized to sign|legacy Common Name|not valid for any names",
        "ignores extensions in version 1",
        "version 1 with extensions",
    ),
    refuses(
        GO,
        "chain.rfc5280.extension_criticality",
        "unhandled critical extension",
        "refuses a critical extension that it does not process, known or not",
    ),
    refuses(
        GO,
        "chain.rfc5280.value",
        "unhandled critical",
        "does not process policyConstraints before Go 1.24",
        "policies: constraints empty",
        "policies: required, one twice",
    ),
    refuses(
        GO, "chain.rfc5280.value", "unknown authority", "asks an anchor for the CA bit", "root: no basicConstraints"
    ),
)
