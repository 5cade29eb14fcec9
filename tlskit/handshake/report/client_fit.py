"""Does the client's certificate fit what the server asks for? Every question that the client's side can answer.

Each check says what it saw; what it found carries the evidence. Nothing here knows what the server did: the causes of a
refusal are drawn from both in :mod:`tlskit.handshake.report.cause`. RFC 8446 sections 4.4.2.2 and 4.4.2.3, RFC 5246
section 7.4.6.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa

from tlskit.finding import CheckOutcome, CheckResult
from tlskit.handshake.report.client_certificate import (
    AnotherKey,
    ClientExpired,
    ClientNotYetValid,
    ClientSelfSigned,
    IntermediateLeftOut,
    IssuerNotAcceptable,
    UnacceptableKey,
    WrongPurpose,
)
from tlskit.registry import CLIENT_AUTH, ClientCertificateType, key_purpose_name
from tlskit.trace import SCHEMES, SignatureFamily, allows_scheme
from tlskit.x509 import SignatureOutcome, describe_key, verify

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tlskit.handshake.report.certificate_request import ReceivedRequest
    from tlskit.handshake.report.client_certificate import ClientFinding
    from tlskit.x509 import Certificate

_LONGEST = 10  # certificates that are followed upwards; TLS chains have three
_ANY_PURPOSE = "2.5.29.37.0"


class FitCheck(Enum):
    """What is looked at."""

    DATES = "dates"
    PURPOSE = "purpose"
    KEY = "signature algorithm"
    ISSUER = "issuer"


def client_checks(
    own: tuple[Certificate, ...], pool: Sequence[Certificate], request: ReceivedRequest, at: datetime
) -> tuple[CheckResult, ...]:
    """Return what became of each aspect; ``own`` is not empty, the client's certificate first."""
    return (_dates(own[0], at), _purpose(own[0]), _key(own[0], request), _issuer(own, pool, request))


def _dates(own: Certificate, at: datetime) -> CheckResult:
    if own.not_before is None or own.not_after is None:
        return _open(FitCheck.DATES, own, "its dates cannot be read")
    if at.replace(microsecond=0) > own.not_after:  # notAfter has no fractions: it is valid through that second
        return _failed(FitCheck.DATES, ClientExpired(refusal="", certificate=own.ref, not_after=own.not_after))
    if at < own.not_before:
        return _failed(FitCheck.DATES, ClientNotYetValid(refusal="", certificate=own.ref, not_before=own.not_before))
    return _passed(FitCheck.DATES, own, f"valid from {own.not_before:%Y-%m-%d} until {own.not_after:%Y-%m-%d}")


def _purpose(own: Certificate) -> CheckResult:
    purposes = own.extended_key_usage
    if purposes is None:
        return _passed(FitCheck.PURPOSE, own, "without extKeyUsage it is for any")
    if not {CLIENT_AUTH, _ANY_PURPOSE} & set(purposes):
        return _failed(FitCheck.PURPOSE, WrongPurpose(refusal="", certificate=own.ref, extended_key_usage=purposes))
    return _passed(FitCheck.PURPOSE, own, f"extKeyUsage has {', '.join(map(key_purpose_name, purposes))}")


# -- the key ---------------------------------------------------------------------------------------------------------

_RSA = frozenset({SignatureFamily.RSA_PKCS1, SignatureFamily.RSA_PSS})
_TYPES = {
    "rsa": ClientCertificateType.rsa_sign,
    "dsa": ClientCertificateType.dss_sign,
    "ec": ClientCertificateType.ecdsa_sign,
}


def _key(own: Certificate, request: ReceivedRequest) -> CheckResult:
    """Is there a signature that the key can make and the server accepts?"""
    key = own.public_key
    families, curve, kind = _abilities(key)
    if not families:
        return _open(FitCheck.KEY, own, f"what a key of this kind signs is not known ({describe_key(key)})")
    if not request.signature_schemes and not request.certificate_types:
        return _open(FitCheck.KEY, own, "the server does not say what it accepts")
    usable = [
        scheme
        for scheme in request.signature_schemes
        if _makes(scheme, families, curve, request) and _allowed(scheme, own)
    ]
    wrong_type = request.certificate_types and _TYPES.get(kind) not in request.certificate_types
    if wrong_type or (request.signature_schemes and not usable):
        accepted = request.certificate_types if wrong_type else request.signature_schemes
        names = tuple(item.label for item in accepted)
        return _failed(
            FitCheck.KEY, UnacceptableKey(refusal="", certificate=own.ref, key=describe_key(key), accepted=names)
        )
    shown = usable[0].label if usable else _TYPES[kind].label
    return _passed(FitCheck.KEY, own, f"{describe_key(key)} can sign with {shown}, which the server accepts")


