"""How much of a certificate's life is left? Thresholds are shares of its lifetime, since lifetimes shrink to weeks.

Users ask for shares rather than days: 30 days are an age for a certificate of 45 days and nothing for one of 398. What
lives for 10 days or less (the baseline requirements call 7 days short-lived) is renewed at half its life, so that its
thresholds lie higher. A CA's own period matters only where it ends before the end entity's.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tlskit.chain.path.checks.role import PathEnd, Role
from tlskit.finding import Citation, Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.x509 import Certificate, CertificateRef

_NEVER = 9999  # RFC 5280 section 4.1.2.5: no well-defined end
_SHORT_LIVED = timedelta(days=10)
_SHARES = ((0.15, Severity.WARNING), (1 / 3, Severity.NOTICE))
_SHARES_OF_SHORT_LIVED = ((0.25, Severity.WARNING), (0.5, Severity.NOTICE))


class Near(
    Finding,
    id="chain.expiry.near",
    severity=Severity.NOTICE,
    cites=(Citation("RFC 5280", "4.1.2.5"), Citation("CA/B BR", "6.3.2")),
):
    """Little of the certificate's lifetime is left.

    A third left is the time at which renewal usually runs; 15 % left says that it did not. For certificates of 10 days
    or less the shares are a half and a quarter.
    """

    summary = "ends {not_after:%Y-%m-%d %H:%M}Z: {left} left, {percent} % of its lifetime"
    remedy = 'Renew "{certificate}" and look why that has not happened by itself.'
    certificate: CertificateRef
    not_after: datetime
    left: str
    percent: int


class BelowMinimum(Finding, id="chain.expiry.below_minimum", cites=Citation("RFC 5280", "4.1.2.5")):
    """Less time is left than was asked for.

    The certificate is valid now; the question was whether it will still be after a given number of days. Every
    certificate of the path is asked, since the first to end takes the path with it.
    """

    summary = "ends {not_after:%Y-%m-%d %H:%M}Z: {left} left, {minimum} asked for"
    remedy = 'Renew "{certificate}".'
    certificate: CertificateRef
    not_after: datetime
    left: str
    minimum: str
    role: Role = Role.END_ENTITY

    @property
    def remedy_here(self) -> str:  # type: ignore[override]
        """A CA's certificate is not the server's to renew."""
        match self.role:
            case Role.ANCHOR:
                return 'Serve a chain that leads to another root in time: no server can renew the root "{certificate}".'
            case Role.INTERMEDIATE:
                return 'Serve another certificate of "{certificate}" in time, or renew what it issued under another CA.'
        return ""


class BeforeEndEntity(
    Finding, id="chain.expiry.before_end_entity", severity=Severity.NOTICE, cites=Citation("RFC 5280", "6.1.3")
):
    """A CA's certificate ends before the end entity's, so that the chain ends with the CA.

    Monitoring that looks at the end entity alone sees the outage too late.
    """

    summary = "ends {not_after:%Y-%m-%d}, before the end entity does ({end_entity_not_after:%Y-%m-%d})"
    remedy = 'Serve another certificate of "{certificate}" in time, or renew the end entity under another CA.'
    certificate: CertificateRef
    not_after: datetime
    end_entity_not_after: datetime


KINDS = (Near, BelowMinimum, BeforeEndEntity)


def check(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    """Judge an end entity that is within its period; one that is not is expired, which is said elsewhere."""
    begins, ends = certificate.not_before, certificate.not_after
    if begins is None or ends is None or not begins <= policy.at <= ends:
        return
    if policy.minimum_days is not None:
        yield from _below_minimum(certificate, role, ends, policy)
    left, lifetime = ends - policy.at, ends - begins
    if left + left >= lifetime:
        return  # more than any share: half of all lives
    for share, severity in _SHARES_OF_SHORT_LIVED if lifetime <= _SHORT_LIVED else _SHARES:
        if left < lifetime * share:
            percent = int(100 * left / lifetime)
            finding = Near(certificate=certificate.ref, not_after=ends, left=span(left), percent=percent)
            yield finding.at_severity(severity)
            return


def check_path(certificates: tuple[Certificate, ...], end: PathEnd, policy: ValidationPolicy) -> Iterator[Finding]:
    """Name each CA of the path that ends first, or too soon; an expired one is said elsewhere."""
    anchor = certificates[-1] if end is PathEnd.ANCHOR else None
    last = certificates[0].not_after
    for certificate in certificates[1:]:
        ends = certificate.not_after
        if ends is None or ends < policy.at:
            continue
        if policy.minimum_days is not None:
            role = Role.ANCHOR if certificate is anchor else Role.INTERMEDIATE
            yield from _below_minimum(certificate, role, ends, policy)
        if last is not None and last.year != _NEVER and ends < last:
            yield BeforeEndEntity(certificate=certificate.ref, not_after=ends, end_entity_not_after=last)


def refuses(certificates: tuple[Certificate, ...], policy: ValidationPolicy) -> bool:
    """Whether the last one, a CA, ends too soon; one that has ended is expired, which is no matter of the row."""
    ends = certificates[-1].not_after
    if policy.minimum_days is None or ends is None or ends < policy.at or len(certificates) == 1:
        return False
    return ends - policy.at < timedelta(days=policy.minimum_days)


def _below_minimum(certificate: Certificate, role: Role, ends: datetime, policy: ValidationPolicy) -> Iterator[Finding]:
    left, days = ends - policy.at, policy.minimum_days or 0
    if left < timedelta(days=days):
        minimum = f"{days} days"
        yield BelowMinimum(certificate=certificate.ref, not_after=ends, left=span(left), minimum=minimum, role=role)


def span(length: timedelta) -> str:
    """Return a length of time as people say it: days from two days on, hours below."""
    hours = int(length.total_seconds() // 3600)
    return f"{length.days} days" if length.days >= 2 else f"{hours} hours"  # noqa: PLR2004 - "1 days" reads badly
