"""Alerts, told by what preceded them."""

from __future__ import annotations

from itertools import product

import pytest

from tests.support.pki import HOST
from tests.support.plain_connections import CLIENT, SERVER, alert, handshake, hello_record, live, told
from tests.support.refusals import ALERTS, SYNTHETIC
from tlskit.explain.alerts.alert import CAUSES, explain_alert
from tlskit.explain.alerts.cause import otherwise
from tlskit.explain.alerts.situation import CertificateExchange, Situation
from tlskit.registry.alert import AlertDescription
from tlskit.registry.cipher_suite import CipherSuite
from tlskit.registry.handshake_type import HandshakeType
from tlskit.registry.message_value import CompressionMethod
from tlskit.registry.protocol_version import ProtocolVersion
from tlskit.wire.hello import ClientHello, ServerHello

NULL = CompressionMethod(0)
SUITE = CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA
CLIENT_HELLO = hello_record(ClientHello(ProtocolVersion.tls_1_2, bytes(32), b"", (SUITE,), (NULL,), None))
SERVER_HELLO = hello_record(ServerHello(ProtocolVersion.tls_1_2, bytes(32), b"", SUITE, NULL, None))
CERTIFICATE = handshake(HandshakeType.certificate, b"\x00\x00\x04\x00\x00\x01\x30")
NO_CERTIFICATE = handshake(HandshakeType.certificate, b"\x00\x00\x00")
REQUEST = handshake(HandshakeType.certificate_request, b"\x01\x01\x00\x02\x04\x01\x00\x00")
DONE = handshake(HandshakeType.server_hello_done)
SERVER_FLIGHT = (SERVER, SERVER_HELLO + CERTIFICATE + REQUEST + DONE)


def story(*chunks):
    """Tell the last record, an alert."""
    report = told(*chunks)
    return explain_alert(report, report.records[-1])


def situations():
    """Every situation that an alert can come in, as far as the causes tell them apart."""
    for by_server, answered, finished, hidden, asked in product(
        (False, True), (False, True), (False, True), (False, True), CertificateExchange
    ):
        yield Situation(
            by_server=by_server,
            is_tls13=hidden,
            version=None,
            answered=answered,
            retried=False,
            server_certificate=answered and not hidden,
            client_certificate=asked,
            last_heard="",
            heard_finished=finished,
            said_finished=finished,
            data=False,
            hidden=hidden,
        )


@pytest.mark.parametrize("description", AlertDescription.known.values(), ids=str)
def test_every_alert_has_a_cause_in_every_situation(description):
    """Whoever sends an alert and whenever: something can be said about it."""
    causes = CAUSES[description]
    for now in situations():
        assert any(cause.fits(now) for cause in causes), now
    assert [] == [cause for cause in causes if cause.fits is otherwise][1:]


def test_refused_hello():
    """A handshake_failure in answer to a hello is about what the two have in common."""
    said = story((CLIENT, CLIENT_HELLO), (SERVER, alert(40)))
    assert "server" == said.sender
    assert "The server sent it in answer to the ClientHello, before it had chosen anything." == said.when
    assert said.causes[0].startswith("Client and server have nothing in common")
    assert "no shared cipher" in said.log


@pytest.mark.parametrize(("description", "stack"), [(40, "OpenSSL"), (42, "Go"), (50, "GnuTLS")])
def test_no_client_certificate(description, stack):
    """Without a client certificate each server stack has its own alert, and the story names the stack."""
    said = story((CLIENT, CLIENT_HELLO), SERVER_FLIGHT, (CLIENT, NO_CERTIFICATE), (SERVER, alert(description)))
    assert "shown" in said.causes[0]
    assert stack in said.causes[0]
    assert "the client had none to show" in said.when
    assert said.change[0].startswith("Give the client a certificate")


@pytest.mark.parametrize(
    ("description", "expected"), [(48, "no path"), (45, "expired"), (43, "serverAuth"), (42, "Go"), (49, "GnuTLS")]
)
def test_refused_client_certificate(description, expected):
    """An alert to a client's certificate is told as what that stack means by it."""
    said = story((CLIENT, CLIENT_HELLO), SERVER_FLIGHT, (CLIENT, CERTIFICATE), (SERVER, alert(description)))
    assert expected in said.causes[0]
    assert "the client had shown one" in said.when


