"""Fetching certificates from real servers on 127.0.0.1, and from peers that are broken in one way each."""

import socket
import struct
import time
from threading import Event

import pytest
from tlskit.handshake.fetch import FetchedChain, fetch_chain

from tests.handshake.servers import make_credentials, nginx_server, openssl_server, tcp_server
from tlskit.errors import ConnectError, UsageError
from tlskit.handshake import fetch
from tlskit.net.dial import dial
from tlskit.net.target import parse_target

# TLS 1.2 ServerHello for ECDHE-ECDSA-AES128-GCM-SHA256, without extensions (RFC 5246 section 7.4.1.3).
SERVER_HELLO = b"\x02\x00\x00\x26\x03\x03" + b"R" * 32 + b"\x00\xc0\x2b\x00"
# ServerKeyExchange for x25519 with a signature that is none (RFC 8422 section 5.4).
FALSE_KEY_EXCHANGE = b"\x0c\x00\x00\x30\x03\x00\x1d\x20" + b"K" * 32 + b"\x04\x03\x00\x08not sigs"


@pytest.fixture
def credentials(tmp_path):
    """Make a server's certificates and key."""
    return make_credentials(tmp_path)


def target(port, host="127.0.0.1"):
    """Return the target for a port of this machine."""
    return parse_target(f"{host}:{port}", exists=lambda path: False)


def fetch_from(port, *, host="server.test", timeout=5.0, **options):
    """Fetch from a port of 127.0.0.1 as if ``host`` were there."""
    return fetch_chain(target(port, host), timeout=timeout, connect_to=("127.0.0.1", None), **options)


def failure(port, **options):
    """Return the phase and the message with which fetching fails, the names of host and peer taken off."""
    with pytest.raises(ConnectError) as caught:
        fetch_from(port, **options)
    return caught.value.phase, str(caught.value).removeprefix(f"server.test:{port} (127.0.0.1:{port}): ")


def alert(number, level=2):
    """Return an alert record of TLS 1.2 (RFC 5246 section 7.2)."""
    return bytes([21, 3, 3, 0, 2, level, number])


def handshake(*messages):
    """Return handshake messages, one to a record."""
    return b"".join(b"\x16\x03\x03" + struct.pack(">H", len(message)) + message for message in messages)


def certificate_message(*ders):
    """Return the Certificate message of TLS 1.2 (RFC 5246 section 7.4.2)."""
    entries = b"".join(opaque24(der) for der in ders)
    return b"\x0b" + opaque24(opaque24(entries))


def opaque24(data):
    """Return data behind its length in three bytes."""
    return len(data).to_bytes(3, "big") + data


def saying(data, then=lambda connection: None):
    """Return a server that reads the ClientHello, sends ``data`` and goes on with ``then``."""

    def answer(connection):
        assert connection.recv(65536)
        connection.sendall(data)
        then(connection)

    return answer


def wait_for_client(connection):
    """Read until the client closes."""
    while connection.recv(65536):
        pass


