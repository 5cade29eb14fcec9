"""``tlskit handshake`` from the command line: every option and exit status, what is written where, whole answers.

The servers are the lab's, in this process; certificates are judged as of one fixed time.
"""

from __future__ import annotations

import json
import os
import re
import socket
import stat
import threading
from pathlib import Path

import jsonschema
import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from tests.support.stage import AT, Stage, alert, saying
from tlskit.export.schema import command_schema
from tlskit.lab import service
from tlskit.lab.service import SmtpService, TlsService

ANSWERS = Path(__file__).with_name("handshake")
AS_OF = ("--at", AT.isoformat())


@pytest.fixture(scope="module")
def stage():
    """Run servers for this module."""
    with Stage() as running:
        yield running


@pytest.fixture(scope="module")
def folder(stage, tmp_path_factory):
    """Return a directory with the lab's files."""
    directory = tmp_path_factory.mktemp("lab")
    for name, data in stage.pki.files.items():
        (directory / name).write_bytes(data)
    return directory


@pytest.fixture(scope="module")
def good(stage):
    """Return the address of a good server."""
    return stage.serve(TlsService(stage.pki.good))


@pytest.fixture(scope="module")
def authentication(stage):
    """Return the address of a server that requires a client certificate."""
    return stage.serve(stage.verifying())


@pytest.fixture
def ask(call, folder):
    """Run the command with the lab's roots as of the lab's time."""
    return lambda *words: call("handshake", "--ca-file", folder / "roots.pem", "--no-default-trust", *AS_OF, *words)


@pytest.fixture
def report(ask):
    """Run the command with ``--json`` and return the one report."""

    def asking(*words):
        ended = ask("--json", *words)
        (result,) = json.loads(ended.stdout)["results"]
        assert ended.status == result["exit_status"]
        return result["report"]

    return asking


def client(folder, name="client"):
    """Return the options for a client's certificate."""
    return ("--client-cert", folder / f"{name}.pem", "--client-key", folder / f"{name}.key")


# -- whole answers ---------------------------------------------------------------------------------------------------

_SIGNATURES = re.compile(r"(  Signatures  ).*?(?=\n  \w|\n\n)", re.DOTALL)
WHOLE = {
    "good": (0, "--request", "/"),
    "accepted": (0, "--request", "/", "--client-cert", "client.pem", "--client-key", "client.key"),
    "unknown-ca": (1, "--request", "/", "--client-cert", "client-wrong-ca.pem", "--client-key", "client-wrong-ca.key"),
    "withheld": (1, "--client-cert", "client.pem", "--client-key", "client.key", "--at", "2026-09-01"),
    "not-tls": (1,),
    "refused": (3,),
}


@pytest.mark.parametrize("name", WHOLE)
def test_whole_answer(name, stage, folder, good, authentication, call, monkeypatch):
    """Answer, remedy and evidence on 80 columns, as they were read and found good."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(folder)
    special = {"good": lambda: good, "not-tls": lambda: stage.serve(service.plain_http), "refused": closed_port}
    address = special.get(name, lambda: authentication)()
    status, *options = WHOLE[name]
    ended = call("handshake", address, "--ca-file", "roots.pem", "--no-default-trust", *AS_OF, *options)
    shown = _SIGNATURES.sub(r"\1...", ended.stdout)  # OpenSSL's own list, which grows
    shown = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT", re.sub(r"\d+\.\d ms", "N ms", shown))
    expected = (ANSWERS / f"{name}.txt").read_text(encoding="utf-8")
    assert (expected, status, "") == (shown, ended.status, ended.stderr)
    assert 80 >= max(map(len, ended.stdout.splitlines()))


def closed_port():
    """Return the address of a port at which nobody listens."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{holder.getsockname()[1]}"


