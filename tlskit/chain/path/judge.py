"""One path judged: every check that applies to it, once, in one order (RFC 5280 section 6.1).

First the end entity, then each edge with the issuer above it, then how the path ends, then the path as a whole, then
revocation. What is known of the parts comes from whoever has them: the graph works it out once for all paths, an issuer
chain that was seen before remembers it. No answer depends on who supplies it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tlskit.chain.path.certification_path import CertificationPath
from tlskit.chain.path.checks import revocation
from tlskit.chain.path.checks.role import PathEnd
from tlskit.chain.path.issuer import ending_findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tlskit.chain.path.checks import PathCheck
    from tlskit.chain.path.issuer import IssuerEdge
    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.chain.path.revocation_status import RevocationSource, RevocationStatus
    from tlskit.chain.path.trust_store import Origin
    from tlskit.finding import Finding
    from tlskit.x509 import Certificate


class PathParts(Protocol):
    """Supplies what is known of the parts of a path."""

    @property
    def policy(self) -> ValidationPolicy:
        """What they were judged by."""
        ...

    @property
    def path_checks(self) -> Sequence[PathCheck]:
        """The checks of the whole path that can find something."""
        ...

    def end_entity_findings(self, certificate: Certificate) -> Iterable[Finding]:
        """Return what the checks find of the end entity."""
        ...

    def issuers_of(
        self, certificates: tuple[Certificate, ...], end: PathEnd
    ) -> tuple[tuple[IssuerEdge, ...], Iterable[Finding]]:
        """Return the edges, lowest first, and what is wrong with them and with the issuers."""
        ...

    def origins(self, certificates: tuple[Certificate, ...]) -> tuple[Origin, ...]:
        """Return where each certificate was found."""
        ...

    def above_the_gap(self, certificates: tuple[Certificate, ...]) -> Certificate | None:
        """Return what was served and leads on from beyond a missing issuer."""
        ...


def judge_path(
    certificates: tuple[Certificate, ...], end: PathEnd, parts: PathParts, source: RevocationSource | None = None
) -> CertificationPath:
    """Judge one path, end entity first. ``source`` is there where revocation is asked about."""
    policy = parts.policy
    edges, of_issuers = parts.issuers_of(certificates, end)
    findings = [*parts.end_entity_findings(certificates[0]), *of_issuers]
    if end is not PathEnd.ANCHOR:
        above = parts.above_the_gap(certificates) if end is PathEnd.MISSING else None
        findings += ending_findings(certificates[-1], end, alone=len(certificates) == 1, above=above)
    for check in parts.path_checks:
        findings += check.run(certificates, end, policy)
    statuses: tuple[RevocationStatus, ...] = ()
    if source is not None and end is PathEnd.ANCHOR:
        statuses = source.statuses(certificates)
        findings += revocation.check(statuses, policy.revocation)
    unique = tuple(dict.fromkeys(findings))
    return CertificationPath(certificates, parts.origins(certificates), edges, end, unique, policy, statuses)
