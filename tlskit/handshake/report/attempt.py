"""What came of driving a connection: everything that the peer did is data here, failures included.

What can be read from the recorded bytes is not repeated, except what only the engine knows and what makes the bytes
easier to ask about.
"""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tlskit.core import FrozenValue
from tlskit.trace import observe

if TYPE_CHECKING:
    from tlskit.trace import Direction, TraceReport, Transcript


class AttemptOutcome(Enum):
    """How a connection ended, the cause before the symptom: an alert counts before the reset that follows it."""

    COMPLETED = "completed"  # the handshake is over and what was heard until the end says nothing against it
    ALERT_RECEIVED = "alert received"  # the server refused
    ALERT_SENT = "alert sent"  # OpenSSL refused what the server sent
    CLOSED = "closed"  # the server closed in the middle
    RESET = "reset"
    TIMED_OUT = "timed out"
    NOT_TLS = "not TLS"  # the first bytes are no TLS record
    STARTTLS_REFUSED = "STARTTLS refused"
    LIMIT_REACHED = "limit reached"  # the server sent more than is read
    ENGINE_FAILED = "engine failed"  # OpenSSL could not go on and sent no alert
    NETWORK_FAILED = "network failed"  # any other answer of the operating system
    REFUSED = "refused"  # no connection: nothing listens on this address and port
    UNREACHABLE = "unreachable"  # no connection for another reason


class Phase(Enum):
    """How far the connection had come."""

    CONNECTING = "connecting"
    STARTTLS = "during STARTTLS"
    HANDSHAKE = "during the handshake"
    AFTER_FINISHED = "after our Finished"
    AFTER_REQUEST = "after the request"


class PresentedCertificate(Enum):
    """What became of the client's certificate, as far as the engine knows."""

    NOT_GIVEN = "not given"  # there was none to send
    NOT_ASKED = "not asked for"  # the server did not ask, or the connection did not come that far
    WITHHELD = "withheld"  # the server asked, but had not passed
    HANDED_OVER = "handed over"  # OpenSSL had it when it answered the request


class ExchangedAlert(NamedTuple):
    """One alert as the engine read or wrote it. ``at`` is in nanoseconds since the Unix epoch, UTC."""

    direction: Direction
    level: int
    description: int
    at: int


class Timings(FrozenValue):
    """Seconds that each step took, also one that failed; ``None`` for a step that was not begun.

    ``name_resolution`` and ``tcp`` belong to the proxy where there is one, and ``proxy`` is its own answer.
    ``first_answer`` runs from our request, or from our Finished where there is none, to the next byte of the server.
    """

    name_resolution: float | None = None
    tcp: float | None = None
    proxy: float | None = None
    starttls: float | None = None
    tls: float | None = None
    first_answer: float | None = None

    @property
    def total(self) -> float:
        """Seconds of all phases together."""
        return sum((seconds for seconds in self._values() if seconds is not None), 0.0)


class Attempt(FrozenValue):
    """One connection, driven and recorded. ``target`` is what the caller named.

    ``address`` is the peer's address and port, empty behind a proxy. ``problem`` is what was said when it ended early:
    a clause, its foreign parts escaped. ``engine_reasons`` are OpenSSL's own words, the cause first. ``asked`` tells
    whether the server asked for a client certificate, ``handshake_over`` whether the engine finished the handshake.
    ``certificates`` are what the server presented, in order, in DER. ``answer`` is what came after the handshake,
    decrypted, up to a limit. ``group``, ``cipher`` and ``alpn`` are empty before the handshake was over. ``second`` is
    the connection made with the first one's session, where that was asked for and the first one succeeded.
    """

    target: str
    address: str
    transcript: Transcript
    timings: Timings
    outcome: AttemptOutcome
    phase: Phase
    server_name: str = ""
    problem: str = ""
    alerts: tuple[ExchangedAlert, ...] = ()
    engine_reasons: tuple[str, ...] = ()
    handshake_over: bool = False
    asked: bool = False
    client_certificate: PresentedCertificate = PresentedCertificate.NOT_GIVEN
    session_reused: bool = False
    version: str = ""
    cipher: str = ""
    group: str = ""
    alpn: str = ""
    certificates: tuple[bytes, ...] = ()
    answer: bytes = b""
    second: Attempt | None = None

    @cached_property
    def trace(self) -> TraceReport:
        """What the bytes say."""
        return observe(self.transcript)

    def alerts_of(self, direction: Direction) -> tuple[ExchangedAlert, ...]:
        """Return the alerts that went one way, in order."""
        return tuple(alert for alert in self.alerts if alert.direction is direction)
