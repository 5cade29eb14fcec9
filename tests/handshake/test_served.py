"""Looking at what a server presents: real servers on 127.0.0.1, and peers that are broken in one way each."""

import socket
import struct

import pytest

from tests.support.servers import (
    make_credentials,
    nginx_server,
    openssl_server,
    reset,
    saying,
    tcp_server,
    wait_for_client,
)
from tlskit.errors import ConnectError, UsageError
from tlskit.handshake.served import ANYTHING, served_certificates
from tlskit.net.target import parse_target

# TLS 1.2 ServerHello for ECDHE-ECDSA-AES128-GCM-SHA256, without extensions (RFC 5246 section 7.4.1.3).
SERVER_HELLO = b"\x02\x00\x00\x26\x03\x03" + b"R" * 32 + b"\x00\xc0\x2b\x00"
# ServerKeyExchange for x25519 with a signature that is none (RFC 8422 section 5.4).
FALSE_KEY_EXCHANGE = b"\x0c\x00\x00\x30\x03\x00\x1d\x20" + b"K" * 32 + b"\x04\x03\x00\x08not sigs"


@pytest.fixture(scope="module")
def credentials(tmp_path_factory):
    """Make a server's certificates and key."""
    return make_credentials(tmp_path_factory.mktemp("live"))


def target(port, host="127.0.0.1"):
    """Return the target for a port of this machine."""
    return parse_target(f"{host}:{port}", exists=lambda path: False)


def look_at(port, *, host="server.test", timeout=5.0, **settings):
    """Look at a port of 127.0.0.1 as if ``host`` were there."""
    settings = {"connect_to": ("127.0.0.1", None)} | settings
    return served_certificates(target(port, host), ANYTHING.replace(**settings), timeout=timeout)


def failure(port, **options):
    """Return the phase and the message with which it fails, the names of host and peer taken off."""
    with pytest.raises(ConnectError) as caught:
        look_at(port, **options)
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


@pytest.mark.server
@pytest.mark.parametrize(("option", "version"), [("-tls1_2", "TLS 1.2"), ("-tls1_3", "TLS 1.3")])
def test_chain_as_served(credentials, option, version):
    """The certificates come in the order served, with the peer, the version and the server name that was sent."""
    with openssl_server(credentials, option) as port:
        found = look_at(port)
    expected = (credentials.ders, f"127.0.0.1:{port}", version, "server.test")
    assert expected == (found.certificates, found.peer, found.version, found.server_name)


@pytest.mark.server
@pytest.mark.parametrize("option", ["-tls1", "-tls1_1"])
def test_legacy_versions(credentials, option):
    """A server of TLS 1.0 or 1.1 only is looked at as well."""
    with openssl_server(credentials, option, "-cipher", "ALL:@SECLEVEL=0") as port:
        assert credentials.ders == look_at(port).certificates


@pytest.mark.server
@pytest.mark.parametrize("option", ["-tls1_2", "-tls1_3"])
def test_wrong_order_is_kept(credentials, option):
    """Certificates served in the wrong order, or twice, are not put right."""
    shuffled = credentials.reordered(3, 1, 1, 2)
    with openssl_server(shuffled, option) as port:
        assert shuffled.ders == look_at(port).certificates


@pytest.mark.server
@pytest.mark.parametrize("option", ["-tls1_2", "-tls1_3"])
def test_required_client_certificate(credentials, option):
    """A server that insists on a client certificate still shows its own."""
    with openssl_server(credentials, option, "-Verify", "1", "-verify_return_error") as port:
        assert credentials.ders == look_at(port).certificates


@pytest.mark.server
def test_anonymous_suite_is_not_taken(credentials):
    """A server that prefers an anonymous cipher suite still has to show its certificates."""
    ciphers = "aNULL:ALL:@SECLEVEL=0"
    with openssl_server(credentials, "-tls1_2", "-serverpref", "-cipher", ciphers) as port:
        assert credentials.ders == look_at(port).certificates


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
        found = look_at(port, host=host, **options)
    leaf = (other if expected == "other.test" else credentials).ders[0]
    assert (expected, leaf) == (found.server_name, found.certificates[0])


