"""Is the certificate signed with an algorithm that may be used?

Whether the signature verifies is judged edge by edge, in :mod:`tlskit.chain.path.issuer`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.path.checks.role import Role
from tlskit.chain.path.policy import WEAK_DIGESTS, ValidationPolicy
from tlskit.finding import Citation, Finding, Severity
from tlskit.registry import AlertDescription
from tlskit.x509 import KeyAlgorithm, algorithm_of, parameters_oddity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.x509 import AlgorithmIdentifier, Certificate, CertificateRef
_VALIDATION = (Citation("RFC 5280", "6.1.3"), Citation("RFC 4158", "2"))


class WeakHash(
    Finding,
    id="chain.signature.weak_hash",
    cites=(Citation("RFC 9155"), Citation("RFC 6151"), Citation("CA/B BR", "7.1.3.2")),
    alert=AlertDescription.bad_certificate,
):
    """The certificate is signed over a hash for which collisions can be made.

    Two certificates with the same signature can be prepared, one harmless and one not. Browsers have refused SHA-1
    since 2017, and OpenSSL refuses it from security level 1 on.
    """

    summary = "is signed with {algorithm}, which rests on the broken hash {digest}"
    remedy = 'Have "{certificate}" issued again with SHA-256 or better.'
    certificate: CertificateRef
    algorithm: str
    digest: str


class AlgorithmNotPermitted(
    Finding,
    id="chain.signature.not_permitted",
    cites=Citation("RFC 5280", "6.1.3"),
    alert=AlertDescription.bad_certificate,
):
    """The certificate's signature algorithm is not among those that the validation policy permits.

    The algorithm is sound as far as is known; the policy that was asked for leaves it out.
    """

    summary = "is signed with {algorithm}, which the validation policy does not permit"
    remedy = "Permit the algorithm in the policy, or have the certificate issued with a permitted one."
    certificate: CertificateRef
    algorithm: str


class AlgorithmMismatch(
    Finding,
    id="chain.signature.algorithm_mismatch",
    cites=Citation("RFC 5280", "4.1.1.2"),
    alert=AlertDescription.bad_certificate,
):
    """The algorithm named outside the signed part differs from the one named inside it.

    RFC 5280 demands that both are the same; the outer one is not protected by the signature.
    """

    summary = "names the signature algorithm {outer} outside the signed part and {inner} inside it"
    remedy = 'Have the CA issue "{certificate}" again.'
    certificate: CertificateRef
    outer: str
    inner: str


class InvalidSignature(
    Finding, id="chain.signature.invalid", cites=_VALIDATION, alert=AlertDescription.bad_certificate
):
    """The signature does not verify with the public key of the issuer whose name and key identifier fit.

    The certificate was altered or damaged after it was signed, or it was never signed by that CA.
    """

    summary = 'its signature does not verify with the key of "{issuer}"'
    remedy = 'Get "{certificate}" anew from the CA: this copy is damaged, altered or forged.'
    certificate: CertificateRef
    issuer: CertificateRef


class OddParameters(
    Finding,
    id="chain.signature.parameters",
    severity=Severity.WARNING,
    cites=(Citation("RFC 5758", "3.2"), Citation("RFC 4055", "5"), Citation("RFC 8410", "3")),
    alert=AlertDescription.bad_certificate,
):
    """The signature algorithm has parameters that it must not have.

    ECDSA, DSA and EdDSA have no parameters, PKCS#1 v1.5 has NULL. The signature itself does not depend on them.
    """

    summary = (
        "is signed with {algorithm}, whose identifier {oddity}, which {section} does not allow; OpenSSL, GnuTLS and Go "
        "accept it, Chrome, rustls and Python's cryptography refuse it"
    )
    remedy = 'Have the CA issue "{certificate}" again with the algorithm as its RFC writes it.'
    certificate: CertificateRef
    algorithm: str
    oddity: str
    section: str


class NotAllowedByKey(
    Finding,
    id="chain.signature.not_allowed_by_key",
    cites=(Citation("RFC 4055", "1.2"), Citation("RFC 4055", "3.3")),
    alert=AlertDescription.bad_certificate,
):
    """The issuer's key is for RSASSA-PSS alone, and the certificate is signed in a way that this key does not allow.

    A key under id-RSASSA-PSS makes no other signatures. Where it has parameters, a signature must have the same hashes
    and at least the same salt length. OpenSSL and GnuTLS refuse other signatures; software that forgets where a key
    came from accepts them.
    """

    summary = 'is signed with {made}, where the key of its issuer "{issuer}" allows only {allowed}'
    remedy = 'Have the CA sign "{certificate}" with {allowed}.'
    certificate: CertificateRef
    issuer: CertificateRef
    allowed: str
    made: str


class UnsupportedSignature(
    Finding,
    id="chain.signature.unsupported",
    cites=_VALIDATION,
    alert=AlertDescription.unsupported_certificate,
    undetermined=True,
):
    """The signature could not be checked: its algorithm is not known here.

    Whether the certificate is genuine is open.
    """

    summary = "its signature could not be checked: algorithm {algorithm} is not supported"
    remedy = "Use a common signature algorithm, or a newer tlskit and OpenSSL."
    certificate: CertificateRef
    algorithm: str


KINDS = (
    WeakHash,
    AlgorithmNotPermitted,
    OddParameters,
    AlgorithmMismatch,
    InvalidSignature,
    NotAllowedByKey,
    UnsupportedSignature,
)


def check(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    """An anchor's signature is not relied on, so that its strength does not count."""
    outer, inner = certificate.signature_algorithm, certificate.signature
    if outer is not None and inner is not None and outer != inner:
        named = [_with_parameters(item) if outer.oid == inner.oid else item.oid for item in (outer, inner)]
        yield AlgorithmMismatch(certificate=certificate.ref, outer=named[0], inner=named[1])
    yield from _odd_parameters(certificate)
    algorithm = algorithm_of(outer)
    if role is Role.ANCHOR or algorithm is None or algorithm.name in policy.permitted_signature_algorithms:
        return
    if algorithm.digest in WEAK_DIGESTS:
        yield WeakHash(certificate=certificate.ref, algorithm=algorithm.name, digest=algorithm.digest)
    else:
        yield AlgorithmNotPermitted(certificate=certificate.ref, algorithm=algorithm.name)


def _odd_parameters(certificate: Certificate) -> Iterator[Finding]:
    """Judge the parameters inside the signed part, or outside it where only those are odd."""
    for identifier in (certificate.signature, certificate.signature_algorithm):
        known = algorithm_of(identifier)
        oddity = "" if identifier is None else parameters_oddity(identifier)
        if known is not None and oddity:
            yield OddParameters(
                certificate=certificate.ref, algorithm=known.name, oddity=oddity, section=_SECTIONS[known.family]
            )
            return


_SECTIONS = {
    KeyAlgorithm.RSA: "RFC 4055 section 5",
    KeyAlgorithm.ECDSA: "RFC 5758 section 3.2",
    KeyAlgorithm.DSA: "RFC 5758 section 3.1",
    KeyAlgorithm.ED25519: "RFC 8410 section 3",
    KeyAlgorithm.ED448: "RFC 8410 section 3",
    KeyAlgorithm.ML_DSA: "RFC 9881 section 2",
}


def _with_parameters(found: AlgorithmIdentifier) -> str:
    """Name an algorithm by what alone makes the difference."""
    match found.parameters:
        case b"":
            return f"{found.oid} without parameters"
        case b"\x05\x00":
            return f"{found.oid} with NULL"
    return f"{found.oid} with the parameters {found.parameters.hex()}"
