"""Both ways: our driver with servers of others, and the clients of others with the servers of the lab.

What each server of others says to each client certificate stands in test_refusals; what curl's and OpenSSL's exit
status is on each case of the lab, with the cases themselves.
"""

from __future__ import annotations

import subprocess

import pytest

from tests.support.clients import s_client
from tests.support.mtls_servers import make_authority, make_client, mutual_server
from tests.support.servers import find_program, make_credentials
from tlskit.handshake.inspect import inspect_handshake
from tlskit.handshake.report.client_authentication import CertificateReception
from tlskit.handshake.report.report import HandshakeVerdict
from tlskit.handshake.settings import ConnectionSettings, send_to_anyone
from tlskit.lab.files import Files
from tlskit.lab.lab import Lab
from tlskit.net.target import parse_target

GET = b"GET / HTTP/1.0\r\nHost: server.test\r\nConnection: close\r\n\r\n"
HELLO, TRUSTED = "Hello from the tlskit lab.", "- Status: The certificate is trusted."

# -- our driver ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Make a server's credentials, an authority for clients, and a client."""
    folder = tmp_path_factory.mktemp("interop")
    authority, key = make_authority()
    return folder, make_credentials(folder / "server"), authority, make_client(authority, key)


@pytest.mark.server
@pytest.mark.parametrize("version", ["1.2", "1.3"])
@pytest.mark.parametrize("kind", ["openssl", "gnutls", "go", "nginx"])
def test_servers_of_others(kind, version, world):
    """A mutual handshake and the one that resumes it are told whole: every signature and Finished proved."""
    folder, server, authority, client = world
    settings = ConnectionSettings(
        connect_to=("127.0.0.1", None), credentials=client, judge=send_to_anyone, request=GET, resume=True
    )
    with mutual_server(kind, server, authority, version, folder / f"{kind}-{version}") as peer:
        target = parse_target(f"server.test:{peer.port}", exists=lambda path: False)
        report = peer.call(lambda: inspect_handshake(target, trust=[server.ders[-1]], settings=settings))
    assert (HandshakeVerdict.GOOD, CertificateReception.ACCEPTED) == (report.verdict, report.authentication.reception)
    assert f"TLS {version}" == report.trace.negotiated.version.label
    for trace in (report.trace, report.second):
        assert {"PASSED"} == {proved.proof.outcome.name for proved in trace.proofs}
    assert "Finished" in " ".join(proved.proof.subject for proved in report.trace.proofs)
    assert b" 200 " in report.attempt.answer[:20]


# -- clients of others -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The lab, and a folder with its files."""
    with Lab() as running, Files(running.pki.files, tmp_path_factory.mktemp("lab") / "files") as folder:
        yield running, folder


def client_files(stem, certificate, key):
    """Return the options that bring a client's certificate and key."""
    return (certificate, f"{{}}/{stem}.pem", key, f"{{}}/{stem}.key")


GNUTLS_CLIENT = client_files("client", "--x509certfile", "--x509keyfile")
GNUTLS_EXPIRED = client_files("client-expired", "--x509certfile", "--x509keyfile")
GNUTLS = [
    ("good", (), 0, HELLO),
    ("missing-intermediate", (), 1, "The certificate issuer is unknown."),
    ("expired-leaf", (), 1, "The certificate chain uses expired certificate."),
    ("wrong-host", (), 1, "The name in the certificate does not match the expected."),
    ("untrusted-root", (), 1, "The certificate issuer is unknown."),
    ("ocsp-good", (), 0, HELLO),
    ("ocsp-revoked", (), 1, "The certificate chain is revoked."),
    ("must-staple-missing", (), 1, "but the OCSP status is missing."),
    ("mtls-required-tls12", (), 1, "Received alert [40]"),
    ("mtls-required-tls12", GNUTLS_CLIENT, 0, HELLO),
    ("mtls-required-tls12", GNUTLS_EXPIRED, 1, "Received alert [45]"),
    ("mtls-required-tls13", (), 1, "Received alert [116]"),
    ("mtls-required-tls13", GNUTLS_CLIENT, 0, HELLO),
    ("mtls-required-tls13", GNUTLS_EXPIRED, 1, "Received alert [45]"),
    ("tls12-only", (), 0, HELLO),
    ("tls12-only", ("--priority", "NORMAL:-VERS-ALL:+VERS-TLS1.3"), 1, "Received alert [70]"),
    ("tls13-only", (), 0, HELLO),
    ("tls13-only", ("--priority", "NORMAL:-VERS-ALL:+VERS-TLS1.2"), 1, "Received alert [70]"),
    ("hello-retry-request", (), 0, HELLO),
    ("sni", ("--sni-hostname", "two.test", "--verify-hostname", "two.test"), 0, HELLO),
    ("sni", ("--sni-hostname", "three.test"), 1, "Received alert [112]"),
    ("starttls-smtp", ("--starttls-proto", "smtp"), 0, TRUSTED),
    ("plain-http", (), 1, "An unexpected TLS packet was received."),
]