def reset(connection):
    """Close with a TCP reset instead of the usual end."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.mark.server
@pytest.mark.parametrize(("option", "version"), [("-tls1_2", "TLSv1.2"), ("-tls1_3", "TLSv1.3")])
def test_chain_as_served(credentials, option, version):
    """The certificates come in the order served, with the peer, the version and the server name that was sent."""
    with openssl_server(credentials, option) as port:
        fetched = fetch_from(port)
    assert FetchedChain(credentials.ders, f"127.0.0.1:{port}", version, "server.test") == fetched


@pytest.mark.server
@pytest.mark.parametrize("option", ["-tls1", "-tls1_1"])
def test_legacy_versions(credentials, option):
    """A server of TLS 1.0 or 1.1 only is looked at as well."""
    with openssl_server(credentials, option, "-cipher", "ALL:@SECLEVEL=0") as port:
        assert credentials.ders == fetch_from(port).certificates


@pytest.mark.server
@pytest.mark.parametrize("option", ["-tls1_2", "-tls1_3"])
def test_wrong_order_is_kept(credentials, option):
    """Certificates served in the wrong order, or twice, are not put right."""
    shuffled = credentials.reordered(3, 1, 1, 2)
    with openssl_server(shuffled, option) as port:
        assert shuffled.ders == fetch_from(port).certificates


@pytest.mark.server
@pytest.mark.parametrize("option", ["-tls1_2", "-tls1_3"])
def test_required_client_certificate(credentials, option):
    """A server that insists on a client certificate still shows its own."""
    with openssl_server(credentials, option, "-Verify", "1", "-verify_return_error") as port:
        assert credentials.ders == fetch_from(port).certificates


@pytest.mark.server
def test_anonymous_suite_is_not_taken(credentials):
    """A server that prefers an anonymous cipher suite still has to show its certificates."""
    ciphers = "aNULL:ALL:@SECLEVEL=0"
    with openssl_server(credentials, "-tls1_2", "-serverpref", "-cipher", ciphers) as port:
        assert credentials.ders == fetch_from(port).certificates


@pytest.mark.server
@pytest.mark.parametrize(
    ("host", "options", "expected"),
    [
        ("other.test", {}, "other.test"),
        ("other.test.", {}, "other.test"),
        ("server.test", {"server_name": "other.test"}, "other.test"),
        ("server.test", {}, "server.test"),
        ("other.test", {"server_name": ""}, ""),
        ("127.0.0.1", {}, ""),
        ("127.0.0.1", {"server_name": "other.test"}, "other.test"),
    ],
)
def test_server_name(credentials, tmp_path, host, options, expected):
    """The server sees the host as SNI unless it is an address; a given name replaces it, an empty one leaves it out."""
    other = make_credentials(tmp_path / "other", "other.test")
    second = ("-servername", "other.test", "-cert2", other.certificate, "-key2", other.key)
    with openssl_server(credentials, *second) as port:
        fetched = fetch_from(port, host=host, **options)
    leaf = (other if expected == "other.test" else credentials).ders[0]
    assert (expected, leaf) == (fetched.server_name, fetched.certificates[0])


def test_internationalized_server_name():
    """SNI carries the A-label of an internationalized name."""
    seen = []
    with tcp_server(lambda connection: seen.append(connection.recv(65536))) as port, pytest.raises(ConnectError):
        fetch_from(port, host="münchen.test")
    assert b"\x00\x00\x13xn--mnchen-3ya.test" in seen[0]


@pytest.mark.server
def test_connect_to(credentials):
    """Another address and port can be connected to, and the peer that answered is told."""
    with openssl_server(credentials) as port:
        fetched = fetch_chain(target(1, "server.test"), connect_to=("127.0.0.1", port))
    assert (f"127.0.0.1:{port}", "server.test") == (fetched.peer, fetched.server_name)


@pytest.mark.server
@pytest.mark.parametrize("version", ["TLSv1.2", "TLSv1.3"])
def test_nginx(credentials, version):
    """A server (nginx) which asks for a client certificate and answers in HTTP when there is none, shows its chain."""
    directives = (f"ssl_protocols {version};", "ssl_verify_client on;", f"ssl_client_certificate {credentials.chain};")
    with nginx_server(credentials, *directives) as port:
        assert FetchedChain(credentials.ders, f"127.0.0.1:{port}", version, "server.test") == fetch_from(port)


@pytest.mark.server
def test_nginx_without_tls(credentials):
    """A server (nginx) that speaks plain HTTP on the port is recognised."""
    with nginx_server(credentials, tls=False) as port:
        phase, message = failure(port)
    told = "this port does not speak TLS but plain HTTP; the server's first bytes were 'HTTP/1.1 400 Bad Request'"
    assert ("tls", told) == (phase, message)


@pytest.mark.parametrize(
    ("end", "then"),
    [
        (b"", lambda connection: connection.shutdown(socket.SHUT_WR)),
        (b"", reset),
        (b"", wait_for_client),
        (alert(40), wait_for_client),
        (b"not a record", wait_for_client),
        (handshake(FALSE_KEY_EXCHANGE), wait_for_client),
    ],
    ids=["closed", "reset", "silent", "alert", "garbage", "false signature"],
)
def test_late_failure_keeps_certificates(credentials, end, then):
    """Certificates that came before the handshake failed are returned, however it failed."""
    flight = handshake(SERVER_HELLO, certificate_message(*credentials.ders)) + end
    with tcp_server(saying(flight, then)) as port:
        fetched = fetch_from(port, timeout=0.5)
    assert FetchedChain(credentials.ders, f"127.0.0.1:{port}", "TLSv1.2", "server.test") == fetched


@pytest.mark.parametrize(
    ("find", "put"),
    [
        (bytes.fromhex("06072a8648ce3d0201"), bytes.fromhex("06072a8648ce3d027f")),  # id-ecPublicKey -> unknown
        (b"\x06\x03\x55\x1d\x13\x01\x01\xff\x04\x02\x30", b"\x06\x03\x55\x1d\x13\x01\x01\xff\x04\x02\x04"),
    ],
    ids=["unknown key algorithm", "basicConstraints that is no SEQUENCE"],
)
def test_sick_certificate(credentials, find, put):
    """A certificate that cannot be made sense of is handed over as it came."""
    sick = credentials.ders[0].replace(find, put)
    assert sick != credentials.ders[0]
    flight = handshake(SERVER_HELLO, certificate_message(sick, *credentials.ders[1:]), FALSE_KEY_EXCHANGE)
    with tcp_server(saying(flight, wait_for_client)) as port:
        assert (sick, *credentials.ders[1:]) == fetch_from(port).certificates


@pytest.mark.server
def test_alert_of_a_real_server(credentials):
    """A server without a common version answers with an alert, which is named."""
    with openssl_server(
        credentials,
        "-servername",
        "only.test",
        "-servername_fatal",
        "-cert2",
        credentials.certificate,
        "-key2",
        credentials.key,
    ) as port:
        expected = ("tls", "the server answered with alert 112 unrecognized_name")
        assert expected == failure(port)


@pytest.mark.parametrize(
    ("number", "named"),
    [
        (10, "10 unexpected_message"),
        (40, "40 handshake_failure"),
        (47, "47 illegal_parameter"),
        (49, "49 access_denied"),
        (70, "70 protocol_version"),
        (71, "71 insufficient_security"),
        (80, "80 internal_error"),
        (86, "86 inappropriate_fallback"),
        (109, "109 missing_extension"),
        (110, "110 unsupported_extension"),
        (112, "112 unrecognized_name"),
        (116, "116 certificate_required"),
        (120, "120 no_application_protocol"),
        (0, "0"),
        (200, "200"),
    ],
)
def test_alert(number, named):
    """An alert is told by its number and its RFC 8446 name; one without a name by its number."""
    with tcp_server(saying(alert(number))) as port:
        assert ("tls", f"the server answered with alert {named}") == failure(port)


def test_warning_then_close():
    """A warning alert before the end is taken for the reason."""
    with tcp_server(saying(alert(112, level=1))) as port:
        expected = ("tls", "the server answered with alert 112")
        assert expected == failure(port)


def test_alert_before_reset(monkeypatch):
    """An alert is read even when the connection was reset before the client could send anything."""
    connected, gone = Event(), Event()

    def answer(connection):
        connected.wait(5)
        connection.sendall(alert(48))
        reset(connection)
        connection.close()
        gone.set()

    def dial_and_dawdle(*arguments, **options):
        sock = dial(*arguments, **options)
        connected.set()
        gone.wait(5)
        return sock

    monkeypatch.setattr(fetch, "dial", dial_and_dawdle)
    with tcp_server(answer) as port:
        expected = ("tls", f"server.test:{port}: the server answered with alert 48 unknown_ca")
        assert expected == failure(port)


@pytest.mark.parametrize(
    ("data", "clause"),
    [
        (b"HTTP/1.1 400 Bad Request\r\nServer: x\r\n", " but plain HTTP; {} 'HTTP/1.1 400 Bad Request'"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", " but SSH; {} 'SSH-2.0-OpenSSH_9.2'"),
        (b"220 mx ESMTP\r\n", " but SMTP or FTP, where TLS begins only after STARTTLS or AUTH TLS; {} '220 mx ESMTP'"),
        (b"+OK ready\r\n", " but POP3, where TLS begins only after STLS; {} '+OK ready'"),
        (b"* OK IMAP4rev1\r\n", " but IMAP, where TLS begins only after STARTTLS; {} '* OK IMAP4rev1'"),
        (b"\x1b[2J\xff" + b"x" * 100, f"; {{}} '\\x1b[2J\\xff{'x' * 59}'"),
        (b"\n\n\n\n\n\n", "; {} ''"),
    ],
)
def test_not_tls(data, clause):
    """What is not TLS is recognised by its first bytes, which are quoted without control characters."""
    told = "this port does not speak TLS" + clause.format("the server's first bytes were")
    with tcp_server(saying(data, wait_for_client)) as port:
        assert ("tls", told) == failure(port)


def test_first_bytes_in_pieces():
    """A protocol is recognised although its greeting comes byte by byte."""

    def answer(connection):
        for byte in b"220 mx":
            connection.sendall(bytes([byte]))
            time.sleep(0.01)
        wait_for_client(connection)

    with tcp_server(answer) as port:
        assert failure(port)[1].startswith("this port does not speak TLS but SMTP or FTP")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "ServerHello did not come within 0.5 s"),
        (b"\x16", "the server fell silent after 1 byte; the handshake was not over within 0.5 s"),
        (b"S", "this port does not speak TLS; the server's first bytes were 'S'"),
    ],
    ids=["nothing", "one byte", "one byte that is not TLS"],
)
def test_silence(data, told):
    """A server that falls silent is given up at the deadline, within a tenth."""
    with tcp_server(saying(data, wait_for_client)) as port:
        started = time.monotonic()
        outcome = failure(port, timeout=0.5)
        took = time.monotonic() - started
    assert ("tls", told) == outcome
    assert took == pytest.approx(0.5, rel=0.1)


def test_dripping():
    """A server that sends a byte now and then does not put off the deadline by more than a tenth."""

    def drip(connection):
        for byte in handshake(SERVER_HELLO):
            connection.sendall(bytes([byte]))
            time.sleep(0.05)

    with tcp_server(drip) as port:
        started = time.monotonic()
        phase, message = failure(port, timeout=0.5)
        took = time.monotonic() - started
    assert phase == "tls"
    assert message.startswith("the server fell silent after ")
    assert took == pytest.approx(0.5, rel=0.1)


def test_closed_after_client_hello():
    """A server that closes without a word is told apart from one that resets."""
    with tcp_server(saying(b"")) as port:
        told = "the server closed the connection during the handshake, without answering the ClientHello"
        assert ("tls", told) == failure(port)


def test_closed_in_the_middle():
    """How much came before a server closed is told."""
    with tcp_server(saying(handshake(SERVER_HELLO))) as port:
        expected = ("tls", "the server closed the connection during the handshake, after 47 bytes")
        assert expected == failure(port)


def test_closed_at_once():
    """A server that closes before it has read anything has closed or reset the connection: both orders happen."""
    with tcp_server(lambda connection: None) as port:
        phase, message = failure(port)
    assert phase == "tls"
    assert message in {
        "the server closed the connection during the handshake, without answering the ClientHello",
        "the connection was reset during the handshake, without answering the ClientHello",
    }


def test_reset():
    """A reset is told as a reset."""
    with tcp_server(saying(b"", reset)) as port:
        told = "the connection was reset during the handshake, without answering the ClientHello"
        assert ("tls", told) == failure(port)


def test_echo():
    """A server that sends back what it gets is not taken for a TLS server."""
    with tcp_server(lambda connection: connection.sendall(connection.recv(65536))) as port:
        expected = ("tls", "OpenSSL could not go on with what the server sent: unexpected message")
        assert expected == failure(port)


def test_unreadable_certificate(credentials):
    """A certificate that OpenSSL cannot parse ends the handshake, with OpenSSL's reasons."""
    flight = handshake(SERVER_HELLO, certificate_message(credentials.ders[0], b"\x30\x03\x02\x01\x01"))
    with tcp_server(saying(flight, wait_for_client)) as port:
        phase, message = failure(port)
    assert phase == "tls"
    assert message.startswith("OpenSSL could not go on with what the server sent: wrong tag")


