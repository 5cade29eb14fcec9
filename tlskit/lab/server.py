"""Listening sockets and the threads behind them: one that accepts for all, one for each connection.

Nothing listens off the loopback interface unless it is asked for by name. When a :class:`Listeners` is stopped every
socket is closed and every thread has ended. No connection outlives :data:`LONGEST`, and no more than
:data:`MOST_CONNECTIONS` are served at a time, so that a careless client costs little.
"""

from __future__ import annotations

import selectors
import socket
import struct
from collections.abc import Callable
from ipaddress import ip_address
from threading import Event, Thread
from typing import TYPE_CHECKING, TypeAlias

from tlskit.errors import UsageError
from tlskit.net import Deadline, authority

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

LOOPBACK = "127.0.0.1"
LONGEST = 60.0
"""Seconds that one connection may last: time enough to type into, and an end for one that was forgotten."""
MOST_CONNECTIONS = 200
_BACKLOG = 128
_CHUNK = 1 << 16
_PATIENCE = 5.0
"""Seconds that a thread may take to end once its socket is shut down; none needs a tenth of one."""
_LINGER = 1.0
_RETRY = 0.05
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # SO_LINGER on, 0 seconds: close() sends RST


class PeerLink:
    """One accepted connection: its socket with a deadline, and the knowledge whether the lab is being stopped."""

    def __init__(self, sock: socket.socket, peer: str, stopping: Event) -> None:
        self.peer = peer
        self.received = 0
        self._sock = sock
        self._stopping = stopping
        self._deadline = Deadline.after(LONGEST)

    def receive(self) -> bytes:
        """Return what comes next, nothing at the end. Raises ``OSError`` where that is a reset or the deadline."""
        self._sock.settimeout(self._deadline.remaining())
        data = self._sock.recv(_CHUNK)
        self.received += len(data)
        return data

    def send(self, data: bytes) -> None:
        """Send all of it."""
        self._sock.settimeout(self._deadline.remaining())
        self._sock.sendall(data)

    def pause(self, seconds: float) -> None:
        """Wait. Raises ``OSError`` where the lab is stopped or the deadline is over meanwhile."""
        if self._stopping.wait(min(seconds, self._deadline.remaining())):
            raise ConnectionAbortedError("the lab was stopped")

    def linger(self) -> None:
        """Send no more, and let the peer finish: a close with unread data would destroy what it has yet to read."""
        self._sock.shutdown(socket.SHUT_WR)
        self._sock.settimeout(_LINGER)
        while self._sock.recv(_CHUNK):
            self._deadline.remaining()

    def reset_on_close(self) -> None:
        """Make closing send a reset (RFC 9293 section 3.10.7)."""
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)

    def shut_down(self) -> None:
        """End the connection from another thread: whoever reads or writes returns at once."""
        try:
            self._sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it has ended by itself

    def close(self) -> None:
        """Give the socket back."""
        self._sock.close()


Service: TypeAlias = Callable[[PeerLink], None]
"""Serves one connection; a network error that it raises ends the connection quietly, as on any server."""


class Listeners:
    """Services on ports of their own. Use it as a context manager, or call :meth:`stop`."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._stopping = Event()
        self._live: dict[Thread, PeerLink] = {}  # touched by the accepting thread alone, until that has ended
        self._problems: list[BaseException] = []
        self._waker, self._woken = socket.socketpair()
        self._selector.register(self._woken, selectors.EVENT_READ, (self._woken, None))
        self._acceptor = Thread(target=self._accept, name="tlskit lab", daemon=True)
        self._acceptor.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def listen(self, service: Service, *, port: int = 0, bind: str = LOOPBACK, off_loopback: bool = False) -> str:
        """Serve at a port, 0 for any that is free; return the address and port.

        Raises :class:`~tlskit.errors.UsageError` where ``bind`` is no loopback address and ``off_loopback`` is not
        said, or where the port cannot be had.
        """
        try:
            wanted = ip_address(bind)
        except ValueError:
            raise UsageError(f"an IP address is needed to listen at, not {bind!r}") from None
        if not (wanted.is_loopback or off_loopback):
            raise UsageError(f"{bind} is not a loopback address: others could connect")
        sock = socket.socket(socket.AF_INET if wanted.version == 4 else socket.AF_INET6)  # noqa: PLR2004 - IPv4
        try:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind((bind, port))
            bound = sock.getsockname()
            assert ip_address(bound[0]) == wanted, f"asked for {bind}, bound to {bound[0]}"
            sock.listen(_BACKLOG)
        except (OSError, OverflowError) as error:
            sock.close()
            raise UsageError(f"cannot listen at {authority(bind, port)}: {error}") from None
        sock.settimeout(0)
        self._selector.register(sock, selectors.EVENT_READ, (sock, service))
        self._wake()
        return authority(bound[0], bound[1])

    def stop(self) -> None:
        """Close every socket, end every thread. Raises what a service raised that was no network error."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._wake()
        self._acceptor.join(_PATIENCE)
        for link in self._live.values():
            link.shut_down()
        for thread in self._live:
            thread.join(_PATIENCE)
        for key in list(self._selector.get_map().values()):
            key.data[0].close()
        self._selector.close()
        self._waker.close()
        running = [thread.name for thread in (self._acceptor, *self._live) if thread.is_alive()]
        assert not running, f"still running: {', '.join(running)}"
        if self._problems:
            raise self._problems[0]

    def _wake(self) -> None:
        self._waker.send(b".")

    def _accept(self) -> None:
        while not self._stopping.is_set():
            for key, _ in self._selector.select():
                listener, service = key.data
                if service is None:
                    self._woken.recv(_CHUNK)
                    continue
                try:
                    sock, address = listener.accept()
                except OSError:  # the client has gone before it was accepted, or this process has too many files open
                    self._stopping.wait(_RETRY)
                    continue
                self._begin(sock, authority(address[0], address[1]), service)

    def _begin(self, sock: socket.socket, peer: str, service: Service) -> None:
        self._live = {thread: link for thread, link in self._live.items() if thread.is_alive()}
        if len(self._live) >= MOST_CONNECTIONS:
            sock.close()
            return
        link = PeerLink(sock, peer, self._stopping)
        thread = Thread(target=self._serve, args=(link, service), name=f"tlskit lab, {peer}", daemon=True)
        self._live[thread] = link
        thread.start()

    def _serve(self, link: PeerLink, service: Service) -> None:
        try:
            service(link)
        except OSError:
            return  # the client has gone, or the deadline is over, or the lab is being stopped
        except BaseException as error:  # noqa: BLE001 - handed over whole: stop() raises it
            self._problems.append(error)
        finally:
            link.close()
