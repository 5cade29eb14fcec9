"""May the certificate issue others, and how many may follow? (RFC 5280 sections 4.2.1.9 and 6.1.4 (k) to (m))"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.path.checks.role import Role
from tlskit.finding import Citation, Finding
from tlskit.registry import AlertDescription
from tlskit.x509 import V1, Certificate, CertificateRef

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain.path.checks.role import PathEnd
    from tlskit.chain.path.policy import ValidationPolicy


class NotACA(
    Finding,
    id="chain.basic_constraints.not_a_ca",
    cites=Citation("RFC 5280", "4.2.1.9"),
    alert=AlertDescription.bad_certificate,
):
    """A certificate that issued another is not marked as a certification authority.

    Without this rule everybody who holds any certificate could issue more. Version 1 certificates cannot carry the
    mark at all.
    """

    summary = "issued another certificate but is not a CA ({reason})"
    remedy = "Have the certificate below it issued by a CA; this one must not issue any."
    certificate: CertificateRef
    reason: str


class PathLengthExceeded(
    Finding,
    id="chain.basic_constraints.path_length_exceeded",
    cites=(Citation("RFC 5280", "4.2.1.9"), Citation("RFC 5280", "6.1.4")),
    alert=AlertDescription.bad_certificate,
):
    """A CA allows fewer intermediates below it than the path has.

    Self-issued certificates and the end entity do not count.
    """

    summary = "allows {path_length} intermediate certificates below it; the path has {below}"
    remedy = (
        'Have the end entity issued by a CA that stands higher, or "{certificate}" with a larger pathLenConstraint.'
    )
    certificate: CertificateRef
    path_length: int
    below: int


KINDS = (NotACA, PathLengthExceeded)


def check(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    """An anchor without the extension is trusted as it is; one that says that it is no CA is not."""
    del policy
    if role is Role.END_ENTITY or certificate.is_ca:
        return
    if certificate.basic_constraints is not None:
        yield NotACA(certificate=certificate.ref, reason="basicConstraints says cA FALSE")
    elif role is Role.INTERMEDIATE:
        reason = "a version 1 certificate" if certificate.version == V1 else "it has no basicConstraints"
        yield NotACA(certificate=certificate.ref, reason=reason)


def refuses(certificates: tuple[Certificate, ...], policy: ValidationPolicy) -> bool:
    """Whether the last CA allows fewer intermediates than stand below it already."""
    del policy
    constraints = certificates[-1].basic_constraints
    if constraints is None or constraints.path_length is None:
        return False
    return sum(not item.is_self_issued for item in certificates[1:-1]) > constraints.path_length


def check_path(certificates: tuple[Certificate, ...], end: PathEnd, policy: ValidationPolicy) -> Iterator[Finding]:
    """Count the non-self-issued intermediates below each CA."""
    del end, policy
    below = 0
    for certificate in certificates[1:]:
        constraints = certificate.basic_constraints
        if constraints is not None and constraints.path_length is not None and below > constraints.path_length:
            yield PathLengthExceeded(certificate=certificate.ref, path_length=constraints.path_length, below=below)
        below += not certificate.is_self_issued
