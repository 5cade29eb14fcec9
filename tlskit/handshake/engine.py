"""OpenSSL as a machine of bytes: one client connection over memory BIOs, without a socket and without a clock of ours.

Bytes go in and out by hand, so that every one can be recorded, and what a socket would lose (an alert behind EPIPE) is
still fed in. The engine also remembers what only callbacks tell: alerts, secrets, whether a client certificate was
asked for, and what the judge said of the server before it was sent (facts: in the verify callback the presented chain
is known and, under TLS 1.2 and 1.3 alike, our own certificate has not been sent).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from cryptography import x509
from OpenSSL import SSL, crypto

from tlskit.handshake import openssl_binding
from tlskit.handshake.report.attempt import ExchangedAlert, PresentedCertificate
from tlskit.trace import Direction

if TYPE_CHECKING:
    from tlskit.handshake.credentials import ClientCredentials
    from tlskit.handshake.settings import Judge

CHUNK = 1 << 16  # more than one record (RFC 8446 section 5.1) in a single read
_STATE = b"SSLv3/TLS "  # what most of OpenSSL's states begin with, see SSL_state_string_long(3)


def observe(context: SSL.Context, *, judging: bool) -> None:
    """Let the connections of a context report to their :class:`Engine`."""
    context.set_info_callback(lambda connection, where, result: _engine(connection).note(where, result))
    context.set_keylog_callback(lambda connection, line: _engine(connection).secrets.append(line.decode("ascii")))
    if judging:
        context.set_verify(SSL.VERIFY_PEER, _verify)
    else:
        context.set_verify(SSL.VERIFY_NONE)


def _engine(connection: SSL.Connection) -> Engine:
    engine: Engine = connection.get_app_data()
    return engine


def _verify(connection: SSL.Connection, _certificate: object, _error: int, depth: int, _ok: int) -> bool:
    """Take every chain; at its end entity, which comes last, have the judge asked."""
    if depth == 0:
        _engine(connection).ask_judge()
    return True


class Engine:
    """One connection: ``feed`` and ``feed_end`` bring in what came, ``outgoing`` gives what is to be sent."""

    def __init__(
        self, context: SSL.Context, server_name: str, credentials: ClientCredentials | None, judge: Judge
    ) -> None:
        self.alerts: list[ExchangedAlert] = []
        self.secrets: list[str] = []
        self.asked = False
        self.finished_sent = False
        self.ticket_came = False
        self.over = False
        self.problem: BaseException | None = None
        self._credentials = credentials
        self._judge = judge
        self._judged = self._passed = self._handed_over = self._ended = False
        self.connection = SSL.Connection(context)
        self.connection.set_app_data(self)
        if server_name:
            self.connection.set_tlsext_host_name(server_name.encode("ascii"))
        self.connection.set_connect_state()

    def close(self) -> None:
        """Undo the ring that the callbacks need, so that memory is given back at once."""
        self.connection.set_app_data(None)

    # -- bytes -------------------------------------------------------------------------------------------------------

    def feed(self, data: bytes) -> None:
        """Take bytes from the server; none mean the end of its stream."""
        if data:
            self.connection.bio_write(data)
        else:
            self._ended = True
            self.connection.bio_shutdown()

    def outgoing(self) -> bytes:
        """Return what is to be sent, possibly nothing.

        OpenSSL answers the end of the server's stream with decode_error, which would only look like a refusal of ours.
        """
        if self._ended:
            return b""
        try:
            data = self.connection.bio_read(CHUNK)
        except SSL.WantReadError:
            return b""
        return data if len(data) < CHUNK else data + self.outgoing()

    def handshake(self) -> bool:
        """Work on the handshake; return whether it is over. Raises SSL.Error where it failed."""
        try:
            self.connection.do_handshake()
        except SSL.WantReadError:
            return False
        finally:
            self._raise_problem()
        self.over = True
        return True

    def read(self) -> bytes:
        """Return what can be decrypted of the server's data now, after working on whatever else came with it.

        Raises SSL.Error at an alert and at the end of the stream.
        """
        try:
            return self.connection.recv(CHUNK)
        except SSL.WantReadError:
            return b""
        finally:
            self._raise_problem()

    def write(self, data: bytes) -> None:
        """Encrypt data for the server."""
        while data:
            data = data[self.connection.send(data) :]

    # -- callbacks ---------------------------------------------------------------------------------------------------

    def note(self, where: int, result: int) -> None:
        """Remember what OpenSSL tells of its progress (SSL_CTX_set_info_callback(3))."""
        if where & SSL.SSL_CB_ALERT:
            received = where & SSL.SSL_CB_READ
            if self._ended and not received:
                return
            direction = Direction.SERVER_TO_CLIENT if received else Direction.CLIENT_TO_SERVER
            self.alerts.append(ExchangedAlert(direction, result >> 8, result & 0xFF, time.time_ns()))
        elif where & SSL.SSL_CB_LOOP:
            match self.connection.get_state_string().removeprefix(_STATE):
                case b"read server certificate request":
                    self.asked = True
                case b"write client certificate":
                    self._handed_over = self._passed
                case b"write finished":
                    self.finished_sent = True
                case b"read server session ticket":
                    self.ticket_came = True

    def ask_judge(self) -> None:
        """Ask once whether the server may see the client's certificate, and hand it to OpenSSL where it may."""
        if self._judged or self._credentials is None:
            return
        self._judged = True
        try:
            self._passed = self._judge(self.certificates)
            if self._passed:
                self.connection.use_certificate(x509.load_der_x509_certificate(self._credentials.certificates[0]))
                self.connection.use_privatekey(self._credentials.key)
        except BaseException as problem:  # noqa: BLE001 (C code calls this; it is raised where Python has called)
            self._passed = False
            self.problem = problem

    def _raise_problem(self) -> None:
        problem, self.problem = self.problem, None
        if problem is not None:
            raise JudgeFailedError from problem

    # -- facts -------------------------------------------------------------------------------------------------------

    @property
    def certificates(self) -> tuple[bytes, ...]:
        """What the server presented, in order; OpenSSL keeps it when the handshake fails afterwards."""
        chain = self.connection.get_peer_cert_chain() or []
        return tuple(crypto.dump_certificate(crypto.FILETYPE_ASN1, certificate) for certificate in chain)

    @property
    def client_certificate(self) -> PresentedCertificate:
        """What became of the client's certificate."""
        match self._credentials, self.asked, self._handed_over:
            case None, _, _:
                return PresentedCertificate.NOT_GIVEN
            case _, _, True:
                return PresentedCertificate.HANDED_OVER
            case _, True, False:
                return PresentedCertificate.WITHHELD
        return PresentedCertificate.NOT_ASKED

    @property
    def version(self) -> str:
        """The protocol version as OpenSSL names it (``TLSv1.3``); before ServerHello it is no answer."""
        return self.connection.get_protocol_version_name()

    @property
    def is_tls13(self) -> bool:
        """Whether the handshake that is over was one of TLS 1.3."""
        return self.connection.get_protocol_version() == SSL.TLS1_3_VERSION

    @property
    def agreed(self) -> dict[str, str | bool]:
        """What was agreed on, by the names of the fields of :class:`~tlskit.handshake.report.attempt.Attempt`."""
        if not self.over:
            return {}
        return {
            "version": self.version,
            "cipher": self.connection.get_cipher_name() or "",
            "group": self.connection.get_group_name() or "",
            "alpn": self.connection.get_alpn_proto_negotiated().decode("utf-8", "backslashreplace"),
            "session_reused": openssl_binding.session_reused(self.connection),
        }


class JudgeFailedError(Exception):
    """The caller's judge raised an error, which is this one's cause."""


def reasons(error: SSL.Error) -> tuple[str, ...]:
    """Return OpenSSL's reasons without repetition, the cause first."""
    queue = error.args[0] if error.args and isinstance(error.args[0], list) else []
    return tuple(dict.fromkeys(reason for _, _, reason in queue if reason))
