"""Certification paths: built, validated, explained, mended. Pure: no socket, no clock, no trust store of its own."""  # made by scripts/gen_faces.py

from tlskit.chain.file import FileReport as FileReport
from tlskit.chain.file import inspect_file as inspect_file
from tlskit.chain.inspect import inspect_chain as inspect_chain
from tlskit.chain.inspector import ChainInspector as ChainInspector
from tlskit.chain.path.certification_path import CertificationPath as CertificationPath
from tlskit.chain.path.identity import DNSName as DNSName
from tlskit.chain.path.identity import EmailAddress as EmailAddress
from tlskit.chain.path.identity import IdentityMatch as IdentityMatch
from tlskit.chain.path.policy import Budget as Budget
from tlskit.chain.path.policy import Conformance as Conformance
from tlskit.chain.path.policy import Profile as Profile
from tlskit.chain.path.policy import Purpose as Purpose
from tlskit.chain.path.policy import STRONG_SIGNATURE_ALGORITHMS as STRONG_SIGNATURE_ALGORITHMS
from tlskit.chain.path.policy import ValidationPolicy as ValidationPolicy
from tlskit.chain.path.revocation_status import Revocation as Revocation
from tlskit.chain.path.revocation_status import RevocationOutcome as RevocationOutcome
from tlskit.chain.path.revocation_status import RevocationStatus as RevocationStatus
from tlskit.chain.path.trust_store import Origin as Origin
from tlskit.chain.path.trust_store import TrustAnchor as TrustAnchor
from tlskit.chain.path.trust_store import TrustStore as TrustStore
from tlskit.chain.repair import Repair as Repair
from tlskit.chain.report import ChainReport as ChainReport
from tlskit.x509.certificate import Certificate as Certificate
from tlskit.x509.certificate import CertificateRef as CertificateRef
from tlskit.x509.extension import KeyUsage as KeyUsage

__all__ = [
    "Budget",
    "Certificate",
    "CertificateRef",
    "CertificationPath",
    "ChainInspector",
    "ChainReport",
    "Conformance",
    "DNSName",
    "EmailAddress",
    "FileReport",
    "IdentityMatch",
    "KeyUsage",
    "Origin",
    "Profile",
    "Purpose",
    "Repair",
    "Revocation",
    "RevocationOutcome",
    "RevocationStatus",
    "STRONG_SIGNATURE_ALGORITHMS",
    "TrustAnchor",
    "TrustStore",
    "ValidationPolicy",
    "inspect_chain",
    "inspect_file",
]
