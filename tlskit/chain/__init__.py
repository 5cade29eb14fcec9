"""Certification paths: built, validated, explained, mended. Pure: no socket, no clock, no trust store of its own.

The public names of the room; :func:`inspect_chain` is the front door.
"""

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
