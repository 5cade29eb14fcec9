"""Can the qualifiers of the certificate policies be read, and understood where they must be? (RFC 5280 section 4.2.1.4)

"If this extension is critical, the path validation software MUST be able to interpret this extension (including the
optional qualifier), or MUST reject the certificate."
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.path.policy import Conformance
from tlskit.finding import Citation, Finding, Severity
from tlskit.registry import AlertDescription, oid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain.path.checks.role import Role
    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.x509 import Certificate, CertificateRef, PolicyInformation

_POLICIES = Citation("RFC 5280", "4.2.1.4")


class UnknownQualifier(
    Finding,
    id="chain.policy_qualifiers.unknown",
    cites=_POLICIES,
    alert=AlertDescription.unsupported_certificate,
):
    """Its certificatePolicies is critical and has a qualifier of a kind that is not understood here.

    A qualifier is a text that goes with a certificate policy: the address of the CA's practice statement, or a notice
    to users. RFC 5280 defines these two kinds, and asks that a certificate be refused where the extension is critical
    and has another one. Where it is not critical, qualifiers of other kinds are passed over.
    """

    summary = "has a critical certificatePolicies with a qualifier of the unknown kind {kind} (policy {policy})"
    remedy = 'Have "{certificate}" issued without the qualifier, or with certificatePolicies that is not critical.'
    certificate: CertificateRef
    policy: str
    kind: str


class MalformedQualifier(
    Finding,
    id="chain.policy_qualifiers.malformed",
    cites=_POLICIES,
    alert=AlertDescription.bad_certificate,
):
    """A qualifier of a certificate policy is not what its definition prescribes.

    Path validation does not look into qualifiers, which are texts for people. Where certificatePolicies is critical or
    the profile is enforced the certificate cannot be relied on; elsewhere it is a warning.
    """

    summary = "has a malformed qualifier of the certificate policy {policy}: {problem}"
    remedy = 'Have the CA issue "{certificate}" again.'
    certificate: CertificateRef
    policy: str
    problem: str


KINDS = (UnknownQualifier, MalformedQualifier)


def check(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    """Judge each policy's qualifiers; of one kind of fault, the first is told."""
    del role
    policies: tuple[PolicyInformation, ...] = certificate.extension(oid.CERTIFICATE_POLICIES) or ()
    qualified = [(item.policy_identifier, found) for item in policies for found in item.policy_qualifiers]
    if not qualified:
        return
    critical = certificate.by_oid[oid.CERTIFICATE_POLICIES].critical
    decides = critical or policy.conformance is Conformance.ENFORCE
    unknown = [item for item in qualified if critical and not item[1].is_known]
    for number, found in unknown[:1]:
        yield UnknownQualifier(certificate=certificate.ref, policy=number, kind=found.policy_qualifier_id)
    damaged = [item for item in qualified if item[1].problem]
    for number, found in damaged[:1]:
        finding = MalformedQualifier(certificate=certificate.ref, policy=number, problem=found.problem)
        yield finding if decides else finding.at_severity(Severity.WARNING)
