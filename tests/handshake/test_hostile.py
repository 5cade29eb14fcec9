"""Servers that mean harm: each row of the table of threats that is about what a server does to a connection.

Every peer here is a thread of this process on 127.0.0.1. Time is asserted where it is the promise itself: one deadline
for the whole connection, kept within a tenth.
"""

from __future__ import annotations

import os
import socket
import ssl
import struct
import subprocess
import sys
import time
from contextlib import suppress
from random import Random

import pytest
from OpenSSL import SSL

import tlskit.handshake.inspect
from tests.support.program import environment
from tests.support.servers import served
from tlskit.handshake.inspect import inspect_handshake
from tlskit.handshake.report.report import HandshakeVerdict, handshake_report
from tlskit.handshake.settings import ConnectionSettings
from tlskit.lab.flood import Sealing, TicketFlood, flood_with_alerts, flood_with_messages
from tlskit.lab.lab import Lab
from tlskit.lab.server import Listeners
from tlskit.lab.service import TlsService
from tlskit.lab.tls import TlsConnection
from tlskit.net.target import parse_target

LIMIT = 1.0
"""Seconds that a connection is given."""
TRIES = 3
MOST_MEMORY = 150 << 20
TLS12_HELLO = (  # ECDHE-ECDSA-AES128-GCM-SHA256 (RFC 5246 section 7.4.1.3) with renegotiation_info (RFC 5746)
    b"\x16\x03\x03\x00\x31\x02\x00\x00\x2d\x03\x03" + b"R" * 32 + b"\x00\xc0\x2b\x00\x00\x05\xff\x01\x00\x01\x00"
)
FATAL = b"\x15\x03\x03\x00\x02\x02\x28"  # handshake_failure
GET = b"GET / HTTP/1.0\r\n\r\n"


@pytest.fixture(scope="module")
def pki():
    """The PKI of a lab; nothing is served."""
    return Lab(["good"]).pki


@pytest.fixture
def inspect(pki, monkeypatch):
    """Make a handshake with a port of this machine, which ends in time; return the report.

    A busy machine may be late once and again; a deadline that is not kept is late each time.
    """
    ended = []

    def reporting(*arguments):
        ended.append(time.monotonic())
        return handshake_report(*arguments)

    monkeypatch.setattr(tlskit.handshake.inspect, "handshake_report", reporting)

    def inspecting(port, *, scheme="", seconds=LIMIT, **options):
        target = parse_target(f"{scheme}localhost:{port}", exists=lambda path: False)
        settings, took = ConnectionSettings(connect_to=("127.0.0.1", None), **options), []
        while len(took) < TRIES:
            started = time.monotonic()
            report = inspect_handshake(target, trust=[pki.root.certificate], settings=settings, timeout=seconds)
            took.append(ended[-1] - started)
            if took[-1] < seconds * 1.1:
                return report
        return pytest.fail(f"{seconds} s were given, and it took {took}")

    return inspecting


# -- what servers do -------------------------------------------------------------------------------------------------


def record(kind, data):
    """Return a record of TLS 1.2."""
    return struct.pack("!BHH", kind, 0x0303, len(data)) + data


def saying(*parts):
    """Answer the ClientHello with some bytes and wait for the client to go."""

    def serve(link):
        link.receive()
        link.send(b"".join(parts))
        while link.receive():
            pass

    return serve


def leaving(*parts, by_reset=False):
    """Answer the ClientHello with some bytes and go."""

    def serve(link):
        link.receive()
        link.send(b"".join(parts))
        if by_reset:
            link.reset_on_close()

    return serve


def endlessly(data, *, first=b"", pause=0.0):
    """Answer the ClientHello with the same for ever."""

    def serve(link):
        link.receive()
        link.send(first)
        while True:
            link.send(data)
            if pause:
                link.pause(pause)

    return serve


def afterwards(go_on, pki):
    """Make a good handshake, hear a request, and go on."""

    def serve(link):
        tls = TlsService(pki.good).begin(link)
        tls.receive()
        go_on(tls, link)

    return serve