def test_refused_server_certificate():
    """unknown_ca from a client is about the server's chain, and says how to mend it."""
    said = story((CLIENT, CLIENT_HELLO), SERVER_FLIGHT, (CLIENT, alert(48)))
    assert "client" == said.sender
    assert "after the server's ServerHelloDone" in said.when
    assert "intermediate" in said.causes[0]


def test_close():
    """A close_notify after the handshake is no fault, and one within it is somebody who left."""
    report = live("TLS_AES_128_GCM_SHA256", 0x0304)
    last = [record for record in report.records if record.alert is not None][-1]
    said = explain_alert(report, last)
    assert said.when.endswith("sent it after the handshake, to end the connection.")
    assert ("The sender has nothing more to say.",) == said.causes
    early = story((CLIENT, CLIENT_HELLO), SERVER_FLIGHT, (CLIENT, alert(0, 1)))
    assert "went away" in early.causes[0]


def test_encrypted_alert():
    """An alert that stayed encrypted at the end of a connection is most likely a close_notify."""
    report = live("ECDHE-RSA-AES128-GCM-SHA256", 0x0303)
    sealed = told(*((chunk.direction, chunk.data) for chunk in report.transcript.chunks))
    said = explain_alert(sealed, sealed.records[-1])
    assert sealed.records[-1].alert is None
    assert "close_notify" in said.causes[0]


def test_hanging_up():
    """A server that hangs up makes the client of OpenSSL say decode_error; the story is about the hanging up."""
    said = story((CLIENT, CLIENT_HELLO), (CLIENT, alert(50)))
    assert "closed the connection instead of answering" in said.causes[0]
    assert "The client sent it before the server had answered." == said.when


@pytest.mark.parametrize(
    ("description", "sender", "when", "cause", "change"),
    [
        (20, "server", "after both sides had finished", "Bytes were changed", "several threads"),
        (42, "client", "after the server's Finished", "not valid yet", "tlskit chain HOST"),
        (43, "server", "the client had shown one", "extended key usage names serverAuth only", "clientAuth"),
        (44, "client", "after the server's Finished", "certificate was revoked by its CA", "new key"),
        (45, "client", "after the server's Finished", "has expired", "tlskit chain HOST"),
        (47, "client", "encrypted already", "The server chose what was not offered", "device on the way"),
        (
            49,
            "server",
            "in answer to the ClientHello",
            "before anybody has shown a certificate",
            "rule in the server's",
        ),
        (50, "server", "in answer to the ClientHello", "cannot take the ClientHello apart", "offer fewer extensions"),
        (
            51,
            "client",
            "after the server's ServerHelloDone",
            "signature or Finished does not fit",
            "Pair the right key",
        ),
        (71, "server", "in answer to the ClientHello", "too weak for the server", "stronger ciphers"),
        (109, "server", "in answer to the ClientHello", "signature_algorithms", "up to date"),
        (110, "client", "after the server's ServerHelloDone", "that the client never sent", "middlebox"),
        (115, "server", "after the client's Finished", "does not know the [[PSK]]", "Check the identity"),
        (121, "client", "after both sides had finished", "[[ECH]]", "publish its present key"),
    ],
    ids=lambda given: f"{given}{' (synthetic)' * (given in SYNTHETIC)}" if isinstance(given, int) else "",
)
def test_alerts_that_no_capture_shows(description, sender, when, cause, change):
    """OpenSSL is brought to send each alert (or we seal its record): it is read, and told by what preceded it."""
    report = ALERTS[description]()
    record = next(item for item in report.records if item.alert is not None)
    said = explain_alert(report, record)
    assert (description, 2) == (record.alert.description, record.alert.level)
    assert sender == said.sender
    assert when in said.when
    assert cause in said.causes[0]
    assert change in said.change[0]
    assert said.causes[0] not in {item.text for item in CAUSES[description] if item.fits is otherwise}
    (finding,) = [item for item in report.findings if item.id.startswith("trace.alert.")]
    assert record.number == finding.place.record
    assert HOST == report.negotiated.server_name


def test_unknown_alert():
    """A number that nobody registered is said to be one."""
    said = story((CLIENT, CLIENT_HELLO), (SERVER, alert(200)))
    assert "unknown 0xC8: a number that is not registered." == said.meaning
    assert said.causes
