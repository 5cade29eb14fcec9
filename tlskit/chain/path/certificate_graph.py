"""The graph of one question: every certificate at hand, what each is worth in its role, and who may have issued whom.

Everything here is worked out at most once per certificate or edge, however many paths run through it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tlskit.chain.path.checks import CERTIFICATE_CHECKS, PATH_CHECKS, Role, interop_checks, trust_settings
from tlskit.chain.path.checks.interop import AuthorityKeyIdentifier
from tlskit.chain.path.checks.role import PathEnd
from tlskit.chain.path.issuer import IssuerEdge, issuance_findings, key_identifiers, missing
from tlskit.chain.path.trust_store import CertificateIndex, Origin, TrustStore
from tlskit.chain.path.verification_cache import VerificationCache
from tlskit.finding import Severity
from tlskit.x509 import SignatureOutcome, inherited_key, verify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.finding import Finding
    from tlskit.x509 import BareKey, Certificate, DistinguishedName


_CHECKS = {role: tuple(check for check in CERTIFICATE_CHECKS if role in check.roles) for role in Role}


class BudgetExceededError(Exception):
    """Inside the engine only: the limit that its text names was reached."""


class CertificateGraph:
    """Certificates from three places, indexed by name."""

    def __init__(
        self,
        served: Sequence[Certificate],
        pool: CertificateIndex,
        trust: TrustStore,
        policy: ValidationPolicy,
        memory: VerificationCache | None = None,
    ) -> None:
        """Index what is at hand. ``served[0]`` is the target; ``memory`` is what earlier verdicts left behind."""
        self.memory = memory or VerificationCache()
        self.served, self.pool, self.trust, self.policy = tuple(served), pool, trust, policy
        self._served_index = CertificateIndex(served[1:])
        # By DER: bytes are hashed once and compared in C, which a certificate's own methods are not.
        self._findings: dict[tuple[bytes, Role], tuple[Finding, ...]] = {}
        self._issuers: dict[bytes, tuple[Certificate, ...]] = {}
        self._issuances: dict[tuple[bytes, bytes], IssuerEdge] = {}
        self._heirs: dict[bytes, Certificate | BareKey] = {}
        self._outcomes: dict[tuple[bytes, bytes], SignatureOutcome] = {}

    def origin(self, certificate: Certificate) -> Origin:
        """Return where a certificate was found first."""
        if certificate in self.trust.index:
            return Origin.TRUST_STORE
        return Origin.SERVED if certificate in self._served_index or certificate == self.served[0] else Origin.POOL

    def is_anchor(self, certificate: Certificate) -> bool:
        """Whether the trust store has it."""
        return certificate in self.trust.index

    def named(self, name: DistinguishedName) -> list[Certificate]:
        """Return the certificates, but the target, that bear a name: anchors, as served, the pool's from the newest on.

        One that was found in several places is there several times.
        """
        return [*self.trust.index.named(name), *self.untrusted_named(name)]

    def untrusted_named(self, name: DistinguishedName) -> list[Certificate]:
        """Return those of them that were served or are in the pool."""
        served, pooled = self._served_index.named(name), self.pool.named(name)
        return [*served, *sorted(pooled, key=_newest_first)] if pooled else served

    def issuers(self, certificate: Certificate) -> tuple[Certificate, ...]:
        """Return what bears the name of this one's issuer: anchors, as served, the pool's from the newest on.

        Those whose key identifier differs from the one that this certificate names come last.
        """
        known = self._issuers.get(certificate.der)
        if known is not None:
            return known
        found = {item.der: item for item in self.named(certificate.issuer)}
        found.pop(certificate.der, None)
        ordered = tuple(found.values())
        if len(ordered) > 1:
            ordered = tuple(sorted(ordered, key=lambda issuer: key_identifiers(issuer, certificate) == "differ"))
        self._issuers[certificate.der] = ordered
        return ordered

    def issuance(self, issuer: Certificate, subject: Certificate) -> IssuerEdge:
        """Return the edge, its signature checked; raises :class:`BudgetExceededError`."""
        pair = (issuer.der, subject.der)
        known = self._issuances.get(pair)
        if known is None:
            outcome = self._signature(issuer, subject)
            known = IssuerEdge(issuer, subject, outcome)
            self._issuances[pair] = known
        return known

    def signer(self, issuer: Certificate) -> Certificate | BareKey:
        """Return a CA as the holder of its key: a DSA key that inherits its parameters, with those (RFC 3279 2.3.2).

        The parameters are those of the CAs above that verifiably signed the heir; where these do not agree, nothing is
        inherited, since somebody may have made a key to fit. An anchor's key comes with all that belongs to it.
        """
        if not issuer.key_form.inherits or self.is_anchor(issuer):
            return issuer
        known = self._heirs.get(issuer.der)
        if known is None:
            self._heirs[issuer.der] = issuer  # a circle ends here
            known = self._heirs[issuer.der] = self._heir(issuer) or issuer
        return known

    def _heir(self, issuer: Certificate) -> BareKey | None:
        found: dict[bytes, BareKey] = {}
        for above in self.issuers(issuer):
            heir = inherited_key(issuer, self.signer(above))
            if heir is not None and self._signature(above, issuer) is SignatureOutcome.VALID:
                found[heir.subject_public_key_info] = heir
        return next(iter(found.values())) if len(found) == 1 else None

    def _signature(self, issuer: Certificate, subject: Certificate) -> SignatureOutcome:
        signer = self.signer(issuer)
        key = (signer.subject_public_key_info, subject.der)
        outcome = self._outcomes.get(key)
        if outcome is None:
            if len(self._outcomes) >= self.policy.budget.signature_checks:
                raise BudgetExceededError(f"{len(self._outcomes):,} signature checks")
            outcome = self.memory.outcome(signer.subject_public_key_info, subject)
            if outcome is None:
                outcome = verify(subject, signer)
                self.memory.keep_outcome(signer.subject_public_key_info, subject, outcome)
            self._outcomes[key] = outcome
        return outcome

    def is_self_signed(self, certificate: Certificate) -> bool:
        """Whether a self-issued certificate verifies with its own key (RFC 5280 section 3.2)."""
        return certificate.is_self_issued and self._signature(certificate, certificate) is SignatureOutcome.VALID

    def findings(self, certificate: Certificate, role: Role) -> tuple[Finding, ...]:
        """Return what the checks of one certificate find in a role."""
        known = self._findings.get((certificate.der, role))
        if known is None:
            kept = None if role is Role.END_ENTITY else self.memory.findings(certificate, role)
            known = self._check(certificate, role) if kept is None else kept
            self._findings[certificate.der, role] = known
        return known

    def _check(self, certificate: Certificate, role: Role) -> tuple[Finding, ...]:
        found = tuple(judge_certificate(certificate, role, self.policy))
        if role is not Role.END_ENTITY:
            self.memory.keep_findings(certificate, role, found)
        return found

    def edge_findings(self, edge: IssuerEdge) -> tuple[Finding, ...]:
        """Return what is wrong with an edge: its signature, or that its issuer was not served (a root need not be)."""
        issuer, subject = edge.issuer, edge.subject
        found = tuple(item for item in issuance_findings(edge) if not self._names_a_twin(item, edge))
        if self.origin(issuer) is not Origin.POOL or self.is_self_signed(issuer):
            return found
        twin = any(item.is_self_issued and item != issuer for item in self.pool.named(issuer.subject))
        return (*found, missing(subject, pooled=issuer, self_signed_twin=twin))

    def _names_a_twin(self, finding: Finding, edge: IssuerEdge) -> bool:
        """Whether another certificate of the issuer's name and key, the one that was meant, is at hand."""
        return isinstance(finding, AuthorityKeyIdentifier) and any(
            item.is_twin_of(edge.issuer) and not interop_checks.identifier_difference(edge.subject, item)
            for item in self.issuers(edge.subject)
        )

    # -- the parts of a path, for :func:`tlskit.chain.path.judge.judge_path` -------------------------------------------

    path_checks = PATH_CHECKS

    def end_entity_findings(self, certificate: Certificate) -> tuple[Finding, ...]:
        """Return what the checks find of the end entity of a path."""
        return self.findings(certificate, Role.END_ENTITY)

    def issuers_of(
        self, certificates: Sequence[Certificate], end: PathEnd
    ) -> tuple[tuple[IssuerEdge, ...], list[Finding]]:
        """Return the edges of a row of certificates, lowest first, and what is wrong with them and with the issuers."""
        edges: list[IssuerEdge] = []
        found: list[Finding] = []
        anchor = certificates[-1] if end is PathEnd.ANCHOR else None
        for subject, issuer in pairwise(certificates):
            edge = self.issuance(issuer, subject)
            edges.append(edge)
            found += self.edge_findings(edge)
            found += self.findings(issuer, Role.ANCHOR if issuer is anchor else Role.INTERMEDIATE)
        if end is PathEnd.ANCHOR:
            found += trust_settings.check(certificates[-1], self.trust.settings(certificates[-1]), self.policy)
        if anchor is not None:
            alone = anchor == self.served[0]
            found += interop_checks.check_anchor(anchor, alone=alone, leads_on=self._leads_on(anchor))
        return tuple(edges), found

    def _leads_on(self, anchor: Certificate) -> bool:
        """Whether the trust store has the issuers of an anchor that is not a root, up to a root."""
        current, seen = anchor, {anchor.der}
        while not current.is_self_issued:
            above = [item for item in self.trust.index.named(current.issuer) if item.der not in seen]
            if not above:
                return False
            current = above[0]
            seen.add(current.der)
        return current is not anchor

    def origins(self, certificates: Sequence[Certificate]) -> tuple[Origin, ...]:
        """Return where each certificate was found first."""
        return tuple(map(self.origin, certificates))

    def above_the_gap(self, certificates: Sequence[Certificate]) -> Certificate | None:
        """Return the lowest CA that was served and is not on the path: nothing else that was served is issued by it."""
        others = [item for item in self.served if item.is_ca and item not in certificates]
        issuers = [item.issuer for item in others if not item.is_self_issued]
        lowest = [item for item in others if item.subject not in issuers]
        return lowest[0] if lowest else None

    def errors(self, certificate: Certificate, role: Role) -> int:
        """Count the findings that fail a path."""
        return sum(finding.severity >= Severity.ERROR for finding in self.findings(certificate, role))


def judge_certificate(certificate: Certificate, role: Role, policy: ValidationPolicy) -> list[Finding]:
    """Return what the checks of one certificate find in a role."""
    found: list[Finding] = []
    for check in _CHECKS[role]:
        found += check.run(certificate, role, policy)
    return found


def _newest_first(certificate: Certificate) -> float:
    begins = certificate.not_before
    return 0.0 if begins is None else -begins.timestamp()