def drip_answer(tls, link):
    """Answer a byte at a time, without end."""
    while True:
        tls.send(b"x")
        link.pause(0.05)


def say_nothing(tls, link):
    """Take the request and wait."""
    while tls.receive():
        pass


class KeyUpdateFlood(TicketFlood):
    """Updates its keys without end (RFC 8446 section 4.6.3)."""

    def __call__(self, link):
        """Serve one connection."""
        secrets = {}
        tls = TlsConnection(link, self._context(self.tls.credentials, secrets.__setitem__))
        tls.handshake()
        secret, sent = secrets[b"SERVER_TRAFFIC_SECRET_0"], tls.last_flight.count(b"\x17\x03\x03")
        while True:
            link.send(Sealing(secret, sent=sent).seal(22, b"\x18\x00\x00\x01\x00"))
            secret, sent = updated(secret), 0


def updated(secret):
    """Return the next traffic secret (RFC 8446 section 7.2)."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

    label = b"tls13 traffic upd"
    return HKDFExpand(hashes.SHA256(), 32, b"\x00\x20" + bytes([len(label)]) + label + b"\x00").derive(secret)


CERTIFICATE_BEGINS = b"\x0b\x01\x00\x00"  # a Certificate of 64 KiB
HUGE = b"\x0b\xff\xff\xff"  # one of 16 MiB
GARBAGE = Random(1).randbytes(4000)

# Name -> what the server does, the finding that decides, and words that say how far it came.
ROWS = {
    "silence": (saying(), "handshake.connection.silent", "no byte of an answer came within 1.0 s"),
    "one byte at a time": (
        endlessly(b"\x00", first=TLS12_HELLO + b"\x16\x03\x03\x40\x00" + CERTIFICATE_BEGINS, pause=0.02),
        "handshake.connection.timed_out",
        "Certificate had begun to come",
    ),
    "silence after ServerHello": (
        saying(TLS12_HELLO),
        "handshake.connection.timed_out",
        "ServerHello",
    ),
    "silence inside a Certificate": (
        saying(TLS12_HELLO, record(22, CERTIFICATE_BEGINS)),
        "handshake.connection.timed_out",
        "Certificate",
    ),
    "messages without end": (flood_with_messages, "handshake.connection.limit_reached", "more than"),
    "records without end": (
        endlessly(record(22, bytes(1 << 14)), first=TLS12_HELLO + record(22, HUGE)),
        "handshake.connection.alert_sent",
        "",
    ),
    "empty records without end": (
        endlessly(record(22, b""), first=TLS12_HELLO),
        "handshake.connection.alert_sent",
        "",
    ),
    "warnings without end": (flood_with_alerts, "handshake.connection.alert_sent", ""),
    "a length of 16 MiB": (saying(TLS12_HELLO, record(22, HUGE)), "handshake.connection.alert_sent", "excessive"),
    "a record that is too long": (
        endlessly(bytes(1 << 14), first=b"\x16\x03\x03\xff\xff"),
        "handshake.connection.alert_sent",
        "",
    ),
    "garbage": (saying(GARBAGE), "handshake.connection.not_tls", "something that is not known here"),
    "garbage in a record": (saying(record(22, GARBAGE)), "handshake.connection.alert_sent", ""),
    "garbage after ServerHello": (saying(TLS12_HELLO, record(22, GARBAGE)), "handshake.connection.alert_sent", ""),
    "a fatal alert between fragments": (
        saying(TLS12_HELLO, record(22, CERTIFICATE_BEGINS), FATAL),
        "handshake.connection.alert_received",
        "40 handshake_failure",
    ),
    "a line of HTTP without end": (
        endlessly(b"x" * 4096, first=b"HTTP/1.1 400 "),
        "handshake.connection.not_tls",
        "plain HTTP",
    ),
    "FIN inside a record": (leaving(TLS12_HELLO[:20]), "handshake.connection.closed", "closed the connection"),
    "reset at once": (leaving(by_reset=True), "handshake.connection.closed", "reset the connection"),
    "reset inside a record": (
        leaving(TLS12_HELLO[:20], by_reset=True),
        "handshake.connection.closed",
        "reset the connection",
    ),
    "reset after ServerHello": (
        leaving(TLS12_HELLO, by_reset=True),
        "handshake.connection.closed",
        "ServerHello",
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_row(name, inspect):
    """Whatever a server does, the connection ends in time, and what came up to then is told."""
    serve, expected, words = ROWS[name]
    with served(serve) as port:
        report = inspect(port)
    assert expected == report.decisive.id
    assert words in report.decisive.summary
    assert report.verdict in {HandshakeVerdict.UNREACHED, HandshakeVerdict.FAILED, HandshakeVerdict.REFUSED}
    assert report.transcript.chunks


BANNERS = {
    "smtp": b"220-and so on\r\n",
    "imap": b"* and so on\r\n",
    "pop3": b"and so on",
    "ftp": b"220-and so on\r\n",
    "nntp": b"200 and so on",
    "xmpp": b"<and><so><on>",
    "ldap": b"\x30\x84\x7f\xff\xff\xff",
    "postgres": b"and so on",
    "mysql": b"\xff\xff\xff\x00\x0a",
}


@pytest.mark.parametrize("protocol", BANNERS)
@pytest.mark.parametrize("pause", [0.0, 0.05], ids=["flood", "drip"])
def test_banner_without_end(protocol, pause, inspect):
    """A server that talks before TLS for ever, fast or slowly, is left in time."""

    def serve(link):
        while True:
            link.send(BANNERS[protocol])
            link.pause(pause)

    with served(serve) as port:
        report = inspect(port, scheme=f"{protocol}://", seconds=0.5)
    assert report.decisive.id in {"handshake.connection.starttls_refused", "handshake.connection.timed_out"}


@pytest.mark.parametrize("go_on", [drip_answer, say_nothing])
def test_after_the_handshake(go_on, inspect, pki):
    """The deadline covers the answer too; the handshake that was made counts, and what did not come is told."""
    with served(afterwards(go_on, pki)) as port:
        report = inspect(port, request=GET)
    told = [finding.id for finding in report.findings]
    assert (HandshakeVerdict.GOOD, ["handshake.connection.unanswered"]) == (report.verdict, told)


@pytest.mark.parametrize("flood", [TicketFlood, KeyUpdateFlood], ids=["tickets", "key updates"])
def test_flood_after_the_handshake(flood, inspect, pki):
    """Tickets or key updates without end are left in time, and take nothing back of the handshake."""
    with served(flood(TlsService(pki.good))) as port:
        report = inspect(port, request=GET)
    assert (True, "TRUSTED") == (report.attempt.handshake_over, report.chain.verdict.name)
    assert report.decisive is None or report.decisive.id == "handshake.connection.limit_reached"


# -- fragments -------------------------------------------------------------------------------------------------------


class Splitting:
    """Sends the plaintext handshake records of a good server in other records, and everything in other segments."""

    def __init__(self, link, record_size, segment_size):
        self._link = link
        self._record_size, self._segment_size = record_size, segment_size
        self._is_plain = True

    def __call__(self, data):
        """Send what OpenSSL has made."""
        out, position = b"", 0
        while position < len(data):
            kind, length = data[position], int.from_bytes(data[position + 3 : position + 5])
            content = data[position + 5 : position + 5 + length]
            position += 5 + length
            self._is_plain &= kind == 22
            size = self._record_size if self._is_plain else len(content)
            out += b"".join(record(kind, content[at : at + size]) for at in range(0, len(content), size))
        for at in range(0, len(out), self._segment_size):
            self._link.send(out[at : at + self._segment_size])


@pytest.mark.parametrize("version", [SSL.TLS1_2_VERSION, SSL.TLS1_3_VERSION], ids=["1.2", "1.3"])
@pytest.mark.parametrize(("record_size", "segment_size"), [(1, 1 << 16), (1 << 14, 1), (1, 1), (7, 3)])
def test_any_fragmentation(version, record_size, segment_size, inspect, pki):
    """A good server's words are understood in records and segments of any size."""
    service = TlsService(pki.good, minimum=version, maximum=version)

    def serve(link):
        tls = TlsConnection(link, service.context, Splitting(link, record_size, segment_size))
        tls.handshake()
        tls.receive()

    with served(serve) as port:
        report = inspect(port, seconds=10)
    no_tls13 = ["handshake.negotiation.no_tls13"] * (version == SSL.TLS1_2_VERSION)
    assert (HandshakeVerdict.GOOD, no_tls13) == (report.verdict, [finding.id for finding in report.findings])
    assert {"PASSED"} == {proved.proof.outcome.name for proved in report.trace.proofs}


