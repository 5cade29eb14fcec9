"""Driving handshakes: with real servers where all is well, and with peers that are broken in one way each."""

import socket
import ssl
import time
import tracemalloc
from contextlib import contextmanager, suppress
from threading import Thread

import pytest
from OpenSSL import SSL

from tests.support.servers import (
    free_port,
    make_credentials,
    openssl_server,
    reset,
    saying,
    tcp_server,
    wait_for_client,
)
from tlskit.errors import ConnectError, UsageError
from tlskit.handshake import conversation, openssl_binding, recorder
from tlskit.handshake.driver import attempt, attempt_all
from tlskit.handshake.legacy_probe import probe
from tlskit.handshake.report.attempt import AttemptOutcome, Phase, PresentedCertificate
from tlskit.handshake.report.first_bytes import Speaker, who_speaks
from tlskit.handshake.settings import ConnectionSettings
from tlskit.net.deadline import Deadline
from tlskit.net.target import parse_target
from tlskit.trace.chunk import Direction

LIMIT = 0.8  # seconds that broken peers are given
# TLS 1.2 ServerHello for ECDHE-ECDSA-AES128-GCM-SHA256 (RFC 5246 section 7.4.1.3) as a record; its one extension is
# renegotiation_info (RFC 5746 section 3.2), without which OpenSSL refuses it.
SERVER_HELLO = (
    b"\x16\x03\x03\x00\x31\x02\x00\x00\x2d\x03\x03" + b"R" * 32 + b"\x00\xc0\x2b\x00\x00\x05\xff\x01\x00\x01\x00"
)


@pytest.fixture(scope="module")
def credentials(tmp_path_factory):
    """Make a server's certificates and key."""
    return make_credentials(tmp_path_factory.mktemp("drive"))


def target(port, host="server.test", scheme=""):
    """Return the target for a port."""
    return parse_target(f"{scheme}{host}:{port}", exists=lambda path: False)


def driving(port, *, seconds=10, **options):
    """Drive a handshake with a port of 127.0.0.1."""
    return attempt(
        target(port), ConnectionSettings(**{"connect_to": ("127.0.0.1", None)} | options), Deadline.after(seconds)
    )


def said(tried, direction):
    """Return all bytes that went one way."""
    return b"".join(chunk.data for chunk in tried.transcript.chunks if chunk.direction is direction)


# -- where all is well -----------------------------------------------------------------------------------------------


@pytest.mark.server
@pytest.mark.parametrize(("option", "version"), [("-tls1_2", "TLSv1.2"), ("-tls1_3", "TLSv1.3")])
def test_completed(credentials, option, version):
    """A sound handshake is completed, with everything that was agreed, the peer's certificates and the secrets."""
    with openssl_server(credentials, option, "-alpn", "h2,http/1.1", "-www") as port:
        tried = driving(port, alpn=("http/1.1",), request=b"GET / HTTP/1.0\r\n\r\n")
    assert (AttemptOutcome.COMPLETED, Phase.AFTER_REQUEST, True) == (
        tried.outcome,
        tried.phase,
        tried.handshake_over,
    )
    assert (version, "x25519", "http/1.1", "server.test") == (
        tried.version,
        tried.group,
        tried.alpn,
        tried.server_name,
    )
    assert (credentials.ders, f"127.0.0.1:{port}") == (tried.certificates, tried.address)
    assert tried.answer.startswith(b"HTTP/1.0 200 ok")
    assert ("CLIENT_RANDOM" if version == "TLSv1.2" else "SERVER_TRAFFIC_SECRET_0") in tried.transcript.secrets
    assert (PresentedCertificate.NOT_GIVEN, False, "") == (tried.client_certificate, tried.asked, tried.problem)
    assert None not in (tried.timings.name_resolution, tried.timings.tcp, tried.timings.tls, tried.timings.first_answer)
    times = [chunk.at for chunk in tried.transcript.chunks]
    assert sorted(times) == times
    assert abs(times[0] / 1e9 - time.time()) < 60