# -- options ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "field", "expected"),
    [
        (("--max-version", "1.2"), "version", "TLS 1.2"),
        (("--min-version", "1.3"), "version", "TLS 1.3"),
        (("--ciphersuites", "TLS_CHACHA20_POLY1305_SHA256"), "cipher_suite", "TLS_CHACHA20_POLY1305_SHA256"),
        (
            ("--max-version", "1.2", "--ciphers", "ECDHE-ECDSA-AES128-GCM-SHA256"),
            "cipher_suite",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        ),
        (("--groups", "P-384"), "group", "secp384r1"),
        (("--sigalgs", "ECDSA+SHA256"), "signature_scheme", "ecdsa_secp256r1_sha256"),
    ],
)
def test_offer(options, field, expected, good, report):
    """What is offered decides what is agreed."""
    assert expected == report(good, *options)["server"]["negotiated"][field]["name"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), []),
        (("--alpn", "h2,http/1.1"), ["h2", "http/1.1"]),
        (("--request", "/"), ["http/1.1"]),
        (("--request", "none"), []),
        (("--request", "none", "--alpn", "h2"), ["h2"]),
    ],
)
def test_alpn(options, expected, good, report):
    """The protocols of --alpn are offered; where HTTP is requested, that one."""
    assert expected == report(good, *options)["server"]["negotiated"]["offered_protocols"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [((), "localhost"), (("--servername", "other.test"), "other.test"), (("--no-servername",), None)],
)
def test_server_name(options, expected, good, report):
    """The host's name is sent in SNI, or another, or none."""
    address, _, port = good.partition(":")
    found = report(f"localhost:{port}", "--connect-to", address, *options)
    assert expected == found["connection"]["server_name"]


def test_connect_to(good, report):
    """Another address and port can be connected to under the target's name."""
    found = report("localhost:1", "--connect-to", good)
    assert ("good", good) == (found["verdict"], found["connection"]["address"])


@pytest.mark.parametrize("words", [("smtp://{}",), ("{}", "--starttls", "smtp")])
def test_starttls(words, stage, report):
    """STARTTLS is spoken where the scheme implies it or the option says so, and its time is told."""
    address = stage.serve(SmtpService(TlsService(stage.pki.good)))
    found = report(*(word.format(address) for word in words))
    assert "good" == found["verdict"]
    assert found["connection"]["seconds"]["starttls"] > 0


def test_proxy(good, report):
    """A tunnel through an HTTP proxy leads to the server, and its time is told."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=tunnel, args=(listener,))
        thread.start()
        found = report(good, "--proxy", f"127.0.0.1:{listener.getsockname()[1]}")
        thread.join()
    assert ("good", None) == (found["verdict"], found["connection"]["address"])
    assert found["connection"]["seconds"]["proxy"] > 0


def tunnel(listener):
    """Serve one CONNECT (RFC 9110 section 9.3.6)."""
    near, _ = listener.accept()
    with near:
        host, _, port = near.recv(4096).split()[1].decode().rpartition(":")
        with socket.create_connection((host, int(port))) as far:
            near.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            back = threading.Thread(target=carry, args=(far, near))
            back.start()
            carry(near, far)
            back.join()


def carry(source, sink):
    """Carry bytes until the source ends."""
    while data := source.recv(65536):
        sink.sendall(data)
    sink.shutdown(socket.SHUT_WR)


def test_resume(good, report):
    """A second connection is made with the first one's session."""
    assert "resumed or begun with a pre-shared key" == report(good, "--resume")["server"]["resumption"]


def test_pkcs12(stage, folder, authentication, report, tmp_path):
    """Certificate and key may come in PKCS#12, whose password stands in a file."""
    own = stage.pki.clients["good"]
    locked = pkcs12.serialize_key_and_certificates(
        b"client", own.key, own.certificate, None, BestAvailableEncryption(b"secret")
    )
    (tmp_path / "client.p12").write_bytes(locked)
    (tmp_path / "password").write_text("secret\n")
    options = ("--client-p12", tmp_path / "client.p12", "--client-password-file", tmp_path / "password")
    assert "accepted" == report(authentication, "--request", "/", *options)["client"]["reception"]


