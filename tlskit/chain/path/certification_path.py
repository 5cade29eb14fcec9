"""A certification path as it was judged: end entity first, as RFC 4158 draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.path.checks import CERTIFICATE_CHECKS, PATH_CHECKS, Role, Topic, revocation
from tlskit.chain.path.checks.role import PathEnd
from tlskit.chain.path.policy_graph import PolicyOutcome, process_policies
from tlskit.core import FrozenValue, cached
from tlskit.finding import CheckOutcome, CheckResult, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain.path.checks import CertificateCheck, PathCheck
    from tlskit.chain.path.issuer import IssuerEdge
    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.chain.path.revocation_status import RevocationStatus
    from tlskit.chain.path.trust_store import Origin
    from tlskit.finding import Finding
    from tlskit.x509 import Certificate


_REVOCATION_OUTCOMES = {
    "good": CheckOutcome.PASSED,
    "revoked": CheckOutcome.FAILED,
    "undetermined": CheckOutcome.NOT_DETERMINED,
}


class CertificationPath(FrozenValue):
    """One candidate. ``findings`` are all of its faults, in path order; ``issuances`` its edges, lowest first.

    ``policy`` is what they were judged by. ``revocation``: for each certificate but the anchor, where that was asked.
    """

    certificates: tuple[Certificate, ...]
    origins: tuple[Origin, ...]
    issuances: tuple[IssuerEdge, ...]
    ending: PathEnd
    findings: tuple[Finding, ...]
    policy: ValidationPolicy
    revocation: tuple[RevocationStatus, ...] = ()

    @property
    def anchored(self) -> bool:
        """Whether it ends at a trust anchor."""
        return self.ending is PathEnd.ANCHOR

    @cached
    def errors(self) -> tuple[Finding, ...]:
        """The findings that fail the path."""
        return tuple(finding for finding in self.findings if finding.severity >= Severity.ERROR)

    @property
    def is_good(self) -> bool:
        """Anchored, and nothing fails it."""
        return self.anchored and not self.errors

    @property
    def is_undetermined(self) -> bool:
        """Whether all that stands against it is checks that could not be made."""
        return self.anchored and bool(self.errors) and all(finding.undetermined for finding in self.errors)

    @cached
    def policies(self) -> PolicyOutcome:
        """The certificate policies that the path is valid for; worked out when asked for."""
        return process_policies(self.certificates, anchored=self.anchored, policy=self.policy)

    def role(self, index: int) -> Role:
        """Return the role of the certificate at a place."""
        if index == 0:
            return Role.END_ENTITY
        return Role.ANCHOR if self.anchored and index == len(self.certificates) - 1 else Role.INTERMEDIATE

    @property
    def checks(self) -> tuple[CheckResult, ...]:
        """What became of every check: per certificate, per path, and what was not asked for."""
        single = (
            self._result(check, certificate, applies=self.role(index) in check.roles)
            for index, certificate in enumerate(self.certificates)
            for check in CERTIFICATE_CHECKS
        )
        whole = (self._result(check, None) for check in PATH_CHECKS)
        return (*single, *whole, *self._revocation_results())

    def _revocation_results(self) -> Iterator[CheckResult]:
        """One result for each certificate, or one for all where revocation was not asked about."""
        if not self.revocation:
            label, detail = self.certificates[0].label, "no revocation information was used"
            yield CheckResult("revocation", CheckOutcome.NOT_DETERMINED, label, detail, about=Topic.REVOCATION)
        for status in self.revocation:
            mine = (item for item in self.findings if item.subject == status.certificate)
            found = tuple(item for item in mine if isinstance(item, revocation.KINDS))
            outcome = _REVOCATION_OUTCOMES[status.outcome.value]
            yield CheckResult("revocation", outcome, status.certificate.label, status.told, found, Topic.REVOCATION)

    def _result(
        self, check: CertificateCheck | PathCheck, certificate: Certificate | None, *, applies: bool = True
    ) -> CheckResult:
        result = CheckResult(
            check.name,
            CheckOutcome.NOT_APPLICABLE,
            "the path" if certificate is None else certificate.label,
            about=check.topic,
        )
        if not applies or not check.is_asked(self.policy):
            return result.replace(detail="not asked for") if applies else result
        found = tuple(
            finding
            for finding in self.findings
            if isinstance(finding, check.kinds) and (certificate is None or finding.subject == certificate.ref)
        )
        failing = [finding for finding in found if finding.severity >= Severity.ERROR]
        if not failing:
            return result.replace(outcome=CheckOutcome.PASSED, findings=found)
        undetermined = all(finding.undetermined for finding in failing)
        outcome = CheckOutcome.NOT_DETERMINED if undetermined else CheckOutcome.FAILED
        return result.replace(outcome=outcome, detail=failing[0].summary, findings=found)