@pytest.mark.server
@pytest.mark.parametrize("option", ["-tls1_2", "-tls1_3"])
@pytest.mark.parametrize(("more", "resumed"), [((), True), (("-no_ticket", "-no_cache", "-num_tickets", "0"), False)])
def test_resumption(credentials, option, more, resumed):
    """A second connection offers the session of the first, and it is told whether the server took it."""
    with openssl_server(credentials, option, *more) as port:
        tried = driving(port, resume=True)
    assert (False, resumed) == (tried.session_reused, tried.second.session_reused)
    assert tried.second.outcome is AttemptOutcome.COMPLETED
    assert tried.address == tried.second.address


@pytest.mark.server
def test_choices_reach_the_wire(credentials):
    """Versions, suites, groups, signature algorithms and the server name are offered as chosen."""
    chosen = {"maximum_version": 0x0303, "ciphers": "ECDHE-ECDSA-AES128-GCM-SHA256", "groups": "P-384:P-256"}
    with openssl_server(credentials) as port:
        tried = driving(port, signature_algorithms="ECDSA+SHA256", server_name="", **chosen)
    hello = said(tried, Direction.CLIENT_TO_SERVER)
    assert ("TLSv1.2", "ECDHE-ECDSA-AES128-GCM-SHA256", "secp384r1") == (tried.version, tried.cipher, tried.group)
    assert b"server.test" not in hello
    assert b"\x00\x0a\x00\x06\x00\x04\x00\x18\x00\x17" in hello  # supported_groups
    assert b"\x00\x0d\x00\x04\x00\x02\x04\x03" in hello  # signature_algorithms


@pytest.mark.server
def test_tls13_suites_and_post_handshake_authentication(credentials):
    """TLS 1.3 suites are a choice of their own, and post-handshake authentication is offered on request."""
    with openssl_server(credentials) as port:
        plain = driving(port, ciphersuites="TLS_CHACHA20_POLY1305_SHA256", minimum_version=0x0304)
        offering = driving(port, post_handshake_authentication=True)
    extension = b"\x00\x31\x00\x00"
    assert "TLS_CHACHA20_POLY1305_SHA256" == plain.cipher
    found = tuple(extension in said(each, Direction.CLIENT_TO_SERVER) for each in (plain, offering))
    assert (False, True) == found


@pytest.mark.server
@pytest.mark.parametrize("option", ["-tls1", "-tls1_1"])
def test_legacy_versions_only_when_chosen(credentials, option):
    """A server of TLS 1.0 or 1.1 refuses the usual offer, and is spoken to where the caller lowers the minimum."""
    with openssl_server(credentials, option, "-cipher", "ALL:@SECLEVEL=0") as port:
        usual, lowered = driving(port), driving(port, minimum_version=0x0301)
    assert (AttemptOutcome.ALERT_RECEIVED, [70]) == (usual.outcome, [alert.description for alert in usual.alerts])
    assert AttemptOutcome.COMPLETED is lowered.outcome


@pytest.mark.server
def test_no_common_suite(credentials):
    """Where nothing is in common the server's alert is the outcome."""
    with openssl_server(credentials, "-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-GCM-SHA384") as port:
        tried = driving(port, ciphers="ECDHE-ECDSA-CHACHA20-POLY1305", maximum_version=0x0303)
    assert (AttemptOutcome.ALERT_RECEIVED, Phase.HANDSHAKE, 40) == (
        tried.outcome,
        tried.phase,
        tried.alerts[0].description,
    )


def test_default_hello_is_that_of_openssl(credentials):
    """With no choice made the ClientHello offers what a bare OpenSSL client offers, besides asking for a staple."""
    bare = SSL.Connection(SSL.Context(SSL.TLS_CLIENT_METHOD))
    bare.set_tlsext_host_name(b"server.test")
    bare.set_connect_state()
    with suppress(SSL.WantReadError):
        bare.do_handshake()
    with openssl_server(credentials) as port:
        hello = driving(port, certificate_status=False).transcript.chunks[0].data
    assert len(bare.bio_read(1 << 16)) == len(hello)


# -- every address ---------------------------------------------------------------------------------------------------


