"""Is the certificate within its validity period? (RFC 5280 sections 4.1.2.5 and 6.1.3 (a)(2))"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.path.checks.role import Role
from tlskit.finding import Citation, Finding
from tlskit.registry import AlertDescription

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.x509 import Certificate, CertificateRef

_VALIDITY = Citation("RFC 5280", "4.1.2.5")


class Expired(
    Finding,
    id="chain.validity.expired",
    cites=_VALIDITY,
    alert=AlertDescription.certificate_expired,
):
    """The certificate's validity period ended before the validation time.

    Relying parties stop trusting it at `notAfter`. Only the end entity's certificate can be renewed by who runs the
    server: an intermediate is replaced by the CA's current one, and an expired root means that clients need another
    chain or a newer trust store.
    """

    summary = "expired {not_after:%Y-%m-%d}; checked as of {at:%Y-%m-%d}"
    remedy = 'Renew "{certificate}", install the new certificate and reload what uses it.'
    certificate: CertificateRef
    not_after: datetime
    at: datetime
    role: Role = Role.END_ENTITY

    @property
    def remedy_here(self) -> str:  # type: ignore[override]
        """Who can do something about it depends on where the certificate stands."""
        match self.role:
            case Role.ANCHOR:
                return (
                    "Serve a chain that leads to another root that clients trust, or give them a newer trust store: "
                    'nobody who runs a server can renew the root "{certificate}".'
                )
            case Role.INTERMEDIATE:
                return 'Serve the current certificate of "{certificate}", or renew what it issued under another CA.'
        return ""


class NotYetValid(
    Finding,
    id="chain.validity.not_yet_valid",
    cites=_VALIDITY,
    alert=AlertDescription.certificate_expired,
):
    """The certificate's validity period begins after the validation time.

    Either it was put to use too early or the clock that is asked is slow. Nothing between the two can be told from
    the certificate alone.
    """

    summary = "not valid before {not_before:%Y-%m-%d %H:%M:%S}Z; checked as of {at:%Y-%m-%d %H:%M:%S}Z"
    remedy = "Compare the clocks of server and client; otherwise wait, or serve the certificate that is valid now."
    certificate: CertificateRef
    not_before: datetime
    at: datetime


class Inverted(
    Finding,
    id="chain.validity.inverted",
    cites=_VALIDITY,
    alert=AlertDescription.bad_certificate,
):
    """The validity period ends before it begins, so that there is no moment at which the certificate is valid.

    This is a mistake of the CA that issued it.
    """

    summary = "ends {not_after:%Y-%m-%d %H:%M:%S}Z, before it begins {not_before:%Y-%m-%d %H:%M:%S}Z"
    remedy = 'Have the CA issue "{certificate}" again.'
    certificate: CertificateRef
    not_before: datetime
    not_after: datetime


KINDS = (Expired, NotYetValid, Inverted)


def check(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    """Both ends of the period are inclusive. Anchors are held to it too, as every common verifier does."""
    begins, ends = certificate.not_before, certificate.not_after
    if begins is not None and ends is not None and ends < begins:
        yield Inverted(certificate=certificate.ref, not_before=begins, not_after=ends)
    elif ends is not None and policy.at > ends:
        yield Expired(certificate=certificate.ref, not_after=ends, at=policy.at, role=role)
    elif begins is not None and policy.at < begins:
        yield NotYetValid(certificate=certificate.ref, not_before=begins, at=policy.at)
