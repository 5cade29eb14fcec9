"""An OCSP response read and judged (RFC 6960): is it about this certificate, who signed it, is it fresh, what it says.

Pure: the response, the certificate and its issuers are handed in, and so is the time. A response counts where the
certificate's issuer signed it itself, or a responder that this issuer certified with the purpose OCSPSigning (section
4.2.2.2). Reading never raises.
"""

from __future__ import annotations

import hashlib
import warnings
from enum import Enum
from typing import TYPE_CHECKING

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from tlskit.core import FrozenValue
from tlskit.registry import OCSP_SIGNING, TLS_FEATURE
from tlskit.x509 import DER_PROBLEMS, AlgorithmIdentifier, Certificate, SignatureOutcome, der, verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from cryptography import x509

MOST_RESPONSES = 64
"""How many single responses are looked at; a stapled one has one."""
_STATUS_REQUEST = 5  # RFC 6066 section 8
_PROBLEMS = (ValueError, TypeError, UnsupportedAlgorithm, AttributeError)


class OcspStatus(Enum):
    """What a response says of a certificate."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


class OcspStanding(Enum):
    """Whether a response can be relied on."""

    RELIABLE = "reliable"
    STALE = "stale"
    NOT_YET_VALID = "not yet valid"
    UNVERIFIED = "not verified"  # the issuer is not at hand, or the algorithm is not known
    UNUSABLE = "unusable"


class OcspAnswer(FrozenValue):
    """A response judged. ``problem`` is a clause, empty where it is reliable; ``responder`` who signed it.

    ``status`` is ``None`` where it says nothing about the certificate.
    """

    standing: OcspStanding
    status: OcspStatus | None = None
    problem: str = ""
    responder: str = ""
    this_update: datetime | None = None
    next_update: datetime | None = None
    revocation_date: datetime | None = None
    reason: str = ""


def judge_ocsp(encoded: bytes, certificate: Certificate, issuers: Sequence[Certificate], at: datetime) -> OcspAnswer:
    """Return what a response in DER says of ``certificate``; ``issuers`` are those that may have issued it."""
    response, problem = _load(encoded)
    if response is None:
        return OcspAnswer(OcspStanding.UNUSABLE, problem=problem)
    try:
        return _judge(response, certificate, issuers, at)
    except _PROBLEMS as error:
        return OcspAnswer(OcspStanding.UNUSABLE, problem=f"it cannot be read ({type(error).__name__})")


def demands_staple(certificate: Certificate) -> bool:
    """Tell whether a certificate has the TLS feature status_request: "must staple" (RFC 7633)."""
    feature = certificate.by_oid.get(TLS_FEATURE)
    if feature is None:
        return False
    try:
        return _STATUS_REQUEST in [der.integer(item) for item in der.sequence(feature.value, "Features")]
    except DER_PROBLEMS:
        return False


def _load(encoded: bytes) -> tuple[ocsp.OCSPResponse | None, str]:
    try:
        response = ocsp.load_der_ocsp_response(encoded)
    except _PROBLEMS:
        return None, "it is no OCSP response"
    if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        return None, f"the responder answered {response.response_status.name.lower()}"
    return response, ""


def _judge(
    response: ocsp.OCSPResponse, certificate: Certificate, issuers: Sequence[Certificate], at: datetime
) -> OcspAnswer:
    single = _about(response, certificate, issuers)
    if single is None:
        return OcspAnswer(OcspStanding.UNUSABLE, problem="it is about another certificate")
    said = OcspAnswer(
        OcspStanding.RELIABLE,
        OcspStatus[single.certificate_status.name],
        this_update=single.this_update_utc,
        next_update=single.next_update_utc,
        revocation_date=single.revocation_time_utc,
        reason=_reason(single.revocation_reason),
    )
    responder, problem, standing = _signer(response, issuers, at)
    if problem:
        return said.replace(standing=standing, problem=problem, responder=responder)
    if single.this_update_utc > at:
        return said.replace(standing=OcspStanding.NOT_YET_VALID, problem="it is from the future", responder=responder)
    if single.next_update_utc is not None and single.next_update_utc < at:
        return said.replace(standing=OcspStanding.STALE, problem="it is out of date", responder=responder)
    return said.replace(responder=responder)


def _reason(reason: x509.ReasonFlags | None) -> str:
    return "" if reason is None else reason.value


def _about(
    response: ocsp.OCSPResponse, certificate: Certificate, issuers: Sequence[Certificate]
) -> ocsp.OCSPSingleResponse | None:
    """Return the response about a certificate; without an issuer at hand its serial number and issuer's name tell."""
    for _, single in zip(range(MOST_RESPONSES), response.responses, strict=False):
        if single.serial_number != certificate.serial_number:
            continue
        digest = single.hash_algorithm.name
        if single.issuer_name_hash != hashlib.new(digest, certificate.issuer.encoding).digest():
            continue
        keys = {hashlib.new(digest, _key_bits(item)).digest() for item in issuers}
        if not keys or single.issuer_key_hash in keys:
            return single
    return None