@pytest.mark.server
def test_all_addresses(credentials, monkeypatch):
    """Each address has a result of its own, also one where nothing listens, in the resolver's order."""
    addresses = ("127.0.0.2", "127.0.0.1", "127.0.0.1")
    infos = [(socket.AF_INET, socket.SOCK_STREAM, 6, "") for _ in addresses]
    with openssl_server(credentials) as port:
        found = [(*info, (address, port)) for info, address in zip(infos, addresses, strict=True)]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **options: found)
        refused, completed = attempt_all(target(port), ConnectionSettings(), Deadline.after(10))
    assert (AttemptOutcome.REFUSED, Phase.CONNECTING, f"127.0.0.2:{port}", "connection refused") == (
        refused.outcome,
        refused.phase,
        refused.address,
        refused.problem,
    )
    assert (AttemptOutcome.COMPLETED, f"127.0.0.1:{port}") == (completed.outcome, completed.address)


def test_nothing_listens():
    """Without a connection there is no drive but an error that names the phase."""
    with pytest.raises(ConnectError) as caught:
        driving(free_port())
    assert caught.value.phase == "connect"


# -- usage -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"groups": "no-such-group"}, "OpenSSL does not know the groups 'no-such-group'"),
        ({"signature_algorithms": "x"}, "OpenSSL does not know the signature algorithms 'x'"),
        ({"ciphers": "NONE-SUCH"}, "OpenSSL does not know the cipher suites 'NONE-SUCH'"),
        ({"ciphersuites": "NONE_SUCH"}, "OpenSSL does not know the TLS 1.3 cipher suites 'NONE_SUCH'"),
        ({"minimum_version": 0x0304, "maximum_version": 0x0303}, "the maximum version is below the minimum version"),
        ({"minimum_version": 0x0999}, "OpenSSL does not know the minimum version '0x0999'"),
        ({"alpn": ("",)}, "an ALPN name has 1 to 255 bytes"),
        ({"starttls": "gopher"}, "STARTTLS is spoken for smtp, "),
    ],
)
def test_settings_that_cannot_be_met(options, message):
    """What OpenSSL or tlskit does not know is a usage error, found before anything is connected."""
    with pytest.raises(UsageError) as caught:
        driving(1, **options)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    "call",
    [
        lambda: openssl_binding.set_groups(SSL.Context(SSL.TLS_CLIENT_METHOD), "X25519"),
        lambda: openssl_binding.set_signature_algorithms(SSL.Context(SSL.TLS_CLIENT_METHOD), "ed25519"),
        lambda: openssl_binding.offer_post_handshake_authentication(SSL.Context(SSL.TLS_CLIENT_METHOD)),
        lambda: openssl_binding.session_reused(SSL.Connection(SSL.Context(SSL.TLS_CLIENT_METHOD))),
    ],
)
@pytest.mark.parametrize("gone", [object(), None], ids=["function", "binding"])
def test_missing_binding(call, gone, monkeypatch):
    """A pyOpenSSL without the function, or without its private binding, is told in plain words."""
    call()
    monkeypatch.setattr(openssl_binding, "SSL", type("Other", (), {"_lib": gone}))
    with pytest.raises(UsageError, match="this version of pyOpenSSL"):
        call()


# -- peers that are broken -------------------------------------------------------------------------------------------


def endlessly(data, pause=0.0):
    """Return what sends the same for ever."""

    def send(connection):
        while True:
            connection.sendall(data)
            time.sleep(pause)

    return send


def dripping(data, pause):
    """Return what sends byte by byte and then is silent."""

    def send(connection):
        for position in range(len(data)):
            connection.sendall(data[position : position + 1])
            time.sleep(pause)
        wait_for_client(connection)

    return send


WARNING = b"\x15\x03\x03\x00\x02\x01\x70"  # unrecognized_name as a warning
FRAGMENT = b"\x16\x03\x03\x00\x01\x00"  # one byte of a handshake message
CERTIFICATE = b"\x16\x03\x03\x00\x04\x0b\x01\x00\x00"  # the beginning of a Certificate of 64 KiB
LONG_RECORD = b"\x16\x03\x03\x40\x00\x0b\x01\x00\x00" + bytes((1 << 14) - 4)  # of a Certificate of 64 KiB
EMPTY_DATA = b"\x17\x03\x03\x00\x00"
SILENT = saying(b"", wait_for_client)