def test_internationalized_server_name():
    """SNI carries the A-label of an internationalized name."""
    seen = []
    with tcp_server(lambda connection: seen.append(connection.recv(65536))) as port, pytest.raises(ConnectError):
        look_at(port, host="münchen.test")
    assert b"\x00\x00\x13xn--mnchen-3ya.test" in seen[0]


@pytest.mark.server
def test_connect_to(credentials):
    """Another address and port can be connected to, and the peer that answered is told."""
    with openssl_server(credentials) as port:
        found = served_certificates(target(1, "server.test"), ANYTHING.replace(connect_to=("127.0.0.1", port)))
    assert (f"127.0.0.1:{port}", "server.test") == (found.peer, found.server_name)


@pytest.mark.server
@pytest.mark.parametrize("version", ["1.2", "1.3"])
def test_nginx(credentials, version):
    """A server (nginx) which asks for a client certificate and answers in HTTP when there is none, shows its chain."""
    client_ca = f"ssl_client_certificate {credentials.chain};"
    directives = (f"ssl_protocols TLSv{version};", "ssl_verify_client on;", client_ca)
    with nginx_server(credentials, *directives) as port:
        found = look_at(port)
    assert (credentials.ders, f"TLS {version}") == (found.certificates, found.version)


@pytest.mark.server
def test_nginx_without_tls(credentials):
    """A server (nginx) that speaks plain HTTP on the port is recognised."""
    with nginx_server(credentials, tls=False) as port:
        told = "this port does not speak TLS but plain HTTP; its first bytes were 'HTTP/1.1 400 Bad Request'"
        assert ("tls", told) == failure(port)


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
        found = look_at(port, timeout=0.5)
    assert (credentials.ders, "TLS 1.2") == (found.certificates, found.version)


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
        assert (sick, *credentials.ders[1:]) == look_at(port).certificates


def test_unreadable_certificate(credentials):
    """A certificate that OpenSSL cannot parse is handed over as well, in its place."""
    unreadable = b"\x30\x03\x02\x01\x01"
    flight = handshake(SERVER_HELLO, certificate_message(credentials.ders[0], unreadable))
    with tcp_server(saying(flight, wait_for_client)) as port:
        assert (credentials.ders[0], unreadable) == look_at(port).certificates


@pytest.mark.server
def test_no_certificate(credentials):
    """A server that does only anonymous suites is refused by itself, since none is offered."""
    with openssl_server(credentials, "-tls1_2", "-cipher", "aNULL:@SECLEVEL=0") as port:
        phase, message = failure(port)
    assert ("tls", True) == (phase, message.endswith(": alert 40 handshake_failure during the handshake"))


def test_the_transcript_of_a_failure_is_kept():
    """Whoever catches the error has every byte up to it."""
    with tcp_server(saying(alert(40))) as port, pytest.raises(ConnectError) as caught:
        look_at(port)
    assert alert(40) == caught.value.transcript.chunks[-1].data


@pytest.mark.parametrize(("host", "peer"), [("server.test", " (127.0.0.1:{0})"), ("127.0.0.1", "")])
def test_message_names_host_and_peer(host, peer):
    """The error says what was asked for and who answered, an address once."""
    with tcp_server(saying(alert(80))) as port, pytest.raises(ConnectError) as caught:
        look_at(port, host=host)
    told = f"{host}:{port}{peer.format(port)}: the server refused during the handshake with alert 80 internal_error"
    assert told == str(caught.value)


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
        ("a.test", {"timeout": 0}, "a timeout lies between 0 and 86,400 seconds, not at 0"),
    ],
)
def test_refused_usage(text, options, message):
    """What cannot be meant is refused before anything is connected to."""
    with pytest.raises(UsageError) as caught:
        served_certificates(parse_target(text, exists=lambda path: False), **options)
    assert message == str(caught.value)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("192.0.2.1", "no host name ends in a number, and an IPv4 address is four decimal ones: '192.0.2.1'"),
        ("::1", "the host name '::1' contains a character that no host name has"),
    ],
)
def test_refused_server_name(name, message):
    """SNI takes names alone (RFC 6066 section 3)."""
    with pytest.raises(UsageError) as caught:
        look_at(1, server_name=name)
    assert message == str(caught.value)
