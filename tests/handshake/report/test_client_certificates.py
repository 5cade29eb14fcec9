"""Each real server, TLS 1.2 and 1.3, each kind of client certificate: the verdict, the cause, and how it is known.

Servers differ in what they tell: OpenSSL's name the cause in the alert, Go and GnuTLS have one alert for all, nginx
refuses in HTTP. What the alert does not name is drawn from the certificate and from the CAs that the server names.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest

from tests.support.mtls_servers import make_clients, mutual_server
from tests.support.servers import make_credentials
from tlskit.chain import ValidationPolicy
from tlskit.finding import Severity
from tlskit.handshake.inspect import inspect_handshake
from tlskit.handshake.report.attempt import PresentedCertificate
from tlskit.handshake.report.client_authentication import CertificateDemand, CertificateReception
from tlskit.handshake.report.report import HandshakeVerdict
from tlskit.handshake.settings import ConnectionSettings

SERVERS = ("openssl", "nginx", "haproxy", "apache2", "gnutls", "stunnel", "go")
AT = datetime(2026, 6, 1, tzinfo=UTC)
REQUEST = b"GET / HTTP/1.0\r\nHost: server.test\r\nConnection: close\r\n\r\n"
ONE_ALERT_FOR_ALL = ("nginx", "gnutls", "go")
PREFIX = "handshake.client_certificate."

CAUSES = {
    "none": "required",
    "good": "",
    "through an intermediate": "",
    "intermediate left out": "issuer_not_acceptable",
    "expired": "expired",
    "stranger": "issuer_not_acceptable",
    "same name": "another_key",
    "self-signed": "self_signed",
    "server's": "wrong_purpose",
}
"""Client certificate -> why it is refused, empty where it is not."""
WITH_THE_CAS = {
    "intermediate left out": "intermediate_left_out",
    "same name": "another_key",
    "stranger": "issuer_not_acceptable",
}
"""The same with the certificates of the CAs at hand."""

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Make a server's credentials, the CAs of clients, and one client of each kind."""
    folder = tmp_path_factory.mktemp("matrix")
    authority, middle, clients = make_clients()
    return folder, make_credentials(folder / "server"), authority, middle, clients


@pytest.fixture(
    scope="module", params=[(kind, version) for kind in SERVERS for version in ("1.2", "1.3")], ids="-".join
)
def server(request, world):
    """Run one server of one version; return its kind, its version and how to ask it."""
    folder, credentials, authority, _, clients = world
    kind, version = request.param
    with mutual_server(kind, credentials, authority, version, folder / f"{kind}-{version}") as peer:

        @cache
        def ask(client, *client_pool, sending=REQUEST, trust=credentials.ders[-1]):
            settings = ConnectionSettings(credentials=clients[client], connect_to=("127.0.0.1", None), request=sending)
            policy = ValidationPolicy(at=AT, identity="dns:server.test")
            return peer.call(
                lambda: inspect_handshake(
                    f"server.test:{peer.port}",
                    trust=[trust],
                    policy=policy,
                    settings=settings,
                    client_pool=client_pool,
                )
            )

        yield kind, version, ask


def ids(report):
    """Return the ids of the findings about the client's certificate that are errors."""
    return [
        finding.id.removeprefix(PREFIX)
        for finding in report.findings
        if finding.id.startswith(PREFIX) and finding.severity >= Severity.ERROR
    ]


def expected_cause(kind, client):
    """Return the cause that is told without the CAs at hand: another key is seen by who names the issuer unknown."""
    return "refused" if client == "same name" and kind in ONE_ALERT_FOR_ALL else CAUSES[client]


@pytest.mark.parametrize("client", CAUSES)
def test_cause(client, server):
    """The server's own way to refuse is told, its cause is drawn, and a certificate that is accepted is said to be."""
    kind, version, ask = server
    report = ask(client)
    cause = "" if (kind, client) == ("gnutls", "server's") else expected_cause(kind, client)
    expected = HandshakeVerdict.REFUSED if cause else HandshakeVerdict.GOOD
    assert (expected, [cause] * bool(cause)) == (report.verdict, ids(report))
    assert version == f"1.{report.server.negotiated.version - 0x0301}"
    if not cause:
        assert CertificateReception.ACCEPTED is report.authentication.reception
        assert report.authentication.evidence.startswith("the request was answered")
        return
    assert PREFIX + cause == report.decisive.id
    refusal = report.authentication.refusal
    assert str(refusal) in report.decisive.summary
    assert (kind == "nginx") == (refusal.http is not None and refusal.alert is None)
    demand = CertificateDemand.REQUIRED if client == "none" else CertificateDemand.NOT_TOLD
    assert (demand, client != "none") == (report.authentication.demand, report.trace.negotiated.client_certificate_sent)


@pytest.mark.parametrize("client", WITH_THE_CAS)
def test_cause_with_the_cas_at_hand(client, server, world):
    """With the CAs at hand a left-out intermediate and another key are told, whatever the server says."""
    _, _, authority, middle, _ = world
    _, _, ask = server
    assert [WITH_THE_CAS[client]] == ids(ask(client, authority, middle))


def test_acceptable_cas(server):
    """The CAs that the server names and the signatures that it takes are read from its request."""
    _, _, ask = server
    request = ask("none").authentication.request
    assert ["CN=Clients"] == [str(name) for name in request.authorities]
    assert "ecdsa_secp256r1_sha256" in [scheme.label for scheme in request.signature_schemes]


def test_without_a_request(server):
    """An alert is heard although nothing is asked; a server that refuses in HTTP alone is left open."""
    kind, _, ask = server
    report = ask("expired", sending=b"")
    if kind == "nginx":
        assert (HandshakeVerdict.GOOD, CertificateReception.ADMITTED) == (
            report.verdict,
            report.authentication.reception,
        )
        assert [PREFIX + "expired", PREFIX + "uncertain"] == sorted(
            finding.id for finding in report.authentication.findings if finding.severity < Severity.ERROR
        )
    else:
        assert (HandshakeVerdict.REFUSED, ["expired"]) == (report.verdict, ids(report))


def test_withheld_from_an_untrusted_server(server, world):
    """A server that does not pass verification sees nothing of the certificate, and that is the cause that is told."""
    _, _, ask = server
    *_, clients = world
    report = ask("good", trust=clients["self-signed"].certificates[0])
    assert PresentedCertificate.WITHHELD is report.attempt.client_certificate
    assert not report.trace.negotiated.client_certificate_sent
    assert ["withheld"] == ids(report)
    assert PREFIX + "withheld" == report.decisive.id
    assert HandshakeVerdict.REFUSED is report.verdict
