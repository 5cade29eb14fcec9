"""Is the certificate, and is each CA above it, meant for the purpose? (RFC 5280 section 4.2.1.12)

RFC 5280 defines the extension for end entities. That a CA's list limits what it may issue for is what every TLS
implementation does, and what the CA/B baseline requirements (section 7.1.2.10.6) build on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.path.checks.role import Role
from tlskit.finding import Citation, Finding
from tlskit.registry import ANY_EXTENDED_KEY_USAGE, AlertDescription, key_purpose_name, oid
from tlskit.x509 import KeyUsage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.x509 import Certificate, CertificateRef


class PurposeNotAllowed(
    Finding,
    id="chain.extended_key_usage.purpose_not_allowed",
    cites=(Citation("RFC 5280", "4.2.1.12"), Citation("CA/B BR", "7.1.2.10.6")),
    alert=AlertDescription.unsupported_certificate,
):
    """The certificate lists what it may be used for, and the purpose that was asked about is not among it.

    On a CA certificate the list limits what its subordinates may be used for.
    """

    summary = "is for {allowed}, not for {purpose}"
    remedy = 'Have "{certificate}" issued with {purpose}, or use a certificate that has it.'
    certificate: CertificateRef
    purpose: str
    allowed: tuple[str, ...]


class NotForTimeStamping(
    Finding,
    id="chain.extended_key_usage.not_for_time_stamping",
    cites=(Citation("RFC 3161", "2.3"), Citation("RFC 5280", "4.2.1.12")),
    alert=AlertDescription.unsupported_certificate,
):
    """The certificate is to sign time stamps, and its key is not reserved for that.

    A time-stamping authority has a key for time stamps alone: its extended key usage is critical and names timeStamping
    and nothing else, and its key usage allows signatures and nothing else. OpenSSL refuses other certificates with
    error 26, "unsuitable certificate purpose", and so do the programs that check code signatures.
    """

    summary = "is not reserved for time stamps: {problem}"
    remedy = (
        'Have "{certificate}" issued with a critical extended key usage of timeStamping alone, '
        "and with the key usage digitalSignature."
    )
    certificate: CertificateRef
    problem: str


KINDS = (PurposeNotAllowed, NotForTimeStamping)


def check(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    """A certificate without the extension is for every purpose but time stamps."""
    wanted, usages = policy.extended_key_usage, certificate.extended_key_usage
    if wanted and usages is not None and wanted not in usages and ANY_EXTENDED_KEY_USAGE not in usages:
        allowed = tuple(key_purpose_name(item) for item in usages)
        yield PurposeNotAllowed(certificate=certificate.ref, purpose=key_purpose_name(wanted), allowed=allowed)
    elif wanted == oid.TIME_STAMPING and role is Role.END_ENTITY and (problem := _not_reserved(certificate)):
        yield NotForTimeStamping(certificate=certificate.ref, problem=problem)


_SIGNATURES = KeyUsage.digitalSignature | KeyUsage.nonRepudiation


def _not_reserved(certificate: Certificate) -> str:
    usages, usage = certificate.extended_key_usage, certificate.key_usage
    if usages is None:
        return "it has no extended key usage"
    others = [key_purpose_name(item) for item in usages if item != oid.TIME_STAMPING]
    if others:
        return f"its extended key usage has {' and '.join(others)}"
    if not certificate.by_oid[oid.EXTENDED_KEY_USAGE].critical:
        return "its extended key usage is not critical"
    surplus = KeyUsage(0) if usage is None else KeyUsage(usage & ~_SIGNATURES)
    return f"its key usage has {' and '.join(surplus.labels)}" if surplus else ""