def _key_bits(certificate: Certificate) -> bytes:
    """Return the contents of the BIT STRING subjectPublicKey (section 4.1.1)."""
    try:
        _, bits = der.sequence(certificate.subject_public_key_info, "SubjectPublicKeyInfo")
    except DER_PROBLEMS:
        return b""
    return bits.contents[1:]


# -- the signature ---------------------------------------------------------------------------------------------------


class _Signed(FrozenValue):
    """A response as something that is signed."""

    tbs: bytes
    signature_algorithm: AlgorithmIdentifier
    signature_value: bytes


def _signer(response: ocsp.OCSPResponse, issuers: Sequence[Certificate], at: datetime) -> tuple[str, str, OcspStanding]:
    """Return who signed a response, and what is wrong with that."""
    if not issuers:
        return "", "the certificate's issuer is not at hand", OcspStanding.UNVERIFIED
    algorithm = AlgorithmIdentifier(response.signature_algorithm_oid.dotted_string, b"")
    signed = _Signed(response.tbs_response_bytes, algorithm, response.signature)
    outcomes = {verify(signed, issuer): issuer for issuer in issuers}
    if SignatureOutcome.VALID in outcomes:
        return outcomes[SignatureOutcome.VALID].label, "", OcspStanding.RELIABLE
    if SignatureOutcome.UNKNOWN_ALGORITHM in outcomes:
        return "", f"it is signed with an unknown algorithm ({algorithm.oid})", OcspStanding.UNVERIFIED
    problems = []
    for responder in _delegates(response.certificates):
        if verify(signed, responder) is SignatureOutcome.VALID:
            problem = _delegation_problem(responder, issuers, at)
            if not problem:
                return responder.label, "", OcspStanding.RELIABLE
            problems.append((responder.label, problem))
    if problems:
        return *problems[0], OcspStanding.UNUSABLE
    return "", "its signature is by nobody who may sign it", OcspStanding.UNUSABLE


def _delegates(certificates: Iterable[x509.Certificate]) -> Iterator[Certificate]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of odd serial numbers
        yield from (Certificate(item.public_bytes(Encoding.DER)) for item in certificates)


def _delegation_problem(responder: Certificate, issuers: Sequence[Certificate], at: datetime) -> str:
    """Say why a responder may not sign for the issuer, or nothing."""
    if not any(
        responder.issuer == issuer.subject and verify(responder, issuer) is SignatureOutcome.VALID for issuer in issuers
    ):
        return "its signer was not certified by the certificate's issuer"
    if OCSP_SIGNING not in (responder.extended_key_usage or ()):
        return "its signer's certificate is not for OCSPSigning"
    begins, ends = responder.not_before, responder.not_after
    if begins is None or ends is None or not begins <= at <= ends:
        return "its signer's certificate is not valid at that time"
    return ""
