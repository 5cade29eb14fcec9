"""The chain of CAs above an end entity, kept between questions: what it is worth for every end entity below it.

Most end entities stand under one row of CAs that leads to an anchor, sent whole and in order, with no other way
anywhere. Then what was found of the row does not depend on the end entity, and the next one under it needs neither
search nor graph: it is read and judged itself, its signature is checked, and so is what concerns the path as a whole.
Anything out of the ordinary (forks, loops, a pool, revocation, disorder) takes the long way, every time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.path.certificate_graph import judge_certificate
from tlskit.chain.path.checks import CERTIFICATE_CHECKS, PATH_CHECKS, Role
from tlskit.chain.path.checks.role import PathEnd
from tlskit.chain.path.checks.table import PathCheck, decided
from tlskit.chain.path.issuer import IssuerEdge, issuance_findings
from tlskit.chain.path.judge import judge_path
from tlskit.chain.path.revocation_status import Revocation
from tlskit.chain.path.trust_store import Origin
from tlskit.chain.path.verification_cache import MAXIMUM_ENTRIES, MAXIMUM_TEMPLATE, VerificationCache
from tlskit.core import BoundedCache, FrozenValue, cached
from tlskit.x509 import verify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tlskit.chain.path.certificate_graph import CertificateGraph
    from tlskit.chain.path.certification_path import CertificationPath
    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.chain.path.trust_store import TrustStore
    from tlskit.finding import Finding
    from tlskit.x509 import Certificate

    IssuerChains = BoundedCache[tuple[bytes, ...], "IssuerChain"]


class IssuerChain(FrozenValue):
    """``certificates`` are the CAs, lowest first and the anchor last; ``issuances`` are the edges between them.

    ``findings`` are those of the CAs and the edges, ``served_findings`` those of the set that was served. ``checks`` of
    the path are left to be asked.
    """

    certificates: tuple[Certificate, ...]
    origins: tuple[Origin, ...]
    issuances: tuple[IssuerEdge, ...]
    findings: tuple[Finding, ...]
    served_findings: tuple[Finding, ...]
    checks: tuple[PathCheck, ...]

    @cached
    def keys(self) -> frozenset[bytes]:
        """The public keys of the CAs: an end entity that has one of them could close a loop."""
        return frozenset(item.subject_public_key_info for item in self.certificates)

    def admits(self, target: Certificate, trust: TrustStore) -> bool:
        """Whether it is an end entity that neither ends a path, closes a loop, nor stands in the wrong place."""
        return not (
            target.is_ca
            or target.is_self_issued
            or target in trust.index
            or target.subject_public_key_info in self.keys
        )

    def path(self, target: Certificate, policy: ValidationPolicy, cache: VerificationCache) -> CertificationPath:
        """Judge the path from an end entity up this chain."""
        return judge_path((target, *self.certificates), PathEnd.ANCHOR, _KnownParts(self, policy, cache))


class _KnownParts:
    """The parts of a path up a chain that is known: only the end entity and its signature are new."""

    def __init__(self, chain: IssuerChain, policy: ValidationPolicy, cache: VerificationCache) -> None:
        self.policy, self.path_checks = policy, chain.checks
        self._chain, self._cache = chain, cache

    def end_entity_findings(self, certificate: Certificate) -> list[Finding]:
        """Ask everything, or of one that is from a faultless template only what the template does not decide."""
        policy, templates = self.policy, self._cache.templates
        if certificate.template in templates and not certificate.unreadable:
            return [finding for run in _INDIVIDUAL for finding in run(certificate, Role.END_ENTITY, policy)]
        found = judge_certificate(certificate, Role.END_ENTITY, policy)
        if not found and len(certificate.der) <= MAXIMUM_TEMPLATE:
            templates.keep(certificate.template, True)  # noqa: FBT003 - the table's value, never asked for
        return found

    def issuers_of(
        self, certificates: tuple[Certificate, ...], end: PathEnd
    ) -> tuple[tuple[IssuerEdge, ...], list[Finding]]:
        """Check the signature on the end entity; what is above it is known."""
        del end
        target, issuer = certificates[:2]
        edge = IssuerEdge(issuer, target, verify(target, issuer))
        found = list(issuance_findings(edge))
        return (edge, *self._chain.issuances), [*found, *self._chain.findings]

    def origins(self, certificates: tuple[Certificate, ...]) -> tuple[Origin, ...]:
        """The end entity was served."""
        del certificates
        return (Origin.SERVED, *self._chain.origins)

    def above_the_gap(self, certificates: tuple[Certificate, ...]) -> None:
        """Nothing is missing."""


_INDIVIDUAL = tuple(
    check.run_individual or check.run
    for check in CERTIFICATE_CHECKS
    if Role.END_ENTITY in check.roles and check.run_individual is not decided
)


def issuer_chains() -> IssuerChains:
    """Return an empty table, bounded as those of the verification cache are."""
    return BoundedCache(MAXIMUM_ENTRIES)


def known_issuer_chain(
    served: Sequence[Certificate], trust: TrustStore, policy: ValidationPolicy, chains: IssuerChains
) -> IssuerChain | None:
    """Return the chain above what was served, where one is known and what was served is of the ordinary kind."""
    if policy.revocation is not Revocation.OFF or any(item.trust_settings is not None for item in served):
        return None
    chain = chains.get(_key(served))
    return chain if chain is not None and chain.admits(served[0], trust) else None


def keep_issuer_chain(
    chains: IssuerChains,
    graph: CertificateGraph,
    paths: Sequence[CertificationPath],
    served_findings: Sequence[Finding],
) -> None:
    """Keep the chain above a target, all ways from which were tried, if it is the only way and was served whole."""
    path, served = paths[0], graph.served
    chain = path.certificates[1:]
    if (
        len(paths) == 1
        and path.anchored
        and chain
        and graph.policy.revocation is Revocation.OFF
        and not len(graph.pool)
        and all(item.trust_settings is None for item in served)
        and chain[: len(served) - 1] == served[1:]
        and all(item.is_ca and not item.key_form.inherits for item in chain)
        and all(len(graph.issuers(item)) == 1 for item in path.certificates[:-1])
    ):
        edges, found = graph.issuers_of(chain, PathEnd.ANCHOR)
        lowest = graph.findings(chain[0], path.role(1))
        checks = _left_open(path.certificates, graph.policy)
        kept = IssuerChain(chain, path.origins[1:], edges, (*lowest, *found), tuple(served_findings), checks)
        if kept.admits(served[0], graph.trust):
            chains.keep(_key(served), kept)


def _left_open(certificates: tuple[Certificate, ...], policy: ValidationPolicy) -> tuple[PathCheck, ...]:
    """Return the checks of a path that can find something with another end entity."""
    return tuple(
        check for check in PATH_CHECKS if not check.of_cas or list(check.run(certificates, PathEnd.ANCHOR, policy))
    )


def _key(served: Sequence[Certificate]) -> tuple[bytes, ...]:
    """The issuer's name as the end entity has it, and the DER of what was served besides."""
    return (served[0].issuer.encoding, *[item.der for item in served[1:]])