BROKEN = {
    "silence": (SILENT, AttemptOutcome.TIMED_OUT, 0),
    "silence after ServerHello": (saying(SERVER_HELLO, wait_for_client), AttemptOutcome.TIMED_OUT, len(SERVER_HELLO)),
    "one byte at a time": (saying(b"", dripping(SERVER_HELLO, 0.1)), AttemptOutcome.TIMED_OUT, None),
    "FIN at once": (saying(b""), AttemptOutcome.CLOSED, 0),
    "FIN inside a record": (saying(SERVER_HELLO[:20]), AttemptOutcome.CLOSED, 20),
    "reset at once": (saying(b"", reset), AttemptOutcome.RESET, 0),
    "not TLS": (saying(b"HTTP/1.0 400 Bad Request\r\n\r\n"), AttemptOutcome.NOT_TLS, 28),
    "alert": (saying(b"\x15\x03\x01\x00\x02\x02\x28"), AttemptOutcome.ALERT_RECEIVED, 7),
    "alert and reset": (saying(b"\x15\x03\x01\x00\x02\x02\x28", reset), AttemptOutcome.ALERT_RECEIVED, 7),
    "alert in the wrong place": (
        saying(SERVER_HELLO + b"\x14\x03\x03\x00\x01\x01", wait_for_client),
        AttemptOutcome.ALERT_SENT,
        None,
    ),
    "endless warnings": (saying(b"", endlessly(WARNING)), AttemptOutcome.ALERT_SENT, None),
    "endless long records": (saying(SERVER_HELLO, endlessly(LONG_RECORD)), AttemptOutcome.ALERT_SENT, None),
    "endless empty records": (saying(SERVER_HELLO, endlessly(EMPTY_DATA)), AttemptOutcome.ALERT_SENT, None),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_peer(name):
    """Whatever the peer does is data: the outcome, all its bytes, and the deadline is kept within a tenth."""
    answer, expected, size = BROKEN[name]
    started = time.monotonic()
    with tcp_server(answer) as port:
        tried = driving(port, seconds=LIMIT)
        took = time.monotonic() - started
    assert (expected, Phase.HANDSHAKE) == (tried.outcome, tried.phase)
    assert took < LIMIT * 1.1
    assert expected is not AttemptOutcome.TIMED_OUT or took > LIMIT * 0.9
    assert said(tried, Direction.CLIENT_TO_SERVER).startswith(b"\x16\x03\x01")
    assert size is None or size == len(said(tried, Direction.SERVER_TO_CLIENT))
    ends = {AttemptOutcome.CLOSED: "fin", AttemptOutcome.RESET: "reset"}
    if expected in ends:
        assert ((Direction.SERVER_TO_CLIENT, ends[expected]),) == tried.transcript.ended


@pytest.mark.parametrize(
    ("before", "data", "limit", "told"),
    [
        (CERTIFICATE, FRAGMENT, "MOST_RECORDS", "the server sent more than 100 records"),
        (CERTIFICATE, FRAGMENT, "MOST_BYTES", "the server sent more than 100 bytes"),
        (LONG_RECORD[:9], b"\x00", "MOST_CHUNKS", "the server's bytes came in more than 100 pieces"),
    ],
)
def test_limits(before, data, limit, told, monkeypatch):
    """A limit on bytes, records or pieces that is hit is data, and what came up to it is kept."""
    monkeypatch.setattr(recorder, limit, 100)
    with tcp_server(saying(SERVER_HELLO + before, endlessly(data, 0.002))) as port:
        tried = driving(port, seconds=5)
    assert (AttemptOutcome.LIMIT_REACHED, told) == (tried.outcome, tried.problem)
    assert said(tried, Direction.SERVER_TO_CLIENT).startswith(SERVER_HELLO[:3])


@pytest.mark.parametrize("request_bytes", [b"", b"GET / HTTP/1.0\r\n\r\n"], ids=["silent", "asking"])
def test_flood_after_the_handshake(credentials, request_bytes):
    """Endless application data is cut at the limits, and costs little memory."""
    tracemalloc.start()
    with tcp_server(secured(credentials, endlessly(bytes(1 << 14)))) as port:
        tried = driving(port, request=request_bytes)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert AttemptOutcome.COMPLETED is tried.outcome
    assert conversation.MOST_ANSWER >= len(tried.answer) > 0
    assert recorder.MOST_BYTES * 2 > len(said(tried, Direction.SERVER_TO_CLIENT))
    assert peak < 30 << 20


def secured(credentials, then):
    """Return a server that makes the handshake and goes on with ``then``."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(credentials.certificate, credentials.key)

    def answer(connection):
        with suppress(ssl.SSLError), context.wrap_socket(connection, server_side=True) as inside:
            then(inside)

    return answer


@pytest.mark.parametrize("end", ["FIN", "reset"])
def test_closed_after_the_handshake(credentials, end):
    """A server that leaves without an answer is told as closed or reset after the request, not as completed."""

    def leave(connection):
        assert connection.recv(100)
        if end == "reset":
            reset(connection)
        connection.close()

    with tcp_server(secured(credentials, leave)) as port:
        tried = driving(port, request=b"GET / HTTP/1.0\r\n\r\n")
    expected = AttemptOutcome.RESET if end == "reset" else AttemptOutcome.CLOSED
    assert (expected, Phase.AFTER_REQUEST, b"") == (tried.outcome, tried.phase, tried.answer)


def test_no_answer_to_the_request(credentials):
    """A server that keeps silent after the request is told as timed out there, at the deadline."""
    started = time.monotonic()
    with tcp_server(secured(credentials, wait_for_client)) as port:
        tried = driving(port, seconds=LIMIT, request=b"GET / HTTP/1.0\r\n\r\n")
        took = time.monotonic() - started
    assert (AttemptOutcome.TIMED_OUT, Phase.AFTER_REQUEST, True) == (
        tried.outcome,
        tried.phase,
        tried.handshake_over,
    )
    assert LIMIT * 0.9 < took < LIMIT * 1.1


# -- first bytes, and hellos of our own ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n", Speaker("plain HTTP")),
        (b"<html>", Speaker("plain HTTP")),
        (b"\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03", Speaker("HTTP/2 without TLS")),
        (b"SSH-2.0-OpenSSH_9.2p1\r\n", Speaker("SSH")),
        (b"220 mail.example ESMTP Postfix\r\n", Speaker("SMTP", "smtp")),
        (b"220 ProFTPD Server (FTP)\r\n", Speaker("FTP", "ftp")),
        (b"220 hello\r\n", Speaker("SMTP or FTP", "smtp")),
        (b"554 go away\r\n", Speaker("SMTP or FTP, turning us away")),
        (b"+OK Dovecot ready.\r\n", Speaker("POP3", "pop3")),
        (b"* OK [CAPABILITY IMAP4rev1] ready\r\n", Speaker("IMAP", "imap")),
        (b"\x4a\x00\x00\x00\x0a8.0.36\x00\x08", Speaker("MySQL or MariaDB", "mysql")),
        (b"\x45\x00\x00\x00\xff\x6a\x04Host", Speaker("MySQL or MariaDB, turning us away", "mysql")),
        (b"200 InterNetNews server ready\r\n", Speaker("NNTP", "nntp")),
        (b"N", Speaker("PostgreSQL", "postgres")),
        (b"E\x00\x00\x00\x8cSFATAL\x00", Speaker("PostgreSQL", "postgres")),
        (b"\x30\x24\x02\x01\x00\x78\x1f\x0a\x01\x02", Speaker("LDAP", "ldap")),
        (b"\x30\x84\x00\x00\x00\x24\x02\x01\x00\x78", Speaker("LDAP", "ldap")),
        (b"<?xml version='1.0'?><stream:stream>", Speaker("XMPP", "xmpp")),
        (
            b"\x03\x00\x00\x13\x0e\xd0\x00\x00",
            Speaker("RDP, where TLS begins after an X.224 connection request"),
        ),
        (b"RFB 003.008\n", Speaker("VNC")),
        (b"\x80\x2e\x04\x00\x01\x00\x02\x00", Speaker("SSL 2.0")),
        (b"\xff\xfd\x18", Speaker("Telnet")),
        (b"\x15\x03\x00\x00\x02\x02\x28", None),
        (b"\x16\x03\x03", None),
        (b"", None),
        (b"anything else", None),
    ],
)
def test_who_speaks(opening, expected):
    """What is not TLS is named from its first bytes, and nothing is named without a sign."""
    assert expected == who_speaks(opening)


def test_old_server_is_probed():
    """A server that OpenSSL cannot talk to is sent a hello of our own, and its answer is recorded to its end."""
    answer = b"\x15\x03\x00\x00\x02\x02\x28"
    with tcp_server(saying(answer)) as port:
        settings = ConnectionSettings(connect_to=("127.0.0.1", None))
        transcript = probe(target(port), b"\x16\x03\x00\x00\x01\x01", settings, Deadline.after(5))
    expected = [(Direction.CLIENT_TO_SERVER, b"\x16\x03\x00\x00\x01\x01"), (Direction.SERVER_TO_CLIENT, answer)]
    assert expected == [(chunk.direction, chunk.data) for chunk in transcript.chunks]
    assert [how for _, how in transcript.ended] in (["fin"], ["reset"])


def test_silent_server_is_probed():
    """A server that says nothing to our hello costs no more than the deadline."""
    started = time.monotonic()
    with tcp_server(SILENT) as port:
        transcript = probe(
            target(port), b"hello", ConnectionSettings(connect_to=("127.0.0.1", None)), Deadline.after(LIMIT)
        )
        took = time.monotonic() - started
    assert [b"hello"] == [chunk.data for chunk in transcript.chunks]
    assert LIMIT * 0.9 < took < LIMIT * 1.1


# -- through a proxy -------------------------------------------------------------------------------------------------


@contextmanager
def proxy(answer, onward=0):
    """Run a proxy that gives an answer and then passes everything on; yield its port and the requests that it got."""
    requests = []

    def serve(connection):
        request = b""
        while not request.endswith(b"\r\n\r\n"):
            request += connection.recv(1)
        requests.append(request)
        connection.sendall(answer)
        if onward:
            with socket.create_connection(("127.0.0.1", onward)) as behind:
                back = Thread(target=passing, args=(behind, connection))
                back.start()
                passing(connection, behind)
                back.join()

    with tcp_server(serve) as port:
        yield port, requests


def passing(source, sink):
    """Pass bytes on until the source ends."""
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)


@pytest.mark.server
def test_through_a_proxy(credentials):
    """A tunnel is asked for with host and port alone, and the transcript has none of the proxy's bytes."""
    with (
        openssl_server(credentials) as port,
        proxy(b"HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n", port) as (proxy_port, requests),
    ):
        tried = attempt(target(port), ConnectionSettings(proxy=("127.0.0.1", proxy_port)), Deadline.after(10))
    asked = f"server.test:{port}".encode()
    assert [b"CONNECT " + asked + b" HTTP/1.1\r\nHost: " + asked + b"\r\n\r\n"] == requests
    assert (AttemptOutcome.COMPLETED, "") == (tried.outcome, tried.address)
    assert said(tried, Direction.SERVER_TO_CLIENT).startswith(b"\x16\x03\x03")
    assert tried.timings.proxy is not None


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"HTTP/1.1 407 Authenticate\r\n\r\n", "the proxy asks for credentials, and tlskit sends none (HTTP 407)"),
        (b"HTTP/1.1 403 No\x1b[1m\r\n\r\n", r"the proxy refuses server.test:443: HTTP '403 No\x1b[1m'"),
        (b"SSH-2.0-x\r\n", r"the proxy does not speak HTTP; it sent 'SSH-2.0-x'"),
        (b"", "the proxy does not speak HTTP; it sent ''"),
    ],
)
def test_proxy_refuses(answer, told):
    """A proxy that does not open a tunnel is told as such, its words escaped."""
    with proxy(answer) as (port, _), pytest.raises(ConnectError) as caught:
        attempt(target(443), ConnectionSettings(proxy=("127.0.0.1", port)), Deadline.after(5))
    assert ("proxy", told) == (caught.value.phase, str(caught.value))
