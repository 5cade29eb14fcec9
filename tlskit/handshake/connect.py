"""Coming to a connection with the server: name resolution, TCP, and a proxy's tunnel, each timed."""

from __future__ import annotations

import errno
from time import monotonic
from typing import TYPE_CHECKING

from tlskit.core import FrozenValue
from tlskit.handshake.report.attempt import Attempt, AttemptOutcome, Phase, Timings
from tlskit.net import Address, connect, connect_any, open_tunnel, resolve, why_not
from tlskit.trace import Orientation, Transcript

if TYPE_CHECKING:
    import socket

    from tlskit.handshake.settings import ConnectionSettings
    from tlskit.net import Deadline, Target


class OpenedConnection(FrozenValue):
    """A connected socket, which the taker closes, and the seconds that it took.

    ``address`` is the server's; ``None`` behind a proxy, where nobody knows it.
    """

    sock: socket.socket
    timings: Timings
    address: Address | None

    @property
    def round_trips(self) -> float:
        """Seconds that two round trips to the server may take."""
        return 2 * ((self.timings.tcp or 0) + (self.timings.proxy or 0))


def open_connection(target: Target, settings: ConnectionSettings, deadline: Deadline) -> OpenedConnection:
    """Connect to the target, or to what the settings name in its place, through their proxy.

    Raises :class:`~tlskit.errors.ConnectError` of the phase that failed.
    """
    host, port = settings.proxy or settings.endpoint(target)
    started = monotonic()
    addresses = resolve(host, port, deadline=deadline)
    resolved = monotonic()
    address, sock = connect_any(host, port, addresses, deadline=deadline)
    connected = monotonic()
    timings = Timings(resolved - started, connected - resolved)
    if settings.proxy is None:
        return OpenedConnection(sock, timings, address)
    try:
        open_tunnel(sock, *settings.endpoint(target), deadline=deadline)
    except BaseException:
        sock.close()
        raise
    return OpenedConnection(sock, timings.replace(proxy=monotonic() - connected), None)


def open_address(address: Address, deadline: Deadline, resolved_in: float) -> OpenedConnection:
    """Connect to one address; raises OSError."""
    started = monotonic()
    sock = connect(address, seconds=deadline.remaining())
    return OpenedConnection(sock, Timings(resolved_in, monotonic() - started), address)


def unreachable(target: Target, address: str, timings: Timings, failure: Exception) -> Attempt:
    """Return what there is to tell where no connection came about."""
    match failure:
        case TimeoutError():
            outcome = AttemptOutcome.TIMED_OUT
        case OSError(errno=errno.ECONNREFUSED):
            outcome = AttemptOutcome.REFUSED
        case _:
            outcome = AttemptOutcome.UNREACHABLE
    problem = why_not(failure) if isinstance(failure, OSError) else str(failure)
    nothing = Transcript((), server=address, orientation=Orientation.KNOWN)
    return Attempt(target.text, address, nothing, timings, outcome, Phase.CONNECTING, problem=problem)
