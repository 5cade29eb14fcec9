"""Opening a TCP connection to a host by one total deadline, whatever the resolver and the network do.

Addresses are tried one after the other in the order of the resolver (RFC 6724); each may take an equal share of the
time that is left, so that one silent address does not use up the time of those behind it.
"""

from __future__ import annotations

import socket
from concurrent.futures import Future
from ipaddress import ip_address
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tlskit.errors import ConnectTimeoutError, RefusedError, ResolveError, UnreachableError
from tlskit.net.target import authority

if TYPE_CHECKING:
    from tlskit.net.deadline import Deadline

_SocketAddress: TypeAlias = tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]

_MOST_REASONS = 4  # a resolver may return hundreds of addresses; a sentence holds a few


class Address(NamedTuple):
    """One address of a host with its port, as the system's resolver gives it."""

    family: socket.AddressFamily
    socket_address: _SocketAddress

    def __str__(self) -> str:
        return authority(str(self.socket_address[0]), int(self.socket_address[1]))


def connect_any(
    host: str, port: int, addresses: tuple[Address, ...], *, deadline: Deadline
) -> tuple[Address, socket.socket]:
    """Return the first of ``addresses`` that answers, with a socket; ``host`` and ``port`` are for messages.

    Raises :class:`~tlskit.errors.UnreachableError` when none does by the deadline.
    """
    reasons: list[str] = []
    kinds: set[type[OSError]] = set()
    for tried, address in enumerate(addresses):
        shown = address.socket_address[0]
        where = "" if shown == host else f" ({shown!s})"
        try:
            return address, connect(address, seconds=deadline.remaining() / (len(addresses) - tried))
        except OSError as error:
            reasons.append(f"{why_not(error)}{where}")
            kinds.add(type(error))
    more = f"; and {len(reasons) - _MOST_REASONS} more addresses" if len(reasons) > _MOST_REASONS else ""
    told = "; ".join(reasons[:_MOST_REASONS])
    raise _failure(kinds)(f"could not connect to {authority(host, port)}: {told}{more}")


def _failure(kinds: set[type[OSError]]) -> type[UnreachableError]:
    """Return what to raise where every address failed, by how they did."""
    if kinds == {ConnectionRefusedError}:
        return RefusedError
    return ConnectTimeoutError if kinds == {TimeoutError} else UnreachableError


def connect(address: Address, *, seconds: float) -> socket.socket:
    """Return a socket connected to one address; raises ``OSError``, and ``TimeoutError`` that says after how long."""
    started = monotonic()
    sock = socket.socket(address.family, socket.SOCK_STREAM)
    try:
        sock.settimeout(seconds)
        sock.connect(address.socket_address)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else a request waits for the Finished to be told
    except TimeoutError as error:
        sock.close()
        raise TimeoutError(f"timed out after {monotonic() - started:.1f} s") from error
    except BaseException:
        sock.close()
        raise
    return sock


def resolve(host: str, port: int, *, deadline: Deadline) -> tuple[Address, ...]:
    """Return every address of ``host``, IPv4 and IPv6, each once and in the resolver's order (RFC 6724).

    Raises :class:`~tlskit.errors.ResolveError`.
    """
    name = host.encode("ascii")  # bytes: a str would pass through Python's IDNA 2003 codec
    try:
        return _addresses(name, port) if _is_address(host) else _ask(name, port, deadline)
    except TimeoutError as error:
        message = f"could not resolve {host}: the resolver did not answer within {deadline}"
        raise ResolveError(message) from error
    except OSError as error:
        raise ResolveError(f"could not resolve {host}: {why_not(error)}") from error


def _ask(name: bytes, port: int, deadline: Deadline) -> tuple[Address, ...]:
    """Ask the system's resolver in a thread of its own, because ``getaddrinfo`` knows no time-out.

    The thread is a daemon: one that hangs does not keep the process alive.
    """
    answer: Future[tuple[Address, ...]] = Future()

    def ask() -> None:
        try:
            answer.set_result(_addresses(name, port))
        except BaseException as error:  # noqa: BLE001 (handed over whole: the caller raises it)
            answer.set_exception(error)

    Thread(target=ask, name=f"resolve {name.decode()}", daemon=True).start()
    return answer.result(timeout=deadline.remaining())


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _addresses(name: bytes, port: int) -> tuple[Address, ...]:
    infos = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(Address(family, address) for family, _, _, _, address in infos))


def why_not(error: OSError) -> str:
    """Return what the operating system said, as the end of a sentence."""
    if isinstance(error, socket.gaierror) and error.errno == socket.EAI_NONAME:
        return "there is no such host"
    said = error.strerror or str(error)
    return said[:1].lower() + said[1:]
