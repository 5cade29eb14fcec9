"""An OCSP response judged (RFC 6960): is it about this certificate, who signed it, is it fresh, what it says.

Pure: the response, the certificate and its issuers are handed in, and so is the time. A response counts where the key
that signed the certificate itself signed it too, or a responder that this key certified with the purpose OCSPSigning
(section 4.2.2.2). Whatever has only the issuer's name vouches for nothing: a server can make such a certificate.
Reading is :mod:`tlskit.x509.ocsp_response`'s. Judging never raises.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING

from tlskit.chain.path.certificate_graph import judge_certificate
from tlskit.chain.path.checks import Role
from tlskit.chain.path.checks.extension import UnknownCritical
from tlskit.chain.path.policy import ValidationPolicy
from tlskit.core import FrozenValue, clipped
from tlskit.finding import Severity
from tlskit.registry import OCSP_SIGNING, extension_name, oid
from tlskit.x509 import (
    DER_PROBLEMS,
    MOST_ANSWERS,
    Certificate,
    KeyUsage,
    OcspResponse,
    OcspStatus,
    SignatureOutcome,
    algorithm_of,
    der,
    verify,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tlskit.x509 import AlgorithmIdentifier, CertID, Extension, SingleResponse

CLOCK_SKEW = timedelta(minutes=5)
"""How far in the future thisUpdate may lie, with a note; OpenSSL allows as much."""
LONGEST_WITHOUT_NEXT_UPDATE = timedelta(days=10)
"""How long a response without nextUpdate is fresh: the longest that CA/B BR 4.9.10 lets one with it stand."""
LONGEST_INTERVAL = timedelta(days=31)
"""From thisUpdate to nextUpdate; more than that is noted."""
MOST_SIGNATURE_CHECKS = 64
"""Keys of delegated responders that one response's signature is checked with."""

