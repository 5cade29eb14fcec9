"""One TLS connection from the first byte to the last: what the peer did is data, whatever it did.

Strategy: OpenSSL works on memory BIOs, a :class:`~tlskit.handshake.recorder.Recorder` carries the bytes, one deadline
covers everything. A TLS 1.3 server refuses a client's certificate after the client's handshake is over; whoever writes
first then gets EPIPE and never sees why. So where a certificate was asked for, this listens for a while before it
writes anything, and reads on after a write that failed. The steps are STARTTLS, handshake, listening, the request and
its answer, leave-taking; the first thing that goes wrong ends them and becomes the outcome.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from time import monotonic
from typing import TYPE_CHECKING

from OpenSSL import SSL

from tlskit.handshake.context import build_engine
from tlskit.handshake.engine import JudgeFailedError, reasons
from tlskit.handshake.recorder import LimitReachedError, Recorder
from tlskit.handshake.report.attempt import Attempt, AttemptOutcome, Phase
from tlskit.handshake.report.first_bytes import looks_like_tls
from tlskit.handshake.starttls import StarttlsRefusedError, go_over
from tlskit.net import why_not
from tlskit.trace import Direction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.handshake.connect import OpenedConnection
    from tlskit.handshake.report.attempt import ExchangedAlert
    from tlskit.handshake.settings import ConnectionSettings
    from tlskit.net import Deadline, Target

MOST_ANSWER = 1 << 16
"""Bytes of the answer to a request that are kept: a status line, headers and an error page fit many times."""
_FAREWELLS = (0, 90)  # close_notify, user_canceled (RFC 8446 section 6.1)
_FATAL = 2  # RFC 5246 section 7.2
_LISTENING = 0.3
"""Seconds, besides two round trips, in which a server has time to refuse a certificate or to end an answer."""
_ENDINGS = (SSL.Error, OSError, EOFError, LimitReachedError, StarttlsRefusedError)


class Conversation:
    """One connection, run once. ``session`` resumes an earlier one; afterwards it is the one to resume next."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a conversation is made of
        self,
        target: Target,
        settings: ConnectionSettings,
        deadline: Deadline,
        context: SSL.Context,
        opened: OpenedConnection,
        session: SSL.Session | None = None,
    ) -> None:
        self.session = session
        self._target = target
        self._settings = settings
        self._opened = opened
        self._name = settings.name_for(target)
        self._wire = Recorder(opened.sock, deadline)
        self._engine = build_engine(context, settings, self._name, session)
        self._timings = opened.timings
        self._is_first = session is None
        self._phase = Phase.STARTTLS
        self._answer = b""

    def run(self) -> Attempt:
        """Go through all steps, close the socket, and tell what happened."""
        failure: Exception | None = None
        with self._opened.sock:
            try:
                self._go_through()
            except JudgeFailedError as error:
                raise error.__cause__ or error from None
            except _ENDINGS as error:
                failure = error
        try:
            return self._told(failure)
        finally:
            self._engine.close()

    def _go_through(self) -> None:
        protocol = self._settings.starttls_for(self._target)
        if protocol:
            with self._timed("starttls"):
                go_over(self._wire, protocol, self._name or self._target.host)
        self._phase = Phase.HANDSHAKE
        self._wire.begin_tls()
        with self._timed("tls"):
            self._handshake()
        self._phase = Phase.AFTER_FINISHED
        if self._wire.failure or (self._engine.is_tls13 and (self._engine.asked or self._wants_ticket)):
            self._listen()
        if self._settings.request:
            self._request()
        self.session = self._engine.connection.get_session()
        self._leave()

    # -- steps -------------------------------------------------------------------------------------------------------

    def _handshake(self) -> None:
        while not self._step():
            self._engine.feed(self._wire.receive())

    def _step(self) -> bool:
        """Let the engine work and send what it has to say, its last alert included; return whether it is done."""
        try:
            return self._engine.handshake()
        finally:
            self._flush()

    def _listen(self) -> None:
        """Hear what the server has to say before anything is written; of a ticket alone no more than that it came."""
        started = monotonic()
        while self._read_on(started, until=started + self._patience, once=True):
            if self._wants_ticket and self._engine.ticket_came and not self._engine.asked:
                return

    def _request(self) -> None:
        """Send the request and read until the server has been quiet for a while, or there is enough."""
        self._engine.write(self._settings.request)
        self._timings = self._timings.replace(first_answer=None)
        started = monotonic()
        self._phase = Phase.AFTER_REQUEST
        self._flush()
        while len(self._answer) < MOST_ANSWER and self._read_on(
            started, until=monotonic() + self._patience if self._answer else None, once=True
        ):
            continue

    def _leave(self) -> None:
        """Send close_notify and read on: what comes late still counts, and how the server leaves does not."""
        with suppress(SSL.Error):
            self._engine.connection.shutdown()
        self._flush()
        with suppress(*_ENDINGS):
            self._read_on(monotonic(), until=monotonic() + self._patience)

    def _read_on(self, started: float, *, until: float | None, once: bool = False) -> bool:
        """Read until the moment ``until``, or once; return whether something came. An end of the stream raises."""
        while True:
            self._take_answer()
            data = self._wire.receive() if until is None else self._wire.receive_until(until)
            if data is None:
                return False
            if self._timings.first_answer is None:
                self._timings = self._timings.replace(first_answer=monotonic() - started)
            self._engine.feed(data)
            if once:
                self._take_answer()
                return True

    def _take_answer(self) -> None:
        """Take what is decrypted by now, and send what the engine says to what came."""
        try:
            while data := self._engine.read():
                self._answer = (self._answer + data)[:MOST_ANSWER]
        finally:
            self._flush()

    def _flush(self) -> None:
        self._wire.send(self._engine.outgoing())

    @property
    def _wants_ticket(self) -> bool:
        return self._settings.resume and self._is_first

    @property
    def _patience(self) -> float:
        return _LISTENING + self._opened.round_trips

    @contextmanager
    def _timed(self, phase: str) -> Iterator[None]:
        started = monotonic()
        try:
            yield
        finally:
            self._timings = self._timings.replace(**{phase: monotonic() - started})

    # -- what happened -----------------------------------------------------------------------------------------------

    def _told(self, failure: Exception | None) -> Attempt:
        engine, wire = self._engine, self._wire
        outcome = self._outcome(failure)
        phase = self._phase
        if phase is Phase.HANDSHAKE and engine.finished_sent:
            phase = Phase.AFTER_FINISHED
        attempt = Attempt(
            target=self._target.text,
            address=wire.server if self._opened.address else "",
            transcript=wire.transcript(engine.secrets),
            timings=self._timings,
            outcome=outcome,
            phase=phase,
            server_name=self._name,
            problem=_problem(failure) if outcome is not AttemptOutcome.COMPLETED else "",
            alerts=tuple(engine.alerts),
            engine_reasons=reasons(failure) if isinstance(failure, SSL.Error) else (),
            handshake_over=engine.over,
            asked=engine.asked,
            client_certificate=engine.client_certificate,
            certificates=engine.certificates,
            answer=self._answer,
        )
        return attempt.replace(**engine.agreed)

    def _outcome(self, failure: Exception | None) -> AttemptOutcome:
        """Name the cause before the symptom."""
        if any(self._refuses(alert) for alert in self._engine.alerts):
            return AttemptOutcome.ALERT_RECEIVED
        match failure:
            case None:
                return AttemptOutcome.COMPLETED
            case StarttlsRefusedError():
                return AttemptOutcome.STARTTLS_REFUSED
            case LimitReachedError():
                return AttemptOutcome.LIMIT_REACHED
            case _ if not looks_like_tls(self._wire.opening):
                return AttemptOutcome.NOT_TLS
            case TimeoutError():
                return AttemptOutcome.TIMED_OUT
            case _ if self._wire.was_reset or self._wire.was_closed or isinstance(failure, SSL.ZeroReturnError):
                return self._ending()
            case OSError():
                return AttemptOutcome.NETWORK_FAILED
            case _ if any(alert.direction is Direction.CLIENT_TO_SERVER for alert in self._engine.alerts):
                return AttemptOutcome.ALERT_SENT
        return AttemptOutcome.ENGINE_FAILED

    def _ending(self) -> AttemptOutcome:
        """Name an end of the stream, which ends an answer as well as anything."""
        if self._answer:
            return AttemptOutcome.COMPLETED
        return AttemptOutcome.RESET if self._wire.was_reset else AttemptOutcome.CLOSED

    def _refuses(self, alert: ExchangedAlert) -> bool:
        """Tell whether an alert of the server is an error; TLS 1.3 ignores the level (RFC 8446 section 6)."""
        if alert.direction is Direction.CLIENT_TO_SERVER:
            return False
        levels_count = not (self._engine.over and self._engine.is_tls13)
        return alert.level == _FATAL or (not levels_count and alert.description not in _FAREWELLS)


def _problem(failure: Exception | None) -> str:
    match failure:
        case SSL.Error():
            return ", ".join(reasons(failure))
        case OSError():
            return why_not(failure)
    return str(failure or "")
