"""Are the extensions readable, unique, and understood where they must be? (RFC 5280 sections 4.2 and 6.1.4 (o))"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.path.policy import Conformance
from tlskit.finding import Citation, Finding, Severity
from tlskit.registry import AlertDescription, oid
from tlskit.x509 import DECODERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain.path.checks.role import Role
    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.x509 import Certificate, CertificateRef


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


KINDS = (UnknownCritical, MalformedExtension, DuplicateExtension)


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

# Read by no check, yet understood: where CRLs are, and how a subject's directory attributes read, limit no path.
_UNDERSTOOD = DECODERS.keys() | {oid.CRL_DISTRIBUTION_POINTS, oid.FRESHEST_CRL, oid.SUBJECT_DIRECTORY_ATTRIBUTES}


def check(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    """Judge each extension, whatever the role: an anchor's are read like any other's."""
    del role
    problems = certificate.unreadable
    for number, item in certificate.by_oid.items():
        if number in problems:
            decides = item.critical or number in _DECIDING or policy.conformance is Conformance.ENFORCE
            finding = MalformedExtension(certificate=certificate.ref, extension=item.name, problem=problems[number])
            yield finding if decides else finding.at_severity(Severity.WARNING)
        elif item.critical and number not in _UNDERSTOOD:
            yield UnknownCritical(certificate=certificate.ref, extension=item.name)
    if len(certificate.by_oid) < len(certificate.extensions):
        numbers = [item.oid for item in certificate.extensions]
        for number, item in certificate.by_oid.items():
            if (count := numbers.count(number)) > 1:
                yield DuplicateExtension(certificate=certificate.ref, extension=item.name, count=count)
