"""Certification paths: built, validated, explained, mended. Pure: no socket, no clock, no trust store of its own.

The public names of the room; :func:`inspect_chain` is the front door. Nothing is imported before it is asked for, so
that whoever wants to read a certificate need not load what judges it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core.lazy_exports import loading

if TYPE_CHECKING:
    from tlskit.chain.inspect import inspect_chain
    from tlskit.chain.inspector import ChainInspector
    from tlskit.chain.path.certification_path import CertificationPath
    from tlskit.chain.path.identity import DNSName, EmailAddress, IdentityMatch
    from tlskit.chain.path.policy import (
        STRONG_SIGNATURE_ALGORITHMS,
        Budget,
        Conformance,
        Profile,
        Purpose,
        ValidationPolicy,
    )
    from tlskit.chain.path.revocation_status import Revocation, RevocationOutcome, RevocationStatus
    from tlskit.chain.path.trust_store import Origin, TrustAnchor, TrustStore
    from tlskit.chain.repair import Repair
    from tlskit.chain.report import ChainReport
    from tlskit.x509.certificate import Certificate, CertificateRef
    from tlskit.x509.extension import KeyUsage

_HOMES = {
    "Budget": "tlskit.chain.path.policy",
    "Certificate": "tlskit.x509.certificate",
    "CertificateRef": "tlskit.x509.certificate",
    "CertificationPath": "tlskit.chain.path.certification_path",
    "ChainInspector": "tlskit.chain.inspector",
    "ChainReport": "tlskit.chain.report",
    "Conformance": "tlskit.chain.path.policy",
    "DNSName": "tlskit.chain.path.identity",
    "EmailAddress": "tlskit.chain.path.identity",
    "IdentityMatch": "tlskit.chain.path.identity",
    "KeyUsage": "tlskit.x509.extension",
    "Origin": "tlskit.chain.path.trust_store",
    "Profile": "tlskit.chain.path.policy",
    "Purpose": "tlskit.chain.path.policy",
    "Repair": "tlskit.chain.repair",
    "Revocation": "tlskit.chain.path.revocation_status",
    "RevocationOutcome": "tlskit.chain.path.revocation_status",
    "RevocationStatus": "tlskit.chain.path.revocation_status",
    "STRONG_SIGNATURE_ALGORITHMS": "tlskit.chain.path.policy",
    "TrustAnchor": "tlskit.chain.path.trust_store",
    "TrustStore": "tlskit.chain.path.trust_store",
    "ValidationPolicy": "tlskit.chain.path.policy",
    "inspect_chain": "tlskit.chain.inspect",
}

__all__ = [
    "STRONG_SIGNATURE_ALGORITHMS",
    "Budget",
    "Certificate",
    "CertificateRef",
    "CertificationPath",
    "ChainInspector",
    "ChainReport",
    "Conformance",
    "DNSName",
    "EmailAddress",
    "IdentityMatch",
    "KeyUsage",
    "Origin",
    "Profile",
    "Purpose",
    "Repair",
    "Revocation",
    "RevocationOutcome",
    "RevocationStatus",
    "TrustAnchor",
    "TrustStore",
    "ValidationPolicy",
    "inspect_chain",
]

if not TYPE_CHECKING:  # the type checker reads the imports above, and finds what is not there
    __getattr__ = loading(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted(__all__)
