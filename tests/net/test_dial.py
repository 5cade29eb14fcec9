"""Dialling by one deadline, on 127.0.0.1 and with stand-ins for resolvers that misbehave."""

import socket
import time
from contextlib import closing
from threading import Event

import pytest

from tlskit.errors import ConnectTimeoutError, RefusedError, ResolveError, UnreachableError, UsageError
from tlskit.net import dial as dial_module
from tlskit.net.deadline import Deadline
from tlskit.net.dial import connect_any


def dial(host, port, *, deadline):
    """Return a socket connected to the first address of a host that answers."""
    return connect_any(host, port, dial_module.resolve(host, port, deadline=deadline), deadline=deadline)[1]


@pytest.fixture
def listener():
    """Listen on a free port of 127.0.0.1."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.fixture
def closed_port():
    """Hold a port of 127.0.0.1 that refuses connections, because it is bound but does not listen."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


@pytest.fixture
def full_port():
    """Listen on 127.0.0.1 with a full backlog, so that a further connection gets no answer."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        with closing(socket.create_connection(server.getsockname())):
            yield server.getsockname()[1]


def answering(*addresses):
    """Return a resolver that gives these addresses for every name."""

    def resolve(name, port, **options):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return resolve


def test_connects(listener):
    """Dialling returns a socket that is connected to the host."""
    with dial("localhost", listener.getsockname()[1], deadline=Deadline.after(5)) as sock:
        assert listener.getsockname() == sock.getpeername()


def test_refused(closed_port):
    """A refused connection is told as refused, with the phase."""
    with pytest.raises(RefusedError) as caught:
        dial("127.0.0.1", closed_port, deadline=Deadline.after(5))
    assert ("connect", f"could not connect to 127.0.0.1:{closed_port}: connection refused") == (
        caught.value.phase,
        str(caught.value),
    )


def test_next_address_is_tried(listener, monkeypatch):
    """An address that refuses does not keep the next one from being tried."""
    monkeypatch.setattr(socket, "getaddrinfo", answering("127.0.0.2", "127.0.0.1"))
    with dial("two.example", listener.getsockname()[1], deadline=Deadline.after(5)) as sock:
        assert listener.getsockname() == sock.getpeername()


def test_silent_address_leaves_time_for_the_next(full_port, monkeypatch):
    """A silent address takes its share of the time only, and both addresses are in the message."""
    monkeypatch.setattr(socket, "getaddrinfo", answering("127.0.0.1", "127.0.0.2"))
    with pytest.raises(UnreachableError) as caught:
        dial("two.example", full_port, deadline=Deadline.after(0.6))
    told = "timed out after 0.3 s (127.0.0.1); connection refused (127.0.0.2)"
    assert f"could not connect to two.example:{full_port}: {told}" == str(caught.value)


def test_many_addresses_are_summed_up(closed_port, monkeypatch):
    """Of many failed addresses the first few are named and the others counted."""
    monkeypatch.setattr(socket, "getaddrinfo", answering(*(f"127.0.0.{last}" for last in range(1, 9))))
    with pytest.raises(RefusedError) as caught:
        dial("many.example", closed_port, deadline=Deadline.after(5))
    assert str(caught.value).endswith("connection refused (127.0.0.4); and 4 more addresses")


def test_unknown_name(monkeypatch):
    """The resolver's "name or service not known" is said in plain words, with the phase."""

    def resolve(*arguments, **options):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(ResolveError) as caught:
        dial("gone.example", 443, deadline=Deadline.after(5))
    expected = ("resolve", "could not resolve gone.example: there is no such host")
    assert expected == (caught.value.phase, str(caught.value))


def test_deadline_holds_while_resolver_hangs(monkeypatch):
    """A resolver that hangs does not hold up the caller beyond the deadline."""
    release = Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **options: release.wait(10) and [])
    started = time.monotonic()
    with pytest.raises(ResolveError) as caught:
        dial("slow.example", 443, deadline=Deadline.after(0.5))
    took = time.monotonic() - started
    release.set()
    expected = "could not resolve slow.example: the resolver did not answer within 0.5 s"
    assert expected == str(caught.value)
    assert 0.5 <= took < 9, "long before the 10 s that the resolver hangs; a busy machine may take its time"


def test_deadline_holds_while_connecting(full_port):
    """An address that does not answer is given up at the deadline."""
    started = time.monotonic()
    with pytest.raises(ConnectTimeoutError) as caught:
        dial("127.0.0.1", full_port, deadline=Deadline.after(0.5))
    took = time.monotonic() - started
    assert f"could not connect to 127.0.0.1:{full_port}: timed out after 0.5 s" == str(caught.value)
    assert took >= 0.49, "a busy machine may take its time"


def test_failed_socket_is_closed(closed_port, monkeypatch):
    """A socket whose connection failed does not stay open."""
    made = []

    class Kept(socket.socket):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            made.append(self)

    monkeypatch.setattr(dial_module.socket, "socket", Kept)
    with pytest.raises(RefusedError):
        dial("127.0.0.1", closed_port, deadline=Deadline.after(5))
    closed = [-1]
    assert closed == [sock.fileno() for sock in made]


def test_remaining_time():
    """A deadline counts down, and raises once it is over."""
    deadline = Deadline.after(60)
    assert 59 < deadline.remaining() <= 60
    with pytest.raises(TimeoutError, match=r"the deadline of 1.0 s is over"):
        Deadline(1, time.monotonic()).remaining()


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf"), 86_401])
def test_senseless_timeout(seconds):
    """A timeout that is no positive number of seconds within a day is a usage error."""
    with pytest.raises(UsageError):
        Deadline.after(seconds)
