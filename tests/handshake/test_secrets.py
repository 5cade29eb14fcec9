"""Secrets that stay inside, trust that comes from nowhere else, and words of strangers that stay words."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import stat
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from cryptography.x509.oid import AuthorityInformationAccessOID

from tests.support.servers import served
from tlskit.lab.credentials import Credentials, Period, end_entity
from tlskit.lab.lab import Lab
from tlskit.lab.service import TlsService
from tlskit.lab.tls import TlsConnection


@pytest.fixture(scope="module")
def pki():
    """The PKI of a lab; nothing is served."""
    return Lab(["good"]).pki


# -- secrets ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def authentication(tmp_path_factory):
    """A lab whose server asks for a certificate, and a folder with roots and a client with a locked key."""
    folder = tmp_path_factory.mktemp("secrets")
    with Lab(["mtls-required-tls13", "mtls-required-tls12"]) as lab:
        client = lab.pki.clients["good"]
        (folder / "roots.pem").write_bytes(lab.roots_pem)
        (folder / "client.pem").write_bytes(client.chain_pem)
        locked = client.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(PASSWORD))
        (folder / "client.key").write_bytes(locked)
        (folder / "password").write_bytes(PASSWORD + b"\n")
        yield lab, folder, client.key.private_numbers().private_value.to_bytes(32)


PASSWORD = b"open-sesame-4711"
OUTPUTS = {
    "text": ("handshake",),
    "json": ("handshake", "--json"),
    "html": ("handshake", "--html", "{}/page"),
    "saved": ("handshake", "--save-trace", "{}/saved"),
    "trace": ("trace", "--fields", "--bytes", "--certificates", "--full"),
    "story": ("trace", "--story"),
    "trace as json": ("trace", "--json"),
    "page": ("trace", "--html", "{}/page"),
    "trace saved": ("trace", "--save-trace", "{}/saved"),
}


def mutual_command(authentication, command, *options):
    """Return the words that make a connection with the client's certificate."""
    lab, folder, _ = authentication
    words = [command, lab.address("mtls-required-tls13"), "--ca-file", folder / "roots.pem", "--request", "/"]
    words += ["--client-cert", folder / "client.pem", "--client-key", folder / "client.key"]
    return [*words, "--client-password-file", folder / "password", *options]


@pytest.mark.parametrize("name", OUTPUTS)
def test_private_keys_and_passwords_stay_inside(name, authentication, call, tmp_path):
    """The client's private key and its password stand in nothing that is written, in whatever form."""
    command, *options = (word.format(tmp_path) for word in OUTPUTS[name])
    ended = call(*mutual_command(authentication, command, *options))
    assert 0 == ended.status
    written = (ended.stdout + ended.stderr).encode() + b"".join(path.read_bytes() for path in tmp_path.iterdir())
    key = authentication[2]
    assert len(written) > 500
    for secret in (PASSWORD, key, key.hex().encode(), key.hex(" ").encode(), base64.b64encode(key)[:40]):
        assert secret not in written
        assert secret.upper() not in written.upper()
    assert b"PRIVATE KEY" not in written


@pytest.mark.parametrize("command", [("handshake",), ("handshake", "--json"), ("trace", "--json")])
def test_sessions_stay_closed_unasked(command, authentication, call, tmp_path):
    """Without being asked for, a recording holds no secret that opens it."""
    saved = tmp_path / "saved"
    assert 0 == call(*mutual_command(authentication, *command, "--save-trace", saved)).status
    assert b"TRAFFIC_SECRET" not in saved.read_bytes()
    assert ["saved"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o777], ids=oct)
def test_secrets_are_their_owners_alone(mask, authentication, call, tmp_path):
    """A key log is a new file that its owner alone may read, whatever the umask."""
    before = os.umask(mask)
    try:
        ended = call(*mutual_command(authentication, "handshake", "--keylog", tmp_path / "keys"))
    finally:
        os.umask(before)
    assert (0, 0o600) == (ended.status, stat.S_IMODE((tmp_path / "keys").stat().st_mode))
    assert b"SERVER_TRAFFIC_SECRET_0 " in (tmp_path / "keys").read_bytes()


@pytest.mark.parametrize("kind", ["file", "link", "link to nothing", "folder"])
def test_secrets_go_to_nothing_that_is_there(kind, authentication, call, tmp_path):
    """Where something stands in the way, a link included, no secret is written and nothing is connected."""
    there, elsewhere = tmp_path / "keys", tmp_path / "elsewhere"
    match kind:
        case "file":
            there.write_text("mine")
        case "folder":
            there.mkdir()
        case _:
            there.symlink_to(elsewhere)
            if kind == "link":
                elsewhere.write_text("mine")
    with served(lambda link: pytest.fail("connected")) as port:
        ended = call("handshake", f"127.0.0.1:{port}", "--keylog", there)
    assert (3, "") == (ended.status, ended.stdout)
    assert not elsewhere.exists() or elsewhere.read_text() == "mine"
    assert kind != "file" or there.read_text() == "mine"


