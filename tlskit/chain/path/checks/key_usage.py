"""May the key be used for this? (RFC 5280 sections 4.2.1.3 and 6.1.4 (n))"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.path.checks.role import Role
from tlskit.finding import Citation, Finding
from tlskit.registry import AlertDescription
from tlskit.x509 import KeyUsage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.x509 import Certificate, CertificateRef

_KEY_USAGE = Citation("RFC 5280", "4.2.1.3")


class NoCertSign(
    Finding,
    id="chain.key_usage.no_cert_sign",
    cites=(_KEY_USAGE, Citation("RFC 5280", "6.1.4")),
    alert=AlertDescription.bad_certificate,
):
    """A certificate that issued another has a key usage without keyCertSign.

    The CA above it has said what this key is for, and signing certificates is not among it.
    """

    summary = "issued another certificate, but its key usage ({allowed}) does not include keyCertSign"
    remedy = 'Have "{certificate}" issued again with keyCertSign, or the certificate below it by another CA.'
    certificate: CertificateRef
    allowed: tuple[str, ...]


class Lacking(
    Finding,
    id="chain.key_usage.lacking",
    cites=_KEY_USAGE,
    alert=AlertDescription.unsupported_certificate,
):
    """The end entity's key usage lacks a bit that the validation policy asks for.

    A certificate without the extension allows every use.
    """

    summary = "allows {allowed}, but {lacking} was asked for"
    remedy = 'Have "{certificate}" issued with the key usage {lacking}.'
    certificate: CertificateRef
    allowed: tuple[str, ...]
    lacking: tuple[str, ...]


KINDS = (NoCertSign, Lacking)


def check(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    """Where the extension is absent every use is allowed."""
    usage = certificate.key_usage
    if usage is None:
        return
    if role is not Role.END_ENTITY:
        if not usage.allows(KeyUsage.keyCertSign):
            yield NoCertSign(certificate=certificate.ref, allowed=usage.labels)
    elif policy.key_usage is not None and (lacking := policy.key_usage & ~usage):
        yield Lacking(certificate=certificate.ref, allowed=usage.labels, lacking=KeyUsage(lacking).labels)
