"""Is the certificate, and is each CA above it, meant for the purpose? (RFC 5280 section 4.2.1.12)

RFC 5280 defines the extension for end entities. That a CA's list limits what it may issue for is what every TLS
implementation does, and what the CA/B baseline requirements (section 7.1.2.10.6) build on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.finding import Citation, Finding
from tlskit.registry import ANY_EXTENDED_KEY_USAGE, AlertDescription, key_purpose_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain.path.checks.role import Role
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


KINDS = (PurposeNotAllowed,)


def check(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    """A certificate without the extension is for every purpose."""
    wanted, usages = policy.extended_key_usage, certificate.extended_key_usage
    if not wanted or usages is None or wanted in usages or (ANY_EXTENDED_KEY_USAGE in usages):
        return
    del role
    allowed = tuple(key_purpose_name(item) for item in usages)
    yield PurposeNotAllowed(certificate=certificate.ref, purpose=key_purpose_name(wanted), allowed=allowed)