def _makes(scheme: int, families: frozenset[SignatureFamily], curve: str, request: ReceivedRequest) -> bool:
    known = SCHEMES.get(scheme)
    if known is None or known.family not in families:
        return False
    if not request.is_tls13:
        return True
    fits_curve = known.family is not SignatureFamily.ECDSA or known.curve == curve
    return known.in_tls13 and known.family is not SignatureFamily.RSA_PKCS1 and fits_curve


def _allowed(scheme: int, own: Certificate) -> bool:
    """Whether the key's own parameters allow a scheme, which matters for RSA alone."""
    known = SCHEMES[scheme]
    return known.family not in _RSA or allows_scheme(known, own.key_form)


def _abilities(key: object) -> tuple[frozenset[SignatureFamily], str, str]:
    """Return the families of signatures, the curve, and the kind of a key."""
    match key:
        case rsa.RSAPublicKey():
            return _RSA, "", "rsa"
        case ec.EllipticCurvePublicKey():
            return frozenset({SignatureFamily.ECDSA}), key.curve.name, "ec"
        case ed25519.Ed25519PublicKey():
            return frozenset({SignatureFamily.ED25519}), "", "ec"  # RFC 8422 section 5.5
        case ed448.Ed448PublicKey():
            return frozenset({SignatureFamily.ED448}), "", "ec"
        case dsa.DSAPublicKey():
            return frozenset({SignatureFamily.DSA}), "", "dsa"
    return frozenset(), "", ""


# -- the issuer ------------------------------------------------------------------------------------------------------


def _issuer(own: tuple[Certificate, ...], pool: Sequence[Certificate], request: ReceivedRequest) -> CheckResult:
    """Does the certificate come from an acceptable CA, by what is sent along?"""
    leaf = own[0]
    if not request.authorities:
        return _open(FitCheck.ISSUER, leaf, "the server does not say which CAs it accepts")
    names = tuple(name.label for name in request.authorities)
    sent = _climb(leaf, own[1:], request)
    if sent[-1].issuer in request.authorities:
        return _named(sent, (*own, *pool), names)
    through = _climb(leaf, (*own[1:], *pool), request)
    ref, issuer = leaf.ref, sent[-1].issuer.label
    if through[-1].issuer in request.authorities:
        missing = tuple(f'"{item.label}"' for item in through if item not in own)
        return _failed(
            FitCheck.ISSUER,
            IntermediateLeftOut(refusal="", certificate=ref, issuer=issuer, authorities=names, missing=missing),
        )
    if leaf.is_self_issued and verify(leaf, leaf) is SignatureOutcome.VALID:
        return _failed(FitCheck.ISSUER, ClientSelfSigned(refusal="", certificate=ref, issuer=issuer, authorities=names))
    return _failed(FitCheck.ISSUER, IssuerNotAcceptable(refusal="", certificate=ref, issuer=issuer, authorities=names))


def _climb(leaf: Certificate, others: Sequence[Certificate], request: ReceivedRequest) -> tuple[Certificate, ...]:
    """Follow issuers upwards, each by its signature, until one is acceptable or none is at hand."""
    path = [leaf]
    while path[-1].issuer not in request.authorities and len(path) < _LONGEST:
        above = next((item for item in _signers(path[-1], others) if item not in path), None)
        if above is None:
            break
        path.append(above)
    return tuple(path)


def _signers(subject: Certificate, others: Sequence[Certificate]) -> Iterator[Certificate]:
    for item in others:
        if item.subject == subject.issuer and verify(subject, item) is SignatureOutcome.VALID:
            yield item


def _named(path: tuple[Certificate, ...], known: Sequence[Certificate], names: tuple[str, ...]) -> CheckResult:
    """Judge an issuer whose name is acceptable by its key, where its certificate is at hand."""
    leaf, last = path[0], path[-1]
    issuer = last.issuer.label
    candidates = [item for item in known if item.subject == last.issuer]
    if any(verify(last, item) is SignatureOutcome.VALID for item in candidates):
        return _passed(FitCheck.ISSUER, leaf, f'"{issuer}" is acceptable, and its key fits the signature')
    if not candidates:
        return _passed(FitCheck.ISSUER, leaf, f'"{issuer}" is acceptable by its name; its key is not at hand')
    why = f'the signature does not fit the key of the "{issuer}" that is at hand'
    return _failed(
        FitCheck.ISSUER, AnotherKey(refusal="", certificate=leaf.ref, issuer=issuer, authorities=names, why=why)
    )


# -- results ---------------------------------------------------------------------------------------------------------


def _passed(aspect: FitCheck, own: Certificate, detail: str) -> CheckResult:
    return CheckResult(aspect.value, CheckOutcome.PASSED, own.label, detail, about=aspect)


def _open(aspect: FitCheck, own: Certificate, detail: str) -> CheckResult:
    return CheckResult(aspect.value, CheckOutcome.NOT_DETERMINED, own.label, detail, about=aspect)


def _failed(aspect: FitCheck, finding: ClientFinding) -> CheckResult:
    return CheckResult(aspect.value, CheckOutcome.FAILED, finding.subject_label, finding.summary, (finding,), aspect)
