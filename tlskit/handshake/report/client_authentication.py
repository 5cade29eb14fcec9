"""The client's side of authentication: was a certificate asked for, sent, and accepted, and how each is known."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tlskit.core import FrozenValue
from tlskit.finding import CheckOutcome, Severity
from tlskit.handshake.report.attempt import AttemptOutcome, Phase, PresentedCertificate
from tlskit.handshake.report.cause import Refusal, causes, missing_certificate
from tlskit.handshake.report.certificate_request import ReceivedRequest, certificate_request
from tlskit.handshake.report.client_certificate import ClientFinding, ForbiddenAnswer, NotSent, Uncertain, Withheld
from tlskit.handshake.report.client_fit import client_checks
from tlskit.handshake.report.http_answer import Complaint, HttpAnswer, http_answer
from tlskit.registry import AlertDescription, HandshakeType
from tlskit.trace import Direction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tlskit.finding import CheckResult
    from tlskit.handshake.report.attempt import Attempt
    from tlskit.trace import TraceReport
    from tlskit.x509 import Certificate

_AFTER = frozenset({Phase.AFTER_FINISHED, Phase.AFTER_REQUEST})
_ENDINGS = {AttemptOutcome.CLOSED: "closed the connection", AttemptOutcome.RESET: "reset the connection"}
_FAREWELLS = frozenset({AlertDescription.close_notify, AlertDescription.user_canceled})


class CertificateDemand(Enum):
    """Does the server want a client certificate?"""

    NOT_ASKED = "not asked for"
    REQUIRED = "required"
    OPTIONAL = "optional"
    NOT_TOLD = "asked for"  # whether it is required is not known


class CertificateReception(Enum):
    """What became of the client's certificate."""

    NOT_SENT = "not sent"
    ACCEPTED = "accepted"
    ADMITTED = "let pass by TLS"  # an application may refuse it still
    REFUSED = "refused"
    NOT_TOLD = "not told"


class ClientAuthentication(FrozenValue):
    """``known_by`` says how the demand is known, ``evidence`` how the reception is: clauses, foreign parts escaped.

    ``checks`` are of the client's certificate, empty where there is none or nothing was asked.
    """

    demand: CertificateDemand
    known_by: str
    request: ReceivedRequest | None
    reception: CertificateReception
    evidence: str
    refusal: Refusal | None
    checks: tuple[CheckResult, ...]
    findings: tuple[ClientFinding, ...]


def authentication(
    attempt: Attempt, trace: TraceReport, own: tuple[Certificate, ...], pool: tuple[Certificate, ...], at: datetime
) -> ClientAuthentication:
    """Return what one connection showed of the client's authentication."""
    request = certificate_request(trace)
    asked = attempt.asked or request is not None
    sent = trace.negotiated.client_certificate_sent
    answer = http_answer(attempt.answer)
    refusal = _refusal(attempt, answer, asked=asked)
    checks = client_checks(own, pool, request, at) if own and request else ()
    demand, known_by = _demand(attempt, answer, refusal, asked=asked, sent=sent)
    reception, evidence = _reception(attempt, trace, answer, refusal, sent=sent)
    partial = ClientAuthentication(demand, known_by, request, reception, evidence, refusal, checks, ())
    return partial.replace(findings=tuple(_findings(partial, attempt, own, answer)))


def _refusal(attempt: Attempt, answer: HttpAnswer | None, *, asked: bool) -> Refusal | None:
    """Return what the server did against the client's certificate, or the want of one."""
    if answer is not None and answer.is_refusal and (asked or answer.complaint is not Complaint.FORBIDDEN):
        return Refusal("", http=answer)
    if not asked or attempt.phase not in _AFTER:
        return None
    when = attempt.phase.value
    if attempt.outcome is AttemptOutcome.ALERT_RECEIVED:
        received = (AlertDescription.read[item.description] for item in attempt.alerts_of(Direction.SERVER_TO_CLIENT))
        alert = next((item for item in received if item not in _FAREWELLS), None)
        return Refusal(when, alert=alert) if alert is not None else None
    ending = _ENDINGS.get(attempt.outcome)
    return Refusal(when, ending=ending) if ending and not attempt.answer else None


def _demand(
    attempt: Attempt, answer: HttpAnswer | None, refusal: Refusal | None, *, asked: bool, sent: bool
) -> tuple[CertificateDemand, str]:
    match asked, sent, refusal:
        case False, _, None:
            return CertificateDemand.NOT_ASKED, "no CertificateRequest came" if attempt.handshake_over else ""
        case _, True, _:
            return CertificateDemand.NOT_TOLD, "one was sent; a run without --client-cert tells whether it is required"
        case _, False, Refusal():
            return CertificateDemand.REQUIRED, f"without one: {refusal}"
    if answer is not None and not answer.is_client_error:
        return CertificateDemand.OPTIONAL, f"without one the request was answered: {answer}"
    if attempt.handshake_over:
        return (
            CertificateDemand.NOT_TOLD,
            "TLS lets pass who sends none; whether the application does was not tried (--request)",
        )
    return CertificateDemand.NOT_TOLD, "the handshake was not completed"


