"""May the key be used for this? (RFC 5280 sections 4.2.1.3, 4.2.1.12 and 6.1.4 (n))"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import rsa

from tlskit.chain.path.checks.role import Role
from tlskit.finding import Citation, Finding, Severity
from tlskit.registry import AlertDescription, key_purpose_name, oid
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


class NotForPurpose(
    Finding,
    id="chain.key_usage.not_for_purpose",
    cites=(_KEY_USAGE, Citation("RFC 5280", "4.2.1.12"), Citation("RFC 8446", "4.4.2.2")),
    alert=AlertDescription.unsupported_certificate,
):
    """The end entity's key usage allows nothing that the purpose needs.

    RFC 5280 names the key usages that are consistent with each purpose, and one of them must be there if the extension
    is. OpenSSL refuses such a certificate with error 26, "unsuitable certificate purpose"; Go does not look.
    """

    summary = "cannot be used for {purpose}: its key usage has none of {needed}, but {held}"
    remedy = "Use a certificate that was issued for {purpose}, with the key usage digitalSignature."
    certificate: CertificateRef
    purpose: str
    allowed: tuple[str, ...]
    needed: tuple[str, ...]

    @property
    def held(self) -> str:
        """Name what is allowed instead."""
        return f"only {', '.join(self.allowed)}" if self.allowed else "no bit is set"


class NoDigitalSignature(
    Finding,
    id="chain.key_usage.no_digital_signature",
    severity=Severity.WARNING,
    cites=(Citation("RFC 8446", "4.4.2.2"), Citation("RFC 5246", "7.4.2"), _KEY_USAGE),
    alert=AlertDescription.unsupported_certificate,
):
    """The key may not sign, and TLS 1.3 and every key exchange with forward secrecy need a signature with it.

    Chrome refuses such a server with ERR_SSL_KEY_USAGE_INCOMPATIBLE, GnuTLS with "Key usage violation in certificate
    has been detected". OpenSSL and Go do not look in TLS 1.3, and connect. In TLS 1.2 a server on OpenSSL has no cipher
    suite for an EC key that may not sign, and an RSA key with keyEncipherment serves the RSA key exchange, which has no
    forward secrecy. What else keyEncipherment and keyAgreement would allow, current clients do not offer.
    """

    summary = (
        "may not sign in TLS: its key usage ({allowed}) lacks digitalSignature, and its {key} key is then {left}"
        "{refused_by}"
    )
    remedy = 'Have "{certificate}" issued with the key usage digitalSignature.'
    certificate: CertificateRef
    purpose: str
    allowed: tuple[str, ...]
    key: str
    left: str

    @property
    def refused_by(self) -> str:
        """Name the clients that refuse a server's certificate for it."""
        return "; Chrome and GnuTLS refuse it" if self.purpose == key_purpose_name(oid.SERVER_AUTH) else ""


KINDS = (NoCertSign, Lacking, NotForPurpose, NoDigitalSignature)

_SIGNING = KeyUsage.digitalSignature
_SIGNING_DATA = _SIGNING | KeyUsage.nonRepudiation
CONSISTENT_WITH = {
    oid.SERVER_AUTH: _SIGNING | KeyUsage.keyEncipherment | KeyUsage.keyAgreement,
    oid.CLIENT_AUTH: _SIGNING | KeyUsage.keyAgreement,
    oid.CODE_SIGNING: _SIGNING,
    oid.EMAIL_PROTECTION: _SIGNING_DATA | KeyUsage.keyEncipherment | KeyUsage.keyAgreement,
    oid.TIME_STAMPING: _SIGNING_DATA,
    oid.OCSP_SIGNING: _SIGNING_DATA,
}
"""RFC 5280 section 4.2.1.12: the key usages that may be consistent with each purpose."""


def check(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    """Where the extension is absent every use is allowed."""
    usage = certificate.key_usage
    if usage is None:
        return
    if role is not Role.END_ENTITY:
        if not usage.allows(KeyUsage.keyCertSign):
            yield NoCertSign(certificate=certificate.ref, allowed=usage.labels)
        return
    if policy.key_usage is not None and (lacking := policy.key_usage & ~usage):
        yield Lacking(certificate=certificate.ref, allowed=usage.labels, lacking=KeyUsage(lacking).labels)
    yield from _against_purpose(certificate, usage, policy.extended_key_usage)


def _against_purpose(certificate: Certificate, usage: KeyUsage, purpose: str) -> Iterator[Finding]:
    needed = CONSISTENT_WITH.get(purpose)
    if needed is not None and not usage.allows(needed):
        yield NotForPurpose(
            certificate=certificate.ref,
            purpose=key_purpose_name(purpose),
            allowed=usage.labels,
            needed=needed.labels,
        )
    elif purpose in (oid.SERVER_AUTH, oid.CLIENT_AUTH) and not usage.allows(_SIGNING):
        is_rsa = isinstance(certificate.public_key, rsa.RSAPublicKey)
        old_exchange = is_rsa and purpose == oid.SERVER_AUTH and usage.allows(KeyUsage.keyEncipherment)
        yield NoDigitalSignature(
            certificate=certificate.ref,
            purpose=key_purpose_name(purpose),
            allowed=usage.labels,
            key="RSA" if is_rsa else "public",
            left="good for the RSA key exchange of TLS 1.2 alone" if old_exchange else "of no use to current clients",
        )
