"""The servers as such: on the loopback interface alone, with an end to everything, as often as one likes."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from datetime import UTC, datetime
from time import monotonic

import pytest

from tests.support.clients import LOOPBACK, ask, connected, context_for, endpoint, listening
from tlskit import UsageError
from tlskit.lab import server
from tlskit.lab.lab import Lab
from tlskit.lab.server import Listeners

AT = datetime(2026, 6, 1, tzinfo=UTC)


def lab_threads():
    """Return the threads that belong to a lab."""
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("tlskit lab")]


def echo(link):
    """Send back what comes."""
    while data := link.receive():
        link.send(data)


# -- where they listen -----------------------------------------------------------------------------------------------


def test_nothing_listens_off_loopback(tlskit_lab):
    """With every case running, each listening socket of this process is on 127.0.0.1."""
    found = listening()
    assert len(found) >= len(tlskit_lab.cases)
    assert {LOOPBACK} == set(found)


@pytest.mark.parametrize("bind", ["0.0.0.0", "192.0.2.1", "::", "2001:db8::1"])
def test_other_addresses_are_refused(bind):
    """An address that others could reach is refused before anything listens there."""
    before = listening()
    with Listeners() as listeners, pytest.raises(UsageError, match="not a loopback address"):
        listeners.listen(echo, bind=bind)
    assert before == listening()


@pytest.mark.parametrize("bind", ["localhost", "", "127.0.0.1:1", "*"])
def test_names_are_refused(bind):
    """Only an IP address says for sure where that is."""
    with Listeners() as listeners, pytest.raises(UsageError, match="an IP address is needed"):
        listeners.listen(echo, bind=bind)


def test_a_port_that_is_taken():
    """A port that cannot be had is an error of usage, and nothing is left of it."""
    with Listeners() as listeners:
        address = listeners.listen(echo)
        before = len(listening())
        with pytest.raises(UsageError, match="cannot listen at"):
            listeners.listen(echo, port=endpoint(address)[1])
        assert before == len(listening())


def test_ports_in_a_row():
    """With a port given the cases follow one another from there."""
    for port in range(21_000, 21_200, 2):  # below those that the kernel gives out, so that few are taken
        with suppress(UsageError), Lab(["silent", "closing"], port=port) as lab:
            assert [port, port + 1] == [endpoint(lab.address(name))[1] for name in ("silent", "closing")]
            return
    pytest.fail("no two ports in a row are free")


# -- their end -------------------------------------------------------------------------------------------------------


def test_nothing_is_left_running():
    """At the end of a lab no thread, no listening socket and no connection of it is left."""
    before, sockets = lab_threads(), listening()
    with Lab(at=AT) as lab:
        waiting = [socket.create_connection(endpoint(lab.address(case.name)), 5) for case in lab.cases]
        for sock in waiting:
            sock.sendall(b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00")
        began = monotonic()
    assert monotonic() - began < 2
    assert (before, sockets) == (lab_threads(), listening())
    for sock in waiting:
        with sock:
            sock.settimeout(1)
            assert at_end(sock)


def at_end(sock):
    """Whether the other side has ended the connection, whatever it had sent before."""
    try:
        while sock.recv(1 << 20):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


def test_start_and_stop_repeatedly():
    """A lab can be started and stopped again and again, each time with other keys."""
    before, roots = lab_threads(), set()
    for _ in range(10):
        with Lab(["good"]) as lab:
            assert ask(lab.address("good"), context_for(lab.roots_pem))[2].endswith(b"lab.\n")
            roots.add(lab.roots_pem)
    assert 10 == len(roots)
    assert before == lab_threads()


def test_a_lab_that_cannot_start_leaves_nothing():
    """Where one server cannot start, those before it are stopped."""
    before = lab_threads()
    with Listeners() as listeners:
        taken = endpoint(listeners.listen(echo))[1]
        with pytest.raises(UsageError), Lab(["silent", "closing"], port=taken - 1):
            pytest.fail("started")
        with pytest.raises(UsageError), Lab(["silent"], port=taken):
            pytest.fail("started")
    assert before == lab_threads()


def test_stopping_twice():
    """A lab that is stopped can be stopped again, and serves nothing any more."""
    with Lab(["good"]) as lab:
        address = lab.address("good")
        lab.stop()
        with pytest.raises(UsageError, match="does not serve good now"):
            lab.address("good")
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(endpoint(address), 1)


def test_unknown_cases():
    """A case that does not exist is an error of usage, told with what one may do."""
    with pytest.raises(UsageError, match=r"no case 'nope'; `tlskit lab --list`"):
        Lab(["nope"])


def test_a_case_not_started(tlskit_lab):
    """A case that exists and was not asked for has a declaration and no address."""
    with Lab(["silent"]) as lab:
        assert "good" == lab.case("good").name
        with pytest.raises(UsageError, match="does not serve good now"):
            lab.address("good")


# -- bounds ----------------------------------------------------------------------------------------------------------


def test_a_bug_in_a_service_comes_out():
    """What a service raises that is no matter of the network is raised when the lab stops."""

    def broken(link):
        link.receive()
        raise ZeroDivisionError

    listeners = Listeners()
    with connected(listeners.listen(broken)) as sock:
        sock.sendall(b".")
        assert b"" == sock.recv(1)
    with pytest.raises(ZeroDivisionError):
        listeners.stop()


def test_connections_are_limited(monkeypatch):
    """Beyond the limit a connection is closed at once; one that ends makes room."""
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 1)
    with Listeners() as listeners:
        address = listeners.listen(echo)
        with connected(address) as first:
            first.sendall(b"1")
            assert b"1" == first.recv(1)
            with connected(address) as second:
                assert at_end(second)
        assert any(served(address) for _ in range(100))


def served(address):
    """Whether a connection is served."""
    with connected(address) as sock:
        try:
            sock.sendall(b"1")
            return b"1" == sock.recv(1)
        except OSError:
            return False


def test_no_connection_lasts_for_ever(monkeypatch):
    """A client that says nothing is left after the limit, and one that drips all the same."""
    monkeypatch.setattr(server, "LONGEST", 0.2)
    with Listeners() as listeners:
        address = listeners.listen(echo)
        with connected(address) as sock:
            began = monotonic()
            assert b"" == sock.recv(1)
            assert 0.15 < monotonic() - began < 1
        with connected(address) as sock:
            assert at_end_while_dripping(sock)


def at_end_while_dripping(sock):
    """Whether the connection ends while bytes are sent."""
    try:
        for _ in range(50):
            sock.sendall(b"1")
            if not sock.recv(1):
                return True
            threading.Event().wait(0.02)
    except ConnectionError:
        return True
    return False


GARBAGE = {
    "nothing": b"",
    "line": b"GET / HTTP/1.1\r\n\r\n",
    "zeros": bytes(70_000),
    "close_notify": b"\x15\x03\x03\x00\x02\x01\x00",
    "fatal alert": b"\x15\x03\x03\x00\x02\x02\x28",
    "empty record": b"\x16\x03\x01\x00\x00",
    "cut short": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "huge message": b"\x16\x03\x01\x40\x00\x01\xff\xff\xff" + bytes(16_380),
    "STARTTLS and more": b"EHLO a\r\nSTARTTLS\r\n" + bytes(1000),
    "endless line": b"a" * 200_000,
}


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage(garbage):
    """Whatever a client sends, a server of the lab ends the connection and goes on; nothing is a bug."""
    names = ("good", "sni", "mtls-required-tls12", "mtls-optional-tls13", "starttls-smtp", "slow", "plain-http")
    with Lab([*names, "closing", "flooding-tickets"], at=AT) as lab:
        for case in lab.cases:
            with connected(lab.address(case.name)) as sock:
                with suppress(OSError):  # the server may end the connection at any byte
                    sock.sendall(GARBAGE[garbage])
                    sock.shutdown(socket.SHUT_WR)
                assert at_end(sock)


def test_many_at_once(tlskit_lab):
    """Clients are served side by side."""
    address, context = tlskit_lab.address("good"), context_for(tlskit_lab.roots_pem)
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(ask(address, context)[2])) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 16 == sum(answer.endswith(b"lab.\n") for answer in answers)


def test_sessions_resume(tlskit_lab):
    """The good server lets a client resume its session."""
    context, address = context_for(tlskit_lab.roots_pem), tlskit_lab.address("good")
    context.maximum_version = ssl.TLSVersion.TLSv1_2  # its tickets come within the handshake
    session, reused = None, []
    for _ in range(2):
        with connected(address) as sock, context.wrap_socket(sock, server_hostname="127.0.0.1", session=session) as tls:
            session = tls.session
            reused.append(tls.session_reused)
    assert [False, True] == reused
