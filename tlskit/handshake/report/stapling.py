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
    remedy = "Replace the certificate, with a new key; find out why it was revoked."
    revocation_date: datetime
    reason: str

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

    It says nothing about now: the server has stopped fetching responses. Firefox refuses such a connection.
    """

    summary = (
        "the stapled OCSP response was due for renewal {next_update:%Y-%m-%d %H:%M}; checked as of {at:%Y-%m-%d %H:%M}"
    )
    remedy = "Look why the server cannot reach its CA's OCSP responder; its log tells."
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

    A response counts where the certificate's issuer signed it, or a responder with the purpose OCSPSigning that the
    issuer itself certified.
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


KINDS = (StapleRevoked, StapleStale, StapleUnusable, StapleUnverified, StapleUnknown, StapleMissing)
