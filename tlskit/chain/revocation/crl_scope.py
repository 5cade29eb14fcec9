"""Can this CRL speak of that certificate, at that time? (RFC 5280 sections 5.1, 5.2 and 6.3.3 (b) to (e))

Everything here looks at the CRL's frame alone: no signature, no entry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.path.policy import Conformance
from tlskit.chain.path.revocation_status import Gap
from tlskit.chain.revocation.crl_form import breaches
from tlskit.core import FrozenValue, clipped, listed
from tlskit.registry import oid
from tlskit.x509 import (
    V3,
    DistributionPoint,
    GeneralName,
    IssuingDistributionPoint,
    NameForm,
    PointName,
    algorithm_of,
    name_keys,
)

if TYPE_CHECKING:
    from datetime import datetime

    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.x509 import Certificate, CertificateRevocationList

_EVERYTHING = IssuingDistributionPoint()
_OTHER_ISSUER = "it is by another CA"
_NO_REASON = "it covers none of the reasons that the certificate's distribution point is for"


class UnusableError(Exception):
    """Inside the engine only: why a CRL does not answer, in words and by kind.

    ``contradicted``: an older one must not be asked instead.
    """

    def __init__(self, problem: str, gap: Gap, *, contradicted: bool = False) -> None:
        super().__init__(problem)
        self.gap, self.contradicted = gap, contradicted


class Coverage(FrozenValue):
    """The reasons for which a CRL covers a certificate. ``doubt``: why it can say "revoked" and not "good"."""

    reasons: int
    doubt: str = ""


def distribution_points(certificate: Certificate) -> tuple[DistributionPoint, ...]:
    """Return a certificate's cRLDistributionPoints (section 4.2.1.13); empty where absent or malformed."""
    return certificate.extension(oid.CRL_DISTRIBUTION_POINTS) or ()


def coverage(crl: CertificateRevocationList, certificate: Certificate) -> Coverage:
    """Return the reasons for which the CRL covers the certificate; raise :class:`UnusableError` where there are none.

    Section 6.3.3: each distribution point is tried, and then the certificate's issuer as a point of its own. The RFC
    takes that last one for enough even where every point names another cRLIssuer; since section 4.2.1.13 has them named
    where the certificate's issuer does *not* issue the CRL, we believe it only where it revokes.
    """
    issuer = GeneralName(NameForm.DIRECTORY, str(certificate.issuer), certificate.issuer.encoding)
    covered, problem = 0, _OTHER_ISSUER
    limits = crl.issuing_distribution_point or _EVERYTHING
    points = tuple(point for point in distribution_points(certificate) if point.point or point.crl_issuer)
    for point in (*points, DistributionPoint(PointName((issuer,)))):
        mismatch = _issuer_mismatch(crl, certificate, point) or _scope_mismatch(crl, certificate, point)
        if not mismatch:
            covered |= limits.only_some_reasons & point.reasons
            problem = _NO_REASON
        elif problem == _OTHER_ISSUER:
            problem = mismatch
    if not covered:
        raise UnusableError(problem, Gap.OUT_OF_SCOPE)
    return Coverage(covered, _unreadable_points(certificate) or _delegated(crl, certificate, points))


def _unreadable_points(certificate: Certificate) -> str:
    """Say that a certificate does not let itself be read where its CRLs are, so that nobody knows whose CRL counts."""
    points = distribution_points(certificate)
    if not points and oid.CRL_DISTRIBUTION_POINTS in certificate.by_oid:
        return "the certificate's cRLDistributionPoints cannot be read (section 4.2.1.13)"
    if any(point.point is None and not point.crl_issuer for point in points):
        return "the certificate has a distribution point with neither a name nor a cRLIssuer (section 4.2.1.13)"
    return ""


def _delegated(crl: CertificateRevocationList, certificate: Certificate, points: tuple[DistributionPoint, ...]) -> str:
    """Say whom the certificate names as the issuers of its CRLs, where those are all others than the CRL's."""
    named = {name.label: name for point in points for name in point.crl_issuer_names}
    delegated = points and all(point.crl_issuer for point in points)
    if not delegated or crl.issuer in named.values() or certificate.issuer in named.values():
        return ""
    whom = listed([f'"{clipped(label)}"' for label in named], 2) or "none that can be compared"
    return f"it is not by the CRL issuer that the certificate names, {whom} (section 4.2.1.13)"


