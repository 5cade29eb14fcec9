"""A connected socket that records every byte with its time, by one deadline and within stated limits.

A failed write does not end it: the peer's reason may lie in the receive buffer, and reading on ends in that reason or
in the same failure.
"""

from __future__ import annotations

import errno
import time
from time import monotonic
from typing import TYPE_CHECKING

from tlskit.net import authority
from tlskit.trace import Chunk, Direction, Orientation, Transcript

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from tlskit.net import Deadline

MOST_BYTES = 1 << 20
"""How much a server may send, its answer included.

OpenSSL takes at most 100 KiB of certificates (SSL_CTX_set_max_cert_list(3)); ten times that is no handshake any more.
"""
MOST_CHUNKS = 1 << 14
"""How many times is read: a handshake of 16 KiB may come byte by byte."""
MOST_RECORDS = 1 << 12
"""How many TLS records a server may send; a certificate list of 4 KiB may come in records of one byte each."""

_READ = 1 << 14  # a flood of empty records is noticed within a read
_OPENING = 512  # enough to recognise what is not TLS, and to repeat its first line
_HEADER = 5  # RFC 8446 section 5.1: type, version, length
_RESETS = (errno.ECONNRESET, errno.ECONNABORTED, errno.ENOTCONN)


class LimitReachedError(Exception):
    """The server sent more than is read."""


class Recorder:
    """One connection to a server. ``opening`` holds the first bytes that came after :meth:`begin_tls`."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self.client, self.server = _address(sock.getsockname), _address(sock.getpeername)
        self.opening = b""
        self.failure: OSError | None = None
        self._sock = sock
        self._deadline = deadline
        self._chunks: list[Chunk] = []
        self._ended: dict[Direction, str] = {}
        self._received = 0
        self._records: _RecordCount | None = None

    def begin_tls(self) -> None:
        """From here on what comes are records; what came before was STARTTLS."""
        self._records = _RecordCount()

    def send(self, data: bytes) -> None:
        """Send everything, recording what the system took. A connection that is gone swallows it: see ``failure``.

        Raises TimeoutError at the deadline.
        """
        view = memoryview(data)
        while view and self.failure is None:
            try:
                self._sock.settimeout(self._deadline.remaining())
                sent = self._sock.send(view)
            except TimeoutError:
                raise
            except OSError as error:
                self.failure = error
                return
            self._record(Direction.CLIENT_TO_SERVER, bytes(view[:sent]))
            view = view[sent:]

    def receive(self) -> bytes:
        """Return what came, empty at the end of the stream.

        Raises TimeoutError at the deadline, LimitReachedError, and OSError where the connection broke.
        """
        while (data := self._read(self._deadline.remaining())) is None:
            pass
        return data

    def receive_until(self, moment: float) -> bytes | None:
        """Do as :meth:`receive`, but return ``None`` where nothing came by a moment on the monotonic clock."""
        patience = min(self._deadline.remaining(), moment - monotonic())
        return self._read(patience) if patience > 0 else None

    def _read(self, patience: float) -> bytes | None:
        try:
            self._sock.settimeout(patience)
            data = self._sock.recv(_READ)
        except OSError as error:
            if isinstance(error, TimeoutError) and error.errno is None:
                return None
            self._ended.setdefault(Direction.SERVER_TO_CLIENT, "reset" if error.errno in _RESETS else "broken")
            raise
        if data:
            self._take(data)
        else:
            # A reset that a failed write has reported already is not reported again by reading.
            told = self.failure is not None and self.failure.errno in _RESETS
            self._ended.setdefault(Direction.SERVER_TO_CLIENT, "reset" if told else "fin")
        return data

    def transcript(self, secrets: list[str]) -> Transcript:
        """Return everything up to now."""
        return Transcript(
            chunks=tuple(self._chunks),
            client=self.client,
            server=self.server,
            orientation=Orientation.KNOWN,
            secrets="".join(f"{line}\n" for line in secrets),
            ended=tuple(self._ended.items()),
        )

    @property
    def was_reset(self) -> bool:
        """Whether the server ended the connection by a reset."""
        return self._ended.get(Direction.SERVER_TO_CLIENT) == "reset"

    @property
    def was_closed(self) -> bool:
        """Whether the server ended its stream in the usual way."""
        return self._ended.get(Direction.SERVER_TO_CLIENT) == "fin"

    def _take(self, data: bytes) -> None:
        self._record(Direction.SERVER_TO_CLIENT, data)
        self._received += len(data)
        if self._records is not None:
            self.opening = (self.opening + data)[:_OPENING]
            self._records.add(data)
            if self._records.count > MOST_RECORDS:
                raise LimitReachedError(f"the server sent more than {MOST_RECORDS:,} records")
        if self._received > MOST_BYTES:
            raise LimitReachedError(f"the server sent more than {MOST_BYTES:,} bytes")
        if len(self._chunks) > MOST_CHUNKS:
            raise LimitReachedError(f"the server's bytes came in more than {MOST_CHUNKS:,} pieces")

    def _record(self, direction: Direction, data: bytes) -> None:
        self._chunks.append(Chunk(direction, data, time.time_ns()))


class _RecordCount:
    """Counts record headers in a stream and knows nothing else of TLS."""

    def __init__(self) -> None:
        self.count = 0
        self._header = b""
        self._rest = 0

    def add(self, data: bytes) -> None:
        position = 0
        while position < len(data):
            if self._rest:
                skipped = min(self._rest, len(data) - position)
                self._rest -= skipped
                position += skipped
                continue
            taken = data[position : position + _HEADER - len(self._header)]
            self._header += taken
            position += len(taken)
            if len(self._header) == _HEADER:
                self.count += 1
                self._rest = int.from_bytes(self._header[3:])
                self._header = b""


def _address(ask: Callable[[], tuple[str, int]]) -> str:
    """Return an address and port as text; empty when the connection has been reset already."""
    try:
        address = ask()
    except OSError:
        return ""  # the reading that follows ends in the reason
    return authority(address[0], address[1])
