"""What real servers say to a client's certificate, and that a refusal under TLS 1.3 is never lost."""

from collections import Counter

import pytest

from tests.support.mtls_servers import make_clients, mutual_server
from tests.support.servers import make_credentials
from tlskit.handshake.driver import attempt
from tlskit.handshake.report.attempt import AttemptOutcome, Phase, PresentedCertificate
from tlskit.handshake.settings import ConnectionSettings, send_to_anyone
from tlskit.net.deadline import Deadline
from tlskit.net.target import parse_target
from tlskit.trace.chunk import Direction

REQUEST = b"GET / HTTP/1.0\r\nHost: server.test\r\nConnection: close\r\n\r\n"
RUNS = 100

# The alert for each client certificate, by server and version; 0 where the server accepts.
ACCEPTED = {"good": 0, "through an intermediate": 0}
STRANGERS = ("stranger", "same name", "self-signed", "intermediate left out")
OPENSSL = {"none": 116, "expired": 45, "server's": 43} | dict.fromkeys(STRANGERS, 48) | ACCEPTED
GO = dict.fromkeys(OPENSSL, 42) | ACCEPTED
GNUTLS = dict.fromkeys(OPENSSL, 49) | {"none": 116, "server's": 0} | ACCEPTED
TLS13 = {"openssl": OPENSSL, "haproxy": OPENSSL, "apache2": OPENSSL, "stunnel": OPENSSL, "go": GO, "gnutls": GNUTLS}
TLS12 = {
    kind: alerts | {"none": {"gnutls": 50}.get(kind, 42 if kind == "go" else 40)} for kind, alerts in TLS13.items()
}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Make a server's credentials, an authority for clients and one client of each kind."""
    folder = tmp_path_factory.mktemp("refusals")
    authority, _, clients = make_clients()
    return folder, make_credentials(folder / "server"), authority, clients


def asking(peer, credentials, **options):
    """Drive a handshake with a server of this machine."""
    options = {"connect_to": ("127.0.0.1", None), "credentials": credentials, "judge": send_to_anyone} | options
    target = parse_target(f"server.test:{peer.port}", exists=lambda path: False)
    return peer.call(lambda: attempt(target, ConnectionSettings(**options), Deadline.after(10)))


def received(tried):
    """Return the descriptions of the errors that the server sent."""
    return [alert.description for alert in tried.alerts_of(Direction.SERVER_TO_CLIENT) if alert.description]


@pytest.mark.server
@pytest.mark.parametrize("version", ["1.2", "1.3"])
@pytest.mark.parametrize("kind", TLS13)
def test_alert_of_each_server(kind, version, world):
    """Each server's alert about each client certificate is told, and an accepted one is told as completed."""
    folder, server, authority, clients = world
    expected = (TLS13 if version == "1.3" else TLS12)[kind]
    with mutual_server(kind, server, authority, version, folder / f"{kind}-{version}") as peer:
        tried = {name: asking(peer, client, request=REQUEST) for name, client in clients.items()}
    found = {name: (received(result) or [0])[0] for name, result in tried.items()}
    assert expected == found
    ends = {
        name: AttemptOutcome.ALERT_RECEIVED if alert else AttemptOutcome.COMPLETED for name, alert in expected.items()
    }
    assert ends == {name: result.outcome for name, result in tried.items()}
    assert {Phase.AFTER_FINISHED} == {tried[name].phase for name, alert in expected.items() if alert}


@pytest.mark.server
@pytest.mark.parametrize("version", ["1.2", "1.3"])
def test_nginx_refuses_in_http(version, world):
    """Nginx sends no alert: the answer to the request is kept as evidence."""
    folder, server, authority, clients = world
    with mutual_server("nginx", server, authority, version, folder / f"nginx-{version}") as peer:
        answers = {name: asking(peer, client, request=REQUEST).answer for name, client in clients.items()}
    assert answers["good"].endswith(b"hello")
    assert b"No required SSL certificate was sent" in answers["none"]
    for name in ("expired", "server's", *STRANGERS):
        assert b"The SSL certificate error" in answers[name]


