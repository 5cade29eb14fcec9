"""``tlskit lab --serve``: each client certificate under TLS 1.2 and 1.3, with the right verdict, alert and log."""

from __future__ import annotations

import json
import signal
import ssl
import subprocess
from contextlib import contextmanager

import jsonschema
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from OpenSSL._util import lib

from tests.cli.test_chain import ENVELOPE
from tests.support.clients import TLS12, TLS13, ask, connected, context_for, s_client
from tests.support.program import PROGRAM, environment
from tests.support.servers import find_program, free_port
from tlskit.chain.path.trust_store import TrustStore
from tlskit.cli.password import Password
from tlskit.cli.serve import _private_key
from tlskit.explain.kinds import KINDS
from tlskit.finding import Verdict
from tlskit.lab.admission import AdmissionOutcome, Rules
from tlskit.lab.credentials import Period, end_entity
from tlskit.lab.openssl import _ERROR_FOR, certificates_in
from tlskit.lab.server import Listeners
from tlskit.lab.service import TlsService, VerifyingService
from tlskit.registry.alert import AlertDescription

VERSIONS = {"TLSv1.2": TLS12, "TLSv1.3": TLS13}
OPTIONS = {"TLSv1.2": "-tls1_2", "TLSv1.3": "-tls1_3"}
REFUSED = {
    "intermediate-left-out": ("unknown_ca", "chain.issuer.missing"),
    "expired": ("certificate_expired", "chain.validity.expired"),
    "revoked": ("certificate_revoked", "chain.revocation.revoked"),
    "wrong-ca": ("unknown_ca", "chain.issuer.missing"),
    "same-name": ("unknown_ca", "chain.issuer.wrong_key"),
    "self-signed": ("unknown_ca", "chain.issuer.self_signed"),
    "server-auth": ("unsupported_certificate", "chain.extended_key_usage.purpose_not_allowed"),
}
each_version = pytest.mark.parametrize("version", VERSIONS)


def stem(client):
    """Return the beginning of the names of a client's files."""
    return "client" if client == "good" else f"client-{client}"


class Server:
    """A running ``tlskit lab --serve``; each line that it writes is read once."""

    def __init__(self, process):
        self.process = process
        first = self.read()
        self.address = json.loads(first)["results"][0]["address"] if first[:1] == "{" else first.split()[2].rstrip(":")

    def read(self):
        """Return the next line."""
        return self.process.stdout.readline()

    def admission(self):
        """Return the next log entry."""
        return json.loads(self.read())["results"][0]


