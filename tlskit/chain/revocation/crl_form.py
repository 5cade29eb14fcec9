"""Does RFC 5280 section 5 allow such a CRL at all?

Two degrees. What the section forbids outright makes a CRL that claims what it is not, or that nobody can have meant:
it cannot say that a certificate is good, whatever the policy; where its right signer lists a certificate in it, that is
believed. What only the profile demands, and relying parties let pass, decides under ENFORCE alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.registry import oid
from tlskit.x509 import CRL_V1

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.x509 import CertificateRevocationList, IssuingDistributionPoint

_LONGEST_NUMBER = 20 * 8
_NEVER_CRITICAL = (
    (oid.CRL_NUMBER, "5.2.3"),
    (oid.AUTHORITY_KEY_IDENTIFIER, "5.2.1"),
    (oid.ISSUER_ALT_NAME, "5.2.2"),
    (oid.FRESHEST_CRL, "5.2.6"),
    (oid.AUTHORITY_INFO_ACCESS, "5.2.7"),
)


def forbidden(crl: CertificateRevocationList) -> Iterator[str]:
    """Yield what the frame of a CRL has that section 5 forbids, as clauses that follow the CRL's name."""
    if crl.version == CRL_V1 and crl.says_version:
        yield "it encodes version 1, which is said by leaving the version out (section 5.1.2.1)"
    if not crl.issuer:
        yield "its issuer is empty (section 5.1.2.3)"
    if crl.this_update is not None and crl.next_update is not None and crl.next_update < crl.this_update:
        yield "its nextUpdate is before its thisUpdate (sections 5.1.2.4 and 5.1.2.5)"
    if crl.says_revoked and crl.lists_nothing:
        yield "its list of revoked certificates is present and empty (section 5.1.2.6)"
    if crl.says_extensions and not crl.extensions:
        yield "its list of extensions is present and empty (section 5.1)"
    limits = crl.issuing_distribution_point
    if limits is not None:
        yield from _scope(limits, crl.value(oid.ISSUING_DISTRIBUTION_POINT))
    if crl.is_delta:
        yield from _delta(crl)


def _scope(limits: IssuingDistributionPoint, encoded: bytes) -> Iterator[str]:
    """Section 5.2.5."""
    kinds = (limits.only_contains_user_certs, limits.only_contains_ca_certs, limits.only_contains_attribute_certs)
    if encoded == b"\x30\x00":
        yield "its issuingDistributionPoint is empty (section 5.2.5)"
    if sum(kinds) > 1:
        yield "it claims to contain only certificates of two kinds at once (section 5.2.5)"
    if not limits.only_some_reasons:
        yield "its onlySomeReasons names no reason (section 5.2.5)"
    if limits.point is not None and not limits.point.full_names and not limits.point.relative:
        yield "its distribution point has no name (section 5.2.5)"


def _delta(crl: CertificateRevocationList) -> Iterator[str]:
    if crl.number is None:
        yield "it is a delta CRL without a CRL number (section 5.2.3)"
    elif crl.base_number is not None and crl.base_number > crl.number:
        yield "it is a delta CRL that is older than the CRL it updates (section 5.2.4)"
    if oid.FRESHEST_CRL in crl.by_oid:
        yield "it is a delta CRL with freshestCRL (section 5.2.6)"


def breaches(crl: CertificateRevocationList) -> Iterator[str]:
    """Yield what section 5 demands of issuers and the CRL lacks, though relying parties take it as it is."""
    for number, section in ((oid.CRL_NUMBER, "5.2.3"), (oid.AUTHORITY_KEY_IDENTIFIER, "5.2.1")):
        if crl.version == CRL_V1 or number not in crl.by_oid:
            yield f"it lacks {oid.extension_name(number)}, which section {section} demands"
    for number, section in _NEVER_CRITICAL:
        found = crl.by_oid.get(number)
        if found is not None and found.critical:
            yield f"it marks {found.name} as critical, which section {section} forbids"
    for number, section in ((oid.DELTA_CRL_INDICATOR, "5.2.4"), (oid.ISSUING_DISTRIBUTION_POINT, "5.2.5")):
        found = crl.by_oid.get(number)
        if found is not None and not found.critical:
            yield f"it does not mark {found.name} as critical, which section {section} demands"
    if crl.number is not None and crl.number.bit_length() >= _LONGEST_NUMBER:
        yield "its CRL number is longer than the 20 octets that section 5.2.3 allows"
    if crl.next_update is None:
        yield "it has no nextUpdate, which section 5.1.2.5 demands"
