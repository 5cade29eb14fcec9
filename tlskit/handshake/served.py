"""A connection made only to look at it: for its certificates, or for its bytes.

Nothing is verified and nothing is trusted, so every version and cipher suite that OpenSSL still has may be offered, old
and weak ones included; anonymous suites are not, since a server that picks one sends no certificate (RFC 5246 section
A.5). Certificates that came before a handshake failed are returned all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core import FrozenValue
from tlskit.errors import StarttlsError, TlsFailedError
from tlskit.handshake.driver import attempt
from tlskit.handshake.report.attempt import AttemptOutcome
from tlskit.handshake.report.failure import failure_findings
from tlskit.handshake.settings import ConnectionSettings
from tlskit.net import Deadline, Target, authority
from tlskit.trace import Direction, sent_certificates

if TYPE_CHECKING:
    from tlskit.handshake.report.attempt import Attempt
    from tlskit.trace import TraceReport, Transcript

ANYTHING = ConnectionSettings(minimum_version=0x0301, ciphers="ALL:!aNULL:@SECLEVEL=0")
"""Offer everything from TLS 1.0 on."""


class ServedCertificates(FrozenValue):
    """What a server sent: ``certificates`` in DER and in the order served, never empty.

    ``peer`` is the address and port that answered, empty behind a proxy, ``version`` the protocol version that the
    server chose, ``server_name`` the name that was sent in SNI, empty when none was.
    """

    certificates: tuple[bytes, ...]
    peer: str
    version: str
    server_name: str
    transcript: Transcript


def served_certificates(
    target: Target, settings: ConnectionSettings = ANYTHING, *, timeout: float = 10.0
) -> ServedCertificates:
    """Make one handshake and return the certificates that the server sent, as the bytes have them.

    Raises UsageError for a target that is not on the network, and :class:`~tlskit.errors.ConnectError` of the
    phase that failed where no certificate came.
    """
    tried = attempt(target, settings, Deadline.after(timeout))
    trace = tried.trace
    found = tuple(item.der for item in sent_certificates(trace, Direction.SERVER_TO_CLIENT)) or tried.certificates
    if not found:
        told = f"{_where(target, tried)}: {_why(tried, trace)}"
        failed = StarttlsError if tried.outcome is AttemptOutcome.STARTTLS_REFUSED else TlsFailedError
        raise failed(told, tried.transcript)
    version = trace.negotiated.version
    return ServedCertificates(
        found, tried.address, version.label if version else "", tried.server_name, tried.transcript
    )


def _where(target: Target, tried: Attempt) -> str:
    asked = authority(target.host, target.port)
    return asked if tried.address in {asked, ""} else f"{asked} ({tried.address})"


def _why(tried: Attempt, trace: TraceReport) -> str:
    found = next(failure_findings(tried, trace, None, is_about_client=False), None)
    return found.summary if found else "the handshake succeeded, but the server sent no certificate"
