"""The OCSP response that the server stapled, or should have (RFC 6066 section 8, RFC 6960, RFC 7633)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.finding import Citation, Severity
from tlskit.handshake.report.finding import HandshakeFinding
from tlskit.registry import AlertDescription

if TYPE_CHECKING:
    from datetime import datetime

    from tlskit.x509 import CertificateRef

_OCSP = Citation("RFC 6960", "3.2")


class StaplingFinding(HandshakeFinding):
    """Base of what is found about a stapled response; the certificate is the one that it speaks of."""

    certificate: CertificateRef

    @property
    def subject(self) -> object:
        """The certificate."""
        return self.certificate


class StapleRevoked(
    StaplingFinding,
    id="handshake.stapling.revoked",
    cites=(_OCSP, Citation("RFC 6960", "4.4.2")),
    alert=AlertDescription.certificate_revoked,
):
    """The server itself brings the proof that its certificate is revoked.

    The stapled response is signed by the CA's responder. Many clients look away; those that do not will refuse.
    """

    summary = "revoked {revocation_date:%Y-%m-%d}{because}, says the OCSP response that the server staples"
    remedy = "{advice}"
    revocation_date: datetime
    reason: str
    is_ca: bool = False

    @property
    def advice(self) -> str:
        """What to do: of an intermediate, the server has another certificate issued."""
        if self.is_ca:
            return "Get a certificate from another intermediate CA: clients that see this response refuse the chain."
        return "Replace the certificate, with a new key; find out why it was revoked."

    @property
    def because(self) -> str:
        """The reason, to go behind the date."""
        return f" ({self.reason})" if self.reason else ""


class StapleStale(
    StaplingFinding,
    id="handshake.stapling.stale",
    severity=Severity.WARNING,
    cites=(_OCSP, Citation("RFC 6960", "4.2.2.1")),
    alert=AlertDescription.bad_certificate_status_response,
):
    """The stapled response was due for renewal before the validation time.

    It says nothing about now: the server has stopped fetching responses. Firefox refuses such a connection. A response
    without nextUpdate counts for ten days; evidence next_update is its thisUpdate then.
    """

    summary = "the stapled OCSP response is stale: {problem}; checked as of {at:%Y-%m-%d %H:%M}"
    remedy = "Look why the server cannot reach its CA's OCSP responder; its log tells."
    problem: str
    next_update: datetime
    at: datetime


class StapleUnusable(
    StaplingFinding,
    id="handshake.stapling.unusable",
    severity=Severity.WARNING,
    cites=_OCSP,
    alert=AlertDescription.bad_certificate_status_response,
):
    """The stapled response proves nothing: it is damaged, about another certificate, or not signed by who may sign it.

    A response counts where the key that signed the certificate signed it too, or a responder with the purpose
    OCSPSigning that this key certified (RFC 6960 section 4.2.2.2). The issuer's name alone proves nothing: a server can
    add a CA certificate of that name that it made itself.
    """

    summary = "the stapled OCSP response does not count: {problem}"
    remedy = "Have the server fetch a response for this very certificate from its CA's responder."
    problem: str


class StapleUnverified(StaplingFinding, id="handshake.stapling.unverified", severity=Severity.NOTICE, cites=_OCSP):
    """Whether the stapled response is genuine could not be checked.

    Its signature is checked with the key of the certificate's issuer, which must be at hand.
    """

    summary = "the stapled OCSP response says {status}, and its signature could not be checked: {problem}"
    remedy = "Have the server send the issuer's certificate as well, or hand it over (--ca-file)."
    status: str
    problem: str


class StapleUnknown(
    StaplingFinding,
    id="handshake.stapling.unknown",
    severity=Severity.WARNING,
    cites=(Citation("RFC 6960", "2.2"),),
):
    """The CA's responder does not know the certificate.

    A certificate that was issued a moment ago may not have reached the responder; else something is wrong at the CA.
    """

    summary = "the stapled OCSP response says that the responder does not know this certificate"
    remedy = "Wait if the certificate is new; otherwise ask the CA."


class StapleMissing(
    StaplingFinding,
    id="handshake.stapling.missing",
    cites=(Citation("RFC 7633", "4.3.3"),),
    alert=AlertDescription.bad_certificate_status_response,
):
    """The certificate demands a stapled OCSP response, and the server sends none.

    The certificate has the extension TLS Feature with status_request ("must staple"). A client that honours it refuses
    the connection.
    """

    summary = "demands a stapled OCSP response (TLS Feature), and the server sent none"
    remedy = (
        "Switch stapling on at the server (nginx: ssl_stapling on; Apache: SSLUseStapling on), or have the certificate "
        "issued without must-staple."
    )


class StapleRequired(
    StaplingFinding,
    id="handshake.stapling.required",
    cites=(Citation("RFC 7633", "4.3.3"), _OCSP),
    alert=AlertDescription.bad_certificate_status_response,
):
    """The certificate demands a stapled OCSP response, and the one that the server sends proves nothing.

    The certificate has the extension TLS Feature with status_request ("must staple"). A response that is stale, wrongly
    signed, about another certificate, an error or *unknown* is worth as much as none: a client that honours the
    extension refuses the connection.
    """

    summary = (
        "demands a stapled OCSP response (TLS Feature), and the one that the server sent does not count: {problem}"
    )
    remedy = (
        "Have the server fetch a fresh response for this certificate from its CA's OCSP responder; its log tells why "
        "it could not."
    )
    problem: str


class StapleOdd(
    StaplingFinding,
    id="handshake.stapling.odd",
    severity=Severity.NOTICE,
    cites=(Citation("RFC 6960", "4.2"), Citation("RFC 6960", "4.4")),
):
    """The stapled response counts, but its form or its times are unusual.

    Other clients may judge it otherwise. A SHA-1 signature, a thisUpdate ahead of the clock or a status that is to hold
    for years is what some of them refuse.
    """

    summary = "the stapled OCSP response counts, but is unusual: {told}"
    remedy = "Tell the CA that runs the OCSP responder."
    oddities: tuple[str, ...]

    @property
    def told(self) -> str:
        """The oddities in a row."""
        return "; ".join(self.oddities)


KINDS = (
    StapleRevoked,
    StapleStale,
    StapleUnusable,
    StapleUnverified,
    StapleUnknown,
    StapleMissing,
    StapleRequired,
    StapleOdd,
)
