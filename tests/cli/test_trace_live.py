"""``tlskit trace HOST``: a connection made now, told, decrypted, and saved to be told again."""

from __future__ import annotations

import base64
import json
import stat

import pytest

from tests.cli.test_trace import asked, words
from tests.support.servers import make_credentials, openssl_server, tcp_server
from tlskit.trace.input.transcript_file import read_transcripts
from tlskit.trace.keys.key_log import KeyLog

HTTP = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"
VIEWS = (
    (), ("--list",), ("--fields",), ("--bytes", "--certificates", "--full"), ("--message", "5"), ("--json",),
    ("--story",), ("--keys",), ("--html", "-"),
)  # fmt: skip


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """A server of OpenSSL, for all tests."""
    with openssl_server(make_credentials(tmp_path_factory.mktemp("server")), "-www") as found:
        yield found


@pytest.fixture
def saved(call, port, tmp_path):
    """Save a connection with its secrets; return how the run ended, and the file."""
    path = tmp_path / "saved.jsonl"
    options = ("--connect-to", "127.0.0.1", "--save-trace", path, "--with-secrets", "--request", "/")
    return call("trace", "--json", f"server.test:{port}", *options), path


def test_all_is_opened(call, port):
    """A connection is told to its last NewSessionTicket: every record opens, and every proof passes."""
    (result,), status = asked(call, f"https://server.test:{port}/", "--connect-to", "127.0.0.1")
    report = result["report"]
    assert (0, "complete", "known") == (status, report["outcome"], report["orientation"])
    assert not [record for record in report["records"] if record["protection"] == "sealed"]
    names = [message["type"]["name"] for message in report["messages"]]
    for name in ("certificate", "certificate_verify", "finished", "new_session_ticket"):
        assert name in names
    assert [] == [finding["id"] for finding in report["findings"] if finding["severity"] in {"warning", "error"}]
    assert f"127.0.0.1:{port}" == report["server"]
    assert "server.test" == report["negotiated"]["server_name"]


def test_options_shape_the_connection(call, port):
    """The options of ``tlskit handshake`` hold here too: version, suite, name, protocols, a second connection."""
    options = ("--max-version", "1.2", "--ciphers", "ECDHE-ECDSA-CHACHA20-POLY1305", "--servername", "other.test")
    (result,), _ = asked(call, f"127.0.0.1:{port}", *options, "--alpn", "h2")
    agreed = result["report"]["negotiated"]
    assert ("TLS 1.2", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256") == (
        agreed["version"]["name"],
        agreed["cipher_suite"]["name"],
    )
    assert ("other.test", [b"h2".hex()]) == (agreed["server_name"], agreed["offered_protocols"])
    results, _ = asked(call, f"127.0.0.1:{port}", "--resume")
    assert ["full", "psk"] == [item["report"]["negotiated"]["resumption"] for item in results]


def test_a_saved_trace_gives_the_same_report(call, saved):
    """The trace of a saved connection is that of the connection, but for the name of its source."""
    ended, path = saved
    live, replayed = json.loads(ended.stdout), json.loads(call("trace", "--json", path).stdout)
    assert live["results"][0]["report"]["records"]
    for document in (live, replayed):
        for result in document["results"]:
            del result["target"], result["source"]
    assert live == replayed


