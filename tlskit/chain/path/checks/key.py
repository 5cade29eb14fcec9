"""Is the subject's public key readable and strong enough?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import dsa, rsa

from tlskit.finding import Citation, Finding, Severity
from tlskit.registry import AlertDescription
from tlskit.x509 import KeyOddity, describe_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain.path.checks.role import Role
    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.x509 import Certificate, CertificateRef


class UnreadableKey(
    Finding,
    id="chain.key.unreadable",
    cites=Citation("RFC 5280", "4.1.2.7"),
    alert=AlertDescription.unsupported_certificate,
    undetermined=True,
):
    """The public key cannot be loaded, so that nothing signed with it can be checked.

    Its algorithm may be one that is not supported here, its parameters may be missing, or it may be damaged.
    """

    summary = "has a public key that cannot be loaded: {problem}"
    remedy = "Use a key of a common kind (RSA of 2048 bits or more, P-256, P-384, Ed25519)."
    certificate: CertificateRef
    problem: str


class ExplicitParameters(
    Finding,
    id="chain.key.explicit_parameters",
    cites=Citation("RFC 5480", "2.1.1"),
    alert=AlertDescription.bad_certificate,
):
    """The elliptic curve of the key is spelled out, number by number, instead of being named.

    RFC 5480 says that specifiedCurve and implicitCurve MUST NOT be used: curves that are made up for the purpose have
    been passed off as known ones (CVE-2020-0601). OpenSSL refuses such a certificate anywhere in a chain (error 94), so
    do Java and Go.
    """

    summary = "has a key that {oddity}, which RFC 5480 section 2.1.1 forbids; OpenSSL (error 94), Java and Go refuse it"
    remedy = 'Make a new key with a named curve (P-256, P-384), and have "{certificate}" issued for it.'
    certificate: CertificateRef
    oddity: str


class OddEncoding(
    Finding,
    id="chain.key.encoding",
    severity=Severity.WARNING,
    cites=(Citation("RFC 3279", "2.3"), Citation("RFC 5480", "2.2")),
    alert=AlertDescription.bad_certificate,
):
    """The public key is written in a form that not every client reads.

    The key itself is usable, and lenient clients take it as the usual form of the same key.
    """

    summary = "has a key that {oddity} ({section}); {refused_by}"
    remedy = 'Have "{certificate}" issued again with its key in the usual form.'
    certificate: CertificateRef
    oddity: str
    section: str
    refused_by: str


_FORBIDDEN_CURVES = (KeyOddity.SPECIFIED_CURVE, KeyOddity.IMPLICIT_CURVE)
_FORMS = {
    KeyOddity.COMPRESSED_POINT: ("RFC 5480 section 2.2 allows it", "OpenSSL accepts it, GnuTLS and Go refuse it"),
    KeyOddity.HYBRID_POINT: ("RFC 5480 section 2.2 forbids it", "OpenSSL accepts it, Go refuses it"),
    KeyOddity.OTHER_THAN_NULL: ("RFC 3279 section 2.3.1 demands NULL", "OpenSSL accepts it, Go refuses it"),
    KeyOddity.NULL_MISSING: ("RFC 3279 section 2.3.1 demands NULL", "OpenSSL accepts it, Go refuses it"),
}


class TooSmall(
    Finding,
    id="chain.key.too_small",
    cites=(Citation("NIST SP 800-131A"), Citation("CA/B BR", "6.1.5")),
    alert=AlertDescription.bad_certificate,
):
    """The RSA modulus is shorter than what the validation policy allows.

    Keys below 2048 bits are within reach of well-funded attackers; OpenSSL refuses them from security level 2 on.
    """

    summary = "has a key, {key}, that is too small: at least {minimum_bits} bits are required"
    remedy = 'Make a new key of {minimum_bits} bits or more, or an ECDSA key, and have "{certificate}" issued for it.'
    certificate: CertificateRef
    key: str
    bits: int
    minimum_bits: int


class Dsa(
    Finding,
    id="chain.key.dsa",
    severity=Severity.WARNING,
    cites=(Citation("FIPS 186-5"), Citation("RFC 9155")),
):
    """The key is a DSA key, which no current browser or TLS 1.3 implementation uses.

    FIPS 186-5 withdrew DSA for new signatures. The signature itself was still checked.
    """

    summary = "has a key, {key}, of a kind that current clients do not accept"
    remedy = 'Have "{certificate}" issued for an ECDSA or RSA key.'
    certificate: CertificateRef
    key: str


KINDS = (UnreadableKey, ExplicitParameters, OddEncoding, TooSmall, Dsa)


def unusable(certificate: Certificate) -> Finding | None:
    """Say why nothing that this key signed may be relied on, or nothing where it can be used or may be inherited."""
    oddity = certificate.key_form.oddity
    if oddity in _FORBIDDEN_CURVES and oddity is not None:
        return ExplicitParameters(certificate=certificate.ref, oddity=oddity.value)
    if oddity is KeyOddity.PSS_UNREADABLE:
        return UnreadableKey(certificate=certificate.ref, problem=f"it {oddity.value}")
    if certificate.public_key is None and oddity is not KeyOddity.DSA_INHERITED:
        problem = certificate.problems.get("subjectPublicKeyInfo") or certificate.key_problem or "there is none"
        return UnreadableKey(certificate=certificate.ref, problem=problem)
    return None


def uninherited(certificate: Certificate) -> Finding:
    """Say that a DSA key's parameters could not be inherited."""
    problem = f"it {KeyOddity.DSA_INHERITED.value}, and none above it gives them beyond doubt"
    return UnreadableKey(certificate=certificate.ref, problem=problem)


def check(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    """Load the key and measure it; what its encoding says is read beside that, since a loaded key does not tell."""
    del role
    found = unusable(certificate)
    if found is not None:
        if isinstance(found, ExplicitParameters) or "certificate" not in certificate.problems:
            yield found
        return
    oddity = certificate.key_form.oddity
    if oddity in _FORMS and oddity is not None:
        section, refused_by = _FORMS[oddity]
        yield OddEncoding(certificate=certificate.ref, oddity=oddity.value, section=section, refused_by=refused_by)
    match certificate.public_key:
        case None:  # a DSA key that inherits: whether it can is a question of the path
            yield Dsa(certificate=certificate.ref, key="DSA with the parameters of its issuer")
        case rsa.RSAPublicKey() as key if key.key_size < policy.minimum_rsa_bits:
            yield TooSmall(
                certificate=certificate.ref,
                key=describe_key(key),
                bits=key.key_size,
                minimum_bits=policy.minimum_rsa_bits,
            )
        case dsa.DSAPublicKey() as key:
            yield Dsa(certificate=certificate.ref, key=describe_key(key))
