"""Is the certificate revoked? (RFC 5280 section 6.3)

What the CRLs say is worked out in :mod:`tlskit.chain.revocation.crl_checker`.
Judged for every certificate of an anchored path but the anchor, where the validation policy asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.path.revocation_status import Revocation, RevocationOutcome, RevocationStatus
from tlskit.core import listed
from tlskit.finding import Citation, Finding, Severity
from tlskit.registry import AlertDescription

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from tlskit.x509 import CertificateRef, CertificateRevocationList, CRLRef

_VALIDATION = Citation("RFC 5280", "6.3.3")
_SHOWN = 20


class Revoked(
    Finding,
    id="chain.revocation.revoked",
    cites=(Citation("RFC 5280", "5.3"), _VALIDATION),
    alert=AlertDescription.certificate_revoked,
):
    """The CA has withdrawn the certificate before its time.

    Usually the key is lost or in other hands, or the certificate was replaced. Clients that check revocation refuse it;
    those that do not are at risk. certificateHold alone can be lifted again.
    """

    summary = "was revoked {revocation_date:%Y-%m-%d}{because}, says the {crl}"
    remedy = 'Replace "{certificate}" by a certificate that is not revoked, with a new key where this one may be known.'
    certificate: CertificateRef
    revocation_date: datetime
    reason: str
    invalidity_date: datetime | None
    crl: CRLRef

    @property
    def because(self) -> str:
        """The reason, and since when the CA distrusts the key, where the entry says so."""
        parts = [self.reason] if self.reason else []
        parts += [] if self.invalidity_date is None else [f"not to be trusted from {self.invalidity_date:%Y-%m-%d} on"]
        return f" ({', '.join(parts)})" if parts else ""


class RevocationUndetermined(
    Finding,
    id="chain.revocation.undetermined",
    cites=(_VALIDATION, Citation("RFC 5280", "6.1.3")),
    undetermined=True,
):
    """No CRL at hand can say whether the certificate is revoked.

    A CRL counts only if it covers the certificate, is signed by whom it must be, and is current; for each one that was
    considered the reason stands here. Where revocation is required this leaves the verdict open.
    """

    summary = "whether it is revoked is not determined: {reasons}"
    remedy = 'Give a current CRL that covers "{certificate}"{where}.'
    certificate: CertificateRef
    reasons: tuple[str, ...]
    addresses: tuple[str, ...]

    @property
    def where(self) -> str:
        """Where the certificate says that it is to be had."""
        return f"; its address is {listed(self.addresses, 3)}" if self.addresses else ""


class UnreadableCrl(
    Finding,
    id="chain.revocation.unreadable",
    severity=Severity.WARNING,
    cites=Citation("RFC 5280", "5.1"),
):
    """A CRL was given that is damaged or not what X.509 prescribes.

    It counts for nothing, so that what it lists goes unnoticed.
    """

    summary = "was to be checked against a CRL that cannot be read: {crl}: {field}: {problem}"
    remedy = "Get the CRL anew; if it stays like this, the CA must issue it again."
    certificate: CertificateRef
    crl: str
    field: str
    problem: str


KINDS = (Revoked, RevocationUndetermined, UnreadableCrl)


def check(statuses: Iterable[RevocationStatus], asked: Revocation) -> Iterator[Finding]:
    """Return what the statuses of a path mean: revoked fails it, undetermined does where an answer was required."""
    for status in statuses:
        if status.outcome is RevocationOutcome.REVOKED:
            assert status.crl is not None
            assert status.revocation_date is not None
            yield Revoked(
                certificate=status.certificate,
                revocation_date=status.revocation_date,
                reason=status.reason,
                invalidity_date=status.invalidity_date,
                crl=status.crl,
            )
        elif status.outcome is RevocationOutcome.UNDETERMINED:
            finding = RevocationUndetermined(
                certificate=status.certificate, reasons=status.unanswered, addresses=status.addresses
            )
            yield finding if asked is Revocation.REQUIRED else finding.at_severity(Severity.NOTICE)


def check_lists(crls: Iterable[CertificateRevocationList], target: CertificateRef) -> Iterator[Finding]:
    """Return what is wrong with the CRLs themselves."""
    damaged = [crl for crl in crls if crl.problems]
    for crl in damaged[:_SHOWN]:
        for field, problem in crl.problems.items():
            yield UnreadableCrl(certificate=target, crl=crl.label, field=field, problem=problem)
