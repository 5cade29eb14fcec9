"""Certification paths: built, validated, explained, mended. Pure: no socket, no clock, no trust store of its own.

The public names of the room; :func:`inspect_chain` is the front door. Nothing is imported before it is asked for, so
that whoever wants to read a certificate need not load what judges it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.lazy import loading

if TYPE_CHECKING:
    from tlskit.chain.certificate import Certificate, CertificateRef
    from tlskit.chain.extension import KeyUsage
    from tlskit.chain.identity import DNSName, EmailAddress, IdentityMatch
    from tlskit.chain.inspect import inspect_chain
    from tlskit.chain.inspector import ChainInspector
    from tlskit.chain.path import Path
    from tlskit.chain.repair import Repair
    from tlskit.chain.report import ChainReport
    from tlskit.chain.revocation_status import RevocationOutcome, RevocationStatus
    from tlskit.chain.store import Origin, TrustAnchor, TrustStore
    from tlskit.chain.validation_policy import (
        STRONG_SIGNATURE_ALGORITHMS,
        Budget,
        Conformance,
        Profile,
        Purpose,
        Revocation,
        ValidationPolicy,
    )

_HOMES = {
    "Budget": "validation_policy",
    "Certificate": "certificate",
    "CertificateRef": "certificate",
    "ChainInspector": "inspector",
    "ChainReport": "report",
    "Conformance": "validation_policy",
    "DNSName": "identity",
    "EmailAddress": "identity",
    "IdentityMatch": "identity",
    "KeyUsage": "extension",
    "Origin": "store",
    "Path": "path",
    "Profile": "validation_policy",
    "Purpose": "validation_policy",
    "Repair": "repair",
    "Revocation": "validation_policy",
    "RevocationOutcome": "revocation_status",
    "RevocationStatus": "revocation_status",
    "STRONG_SIGNATURE_ALGORITHMS": "validation_policy",
    "TrustAnchor": "store",
    "TrustStore": "store",
    "ValidationPolicy": "validation_policy",
    "inspect_chain": "inspect",
}

__all__ = [
    "STRONG_SIGNATURE_ALGORITHMS",
    "Budget",
    "Certificate",
    "CertificateRef",
    "ChainInspector",
    "ChainReport",
    "Conformance",
    "DNSName",
    "EmailAddress",
    "IdentityMatch",
    "KeyUsage",
    "Origin",
    "Path",
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