def good_flight(pki):
    """Return what a good TLS 1.2 server answers to a ClientHello."""
    sent = []

    def serve(link):
        tls = TlsConnection(link, TlsService(pki.good, maximum=SSL.TLS1_2_VERSION).context, sent.append)
        with suppress(OSError):
            tls.handshake()

    with served(serve) as port, suppress(OSError):
        context = ssl.create_default_context(cadata=pki.roots_pem.decode())
        with socket.create_connection(("127.0.0.1", port), 0.2) as sock:
            context.wrap_socket(sock, server_hostname="localhost")
    return sent[0]


@pytest.mark.parametrize("by_reset", [False, True], ids=["FIN", "reset"])
def test_gone_at_any_moment(by_reset, inspect, pki):
    """Wherever a server leaves before its signature, it is told so, with how far it came."""
    flight = good_flight(pki)
    for size in (0, 1, 4, 5, 6, 60, 200, 900):
        with served(leaving(flight[:size], by_reset=by_reset)) as port:
            report = inspect(port)
        assert ("handshake.connection.closed", HandshakeVerdict.UNREACHED) == (report.decisive.id, report.verdict)
        assert ("reset" if by_reset else "closed") in report.decisive.summary
        assert ("nothing had come" in report.decisive.summary) == (size == 0)


