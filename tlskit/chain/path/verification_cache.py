"""What is safe to keep between verdicts: nothing that the next question could answer in another way.

A signature is by a key or it is not, whoever asks. What the checks find of a CA in its role, or that they find nothing
wrong with a template, depends on the policy, but not on the identity that is asked for. Certificates are what their
bytes say. Only CAs are kept: an end entity is asked about once. Every table has a bound; of pools only the last one is
kept, as it was given and indexed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core import BoundedCache
from tlskit.x509 import Certificate

if TYPE_CHECKING:
    from tlskit.chain.path.checks.role import Role
    from tlskit.chain.path.trust_store import CertificateIndex
    from tlskit.finding import Finding
    from tlskit.x509 import SignatureOutcome

MAXIMUM_ENTRIES = 10_000
"""About as many CA certificates as the CCADB knows."""

MAXIMUM_TEMPLATES = 1_000
"""A CA has a handful, each of less than 1 KB; no more than :data:`MAXIMUM_TEMPLATE` octets are kept for one."""
MAXIMUM_TEMPLATE = 4_096


class VerificationCache:
    """Tables that verdicts under one policy share. Safe under threads."""

    def __init__(self, maximum: int = MAXIMUM_ENTRIES) -> None:
        """Keep up to ``maximum`` entries in each table."""
        self.pool: tuple[tuple[object, ...], CertificateIndex] | None = None
        self.templates: BoundedCache[tuple[object, ...], bool] = BoundedCache(min(maximum, MAXIMUM_TEMPLATES))
        self._certificates: BoundedCache[bytes, Certificate] = BoundedCache(maximum)
        self._findings: BoundedCache[tuple[bytes, Role], tuple[Finding, ...]] = BoundedCache(maximum)
        self._outcomes: BoundedCache[tuple[bytes, bytes], SignatureOutcome] = BoundedCache(maximum)

    def certificate(self, encoded: bytes) -> Certificate:
        """Return the certificate that was read from these bytes before, or read it."""
        known = self._certificates.get(encoded)
        if known is None:
            known = Certificate(encoded)
            if known.is_ca:
                self._certificates.keep(encoded, known)
        return known

    def findings(self, certificate: Certificate, role: Role) -> tuple[Finding, ...] | None:
        """Return what was found of a CA in a role, None where that is not known."""
        return self._findings.get((certificate.der, role))

    def keep_findings(self, certificate: Certificate, role: Role, found: tuple[Finding, ...]) -> None:
        """Keep what was found of a CA."""
        self._findings.keep((certificate.der, role), found)

    def outcome(self, key_info: bytes, subject: Certificate) -> SignatureOutcome | None:
        """Return whether a CA's certificate is signed by a key, None where that is not known."""
        return self._outcomes.get((key_info, subject.der))

    def keep_outcome(self, key_info: bytes, subject: Certificate, outcome: SignatureOutcome) -> None:
        """Keep the result of a signature check on a CA's certificate."""
        if subject.is_ca:
            self._outcomes.keep((key_info, subject.der), outcome)