@contextmanager
def serving(files, *options):
    """Run the program as users do, with the lab's files."""
    command = [*PROGRAM, "lab", "--serve", "--cert", files / "server.pem", "--key", files / "server.key"]
    command += ["--client-ca", files / "client-ca.pem", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as process:
        try:
            yield Server(process)
        finally:
            if process.poll() is None:
                process.terminate()


@pytest.fixture(scope="module")
def required(files):
    """A server that needs certificates and looks at CRLs."""
    with serving(files, "--crl", files / "crl.pem", "--json") as server:
        yield server


@pytest.fixture(scope="module")
def optional(files):
    """A server that takes clients without certificates as well, and has no CRL."""
    with serving(files, "--optional", "--json") as server:
        yield server


# -- verdicts --------------------------------------------------------------------------------------------------------


@each_version
@pytest.mark.parametrize("client", ["good", "intermediate"])
def test_accepted(required, files, tlskit_lab, client, version):
    """A good certificate, at once or through an intermediate, is let in, and the log says on what grounds."""
    context = context_for(tlskit_lab.roots_pem, version=VERSIONS[version], client=(files, stem(client)))
    assert ask(required.address, context)[2].endswith(b"Hello from the tlskit lab.\n")
    entry = required.admission()
    assert ("accepted", version, None, "trusted") == (
        entry["outcome"],
        entry["version"],
        entry["alert"],
        entry["report"]["verdict"],
    )
    assert "trusted until" in entry["answer"]
    assert [] == entry["report"]["findings"]


@each_version
@pytest.mark.parametrize("client", REFUSED)
def test_refused(required, files, tlskit_lab, client, version):
    """A bad certificate is refused with the alert for what is wrong with it, and the log says what that is."""
    alert, finding = REFUSED[client]
    context = context_for(tlskit_lab.roots_pem, version=VERSIONS[version], client=(files, stem(client)))
    with pytest.raises(ssl.SSLError, match=f"ALERT_{alert.upper()}"):
        ask(required.address, context)
    entry = required.admission()
    assert ("refused", version, alert, finding) == (
        entry["outcome"],
        entry["version"],
        entry["alert"],
        entry["report"]["decisive"],
    )


@each_version
@pytest.mark.parametrize("client", ["good", "intermediate", *REFUSED])
def test_by_openssl(required, files, client, version):
    """OpenSSL's own client sees the same, the alert under TLS 1.3 included."""
    name = stem(client)
    options = ["-cert", files / f"{name}.pem", "-key", files / f"{name}.key", "-CAfile", files / "roots.pem"]
    if client == "intermediate":
        options += ["-cert_chain", files / f"{name}.pem"]
    told = s_client(required.address, OPTIONS[version], *options)
    entry = required.admission()
    if client in REFUSED:
        assert f"SSL alert number {AlertDescription.__dict__[REFUSED[client][0]]:d}" in told
        assert ("refused", REFUSED[client][1]) == (entry["outcome"], entry["report"]["decisive"])
    else:
        assert "Hello from the tlskit lab." in told
        assert "accepted" == entry["outcome"]


@each_version
def test_none_sent(required, tlskit_lab, version):
    """A client without a certificate is refused with the alert of its version."""
    context = context_for(tlskit_lab.roots_pem, version=VERSIONS[version])
    alert = {"TLSv1.2": "handshake_failure", "TLSv1.3": "certificate_required"}[version]
    with pytest.raises(ssl.SSLError, match=f"(?i)ALERT_{alert}"):
        ask(required.address, context)
    entry = required.admission()
    assert ("refused", version, alert, "no client certificate was sent, and one is required.", None) == (
        entry["outcome"],
        entry["version"],
        entry["alert"],
        entry["answer"],
        entry["report"],
    )


@each_version
def test_optional(optional, files, tlskit_lab, version):
    """Where it is optional, none is let in, a good one is, and a bad one is not."""
    for client, outcome in ((None, "accepted"), ("good", "accepted"), ("expired", "refused")):
        given = client and (files, stem(client))
        context = context_for(tlskit_lab.roots_pem, version=VERSIONS[version], client=given)
        if outcome == "refused":
            with pytest.raises(ssl.SSLError, match="ALERT_CERTIFICATE_EXPIRED"):
                ask(optional.address, context)
        else:
            assert ask(optional.address, context)[2].startswith(b"HTTP/1.1 200")
        entry = optional.admission()
        assert (outcome, client is None) == (entry["outcome"], entry["report"] is None)


def test_without_a_crl_the_revoked_client_is_let_in(optional, files, tlskit_lab):
    """Nobody told this server of the revocation; the log says that it was not checked."""
    assert ask(optional.address, context_for(tlskit_lab.roots_pem, client=(files, "client-revoked")))[2]
    entry = optional.admission()
    assert ("accepted", True) == (entry["outcome"], "revocation not checked" in entry["answer"])


def test_a_crl_that_does_not_answer(files, tlskit_lab):
    """With CRLs that say nothing of the client it is refused: unknown is not good."""
    pki, log = tlskit_lab.pki, []
    trust = TrustStore([pki.client_root.certificate.public_bytes(Encoding.DER)])
    of_another_ca = pki.crl_pem.split(b"-----END X509 CRL-----\n")[0] + b"-----END X509 CRL-----\n"
    rules = Rules(trust, required=True, clock=lambda: pki.at, crls=(of_another_ca,))
    with Listeners() as listeners:
        address = listeners.listen(VerifyingService(TlsService(pki.good), rules, log.append))
        with pytest.raises(ssl.SSLError, match="ALERT_CERTIFICATE_UNKNOWN"):
            ask(address, context_for(tlskit_lab.roots_pem, client=(files, "client")))
    (admission,) = log
    assert (AdmissionOutcome.REFUSED, Verdict.INDETERMINATE) == (admission.outcome, admission.judgement.report.verdict)
    assert "chain.revocation.undetermined" == admission.judgement.report.decisive.id


@each_version
def test_no_resumption(required, files, tlskit_lab, version):
    """A session is never resumed, since nothing would be judged then."""
    context = context_for(tlskit_lab.roots_pem, version=VERSIONS[version], client=(files, "client"))
    session = None
    for _ in range(2):
        with (
            connected(required.address) as sock,
            context.wrap_socket(sock, server_hostname="127.0.0.1", session=session) as tls,
        ):
            tls.sendall(b"hello\n")
            assert b"Hello from the tlskit lab.\n" == tls.recv(100)
            assert not tls.session_reused
            session = tls.session
        assert "trusted" == required.admission()["report"]["verdict"]


def test_the_ca_is_named(required, files):
    """The server says whose certificates it takes."""
    told = s_client(required.address, "-CAfile", files / "roots.pem")
    required.admission()
    assert "Acceptable client certificate CA names\nCN = lab client root\n" in told


# -- what is no verdict ----------------------------------------------------------------------------------------------


def test_a_client_that_refuses_the_server(required, tlskit_lab):
    """A client that does not trust the server is told as such: the certificate was not the cause."""
    context = context_for(tlskit_lab.pki.other_root.chain_pem)
    with pytest.raises(ssl.SSLCertVerificationError):
        ask(required.address, context)
    entry = required.admission()
    assert ("failed", "the handshake did not end: tlsv1 alert unknown ca.") == (entry["outcome"], entry["answer"])


def test_no_tls_at_all(required):
    """What is no TLS is a failure with OpenSSL's reason, and who only knocks gets no line."""
    with connected(required.address):
        pass
    with connected(required.address) as sock:
        sock.sendall(b"GET / HTTP/1.1\r\n\r\n")
        while sock.recv(100):
            pass
    entry = required.admission()
    assert ("failed", "the handshake did not end: http request.") == (entry["outcome"], entry["answer"])


# -- the log and the end ---------------------------------------------------------------------------------------------


def test_the_log(files, tlskit_lab):
    """The log is for people: the answer in one sentence, then the remedy; after the count the server ends.

    Control characters in a client's name do not reach the terminal.
    """
    at = Period.around(tlskit_lab.pki.at)
    evil = end_entity("e\x1b[31mvil\nname", at, None, purpose=ExtendedKeyUsageOID.CLIENT_AUTH)
    (files / "evil.pem").write_bytes(evil.chain_pem)
    (files / "evil.key").write_bytes(evil.key_pem)
    with serving(files, "--crl", files / "crl.pem", "--count", "5") as server:
        for name in (None, "client", "client-expired", "client-revoked", "evil"):
            context = context_for(tlskit_lab.roots_pem, version=TLS12, client=name and (files, name))
            try:
                ask(server.address, context)
            except ssl.SSLError:
                assert name != "client"
        lines = server.process.stdout.read().splitlines()
    assert 1 == server.process.returncode
    assert ": refused with alert 40 handshake_failure: no client certificate was sent, and one is required." in lines[0]
    assert " TLSv1.2: accepted: good client: trusted until " in lines[1]
    assert ' TLSv1.2: refused with alert 45 certificate_expired: expired client: not trusted: "' in lines[2]
    assert lines[3].startswith("  chain.validity.expired: expired client: expired ")
    assert ': refused with alert 44 certificate_revoked: revoked client: not trusted: "revoked client" was' in lines[4]
    assert "keyCompromise), says the CRL number 1" in lines[5]
    assert all(r"e\x1b[31mvil\x0aname" in line for line in lines[6:])
    assert 8 == len(lines)


def test_once(files, tlskit_lab):
    """With --once it ends after one client, who gets its answer first; the exit status says that it was let in."""
    with serving(files, "--once") as server:
        context = context_for(tlskit_lab.roots_pem, client=(files, "client"))
        assert ask(server.address, context)[2].endswith(b"lab.\n")
        assert 0 == server.process.wait(5)


def test_stopping(files):
    """It listens at the port that was asked for until Ctrl-C: to stop a server is no failure."""
    port = free_port()
    with serving(files, "--port", str(port)) as server:
        assert f"127.0.0.1:{port}" == server.address
        server.process.send_signal(signal.SIGINT)
        assert (0, "") == (server.process.wait(5), server.process.stdout.read())


WRONG = {
    "nothing given": (["--serve"], 2, "--serve needs --cert, --key and --client-ca"),
    "a case": (["--serve", "--case", "good"], 2, "--serve runs no case"),
    "once and count": (["--serve", "--once", "--count", "2"], 2, "exclude one another"),
    "without --serve": (["--cert", "server.pem"], 2, "go with --serve"),
    "no such file": (["--cert", "nope.pem"], 3, "nope.pem: No such file"),
    "no certificate": (["--cert", "server.key"], 3, "server.key: no certificate here"),
    "no key": (["--key", "server.pem"], 3, "server.pem: no private key that can be used here"),
    "another's key": (["--key", "client.key"], 3, "client.key: this private key does not belong to"),
    "no CA": (["--client-ca", "server.key"], 3, "server.key: no certificate here"),
    "no CRL": (["--crl", "server.pem"], 3, "server.pem: no CRL here"),
    "no address": (["--bind", "somewhere"], 2, "an IP address is needed"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_usage(files, monkeypatch, call, name):
    """What cannot be served is told before anything listens."""
    options, status, words = WRONG[name]
    monkeypatch.chdir(files)
    whole = ["--serve", "--cert", "server.pem", "--key", "server.key", "--client-ca", "client-ca.pem"]
    given = options if status == 2 and "--bind" not in options else [*whole, *options]
    ended = call("lab", *given)
    assert status == ended.status
    assert words in ended.stderr


def test_locked_key(files, tlskit_lab, call, tmp_path):
    """A locked key opens with its password, which comes from a file; without it that is said."""
    locked, secret = tmp_path / "locked.key", tmp_path / "secret"
    secret.write_text("pass word\n")
    command = [find_program("openssl"), "pkcs8", "-topk8", "-in", files / "server.key", "-out", locked]
    subprocess.run([*command, "-passout", f"file:{secret}"], check=True, capture_output=True)
    options = ["--cert", files / "server.pem", "--key", locked, "--client-ca", files / "roots.pem"]
    ended = call("lab", "--serve", *options)
    assert (3, True) == (ended.status, "is encrypted: --password-file gives the password" in ended.stderr)
    secret_key = _private_key(str(locked), Password(file=str(secret)))
    assert tlskit_lab.pki.good.key.private_numbers() == secret_key.private_numbers()


# -- the parts -------------------------------------------------------------------------------------------------------


def test_every_alert_can_be_sent():
    """Each alert that a finding names has an error for which OpenSSL sends it."""
    assert {
        kind.alert for kind in KINDS if kind.alert is not None and kind.id.startswith("chain.")
    } <= _ERROR_FOR.keys()
    assert all(isinstance(getattr(lib, name), int) for name in _ERROR_FOR.values())


@pytest.mark.parametrize("modern", [False, True])
def test_certificates_in(modern):
    """The certificates of a Certificate message are found in either layout, none among them."""

    def message(*certificates):
        extensions = b"\x00\x04\xfa\xfa\x00\x00" if modern else b""
        listed = b"".join(len(item).to_bytes(3) + item + extensions for item in certificates)
        body = (b"\x02ID" if modern else b"") + len(listed).to_bytes(3) + listed
        return b"\x0b" + len(body).to_bytes(3) + body

    for certificates in ((), (b"one",), (b"one", b"x" * 70_000, b"three")):
        assert certificates == certificates_in(message(*certificates), modern=modern)
    assert () == certificates_in(message(b"one")[:-1], modern=modern)


def test_what_is_no_certificate(tlskit_lab):
    """Bytes that are no certificate are refused as bad, not raised about."""
    rules = Rules(TrustStore([]), required=True, clock=lambda: tlskit_lab.pki.at)
    judgement = rules.judge((b"no certificate",))
    assert (AlertDescription.bad_certificate, None) == (judgement.alert, judgement.report)


def test_json_lines_are_envelopes(required, tlskit_lab):
    """Every line of --json is an envelope like that of any other command."""
    with pytest.raises(ssl.SSLError):
        ask(required.address, context_for(tlskit_lab.roots_pem))
    document = json.loads(required.read())
    schema = {**ENVELOPE.schema["properties"], "results": {"type": "array"}}
    jsonschema.validate(document, {**ENVELOPE.schema, "properties": schema})
