"""Are the extensions readable, unique, and understood where they must be? (RFC 5280 sections 4.2 and 6.1.4 (o))"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.path.policy import Conformance
from tlskit.finding import Citation, Finding, Severity
from tlskit.registry import AlertDescription, oid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain.path.checks.role import Role
    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.x509 import Certificate, CertificateRef, Extension


class UnknownCritical(
    Finding,
    id="chain.extension.unknown_critical",
    cites=(Citation("RFC 5280", "4.2"), Citation("RFC 5280", "6.1.4")),
    alert=AlertDescription.unsupported_certificate,
):
    """The certificate has a critical extension that is not understood here.

    "Critical" says: who does not understand this must not rely on the certificate. A verifier has no choice.
    """

    summary = "has the critical extension {extension}, which is not understood"
    remedy = "Use software that understands the extension, or have the certificate issued without it."
    certificate: CertificateRef
    extension: str


class UnprocessedCritical(
    Finding,
    id="chain.extension.unprocessed_critical",
    cites=(Citation("RFC 5280", "4.2"), Citation("RFC 5280", "6.1.4")),
    alert=AlertDescription.unsupported_certificate,
):
    """The certificate has a critical extension that is known, but that path validation does not act on.

    "Critical" says: who does not process this must not rely on the certificate. To know its name is not to process it.
    Most of these extensions must not be critical at all. OpenSSL refuses them with error 34, "unhandled critical
    extension", but for nsCertType, proxyCertInfo and the extensions for addresses of RFC 3779; Go refuses them all.
    """

    summary = "has the critical extension {extension}, which path validation does not process"
    remedy = 'Have "{certificate}" issued with {extension} not critical, or without it.'
    certificate: CertificateRef
    extension: str


class Precertificate(
    Finding,
    id="chain.extension.precertificate",
    cites=(Citation("RFC 6962", "3.1"), Citation("RFC 5280", "4.2")),
    alert=AlertDescription.unsupported_certificate,
):
    """It is a precertificate: it has the critical "poison" extension, so that nobody takes it for a certificate.

    A CA signs a precertificate for the logs of Certificate Transparency. The certificate that it issues afterwards has
    the same serial number and the logs' timestamps in place of the poison. Precertificates are found in logs and
    search engines, and no client accepts them.
    """

    summary = "is a precertificate, made for the logs of Certificate Transparency and for nothing else"
    remedy = "Use the final certificate, which the CA issued with the same serial number ({serial})."
    certificate: CertificateRef

    @property
    def serial(self) -> str:
        """The serial number in hexadecimal digits."""
        return self.certificate.serial_number


class MalformedExtension(
    Finding,
    id="chain.extension.malformed",
    cites=Citation("RFC 5280", "4.2"),
    alert=AlertDescription.bad_certificate,
):
    """An extension's value is not what its definition prescribes.

    Where path validation needs the extension, it is critical or the profile is enforced, the certificate cannot be
    relied on; elsewhere it is a warning, since some parsers refuse the whole certificate.
    """

    summary = "has a malformed {extension}: {problem}"
    remedy = 'Have the CA issue "{certificate}" again.'
    certificate: CertificateRef
    extension: str
    problem: str


class DuplicateExtension(
    Finding,
    id="chain.extension.duplicate",
    cites=Citation("RFC 5280", "4.2"),
    alert=AlertDescription.bad_certificate,
):
    """The same extension occurs more than once, which RFC 5280 forbids.

    Verifiers that take the first and verifiers that take the last would see two different certificates.
    """

    summary = "contains the extension {extension} {count} times"
    remedy = 'Have the CA issue "{certificate}" again.'
    certificate: CertificateRef
    extension: str
    count: int


KINDS = (UnknownCritical, UnprocessedCritical, Precertificate, MalformedExtension, DuplicateExtension)


_DECIDING = frozenset(
    {
        oid.BASIC_CONSTRAINTS,
        oid.KEY_USAGE,
        oid.EXTENDED_KEY_USAGE,
        oid.SUBJECT_ALT_NAME,
        oid.NAME_CONSTRAINTS,
        oid.CERTIFICATE_POLICIES,
        oid.POLICY_MAPPINGS,
        oid.POLICY_CONSTRAINTS,
        oid.INHIBIT_ANY_POLICY,
    }
)
"""Malformed ones of these leave path validation without an answer, critical or not."""

_PROCESSED = _DECIDING | {
    oid.SUBJECT_KEY_IDENTIFIER,
    oid.AUTHORITY_KEY_IDENTIFIER,
    oid.AUTHORITY_INFO_ACCESS,
    oid.CRL_DISTRIBUTION_POINTS,
    oid.OCSP_NO_CHECK,
}
"""Those that may be critical. The key identifiers and the addresses of issuers serve path building, the addresses of
CRLs their use; what id-pkix-ocsp-nocheck says limits no path (RFC 6960 section 4.2.2.2.1). Go processes all of them but
the last one, OpenSSL all of them but the first three; whether each may be marked is the profile's to judge."""


def check(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    """Judge each extension, whatever the role: an anchor's are read like any other's."""
    del role
    problems = certificate.unreadable
    for number, item in certificate.by_oid.items():
        if number in problems:
            decides = item.critical or number in _DECIDING or policy.conformance is Conformance.ENFORCE
            finding = MalformedExtension(certificate=certificate.ref, extension=item.name, problem=problems[number])
            yield finding if decides else finding.at_severity(Severity.WARNING)
        elif item.critical and number not in _PROCESSED:
            yield _not_processed(certificate, item)
    if len(certificate.by_oid) < len(certificate.extensions):
        numbers = [item.oid for item in certificate.extensions]
        for number, item in certificate.by_oid.items():
            if (count := numbers.count(number)) > 1:
                yield DuplicateExtension(certificate=certificate.ref, extension=item.name, count=count)


def _not_processed(certificate: Certificate, item: Extension) -> Finding:
    if item.oid == oid.PRECERTIFICATE_POISON:
        return Precertificate(certificate=certificate.ref)
    kind = UnprocessedCritical if item.oid in oid.EXTENSIONS else UnknownCritical
    return kind(certificate=certificate.ref, extension=item.name)