@pytest.mark.server
def test_no_certificate(credentials):
    """A server that does only anonymous suites is refused by itself, since none is offered."""
    with openssl_server(credentials, "-tls1_2", "-cipher", "aNULL:@SECLEVEL=0") as port:
        expected = ("tls", "the server answered with alert 40 handshake_failure")
        assert expected == failure(port)


@pytest.mark.server
def test_too_many_bytes(credentials, monkeypatch):
    """A server that sends more than a handshake can need is cut off."""
    monkeypatch.setattr(fetch, "MOST_BYTES", 100)
    with openssl_server(credentials) as port:
        phase, message = failure(port)
    assert phase == "tls"
    assert message.startswith("the connection failed during the handshake, after ")
    assert message.endswith(" bytes: the server sent more than 100 bytes")


def test_message_names_host_and_peer():
    """The error says what was asked for and who answered."""
    with tcp_server(saying(alert(40))) as port, pytest.raises(ConnectError) as caught:
        fetch_from(port)
    told = f"server.test:{port} (127.0.0.1:{port}): the server answered with alert 40 handshake_failure"
    assert told == str(caught.value)


def test_message_names_an_address_once():
    """Where an address was asked for, it is not repeated."""
    with tcp_server(saying(alert(40))) as port, pytest.raises(ConnectError) as caught:
        fetch_from(port, host="127.0.0.1")
    assert f"127.0.0.1:{port}: the server answered with alert 40 handshake_failure" == str(caught.value)


def test_refused_port():
    """A refused connection keeps the phase of connecting."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        port = holder.getsockname()[1]
        expected = ("connect", f"could not connect to 127.0.0.1:{port}: connection refused")
        assert expected == failure(port)


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("-", {}, "only a host can be connected to; this target is a file"),
        ("./x.pem", {}, "only a host can be connected to; this target is a file"),
        ("smtp://a.test", {}, "smtp:// needs STARTTLS, which `tlskit chain` does not speak yet"),
        ("a.test", {"timeout": 0}, "a timeout lies between 0 and 86,400 seconds, not at 0"),
        (
            "a.test",
            {"server_name": "192.0.2.1"},
            "no host name ends in a number, and an IPv4 address is four decimal ones: '192.0.2.1'",
        ),
        ("a.test", {"server_name": "::1"}, "the host name '::1' contains a character that no host name has"),
    ],
)
def test_refused_usage(text, options, message):
    """What cannot be meant is refused before anything is connected to."""
    with pytest.raises(UsageError) as caught:
        fetch_chain(parse_target(text, exists=lambda path: False), **options)
    assert message == str(caught.value)