@pytest.mark.server
@pytest.mark.parametrize(("case", "options", "status", "words"), GNUTLS)
def test_gnutls(case, options, status, words, lab):
    """GnuTLS's client sees in each server what is declared of it."""
    running, folder = lab
    host, _, port = running.address(case).rpartition(":")
    command = [find_program("gnutls-cli"), "--x509cafile", folder / "roots.pem", "--port", port]
    command += [option.format(folder) for option in options]
    ended = subprocess.run([*command, host], input=GET, capture_output=True, check=False, timeout=20)
    told = (ended.stdout + ended.stderr).decode("utf-8", "replace")
    assert status == ended.returncode
    assert words in told


OPENSSL_CLIENT = client_files("client", "-cert", "-key")
OPENSSL_EXPIRED = client_files("client-expired", "-cert", "-key")
OPENSSL = [
    ("good", (), ("Verify return code: 0 (ok)", HELLO)),
    ("missing-intermediate", (), ("unable to get local issuer certificate", HELLO)),
    ("mtls-required-tls12", (), ("SSL alert number 40",)),
    ("mtls-required-tls12", OPENSSL_CLIENT, (HELLO,)),
    ("mtls-required-tls12", OPENSSL_EXPIRED, ("SSL alert number 45",)),
    ("mtls-required-tls13", (), ("SSL alert number 116",)),
    ("mtls-required-tls13", OPENSSL_CLIENT, (HELLO,)),
    ("mtls-required-tls13", OPENSSL_EXPIRED, ("SSL alert number 45",)),
    ("tls12-only", (), ("New, TLSv1.2, Cipher is", HELLO)),
    ("tls12-only", ("-tls1_3",), ("SSL alert number 70",)),
    ("tls13-only", (), ("New, TLSv1.3, Cipher is", HELLO)),
    ("tls13-only", ("-tls1_2",), ("SSL alert number 70",)),
    ("hello-retry-request", (), ("ECDH, secp384r1, 384 bits", HELLO)),
    ("starttls-smtp", ("-starttls", "smtp"), ("Verify return code: 0 (ok)",)),
]


@pytest.mark.server
@pytest.mark.parametrize(("case", "options", "words"), OPENSSL)
def test_openssl(case, options, words, lab):
    """OpenSSL's client sees in each server what is declared of it."""
    running, folder = lab
    given = [option.format(folder) for option in options]
    stdin = b"QUIT\r\n" if case == "starttls-smtp" else GET
    told = s_client(running.address(case), "-CAfile", folder / "roots.pem", *given, stdin=stdin)
    assert [] == [word for word in words if word not in told]


CURL_CLIENT = client_files("client", "--cert", "--key")
CURL = [
    ("good", (), 0, HELLO),
    ("missing-intermediate", (), 60, "unable to get local issuer certificate"),
    ("mtls-required-tls12", (), 35, "alert handshake failure"),
    ("mtls-required-tls12", CURL_CLIENT, 0, HELLO),
    ("mtls-required-tls13", (), 56, "alert certificate required"),
    ("mtls-required-tls13", CURL_CLIENT, 0, HELLO),
    ("tls12-only", ("--tlsv1.3",), 35, "alert protocol version"),
    ("tls13-only", ("--tls-max", "1.2"), 35, "alert protocol version"),
    ("hello-retry-request", (), 0, HELLO),
]


@pytest.mark.server
@pytest.mark.parametrize(("case", "options", "status", "words"), CURL)
def test_curl(case, options, status, words, lab):
    """Curl says what OpenSSL tells it of each server."""
    running, folder = lab
    command = [find_program("curl"), "--silent", "--show-error", "--cacert", folder / "roots.pem"]
    command += [option.format(folder) for option in options]
    url = f"https://{running.address(case)}/"
    ended = subprocess.run([*command, url], capture_output=True, text=True, check=False, timeout=20)
    assert status == ended.returncode
    assert words in ended.stdout + ended.stderr
