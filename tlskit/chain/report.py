"""What :func:`tlskit.chain.inspect_chain` returns: every path, every check, the verdict and the repair."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tlskit.chain.path.identity import match_identity
from tlskit.core.frozen import FrozenValue
from tlskit.core.plain import rfc3339, to_plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tlskit.chain.path.certification_path import CertificationPath
    from tlskit.chain.path.identity import IdentityMatch
    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.chain.path.trust_store import TrustStore
    from tlskit.chain.repair import Repair
    from tlskit.core.plain import Plain
    from tlskit.finding.check import CheckResult
    from tlskit.finding.finding import Finding
    from tlskit.finding.severity import Severity
    from tlskit.finding.verdict import Verdict
    from tlskit.x509.certificate import Certificate


class ChainReport(FrozenValue):
    """``findings`` are those of the answer: the best path's and the served set's, worst first.

    ``paths`` holds every candidate with findings of its own, best first; ``decisive`` is the finding that the verdict
    rests on, None where nothing is wrong. ``trust`` names the store: a verdict without it means nothing.
    """

    verdict: Verdict
    decisive: Finding | None
    findings: tuple[Finding, ...]
    served: tuple[Certificate, ...]
    paths: tuple[CertificationPath, ...]
    repair: Repair
    policy: ValidationPolicy
    trust: TrustStore

    @property
    def target(self) -> Certificate:
        """The certificate that was asked about: the first one served."""
        return self.served[0]

    @property
    def best_path(self) -> CertificationPath:
        """The path that the answer speaks of."""
        return self.paths[0]

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """The findings of every path and of the served set, without repetition."""
        every = [*self.findings, *(finding for path in self.paths for finding in path.findings)]
        return tuple(dict.fromkeys(every))

    @property
    def checks(self) -> tuple[CheckResult, ...]:
        """What became of every check on the best path."""
        return self.best_path.checks

    @cached_property
    def identities(self) -> tuple[IdentityMatch, ...]:
        """For each identity that was asked for, the entry that matched or the nearest miss."""
        return tuple(match_identity(self.target, identity) for identity in self.policy.identities)

    @property
    def path_ends_first(self) -> Certificate | None:
        """Return the certificate of the best path that ends first, and the path with it."""
        return _ends_first(self.best_path.certificates)

    @property
    def served_ends_first(self) -> Certificate | None:
        """Return the served certificate that ends first, on the path or not: clients may take another path."""
        return _ends_first(self.served)

    def worst(self) -> Severity | None:
        """Return the greatest severity among the findings, None where there are none."""
        return max((finding.severity for finding in self.findings), default=None)

    def to_plain(self) -> Plain:
        """Return the report as JSON-ready data."""
        policy = self.policy
        return {
            "verdict": self.verdict.value,
            "decisive": None if self.decisive is None else self.decisive.id,
            "at": rfc3339(policy.at),
            "trust_store": {"name": self.trust.name, "anchors": len(self.trust)},
            "policy": {
                "purpose": to_plain(policy.purpose),
                "profile": policy.profile.name,
                "conformance": policy.conformance.value,
                "identities": [str(identity) for identity in policy.identities],
                "revocation": policy.revocation.value,
                "initial_policies": [*sorted(policy.initial_policies)],
                "require_explicit_policy": policy.require_explicit_policy,
                "inhibit_policy_mapping": policy.inhibit_policy_mapping,
                "inhibit_any_policy": policy.inhibit_any_policy,
            },
            "earliest_end": {
                "path": _end_plain(self.path_ends_first),
                "served": _end_plain(self.served_ends_first),
            },
            "identities": [match.to_plain() for match in self.identities],
            "findings": [finding.to_plain() for finding in self.findings],
            "served": [certificate.to_plain() for certificate in self.served],
            "paths": [path.to_plain() for path in self.paths],
            "checks": [result.to_plain() for result in self.checks],
            "repair": self.repair.to_plain(),
        }


def _ends_first(certificates: Sequence[Certificate]) -> Certificate | None:
    ends = [(item.not_after, place) for place, item in enumerate(certificates) if item.not_after is not None]
    return certificates[min(ends)[1]] if ends else None


def _end_plain(certificate: Certificate | None) -> Plain:
    if certificate is None or certificate.not_after is None:
        return None
    return {"certificate": to_plain(certificate.ref), "not_after": rfc3339(certificate.not_after)}