@pytest.mark.server
@pytest.mark.parametrize("kind", ["openssl", "haproxy", "apache2", "go", "gnutls"])
def test_no_alert_is_lost(kind, world):
    """In a hundred runs of each refusal under TLS 1.3 no alert is lost, whether a request is sent or not."""
    folder, server, authority, clients = world
    refused = {alert: name for name, alert in TLS13[kind].items() if alert}
    with mutual_server(kind, server, authority, "1.3", folder / f"lost-{kind}") as peer:
        found = {
            alert: Counter(
                (tried.outcome, *received(tried))
                for run in range(RUNS)
                for tried in [asking(peer, clients[name], request=REQUEST * (run % 2))]
            )
            for alert, name in refused.items()
        }
    assert {alert: {(AttemptOutcome.ALERT_RECEIVED, alert): RUNS} for alert in refused} == found


@pytest.mark.server
@pytest.mark.parametrize("version", ["1.2", "1.3"])
def test_certificate_is_withheld_until_the_server_passed(version, world):
    """The judge sees the server's chain before the client's certificate is sent, and alone decides."""
    folder, server, authority, clients = world
    seen = []
    with mutual_server("openssl", server, authority, version, folder / f"judge-{version}") as peer:
        for verdict, expected in ((False, PresentedCertificate.WITHHELD), (True, PresentedCertificate.HANDED_OVER)):
            tried = asking(peer, clients["good"], judge=lambda chain, verdict=verdict: seen.append(chain) or verdict)
            assert expected is tried.client_certificate
            sent = b"".join(c.data for c in tried.transcript.chunks if c.direction is Direction.CLIENT_TO_SERVER)
            assert (version == "1.2" and verdict) == (clients["good"].certificates[0] in sent)
    assert [server.ders, server.ders] == seen


@pytest.mark.server
def test_default_withholds(world):
    """Without a judge no server sees the client's certificate."""
    folder, server, authority, clients = world
    target_options = {"connect_to": ("127.0.0.1", None), "credentials": clients["good"]}
    with mutual_server("openssl", server, authority, "1.2", folder / "default") as peer:
        target = parse_target(f"server.test:{peer.port}", exists=lambda path: False)
        tried = attempt(target, ConnectionSettings(**target_options), Deadline.after(10))
    assert (PresentedCertificate.WITHHELD, [40]) == (tried.client_certificate, received(tried))


@pytest.mark.server
def test_failing_judge(world):
    """An error in the judge is the caller's own and is raised as it was, the certificate not sent."""
    folder, server, authority, clients = world

    def fail(chain):
        raise OSError("the judge is ill")

    with (
        mutual_server("openssl", server, authority, "1.3", folder / "failing") as peer,
        pytest.raises(OSError, match="the judge is ill"),
    ):
        asking(peer, clients["good"], judge=fail)


@pytest.mark.server
@pytest.mark.parametrize(
    ("client", "offered", "expected"),
    [
        ("good", False, (AttemptOutcome.COMPLETED, PresentedCertificate.NOT_ASKED, b"HTTP/1.1 403", [])),
        ("good", True, (AttemptOutcome.COMPLETED, PresentedCertificate.HANDED_OVER, b"HTTP/1.1 404", [])),
        ("stranger", True, (AttemptOutcome.ALERT_RECEIVED, PresentedCertificate.HANDED_OVER, b"", [48])),
        ("none", True, (AttemptOutcome.ALERT_RECEIVED, PresentedCertificate.NOT_GIVEN, b"", [116])),
    ],
)
def test_asked_after_the_handshake(client, offered, expected, world):
    """Apache asks for a certificate after the request where the client offers that, and its alert is told then too."""
    folder, server, authority, clients = world
    name = f"late-{client}-{offered}"
    with mutual_server("apache2 asking late", server, authority, "1.3", folder / name) as peer:
        tried = asking(peer, clients[client], request=REQUEST, post_handshake_authentication=offered)
    assert Phase.AFTER_REQUEST is tried.phase
    assert expected == (tried.outcome, tried.client_certificate, tried.answer[:12], received(tried))
