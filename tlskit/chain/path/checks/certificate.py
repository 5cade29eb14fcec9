"""Can the certificate be read at all? (RFC 5280 section 4.1)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.finding import Citation, Finding, Severity
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


class RefusedElsewhere(
    Finding,
    id="chain.certificate.refused_elsewhere",
    severity=Severity.NOTICE,
    cites=Citation("RFC 5280", "4.1"),
    alert=AlertDescription.bad_certificate,
):
    """Nothing odd was found in the certificate's form, and yet another strict parser does not load it.

    The parser is that of Python's cryptography, which is asked for a second opinion. Clients that use it (Python
    programs above all) fail with this certificate; for others it decides nothing.
    """

    summary = "is refused by the parser of Python's cryptography, though nothing odd was found in its form here"
    remedy = 'Compare "{certificate}" with another certificate of the same CA, and report it to the CA.'
    certificate: CertificateRef


KINDS = (UnreadableCertificate, RefusedElsewhere)


def check(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterable[Finding]:
    """Report what our reader could not read; what another parser refuses besides is a notice, and decides nothing."""
    del role, policy
    unreadable = {name: problem for name, problem in certificate.unreadable.items() if not name[0].isdigit()}
    if not unreadable and certificate.is_refused_elsewhere and not certificate.form_oddity:
        return [RefusedElsewhere(certificate=certificate.ref)]
    return [
        UnreadableCertificate(certificate=certificate.ref, field=name, problem=text)
        for name, text in unreadable.items()
    ]