# -- trust and reach -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["chain", "handshake"])
def test_the_environment_trusts_nobody(command, authentication, call, monkeypatch):
    """SSL_CERT_FILE brings in no root, and the verdict names the store that it rests on."""
    lab, folder, _ = authentication
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "roots.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(folder))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(folder / "roots.pem"))
    ended = call(command, lab.address("mtls-required-tls13"))
    assert 1 == ended.status
    assert re.search(r"Trust +certifi ", ended.stdout)


def test_a_client_certificate_is_kept_from_strangers(authentication, call):
    """A server that does not pass never sees the client's certificate, under any version, unless that is asked for."""
    lab, _, _ = authentication
    digest = hashlib.sha256(lab.pki.clients["good"].certificate.public_bytes(Encoding.DER)).hexdigest()
    for case in lab.cases:
        for flag, is_sent in ((), False), (("--insecure-send-cert",), True):
            command, _, _, _, *words = mutual_command(authentication, "trace", "--json", *flag)
            ended = call(command, lab.address(case.name), *words)
            assert is_sent == (digest in ended.stdout)


def test_nobody_else_is_talked_to(pki, call, tmp_path):
    """Addresses in a certificate, of its issuer, CRL and OCSP responder, are read and not followed."""
    visitors = []

    with served(lambda link: visitors.append(link.peer)) as there:
        leaf = pointing_to(f"http://127.0.0.1:{there}/", pki)
        (tmp_path / "roots.pem").write_bytes(pki.roots_pem)
        with served(TlsService(leaf)) as port:
            for command in ("chain", "handshake", "trace"):
                ended = call(command, f"localhost:{port}", "--ca-file", tmp_path / "roots.pem", "--timeout", "5")
                assert ended.status in {0, 1}
    assert [] == visitors


def pointing_to(address, pki):
    """Return a server's certificate whose issuer was not sent and is said to be at an address."""
    url, key = x509.UniformResourceIdentifier(address), pki.good.key
    kinds = (AuthorityInformationAccessOID.CA_ISSUERS, AuthorityInformationAccessOID.OCSP)
    access = [x509.AccessDescription(kind, url) for kind in kinds]
    unsigned = (
        x509.CertificateBuilder(pki.lower.certificate.subject, x509.Name([]), key.public_key(), 7)
        .not_valid_before(pki.at - timedelta(days=1))
        .not_valid_after(pki.at + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=True)
        .add_extension(x509.AuthorityInformationAccess(access), critical=False)
        .add_extension(x509.CRLDistributionPoints([x509.DistributionPoint([url], None, None, None)]), critical=False)
    )
    return Credentials(unsigned.sign(pki.lower.key, hashes.SHA256()), key)


# -- words of strangers ----------------------------------------------------------------------------------------------

EVIL = "\x1b[31m\x1b]8;;http://x/\x07\x9b2J\u202e\u200b[red][/x]</script><img src=x>\r\n\u2713 trusted"
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@pytest.mark.parametrize("options", [(), ("--json",), ("--html", "-")], ids=["text", "json", "html"])
def test_evil_words_in_a_handshake(options, pki, call):
    """Names in certificates and the words of an HTTP answer reach no terminal, page or document as they are."""
    evil = end_entity(EVIL[:40], Period.around(pki.at), None, names=("localhost",))

    def serve(link):
        tls = TlsConnection(link, TlsService(evil).context)
        tls.handshake()
        tls.receive()
        tls.send(f"HTTP/1.1 400 {EVIL}\r\n\r\n{EVIL}".encode())
        tls.close()

    with served(serve) as port:
        ended = call("handshake", f"localhost:{port}", "--request", "/", *options)
    assert 1 == ended.status
    assert_harmless(ended)
    assert "--html" not in options or "<img" not in ended.stdout


@pytest.mark.parametrize("banner", [EVIL, f"220 {EVIL}", f"HTTP/1.1 400 {EVIL}", f"554 {EVIL}\r\n"])
@pytest.mark.parametrize("scheme", ["", "smtp://"])
def test_evil_words_before_tls(scheme, banner, call):
    """What a server says instead of TLS is quoted with everything in it escaped."""

    def serve(link):
        link.send(banner.encode("utf-8", "surrogateescape"))
        link.linger()

    with served(serve) as port:
        ended = call("handshake", f"{scheme}localhost:{port}", "--timeout", "1")
    assert ended.status in {1, 3}
    assert_harmless(ended)


def assert_harmless(ended):
    """Nothing but printable characters and line feeds was written, and no line of a stranger's making."""
    written = ended.stdout + ended.stderr
    assert not _CONTROL.search(written)
    assert not any(line.startswith("\u2713 trusted") for line in written.splitlines())