def test_client_ca(folder, authentication, report):
    """CAs at hand tell a left-out intermediate from a wrong CA."""
    options = client(folder, "client-intermediate-left-out")
    guessed = report(authentication, *options)
    known = report(authentication, *options, "--client-ca", folder / "client-intermediate.pem")
    prefix = "handshake.client_certificate."
    assert (f"{prefix}issuer_not_acceptable", f"{prefix}intermediate_left_out") == (
        guessed["decisive"],
        known["decisive"],
    )


def test_insecure_send_cert(folder, authentication, report):
    """A server that did not pass sees the certificate only where that is asked for."""
    options = (authentication, "--servername", "localhost", "--request", "/", *client(folder), "--at", "2030-01-01")
    assert "not sent" == report(*options)["client"]["reception"]
    assert "not sent" != report(*options, "--insecure-send-cert")["client"]["reception"]


def test_timeout(stage, report, capsys):
    """The deadline holds, and whoever waits longer than a second is told what for, on stderr."""
    found = report(stage.serve(service.silent), "--timeout", "1.2")
    assert ("unreached", "handshake.connection.silent") == (found["verdict"], found["decisive"])
    assert 1.2 == pytest.approx(sum(filter(None, found["connection"]["seconds"].values())), rel=0.1)


def test_progress(stage, ask):
    """Whoever waits longer than a second is told on stderr, and stdout has the answer alone."""
    address = stage.serve(service.silent)
    ended = ask(address, "--timeout", "1.1")
    assert f"tlskit: waiting for {address} ...\n" == ended.stderr
    assert ended.stdout.startswith(f"? {address}: we sent a ClientHello")


def test_profile(good, report):
    """The server may be held to what browsers hold it to."""
    assert "RFC5280" == report(good)["chain"]["policy"]["profile"]
    assert "WEB_PKI" == report(good, "--profile", "web-pki")["chain"]["policy"]["profile"]


def test_fail_on(stage, ask):
    """A notice fails only where that is asked for."""
    address = stage.serve(TlsService(stage.pki.good, maximum=0x0303))
    assert (0, 1) == (ask(address).status, ask(address, "--fail-on", "notice").status)


# -- all addresses ---------------------------------------------------------------------------------------------------


@pytest.fixture
def two_addresses(monkeypatch):
    """Let a name have two addresses: those of two servers."""

    def name(*addresses):
        from tlskit.handshake import driver as attempt
        from tlskit.net.dial import resolve

        found = tuple(item for text in addresses for item in resolve(*split(text), deadline=None))
        monkeypatch.setattr(attempt, "resolve", lambda *_, **__: found)

    return name


def split(text):
    """Return address and port."""
    host, _, port = text.rpartition(":")
    return host, int(port)


def test_addresses_that_are_alike(stage, good, ask, two_addresses):
    """Addresses that answer alike get a line each under one answer."""
    other = stage.serve(TlsService(stage.pki.good))
    two_addresses(good, other)
    ended = ask("localhost:443", "--all-addresses", "--request", "none")
    assert ended.stdout.startswith("✓ localhost:443: all 2 addresses are alike: TLS 1.3 works, trusted until")
    assert (0, 1, 1) == (ended.status, ended.stdout.count(good), ended.stdout.count(other))


def test_one_address_that_differs(stage, good, ask, two_addresses):
    """The one address that still has another chain is named first, with its remedy and what is different."""
    odd = stage.serve(TlsService(stage.pki.server("old server", expired=True)))
    two_addresses(good, stage.serve(TlsService(stage.pki.good)), odd)
    ended = ask("localhost:443", "--all-addresses", "--request", "none")
    told = " ".join(ended.stdout.split())
    assert told.startswith(f"✗ localhost:443: 1 of 3 addresses differs: {odd}: TLS 1.3 works, but not trusted")
    assert f"Mend {odd}: Renew" in told
    assert 'Certificate "good server" until 2026-07-31' in told
    assert 1 == ended.status