# -- memory ----------------------------------------------------------------------------------------------------------

MEASURE = """
import os, resource, sys
from tlskit.cli.app import main
for line in sys.stdin.read().splitlines():
    if (child := os.fork()) == 0:
        main(line.split())
    os.waitpid(child, 0)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024, file=sys.stderr)
"""


def test_memory(pki):
    """The whole program needs less than 150 MB against each of what floods, is endless or huge."""
    floods = [ROWS[name][0] for name in ROWS if "without end" in name or "16 MiB" in name or "too long" in name]
    floods += [TicketFlood(TlsService(pki.good)), KeyUpdateFlood(TlsService(pki.good)), BANNER_FLOOD]
    with Listeners() as listeners:
        ports = [listeners.listen(flood).rpartition(":")[2] for flood in floods]
        lines = [f"handshake {'smtp://' * (port is ports[-1])}127.0.0.1:{port} --timeout 1" for port in ports]
        lines += [f"handshake 127.0.0.1:{ports[-3]} --request / --timeout 1 --json"]
        ended = subprocess.run(
            [sys.executable, "-c", MEASURE],
            input="\n".join(lines),
            capture_output=True,
            text=True,
            check=False,
            env=environment({"PYTHONPATH": os.pathsep.join(sys.path)}),
        )
    peak = int(ended.stderr.splitlines()[-1])
    assert peak < MOST_MEMORY, f"{peak / (1 << 20):.0f} MB"
    assert "Traceback" not in ended.stderr
    assert "this is a bug" not in ended.stderr


def BANNER_FLOOD(link):  # noqa: N802 - it stands among values
    """Talk before TLS for ever."""
    while True:
        link.send(BANNERS["smtp"] * 100)
