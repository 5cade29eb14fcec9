"""The server's end of a TLS connection over memory BIOs: OpenSSL does the TLS, this moves the bytes.

Because the bytes pass through here, a service can drip them, count them or go on with the bare connection.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from OpenSSL import SSL

if TYPE_CHECKING:
    from collections.abc import Callable

    from tlskit.lab.server import PeerLink

_CHUNK = 1 << 16
_Result = TypeVar("_Result")


class TlsLinkError(OSError):
    """OpenSSL could not go on: with the reasons that it gave."""

    def __init__(self, error: SSL.Error) -> None:
        queue = error.args[0] if error.args and isinstance(error.args[0], list) else []
        self.reasons = tuple(dict.fromkeys(reason for _, _, reason in queue if reason))
        super().__init__(", ".join(self.reasons) or "the client closed the connection")


class TlsConnection:
    """One connection; every error of TLS is a :class:`TlsLinkError`, which is an ``OSError`` like those of the network.

    ``last_flight`` is what was sent since the client was last heard.
    """

    def __init__(self, link: PeerLink, context: SSL.Context, send: Callable[[bytes], None] | None = None) -> None:
        self.engine = SSL.Connection(context)
        self.engine.set_accept_state()
        self.last_flight = b""
        self._link = link
        self._send_bytes = send or link.send

    def handshake(self) -> None:
        """Make the handshake; whatever OpenSSL has to say at its failure is sent and given time to arrive."""
        self._run(self.engine.do_handshake)

    def receive(self) -> bytes:
        """Return application data, nothing where the client has said close_notify."""
        return self._run(self._read)

    def send(self, data: bytes) -> None:
        """Send application data."""
        self._run(lambda: self.engine.sendall(data))

    def close(self) -> None:
        """Say close_notify (RFC 8446 section 6.1) and let the client finish."""
        self._run(self.engine.shutdown)
        self._link.linger()

    def _read(self) -> bytes:
        try:
            return self.engine.recv(_CHUNK)
        except SSL.ZeroReturnError:
            return b""

    def _run(self, step: Callable[[], _Result]) -> _Result:
        """Let OpenSSL work, and bring it bytes as long as it asks for some."""
        while True:
            try:
                result = step()
            except SSL.WantReadError:
                self._flush()
                self._feed()
            except SSL.Error as error:
                with suppress(OSError):  # what OpenSSL says is the news, not that the client no longer listens
                    self._flush()
                    self._link.linger()
                raise TlsLinkError(error) from error
            else:
                self._flush()
                return result

    def _feed(self) -> None:
        data = self._link.receive()
        self.last_flight = b""
        if data:
            self.engine.bio_write(data)
        else:
            self.engine.bio_shutdown()

    def _flush(self) -> None:
        flight = bytearray()
        while True:
            try:
                flight += self.engine.bio_read(_CHUNK)
            except SSL.WantReadError:
                break
        if flight:
            self.last_flight += flight
            self._send_bytes(bytes(flight))