_STATUS_REQUEST = 5  # RFC 6066 section 8
_HASHES = {
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
"""What a CertID may be made with (section 4.3 and RFC 5754)."""
_REFUSED_HASHES = {"1.2.840.113549.2.5": "MD5", "2.16.840.1.101.3.4.2.4": "SHA-224"}
_UNDERSTOOD = frozenset({oid.OCSP_NONCE, oid.OCSP_CRL_REFERENCE, oid.OCSP_ARCHIVE_CUTOFF, oid.OCSP_EXTENDED_REVOKE})
_UNDERSTOOD_OF_SINGLE = _UNDERSTOOD | {oid.CRL_REASON, oid.INVALIDITY_DATE}
_UNDERSTOOD_OF_RESPONDER = frozenset(
    {
        oid.BASIC_CONSTRAINTS,
        oid.KEY_USAGE,
        oid.EXTENDED_KEY_USAGE,
        oid.SUBJECT_ALT_NAME,
        oid.SUBJECT_KEY_IDENTIFIER,
        oid.AUTHORITY_KEY_IDENTIFIER,
        oid.CERTIFICATE_POLICIES,
        oid.OCSP_NO_CHECK,
    }
)
_NULL = b"\x05\x00"


class OcspStanding(Enum):
    """Whether a response can be relied on."""

    RELIABLE = "reliable"
    STALE = "stale"
    NOT_YET_VALID = "not yet valid"
    UNVERIFIED = "not verified"  # the issuer is not at hand, or the algorithm is not known
    UNUSABLE = "unusable"


class OcspAnswer(FrozenValue):
    """A response judged. ``problem`` is a clause, empty where it is reliable; ``responder`` who signed it.

    ``status`` is ``None`` where it says nothing about the certificate. ``notes`` are clauses on what is odd about it
    and does not decide. *Revoked* is reliable whenever who may sign it signed it: it does not grow old.
    """

    standing: OcspStanding
    status: OcspStatus | None = None
    problem: str = ""
    responder: str = ""
    this_update: datetime | None = None
    next_update: datetime | None = None
    revocation_date: datetime | None = None
    reason: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether it proves that the certificate is not revoked."""
        return self.standing is OcspStanding.RELIABLE and self.status is OcspStatus.GOOD

    @property
    def shortcoming(self) -> str:
        """Why it does not prove that, as a clause; empty where it does."""
        if self.problem or self.is_good:
            return self.problem
        return f"it says {self.status.value}" if self.status else "it says nothing about the certificate"


def judge_ocsp(
    encoded: bytes,
    certificate: Certificate,
    issuers: Sequence[Certificate],
    at: datetime,
    policy: ValidationPolicy | None = None,
) -> OcspAnswer:
    """Return what a response in DER says of ``certificate``; ``issuers`` are those that may have issued it.

    Only those count whose key signed the certificate. ``policy`` says how strong a responder's key must be; by default
    as :class:`~tlskit.chain.ValidationPolicy` does.
    """
    response = OcspResponse(encoded)
    if response.problem:
        return OcspAnswer(OcspStanding.UNUSABLE, problem=response.problem)
    issuers = [item for item in issuers if _signed_by(certificate, item)]
    singles, problem = _about(response, certificate, issuers)
    if not singles:
        return OcspAnswer(OcspStanding.UNUSABLE, problem=problem)
    single, standing, problem = _decisive(singles, at)
    answer = OcspAnswer(
        standing,
        single.status,
        problem,
        this_update=single.this_update,
        next_update=single.next_update,
        revocation_date=single.revocation_date,
        reason=single.reason,
        notes=tuple(dict.fromkeys(_notes(response, singles, single, at))),
    )
    wrong = _extension_problem(response.extensions, _UNDERSTOOD)
    for item in singles:
        wrong = wrong or _extension_problem(item.extensions, _UNDERSTOOD_OF_SINGLE)
    if wrong:
        return answer.replace(standing=OcspStanding.UNUSABLE, problem=wrong)
    signer = _signer(response, _Question(certificate, issuers, policy or ValidationPolicy(at=at), at))
    if signer.problem:
        return answer.replace(standing=signer.standing, problem=signer.problem, responder=signer.label)
    return answer.replace(responder=signer.label)


def demands_staple(certificate: Certificate) -> bool:
    """Tell whether a certificate has the TLS feature status_request: "must staple" (RFC 7633)."""
    return _STATUS_REQUEST in certificate.tls_features


def _signed_by(certificate: Certificate, issuer: Certificate) -> bool:
    return certificate.issuer == issuer.subject and verify(certificate, issuer) is SignatureOutcome.VALID


# -- the answer ------------------------------------------------------------------------------------------------------


def _about(
    response: OcspResponse, certificate: Certificate, issuers: Sequence[Certificate]
) -> tuple[list[SingleResponse], str]:
    """Return the answers about a certificate, or why there is none.

    Without an issuer at hand its serial number and its issuer's name tell.
    """
    if not len(response):
        return [], "it has no answer at all"
    if certificate.serial_number is None:
        return [], "the certificate has no readable serial number"
    found, problem = [], "it is about another certificate (no answer has this serial number)"
    answers = response.search(certificate.serial_number)
    if len(answers) > MOST_ANSWERS:
        return [], f"it has more than {MOST_ANSWERS:,} answers about this serial number, the most that are looked at"
    for single in answers:
        wrong = _mismatch(single.cert_id, certificate, issuers)
        if wrong:
            problem = f"it does not name this certificate: {wrong}"
        else:
            found.append(single)
    return found, problem


def _mismatch(cert_id: CertID, certificate: Certificate, issuers: Sequence[Certificate]) -> str:
    """Say in what a CertID (section 4.1.1) differs from a certificate of the same serial number."""
    digest = _HASHES.get(cert_id.hash_algorithm)
    if digest is None:
        name = _REFUSED_HASHES.get(cert_id.hash_algorithm, cert_id.hash_algorithm)
        return f"its CertID is made with a hash that is not accepted ({name})"
    if cert_id.issuer_name_hash != hashlib.new(digest, certificate.issuer.encoding).digest():
        return "the hash of the issuer's name differs"
    keys = [hashlib.new(digest, _key_bits(item)).digest() for item in issuers]
    wrong = bool(keys) and cert_id.issuer_key_hash not in keys
    return "the hash of the issuer's key is not that of the key that signed it" if wrong else ""


def _key_bits(certificate: Certificate) -> bytes:
    """Return the contents of the BIT STRING subjectPublicKey (section 4.1.1)."""
    try:
        _, bits = der.sequence(certificate.subject_public_key_info, "SubjectPublicKeyInfo")
    except DER_PROBLEMS:
        return b""
    return bits.contents[1:]


def _decisive(singles: Sequence[SingleResponse], at: datetime) -> tuple[SingleResponse, OcspStanding, str]:
    """Return the answer that counts of those about one certificate: *revoked* before all, then a fresh one.

    Of fresh ones *unknown* wins over *good*. Also its standing as far as its times decide, and what is wrong.
    """
    for single in singles:
        if single.status is OcspStatus.REVOKED:
            return single, OcspStanding.RELIABLE, ""
    for single in singles:
        if single.problem:
            return single, OcspStanding.UNUSABLE, single.problem
    judged = [(single, *_freshness(single, at)) for single in singles]
    fresh = [item for item in judged if item[1] is OcspStanding.RELIABLE]
    unknown = [item for item in fresh if item[0].status is OcspStatus.UNKNOWN]
    if unknown or fresh:
        return (unknown or fresh)[0]
    stale = [item for item in judged if item[1] is OcspStanding.STALE]
    return max(stale, key=lambda item: item[0].this_update or at) if stale else judged[0]


def _freshness(single: SingleResponse, at: datetime) -> tuple[OcspStanding, str]:
    """Section 4.2.2.1."""
    begins, ends = single.this_update, single.next_update
    if single.problem or begins is None:
        return OcspStanding.UNUSABLE, single.problem or "its answer has no thisUpdate"
    if ends is not None and ends < begins:
        return OcspStanding.UNUSABLE, f"its nextUpdate {_day(ends)} is before its thisUpdate {_day(begins)}"
    if begins > at + CLOCK_SKEW:
        return OcspStanding.NOT_YET_VALID, f"its thisUpdate {_day(begins)} is in the future"
    if ends is not None and ends < at:
        return OcspStanding.STALE, f"it was due for renewal {_day(ends)}"
    if ends is None and at - begins > LONGEST_WITHOUT_NEXT_UPDATE:
        days = LONGEST_WITHOUT_NEXT_UPDATE.days
        return (
            OcspStanding.STALE,
            f"it has no nextUpdate, and its thisUpdate {_day(begins)} is more than {days} days old",
        )
    return OcspStanding.RELIABLE, ""


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _extension_problem(found: Sequence[Extension], understood: frozenset[str]) -> str:
    """RFC 6960 section 4.4 and RFC 5280 section 4.2: unknown critical ones, and one that occurs twice."""
    numbers = [item.oid for item in found]
    for item in found:
        if item.critical and item.oid not in understood:
            return f"it has the critical extension {item.name}, which is not understood"
        if numbers.count(item.oid) > 1:
            return f"it has the extension {item.name} more than once"
    return ""


def _notes(
    response: OcspResponse, singles: Sequence[SingleResponse], single: SingleResponse, at: datetime
) -> Iterator[str]:
    """Yield what is odd and does not decide."""
    yield from response.oddities
    yield from single.oddities
    if len(singles) > 1:
        yield f"it has {len(singles)} answers about this certificate"
    algorithm, identifier = algorithm_of(response.signature_algorithm), response.signature_algorithm
    if algorithm is not None and identifier is not None:
        if algorithm.digest == "SHA-1":
            yield f"it is signed with {algorithm.name}, and SHA-1 is broken"
        yield from _parameters_note(algorithm.family.value, identifier)
    if single.status is OcspStatus.REVOKED:
        yield from _revocation_notes(single, at)
    begins, ends, produced = single.this_update, single.next_update, response.produced_at
    if begins is None or produced is None:
        return
    if at < begins <= at + CLOCK_SKEW:
        yield f"its thisUpdate {_day(begins)} lies {int((begins - at).total_seconds())} seconds ahead of the clock"
    if ends is not None and ends - begins > LONGEST_INTERVAL:
        yield f"its nextUpdate is {(ends - begins).days:,} days after its thisUpdate, a long time for a status"
    if produced > at + CLOCK_SKEW:
        yield f"its producedAt {_day(produced)} is in the future"
    elif produced < begins:
        yield f"its producedAt {_day(produced)} is before its thisUpdate {_day(begins)}"


def _revocation_notes(single: SingleResponse, at: datetime) -> Iterator[str]:
    standing, problem = _freshness(single, at)
    if standing is not OcspStanding.RELIABLE:
        yield problem
    if single.revocation_date is not None and single.revocation_date > at:
        yield f"its revocation date {_day(single.revocation_date)} is in the future"
    if single.reason == "removeFromCRL":
        yield "its reason is removeFromCRL, which only a delta CRL may give (RFC 5280 section 5.3.1)"


_WITH_NULL, _WITHOUT = frozenset({"RSA"}), frozenset({"RSA-PSS"})


def _parameters_note(family: str, identifier: AlgorithmIdentifier) -> Iterator[str]:
    """RFC 4055 section 5 demands NULL for RSA; RFC 5758 section 3.2 and RFC 8410 section 3 demand nothing."""
    if family in _WITH_NULL and not identifier.parameters:
        yield "the NULL parameters of its signature algorithm are missing (RFC 4055 section 5)"
    elif family not in _WITH_NULL | _WITHOUT and identifier.parameters == _NULL:
        yield "its signature algorithm has NULL parameters, where none may be (RFC 5758 section 3.2)"


# -- the signature ---------------------------------------------------------------------------------------------------


class _Question(FrozenValue):
    """Whom a response is about, who may have issued that, and how a responder is measured."""

    certificate: Certificate
    issuers: Sequence[Certificate]
    policy: ValidationPolicy
    at: datetime


class _Signer(FrozenValue):
    """Who signed a response, and what is wrong with that."""

    label: str
    problem: str = ""
    standing: OcspStanding = OcspStanding.UNUSABLE


def _signer(response: OcspResponse, question: _Question) -> _Signer:
    """Find who signed a response: the issuer, or one that it delegated."""
    if not question.issuers:
        return _Signer("", "the certificate's issuer is not at hand", OcspStanding.UNVERIFIED)
    problem = _algorithm_problem(response.signature_algorithm)
    if problem:
        return _Signer("", *problem)
    for issuer in question.issuers:
        if verify(response, issuer) is SignatureOutcome.VALID:
            if _names(response, issuer):
                return _Signer(issuer.label)
            return _Signer(issuer.label, f'its responderID does not name its signer "{issuer.label}"')
    return _delegate(response, question)


def _algorithm_problem(identifier: AlgorithmIdentifier | None) -> tuple[str, OcspStanding] | None:
    algorithm = algorithm_of(identifier)
    if algorithm is None or identifier is None:
        number = identifier.oid if identifier else "unreadable"
        return f"it is signed with an unknown algorithm ({number})", OcspStanding.UNVERIFIED
    if algorithm.digest == "MD5":
        return f"it is signed with {algorithm.name}, and MD5 is broken", OcspStanding.UNUSABLE
    if algorithm.family.value not in _WITHOUT and identifier.parameters not in (b"", _NULL):
        return "the parameters of its signature algorithm are malformed", OcspStanding.UNUSABLE
    return None


def _names(response: OcspResponse, signer: Certificate) -> bool:
    """Whether the responderID (section 4.2.1) is the signer's name, or the SHA-1 of its key."""
    if response.responder_name is not None:
        return response.responder_name == signer.subject
    return response.responder_key_hash == hashlib.sha1(_key_bits(signer)).digest()  # noqa: S324 - the field's definition


def _delegate(response: OcspResponse, question: _Question) -> _Signer:
    """Find the delegated responder among the certificates of a response."""
    outcomes: dict[bytes, SignatureOutcome] = {}
    problems: list[_Signer] = []
    named = sorted((Certificate(item) for item in response.certificates), key=lambda item: not _names(response, item))
    for responder in named:
        key = responder.subject_public_key_info
        if key not in outcomes:
            if len(outcomes) == MOST_SIGNATURE_CHECKS:
                limit = (
                    f"work limit reached: its signature was checked with {MOST_SIGNATURE_CHECKS} keys, and fits none"
                )
                return problems[0] if problems else _Signer("", limit)
            outcomes[key] = verify(response, responder)
        if outcomes[key] is SignatureOutcome.VALID:
            problem = _delegation_problem(response, responder, question)
            if not problem:
                return _Signer(responder.label)
            problems.append(_Signer(responder.label, problem))
    return (
        problems[0]
        if problems
        else _Signer(
            "", "it is signed neither by the certificate's issuer nor by a responder that the issuer certified"
        )
    )


def _delegation_problem(response: OcspResponse, responder: Certificate, question: _Question) -> str:
    """Say why a responder may not sign for the issuer (section 4.2.2.2), or nothing."""
    called = f'its signer "{responder.label}"'
    if not _names(response, responder):
        return f"its responderID does not name {called}"
    if OCSP_SIGNING not in (responder.extended_key_usage or ()):
        return f"the certificate of {called} is not for OCSPSigning"
    if responder == question.certificate:
        return f"the certificate vouches for itself: {called} is the certificate in question"
    unknown = [item for item in responder.extensions if item.critical and item.oid not in _UNDERSTOOD_OF_RESPONDER]
    if unknown:
        name = extension_name(unknown[0].oid)
        return f"the certificate of {called} has the critical extension {name}, which is not understood"
    if not any(_signed_by(responder, issuer) for issuer in question.issuers):
        return f"{called} was not certified by the key that signed the certificate"
    for finding in judge_certificate(responder, Role.END_ENTITY, _responder_policy(question)):
        if finding.severity >= Severity.ERROR and not isinstance(finding, UnknownCritical):
            return f"the certificate of {called} cannot be relied on: {clipped(finding.summary, 300)}"
    return ""


def _responder_policy(question: _Question) -> ValidationPolicy:
    """What a responder's certificate must meet: what was asked, but for what concerns the end entity alone."""
    return replace(question.policy.of_signer(), at=question.at, key_usage=KeyUsage.digitalSignature)
