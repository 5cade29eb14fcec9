"""Why a server refused a client's certificate: drawn from what it sent and from what is wrong with the certificate.

An alert names a cause more or less: ``unknown_ca`` does, ``bad_certificate`` does not (it is all that Go sends), and an
HTTP answer hardly. What it names and the certificate has is the cause; what it does not name is, where it is the only
thing wrong; and where nothing is wrong as far as the client sees, that is what is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core import FrozenValue
from tlskit.finding import CheckOutcome, Severity
from tlskit.handshake.report.client_certificate import AnotherKey, ClientFinding, ClientRevoked, Refused, Required
from tlskit.handshake.report.client_fit import FitCheck
from tlskit.handshake.report.http_answer import Complaint, HttpAnswer
from tlskit.registry import AlertDescription

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tlskit.finding import CheckResult
    from tlskit.handshake.report.certificate_request import ReceivedRequest
    from tlskit.x509 import Certificate

_EVERY = tuple(FitCheck)
_NAMED_BY_ALERT: dict[int, tuple[FitCheck, ...]] = {
    AlertDescription.certificate_expired: (FitCheck.DATES,),
    AlertDescription.unknown_ca: (FitCheck.ISSUER,),
    AlertDescription.unsupported_certificate: (FitCheck.PURPOSE, FitCheck.KEY),
    AlertDescription.handshake_failure: (FitCheck.KEY, FitCheck.ISSUER, FitCheck.PURPOSE, FitCheck.DATES),
    AlertDescription.illegal_parameter: (FitCheck.KEY,),
    AlertDescription.decrypt_error: (FitCheck.KEY,),
}
_NAMED_BY_ANSWER = {Complaint.EXPIRED: (FitCheck.DATES,), Complaint.UNTRUSTED: (FitCheck.ISSUER,)}
_LOGS = (
    '"certificate verify failed" (OpenSSL, Apache, HAProxy), "client SSL certificate verify error" (nginx, at level '
    'info), "failed to verify certificate" (Go), "certificate is not trusted" (GnuTLS)'
)
_NGINX_LOG = '"client SSL certificate verify error", which nginx writes at level info'


class Refusal(FrozenValue):
    """What a server did instead of accepting: an alert, an HTTP answer, or an end without a word.

    ``when`` says how far the connection had come.
    """

    when: str
    alert: AlertDescription | None = None
    http: HttpAnswer | None = None
    ending: str = ""

    def __str__(self) -> str:
        if self.alert is not None:
            return f"alert {self.alert:d} {self.alert.label} {self.when}"
        return f"{self.http}" if self.http else f"it {self.ending} {self.when} without saying why"

    @property
    def names(self) -> tuple[FitCheck, ...]:
        """The aspects that it names, the likeliest first; empty where it names none."""
        if self.alert is not None:
            return _NAMED_BY_ALERT.get(self.alert, ())
        return _NAMED_BY_ANSWER.get(self.http.complaint, ()) if self.http else ()

    @property
    def says_revoked(self) -> bool:
        """Whether it names revocation."""
        by_answer = self.http is not None and self.http.complaint is Complaint.REVOKED
        return by_answer or self.alert == AlertDescription.certificate_revoked

    @property
    def log(self) -> str:
        """What to look for in the server's log."""
        return _NGINX_LOG if self.http and self.http.complaint is Complaint.REFUSED else _LOGS


def missing_certificate(refusal: Refusal, request: ReceivedRequest | None) -> ClientFinding:
    """Return the cause where no certificate was sent."""
    names = tuple(name.label for name in request.authorities) if request else ()
    return Required(refusal=str(refusal), authorities=names)


def causes(
    refusal: Refusal, own: Certificate, checks: Sequence[CheckResult], request: ReceivedRequest | None
) -> tuple[ClientFinding, ...]:
    """Return the causes of a refusal of the certificate that was sent, the likeliest first; never empty."""
    told = str(refusal)
    if refusal.says_revoked:
        return (ClientRevoked(refusal=told, certificate=own.ref),)
    named = refusal.names
    others = tuple(aspect for aspect in _EVERY if aspect not in named)
    blamed = _failed(checks, named)
    found = (*blamed, *_failed(checks, others))
    if refusal.alert == AlertDescription.unknown_ca and not blamed and _is_named(checks):
        return (_another_key(told, own, request), *(item.at_severity(Severity.WARNING) for item in found))
    if not found:
        return (Refused(refusal=told, certificate=own.ref, log=refusal.log),)
    return tuple(finding.refused_by(told) for finding in found)


def _is_named(checks: Sequence[CheckResult]) -> bool:
    return any(check.about is FitCheck.ISSUER and check.outcome is CheckOutcome.PASSED for check in checks)


def _another_key(told: str, own: Certificate, request: ReceivedRequest | None) -> ClientFinding:
    names = tuple(name.label for name in request.authorities) if request else ()
    why = "the server finds no path to that one, so its key must be another"
    issuer = own.issuer.label
    return AnotherKey(refusal=told, certificate=own.ref, issuer=issuer, authorities=names, why=why)


def _failed(checks: Sequence[CheckResult], aspects: tuple[FitCheck, ...]) -> tuple[ClientFinding, ...]:
    """Return what was found of some aspects, in their order."""
    found = [item for aspect in aspects for check in checks if check.about is aspect for item in check.findings]
    return tuple(item for item in found if isinstance(item, ClientFinding))