@pytest.mark.parametrize("view", VIEWS, ids=" ".join)
def test_every_view(call, saved, view, monkeypatch):
    """Every view of a saved connection is printed, 80 and 120 columns wide, with nothing on stderr."""
    _, path = saved
    for width in (80, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        ended = call("trace", path, *view)
        assert (0, "") == (ended.status, ended.stderr)
        if "--json" not in view and "--html" not in view:
            assert max(map(len, ended.stdout.splitlines())) <= width


def test_secrets_are_saved_on_request_alone(call, saved, port, tmp_path):
    """Without --with-secrets nothing secret is in the file; with it the file is new and its owner's alone."""
    _, path = saved
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    (transcript,) = read_transcripts(path.read_bytes())
    log = KeyLog.parse(transcript.secrets)
    assert (1, 0) == (log.connections, log.problem_count)
    again = call("trace", path, "--save-trace", path, "--with-secrets")
    assert (3, True) == (again.status, "exists already" in again.stderr)
    plain = tmp_path / "plain.jsonl"
    call("trace", f"127.0.0.1:{port}", "--save-trace", plain)
    assert "secrets" not in json.loads(plain.read_bytes())
    (result,), _ = asked(call, plain)
    assert "sealed" in {record["protection"] for record in result["report"]["records"]}


def test_a_capture_is_saved_with_its_own_secrets(call, corpora, tmp_path):
    """Of a capture and a key log of many connections the one that is asked for is kept, with its own secrets."""
    path = tmp_path / "one.jsonl"
    folder, log = corpora / "captures" / "lab", tmp_path / "joined.keys"
    log.write_bytes(b"".join(item.read_bytes() for item in sorted(folder.glob("*.keys"))))
    live, _ = asked(
        call, folder / "pq-tls12-tls13.pcap", "--keylog", log, "--stream", "0", "--save-trace", path, "--with-secrets"
    )
    replayed, _ = asked(call, path)
    assert live[0]["report"] == replayed[0]["report"]
    (transcript,) = read_transcripts(path.read_bytes())
    assert 0 < len(transcript.secrets) < log.stat().st_size


def test_a_server_without_tls(call, tmp_path):
    """A server that speaks something else is named as such, in the report and its replay, and is no success."""

    def answer(connection):
        connection.recv(1 << 16)
        connection.sendall(HTTP)

    path = tmp_path / "plain.jsonl"
    with tcp_server(answer) as port:
        ended = call("trace", f"127.0.0.1:{port}", "--save-trace", path)
    told = words(ended.stdout)
    assert 1 == ended.status
    assert "the answer is not TLS" in told
    assert "begins with 'HTTP/1.1 400 Bad Request'" in told
    assert "plain HTTP" in told
    assert "the answer is not TLS" in words(call("trace", path).stdout)


def test_a_server_that_is_silent(call):
    """A handshake that came to no end is not clean, also where the bytes show no fault."""
    with tcp_server(lambda connection: connection.recv(1 << 16) and connection.recv(1)) as port:
        ended = call("trace", f"127.0.0.1:{port}", "--timeout", "0.5")
    assert 3 == ended.status
    assert "handshake not finished" in words(ended.stdout)


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("nosuch.invalid", "could not resolve nosuch.invalid"),
        ("nosuch.invalid", "nor a file of that name"),
        ("127.0.0.1:1", "connection refused"),
    ],
)
def test_no_connection(call, target, told):
    """An unknown host and a refused port are said in a sentence, also as JSON, and leave no file of secrets behind."""
    ended = call("trace", target)
    assert (3, "", True) == (ended.status, ended.stdout, told in ended.stderr)
    ended = call("trace", target, "--json")
    document = json.loads(ended.stdout)
    assert (3, True, []) == (document["exit_status"], told in document["error"], document["results"])


def test_an_empty_file_of_secrets_is_not_left(call, tmp_path):
    """Where no connection came about, the file that was made for its secrets is gone again."""
    path = tmp_path / "secret.jsonl"
    for _ in range(2):
        ended = call("trace", "127.0.0.1:1", "--save-trace", path, "--with-secrets")
        assert (3, False) == (ended.status, path.exists())
        assert "refused" in ended.stderr


@pytest.mark.parametrize(
    ("source", "options", "told"),
    [
        ("127.0.0.1:1", ("--keylog", "x"), "--keylog is for what was recorded"),
        ("127.0.0.1:1", ("--with-secrets",), "--with-secrets needs --save-trace"),
        ("127.0.0.1:1", ("--servername", "x", "--no-servername"), "exclude one another"),
        ("127.0.0.1:1", ("--min-version", "1.4"), "--min-version takes one of"),
        ("http://127.0.0.1/", (), "HTTP without TLS"),
        ("./saved.jsonl", ("--alpn", "h2"), "is no host"),
    ],
)
def test_wrong_usage(call, source, options, told):
    """Options that contradict one another or the source are wrong usage, told before anything is connected."""
    ended = call("trace", source, *options)
    assert (2, True) == (ended.status, told in ended.stderr)


def test_hexadecimal_and_base64(call, tmp_path, saved):
    """Each side's bytes as hexadecimal and as base64 are read as the bytes themselves are."""
    _, path = saved
    (transcript,) = read_transcripts(path.read_bytes())
    hello = transcript.chunks[0].data
    told = set()
    for number, text in enumerate((hello, hello.hex(" ").encode(), base64.encodebytes(hello))):
        pasted = tmp_path / str(number)
        pasted.write_bytes(text)
        (result,), _ = asked(call, pasted)
        told.add(json.dumps(result["report"]))
    assert 1 == len(told)
