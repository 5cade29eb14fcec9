"""What :func:`tlskit.chain.inspect_chain` returns: every path, every check, the verdict and the repair."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tlskit.chain.path.identity import match_identity
from tlskit.core import FrozenValue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tlskit.chain.path.certification_path import CertificationPath
    from tlskit.chain.path.identity import IdentityMatch
    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.chain.path.trust_store import TrustStore
    from tlskit.chain.repair import Repair
    from tlskit.finding import CheckResult, Finding, Severity, Verdict
    from tlskit.x509 import Certificate


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


def _ends_first(certificates: Sequence[Certificate]) -> Certificate | None:
    ends = [(item.not_after, place) for place, item in enumerate(certificates) if item.not_after is not None]
    return certificates[min(ends)[1]] if ends else None