def _issuer_mismatch(crl: CertificateRevocationList, certificate: Certificate, point: DistributionPoint) -> str:
    """Section 6.3.3 (b)(1)."""
    if not point.crl_issuer:
        return "" if crl.issuer == certificate.issuer else _OTHER_ISSUER
    if crl.issuer not in point.crl_issuer_names:
        return _OTHER_ISSUER
    limits = crl.issuing_distribution_point
    if limits is None or not limits.indirect_crl:
        return "it does not say that it lists other CAs' certificates (indirectCRL), and it would have to"
    return ""


def _scope_mismatch(crl: CertificateRevocationList, certificate: Certificate, point: DistributionPoint) -> str:
    """Section 6.3.3 (b)(2)."""
    limits = crl.issuing_distribution_point or _EVERYTHING
    if limits.only_contains_attribute_certs:
        return "it covers only attribute certificates"
    if limits.only_contains_user_certs and certificate.is_ca:
        return "it covers only end-entity certificates, and this one is a CA's"
    if (limits.only_contains_user_certs or limits.only_contains_ca_certs) and certificate.version != V3:
        return "it covers only certificates that say whether they are a CA's, as version 1 and 2 do not (section 5.2.5)"
    if limits.only_contains_ca_certs and not certificate.is_ca:
        return "it covers only CA certificates, and this one is not a CA's"
    if limits.point is None:
        return ""
    names = point.crl_issuer_names or (certificate.issuer,)
    wanted = name_keys(point.crl_issuer) if point.point is None else point.point.keys(names)
    if limits.point.keys((crl.issuer,)) & wanted:
        return ""
    return f"it covers only the distribution point {limits.point}, which the certificate does not name"


def defect(crl: CertificateRevocationList, policy: ValidationPolicy) -> str:
    """Return why a CRL cannot be relied on, whatever it lists; the empty string where nothing is wrong with it.

    What section 5 forbids outright stands in :mod:`tlskit.chain.revocation.crl_form`.
    """
    if len(crl.der) > policy.budget.crl_bytes:
        return f"work limit reached: it has {len(crl.der):,} bytes, and {policy.budget.crl_bytes:,} are allowed"
    for name, problem in crl.problems.items():
        return f"it cannot be read: {name}: {problem}"
    for name in crl.unknown_critical:
        return f"it has the critical extension {name}, which is not understood"
    if crl.signature != crl.signature_algorithm:
        return "it names one signature algorithm outside the signed part and another inside it (section 5.1.1.2)"
    algorithm = algorithm_of(crl.signature_algorithm)
    if algorithm is not None and algorithm.name not in policy.permitted_signature_algorithms:
        return f"it is signed with {algorithm.name}, which the validation policy does not permit"
    return next(breaches(crl), "") if policy.conformance is Conformance.ENFORCE else ""


def staleness(crl: CertificateRevocationList, at: datetime) -> str:
    """Return why a CRL is not current, or the empty string. Both ends of its time are inclusive."""
    if crl.this_update is not None and at < crl.this_update:
        return f"it was not issued before {crl.this_update:%Y-%m-%d %H:%M:%S}Z"
    if crl.next_update is None:
        return "it has no nextUpdate, so that nothing says how long it holds"
    return f"it expired {crl.next_update:%Y-%m-%d %H:%M:%S}Z" if at > crl.next_update else ""


def updates(delta: CertificateRevocationList, base: CertificateRevocationList) -> bool:
    """Whether a delta CRL may be combined with a complete one (sections 5.2.4 and 6.3.3 (c))."""
    if delta.number is None or delta.base_number is None or base.number is None or delta.issuer != base.issuer:
        return False
    same = (oid.ISSUING_DISTRIBUTION_POINT, oid.AUTHORITY_KEY_IDENTIFIER)
    if any(delta.value(number) != base.value(number) for number in same):
        return False
    return delta.base_number <= base.number < delta.number
