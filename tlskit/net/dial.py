"""Opening a TCP connection to a host by one total deadline, whatever the resolver and the network do.

Addresses are tried one after the other in the order of the resolver (RFC 6724); each may take an equal share of the
time that is left, so that one silent address does not use up the time of those behind it.
"""

from __future__ import annotations

import socket
from concurrent.futures import Future
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias

from tlskit.errors import ConnectError
from tlskit.net.target import authority

if TYPE_CHECKING:
    from tlskit.net.deadline import Deadline

_SocketAddress: TypeAlias = tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]
_Resolved: TypeAlias = list[tuple[socket.AddressFamily, _SocketAddress]]

_MOST_REASONS = 4  # a resolver may return hundreds of addresses; a sentence holds a few


def dial(host: str, port: int, *, deadline: Deadline) -> socket.socket:
    """Return a socket connected to ``host`` (ASCII name or IP literal) at ``port``; the caller closes it.

    Raises ``ConnectError`` with phase ``"resolve"`` when the name has no address and ``"connect"`` when no address
    answered by the deadline.
    """
    addresses = _resolve(host, port, deadline)
    reasons: list[str] = []
    for tried, (family, address) in enumerate(addresses):
        started = monotonic()
        where = "" if address[0] == host else f" ({address[0]!s})"
        try:
            return _connect(family, address, deadline.remaining() / (len(addresses) - tried))
        except TimeoutError:
            reasons.append(f"timed out after {monotonic() - started:.1f} s{where}")
        except OSError as error:
            reasons.append(f"{_reason(error)}{where}")
    more = f"; and {len(reasons) - _MOST_REASONS} more addresses" if len(reasons) > _MOST_REASONS else ""
    told = "; ".join(reasons[:_MOST_REASONS])
    raise ConnectError(f"could not connect to {authority(host, port)}: {told}{more}", phase="connect")


def _resolve(host: str, port: int, deadline: Deadline) -> _Resolved:
    """Ask the system's resolver in a thread of its own, because ``getaddrinfo`` knows no time-out.

    The thread is a daemon: one that hangs does not keep the process alive.
    """
    name = host.encode("ascii")  # bytes: a str would pass through Python's IDNA 2003 codec
    answer: Future[_Resolved] = Future()

    def ask() -> None:
        try:
            infos = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
            answer.set_result([(family, address) for family, _, _, _, address in infos])
        except BaseException as error:  # noqa: BLE001 (handed over whole: the caller raises it)
            answer.set_exception(error)

    Thread(target=ask, name=f"resolve {host}", daemon=True).start()
    try:
        return answer.result(timeout=deadline.remaining())
    except TimeoutError as error:
        message = f"could not resolve {host}: the resolver did not answer within {deadline}"
        raise ConnectError(message, phase="resolve") from error
    except OSError as error:
        raise ConnectError(f"could not resolve {host}: {_reason(error)}", phase="resolve") from error


def _connect(family: socket.AddressFamily, address: _SocketAddress, seconds: float) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(seconds)
        sock.connect(address)
    except BaseException:
        sock.close()
        raise
    return sock


def _reason(error: OSError) -> str:
    """Return what the operating system said, as the end of a sentence."""
    if isinstance(error, socket.gaierror) and error.errno == socket.EAI_NONAME:
        return "there is no such host"
    said = error.strerror or str(error)
    return said[:1].lower() + said[1:]
