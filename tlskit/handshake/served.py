"""A connection made only to look at it: for its certificates, or for its bytes.

Nothing is verified and nothing is trusted, so every version and cipher suite that OpenSSL still has may be offered, old
and weak ones included; anonymous suites are not, since a server that picks one sends no certificate (RFC 5246 section
A.5). Certificates that came before a handshake failed are returned all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core.frozen import FrozenValue
from tlskit.errors import StarttlsError, TlsFailedError
from tlskit.handshake.driver import drive
from tlskit.handshake.report.attempt import Outcome
from tlskit.handshake.report.failure import failure_findings
from tlskit.handshake.settings import Settings
from tlskit.net.deadline import Deadline
from tlskit.net.target import Target, authority
from tlskit.trace.certificates import certificates
from tlskit.trace.chunk import Direction
from tlskit.trace.observer import observe

if TYPE_CHECKING:
    from tlskit.handshake.report.attempt import Drive
    from tlskit.trace.report import TraceReport
    from tlskit.trace.transcript import Transcript

ANYTHING = Settings(minimum_version=0x0301, ciphers="ALL:!aNULL:@SECLEVEL=0")
"""Offer everything from TLS 1.0 on."""


class Presented(FrozenValue):
    """What a server sent: ``certificates`` in DER and in the order served, never empty.

    ``peer`` is the address and port that answered, empty behind a proxy, ``version`` the protocol version that the
    server chose, ``server_name`` the name that was sent in SNI, empty when none was.
    """

    certificates: tuple[bytes, ...]
    peer: str
    version: str
    server_name: str
    transcript: Transcript


def presented(target: Target, settings: Settings = ANYTHING, *, timeout: float = 10.0) -> Presented:
    """Make one handshake and return the certificates that the server sent, as the bytes have them.

    Raises UsageError for a target that is not on the network, and :class:`~tlskit.errors.ConnectError` of the
    phase that failed where no certificate came.
    """
    driven = drive(target, settings, Deadline.after(timeout))
    trace = observe(driven.transcript)
    found = tuple(item.der for item in certificates(trace, Direction.SERVER_TO_CLIENT)) or driven.certificates
    if not found:
        told = f"{_where(target, driven)}: {_why(driven, trace)}"
        failed = StarttlsError if driven.outcome is Outcome.STARTTLS_REFUSED else TlsFailedError
        raise failed(told, driven.transcript)
    version = trace.negotiated.version
    return Presented(found, driven.address, version.label if version else "", driven.server_name, driven.transcript)


def _where(target: Target, driven: Drive) -> str:
    asked = authority(target.host, target.port)
    return asked if driven.address in {asked, ""} else f"{asked} ({driven.address})"


def _why(driven: Drive, trace: TraceReport) -> str:
    found = next(failure_findings(driven, trace, None, is_about_client=False), None)
    return found.summary if found else "the handshake succeeded, but the server sent no certificate"
