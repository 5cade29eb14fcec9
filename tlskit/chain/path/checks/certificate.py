"""Can the certificate be read at all? (RFC 5280 section 4.1)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.finding import Citation, Finding
from tlskit.registry import AlertDescription

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tlskit.chain.path.checks.role import Role
    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.x509 import Certificate, CertificateRef


class UnreadableCertificate(
    Finding,
    id="chain.certificate.unreadable",
    cites=Citation("RFC 5280", "4.1"),
    alert=AlertDescription.bad_certificate,
):
    """A part of the certificate is not the DER that X.509 prescribes.

    Parsers differ in what they forgive, so some clients refuse the whole chain and others do not. What can be read is
    shown all the same.
    """

    summary = "cannot be read: {field}: {problem}"
    remedy = "Have the CA issue the certificate again; a file that was damaged in transit must be copied again."
    certificate: CertificateRef
    field: str
    problem: str


KINDS = (UnreadableCertificate,)


def check(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterable[Finding]:
    """Report what our reader could not read, or else what ``cryptography`` refuses; a refused key stands elsewhere."""
    del role, policy
    unreadable = {name: problem for name, problem in certificate.unreadable.items() if not name[0].isdigit()}
    if not unreadable and certificate.public_key is not None and certificate.refusal:
        unreadable = {"certificate": certificate.refusal}
    return [
        UnreadableCertificate(certificate=certificate.ref, field=name, problem=text)
        for name, text in unreadable.items()
    ]