def test_all_addresses_in_json(good, ask, two_addresses):
    """An address without a server is a result beside the others, and the JSON has one for each."""
    closed = closed_port()
    two_addresses(good, closed)
    ended = ask("localhost:443", "--all-addresses", "--request", "none", "--json")
    results = json.loads(ended.stdout)["results"]
    assert [("good", 0), ("unreached", 3)] == [(item["report"]["verdict"], item["exit_status"]) for item in results]
    assert [good, closed] == [item["source"]["address"] for item in results]
    assert 3 == ended.status


def test_all_addresses_behind_a_proxy(ask):
    """A proxy resolves names itself."""
    assert 2 == ask("localhost", "--all-addresses", "--proxy", "127.0.0.1:1").status


# -- files -----------------------------------------------------------------------------------------------------------


def test_keylog(good, ask, tmp_path):
    """Secrets go to a new file that its owner alone can read, whatever the umask; an existing one is left alone."""
    path = tmp_path / "keys"
    before = os.umask(0)
    try:
        assert 0 == ask(good, "--keylog", path).status
    finally:
        os.umask(before)
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    assert {"CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_TRAFFIC_SECRET_0"} <= {
        line.split()[0] for line in path.read_text().splitlines()
    }
    written = path.read_bytes()
    ended = ask(good, "--keylog", path)
    assert (3, "", written) == (ended.status, ended.stdout, path.read_bytes())
    assert "exists already" in ended.stderr


def test_keylog_through_a_link(good, ask, tmp_path):
    """A symbolic link is not followed."""
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    assert 3 == ask(good, "--keylog", tmp_path / "link").status
    assert not (tmp_path / "elsewhere").exists()


def test_saved_trace(good, ask, call, tmp_path):
    """What was said can be read again by tlskit trace; secrets are in the key log alone."""
    trace, keys = tmp_path / "saved", tmp_path / "keys"
    assert 0 == ask(good, "--save-trace", trace, "--keylog", keys).status
    secret = keys.read_text().split()[2]
    assert secret.encode() not in trace.read_bytes()
    read = json.loads(call("trace", trace, "--keylog", keys, "--json").stdout)["results"][0]["report"]
    assert "complete" == read["outcome"]