def _reception(
    attempt: Attempt, trace: TraceReport, answer: HttpAnswer | None, refusal: Refusal | None, *, sent: bool
) -> tuple[CertificateReception, str]:
    if not sent:
        return CertificateReception.NOT_SENT, ""
    if refusal is not None:
        return CertificateReception.REFUSED, str(refusal)
    if attempt.answer:
        return (
            CertificateReception.ACCEPTED,
            f"the request was answered: {answer}" if answer else "the request was answered",
        )
    if not attempt.handshake_over:
        return CertificateReception.NOT_TOLD, "the handshake was not completed"
    if not trace.hellos.is_tls13:
        return CertificateReception.ADMITTED, "the server's Finished came after it"
    if _ticket_after_finished(trace):
        return CertificateReception.ADMITTED, "a session ticket came after it"
    return CertificateReception.NOT_TOLD, "the server said nothing after it"


def _ticket_after_finished(trace: TraceReport) -> bool:
    """Tell whether the server went on after the client's Finished, which follows its certificate."""
    types = [(message.type, message.direction) for message in trace.messages]
    finished = (HandshakeType.finished, Direction.CLIENT_TO_SERVER)
    ticket = (HandshakeType.new_session_ticket, Direction.SERVER_TO_CLIENT)
    return finished in types and ticket in types[types.index(finished) :]


def _findings(
    found: ClientAuthentication, attempt: Attempt, own: tuple[Certificate, ...], answer: HttpAnswer | None
) -> Iterator[ClientFinding]:
    match found.reception, found.refusal:
        case CertificateReception.REFUSED, Refusal() if _is_forbidden(found.refusal):
            yield ForbiddenAnswer(refusal=str(found.refusal))
            yield from _misfits(found)
        case CertificateReception.REFUSED, Refusal() if own:
            yield from causes(found.refusal, own[0], found.checks, found.request)
            return
        case CertificateReception.NOT_SENT, Refusal():
            yield from _without(found, found.refusal, attempt, own)
        case CertificateReception.NOT_SENT, None if attempt.client_certificate is PresentedCertificate.WITHHELD:
            yield Withheld(refusal="").at_severity(Severity.WARNING)
            yield from _misfits(found)
        case ((CertificateReception.ADMITTED | CertificateReception.NOT_TOLD), _):
            passed = found.reception is CertificateReception.ADMITTED
            uncertain = Uncertain(refusal="", passed=passed, evidence_of_it=found.evidence)
            yield uncertain.at_severity(Severity.INFO) if passed else uncertain
            yield from _misfits(found)
        case _:
            yield from _misfits(found)
    if found.refusal is None and answer is not None and answer.complaint is Complaint.FORBIDDEN:
        yield ForbiddenAnswer(refusal=str(answer)).at_severity(Severity.NOTICE)


def _is_forbidden(refusal: Refusal | None) -> bool:
    return refusal is not None and refusal.http is not None and refusal.http.complaint is Complaint.FORBIDDEN


def _without(
    found: ClientAuthentication, refusal: Refusal, attempt: Attempt, own: tuple[Certificate, ...]
) -> Iterator[ClientFinding]:
    """Say why none was sent, and that one is needed."""
    if attempt.client_certificate is PresentedCertificate.WITHHELD:
        yield Withheld(refusal=str(refusal))
    elif own and attempt.client_certificate is PresentedCertificate.HANDED_OVER:
        yield from _not_sent(found, refusal, own)
    else:
        yield missing_certificate(refusal, found.request)
    yield from _misfits(found)


def _not_sent(found: ClientAuthentication, refusal: Refusal, own: tuple[Certificate, ...]) -> Iterator[ClientFinding]:
    from tlskit.x509 import describe_key  # needed for this rare case alone

    schemes = found.request.signature_schemes if found.request else ()
    accepted = tuple(scheme.label for scheme in schemes)
    yield NotSent(refusal=str(refusal), certificate=own[0].ref, key=describe_key(own[0].public_key), accepted=accepted)


def _misfits(found: ClientAuthentication) -> Iterator[ClientFinding]:
    """Tell what does not fit although the server has not refused it for that."""
    severity = Severity.NOTICE if found.reception is CertificateReception.ACCEPTED else Severity.WARNING
    for check in found.checks:
        if check.outcome is CheckOutcome.FAILED:
            yield from (item.at_severity(severity) for item in check.findings if isinstance(item, ClientFinding))
