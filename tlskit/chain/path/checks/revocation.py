"""Is the certificate revoked? (RFC 5280 section 6.3)

What the CRLs say is worked out in :mod:`tlskit.chain.revocation.crl_checker`.
Judged for every certificate of an anchored path but the anchor, where the validation policy asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.path.revocation_status import Gap, Revocation, RevocationOutcome, RevocationStatus
from tlskit.core import listed
from tlskit.finding import Citation, Finding, Severity
from tlskit.registry import AlertDescription

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from tlskit.x509 import CertificateRef, CertificateRevocationList, CRLRef

    Judge = Callable[[CertificateRevocationList], Iterable[str]]

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
    gap: Gap = Gap.NO_CRL

    @property
    def cause(self) -> str:
        """The reason of the CRL that came nearest to an answer, as a part of a sentence."""
        return self.reasons[0].replace(": it ", " ", 1) if self.reasons else "no CRL was given"

    @property
    def remedy_here(self) -> str:  # type: ignore[override]
        """What would close the gap."""
        return _REMEDIES[self.gap]

    @property
    def where(self) -> str:
        """Where the certificate says that it is to be had."""
        return f"; its address is {listed(self.addresses, 3)}" if self.addresses else ""


_REMEDIES = {
    Gap.NO_CRL: 'Give a current CRL that covers "{certificate}"{where}.',
    Gap.OUT_OF_SCOPE: 'Give a CRL that covers "{certificate}", as the one given does not{where}.',
    Gap.UNREADABLE: 'Get the CRL for "{certificate}" anew; if it stays so, the CA must issue it again{where}.',
    Gap.NOT_VERIFIED: 'Give the CRL for "{certificate}" as its issuer signed it, with that of the signer{where}.',
    Gap.NOT_ALLOWED: 'Have the CA issue the CRL for "{certificate}" again, in a form that RFC 5280 allows{where}.',
    Gap.SOME_REASONS: 'Give the CRLs for the other reasons too that cover "{certificate}"{where}.',
    Gap.DELTA_ONLY: 'Give the complete CRL for "{certificate}" that the delta CRL updates{where}.',
    Gap.STALE: 'Get the current CRL for "{certificate}": the one given does not hold at that time{where}.',
    Gap.WORK_LIMIT: 'Give fewer CRLs that do not concern "{certificate}", or raise the budget.',
}


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


class ForbiddenCrl(
    Finding,
    id="chain.revocation.forbidden_crl",
    severity=Severity.WARNING,
    cites=Citation("RFC 5280", "5"),
):
    """A CRL was given that RFC 5280 forbids: it claims what it is not, or has a part that must not be there.

    It is not taken to say that a certificate is not revoked. What it lists as revoked is believed.
    """

    summary = "was to be checked against a CRL that RFC 5280 does not allow: {crl}: {problem}"
    remedy = "Have the CA issue the CRL again; until then, no client has to believe it."
    certificate: CertificateRef
    crl: str
    problem: str


class ProfileBreach(
    Finding,
    id="chain.revocation.profile_breach",
    severity=Severity.NOTICE,
    cites=Citation("RFC 5280", "5"),
):
    """A CRL lacks something that RFC 5280 demands of whoever issues it.

    Common clients take it all the same, and so does the verdict, unless the profile is enforced.
    """

    summary = "was checked against a CRL that breaks the profile: {crl}: {problem}"
    remedy = "Have the CA add to its CRLs what the profile demands."
    certificate: CertificateRef
    crl: str
    problem: str


KINDS = (Revoked, RevocationUndetermined, UnreadableCrl, ForbiddenCrl, ProfileBreach)


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
                certificate=status.certificate,
                reasons=status.unanswered,
                addresses=status.addresses,
                gap=status.gap,
            )
            yield finding if asked is Revocation.REQUIRED else finding.at_severity(Severity.NOTICE)


def check_lists(
    crls: Iterable[CertificateRevocationList], target: CertificateRef, forbidden: Judge, breaches: Judge
) -> Iterator[Finding]:
    """Return what is wrong with the CRLs themselves; the two judges know section 5."""
    shown = 0
    for crl in crls:
        found: list[Finding] = [
            UnreadableCrl(certificate=target, crl=crl.label, field=field, problem=problem)
            for field, problem in crl.problems.items()
        ]
        if not found:
            found += [ForbiddenCrl(certificate=target, crl=crl.label, problem=problem) for problem in forbidden(crl)]
            found += [ProfileBreach(certificate=target, crl=crl.label, problem=problem) for problem in breaches(crl)]
        yield from found
        shown += bool(found)
        if shown >= _SHOWN:
            return