def test_page(good, ask, tmp_path):
    """The page is one file with the answer and every message."""
    ended = ask(good, "--html", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert (0, f"tlskit: wrote the page to {tmp_path / 'page.html'}\n") == (ended.status, ended.stderr)
    assert "TLS 1.3 works" in page
    assert "EncryptedExtensions" in page or "encrypted_extensions" in page
    assert ask(good, "--html", "-").stdout.startswith("<!")


# -- wrong usage and what cannot be checked --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("x.test", "--min-version", "2"), "--min-version takes one of 1.0, 1.1, 1.2, 1.3, not '2'"),
        (
            ("x.test", "--min-version", "1.3", "--max-version", "1.2"),
            "the maximum version is below",
        ),
        (("x.test", "--ciphers", "NONSENSE"), "OpenSSL does not know the cipher suites 'NONSENSE'"),
        (("x.test", "--ciphersuites", "NONSENSE"), "OpenSSL does not know the TLS 1.3 cipher suites 'NONSENSE'"),
        (("x.test", "--groups", "NONSENSE"), "OpenSSL does not know the groups 'NONSENSE'"),
        (("x.test", "--sigalgs", "NONSENSE"), "OpenSSL does not know the signature algorithms 'NONSENSE'"),
        (("x.test", "--starttls", "gopher"), "STARTTLS is spoken for"),
        (("x.test", "--request", "no path"), "--request takes auto, none or a path such as /, not 'no path'"),
        (("x.test", "--servername", "a", "--no-servername"), "exclude one another"),
        (("x.test", "--client-key", "k"), "--client-key needs --client-cert"),
        (("x.test", "--client-password-file", "p"), "--client-password-file needs"),
        (("x.test", "--client-p12", "p", "--client-cert", "c"), "--client-p12 holds certificate and key"),
        (("x.test", "--profile", "mine"), "--profile takes rfc5280 or web-pki, not 'mine'"),
        (("x.test", "--timeout", "0"), "a timeout lies between 0 and"),
        (("./x.pem",), "a handshake is made with a host"),
        (("x.test", "y.test", "--html", "p"), "--html tells of one connection"),
        (("x.test", "--proxy", "a b"), "tlskit: "),
    ],
)
def test_wrong_usage(words, message, ask):
    """What cannot be meant ends with status 2 and a sentence on stderr, before anything is connected."""
    ended = ask(*words)
    assert (2, "") == (ended.status, ended.stdout)
    assert message in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("certificate", "key", "message"),
    [
        ("absent.pem", "client.key", "absent.pem: No such file or directory"),
        ("client.pem", "absent.key", "absent.key: No such file or directory"),
        ("client.pem", "", "client.pem: there is no private key in it; --client-key names another file"),
        ("client.key", "", "client.key: there is no client certificate"),
        ("client.pem", "roots.pem", "roots.pem: there is no private key in it"),
        ("damaged.pem", "client.key", "damaged.pem: "),
        ("client.pem", "damaged.key", "damaged.key: the private key is damaged"),
        ("empty", "client.key", "empty: empty"),
    ],
)
def test_files_that_cannot_be_used(certificate, key, message, folder, good, ask):
    """A client's file that is absent, damaged or something else ends with status 3, and its name is told."""
    (folder / "empty").write_bytes(b"")
    for name in ("client.pem", "client.key"):
        lines = (folder / name).read_bytes().splitlines(keepends=True)
        (folder / f"damaged{Path(name).suffix}").write_bytes(b"".join([*lines[:2], *lines[3:]]))
    options = ("--client-cert", folder / certificate, *(("--client-key", folder / key) if key else ()))
    ended = ask(good, *options)
    assert (3, "") == (ended.status, ended.stdout)
    assert f"{folder}/{message}" in ended.stderr
    assert "BEGIN" not in ended.stderr


def test_a_key_of_another_certificate(folder, good, ask):
    """A key that does not belong to the certificate is wrong usage, and what tells which fits is named."""
    ended = ask(good, "--client-cert", folder / "client.pem", "--client-key", folder / "server.key")
    assert (2, "") == (ended.status, ended.stdout)
    assert "the client's private key does not belong to its certificate; `tlskit show" in ended.stderr


def test_no_connection_in_json(ask):
    """The JSON is valid where there was no connection at all, and has the phase."""
    ended = ask(closed_port(), "--json")
    document = json.loads(ended.stdout)
    jsonschema.Draft202012Validator(command_schema("handshake")).validate(document)
    (result,) = document["results"]
    assert (3, "connect.connect", None) == (ended.status, result["error"]["kind"], result["report"])


def test_several_targets(good, stage, ask):
    """Each target has its answer, one that fails leaves the others alone, and the worst status wins."""
    ended = ask(good, closed_port(), stage.serve(saying(alert(40))), good)
    marks = [line[0] for line in ended.stdout.splitlines() if line[:2] in {"✓ ", "✗ ", "? "}]
    assert (1, ["✓", "?", "✗", "✓"]) == (ended.status, marks)


def test_schema(call):
    """``tlskit schema handshake`` prints the schema."""
    assert command_schema("handshake") == json.loads(call("schema", "handshake").stdout)


def test_no_color(good, ask, monkeypatch):
    """NO_COLOR leaves every style out, FORCE_COLOR brings them in."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in ask(good).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in ask(good).stdout
