"""OpenSSL's strict mode (``X509_V_FLAG_X509_STRICT``), rule by rule, as ``openssl verify -x509_strict`` applies it.

Python 3.13 and later set it in ``ssl.create_default_context()``; curl, Node and plain OpenSSL do not. The conditions
were measured with OpenSSL 3.0, and a test compares them with the program. They are OpenSSL's and not RFC 5280's: they
are asked of paths of more than one certificate, the root's form is judged as well, and "CA" is what OpenSSL takes for
one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tlskit.core import BoundedCache
from tlskit.registry import oid
from tlskit.x509 import DER_PROBLEMS, V1, V3, KeyOddity, KeyUsage, der

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tlskit.x509 import Certificate

WORDS = {
    78: "cert info signature and signature algorithm mismatch",
    79: "invalid CA certificate",
    80: "Path length invalid for non-CA cert",
    81: "Path length given without key usage keyCertSign",
    82: "Key usage keyCertSign invalid for non-CA cert",
    83: "Issuer name empty",
    84: "Subject name empty",
    85: "Missing Authority Key Identifier",
    86: "Missing Subject Key Identifier",
    87: "Empty Subject Alternative Name extension",
    88: "Subject empty and Subject Alt Name extension not critical",
    89: "Basic Constraints of CA cert not marked critical",
    92: "CA cert does not include key usage extension",
    93: "Using cert extension requires at least X509v3",
    94: "Certificate public key has explicit ECC parameters",
}
"""OpenSSL's numbers and words, which people search for.

90 and 91, key identifiers marked critical, are never reached: error 34, unhandled critical extension, comes first,
strict or not.
"""

INVALID_CA, EXPLICIT_CURVE, INNER_ALGORITHM, NO_AUTHORITY_KEY, NEEDS_VERSION_3 = 79, 94, 78, 85, 93

ALSO_WITHOUT = frozenset({EXPLICIT_CURVE, INNER_ALGORITHM, NEEDS_VERSION_3})
"""Faults for which OpenSSL or other clients refuse the certificate in any mode: other checks say them."""


class CaKind:
    """What ``X509_check_ca`` returns: why OpenSSL takes a certificate for a CA."""

    NONE, BASIC_CONSTRAINTS, VERSION_1_ROOT, KEY_USAGE, NETSCAPE = 0, 1, 3, 4, 5


def ca_kind(certificate: Certificate) -> int:
    """Return why OpenSSL takes the certificate for a CA, or :attr:`CaKind.NONE`."""
    usage, constraints = certificate.key_usage, certificate.basic_constraints
    if usage is not None and not usage.allows(KeyUsage.keyCertSign):
        return CaKind.NONE
    if constraints is not None:
        return CaKind.BASIC_CONSTRAINTS if constraints.ca else CaKind.NONE
    if certificate.version == V1 and certificate.is_self_issued:
        return CaKind.VERSION_1_ROOT
    if usage is not None:
        return CaKind.KEY_USAGE
    return CaKind.NETSCAPE if netscape_types(certificate) & _NETSCAPE_CA else CaKind.NONE


_NETSCAPE_CA = 0x07


def netscape_types(certificate: Certificate) -> int:
    """Return the first octet of nsCertType, or 0 where the extension is absent or cannot be read."""
    found = certificate.by_oid.get(oid.NETSCAPE_CERT_TYPE)
    if found is None:
        return 0
    try:
        octets, _ = der.bit_string(der.read_only(found.value, "nsCertType").expect(der.BIT_STRING, "nsCertType"))
    except DER_PROBLEMS:
        return 0
    return octets[0] if octets else 0


def has_explicit_curve(certificate: Certificate) -> bool:
    """Whether an EC key spells out the parameters of its curve (RFC 5480 section 2.1.1 forbids it)."""
    return certificate.key_form.oddity is KeyOddity.SPECIFIED_CURVE


def strict_faults(certificates: Sequence[Certificate], *, complete: bool) -> Iterator[tuple[int, int]]:
    """Yield each fault in the order in which OpenSSL meets them: the certificate's depth, and the error's number.

    ``complete``: the path ends with the last certificate; otherwise others would follow above it.
    """
    alone = complete and len(certificates) == 1
    for depth, certificate in enumerate(certificates):
        place = _Place(depth > 0, complete and depth + 1 == len(certificates), alone)
        for number in _known_faults(certificate, place):
            yield depth, number


class _Place(NamedTuple):
    """What the rules ask of the place in which a certificate stands."""

    is_issuer: bool
    is_last: bool
    is_alone: bool


_LONG = 4_096  # octets of a certificate whose template is not worth keeping
_KNOWN: BoundedCache[tuple[bytes | tuple[object, ...], _Place], tuple[int, ...]] = BoundedCache(1_000)


def _known_faults(certificate: Certificate, place: _Place) -> tuple[int, ...]:
    """Work the faults out once for an issuer, and once for all end entities of a template that decides them."""
    if not place.is_issuer and not _is_decided_by_template(certificate):
        return tuple(_faults(certificate, place))
    key = (certificate.der if place.is_issuer else certificate.template, place)
    known = _KNOWN.get(key)
    if known is None:
        known = tuple(_faults(certificate, place))
        if len(certificate.der) <= _LONG:
            _KNOWN.keep(key, known)
    return known


def _is_decided_by_template(certificate: Certificate) -> bool:
    inner_differs = certificate.signature_algorithm != certificate.signature
    return not (inner_differs or has_explicit_curve(certificate) or _has_empty_names(certificate))


def _faults(certificate: Certificate, place: _Place) -> Iterator[int]:
    kind = ca_kind(certificate)
    if kind > CaKind.BASIC_CONSTRAINTS or (place.is_issuer and kind == CaKind.NONE):
        yield INVALID_CA
    if place.is_alone:
        return
    if has_explicit_curve(certificate):
        yield EXPLICIT_CURVE
    yield from _constraint_faults(certificate)
    yield from _name_faults(certificate)
    if certificate.signature_algorithm != certificate.signature:
        yield INNER_ALGORITHM
    if certificate.version >= V3:
        if not place.is_last and certificate.authority_key_id is None:
            yield NO_AUTHORITY_KEY
        if certificate.is_ca and oid.SUBJECT_KEY_IDENTIFIER not in certificate.by_oid:
            yield 86
    elif certificate.by_oid:
        yield NEEDS_VERSION_3


def _constraint_faults(certificate: Certificate) -> Iterator[int]:
    usage, constraints = certificate.key_usage, certificate.basic_constraints
    signs = usage is not None and usage.allows(KeyUsage.keyCertSign)
    if constraints is not None and constraints.path_length is not None:
        if not constraints.ca:
            yield 80
        if not signs:
            yield 81
    if certificate.is_ca:
        if not certificate.by_oid[oid.BASIC_CONSTRAINTS].critical:
            yield 89
        if usage is None:
            yield 92
    elif signs:
        yield 82


def _name_faults(certificate: Certificate) -> Iterator[int]:
    if not certificate.issuer:
        yield 83
    names = certificate.by_oid.get(oid.SUBJECT_ALT_NAME)
    if not certificate.subject:
        usage = certificate.key_usage
        if names is None or certificate.is_ca or (usage is not None and usage.allows(KeyUsage.cRLSign)):
            yield 84
        if names is not None and not names.critical:
            yield 88
    if _has_empty_names(certificate):
        yield 87


def _has_empty_names(certificate: Certificate) -> bool:
    number = oid.SUBJECT_ALT_NAME
    return not certificate.subject_alt_name and number in certificate.by_oid and not certificate.is_malformed(number)
