"""What the file of a trust anchor says of its trust: OpenSSL's ``BEGIN TRUSTED CERTIFICATE``.

The settings are the relying party's own and part of the anchor (RFC 5280 section 6.1.1 (d), RFC 5914 section 2: trust
anchors come with constraints). OpenSSL honours them; software that reads the certificate alone does not see them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.finding import Citation, Finding
from tlskit.registry import AlertDescription, key_purpose_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.x509 import Certificate, CertificateRef, TrustSettings

_SOURCES = (Citation("RFC 5280", "6.1.1"), Citation("RFC 5914", "2"))


class Rejected(Finding, id="chain.trust_settings.rejected", cites=_SOURCES, alert=AlertDescription.certificate_unknown):
    """The file of the trust anchor rejects it for the purpose that was asked about.

    It stands in a ``BEGIN TRUSTED CERTIFICATE`` block with trust settings. OpenSSL refuses every chain that leads to it
    (error 28, certificate rejected).
    """

    summary = "is rejected for {purpose} by the trust settings in its file; OpenSSL refuses it (error 28)"
    remedy = "Use another chain, or take the rejection away (openssl x509 -clrreject) if it is not meant."
    certificate: CertificateRef
    purpose: str


class NotTrusted(
    Finding, id="chain.trust_settings.not_trusted", cites=_SOURCES, alert=AlertDescription.certificate_unknown
):
    """The file of the trust anchor names the purposes that it is trusted for, and the one asked about is not there.

    It stands in a ``BEGIN TRUSTED CERTIFICATE`` block with trust settings. Once these name a purpose, OpenSSL trusts
    the certificate for no other one (error 28, certificate rejected).
    """

    summary = (
        "is trusted only for {trusted} by the trust settings in its file, not for {purpose}; "
        "OpenSSL refuses it (error 28)"
    )
    remedy = "Use another chain, or add the purpose to the trust settings (openssl x509 -addtrust)."
    certificate: CertificateRef
    purpose: str
    trusted: tuple[str, ...]


class Unreadable(
    Finding, id="chain.trust_settings.unreadable", cites=_SOURCES, alert=AlertDescription.certificate_unknown
):
    """What follows the certificate in the trust anchor's ``BEGIN TRUSTED CERTIFICATE`` block are no trust settings.

    It may have rejected the purpose that was asked about. OpenSSL does not load the file.
    """

    summary = "has trust settings in its file that cannot be read: {problem}"
    remedy = "Write the file again, from the certificate alone or with openssl x509 -trustout."
    certificate: CertificateRef
    problem: str


KINDS = (Rejected, NotTrusted, Unreadable)


def check(anchor: Certificate, settings: TrustSettings | None, policy: ValidationPolicy) -> Iterator[Finding]:
    """Ask the settings for the policy's purpose, as OpenSSL does (``X509_check_trust``)."""
    if settings is None:
        return
    asked = policy.extended_key_usage
    purpose = key_purpose_name(asked) if asked else "any purpose"
    if settings.problem:
        yield Unreadable(certificate=anchor.ref, problem=settings.problem)
    elif settings.rejects(asked):
        yield Rejected(certificate=anchor.ref, purpose=purpose)
    elif not settings.trusts(asked):
        trusted = tuple(map(key_purpose_name, settings.trusted or ()))
        yield NotTrusted(certificate=anchor.ref, purpose=purpose, trusted=trusted)
